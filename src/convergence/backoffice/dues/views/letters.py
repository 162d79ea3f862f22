"""The letter, its enclosures and links; the preview on real recipients."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convergence.accounts.policies import require
from convergence.backoffice.dues.base import attempt, call_or_404, page
from convergence.backoffice.dues.forms import EnclosureFormSet, LetterForm
from convergence.core.errors import DomainError
from convergence.membership.choices import CallState, Language
from convergence.membership.commands import calls as commands
from convergence.membership.commands import links
from convergence.membership.models import CallLetter, DuesCall
from convergence.membership.queries.outline import overview_of
from convergence.membership.queries.previews import sample, samples
from convergence.membership.queries.readiness import missing, read_at_once
from convergence.membership.rules import letters as rule
from convergence.ui.context import organisation_of


@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Write the letter of one language; the preview beside it is that of a real recipient."""
    call = call_or_404(request, pk)
    if language not in Language.values:
        raise Http404
    read_at_once(call)
    letters = {row.language: row for row in call.letters.all()}
    kept = letters.get(language)
    names = ("subject", "addressees", "body", "closing_formula")
    form = LetterForm(
        request.POST or None, initial={name: getattr(kept, name, "") for name in names}, language=language
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if attempt(
            request,
            lambda: commands.save_letter(
                call_id=pk, language=language, values=values, actor=request.user, at=timezone.now()
            ),
            _("The letter is saved."),
        ):
            return redirect("dues:letter", pk, language)
    lacks = missing(call, profile=organisation_of(request)) if call.state == CallState.DRAFT else []
    return page(
        request,
        "letter",
        call,
        "letter",
        form=form,
        language=language,
        written=bool(letters),
        languages=[(code, name, code in letters) for code, name in Language.choices],
        fields=[(field.word(language), field.key) for field in rule.FIELDS],
        enclosures=call.enclosures.all(),
        links=call.links.all(),
        undone={one.step for one in lacks},
        problems=[one for one in lacks if one.step == "letter"],
        **_preview_of(request, call, language),
    )


def _preview_of(request: HttpRequest, call: DuesCall, language: str = "") -> dict[str, Any]:
    """Return the recipients to leaf through, the letter of the chosen one, or why it cannot be shown."""
    today = timezone.localdate()
    chosen = _chosen(request)
    outline, known = overview_of(call, today=today) if call.state == CallState.DRAFT else (None, None)
    found = samples(call, today=today, shown=chosen, outline=outline)
    member = chosen or (found[0][0] if found else None)
    try:
        shown = sample(call, today=today, member_id=member, language=language, known=known) if member else None
    except DomainError as refusal:
        return {"samples": found, "shown": None, "member": member, "refusal": str(refusal)}
    if shown and shown.member_id not in dict(found):
        found = [(shown.member_id, shown.name), *found]
    return {"samples": found, "shown": shown, "member": member, "refusal": ""}


@require_POST
def live(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Show the letter as it is being written, merged for a real recipient; nothing is saved.

    The answer is JSON: the `letter` alone as HTML, or what must be `said` instead.
    """
    call = call_or_404(request, pk)
    require(request.user, "membership.edit_duescall")
    require(request.user, "membership.view_callrecipient")
    form = LetterForm(request.POST)
    if language not in Language.values or call.state != CallState.DRAFT:
        raise Http404
    if not form.is_valid():
        return JsonResponse({"said": _("This letter is too long to be shown.")})
    raw = request.POST.get("membre", "")
    try:
        shown = sample(
            call,
            today=timezone.localdate(),
            member_id=int(raw) if raw.isdecimal() and len(raw) < 12 else None,
            language=language,
            draft=CallLetter(call=call, language=language, **form.cleaned_data),
        )
    except DomainError as refusal:
        return JsonResponse({"said": str(refusal)})
    return JsonResponse({"letter": shown.letter_html if shown else ""})


@require_http_methods(["GET", "POST"])
def enclosures(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the documents that go with the letter."""
    call = call_or_404(request, pk)
    if call.state != CallState.DRAFT:
        messages.warning(request, _("The letter was sent: it stays as it is."))
        return redirect("dues:letter", pk, "fr")
    kept = [{"label": row.label, "url": row.url, "language": row.language} for row in call.enclosures.all()]
    formset = EnclosureFormSet(request.POST or None, initial=kept)
    if request.method == "POST" and formset.is_valid():
        rows = [form.cleaned_data for form in formset if form.cleaned_data.get("label")]
        if attempt(
            request,
            lambda: commands.save_enclosures(call_id=pk, enclosures=rows, actor=request.user, at=timezone.now()),
            _("The enclosures are saved."),
        ):
            return redirect("dues:letter", pk, "fr")
    return page(request, "enclosures", call, "letter", formset=formset)


@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask every link where it leads."""
    call_or_404(request, pk)
    attempt(
        request,
        lambda: links.check_links(call_id=pk, actor=request.user, at=timezone.now()),
        _("The links are checked."),
    )
    return redirect("dues:letter", pk, "fr")


@require_POST
def confirm(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """Say that an unreachable link was seen."""
    call = call_or_404(request, pk)
    if not call.links.filter(pk=link).exists():
        raise Http404
    attempt(
        request,
        lambda: links.confirm_link(link_id=link, actor=request.user, at=timezone.now()),
        _("Noted, with your name."),
    )
    return redirect("dues:letter", pk, "fr")


def _chosen(request: HttpRequest) -> int | None:
    raw = request.GET.get("membre", "")
    return int(raw) if raw.isdecimal() and len(raw) < 12 else None


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Leaf through real recipients: the e-mail, its text, its PDF."""
    call = call_or_404(request, pk)
    require(request.user, "membership.view_callrecipient")
    read_at_once(call)
    shown = _preview_of(request, call)
    return page(request, "preview", call, "preview", may_test=call.state == CallState.DRAFT, **shown)


@require_safe
@xframe_options_sameorigin
def preview_html(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the e-mail as it will be read, to be framed without any right."""
    call = call_or_404(request, pk)
    require(request.user, "membership.view_callrecipient")
    shown = sample(call, today=timezone.localdate(), member_id=_chosen(request))
    if shown is None:
        raise Http404
    response = HttpResponse(shown.email_html)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:"
    return response


@require_safe
def preview_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the letter as PDF."""
    call = call_or_404(request, pk)
    require(request.user, "membership.view_callrecipient")
    shown = sample(call, today=timezone.localdate(), member_id=_chosen(request))
    if shown is None:
        raise Http404
    with override(shown.language):
        response = HttpResponse(shown.pdf(created=timezone.now()), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="apercu.pdf"'
    return response
