"""Who is called and why; the frozen list once the call is sent."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from convergence.accounts.policies import require
from convergence.backoffice.dues.base import attempt, call_or_404, csv_response, page
from convergence.backoffice.dues.forms import AudienceForm
from convergence.backoffice.lists import download, listing
from convergence.contacts.policies import sensitive_ids, without_sensitive
from convergence.contacts.rules.names import fold_for_search, search_words
from convergence.membership.choices import CallState, Channel, GroupCode, Standing
from convergence.membership.commands import calls as commands
from convergence.membership.models import CallRecipient, DuesCall
from convergence.membership.queries.audience import Placed, placed
from convergence.membership.queries.fates import fates_of
from convergence.membership.queries.letters import reference_of
from convergence.membership.queries.outline import overview_of
from convergence.membership.queries.results import recipients_visible
from convergence.membership.rules.audience import Exclusion
from convergence.membership.wording import exclusion_text, place_text, reason_text

PAGE = 50


@require_http_methods(["GET", "POST"])
@listing("membership.view_callrecipient")
def audience(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the audience of a draft with its reasons, or the frozen list."""
    call = call_or_404(request, pk)
    return _draft(request, call) if call.state == CallState.DRAFT else _frozen(request, call)


def _draft(request: HttpRequest, call: DuesCall) -> HttpResponse:
    form = AudienceForm(request.POST or None, initial=call.query)
    if request.method == "POST" and form.is_valid():
        query = {name: values for name, values in form.cleaned_data.items() if values}
        if attempt(
            request,
            lambda: commands.edit_call(call_id=call.pk, values={"query": query}, actor=request.user, at=timezone.now()),
            _("The audience is chosen."),
        ):
            return redirect("dues:audience", call.pk)
    today = timezone.localdate()
    kept = sensitive_ids(request.user)
    outline, whole = overview_of(call, today=today)
    found = [one for one in outline if one.contact_id not in kept]
    inside = [one for one in found if one.is_in]
    outside = [one for one in found if not one.is_in]
    wants_out = request.GET.get("voir") == "exclus"
    words = search_words(request.GET.get("q", ""))
    listed = [one for one in (outside if wants_out else inside) if _fits(one.name, words)]
    listed.sort(key=lambda one: (fold_for_search(one.name), one.contact_id))
    rows = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    if whole is None:
        shown = placed(call, today=today, only=[one.contact_id for one in rows], with_centrals=False)
    else:
        shown = [one for one in whole if one.member.contact_id not in kept]
    details = {one.member.contact_id: one for one in shown}
    amounts = [one.member.computation.total_cents for one in shown if one.place.is_in and one.member.computation]
    return page(
        request,
        "audience",
        call,
        "audience",
        form=form,
        rows=[_row(details[one.contact_id]) for one in rows if one.contact_id in details],
        is_small=whole is not None,
        listing=rows,
        wants_out=wants_out,
        count_in=len(inside),
        count_out=len(outside),
        by_email=sum(one.channel == Channel.EMAIL for one in inside),
        by_post=sum(one.channel == Channel.POST for one in inside),
        charged=sum(cents or 0 for cents in amounts),
        unknown=sum(cents is None for cents in amounts),
        needs_scale=any(one.exclusion == Exclusion.NO_SCALE for one in outside),
        reasons=[
            (exclusion_text(str(reason)), count)
            for reason, count in Counter(one.exclusion for one in outside).most_common()
        ],
    )


def _fits(name: str, words: Sequence[str]) -> bool:
    folded = fold_for_search(name)
    return all(word in folded for word in words)


def _row(one: Placed) -> dict[str, Any]:
    computation = one.member.computation
    return {
        "contact_id": one.member.contact_id,
        "name": one.member.name,
        "number": one.member.number,
        "group": one.member.group,
        "reason": place_text(one.place),
        "channel": one.place.channel,
        "address": one.member.email if one.place.channel == Channel.EMAIL else one.member.postal.replace("\n", ", "),
        "members": one.member.declared.value if one.member.declared else None,
        "cents": computation.total_cents if computation else None,
    }


def _filtered(request: HttpRequest, call: DuesCall) -> Any:
    rows = recipients_visible(request.user, call).select_related("member", "invoice", "call")
    if words := request.GET.get("q", "").replace("\x00", "").strip():
        rows = rows.filter(Q(name__icontains=words) | Q(member__number=words) | Q(email__icontains=words))
    for name, values in (("group", GroupCode.values), ("standing", Standing.values), ("channel", Channel.values)):
        if (chosen := request.GET.get(name, "")) in values:
            rows = rows.filter(**{name: chosen})
    if request.GET.get("fallback"):
        rows = rows.filter(is_fallback=True)
    return rows


def _frozen(request: HttpRequest, call: DuesCall) -> HttpResponse:
    listing = Paginator(_filtered(request, call), PAGE).get_page(request.GET.get("page"))
    fates = fates_of(call, [row.member_id for row in listing])
    rows = [
        {
            "row": row,
            "reason": reason_text(row.reason, row.facts),
            "fate": fates.get(row.member_id),
            "reference": reference_of(row),
        }
        for row in listing
    ]
    excluded = without_sensitive(request.user, call.exclusions.all())
    return page(
        request,
        "recipients",
        call,
        "audience",
        rows=rows,
        listing=listing,
        groups=GroupCode.choices,
        standings=Standing.choices,
        channels=Channel.choices,
        exclusions=[(row, exclusion_text(row.exclusion)) for row in excluded[:200]],
        fallbacks=CallRecipient.objects.filter(call=call, is_fallback=True).count(),
    )


@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Export the frozen list with its reasons (S60)."""
    call = call_or_404(request, pk)
    require(request.user, "membership.view_callrecipient")
    head = [
        _("Number"), _("Name"), _("Group"), _("Reason"), _("Sent by"), _("E-mail"), _("Language"), _("Declared members"),
        _("Amount"), _("Received"), _("Standing"), _("Reference"),
    ]  # fmt: skip

    def lines() -> Iterator[list[Any]]:
        for row in _filtered(request, call).iterator(chunk_size=500):
            yield [
                row.member.number, row.name, row.group, reason_text(row.reason, row.facts), row.get_channel_display(), row.email,
                row.language, row.declared_members if row.declared_members is not None else "",
                f"{row.amount_cents / 100:.2f}" if row.amount_cents is not None else "", f"{row.paid_cents / 100:.2f}",
                row.get_standing_display(), reference_of(row),
            ]  # fmt: skip

    name = f"appel-{call.period}"
    return download(request.GET.get("format", ""), name, head, lines()) or csv_response(name, head, lines())
