"""The pages of one leg for its host: read, say yes or no, its sheet, who came. Behind the link and in the members' space."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from convergence.activities.choices import ActivityState
from convergence.education.tours import commands
from convergence.education.tours.choices import LegState
from convergence.education.tours.forms import ConfirmForm, DeclineForm, PeopleForm
from convergence.education.tours.models import Leg
from convergence.education.tours.papers import host_sheet, hour_in, languages_in
from convergence.education.tours.queries.itinerary import days_of_leg
from convergence.ui.forms import done


@dataclass(frozen=True)
class Desk:
    """One leg in front of its host.

    Attributes:
        request: what is asked.
        leg: the leg.
        actor: the delegate in the members' space, None behind the personal link.
        address: name of a page → its address.
        frame: the template that the pages extend.
        more: what the frame needs.
    """

    request: HttpRequest
    leg: Leg
    actor: Any
    address: Callable[[str], str]
    frame: str
    more: dict[str, Any]

    def show(self) -> HttpResponse:
        """Show the days, the meetings and what is to be answered; take a yes."""
        leg, language = self.leg, self._language
        initial = {"contact_name": leg.contact_name, "contact_phone": leg.contact_phone, "read": commands.read_of(leg)}
        form = ConfirmForm(self._posted, initial=initial)
        if done(form, lambda: commands.confirm_leg(leg_id=leg.pk, actor=self.actor, at=self._at, **form.given())):
            return self._back(
                _("Thank you: these days are confirmed. You get a reminder with your sheet a week before.")
            )
        guests = list(leg.tour.guests.select_related("person"))
        spoken = dict.fromkeys(code for guest in guests for code in guest.speaks)
        days = days_of_leg(leg)
        return self._page(
            "leg",
            form=form,
            guests=guests,
            spoken=languages_in(spoken, language),
            days=[(day, [(row, _hours(row, language)) for row in day.meetings]) for day in days],
            is_open=leg.state == LegState.ASKED and not self._is_off,
            is_off=self._is_off,
            has_begun=leg.first_day <= timezone.localdate(self._at),
            has_meetings=any(day.meetings for day in days),
            addresses={name: self.address(name) for name in ("decline", "sheet", "people")},
        )

    def decline(self) -> HttpResponse:
        """Say no, and why."""
        form = DeclineForm(self._posted)
        if done(
            form,
            lambda: commands.decline_leg(leg_id=self.leg.pk, actor=self.actor, at=self._at, **form.cleaned_data),
        ):
            return self._back(_("Noted. We write to you if other days are possible."))
        return self._page("leg_decline", form=form)

    def people(self) -> HttpResponse:
        """Say how many people came to each meeting."""
        meetings = [row for day in days_of_leg(self.leg) for row in day.meetings]
        form = PeopleForm(self._posted, meetings=meetings)
        if done(
            form,
            lambda: commands.state_people(leg_id=self.leg.pk, people=form.given(), actor=self.actor, at=self._at),
        ):
            return self._back(_("Written. Thank you for telling us."))
        return self._page("leg_people", form=form, meetings=meetings)

    def sheet(self) -> HttpResponse:
        """Give the sheet of the host as it reads now."""
        answer = HttpResponse(host_sheet(self.leg, at=self._at), content_type="application/pdf")
        answer["Content-Disposition"] = f'inline; filename="{_("host-sheet")}-{self.leg.pk}.pdf"'
        return answer

    @property
    def _is_off(self) -> bool:
        return self.leg.tour.activity.state == ActivityState.CANCELLED

    @property
    def _language(self) -> str:
        return (get_language() or "fr")[:2]

    @property
    def _at(self) -> datetime:
        return timezone.now()

    @property
    def _posted(self) -> Any:
        return self.request.POST if self.request.method == "POST" else None

    def _back(self, words: str) -> HttpResponse:
        messages.success(self.request, words)
        return redirect(self.address("show"))

    def _page(self, name: str, **context: Any) -> HttpResponse:
        form = context.get("form")
        whole = {
            "frame": self.frame,
            "leg": self.leg,
            "tour": self.leg.tour,
            "title": self.leg.tour.activity.title_in(self._language),
            "title_language": self.leg.tour.activity.title_language(self._language),
            "back": self.address("show"),
            **self.more,
            **context,
        }
        status = 422 if form is not None and form.errors else 200
        return render(self.request, f"tours/{name}.html", whole, status=status)


def _hours(row: Any, language: str) -> str:
    if row.start_time is None:
        return ""
    said = hour_in(row.start_time, language)
    return f"{said} – {hour_in(row.end_time, language)}" if row.end_time else said
