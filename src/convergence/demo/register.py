"""Organisations and people, imported from two lists; then what no list says, through the commands of the register."""

from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile

from convergence.contacts import commands
from convergence.contacts.choices import (
    AffiliationKind,
    BodyKind,
    ConsentAct,
    ConsentPurpose,
    InteractionKind,
    Office,
)
from convergence.contacts.importing import applying, staging
from convergence.contacts.models import Access, Contact
from convergence.demo import facts, sheets
from convergence.demo.stage import Stage, moment
from convergence.demo.unions import Union

SOURCE = "exemple"
JOINED = date(2019, 4, 1)
FIRST_COUNTED = date(2019, 3, 1)
OFFICES = (Office.PRESIDENCY, Office.TREASURER, Office.SOLIDARITY_OFFICER, Office.SECRETARY)
WORDS = "Oui, je veux recevoir le bulletin. Je peux retirer mon accord en tout temps."


def load(stage: Stage) -> None:
    """Write the whole register."""
    _public_organisations(stage)
    _lists(stage)
    for union in stage.world.unions:
        _union(stage, union)
    _consents(stage)
    _terms(stage)
    _visits(stage)
    _access(stage)


def _given(stage: Stage) -> dict[str, Any]:
    return {"actor": stage.coordinator, "at": stage.at}


def _public_organisations(stage: Stage) -> None:
    for kind, name, acronym in facts.PUBLIC_ORGANISATIONS:
        country = "MX" if acronym == "FAT" else "CA"
        made = commands.create_organisation(
            name=name, organisation_kind=kind, acronym=acronym, country=country, **_given(stage)
        )
        stage.ids[acronym] = made.pk
    made = commands.create_organisation(
        name=facts.NAME, organisation_kind="NGO", acronym=facts.ACRONYM, **_given(stage)
    )
    stage.ids[facts.ACRONYM] = made.pk
    for acronym, name in facts.FORMER_NAMES:
        commands.add_former_name(contact_id=stage.ids[acronym], name=name, **_given(stage))
    for child, parent, kind in facts.LINKS:
        _link(stage, child, parent, AffiliationKind(kind), facts.LINK_SOURCE)
    committee = commands.create_body(
        name="Comité de solidarité internationale",
        body_kind=BodyKind.SOLIDARITY_COMMITTEE,
        organisation_id=stage.ids["CCMM-CSN"],
        **_given(stage),
    )
    stage.ids["Comité de solidarité internationale"] = committee.pk


def _link(stage: Stage, child: str, parent: str, kind: str, source: str = SOURCE) -> None:
    commands.affiliate(
        child_id=stage.ids[child],
        parent_id=stage.ids[parent],
        kind=kind,
        start_date=None if source != SOURCE else JOINED,
        source=source,
        **_given(stage),
    )


def _lists(stage: Stage) -> None:
    """Import the two lists, as a person does: upload, check, apply; then tell who is who."""
    for name, content in (
        (sheets.PEOPLE_FILE, sheets.people_file(stage.world)),
        (sheets.MEMBERS_FILE, sheets.members_file(stage.world)),
    ):
        given: dict[str, Any] = {"actor": stage.coordinator, "at": moment(sheets.LISTED)}
        run = staging.upload(file=ContentFile(content), file_name=name, **given)
        staging.start_check(run_id=run.pk, **given)
        staging.check_run(run_id=run.pk)
        staging.finish_check(run_id=run.pk, at=given["at"])
        applying.start_apply(run_id=run.pk, **given)
        applying.apply_run(run_id=run.pk, **given)
    stage.ids |= dict(Contact.objects.persons().values_list("name", "pk"))
    stage.ids |= dict(Contact.objects.organisations().exclude(acronym="").values_list("acronym", "pk"))


def _union(stage: Stage, union: Union) -> None:
    """Add what the list of members has no column for: a second parent, an earlier count, other officers."""
    for parent in union.parents[1:]:
        _link(stage, union.acronym, parent, AffiliationKind.REGIONAL_COUNCIL)
    if union.members:
        commands.declare_count(
            organisation_id=stage.ids[union.acronym],
            value=round(union.members * 0.98) if union.group != "A" else 30_000,
            as_of=FIRST_COUNTED,
            source="déclaration (exemple)",
            **_given(stage),
        )
    for person, office in list(zip(union.people, OFFICES, strict=False))[1:]:
        commands.record_mandate(
            person_id=stage.ids[person.name],
            held_in_id=stage.ids[union.acronym],
            office=office,
            start="2021",
            source=SOURCE,
            **_given(stage),
        )


def _consents(stage: Stage) -> None:
    for person in stage.world.individuals[::3]:
        commands.record_consent(
            contact_id=stage.ids[person.name],
            address=person.email,
            purpose=ConsentPurpose.NEWSLETTER,
            act=ConsentAct.GIVEN,
            method="formulaire",
            wording=WORDS,
            source="page d’inscription (exemple)",
            **_given(stage),
        )


def _terms(stage: Stage) -> None:
    for term in facts.TERMS:
        given, _space, family = term.person.partition(" ")
        person = stage.ids.get(term.person)
        if person is None:
            made = commands.create_person(
                given_name=given, family_name=family, title_gender=term.gender, language="fr", **_given(stage)
            )
            person = stage.ids[term.person] = made.pk
        commands.record_mandate(
            person_id=person,
            held_in_id=stage.ids[facts.ACRONYM],
            office=term.office,
            start=str(term.start or ""),
            end=str(term.end or ""),
            attested=term.attested,
            is_interim=term.interim,
            source=term.source,
            **_given(stage),
        )
    for role, name in (("coordinator", facts.COORDINATOR), ("board", facts.PRESIDENT)):
        commands.change_contact(contact_id=stage.ids[name], user=stage.users[role], **_given(stage))


def _visits(stage: Stage) -> None:
    kinds = (InteractionKind.VISIT, InteractionKind.CALL, InteractionKind.MEETING)
    today = stage.at.date()
    for index, union in enumerate(stage.world.unions):
        ago = timedelta(days=30 + index * 37 % 700)
        if index % 4:
            commands.log_interaction(
                contact_id=stage.ids[union.acronym],
                kind=kinds[index % 3],
                on=today - ago,
                text="Rencontre avec l’exécutif (exemple).",
                **_given(stage),
            )


def _access(stage: Stage) -> None:
    local = next(union for union in stage.world.unions if union.kind == "LOCAL")
    Access.objects.create(user=stage.users["delegate"], organisation_id=stage.ids[local.acronym])
    Access.objects.create(user=stage.users["partner"], organisation_id=stage.ids["FAT"])
