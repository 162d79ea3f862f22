"""Who sits on which committee, who is tied to which candidate, what each may see, how the call would be decided."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from convergence.accounts.policies import may, visible
from convergence.contacts.models import Contact, Mandate
from convergence.contacts.queries import organisations_of
from convergence.education.stays.choices import ApplicationState, LinkKind
from convergence.education.stays.models import (
    Application,
    Assessment,
    CommitteeLink,
    CommitteeMember,
    StayCall,
)
from convergence.education.stays.rules import ranking

SCORE, VIEW = "stays.score_application", "stays.view_application"


def member_of(user: Any, call: StayCall) -> CommitteeMember | None:
    """Return the seat of a user on the committee of a call; None when they have none, or their role gives no points."""
    if user is None or not may(user, SCORE):
        return None
    return CommitteeMember.objects.filter(call=call, user=user).first()


def unions_of(user: Any) -> frozenset[int]:
    """Return the ids of the organisations that a user acts for or holds a post in, and of those that these belong to."""
    today = timezone.localdate().isoformat()
    living = Q(end="") | Q(end__gte=today[:4])
    posts = Mandate.objects.filter(living, person__user=user).values_list("held_in_id", "held_in__part_of_id")
    return organisations_of(user) | {pk for pair in posts for pk in pair if pk}


def links_of_user(user: Any, applications: Iterable[Application]) -> dict[int, str]:
    """Return application id → what ties the user to the candidate, whether they sit on the committee or not."""
    rows = list(applications)
    told = CommitteeLink.objects.filter(application__in=[one.pk for one in rows], member__user=user).order_by("pk")
    found: dict[int, str] = {}
    for application_id, kind in told.values_list("application_id", "kind"):
        found.setdefault(application_id, kind)
    mine = unions_of(user)
    for one in rows:
        if one.union_id in mine:
            found.setdefault(one.pk, LinkKind.SAME_UNION)
    return found


def link_of(user: Any, application: Application) -> str:
    """Return what ties a user to a candidate, empty when nothing does."""
    return links_of_user(user, [application]).get(application.pk, "") if user is not None else ""


def may_read(user: Any, application: Application) -> bool:
    """Tell whether a user reads an application: by their role, or because they score it without a link."""
    if may(user, VIEW, application):
        return True
    seat = member_of(user, application.call)
    return seat is not None and may(user, SCORE, application) and not link_of(user, application)


def readable(user: Any, call: StayCall) -> QuerySet[Application]:
    """Return the applications of a call that a user may read: all by their role, else those that they score."""
    rows: QuerySet[Application] = Application.objects.filter(call=call)
    if may(user, VIEW):
        return visible(user, VIEW, rows)
    if member_of(user, call) is None:
        return rows.none()
    rows = visible(user, SCORE, rows)
    tied = links_of_user(user, rows)
    return rows.exclude(pk__in=tied)


def shows_points(user: Any, application: Application) -> bool:
    """Tell whether a user sees the points of all, the mark and the rank: never with a link, never before giving theirs."""
    if link_of(user, application):
        return False
    seat = member_of(user, application.call)
    if seat is None or application.call.decided_at is not None:
        return True
    return Assessment.objects.filter(application=application, member=seat).exists()


@dataclass(frozen=True)
class Progress:
    """How far the scoring of an application is: members that count, and members that it needs."""

    application: Application
    given: int
    needed: int

    @property
    def is_complete(self) -> bool:
        """Tell whether enough members gave points."""
        return 0 < self.needed <= self.given


def weighed(call: StayCall) -> list[ranking.Weighed]:
    """Return the criteria of a call, in order."""
    return [ranking.Weighed(one.pk, one.weight, one.most) for one in call.criteria.order_by("position", "pk")]


def _tied(call: StayCall, applications: Collection[Application]) -> dict[int, set[int]]:
    """Return application id → ids of the members who are tied to the candidate."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = CommitteeLink.objects.filter(application__call=call)
    for application_id, member_id in rows.values_list("application_id", "member_id"):
        found[application_id].add(member_id)
    for member in call.committee.select_related("user"):
        mine = unions_of(member.user)
        for one in applications:
            if one.union_id in mine:
                found[one.pk].add(member.pk)
    return found


def points_by_application(
    call: StayCall, tied: Mapping[int, set[int]] | None = None
) -> dict[int, list[Mapping[int, int]]]:
    """Return application id → what each member that counts gave, by criterion."""
    rows = Assessment.objects.filter(application__call=call, is_void=False).order_by("pk")
    found: dict[int, list[Mapping[int, int]]] = defaultdict(list)
    for row in rows.prefetch_related("scores"):
        if row.member_id not in (tied or {}).get(row.application_id, ()):
            found[row.application_id].append({score.criterion_id: score.points for score in row.scores.all()})
    return found


def progress(call: StayCall) -> list[Progress]:
    """Return how far the scoring of each application is; those withdrawn are left out."""
    rows = list(call.applications.exclude(state=ApplicationState.WITHDRAWN).order_by("received_at", "pk"))
    tied = _tied(call, rows)
    given = points_by_application(call, tied)
    seats = set(call.committee.values_list("pk", flat=True))
    return [Progress(one, len(given[one.pk]), ranking.needed(call.scorers, len(seats - tied[one.pk]))) for one in rows]


def ranking_of(call: StayCall) -> list[ranking.Placed]:
    """Return how the call would be decided with the points that are there."""
    rows = list(call.applications.exclude(state=ApplicationState.WITHDRAWN).order_by("received_at", "pk"))
    given = points_by_application(call, _tied(call, rows))
    candidates = [
        ranking.Candidate(one.pk, tuple(given[one.pk]), (one.received_at, one.pk)) for one in rows if given[one.pk]
    ]
    return ranking.ranked(weighed(call), candidates, places=call.places, pass_mark=call.pass_mark)


def likely_union(application: Application) -> Contact | None:
    """Return the organisation of the register that bears exactly the name or acronym that was written."""
    typed = application.union_name.strip()
    if not typed:
        return None
    rows = Contact.objects.current().exclude(kind="PERSON").filter(Q(name__iexact=typed) | Q(acronym__iexact=typed))
    found = list(rows.order_by("pk")[:2])
    return found[0] if len(found) == 1 else None
