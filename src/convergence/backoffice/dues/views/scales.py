"""Scales with their versions and adopting body; who pays for whom; exemptions and extraordinary contributions."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convergence.accounts.policies import may, require
from convergence.backoffice.dues.base import attempt, shown_or_404
from convergence.backoffice.dues.forms import CoverageForm, ExemptionForm, ExtraForm, ScaleForm
from convergence.backoffice.lists import Bar, Choice, download, holding, listing
from convergence.core.errors import DomainError
from convergence.core.money import typed_cents
from convergence.core.profile import year_end
from convergence.membership.choices import CallState, GroupCode
from convergence.membership.commands import decisions
from convergence.membership.commands import scales as commands
from convergence.membership.models import (
    CallRecipient,
    Coverage,
    DuesCall,
    DuesScale,
    Exemption,
    ExtraordinaryContribution,
    GroupMembership,
)
from convergence.membership.queries.payers import payers_of
from convergence.membership.queries.trials import Trial, try_scale
from convergence.membership.wording import scale_text
from convergence.ui.forms import add_refusal

BAR = Bar(
    gettext_lazy("Adopted by"),
    [
        Choice("group", gettext_lazy("Group"), gettext_lazy("all groups"), GroupCode.choices),
        Choice(
            "state",
            gettext_lazy("State"),
            gettext_lazy("all states"),
            [("current", gettext_lazy("in force")), ("other", gettext_lazy("not in force"))],
        ),
    ],
)


def _filtered(request: HttpRequest, today: date) -> list[DuesScale]:
    rows = holding(DuesScale.objects.prefetch_related("tiers"), BAR.words(request), "adopted_by")
    chosen = BAR.chosen(request)
    if chosen["group"]:
        rows = rows.filter(group=chosen["group"])
    wanted = {"current": (True,), "other": (False,)}.get(chosen["state"], (True, False))
    return [row for row in rows if _is_current(row, today) in wanted]


def _is_current(row: DuesScale, today: date) -> bool:
    return row.valid_from <= today and (row.valid_to is None or today <= row.valid_to)


def _as_file(request: HttpRequest, rows: list[DuesScale]) -> HttpResponseBase | None:
    head = [_("Group"), _("Scale"), _("From"), _("Until"), _("Adopted by"), _("Adopted on"), _("Example")]
    cells = (
        [
            row.get_group_display(),
            scale_text(row),
            row.valid_from.isoformat(),
            row.valid_to.isoformat() if row.valid_to else "",
            row.adopted_by,
            row.adopted_date.isoformat() if row.adopted_date else "",
            _("yes") if row.is_example else "",
        ]
        for row in rows
    )
    return download(request.GET.get("format", ""), "grilles", head, cells)


@require_safe
@listing("membership.view_duesscale")
def index(request: HttpRequest) -> HttpResponseBase:
    """Show each group's scales, the one in force first, or give them as a file."""
    today = timezone.localdate()
    rows = _filtered(request, today)
    if (file_asked := _as_file(request, rows)) is not None:
        return file_asked
    used = set(CallRecipient.objects.exclude(scale=None).values_list("scale_id", flat=True).distinct())
    is_filtered = bool(BAR.words(request) or any(BAR.chosen(request).values()))
    groups = [
        {
            "label": group.label,
            "rows": [
                {
                    "scale": row,
                    "text": scale_text(row),
                    "is_used": row.pk in used,
                    "is_current": _is_current(row, today),
                }
                for row in rows
                if row.group == group.value
            ],
        }
        for group in GroupCode
    ]
    context = {
        "title": _("Dues scales"),
        "bar": BAR,
        "groups": [group for group in groups if group["rows"]] if is_filtered else groups,
        "may_add": may(request.user, "membership.add_duesscale"),
    }
    return render(request, "backoffice/dues/scales.html", context)


def _initial(scale: DuesScale) -> dict[str, Any]:
    return {
        "group": scale.group,
        "basis": scale.basis,
        "rate": number_format((scale.rate_cents / 100).normalize()) if scale.rate_cents else "",
        "floor": scale.floor_cents,
        "ceiling": scale.ceiling_cents,
        "flat": scale.flat_cents or None,
        "suggested": scale.suggested_cents or None,
        "minimum": scale.minimum_cents or None,
        "tiers": "\n".join(f"{tier.from_members}: {typed_cents(tier.amount_cents)}" for tier in scale.tiers.all()),
        "pro_rata": scale.pro_rata,
        "valid_from": scale.valid_from,
        "adopted_by": scale.adopted_by,
        "adopted_date": scale.adopted_date,
        "is_example": scale.is_example,
        "note": scale.note,
    }


def _scale_page(request: HttpRequest, form: ScaleForm, title: str, **context: Any) -> HttpResponse:
    trials: list[Trial] | None = None
    if request.method == "POST" and "try" in request.POST and form.is_valid():
        try:
            trials = try_scale(
                form.values(), form.cleaned_data["tiers"], year_end=year_end(), today=timezone.localdate()
            )
        except (DomainError, ValidationError) as refusal:
            add_refusal(form, refusal)
    return render(request, "backoffice/dues/scale.html", {"title": title, "form": form, "trials": trials, **context})


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Record a scale that a body adopted."""
    require(request.user, "membership.add_duesscale")
    form = ScaleForm(request.POST or None)
    if request.method == "POST" and "try" not in request.POST and form.is_valid():
        values, tiers = form.values(), form.cleaned_data["tiers"]
        if _adopted(request, form, values, tiers, None):
            return redirect("dues:scales")
    return _scale_page(request, form, _("New scale"))


def _adopted(request: HttpRequest, form: ScaleForm, values: dict[str, Any], tiers: Any, replaces: int | None) -> bool:
    try:
        commands.adopt_scale(values=values, tiers=tiers, replaces_id=replaces, actor=request.user, at=timezone.now())
    except (DomainError, ValidationError) as refusal:
        add_refusal(form, refusal)
        return False
    messages.success(request, _("The scale is recorded."))
    return True


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a scale that no call has used."""
    scale = shown_or_404(request, DuesScale, pk, "membership.view_duesscale")
    require(request.user, "membership.edit_duesscale")
    form = ScaleForm(request.POST or None, initial=_initial(scale))
    if request.method == "POST" and "try" not in request.POST and form.is_valid():
        try:
            commands.edit_scale(
                scale_id=pk,
                values=form.values(),
                tiers=form.cleaned_data["tiers"],
                actor=request.user,
                at=timezone.now(),
            )
        except (DomainError, ValidationError) as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The scale is corrected."))
            return redirect("dues:scales")
    return _scale_page(request, form, _("Correct a scale"))


@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Adopt a new version; the former one ends the day before."""
    scale = shown_or_404(request, DuesScale, pk, "membership.view_duesscale")
    require(request.user, "membership.add_duesscale")
    initial = _initial(scale) | {"valid_from": None, "adopted_date": None}
    form = ScaleForm(request.POST or None, initial=initial)
    sent = request.method == "POST" and "try" not in request.POST and form.is_valid()
    if sent and _adopted(request, form, form.values(), form.cleaned_data["tiers"], pk):
        return redirect("dues:scales")
    return _scale_page(request, form, _("New version of a scale"), replaces=scale)


@require_http_methods(["GET", "POST"])
def coverages(request: HttpRequest) -> HttpResponse:
    """Say who pays for whom."""
    require(request.user, "membership.view_coverage")
    form = CoverageForm(request.POST or None, initial={"start_date": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            commands.record_coverage(
                payer_id=data["payer"].pk,
                member_id=data["member"].pk,
                kind=data["kind"],
                start_date=data["start_date"],
                actor=request.user,
                at=timezone.now(),
            )
        except (DomainError, ValidationError) as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Recorded."))
            return redirect("dues:coverages")
    rows = Coverage.objects.select_related("payer", "member").order_by(
        "payer__sort_name", "payer_id", "member__sort_name", "pk"
    )
    context = {
        "title": _("Who pays for whom"),
        "form": form,
        "payers": _by_payer(rows, timezone.localdate()),
        "today": timezone.localdate(),
        "may_add": may(request.user, "membership.add_coverage"),
    }
    return render(request, "backoffice/dues/coverages.html", context)


def _by_payer(rows: Iterable[Coverage], today: date) -> list[dict[str, Any]]:
    """Put together what each one pays for, with the way to it when it is no member and no call reaches it."""
    found: dict[int, list[Coverage]] = {}
    for row in rows:
        found.setdefault(row.payer_id, []).append(row)
    members = set(GroupMembership.objects.on(today).filter(member__in=found).values_list("member", flat=True))
    outside = payers_of([pk for pk in found if pk not in members], on=today)
    return [{"payer": held[0].payer, "rows": held, "outside": outside.get(pk)} for pk, held in found.items()]


@require_POST
def end_coverage(request: HttpRequest, pk: int) -> HttpResponse:
    """End a payment for another member, today; take back one that has not begun."""
    coverage = shown_or_404(request, Coverage, pk, "membership.view_coverage")
    at = timezone.now()
    today = timezone.localdate(at)
    attempt(
        request,
        lambda: commands.end_coverage(coverage_id=pk, last_day=today, actor=request.user, at=at),
        _("It ends today.") if coverage.start_date < today else _("It is withdrawn."),
    )
    return redirect("dues:coverages")


@require_http_methods(["GET", "POST"])
def exemptions(request: HttpRequest) -> HttpResponse:
    """Record exemptions and extraordinary contributions."""
    require(request.user, "membership.view_exemption")
    act = request.POST.get("act", "")
    exemption = ExemptionForm(request.POST if act == "exemption" else None, auto_id="exemption-%s")
    extra = ExtraForm(request.POST if act == "extra" else None, auto_id="extra-%s")
    if act in _WITHDRAWALS:
        _withdraw(request, act)
        return redirect("dues:exemptions")
    if _recorded(request, act, exemption, extra):
        return redirect("dues:exemptions")
    sent = set(DuesCall.objects.exclude(state=CallState.DRAFT).values_list("period", flat=True))
    context = {
        "title": _("Exemptions and extraordinary contributions"),
        "exemption_form": exemption,
        "extra_form": extra,
        "exemptions": Exemption.objects.select_related("member"),
        "extras": ExtraordinaryContribution.objects.all(),
        "sent_periods": sent,
        "may_add": may(request.user, "membership.add_exemption"),
    }
    return render(request, "backoffice/dues/exemptions.html", context)


_WITHDRAWALS: dict[str, Callable[..., Any]] = {
    "withdraw_exemption": lambda pk, **who: decisions.withdraw_exemption(exemption_id=pk, **who),
    "withdraw_extra": lambda pk, **who: decisions.withdraw_extraordinary(extraordinary_id=pk, **who),
}


def _withdraw(request: HttpRequest, act: str) -> None:
    model = Exemption if act == "withdraw_exemption" else ExtraordinaryContribution
    row = shown_or_404(request, model, _row(request), f"membership.view_{model._meta.model_name}")
    attempt(
        request,
        lambda: _WITHDRAWALS[act](row.pk, actor=request.user, at=timezone.now()),
        _("It is withdrawn."),
    )


def _row(request: HttpRequest) -> int:
    raw = request.POST.get("row", "")
    return int(raw) if raw.isdecimal() and len(raw) < 12 else 0


def _recorded(request: HttpRequest, act: str, exemption: ExemptionForm, extra: ExtraForm) -> bool:
    form = {"exemption": exemption, "extra": extra}.get(act)
    if form is None or not form.is_valid():
        return False
    values = dict(form.cleaned_data)
    at = timezone.now()
    try:
        if act == "exemption":
            values["member_id"] = values.pop("member").pk
            decisions.record_exemption(values=values, actor=request.user, at=at)
        else:
            decisions.record_extraordinary(values=values, actor=request.user, at=at)
    except (DomainError, ValidationError) as refusal:
        add_refusal(form, refusal)
        return False
    messages.success(request, _("Recorded."))
    return True
