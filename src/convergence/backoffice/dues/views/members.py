"""Applications, the board's decision, change of group, departure, public list."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from convergence.accounts.policies import may, require, visible
from convergence.backoffice.dues.base import shown_or_404
from convergence.backoffice.dues.forms import (
    ApplicationForm,
    ChangeGroupForm,
    DecisionForm,
    DirectoryForm,
    LeaveForm,
)
from convergence.contacts.models import Contact
from convergence.core.errors import DomainError
from convergence.membership.choices import ApplicationState
from convergence.membership.commands import members as commands
from convergence.membership.models import CallRecipient, Coverage, GroupMembership, MembershipApplication
from convergence.membership.rules import groups as rule
from convergence.ui.forms import add_refusal


@require_http_methods(["GET", "POST"])
def applications(request: HttpRequest) -> HttpResponse:
    """List the applications, those to decide first, and record a new one."""
    require(request.user, "membership.view_membershipapplication")
    form = ApplicationForm(request.POST or None, initial={"submitted_date": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            commands.submit_application(
                contact_id=data["contact"].pk,
                group=data["group"],
                submitted_date=data["submitted_date"],
                motive=data["motive"],
                actor=request.user,
                at=timezone.now(),
            )
        except (DomainError, ValidationError) as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The application waits for the board."))
            return redirect("dues:applications")
    rows = MembershipApplication.objects.select_related("applicant").order_by("-submitted_date", "-pk")
    context = {
        "title": _("Membership applications"),
        "form": form,
        "waiting": rows.filter(state=ApplicationState.SUBMITTED),
        "decided": rows.exclude(state=ApplicationState.SUBMITTED)[:100],
        "may_add": may(request.user, "membership.add_membershipapplication"),
        "may_decide": may(request.user, "membership.decide_application"),
    }
    return render(request, "backoffice/dues/applications.html", context)


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the board's decision; the group that the facts point to is proposed."""
    application = shown_or_404(request, MembershipApplication, pk, "membership.view_membershipapplication")
    require(request.user, "membership.decide_application")
    today = timezone.localdate()
    applicant = commands.applicant_of(application.applicant)
    suggested = rule.suggest(applicant, on=today, threshold=commands.threshold_on(today))
    initial = {"group": suggested.value, "decided_date": today, "decided_by": _("Board")}
    form = DecisionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            commands.decide_application(
                application_id=pk, approve="approve" in request.POST, actor=request.user, at=timezone.now(), **data
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The decision is recorded."))
            return redirect("dues:applications")
    context = {
        "title": application.applicant.name,
        "application": application,
        "form": form,
        "declared": rule.latest_declaration(applicant.declarations, on=today),
        "suggested": suggested,
        "is_open": application.state == ApplicationState.SUBMITTED,
    }
    return render(request, "backoffice/dues/decision.html", context)


@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a member's stays, calls and answers; change its group, end its membership, record its answer on the public list."""
    rows = Contact.objects.filter(pk=pk)
    contact = visible(request.user, "contacts.view_contact", rows).first()
    if contact is None or not may(request.user, "membership.view_groupmembership"):
        raise Http404
    act = request.POST.get("act", "")
    today = timezone.localdate()
    change = ChangeGroupForm(request.POST if act == "change" else None, initial={"on": today})
    leave = LeaveForm(request.POST if act == "leave" else None, initial={"last_day": today})
    directory = DirectoryForm(request.POST if act == "directory" else None)
    if _acted(request, contact, act, {"change": change, "leave": leave, "directory": directory}):
        return redirect("dues:member", pk)
    context = {
        "title": contact.name,
        "contact": contact,
        "stays": GroupMembership.objects.filter(member=contact).order_by("-start_date"),
        "calls": CallRecipient.objects.filter(member=contact)
        .select_related("call", "invoice")
        .order_by("-call__period_start"),
        "coverages": _coverages_shown(request, contact),
        "standings": contact.standings.all()[:12],
        "answers": contact.directory_consents.all(),
        "is_member": GroupMembership.objects.on(today).filter(member=contact).exists(),
        "change_form": change,
        "leave_form": leave,
        "directory_form": directory,
        "may_edit": may(request.user, "membership.edit_groupmembership"),
    }
    return render(request, "backoffice/dues/member.html", context)


def _coverages_shown(request: HttpRequest, contact: Contact) -> list[Coverage]:
    rows = visible(request.user, "membership.view_coverage", Coverage.objects.all())
    rows = rows.filter(Q(member=contact) | Q(payer=contact)).select_related("payer", "member")
    return list(rows.order_by("-start_date", "pk")[:50])


def _acted(request: HttpRequest, contact: Contact, act: str, forms: dict[str, Any]) -> bool:
    form = forms.get(act)
    if form is None or not form.is_valid():
        return False
    common = {"contact_id": contact.pk, "actor": request.user, "at": timezone.now()}
    data = form.cleaned_data
    try:
        if act == "change":
            commands.change_group(**common, **data)
        elif act == "leave":
            commands.leave(**common, **data)
        else:
            wording = _("Public list of members: name, region and web site.")
            commands.answer_directory(
                **common, agreed=data["agreed"] == "yes", said_by=data["said_by"], wording=wording
            )
    except (DomainError, ValidationError) as refusal:
        add_refusal(form, refusal)
        return False
    messages.success(request, _("Recorded."))
    return True
