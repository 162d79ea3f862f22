"""The page of an application behind its personal link: where it stands, complete it, answer an offer, withdraw."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from convergence.core.errors import DomainError
from convergence.documents.fields import tell_too_heavy
from convergence.documents.papers import MOST_BYTES
from convergence.documents.uploads import keep_light_files
from convergence.education.stays import commands
from convergence.education.stays.choices import ApplicationState
from convergence.education.stays.errors import AcceptedAlready
from convergence.education.stays.forms import BecauseForm, TextsForm
from convergence.education.stays.models import Application
from convergence.education.stays.queries.links import PARTICIPANT, application_of, token_of
from convergence.education.stays.rules.states import may_withdraw
from convergence.education.stays.views.behind import back, behind, page
from convergence.ui.forms import done

MOST_IN_ALL = 4 * MOST_BYTES
WRITTEN = ("motivation", "experience", "after", "needs")
of_application = behind(application_of, lambda application: application.language)


def _is_open(application: Application) -> bool:
    return application.state == ApplicationState.RECEIVED and application.call.takes_applications(timezone.localdate())


@of_application
def application(request: HttpRequest, found: Application, token: str) -> HttpResponse:
    """Show where the application stands and what is to be done."""
    gone = getattr(found, "participant", None)
    return page(
        request,
        "application",
        token,
        application=found,
        call=found.call,
        title=found.call.title_in(str(request.LANGUAGE_CODE)),  # type: ignore[attr-defined]
        papers=found.papers.defer("content"),
        texts=[(TextsForm.base_fields[name].label, words) for name in WRITTEN if (words := getattr(found, name))],
        is_open=_is_open(found),
        may_withdraw=may_withdraw(found.state, timezone.localdate(), found.call.leaves),
        participant_url=reverse("stay_links:participant", args=[token_of(PARTICIPANT, gone.nonce)]) if gone else "",
    )


@of_application
def complete(request: HttpRequest, found: Application, token: str) -> HttpResponse:
    """Change what was written and add papers while the call is open."""
    if not _is_open(found):
        messages.info(request, _("This call is closed: the application is read as it is."))
        return redirect("stay_links:application", token)
    watch = keep_light_files(request, most=MOST_BYTES, most_in_all=MOST_IN_ALL)
    if request.method == "POST":
        form = TextsForm(request.POST, request.FILES)
        tell_too_heavy(form, watch.too_heavy)
    else:
        form = TextsForm(initial={name: getattr(found, name) for name in (*WRITTEN, "tells_union")})

    def act() -> None:
        commands.complete(
            application_id=found.pk,
            texts=form.texts(),
            papers=form.papers(),
            tells_union=form.cleaned_data["tells_union"],
            at=timezone.now(),
        )

    if done(form, act):
        return back(request, "application", token, _("Your application is complete as you wrote it."))
    return page(request, "complete", token, application=found, call=found.call, form=form)


@of_application
def remove_paper(request: HttpRequest, found: Application, token: str, applicationpaper_id: int) -> HttpResponse:
    """Destroy a paper of one's own.

    Raises:
        Http404: it is none of this application.
    """
    paper = found.papers.filter(pk=applicationpaper_id).defer("content").first()
    if paper is None:
        raise Http404
    if request.method != "POST":
        return page(request, "ask", token, application=found, what=_("Delete “%(name)s”?") % {"name": paper.name})
    return _act(request, token, _("The paper is deleted."), lambda: commands.remove_paper(
        application_id=found.pk, paper_id=paper.pk, at=timezone.now()
    ))  # fmt: skip


def _act(request: HttpRequest, token: str, words: str, act: Any) -> HttpResponse:
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("stay_links:application", token)
    return back(request, "application", token, words)


@of_application
def accept(request: HttpRequest, found: Application, token: str) -> HttpResponse:
    """Accept the place that is offered; accepting twice changes nothing and is said kindly."""
    if request.method != "POST":
        return page(request, "accept", token, application=found, call=found.call)
    try:
        participant = commands.accept_offer(application_id=found.pk, at=timezone.now())
    except AcceptedAlready as kindly:
        messages.info(request, str(kindly))
        return redirect("stay_links:application", token)
    except DomainError as refusal:
        return page(request, "refused", token, application=found, call=found.call, refusal=refusal, status=409)
    words = _("The place is yours. Here is what comes next.")
    return back(request, "participant", token_of(PARTICIPANT, participant.nonce), words)


@of_application
def decline(request: HttpRequest, found: Application, token: str) -> HttpResponse:
    """Decline the place that is offered: it goes to the next."""
    form = BecauseForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        because = form.cleaned_data["because"]
        commands.decline_offer(application_id=found.pk, because=because, at=timezone.now())

    if done(form, act):
        return back(request, "application", token, _("Thank you for telling us: the place goes to the next person."))
    words = {"heading": _("Decline the place?"), "act": _("Decline the place")}
    return page(request, "because", token, application=found, call=found.call, form=form, **words)


@of_application
def withdraw(request: HttpRequest, found: Application, token: str) -> HttpResponse:
    """Withdraw the application."""
    form = BecauseForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        because = form.cleaned_data["because"]
        commands.withdraw(application_id=found.pk, because=because, actor=None, at=timezone.now())

    if done(form, act):
        words = _("Your application is withdrawn. What you wrote is deleted in six months, sooner if you ask.")
        return back(request, "application", token, words)
    words = {"heading": _("Withdraw the application?"), "act": _("Withdraw it")}
    return page(request, "because", token, application=found, call=found.call, form=form, **words)
