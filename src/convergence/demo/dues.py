"""Example scales, what is still owed of last year, the 2023-2024 call, and half of its answers."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from convergence.core.profile import year_end
from convergence.demo import facts, sheets
from convergence.demo.stage import LAST_PERIOD, LETTER_DATE, PERIOD, Stage, moment
from convergence.finance.commands.openings import Opening, record_openings
from convergence.membership.choices import LinkState, NextStep, PaymentWay, SigningOffice
from convergence.membership.commands import answers, calls, issue, links, members, scales
from convergence.membership.commands.standings import refresh_all_open
from convergence.membership.models import CallLink, CallRecipient, DuesCall

SCALES_FROM = date(2022, 4, 1)
DUE = date(2024, 4, 30)
DIRECTORY_WORDS = "Notre organisation peut être nommée dans la liste publique des membres."
NOTE = "Montants donnés en exemple : les vrais montants sont ceux que l’assemblée adopte."
ENCLOSURES = (
    {"label": "Rapport annuel 2022-2023", "url": "https://convergence.example/rapport-annuel-2022-2023.pdf"},
    {"label": "Perspectives d’action 2023-2024", "url": "https://convergence.example/perspectives-2023-2024.pdf"},
)
EXAMPLE_SCALES: tuple[dict[str, Any], ...] = (
    {
        "group": "A",
        "basis": "PER_CAPITA",
        "rate_cents": Decimal("3.5"),
        "floor_cents": 150_000,
        "ceiling_cents": 400_000,
    },
    {"group": "B", "basis": "PER_CAPITA", "rate_cents": Decimal(12), "floor_cents": 5_000, "ceiling_cents": 250_000},
    {"group": "C", "basis": "FLAT", "flat_cents": 7_500},
    {"group": "D", "basis": "FREE", "suggested_cents": 3_000, "minimum_cents": 1_000},
)


def load(stage: Stage) -> None:
    """Write the dues of two years."""
    for values in EXAMPLE_SCALES:
        adopted = {
            "valid_from": SCALES_FROM,
            "adopted_by": "assemblée générale (exemple)",
            "adopted_date": date(2021, 10, 25),
        }
        scales.adopt_scale(
            values={**values, **adopted, "is_example": True, "note": NOTE},
            actor=stage.treasurer,
            at=moment(SCALES_FROM),
        )
    _arrears(stage)
    _directory(stage)
    stage.call_id = _call(stage).pk
    _answers(stage)


def tell_time(stage: Stage) -> None:
    """Let the day of the loading show in the standings: due dates and promises that have passed."""
    refresh_all_open(at=stage.at)


def _arrears(stage: Stage) -> None:
    """Record last year's dues that nobody paid; those that were paid came with the list of members."""
    grouped = [union for union in stage.world.unions if union.group]
    openings = [
        Opening(stage.ids[union.acronym], LAST_PERIOD, f"demo:{union.number}", due_cents=cents)
        for index, (union, cents) in enumerate(sheets.last_dues(grouped))
        if not sheets.was_paid(index)
    ]
    record_openings(
        openings=openings,
        source="cotisations 2022-2023 (exemple)",
        actor=stage.treasurer,
        at=moment(sheets.LISTED),
    )


def _directory(stage: Stage) -> None:
    """Ask two unions in three whether they may be named in the public list of members; some decline."""
    for index, union in enumerate(union for union in stage.world.unions if union.group):
        if index % 3:
            members.answer_directory(
                contact_id=stage.ids[union.acronym],
                agreed=index % 5 != 0,
                said_by="exécutif (exemple)",
                wording=DIRECTORY_WORDS,
                actor=stage.coordinator,
                at=moment(sheets.LISTED),
            )


def _call(stage: Stage) -> DuesCall:
    given: dict[str, Any] = {"actor": stage.coordinator, "at": moment(LETTER_DATE, 13)}
    call = calls.create_call(
        period=PERIOD,
        year_end=year_end(),
        letter_date=LETTER_DATE,
        place=facts.CITY,
        due_date=DUE,
        closing_date=stage.at.date() + timedelta(days=365),
        is_example=True,
        **given,
    )
    calls.save_enclosures(call_id=call.pk, enclosures=ENCLOSURES, **given)
    found = [
        CallLink(url=link.href, text=link.text, state=LinkState.UNREACHABLE, reason="adresse d’exemple")
        for link in links.links_of(call)
    ]
    for row in links.record_links(call_id=call.pk, found=found, **given):
        links.confirm_link(link_id=row.pk, **given)
    signing = (
        (SigningOffice.PRESIDENCY, facts.PRESIDENT, "board"),
        (SigningOffice.COORDINATION, facts.COORDINATOR, "coordinator"),
    )
    for office, name, _role in signing:
        calls.name_signatory(call_id=call.pk, office=office, person_id=stage.ids[name], **given)
    for office, _name, role in signing:
        calls.sign(call_id=call.pk, office=office, actor=stage.users[role], at=moment(LETTER_DATE, 14))
    issue.issue_dues_call(dues_call_id=call.pk, actor=stage.coordinator, at=moment(LETTER_DATE))
    while issue.issue_next_chunk(dues_call_id=call.pk, at=moment(LETTER_DATE)):
        pass
    return DuesCall.objects.get(pk=call.pk)


def recipients(stage: Stage) -> list[CallRecipient]:
    """Return who was called, in an order that is the same each time."""
    rows = CallRecipient.objects.filter(call_id=stage.call_id).select_related("invoice", "member")
    return list(rows.order_by("member__number", "pk"))


def _answers(stage: Stage) -> None:
    for index, recipient in enumerate(recipients(stage)):
        if index % 2:
            continue
        day = LETTER_DATE + timedelta(days=5 + index % 40)
        given: dict[str, Any] = {"recipient_id": recipient.pk, "actor": None, "at": moment(day)}
        answers.note_opening(recipient_id=recipient.pk, at=moment(day))
        answers.confirm_details(**given)
        if recipient.declared_members and index % 10 == 0:
            more = round(recipient.declared_members * 1.05) + 1
            answers.declare_count(value=more, as_of=day, said_by="formulaire (exemple)", **given)
        if index % 8 == 2:
            answers.promise(
                promised_date=stage.at.date() + timedelta(days=20) if index % 16 == 2 else day + timedelta(days=60),
                way=PaymentWay.CHEQUE,
                said_by="formulaire (exemple)",
                today=day,
                **given,
            )
        if index % 12 == 0:
            answers.choose_next_steps(steps=[NextStep.SHARE], **given)
