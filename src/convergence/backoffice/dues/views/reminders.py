"""Who is due a reminder today, and the words of each level."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from convergence.backoffice.dues.base import attempt, call_or_404, page
from convergence.backoffice.dues.forms import ReminderTextForm
from convergence.backoffice.lists import Bar, Choice, download, holding, listing
from convergence.core.errors import DomainError
from convergence.membership.choices import CallState, GroupCode, Language
from convergence.membership.commands import calls as commands
from convergence.membership.commands import reminders as acts
from convergence.membership.models import CallRecipient, DuesCall
from convergence.membership.queries.reminders import Stand, stands_of
from convergence.membership.rules.reminders import About, Decision
from convergence.membership.wording import about_text, hold_text

PAGE = 50
CHUNK = 500


def bar_of(call: DuesCall) -> Bar:
    """Return what the list of reminders of a call asks."""
    numbers = call.reminder_levels.values_list("number", flat=True)
    return Bar(
        gettext_lazy("Name, number or e-mail"),
        [
            Choice(
                "level", gettext_lazy("Level"), gettext_lazy("all levels"), [(str(one), str(one)) for one in numbers]
            ),
            Choice(
                "about", gettext_lazy("About"), gettext_lazy("all"), [(one.value, about_text(one)) for one in About]
            ),
            Choice("group", gettext_lazy("Group"), gettext_lazy("all groups"), GroupCode.choices),
        ],
    )


def _due(request: HttpRequest, call: DuesCall, bar: Bar, found: list[Stand]) -> list[Stand]:
    """Keep those that are due a reminder and that the bar asks for."""
    chosen, words = bar.chosen(request), bar.words(request)
    due = [one for one in found if one.decision.level is not None]
    if chosen["level"]:
        due = [one for one in due if one.decision.level and str(one.decision.level.number) == chosen["level"]]
    if chosen["about"]:
        due = [one for one in due if one.decision.about == chosen["about"]]
    if words or chosen["group"]:
        rows = holding(CallRecipient.objects.filter(call=call), words, "name", "member__number", "email")
        if chosen["group"]:
            rows = rows.filter(group=chosen["group"])
        wanted = set(rows.values_list("pk", flat=True))
        due = [one for one in due if one.recipient_id in wanted]
    return due


def _as_file(request: HttpRequest, call: DuesCall, due: list[Stand]) -> HttpResponseBase | None:
    head = [_("Member number"), _("Member"), _("Group"), _("Level"), _("About"), _("Still due"), _("E-mail")]

    def cells() -> Iterator[list[Any]]:
        for start in range(0, len(due), CHUNK):
            for one in acts.with_recipients(due[start : start + CHUNK]):
                row, decision = one.recipient, one.decision
                level = decision.level.number if decision.level else ""
                about = about_text(decision.about) if decision.about else ""
                yield [row.member.number, row.name, row.group, level, about, _still_due(one), row.email]

    return download(request.GET.get("format", ""), f"rappels-{call.period}", head, cells())


def _still_due(one: acts.Due) -> float | str:
    """Return what is owed in dollars; nothing while the amount is not known, for 0 would say that nothing is."""
    if one.recipient.amount_cents is None and one.balance_cents <= 0:
        return ""
    return one.balance_cents / 100


@require_http_methods(["GET", "POST"])
@listing("membership.view_callrecipient")
def reminders(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show who is due a reminder today and why others are not, or give them as a file; send those that are ticked."""
    call = call_or_404(request, pk)
    if call.state == CallState.DRAFT:
        return redirect("dues:call", pk)
    if request.method == "POST":
        _send(request, pk, _chosen(request, call))
        return redirect("dues:reminders", pk)
    found = stands_of(call, on=timezone.localdate())
    bar = bar_of(call)
    due = _due(request, call, bar, found)
    if (file_asked := _as_file(request, call, due)) is not None:
        return file_asked
    held = [one for one in found if one.decision.hold is not None]
    holds = Counter(one.decision.hold for one in held)
    shown_page = Paginator(due, PAGE).get_page(request.GET.get("page"))
    later = [one for one in held if one.decision.not_before is not None][:PAGE]
    shown = acts.with_recipients([*shown_page, *later])
    listed, later_shown = shown[: len(shown_page)], shown[len(shown_page) :]
    return page(
        request,
        "reminders",
        call,
        "reminders",
        due=[
            {
                "one": one,
                "about": about_text(one.decision.about),
                "level": one.decision.level,
                "payer": one.recipient.payer if one.payer_id else None,
            }
            for one in listed
            if one.decision.about
        ],
        listing=shown_page,
        bar=bar,
        is_filtered=bool(bar.words(request) or any(bar.chosen(request).values())),
        count=len(due),
        holds=[(hold_text(Decision(hold=hold)), count) for hold, count in holds.most_common()],
        waiting=[(one, hold_text(one.decision)) for one in later_shown],
    )


def _chosen(request: HttpRequest, call: DuesCall) -> list[int]:
    """Return the ticked recipients, or all those of the page that was shown."""
    ticked = [int(raw) for raw in request.POST.getlist("recipient") if raw.isdecimal() and len(raw) < 12]
    if "below" not in request.POST:
        return ticked
    return [int(raw) for raw in request.POST.getlist("shown") if raw.isdecimal() and len(raw) < 12]


def _send(request: HttpRequest, pk: int, chosen: list[int]) -> None:
    if not chosen:
        messages.warning(request, _("Tick at least one member."))
        return
    try:
        made = acts.send_reminders(dues_call_id=pk, recipient_ids=chosen, actor=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return
    text = ngettext("%(count)s reminder is on its way.", "%(count)s reminders are on their way.", len(made))
    messages.success(request, text % {"count": len(made)})


@require_http_methods(["GET", "POST"])
def texts(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the words of each level in each language."""
    call = call_or_404(request, pk)
    forms: list[dict[str, Any]] = []
    for level in call.reminder_levels.prefetch_related("texts"):
        kept = {text.language: text for text in level.texts.all()}
        for language, name in Language.choices:
            text = kept.get(language)
            initial = {
                "days_after_due": level.days_after_due,
                "subject": text.subject if text else "",
                "body": text.body if text else "",
            }
            form = ReminderTextForm(request.POST or None, initial=initial, prefix=f"{level.number}-{language}")
            forms.append({"level": level.number, "language": language, "name": name, "form": form})
    if request.method == "POST" and all(one["form"].is_valid() for one in forms):
        levels: dict[int, dict[str, Any]] = {}
        for one in forms:
            data = one["form"].cleaned_data
            level = levels.setdefault(
                one["level"], {"number": one["level"], "days_after_due": data["days_after_due"], "texts": {}}
            )
            level["texts"][one["language"]] = (data["subject"], data["body"])
        if attempt(
            request,
            lambda: commands.save_reminders(
                call_id=pk, levels=list(levels.values()), actor=request.user, at=timezone.now()
            ),
            _("The reminders are saved."),
        ):
            return redirect("dues:reminder_texts", pk)
    return page(request, "reminder_texts", call, "reminders", forms=forms)
