"""Groups and past dues of a list, through the import engine's extension."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from convergence.contacts.choices import ContactKind, OrganisationKind
from convergence.contacts.importing.entries import Entry
from convergence.contacts.importing.registry import AppliedLine, ImportContext
from convergence.core.models import AuditEntry
from convergence.finance.commands import record_payment
from convergence.finance.models import Entry as LedgerEntry
from convergence.finance.models import Invoice, Receipt
from convergence.membership import importing
from convergence.membership.commands import members, scales
from convergence.membership.models import GroupMembership
from tests.membership.conftest import AT, World

CONTEXT = ImportContext(run_id=12, source="membres.csv, import 12", actor=None, at=AT)


def line(contact_id: int, group: str, *dues: tuple[str, int], subject: str = "ORGANISATION") -> AppliedLine:
    extra: dict[str, object] = {"membership.group": group}
    if dues:
        extra["membership.dues"] = [
            {"period": period, "value": cents, "column": "Cotis.", "membership.dues_date": "2022-09-07"}
            for period, cents in dues
        ]
    return AppliedLine(1, contact_id, True, Entry(subject, extra=extra), None, 2)


def test_past_dues_become_opening_entries_without_receipt(world: World) -> None:
    union = world.contact("Syndicat du port", count=1_000)
    for _again in range(2):
        importing.apply([line(union.pk, "B", ("2022-2023", 9_350))], CONTEXT)
    invoice = Invoice.objects.with_balance().get()
    assert (invoice.kind, invoice.period, invoice.due_cents, invoice.owed_cents) == ("OPENING", "2022-2023", 9_350, 0)
    assert Receipt.objects.count() == 0
    stay = GroupMembership.objects.get()
    assert (stay.group, stay.start_date) == ("B", date(2022, 4, 1))


@pytest.mark.rule("S53")
@pytest.mark.rule("S54")
def test_group_that_the_by_laws_refuse_is_not_written(world: World) -> None:
    small = world.contact("Fédération", organisation_kind=OrganisationKind.FEDERATION, count=29_999)
    person = world.contact("Rosa Lévesque", kind=ContactKind.PERSON)
    importing.apply([line(small.pk, "A"), line(person.pk, "B", subject="PERSON")], CONTEXT)
    assert dict(GroupMembership.objects.values_list("member_id", "group")) == {small.pk: "B", person.pk: "D"}


@pytest.mark.rule("S53")
@pytest.mark.rule("S54")
def test_who_paid_dues_is_a_member_though_the_list_names_no_group(world: World) -> None:
    large = world.contact("Centrale des ports", organisation_kind=OrganisationKind.CONFEDERATION, count=30_000)
    union = world.contact("Syndicat du port", organisation_kind=OrganisationKind.UNION, count=1_000)
    shop = world.contact("Coopérative du port", organisation_kind=OrganisationKind.NGO)
    person = world.contact("Rosa Lévesque", kind=ContactKind.PERSON)
    other = world.contact("Syndicat de la gare", organisation_kind=OrganisationKind.UNION)
    paid = ("2022-2023", 9_350)
    lines = [line(one.pk, "", paid) for one in (large, union, shop)]
    undated = line(person.pk, "", ("", 2_500), subject="PERSON")
    importing.apply([*lines, undated, line(other.pk, "")], CONTEXT)
    assert Invoice.objects.filter(payer=person).count() == 0
    assert dict(GroupMembership.objects.values_list("member_id", "group")) == {
        large.pk: "A",
        union.pk: "B",
        shop.pk: "C",
        person.pk: "D",
    }
    rows = (lines[0], undated, line(1, "Z", paid), line(1, ""))
    said = [[one.code for one in importing.check(row.entry)] for row in rows]
    assert said == [
        ["membership.group_deduced"],
        ["membership.group_deduced"],
        ["membership.group_unknown", "membership.group_deduced"],
        [],
    ]


@pytest.mark.parametrize(
    ("subject", "group", "count", "codes"),
    [
        ("ORGANISATION", "B", None, []),
        ("ORGANISATION", "Groupe B", None, []),
        ("ORGANISATION", "Z", None, ["membership.group_unknown"]),
        ("ORGANISATION", "D", None, ["membership.group_organisation"]),
        ("PERSON", "A", None, ["membership.group_person"]),
        ("ORGANISATION", "A", (29_999, "EXACT"), ["membership.group_too_small"]),
        ("ORGANISATION", "A", (30_000, "EXACT"), []),
    ],
)
def test_check_names_what_is_wrong(subject: str, group: str, count: tuple[int, str] | None, codes: list[str]) -> None:
    entry = Entry(subject, count=count, extra={"membership.group": group})
    assert [one.code for one in importing.check(entry)] == codes


def test_undo_reverses_and_deletes_no_ledger_row(world: World) -> None:
    union = world.contact("Syndicat du port", count=1_000)
    importing.apply([line(union.pk, "B", ("2022-2023", 9_350))], CONTEXT)
    assert importing.depends(CONTEXT) == []
    importing.undo(CONTEXT)
    assert GroupMembership.objects.count() == 0
    assert Invoice.objects.with_balance().get().due_cents == 0


def test_import_whose_members_were_called_is_not_undone(world: World) -> None:
    world.scales()
    union = world.contact("Syndicat du port", count=1_000)
    importing.apply([line(union.pk, "B")], CONTEXT)
    world.issued()
    assert importing.depends(CONTEXT) != []


@pytest.mark.rule("K8")
@pytest.mark.parametrize("act", ["payment", "departure", "coverage"])
def test_import_whose_members_paid_or_changed_since_is_not_undone(world: World, act: str) -> None:
    union, central = world.contact("Syndicat du port", count=1_000), world.contact("Centrale", count=100)
    importing.apply([line(union.pk, "B", ("2022-2023", 9_350))], CONTEXT)
    assert importing.depends(CONTEXT) == []
    who = {"actor": world.treasurer, "at": AT}
    if act == "payment":
        record_payment(payer_id=union.pk, amount_cents=5_000, method="CHEQUE", received_date=AT.date(), **who)
    elif act == "departure":
        members.leave(contact_id=union.pk, last_day=AT.date(), reason="", actor=world.coordinator, at=AT)
    else:
        scales.record_coverage(payer_id=central.pk, member_id=union.pk, start_date=AT.date(), **who)
    [sentence] = importing.depends(CONTEXT)
    assert ("payé" in sentence) is (act == "payment")


def test_a_whole_list_is_one_line_of_the_audit_log(world: World, tmp_path: Path, settings: LazySettings) -> None:
    settings.DATA_DIR = tmp_path / "data"
    path = tmp_path / "membres.csv"
    lines = ["No;Nom de l'organisation;Gr.;Nb membres;Cotis. 2022-2023;Reçue le"]
    lines += [f"{number};Syndicat du quai {number};B;240;50,00 $;13/02/2023" for number in range(1, 31)]
    path.write_text("\n".join(lines), encoding="utf-8")
    before = AuditEntry.objects.count()
    call_command("import_contacts", str(path), stdout=StringIO())
    told = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))[before:]
    assert told == ["contacts.import.uploaded", "contacts.import.applied"]
    assert (GroupMembership.objects.count(), Invoice.objects.count(), LedgerEntry.objects.count()) == (30, 30, 90)
    assert sum(LedgerEntry.objects.filter(kind="OPENING_PAID").values_list("amount_cents", flat=True)) == 150_000


@pytest.mark.parametrize(("period", "written"), [("", 0), ("2022-2023", 2)])
def test_dues_of_no_year_wait_for_somebody_to_say_which(
    world: World, tmp_path: Path, settings: LazySettings, period: str, written: int
) -> None:
    settings.DATA_DIR = tmp_path / "data"
    path = tmp_path / "individus.csv"
    path.write_text(
        "Nom;Prénom;Courriel;Cotisation\nRoy;Luc;luc@courriel.example;25 $\nCôté;Zoé;;40,00\n", encoding="utf-8"
    )
    call_command("import_contacts", str(path), period=period, stdout=StringIO())
    assert list(Invoice.objects.values_list("period", flat=True)) == [period] * written
