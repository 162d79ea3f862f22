"""What the dues year writes into the relationship log: letters that left, dues that came in (S66)."""

from __future__ import annotations

from datetime import date

import pytest

from convergence.contacts.models import Contact, Interaction
from convergence.contacts.queries.relations import last_seen, to_visit
from convergence.core.models import OrganisationProfile
from convergence.finance.commands.payments import record_payment, reverse_payment
from convergence.membership.models import CallRecipient
from tests.membership.conftest import AT, DAY, World

pytestmark = [pytest.mark.django_db, pytest.mark.rule("S66")]


def log() -> list[tuple[str, str, str]]:
    rows = Interaction.objects.order_by("pk").values_list("contact__name", "kind", "text")
    return [(name, kind, text.replace("\xa0", " ")) for name, kind, text in rows]


def test_a_letter_is_logged_and_dues_too_but_only_dues_are_a_contact(
    world: World, django_capture_on_commit_callbacks: object
) -> None:
    world.scales()
    port, rural = world.member("Syndicat du port", count=1_000), world.member("Syndicat rural", email="", post=True)
    world.issued()
    letters = [
        ("Syndicat du port", "EMAIL", "Appel à cotisation 2023-2024."),
        ("Syndicat rural", "LETTER", "Appel à cotisation 2023-2024."),
    ]
    assert log() == letters
    everybody = Contact.objects.filter(pk__in=[port.pk, rural.pk])
    assert [row.name for row in to_visit(everybody, DAY)] == ["Syndicat du port", "Syndicat rural"]
    invoice = CallRecipient.objects.get(member=port).invoice_id
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        payment = record_payment(
            payer_id=port.pk, amount_cents=12_000, method="TRANSFER", received_date=date(2024, 2, 20),
            allocations=[(invoice, 12_000)], actor=None, at=AT,
        )  # fmt: skip
    assert log() == [*letters, ("Syndicat du port", "DUES", "Cotisation 2023-2024 : 120,00 $ reçus.")]
    assert [row.name for row in to_visit(everybody, DAY)] == ["Syndicat rural"]
    assert last_seen(port, DAY).on == date(2024, 2, 20)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        reverse_payment(payment_id=payment.pk, reason="chèque retourné", actor=None, at=AT)
    assert log() == letters


def test_who_has_no_language_reads_the_letter_in_that_of_the_organisation(world: World) -> None:
    OrganisationProfile.objects.update(language="es")
    world.scales()
    world.member("Syndicat du port", count=1_000)
    world.member("Workers’ Union", count=100, language="en")
    world.issued()
    found = CallRecipient.objects.order_by("member").values_list("language", "is_fallback", "invoice__object")
    assert list(found) == [("es", False, "Cuota 2023-2024"), ("en", False, "Dues 2023-2024")]
