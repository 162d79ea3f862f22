"""Who registers: the list and its file, adding somebody or a group, giving a place back."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convergence.accounts.policies import may, visible
from convergence.backoffice.finance import base
from convergence.backoffice.gatherings.forms import PartyForm, StaffRegistrationForm
from convergence.backoffice.gatherings.views import PEOPLE, SEE, WRITE, form_page, mine, saved
from convergence.backoffice.lists import Bar, Choice, download
from convergence.contacts.rules.names import fold_for_search
from convergence.core.money import format_cents
from convergence.education.gatherings import commands
from convergence.education.gatherings.choices import LIVE, RegistrationState, Way
from convergence.education.gatherings.models import Gathering, Registration
from convergence.finance.queries.balances import balance

WRITE_ON = "gatherings.edit_gathering"


def _bar() -> Bar:
    return Bar(
        gettext_lazy("Name, e-mail or organisation"),
        [
            Choice("state", gettext_lazy("State"), gettext_lazy("all states"), RegistrationState.choices),
            Choice("way", gettext_lazy("How they come"), gettext_lazy("all ways"), Way.choices),
        ],
    )


def _filtered(request: HttpRequest, gathering: Gathering, asked: Bar) -> QuerySet[Any]:
    rows = visible(request.user, PEOPLE, Registration.objects.filter(gathering=gathering))
    rows = rows.filter(**{name: value for name, value in asked.chosen(request).items() if value})
    for word in asked.words(request):
        folded = fold_for_search(word)
        name = Q(name_key__contains=folded) if folded else Q()
        rows = rows.filter(name | Q(email_key__contains=word.lower()) | Q(organisation_name__icontains=word))
    return rows.select_related("organisation", "price", "party__organisation").order_by("way", "rank")


@require_safe
def index(request: HttpRequest, gathering_id: int) -> HttpResponseBase:
    """List who registers, or give the list as a file; what people told of health and children is for named roles."""
    gathering = mine(request, SEE, gathering_id)
    asked = _bar()
    rows = _filtered(request, gathering, asked)
    reads = may(request.user, "gatherings.view_answers")
    file = download(request.GET.get("format", ""), "inscriptions", _head(reads=reads), _cells(rows, reads=reads))
    if file is not None:
        return file
    page = base.paged(request, rows.select_related("answers") if reads else rows)
    owed = balance([row.invoice_id for row in page if row.invoice_id])
    for row in page:
        row.owed = owed[row.invoice_id].owed_cents if row.invoice_id else 0
        row.told = _told(row) if reads else ""
    context = {
        "title": _("Registrations"),
        "lede": gathering.activity.title_fr,
        "gathering": gathering,
        "bar": asked,
        "is_filtered": bool(asked.words(request) or any(asked.chosen(request).values())),
        "page": page,
        "reads": reads and gathering.asks,
        "live": LIVE,
        "may_write": may(request.user, WRITE),
    }
    return render(request, "backoffice/gatherings/registrations.html", context)


def _told(row: Registration) -> str:
    answers = getattr(row, "answers", None)
    if answers is None:
        return ""
    meal = answers.get_meal_display() if answers.meal else ""
    return " ; ".join(part for part in (meal, answers.meal_note, answers.access, answers.children) if part)


def _head(*, reads: bool) -> list[str]:
    head = [_("Rank"), _("State"), _("How they come"), _("Given name"), _("Family name"), _("E-mail")]
    head += [_("Organisation"), _("Category"), _("Price"), _("Came"), _("Registered")]
    return [*head, _("Meal"), _("Allergies"), _("Access needs"), _("Children")] if reads else head


def _cells(rows: QuerySet[Any], *, reads: bool) -> Iterator[list[Any]]:
    if reads:
        rows = rows.select_related("answers")
    for row in rows.iterator(chunk_size=2000):
        cells = [row.rank, row.get_state_display(), row.get_way_display(), row.given_name, row.family_name, row.email]
        cells += [row.organisation_name, str(row.price or ""), format_cents(row.price_cents) if row.price_cents else ""]
        cells += [_("yes") if row.came else "", timezone.localdate(row.registered_at)]
        if reads:
            told = getattr(row, "answers", None)
            empty = ["", "", "", ""]
            cells += [told.get_meal_display(), told.meal_note, told.access, told.children] if told else empty
        yield cells


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """Add somebody who calls or writes; who finds no place goes on the waiting list like everybody."""
    gathering = mine(request, WRITE_ON, gathering_id)
    form = StaffRegistrationForm(request.POST or None, gathering=gathering)
    if request.method == "POST" and form.is_valid():
        made = saved(
            form,
            lambda: commands.register(
                gathering_id=gathering_id,
                way=form.cleaned_data["way"],
                asked=form.asked("fr"),
                key=form.cleaned_data["key"],
                actor=request.user,
                at=timezone.now(),
            ),
        )
        if made is not None:
            messages.success(request, f"{made} : {made.get_state_display()}")
            return redirect("events:registrations", gathering_id)
    back = reverse("events:registrations", args=[gathering_id])
    return form_page(
        request, form, _("Register somebody"), gathering.activity.title_fr, back, pgettext("somebody else", "Register")
    )


@require_http_methods(["GET", "POST"])
def add_party(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """Reserve places for a union; the people are named later."""
    gathering = mine(request, WRITE_ON, gathering_id)
    form = PartyForm(request.POST or None, gathering=gathering, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = saved(
            form,
            lambda: commands.reserve_party(
                gathering_id=gathering_id,
                organisation_id=given["organisation"].pk,
                way=given["way"],
                places=given["places"],
                price_id=given.get("price"),
                contact_name=given["contact_name"],
                email=given["email"],
                key=given["key"],
                actor=request.user,
                at=timezone.now(),
            ),
        )
        if made is not None:
            messages.success(request, _("The places are reserved; the link to name the people is on its way."))
            return redirect("events:registrations", gathering_id)
    back = reverse("events:registrations", args=[gathering_id])
    return form_page(request, form, _("Reserve for a group"), gathering.activity.title_fr, back, _("Reserve"))


@require_POST
def cancel(request: HttpRequest, registration_id: int) -> HttpResponse:
    """Give a place back in somebody's name; the next on the list is offered it."""
    row = base.visible_or_404(request, WRITE, Registration.objects.all(), registration_id)
    base.done(
        request,
        lambda: commands.cancel_registration(registration_id=registration_id, actor=request.user, at=timezone.now()),
        _("Cancelled. The person is told, and the next on the list is offered the place."),
    )
    return redirect("events:registrations", row.gathering_id)
