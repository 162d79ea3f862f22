"""No list reads the database more than fifteen times, and none reads more for thirty rows than for three."""

from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from convergence.contacts.models import Contact
from convergence.core.profile import year_end
from convergence.membership.choices import SigningOffice
from convergence.membership.commands.calls import create_call, name_signatory
from convergence.membership.commands.links import record_links
from convergence.membership.models import DuesCall
from tests.doors.conftest import Walk

# How often a page reads is decided before the database is reached.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
MOST = 15
STAFF_LISTS = (
    "activites/",
    "activites/?q=formation&when=past",
    "activites/calendrier/",
    "activites/calendrier/?view=year",
    "activites/totaux/",
    "expositions/",
    "expositions/calendrier/",
    "expositions/?q=salle&when=coming",
    "evenements/",
    "evenements/?q=colloque&when=coming",
    "evenements/remboursements/",
    "argent/banque/",
    "argent/banque/?q=depot",
    "argent/banque/?show=settled",
    "argent/banque/releve/",
    "argent/carte/avis/",
    "argent/cheques/",
    "argent/exercices/",
    "argent/factures/",
    "argent/paiements/",
    "argent/recus/",
    "choose_body/",
    "choose_contact/",
    "choose_organisation/",
    "choose_person/",
    "contacts/a-visiter/",
    "contacts/fusions/",
    "cotisations/",
    "cotisations/adhesions/",
    "cotisations/exemptions/",
    "cotisations/grilles/",
    "cotisations/qui-paie/",
    "cotisations/{call}/destinataires/",
    "cotisations/{call}/rappels/",
    "formations/",
    "formations/?q=formation&when=open",
    "formations/animation/",
    "formations/attestations/",
    "formations/catalogue/",
    "formations/suivis/",
    "instances/",
    "jetons/",
    "listes/",
    "listes/doublons/",
    "messages/",
    "messages/boite-denvoi/",
    "messages/incertains/",
    "messages/ne-plus-ecrire/",
    "messages/rebonds/",
    "messages/retours/",
    "organisations/",
    "outils/",
    "outils/commandes/",
    "outils/prets/",
    "outils/stock/",
    "personnes/",
    "reglages/personnes/",
    "projets/",
    "projets/?q=exemple&when=now",
    "stages/",
    "tournees/",
    "tournees/?q=exemple&when=coming",
    "tournees/calendrier/",
)


def queries(client: Any, address: str) -> int:
    """Count the queries of a page that was opened before."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    return len(found)


@pytest.mark.parametrize("place", STAFF_LISTS)
def test_a_list_of_the_back_office_reads_at_most_fifteen_times(step: Walk, place: str) -> None:
    call = DuesCall.objects.exclude(state="DRAFT").order_by("-period_start")[0]
    role = "treasurer" if place.startswith("argent/") else "coordinator"
    address = f"/gestion/{place.format(call=call.pk)}"
    assert queries(step.client(role), address) <= MOST


def _draft(walk: Walk) -> DuesCall:
    return create_call(
        period="2024-2025",
        year_end=year_end(),
        letter_date=date(2025, 2, 20),
        place="Montréal",
        due_date=date(2025, 4, 30),
        closing_date=date(2026, 4, 30),
        actor=walk.users["coordinator"],
        at=datetime(2024, 6, 3, tzinfo=UTC),
    )


def _signed(call: DuesCall, walk: Walk) -> DuesCall:
    """Name those who sign and look at the links: a draft whose every part is there to be read."""
    at = datetime(2024, 6, 3, tzinfo=UTC)
    coordinator = walk.users["coordinator"]
    for office in SigningOffice:
        held = Contact.objects.persons().filter(mandates__office=office, mandates__end="")
        name_signatory(call_id=call.pk, office=office, person_id=held[0].pk, actor=coordinator, at=at)
    record_links(call_id=call.pk, found=[], actor=coordinator, at=at)
    return call


@pytest.mark.parametrize(
    ("place", "most"),
    [
        ("cotisations/{draft}/periode/", MOST),
        # The letter of a real recipient: who is called, at which address, by which tariff, and who pays for whom.
        ("cotisations/{draft}/lettre/fr/", 16),
        ("cotisations/{draft}/lettre/en/", 16),
        ("cotisations/{draft}/pieces/", MOST),
        ("cotisations/{draft}/destinataires/", MOST),
        ("cotisations/{draft}/apercu/", 16),
        ("cotisations/{draft}/signatures/", MOST),
        ("cotisations/{draft}/envoi/", 17),
        ("cotisations/{sent}/apercu/", MOST),
        ("cotisations/{sent}/envoi/", MOST),
        ("cotisations/{sent}/resultat/", MOST),
        ("", 20),  # sixteen kinds of work and figures
        ("organisations/inspect/{union}/", 20),  # nine sections, its place in the graph and its dues
        ("personnes/inspect/{person}/", 18),
    ],
)
def test_a_page_of_many_parts_reads_each_part_once(step: Walk, place: str, most: int) -> None:
    person = Contact.objects.persons().current().filter(mandates__held_in=step.far)[0]
    sent = DuesCall.objects.exclude(state="DRAFT").order_by("-period_start")[0]
    draft = _signed(_draft(step), step) if "{draft}" in place else sent
    address = place.format(draft=draft.pk, sent=sent.pk, union=step.far.pk, person=person.pk)
    assert queries(step.client("coordinator"), f"/gestion/{address}") <= most


@pytest.mark.parametrize(
    ("place", "role"),
    [
        ("organisations/", "coordinator"),
        ("personnes/", "coordinator"),
        ("argent/factures/", "treasurer"),
        ("argent/paiements/", "treasurer"),
        ("cotisations/{call}/destinataires/", "coordinator"),
    ],
)
def test_a_long_list_reads_no_more_than_a_short_one(step: Walk, place: str, role: str) -> None:
    call = DuesCall.objects.exclude(state="DRAFT").order_by("-period_start")[0]
    address = f"/gestion/{place.format(call=call.pk)}"
    client = step.client(role)
    person = Contact.objects.persons().current().filter(mandates__held_in=step.far)[0]
    words = quote(person.name if place == "personnes/" else step.far.name)
    assert queries(client, address) <= queries(client, f"{address}?q={words}") + 1  # a search needs no second count
