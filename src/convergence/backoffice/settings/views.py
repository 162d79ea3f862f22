"""Screens of the settings."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from convergence.accounts import commands
from convergence.accounts.models import User
from convergence.accounts.policies import may, require
from convergence.accounts.second_factor import FACTORS
from convergence.backoffice.settings.forms import COLOURS, ProfileForm, UserForm, initial_of
from convergence.contacts.access import act_for, be_person
from convergence.core.errors import DomainError
from convergence.core.profile import change_profile, current_profile
from convergence.ui.forms import add_refusal
from convergence.vocabulary.models import Region

GET_POST = ["GET", "POST"]
GROUPS = (
    (gettext_lazy("Who"), ("name", "acronym", "kind", "founded", "mission", "language", "mark")),
    (gettext_lazy("Where"), ("street", "city", "province", "postal_code", "country", "email", "phone", "website")),
    (gettext_lazy("Five colours"), COLOURS),
    (gettext_lazy("The year"), ("year_end_month", "year_end_day", "not_seen_months")),
    (gettext_lazy("How to pay"), ("bank_instructions", "etransfer_email")),
    (
        gettext_lazy("Before the law"),
        (
            "is_registered_charity",
            "charity_number",
            "is_club_or_association",
            "enterprise_number",
            "gst_number",
            "qst_number",
            "privacy_officer_title",
            "privacy_officer_title_en",
            "privacy_officer_title_es",
            "privacy_officer_contact",
        ),
    ),
)


@require_http_methods(GET_POST)
def profile(request: HttpRequest) -> HttpResponse:
    """Change the organisation's profile."""
    require(request.user, "core.edit_profile")
    kept = current_profile()
    form = ProfileForm(request.POST or None, request.FILES or None, instance=kept)
    if request.method == "POST" and form.is_valid():
        changed = {name: form.cleaned_data[name] for name in form.changed_data}
        change_profile(actor=request.user, at=timezone.now(), **changed)
        messages.success(request, _("The organisation’s profile is saved."))
        return redirect("settings:profile")
    groups = [(label, [form[name] for name in names]) for label, names in GROUPS]
    context = {
        "title": _("The organisation"),
        "lede": _("Its name, mark and colours follow on every page, letter and receipt."),
        "form": form,
        "groups": groups,
    }
    return render(request, "backoffice/settings/profile.html", context)


@require_safe
def users(request: HttpRequest) -> HttpResponse:
    """List who signs in, with their roles and whether they hold a second factor."""
    require(request.user, "accounts.view_user")
    factors = Count("authenticator", filter=Q(authenticator__type__in=FACTORS), distinct=True)
    rows = (
        User.objects.annotate(factors=factors)
        .prefetch_related("assignments", "accesses__organisation")
        .order_by("-is_active", "last_name", "pk")
    )
    names = {one.slug: str(one) for one in Region.objects.all()}
    for row in rows:
        for given in row.assignments.all():
            given.region = names.get(given.region, given.region)
    context = {"title": _("Access and roles"), "rows": rows, "may_edit": may(request.user, "accounts.edit_user")}
    return render(request, "backoffice/settings/users.html", context)


@require_http_methods(GET_POST)
def add_user(request: HttpRequest) -> HttpResponse:
    """Give somebody access."""
    require(request.user, "accounts.edit_user")
    form = UserForm(request.POST or None, initial={"language": "fr"})
    if request.method == "POST" and form.is_valid() and _saved(request, form, None):
        messages.success(request, _("They may sign in now, with a code sent to their e-mail."))
        return redirect("settings:users")
    return _user_page(request, _("Give somebody access"), form)


@require_http_methods(GET_POST)
def edit_user(request: HttpRequest, pk: int) -> HttpResponse:
    """Change somebody's roles, or shut their access.

    Raises:
        Http404: nobody has this id.
    """
    require(request.user, "accounts.edit_user")
    user = User.objects.filter(pk=pk).first()
    if user is None:
        raise Http404
    form = UserForm(request.POST or None, initial=initial_of(user), user=user)
    if request.method == "POST" and "shut" in request.POST:
        commands.change_user(user_id=pk, is_active=not user.is_active, actor=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("settings:users")
    if request.method == "POST" and form.is_valid() and _saved(request, form, user):
        messages.success(request, _("Saved."))
        return redirect("settings:users")
    return _user_page(request, str(user), form, somebody=user)


def _saved(request: HttpRequest, form: UserForm, user: User | None) -> bool:
    who: dict[str, Any] = {"actor": request.user, "at": timezone.now()}
    try:
        with transaction.atomic():
            if user is None:
                user = commands.add_user(grants=form.grants(), **form.identity(), **who)
            else:
                commands.change_user(user_id=user.pk, **form.identity(), **who)
                commands.set_roles(user_id=user.pk, grants=form.grants(), **who)
            act_for(user_id=user.pk, organisation=form.cleaned_data["organisation"], **who)
            be_person(user_id=user.pk, person=form.cleaned_data["person"], **who)
    except DomainError as refusal:
        add_refusal(form, refusal)
        return False
    return True


def _user_page(request: HttpRequest, title: str, form: UserForm, **context: Any) -> HttpResponse:
    return render(request, "backoffice/settings/user.html", {"title": title, "form": form} | context)
