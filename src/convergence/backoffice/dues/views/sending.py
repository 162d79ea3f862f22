"""Test, signatures, sending and its progress, print-ready file."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convergence.accounts.policies import may, require
from convergence.backoffice.dues.base import attempt, call_or_404, page, step_url
from convergence.contacts.models import Contact
from convergence.core.profile import current_profile
from convergence.membership.choices import CallState, SigningOffice
from convergence.membership.commands import again, issue, testing
from convergence.membership.commands import calls as commands
from convergence.membership.models import DuesCall
from convergence.membership.queries.fates import came_back, mailings_of, print_run_of, reached_now
from convergence.membership.queries.outline import outline_of
from convergence.membership.queries.payers import payers_back
from convergence.membership.queries.readiness import Missing, missing, read_at_once
from convergence.membership.queries.signing import digest_of, mandates_on, title_in
from convergence.ui.context import organisation_of

SENT = gettext_lazy("The sending has begun. You may leave this page: it goes on by itself.")


@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send oneself the letter of a recipient."""
    call_or_404(request, pk)
    raw = request.POST.get("membre", "")
    member_id = int(raw) if raw.isdecimal() and len(raw) < 12 else None
    to = request.user.email  # type: ignore[union-attr]
    done = _("The test is on its way to %(to)s. Its link opens nothing, and nobody is counted.") % {"to": to}
    attempt(
        request,
        lambda: testing.send_test(call_id=pk, member_id=member_id, to=to, actor=request.user, at=timezone.now()),
        done,
    )
    return redirect("dues:preview", pk)


def _people(call: DuesCall) -> dict[str, list[tuple[str, list[tuple[str, str]]]]]:
    """Return who may sign for each office: those of our own organisation first, then the others with theirs."""
    found = list(
        Contact.objects.persons()
        .current()
        .filter(mandates__office__in=SigningOffice.values)
        .distinct()
        .order_by("sort_name", "name", "pk")
        .prefetch_related("mandates__held_in__part_of")
    )
    return {office: _by_organisation(found, office, call.letter_date) for office in SigningOffice.values}


def _by_organisation(people: list[Contact], office: str, day: date) -> list[tuple[str, list[tuple[str, str]]]]:
    profile = current_profile()
    own: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    for person in people:
        where = [mandate.held_in for mandate in mandates_on(person, office, day)]
        if any(profile.name in (one.name, one.part_of.name if one.part_of else "") for one in where):
            own.append((str(person.pk), person.name))
        elif where:
            others.append((str(person.pk), f"{person.name} — {where[0].acronym or where[0].name}"))
    return [(title, rows) for title, rows in ((profile.name, own), (_("Other organisations"), others)) if rows]


@require_http_methods(["GET", "POST"])
def signatures(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the two signatories; each signs for themselves."""
    call = call_or_404(request, pk)
    if request.method == "POST":
        office = request.POST.get("office", "")
        if office not in SigningOffice.values:
            raise Http404
        if "sign" in request.POST:
            attempt(
                request,
                lambda: commands.sign(call_id=pk, office=office, actor=request.user, at=timezone.now()),
                _("Signed. If the letter changes, a new signature is needed."),
            )
        elif (person := request.POST.get("person", "")).isdecimal():
            attempt(
                request,
                lambda: commands.name_signatory(
                    call_id=pk, office=office, person_id=int(person), actor=request.user, at=timezone.now()
                ),
                _("The signatory is named."),
            )
        return redirect("dues:signatures", pk)
    read_at_once(call)
    digest, people, name = digest_of(call), _people(call), current_profile().name
    kept = {row.office: row for row in call.signatures.all()}
    rows = []
    for office in SigningOffice:
        row = kept.get(office.value)
        rows.append(
            {
                "office": office,
                "row": row,
                "title": title_in(row.signatory, office.value, get_language() or "fr") if row else "",
                "is_signed": bool(row and row.signed_at and (row.digest == digest or call.state != CallState.DRAFT)),
                "is_stale": bool(row and row.signed_at and row.digest != digest and call.state == CallState.DRAFT),
                "is_gone": bool(
                    row
                    and call.state == CallState.DRAFT
                    and not mandates_on(row.signatory, office.value, call.letter_date)
                ),
                "is_mine": bool(row and row.signatory.user_id == request.user.pk),
                "people": people[office.value],
                "has_own": any(title == name for title, _rows in people[office.value]),
            }
        )
    return page(
        request, "signatures", call, "signatures", rows=rows, may_sign=may(request.user, "membership.sign_dues_call")
    )


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the call once everything is ready; then show how far it is."""
    call = call_or_404(request, pk)
    if request.method == "POST":
        if "back" in request.POST:
            attempt(
                request, lambda: again.send_back_again(dues_call_id=pk, actor=request.user, at=timezone.now()), SENT
            )
            return redirect("dues:send", pk)
        start = issue.start_second_mailing if "again" in request.POST else issue.issue_dues_call
        attempt(
            request,
            lambda: start(dues_call_id=pk, actor=request.user, at=timezone.now()),
            SENT,
        )
        return redirect("dues:send", pk)
    progress = issue.progress_of(call)
    context = {
        "progress": progress,
        "mailings": [] if call.state == CallState.DRAFT else mailings_of(call),
        "may_issue": may(request.user, "membership.issue_dues_call"),
    }
    if call.state == CallState.ISSUED and context["may_issue"]:
        context["reached"] = reached_now(call, today=timezone.localdate())
        today = timezone.localdate()
        back = [one.payer.contact.name for one in payers_back(call, today=today)]
        context["came_back"] = [one.recipient.name for one in came_back(call, today=today)] + back
    if call.state == CallState.DRAFT:
        called = sum(one.is_in for one in outline_of(call, today=timezone.localdate()))
        read_at_once(call)
        lacks = missing(call, called=called, profile=organisation_of(request))
        context |= {"lacks": _with_places(call, lacks), "count_in": called, "undone": {one.step for one in lacks}}
    return page(request, "send", call, "send", **context)


@require_safe
def print_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the one print-ready file of the letters that go by post, of all the call or of one of its mailings."""
    call = call_or_404(request, pk)
    require(request.user, "membership.issue_dues_call")
    one = request.GET.get("envoi", "")
    mailing_id = int(one) if one.isdecimal() and len(one) < 18 else None
    pdf = print_run_of(call, created=timezone.now(), mailing_id=mailing_id)
    if pdf is None:
        messages.info(request, _("No letter of this call goes by post."))
        return redirect("dues:send", pk)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="appel-{call.period}-a-imprimer.pdf"'
    return response


def _with_places(call: DuesCall, lacks: list[Missing]) -> list[dict[str, str]]:
    """Say where each thing that lacks is mended."""
    settings = reverse("settings:profile")
    return [
        {"text": one.text, "href": settings if one.step == "identity" else step_url(one.step, call)} for one in lacks
    ]
