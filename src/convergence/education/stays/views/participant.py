"""The page of a participant behind the personal link: preparation, emergency sheet, commitments, evaluation, the circle."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from convergence.activities.choices import DONE
from convergence.core.profile import current_profile
from convergence.education.stays import commands
from convergence.education.stays.choices import ParticipantState
from convergence.education.stays.forms import CIRCLE_WORDS, DoneForm, SheetForm
from convergence.education.stays.models import EmergencySheet, Participant
from convergence.education.stays.queries.links import participant_of
from convergence.education.stays.views.behind import back, behind, page
from convergence.ui.forms import done

of_participant = behind(participant_of, lambda participant: participant.language)


def circle_words() -> str:
    """Return the words that a participant agrees to, with the name of the organisation."""
    return str(CIRCLE_WORDS) % {"name": current_profile().name}


@of_participant
def participant(request: HttpRequest, found: Participant, token: str) -> HttpResponse:
    """Show what comes next for somebody who goes, or went."""
    stay, language = found.stay, str(request.LANGUAGE_CODE)  # type: ignore[attr-defined]
    preparation = stay.call.preparation if stay.call else None
    activity = stay.activity
    return page(
        request,
        "participant",
        token,
        participant=found,
        stay=stay,
        title=activity.title_in(language),
        preparation=preparation,
        sheet=EmergencySheet.objects.filter(participant=found).only("written_at").first(),
        is_going=found.state == ParticipantState.GOING,
        is_back=found.state == ParticipantState.BACK,
        commitments=found.commitments.all(),
        evaluation=reverse("evaluation:evaluate", args=[activity.evaluation_code]) if activity.state in DONE else "",
        circle=circle_words(),
    )


@sensitive_post_parameters()
@of_participant
def sheet(request: HttpRequest, found: Participant, token: str) -> HttpResponse:
    """Write the emergency sheet."""
    if found.state != ParticipantState.GOING:
        messages.info(request, _("The emergency sheet is written before the departure."))
        return redirect("stay_links:participant", token)
    form = SheetForm(request.POST) if request.method == "POST" else SheetForm(initial=commands.own_sheet(found))

    def act() -> None:
        commands.write_sheet(participant_id=found.pk, words=form.cleaned_data, at=timezone.now())

    if done(form, act):
        return back(request, "participant", token, _("Your emergency sheet is sealed."))
    return page(request, "sheet", token, participant=found, form=form)


@of_participant
def settle(request: HttpRequest, found: Participant, token: str, commitment_id: int) -> HttpResponse:
    """Say what came of a commitment.

    Raises:
        Http404: it is none of this participant.
    """
    commitment = found.commitments.filter(pk=commitment_id).first()
    if commitment is None:
        raise Http404
    form = DoneForm(request.POST) if request.method == "POST" else DoneForm(initial={"done_date": timezone.localdate()})

    def act() -> None:
        commands.settle_promise(
            commitment_id=commitment.pk, participant_id=found.pk, actor=None, at=timezone.now(), **form.cleaned_data
        )

    if done(form, act):
        return back(request, "participant", token, _("Written. Thank you!"))
    return page(request, "settle", token, participant=found, commitment=commitment, form=form)


@of_participant
def circle(request: HttpRequest, found: Participant, token: str) -> HttpResponse:
    """Join the circle of former participants, or leave it."""
    if request.method != "POST":
        return redirect("stay_links:participant", token)
    if request.POST.get("leave"):
        commands.leave_circle(participant_id=found.pk, actor=None, at=timezone.now())
        return back(request, "participant", token, _("You are no longer in the circle."))
    if request.POST.get("agrees") != "on":
        messages.info(request, _("Tick the box if you want to stay in the circle."))
        return redirect("stay_links:participant", token)
    commands.join_circle(participant_id=found.pk, words=circle_words(), at=timezone.now())
    return back(request, "participant", token, _("Welcome to the circle."))
