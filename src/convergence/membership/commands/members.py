"""Becoming a member, changing group, leaving."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import IntegerField, Max, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from convergence.accounts.policies import require
from convergence.contacts.choices import ContactKind, OrganisationKind
from convergence.contacts.commands.identity import refresh_search
from convergence.contacts.models import Contact, DeclaredCount
from convergence.core import audit, facts
from convergence.core.counters import next_number
from convergence.core.dates import long_day
from convergence.core.db import keeping
from convergence.membership.choices import ApplicationState, GroupCode
from convergence.membership.errors import (
    AlreadyMember,
    ApplicationDecided,
    GroupRefused,
    MemberAbsorbed,
    MembershipOverlap,
    NoCurrentMembership,
)
from convergence.membership.events import GroupChanged, MemberJoined, MemberLeft
from convergence.membership.models import (
    DirectoryConsent,
    GroupMembership,
    GroupRule,
    MembershipApplication,
)
from convergence.membership.rules import groups

#: The promise of the database that one member has one stay a day.
STAY_OVERLAP = "membership_stay_overlap"
#: The first member number of a centre that has none yet.
FIRST_NUMBER = 1001
#: Kinds of organisations that are union bodies in the sense of by-laws art. 4.
UNION_KINDS = frozenset(
    {
        OrganisationKind.CONFEDERATION,
        OrganisationKind.FEDERATION,
        OrganisationKind.NATIONAL_SECTION,
        OrganisationKind.REGIONAL_COUNCIL,
        OrganisationKind.UNION,
        OrganisationKind.LOCAL,
    }
)


def threshold_on(day: date) -> int:
    """Return the least number of declared members of group A on a day."""
    rule = GroupRule.objects.filter(group=GroupCode.A, valid_from__lte=day).order_by("-valid_from").first()
    return rule.min_members if rule and rule.min_members is not None else groups.GROUP_A_THRESHOLD


def applicant_of(contact: Contact) -> groups.Applicant:
    """Return what decides the group of a contact."""
    counts = DeclaredCount.objects.filter(organisation=contact).order_by("as_of", "pk")
    return groups.Applicant(
        is_person=contact.kind == ContactKind.PERSON,
        is_union=contact.organisation_kind in UNION_KINDS,
        declarations=tuple(groups.Declaration(row.value, row.as_of, row.source) for row in counts),
    )


def _refusal_text(refusal: groups.Refusal, contact: Contact, day: date, threshold: int) -> str:
    declared = groups.latest_declaration(applicant_of(contact).declarations, on=day)
    texts = {
        groups.Refusal.INDIVIDUAL_ONLY_D: _("%(name)s is a person: only group D is open to individuals."),
        groups.Refusal.ORGANISATION_NOT_D: _("%(name)s is an organisation: group D is for individuals only."),
        groups.Refusal.NOT_A_UNION: _("%(name)s is not a union body: choose group C, or correct its type in Contacts."),
        groups.Refusal.UNION_NOT_C: _(
            "%(name)s is a union body: choose group A or B, or correct its type in Contacts."
        ),
        groups.Refusal.TOO_FEW_MEMBERS: _(
            "Group A asks for at least %(threshold)s declared members (by-laws, art. 4); %(name)s declared %(count)s on %(day)s. "
            "Choose group B, or record a newer declaration."
        ),
        groups.Refusal.COUNT_MISSING: _(
            "Group A asks for at least %(threshold)s declared members (by-laws, art. 4); %(name)s has declared none by %(day)s. "
            "Record the declaration first, or choose group B."
        ),
    }
    return texts[refusal] % {
        "name": contact.name,
        "threshold": f"{threshold:,}".replace(",", "\u202f"),
        "count": f"{declared.value:,}".replace(",", "\u202f") if declared else "",
        "day": long_day(declared.as_of if declared else day),
    }


def check_group(contact: Contact, group: str, *, on: date) -> None:
    """Refuse a group that the by-laws do not allow on a decision date (S53, S54).

    Raises:
        GroupRefused: the sentence names the contact, the rule and the way out.
    """
    threshold = threshold_on(on)
    refusal = groups.refusal(groups.Group(group), applicant_of(contact), on=on, threshold=threshold)
    if refusal is not None:
        raise GroupRefused(_refusal_text(refusal, contact, on, threshold), field="group")


@transaction.atomic
def submit_application(
    *, contact_id: int, group: str, submitted_date: date, motive: str = "", actor: Any, at: datetime
) -> MembershipApplication:
    """Record that somebody asks to become a member.

    Raises:
        AlreadyMember: it is a member on the day of its application.

    Writes the audit line `membership.application.submitted`.
    """
    require(actor, "membership.add_membershipapplication")
    stay = GroupMembership.objects.on(submitted_date).filter(member=contact_id).select_related("member").first()
    if stay is not None:
        raise AlreadyMember(name=stay.member.name, group=stay.get_group_display(), field="contact")
    application = MembershipApplication(
        applicant_id=contact_id, group=group, submitted_date=submitted_date, motive=motive.strip()
    )
    application.full_clean()
    application.save()
    audit.record(actor=actor, verb="membership.application.submitted", obj=application, at=at)
    return application


@transaction.atomic
def decide_application(
    *,
    application_id: int,
    approve: bool,
    group: str,
    decided_date: date,
    decided_by: str,
    note: str = "",
    actor: Any,
    at: datetime,
) -> MembershipApplication:
    """Record the board's decision; an approval starts the membership on the decision date.

    Raises:
        ApplicationDecided: it was decided before.
        GroupRefused: the by-laws do not allow this group on that date (S53, S54).

    Writes the audit line `membership.application.decided`; publishes `MemberJoined` after commit.
    """
    require(actor, "membership.decide_application")
    application = MembershipApplication.objects.select_for_update().get(pk=application_id)
    if application.state != ApplicationState.SUBMITTED:
        raise ApplicationDecided
    before = audit.snapshot(application)
    application.state = ApplicationState.APPROVED if approve else ApplicationState.REFUSED
    application.decided_group = group if approve else ""
    application.decided_date = decided_date
    application.decided_by = decided_by
    application.decision_note = note
    application.save()
    audit.record(
        actor=actor,
        verb="membership.application.decided",
        obj=application,
        changes=audit.changes_between(before, audit.snapshot(application)),
        at=at,
    )
    if approve:
        source = _("%(body)s, %(day)s") % {"body": decided_by, "day": long_day(decided_date)}
        _join(contact_id=application.applicant_id, group=group, on=decided_date, source=source, actor=actor, at=at)
    return application


@transaction.atomic
def join(*, contact_id: int, group: str, on: date, source: str, actor: Any, at: datetime) -> GroupMembership:
    """Make a contact a member from a day on, and give it a member number if it has none.

    Raises:
        GroupRefused: the by-laws do not allow this group.
        MembershipOverlap: it already is a member on that day or later.

    Writes the audit line `membership.member.joined`; publishes `MemberJoined` after commit.
    """
    require(actor, "membership.add_groupmembership")
    return _join(contact_id=contact_id, group=group, on=on, source=source, actor=actor, at=at)


def _join(*, contact_id: int, group: str, on: date, source: str, actor: Any, at: datetime) -> GroupMembership:
    contact = Contact.objects.select_for_update().get(pk=contact_id)
    check_group(contact, group, on=on)
    taken = GroupMembership.objects.filter(member=contact).filter(Q(end_date__isnull=True) | Q(end_date__gte=on))
    if taken.exists():
        raise MembershipOverlap(name=contact.name, day=long_day(on))
    with keeping(STAY_OVERLAP, MembershipOverlap(name=contact.name, day=long_day(on))):
        stay = GroupMembership.objects.create(member=contact, group=group, start_date=on, source=source, created_at=at)
    give_numbers([contact], actor=actor, at=at)
    audit.record(
        actor=actor,
        verb="membership.member.joined",
        obj=stay,
        label=contact.name,
        changes={"group": ("", group)},
        at=at,
    )
    facts.publish(MemberJoined(contact_id=contact.pk, group=group))
    return stay


def give_numbers(contacts: Iterable[Contact], *, actor: Any, at: datetime) -> None:
    """Give a member number to each of these contacts that has none, so that its payments bear a number of its own (P3).

    The next after the highest number in use: lists that come in keep theirs. Must be called inside a transaction.
    Writes the audit line `membership.member.numbered` for each.
    """
    without = [contact for contact in contacts if not contact.number]
    if not without:
        return
    for contact, number in zip(without, _free_numbers(len(without)), strict=True):
        contact.number = number
        audit.record(
            actor=actor, verb="membership.member.numbered", obj=contact, changes={"number": ("", number)}, at=at
        )
    Contact.objects.bulk_update(without, ["number"])
    refresh_search(contact.pk for contact in without)


def _free_numbers(count: int) -> list[str]:
    next_number("membership.member")  # whoever gives numbers at the same moment waits here
    plain = Contact.objects.filter(number__regex=r"^[1-9][0-9]{0,6}$")
    highest = plain.aggregate(highest=Max(Cast("number", IntegerField())))["highest"] or 0
    first = max(highest, FIRST_NUMBER - 1) + 1
    return [str(number) for number in range(first, first + count)]


@transaction.atomic
def change_group(*, contact_id: int, group: str, on: date, source: str, actor: Any, at: datetime) -> GroupMembership:
    """Move a member to another group from a day on; the former stay ends the day before (R-U5).

    Raises:
        GroupRefused: the by-laws do not allow this group.
        NoCurrentMembership: it is not a member on that day.
        MembershipOverlap: it changed group on that day or later.

    Writes the audit line `membership.group.changed`; publishes `GroupChanged` after commit.
    """
    require(actor, "membership.edit_groupmembership")
    contact = Contact.objects.select_for_update().get(pk=contact_id)
    check_group(contact, group, on=on)
    day = long_day(on)
    if GroupMembership.objects.filter(member=contact, start_date__gte=on).exists():
        raise MembershipOverlap(name=contact.name, day=day)
    stay = GroupMembership.objects.on(on).filter(member=contact).first()
    if stay is None:
        raise NoCurrentMembership(name=contact.name, day=day)
    last = stay.end_date
    stay.end_date = on - timedelta(days=1)
    stay.save(update_fields=["end_date"])
    with keeping(STAY_OVERLAP, MembershipOverlap(name=contact.name, day=day)):
        new = GroupMembership.objects.create(
            member=contact, group=group, start_date=on, end_date=last, source=source, created_at=at
        )
    audit.record(
        actor=actor,
        verb="membership.group.changed",
        obj=new,
        label=contact.name,
        changes={"group": (stay.group, group), "start_date": (stay.start_date, on)},
        at=at,
    )
    facts.publish(GroupChanged(contact_id=contact.pk, before=stay.group, after=group))
    return new


@transaction.atomic
def leave(*, contact_id: int, last_day: date, reason: str, actor: Any, at: datetime) -> GroupMembership:
    """End a membership; `last_day` is its last day. What is owed stays owed.

    Raises:
        NoCurrentMembership: it is not a member on that day.
        MembershipOverlap: it changed group later.

    Writes the audit line `membership.member.left`; publishes `MemberLeft` after commit.
    """
    require(actor, "membership.edit_groupmembership")
    contact = Contact.objects.select_for_update().get(pk=contact_id)
    day = long_day(last_day)
    if GroupMembership.objects.filter(member=contact, start_date__gt=last_day).exists():
        raise MembershipOverlap(name=contact.name, day=day)
    stay = GroupMembership.objects.on(last_day).filter(member=contact).first()
    if stay is None:
        raise NoCurrentMembership(name=contact.name, day=day)
    before = audit.snapshot(stay)
    stay.end_date, stay.end_reason = last_day, reason
    stay.save(update_fields=["end_date", "end_reason"])
    audit.record(
        actor=actor,
        verb="membership.member.left",
        obj=stay,
        label=contact.name,
        changes=audit.changes_between(before, audit.snapshot(stay)),
        at=at,
    )
    facts.publish(MemberLeft(contact_id=contact.pk, last_day=last_day))
    return stay


@transaction.atomic
def answer_directory(
    *, contact_id: int, agreed: bool, said_by: str, wording: str, actor: Any, at: datetime
) -> DirectoryConsent:
    """Record yes or no to the public list of members; earlier answers stay (S55).

    Writes the audit line `membership.directory.answered`.
    """
    require(actor, "membership.consent_directory")
    answer = DirectoryConsent.objects.create(
        member_id=contact_id, agreed=agreed, said_by=said_by, wording=wording, at=at
    )
    audit.record(
        actor=actor, verb="membership.directory.answered", obj=answer, changes={"agreed": (None, agreed)}, at=at
    )
    return answer


def refuse_to_absorb_a_member(kept: Contact, absorbed: Contact) -> None:
    """Refuse a merge after which a member would be one no more: the record that stays carries the membership.

    Raises:
        MemberAbsorbed: the membership of the absorbed contact lasts longer than that of the kept one.
    """
    if _member_until(absorbed) > _member_until(kept):
        raise MemberAbsorbed(kept=kept.name, absorbed=absorbed.name)


def _member_until(contact: Contact) -> date:
    ends = GroupMembership.objects.filter(member=contact).values_list("end_date", flat=True)
    return max((end or date.max for end in ends), default=date.min)
