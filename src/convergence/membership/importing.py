"""What membership adds to the import of lists: the group of a member, and its past dues by period.

Past dues become opening entries of finance, “declared at import”, without receipt. The same list again writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convergence.contacts.choices import ContactKind
from convergence.contacts.import_models import ImportRow
from convergence.contacts.importing.cells import Reason, reason
from convergence.contacts.importing.columns import PERSON, ColumnKind
from convergence.contacts.importing.entries import Entry
from convergence.contacts.importing.registry import AppliedLine, Extension, ImportContext, register
from convergence.contacts.models import Contact, DeclaredCount
from convergence.core.inserting import insert
from convergence.core.periods import YearEnd, period_labelled, period_of
from convergence.core.profile import year_end
from convergence.finance.choices import InvoiceKind, Method
from convergence.finance.commands.openings import Opening, record_openings, reverse_openings
from convergence.finance.models import Invoice, Payment
from convergence.membership.commands.members import UNION_KINDS, threshold_on
from convergence.membership.models import (
    CallRecipient,
    Coverage,
    Exemption,
    GroupMembership,
    MembershipApplication,
)
from convergence.membership.rules import groups

_DUES = "membership.dues"
_GROUP = "membership.group"
_DUES_DATE = "membership.dues_date"


def _group_of(entry: Entry) -> str:
    typed = str(entry.extra.get(_GROUP, "")).strip().upper()
    letter = typed.removeprefix("GROUPE").removeprefix("GROUP").removeprefix("GRUPO").strip(" .:-")
    return letter if letter in groups.Group.__members__ else ""


def check(entry: Entry) -> list[Reason]:
    """Say what is wrong with a line's group: none of the four, or not one that the by-laws allow for it.

    A line that paid dues is a member whatever it says of groups: that its group will be deduced is said too.
    """
    typed = str(entry.extra.get(_GROUP, "")).strip()
    group = _group_of(entry)
    if not group:
        deduced = [reason("membership.group_deduced")] if _is_paid(entry) else []
        return [*([reason("membership.group_unknown", typed=typed)] if typed else []), *deduced]
    if entry.subject == PERSON and group != "D":
        return [reason("membership.group_person", typed=typed)]
    if entry.subject != PERSON and group == "D":
        return [reason("membership.group_organisation", typed=typed)]
    if group == "A" and entry.count is not None and entry.count[0] < groups.GROUP_A_THRESHOLD:
        return [reason("membership.group_too_small", typed=typed, count=entry.count[0])]
    return []


def _periods(entry: Entry) -> list[dict[str, object]]:
    return [one for one in entry.extra.get(_DUES, ()) if one.get("value") and one.get("period")]


def _is_paid(entry: Entry) -> bool:
    """Say whether dues were paid, be it in a column that says no period."""
    return any(int(str(one.get("value") or 0)) > 0 for one in entry.extra.get(_DUES, ()))


def _key(context: ImportContext, contact_id: int, period: object) -> str:
    return f"membership.import:{context.run_id}:{contact_id}:{period}"


def apply(lines: Sequence[AppliedLine], context: ImportContext) -> dict[str, int]:
    """Write the groups and the past dues of a chunk of lines, in a fixed number of queries; return how many."""
    groups_given = _apply_groups(lines, context)
    wanted = {(line.contact_id, str(one["period"])): (line, one) for line in lines for one in _periods(line.entry)}
    before = [line.contact_id for line in lines if not line.is_new]
    rows: Any = Invoice.objects.filter(kind=InvoiceKind.OPENING, payer_id__in=before)
    known = set(rows.with_balance().filter(due_cents__gt=0).values_list("payer_id", "period")) if before else set()
    openings = [
        Opening(
            payer_id=contact_id,
            period=period,
            key=_key(context, contact_id, period),
            paid_cents=int(str(one["value"])),
            paid_date=_day(one.get(_DUES_DATE)),
        )
        for (contact_id, period), (_line, one) in wanted.items()
        if (contact_id, period) not in known
    ]
    written = record_openings(openings=openings, source=context.source, actor=None, at=context.at, is_audited=False)
    cents = sum(opening.paid_cents for opening in openings)
    return {"groups": groups_given, "past_dues": written, "past_dues_cents": cents}


def _day(raw: object) -> date | None:
    return date.fromisoformat(str(raw)) if raw else None


def _apply_groups(lines: Sequence[AppliedLine], context: ImportContext) -> int:
    chosen = {
        line.contact_id: (line, _group_of(line.entry))
        for line in lines
        if _group_of(line.entry) or _is_paid(line.entry)
    }
    members = set(GroupMembership.objects.filter(member_id__in=chosen).values_list("member_id", flat=True))
    rows = Contact.objects.filter(pk__in=[pk for pk in chosen if pk not in members])
    contacts = {contact.pk: contact for contact in rows.only("kind", "organisation_kind").order_by("pk")}
    counts = dict(
        DeclaredCount.objects.filter(organisation_id__in=contacts)
        .order_by("as_of", "pk")
        .values_list("organisation_id", "value")
    )
    today = timezone.localdate(context.at)
    threshold, end = threshold_on(today), year_end()
    given = insert(
        GroupMembership,
        [
            {
                "member_id": pk,
                "group": str(_allowed(contact, chosen[pk][1], counts.get(pk), today, threshold)),
                "start_date": _since(chosen[pk][0], today, end),
                "source": context.source[:300],
                "created_at": context.at,
            }
            for pk, contact in contacts.items()
        ],
    )
    return len(given)


def _allowed(contact: Contact, group: str, count: int | None, on: date, threshold: int) -> str:
    """Return the group of the list where the by-laws allow it, else the one that the facts point to (S53, S54).

    `group` is empty when the list gives none.
    """
    declared = (groups.Declaration(count, on),) if count is not None else ()
    is_person = contact.kind == ContactKind.PERSON
    applicant = groups.Applicant(is_person, contact.organisation_kind in UNION_KINDS, declared)
    if not group:
        return groups.suggest(applicant, on=on, threshold=threshold).value
    if group == "A" and count is None and not is_person:
        return group
    if groups.refusal(groups.Group(group), applicant, on=on, threshold=threshold) is None:
        return group
    if not is_person and not contact.organisation_kind and group in ("B", "C"):
        return group
    return groups.suggest(applicant, on=on, threshold=threshold).value


def _since(line: AppliedLine, today: date, end: YearEnd) -> date:
    """Return the first day of the earliest period with dues, else of the organisation's last year: never mid-year."""
    starts = []
    for one in _periods(line.entry):
        try:
            starts.append(period_labelled(str(one["period"]), end).start)
        except ValueError:
            continue
    this = period_of(today, end)
    before = period_of(this.start.replace(year=this.start.year - 1), end)
    return min([*starts, before.start])


def undo(context: ImportContext) -> None:
    """Take back the groups that an import gave, and reverse its opening entries; no ledger row is deleted."""
    GroupMembership.objects.filter(source=context.source[:300]).delete()
    keys = _keys(context)
    if keys:
        reverse_openings(keys=keys, reason=context.source, actor=None, at=context.at)


def _keys(context: ImportContext) -> list[str]:
    prefix = f"membership.import:{context.run_id}:"
    rows = Invoice.objects.filter(key__startswith=prefix).values_list("key", flat=True)
    return [key for key in rows if key]


def depends(context: ImportContext) -> list[str]:
    """Say what keeps an import from being undone: its members called for dues, changed since, or with money of their own."""
    stays = GroupMembership.objects.filter(source=context.source[:300])
    mine = Q(pk__in=stays.values("member_id"))
    for path in ("contact", "person"):
        made = ImportRow.objects.filter(run_id=context.run_id, **{f"created_{path}": True, f"{path}__isnull": False})
        mine |= Q(pk__in=made.values(path))
    contacts = Contact.objects.filter(mine).order_by().values("pk")
    found = []
    called = CallRecipient.objects.filter(member_id__in=stays.values("member_id")).select_related("call").first()
    if called is not None:
        sentence = _("Members of this import were called for the dues of %(period)s: it can no longer be undone.")
        found.append(str(sentence) % {"period": called.call.period})
    if (
        Invoice.objects.exclude(kind=InvoiceKind.OPENING).filter(payer__in=contacts).exists()
        or Payment.objects.exclude(method=Method.DECLARED).filter(payer__in=contacts).exists()
    ):
        found.append(str(_("Some of its contacts were invoiced, or paid, since.")))
    if (
        GroupMembership.objects.filter(member__in=contacts).exclude(source=context.source[:300]).exists()
        or stays.filter(end_date__isnull=False).exists()
        or Coverage.objects.filter(Q(member__in=contacts) | Q(payer__in=contacts)).exists()
        or Exemption.objects.filter(member__in=contacts).exists()
        or MembershipApplication.objects.filter(applicant__in=contacts).exists()
    ):
        found.append(str(_("The membership of some of its contacts was changed since.")))
    return found


def register_columns() -> None:
    """Register the columns of membership with the import engine."""
    register(
        Extension(
            name="membership",
            columns=_columns(),
            labels={
                _GROUP: _("Group"),
                _DUES: _("Dues of a period"),
                _DUES_DATE: _("Dues received on"),
            },
            sentences={
                "membership.group_unknown": _("“%(typed)s” is none of the groups A, B, C and D: left empty."),
                "membership.group_deduced": _(
                    "Paid dues, and no group: it is given the one that the by-laws ask for, by its kind and its declared members."
                ),
                "membership.group_person": _("“%(typed)s”: a person can only be in group D."),
                "membership.group_organisation": _("“%(typed)s”: an organisation cannot be in group D."),
                "membership.group_too_small": _(
                    "“%(typed)s”: group A asks for at least 30,000 declared members, and %(count)s are declared."
                ),
            },
            check=check,
            apply=apply,
            undo=undo,
            depends=depends,
        )
    )


def _columns() -> tuple[ColumnKind, ...]:
    return (
        ColumnKind(
            _GROUP,
            "text",
            (
                r"(?:gr|grp|groupes?|groups?|grupos?)(?: a (?:a )?d)?|cat(?:eg(?:orie)?)?s?|category|categoria|clase|classe",
                r"(?:groupe|categorie|classe)s? (?:de |des |du )?membres?|member(?:ship)? (?:group|class|category|type)",
            ),
            only_values=r"(?:(?:gr|groupes?|groups?|grupos?) )?[a-d]",
        ),
        ColumnKind(
            _DUES,
            "money",
            (
                r"cot(?:is(?:ation)?s?)?(?: (?:payees?|recues?|versees?|annuelles?))?|dues(?: (?:paid|received))?|cuotas?|"
                r"cotizacion(?:es)?|cuotas? (?:pagadas?|recibidas?|anual(?:es)?)",
                r"(?:montants?|paye|verse|recu|amount|paid|importe|monto)(?: (?:de |of |del? )?(?:la |l )?"
                r"(?:cot(?:is(?:ation)?s?)?|dues|cuota|paye|recu|verse|paid|received))?",
                r"versements?|contributions?|fees?|(?:membership|annual|yearly) (?:dues|fees?)|aportacion(?:es)?|"
                r"frais (?:d )?adhesion",
            ),
            by_period=True,
        ),
        ColumnKind(
            _DUES_DATE,
            "date",
            (
                r"(?:re[cç]ue?s?|rec|paye+s?|versee?s?|encaissee?s?|deposee?s?) le|date (?:de |du |d )?(?:la |l )?(?:cotis\w*|paiement|"
                r"reception|versement|encaissement|depot|cheque|recue?)|(?:date )?(?:paid|received|rec d|recd|recvd)(?: on)?|"
                r"(?:payment|receipt|deposit) date|date of (?:payment|receipt)|(?:pagad[oa]|recibid[oa])(?: el)?|"
                r"fecha (?:de |del )?(?:pago|recepcion|recibo|cobro)",
                r"cot(?:is(?:ation)?s?)? (?:re[cç]ue?s? le|payee?s? le|date)|dues date",
                r"recue?s?|dates?|fechas?|pay(?:e|ee)s?",
            ),
            by_period=True,
            follows=_DUES,
        ),
    )
