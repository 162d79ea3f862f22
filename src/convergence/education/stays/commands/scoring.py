"""Points of a committee; links that keep a member from giving them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from convergence.accounts.policies import may, require
from convergence.core import audit
from convergence.core.errors import BadValue, NotAllowed, NotFound
from convergence.education.stays.choices import ApplicationState, CallState, LinkKind
from convergence.education.stays.commands.finding import locked_application
from convergence.education.stays.errors import (
    NotOnCommittee,
    NotScoredYet,
    PointsMissing,
    ReasonMissing,
    TiedToCandidate,
)
from convergence.education.stays.models import (
    Application,
    Assessment,
    CommitteeLink,
    CommitteeMember,
    Score,
)
from convergence.education.stays.queries.committee import link_of, member_of


def score(*, application_id: int, points: Mapping[int, int], actor: Any, at: datetime, remark: str = "") -> Assessment:
    """Give points to an application, or give others; one's own only, before the call is decided.

    Args:
        application_id: the application.
        points: id of each criterion → whole points.
        actor: the member.
        at: when.
        remark: for the committee.

    Raises:
        NotFound: there is no such application.
        NotOnCommittee: the actor does not sit there, or their role gives no points.
        TiedToCandidate: a link; one that the register tells is recorded by this refusal.
        NotScoredYet: the call is not published, or is decided; the application is withdrawn.
        PointsMissing: a criterion without points, or with too many.

    Writes the audit line `stays.application.scored`, without the points.
    """
    try:
        with transaction.atomic():
            return _score(application_id, points, actor, at, remark)
    except TiedToCandidate:
        _record_from_register(application_id, actor, at)
        raise


def _score(application_id: int, points: Mapping[int, int], actor: Any, at: datetime, remark: str) -> Assessment:
    application = locked_application(application_id)
    seat = member_of(actor, application.call)
    if seat is None:
        raise NotOnCommittee
    require(actor, "stays.score_application", application)
    tie = link_of(actor, application)
    if tie:
        raise TiedToCandidate(link=LinkKind(tie).label)
    if application.call.state != CallState.PUBLISHED or application.state != ApplicationState.RECEIVED:
        raise NotScoredYet
    criteria = list(application.call.criteria.all())
    for one in criteria:
        given = points.get(one.pk)
        if given is None or not 0 <= given <= one.most:
            raise PointsMissing(field=f"criterion_{one.pk}", criterion=one, most=one.most)
    kept, _made = Assessment.objects.update_or_create(
        application=application, member=seat, defaults={"remark": remark.strip()[:2000], "given_at": at}
    )
    for one in criteria:
        Score.objects.update_or_create(assessment=kept, criterion=one, defaults={"points": points[one.pk]})
    audit.record(
        actor=actor, verb="stays.application.scored", obj=application, label=application.code, changes={}, at=at
    )
    return kept


@transaction.atomic
def _record_from_register(application_id: int, actor: Any, at: datetime) -> None:
    """Record a link that only the register told so far: it holds whatever becomes of the post."""
    application = locked_application(application_id)
    seat = member_of(actor, application.call)
    if seat is not None and not CommitteeLink.objects.filter(member=seat, application=application).exists():
        _link(seat, application, LinkKind.SAME_UNION, _("read from the register"), actor, at)


@transaction.atomic
def declare_link(
    *, member_id: int, application_id: int, kind: str, words: str, actor: Any, at: datetime
) -> CommitteeLink:
    """Record that a member has a link with a candidate: by the member, or by who prepares the call. Never taken back.

    Saying it again changes nothing. Points that the member gave are set aside.

    Raises:
        NotFound: no such member or application, or of different calls.
        NotAllowed: the actor is neither the member nor may change the call.
        BadValue: no such link.
        ReasonMissing: another link, and nothing says which.

    Writes the audit line `stays.application.link_declared`.
    """
    application = locked_application(application_id)
    seat = CommitteeMember.objects.select_related("user").filter(pk=member_id, call=application.call).first()
    if seat is None:
        raise NotFound
    is_own = actor is not None and seat.user_id == actor.pk and may(actor, "stays.score_application")
    if actor is not None and not is_own and not may(actor, "stays.edit_staycall", application.call):
        raise NotAllowed
    if kind not in LinkKind.values:
        raise BadValue(field="kind")
    if kind == LinkKind.DECLARED and not words.strip():
        raise ReasonMissing(field="words")
    known = CommitteeLink.objects.filter(member=seat, application=application, kind=kind).first()
    return known or _link(seat, application, kind, words.strip(), actor, at)


def _link(
    seat: CommitteeMember, application: Application, kind: str, words: str, actor: Any, at: datetime
) -> CommitteeLink:
    link = CommitteeLink.objects.create(
        member=seat,
        application=application,
        kind=kind,
        words=words[:300],
        declared_at=at,
        declared_by_id=getattr(actor, "pk", None),
    )
    Assessment.objects.filter(member=seat, application=application).update(is_void=True)
    changes = {"member": (None, str(seat)), "link": (None, str(LinkKind(kind).label))}
    audit.record(
        actor=actor,
        verb="stays.application.link_declared",
        obj=application,
        label=application.code,
        changes=changes,
        at=at,
    )
    return link
