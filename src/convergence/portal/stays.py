"""Internships and missions in the members' space: open calls, and those whom the union sponsors, when they agreed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from convergence.accounts.policies import visible
from convergence.contacts.models import Contact
from convergence.contacts.queries.identity import family_ids, of_family
from convergence.education.stays import commands
from convergence.education.stays.choices import LIVING
from convergence.education.stays.models import Application, Participant, StayCall
from convergence.portal.pages import done, form_page, page
from convergence.portal.scope import for_own_organisation

LONGEST = 100
FOLLOW = "stays.follow_application"


class SupportForm(forms.Form):
    """Words of the union."""

    words = forms.CharField(
        label=gettext_lazy("What the union wants to say"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The committee reads it: release from work, share of the costs, what is expected."),
    )  # fmt: skip


def _own(request: HttpRequest, organisation: Contact) -> Any:
    rows = Application.objects.filter(of_family(organisation, "union"), tells_union=True, emptied_at=None)
    return visible(request.user, FOLLOW, rows).select_related("call", "participant__stay__activity")


@for_own_organisation
@require_safe
def stays(request: HttpRequest, organisation: Contact) -> HttpResponse:
    """Show open calls, who applies with the union's knowledge, and what those who left promised."""
    rows = _own(request, organisation).order_by("-received_at", "-pk")[:LONGEST]
    gone = Participant.objects.filter(application__in=[row.pk for row in rows], emptied_at=None)
    gone = gone.select_related("stay__activity").prefetch_related("commitments").order_by("-stay__leaves", "pk")
    return page(
        request,
        organisation,
        "stays",
        calls=StayCall.objects.open_on(timezone.localdate()).select_related("programme"),
        rows=rows,
        gone=gone,
        living=LIVING,
    )


@for_own_organisation
@require_http_methods(["GET", "POST"])
def support(request: HttpRequest, organisation: Contact, application_id: int) -> HttpResponse:
    """Say that the union supports an application.

    Raises:
        Http404: it is not theirs, or the candidate did not agree.
    """
    found = _own(request, organisation).filter(pk=application_id, state__in=LIVING).first()
    if found is None:
        raise Http404
    form = SupportForm(request.POST if request.method == "POST" else None, initial={"words": found.support})

    def act(given: dict[str, Any]) -> None:
        commands.support(
            application_id=found.pk,
            words=given["words"],
            unions=family_ids(organisation),
            actor=request.user,
            at=timezone.now(),
        )

    if done(request, form, act):
        messages.success(request, _("Your support is written down; the committee reads it."))
        return redirect("portal:stays", organisation=organisation.pk)
    title = _("Support the application of %(name)s") % {"name": found.name}
    return form_page(request, organisation, title, form, "portal:stays", act=_("Support it"))
