"""Organisations, people, links, terms of office, consents and visits, through the commands of the contacts register."""

from datetime import date, timedelta
from typing import Any

from convergence.contacts import commands
from convergence.contacts.choices import (
    AffiliationKind,
    BodyKind,
    Channel,
    ConsentAct,
    ConsentPurpose,
    InteractionKind,
    Office,
    Purpose,
)
from convergence.contacts.models import Access, Contact
from convergence.demo import facts
from convergence.demo.stage import Stage
from convergence.demo.unions import REGIONS, Person, Union
from convergence.vocabulary.models import Region, region_slug

SOURCE = "exemple"
JOINED = date(2019, 4, 1)
FIRST_COUNTED = date(2019, 3, 1)
COUNTED = date(2023, 12, 1)
OFFICES = (Office.PRESIDENCY, Office.TREASURER, Office.SOLIDARITY_OFFICER, Office.SECRETARY)
WORDS = "Oui, je veux recevoir le bulletin. Je peux retirer mon accord en tout temps."


def load(stage: Stage) -> None:
    """Write the whole register."""
    regions = {
        name: Region.objects.get_or_create(slug=region_slug(name), defaults={"name_fr": name})[0] for name in REGIONS
    }
    _public_organisations(stage)
    for union in stage.world.unions:
        _union(stage, union, regions[union.region])
    for person in stage.world.individuals:
        _individual(stage, person)
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


def _union(stage: Stage, union: Union, region: Region) -> None:
    made = commands.create_organisation(
        name=union.name,
        organisation_kind=union.kind,
        acronym=union.acronym,
        number=union.number if union.group else "",
        region=region,
        language="fr",
        **_given(stage),
    )
    stage.ids[union.acronym] = made.pk
    for parent in union.parents:
        council = parent.startswith(("CC", "CR"))
        _link(
            stage, union.acronym, parent, AffiliationKind.REGIONAL_COUNCIL if council else AffiliationKind.AFFILIATION
        )
    _reach(stage, made, union)
    if union.members:
        for value, day in (
            (round(union.members * 0.98) if union.group != "A" else 30_000, FIRST_COUNTED),
            (union.members, COUNTED),
        ):
            commands.declare_count(
                organisation_id=made.pk, value=value, as_of=day, source="déclaration (exemple)", **_given(stage)
            )
    for person, office in zip(union.people, OFFICES, strict=False):
        _officer(stage, person, made.pk, office, with_email=not _by_post_only(union))


def _by_post_only(union: Union) -> bool:
    """Tell whether a union has no e-mail, as some still have none."""
    return int(union.number) % 9 == 0


def _reach(stage: Stage, contact: Contact, union: Union) -> None:
    for purpose in () if _by_post_only(union) else (Purpose.GENERAL, Purpose.BILLING):
        commands.add_contact_point(
            contact_id=contact.pk,
            channel=Channel.EMAIL,
            value=union.email if purpose == Purpose.GENERAL else f"tresorerie.{union.email}",
            purpose=purpose,
            **_given(stage),
        )
    commands.add_contact_point(
        contact_id=contact.pk, channel=Channel.PHONE, value=f"{union.people[0].phone} poste 12", **_given(stage)
    )
    number = int(union.number)
    commands.add_address(
        contact_id=contact.pk,
        street=f"{number - 1900}, rue des Tisserandes",
        city=union.town,
        province="QC",
        postal_code=f"H0H {number % 10}H{number // 10 % 10}",
        **_given(stage),
    )


def _officer(stage: Stage, person: Person, held_in_id: int, office: str, *, with_email: bool) -> None:
    made = commands.create_person(
        given_name=person.first_name,
        family_name=person.last_name,
        title_gender=person.gender,
        language="fr",
        **_given(stage),
    )
    stage.ids[person.name] = made.pk
    if with_email:
        commands.add_contact_point(contact_id=made.pk, channel=Channel.EMAIL, value=person.email, **_given(stage))
    commands.record_mandate(
        person_id=made.pk, held_in_id=held_in_id, office=office, start="2021", source=SOURCE, **_given(stage)
    )


def _individual(stage: Stage, person: Person) -> None:
    languages = {"I": "es", "O": "es", "K": "en"}
    made = commands.create_person(
        given_name=person.first_name,
        family_name=person.last_name,
        title_gender=person.gender,
        language=languages.get(person.first_name[0], "fr"),
        **_given(stage),
    )
    stage.ids[person.name] = made.pk
    commands.add_contact_point(contact_id=made.pk, channel=Channel.EMAIL, value=person.email, **_given(stage))
    commands.add_contact_point(contact_id=made.pk, channel=Channel.PHONE, value=person.phone, **_given(stage))
    if made.pk % 3 == 0:
        commands.record_consent(
            contact_id=made.pk,
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
