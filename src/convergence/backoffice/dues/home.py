"""What waits in the dues call, and how the year stands."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergence.accounts.policies import may
from convergence.backoffice import home
from convergence.contacts.models import Contact
from convergence.core.money import format_cents
from convergence.core.profile import current_profile
from convergence.membership.choices import AnnouncementState, ApplicationState, CallState
from convergence.membership.models import AnnouncedPerson, DuesCall, DuesScale, MembershipApplication, Signature
from convergence.membership.queries.reminders import may_be_due, stands_of
from convergence.membership.queries.results import last_period_of, received_last_year, summaries


@home.waiting("membership.sign_dues_call", order=10)
def signatures(user: Any, at: datetime) -> home.WaitingSource:
    """A letter waits for this person's signature."""
    rows = Signature.objects.filter(signatory__user=user, signed_at__isnull=True, call__state=CallState.DRAFT)
    for row in rows.select_related("call"):
        title = _("signature on the dues call %(period)s") % {"period": row.call.period}
        why = _("Nothing is sent before both have signed.")
        yield home.Waiting(1, title, why, reverse("dues:signatures", args=[row.call_id]))


@home.waiting("membership.add_duescall", order=1)
def beginnings(user: Any, at: datetime) -> home.WaitingSource:
    """What a centre that has its list still lacks for its first call; nothing once one was begun."""
    begun, listed, scales = yield home.Counted(_one(DuesCall), _one(Contact), _one(DuesScale))
    if begun or not listed:
        return
    if not current_profile().street and may(user, "core.edit_profile"):
        why = _("Address, telephone and fiscal year stand on every letter and receipt.")
        yield home.Waiting(1, _("Complete your organisation"), why, reverse("settings:profile"))
    if not scales:
        why = _("How much each group owes, by decision of which body.")
        yield home.Waiting(1, _("Record your dues scales"), why, reverse("dues:scales"))
    else:
        why = _("The letter, its signatures and its sending, step by step.")
        yield home.Waiting(1, _("Begin the first dues call"), why, reverse("dues:create"))


def _one(model: Any) -> Any:
    """Keep one row at most, so that counting tells whether there is any."""
    return model.objects.filter(pk__in=model.objects.order_by("pk").values("pk")[:1])


@home.waiting("membership.decide_application", order=40)
def applications(user: Any, at: datetime) -> home.WaitingSource:
    """Applications wait for the board."""
    [count] = yield home.Counted(MembershipApplication.objects.filter(state=ApplicationState.SUBMITTED))
    if count:
        title = ngettext("membership application to decide", "membership applications to decide", count)
        yield home.Waiting(count, title, _("The board decides the group and the date."), reverse("dues:applications"))


@home.waiting("membership.decide_person", order=45)
def announced(user: Any, at: datetime) -> home.WaitingSource:
    """Delegates announced people."""
    [count] = yield home.Counted(AnnouncedPerson.objects.filter(state=AnnouncementState.PENDING))
    if count:
        title = ngettext("person announced by a member", "people announced by members", count)
        yield home.Waiting(count, title, _("One click makes them a contact."), reverse("dues:announced"))


@home.waiting("membership.remind_dues", order=30)
def reminders(user: Any, at: datetime) -> home.WaitingSource:
    """Reminders are due today."""
    today = timezone.localdate(at)
    issued = DuesCall.objects.filter(state=CallState.ISSUED).order_by("-period_start")
    for call in issued.prefetch_related("reminder_levels")[:2]:
        if not may_be_due(call, on=today):
            continue
        due = sum(one.decision.level is not None for one in stands_of(call, on=today))
        if due:
            title = ngettext("reminder is due for %(period)s", "reminders are due for %(period)s", due)
            why = _("Promises are waited for, payments have stopped theirs.")
            yield home.Waiting(due, title % {"period": call.period}, why, reverse("dues:reminders", args=[call.pk]))


@home.standing("membership.view_duescall", order=10)
def year(user: Any, at: datetime) -> home.StandingSource:
    """How the last call stands against last year."""
    call = DuesCall.objects.exclude(state=CallState.DRAFT).order_by("-period_start").first()
    if call is None:
        return
    result = summaries([call], actor=user)[0]
    yield home.Standing(
        value=format_cents(result.received_cents),
        label=_("dues received for %(period)s") % {"period": call.period},
        source=_("out of %(charged)s called; %(last)s received for %(before)s")
        % {
            "charged": format_cents(result.charged_cents),
            "last": format_cents(received_last_year(call, actor=user)),
            "before": last_period_of(call),
        },
        done=result.received_cents,
        total=result.charged_cents,
    )
    yield home.Standing(
        value=str(result.paid),
        label=_("members in good standing"),
        source=_("out of %(called)s called") % {"called": result.called},
        done=result.paid,
        total=result.called,
    )
