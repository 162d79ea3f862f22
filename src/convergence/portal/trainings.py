"""Trainings that an organisation asked for, in the members' space: its requests, a new one, what it attests."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from convergence.accounts.policies import visible
from convergence.contacts.models import Contact
from convergence.education.trainings import commands
from convergence.education.trainings.choices import LineState, OptionState, RequestState, Via
from convergence.education.trainings.forms import RequestForm
from convergence.education.trainings.models import TrainingRequest
from convergence.education.trainings.queries.sessions import when
from convergence.portal.pages import done, form_page, page
from convergence.portal.scope import for_own_organisation

LONGEST = 100


@for_own_organisation
@require_safe
def trainings(request: HttpRequest, organisation: Contact) -> HttpResponse:
    """Show the requests of the organisation and where each stands; numbers of people and of attestations, no name."""
    rows = visible(request.user, "trainings.view_trainingrequest", TrainingRequest.objects.all())
    rows = rows.filter(organisation=organisation).select_related("training").order_by("-received_at", "-pk")
    found = rows.prefetch_related("options__facilitator__person", "sign_ins", "attestations")[:LONGEST]
    return page(request, organisation, "trainings", rows=[_told(row) for row in found], agreed=RequestState.CONFIRMED)


def _told(row: TrainingRequest) -> dict[str, Any]:
    language = (get_language() or "fr")[:2]
    option = next((one for one in row.options.all() if one.state == OptionState.CHOSEN), None)
    return {
        "request": row,
        "what": row.what_in(language),
        "when": when(option.starts_at, option.ends_at, language) if option else "",
        "who": str(option.facilitator) if option else "",
        "there": sum(line.state == LineState.COUNTED for line in row.sign_ins.all()),
        "attested": sum(one.cancelled_at is None for one in row.attestations.all()),
    }


@for_own_organisation
@require_http_methods(["GET", "POST"])
def ask_training(request: HttpRequest, organisation: Contact) -> HttpResponse:
    """Ask for a training in the name of the organisation, which needs not be recognised."""
    person = request.user
    initial = {"asked_name": person.get_full_name(), "asked_email": person.email, "region": organisation.region_id}
    form = RequestForm(request.POST or None, initial=initial, known_union=organisation.name)

    def act(given: dict[str, Any]) -> None:
        commands.receive_request(
            form_key=given["form_key"],
            via=Via.SPACE,
            organisation_id=organisation.pk,
            letters=(get_language() or "fr")[:2],
            actor=request.user,
            at=timezone.now(),
            **form.values(),
        )

    if done(request, form, act):
        messages.success(request, _("Your request has come. A message with its reference is on its way to you."))
        return redirect("portal:trainings", organisation=organisation.pk)
    title, back = _("Ask for a training"), "portal:trainings"
    return form_page(request, organisation, title, form, back, act=_("Send the request"))
