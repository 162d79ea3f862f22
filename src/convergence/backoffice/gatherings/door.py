"""The door: who comes in, on a phone that may lose its network; badges; the attendance of the register."""

import json
from collections import Counter
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convergence.accounts.policies import visible
from convergence.backoffice.finance import base
from convergence.backoffice.gatherings.papers import badges_pdf
from convergence.backoffice.gatherings.views import EDIT, mine
from convergence.core.errors import BadValue
from convergence.core.identifiers import id_from
from convergence.education.gatherings import commands
from convergence.education.gatherings.choices import RegistrationState
from convergence.education.gatherings.commands import Press
from convergence.education.gatherings.forms import fresh_key
from convergence.education.gatherings.models import Gathering, Registration

MOST = 1000


def _expected(request: HttpRequest, gathering: Gathering) -> list[Registration]:
    """Return those who are expected by name, each with `shown`; then the places of groups that name nobody yet."""
    rows = Registration.objects.filter(gathering=gathering, state=RegistrationState.CONFIRMED)
    seen = visible(request.user, "gatherings.edit_registration", rows)
    found = list(seen.select_related("party__organisation").order_by("family_name", "given_name", "rank"))
    numbers: Counter[int | None] = Counter()
    for row in sorted(found, key=lambda row: row.rank):
        numbers[row.party_id] += 1
        row.shown = row.full_name or _unnamed(row, numbers[row.party_id])  # type: ignore[attr-defined]
    return sorted(found, key=lambda row: (not row.full_name, row.organisation_name if not row.full_name else ""))


def _unnamed(row: Registration, number: int) -> str:
    if row.party is None:
        return str(row)
    return _("Place %(number)s: %(union)s") % {"number": number, "union": row.party.organisation.name}


@require_http_methods(["GET", "POST"])
def door(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """Show who is expected; a button each. Without JavaScript each press is a form, with it a queue on the phone."""
    gathering = mine(request, EDIT, gathering_id)
    if request.method == "POST":
        press = Press(
            key=request.POST.get("key", "")[:64] or fresh_key(),
            registration_id=id_from(request.POST.get("registration")) or 0,
            came=request.POST.get("came") == "1",
            pressed_at=timezone.now(),
        )
        commands.check_in(gathering_id=gathering_id, presses=[press], actor=request.user, at=timezone.now())
        return redirect("events:door", gathering_id)
    rows = _expected(request, gathering)
    context = {
        "title": _("At the door"),
        "lede": gathering.activity.title_fr,
        "gathering": gathering,
        "rows": rows,
        "came": sum(row.came for row in rows),
    }
    return render(request, "backoffice/gatherings/door.html", context)


@require_POST
def receive(request: HttpRequest, gathering_id: int) -> JsonResponse:
    """Take what a phone kept while it had no network: `{"presses": [{key, registration, came, at}]}`; answer the keys.

    The same key sent twice is written once.
    """
    mine(request, EDIT, gathering_id)
    now = timezone.now()
    try:
        sent = json.loads(request.body)["presses"]
        presses = [_press(one, now) for one in sent[:MOST]]
    except (RawPostDataException, ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise BadValue from error
    heard = commands.check_in(gathering_id=gathering_id, presses=presses, actor=request.user, at=now)
    return JsonResponse({"written": heard.written, "refused": heard.refused})


def _press(sent: dict[str, Any], now: datetime) -> Press:
    at = parse_datetime(str(sent.get("at", "")))
    return Press(
        key=str(sent["key"])[:64],
        registration_id=id_from(sent["registration"]) or 0,
        came=bool(sent["came"]),
        pressed_at=at if at is not None and at.tzinfo is not None else now,
    )


@require_POST
def count(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """Write those who came into the attendance of the activity."""
    gathering = mine(request, EDIT, gathering_id)
    written: list[int] = []
    base.done(
        request,
        lambda: written.append(
            commands.write_attendance(gathering_id=gathering.pk, actor=request.user, at=timezone.now())
        ),
        _("The attendance of the activity is up to date."),
    )
    if written:
        return redirect("activities:show", gathering.activity_id)
    return redirect("events:show", gathering.pk)


@require_safe
def badges(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """Give the badges of those who come on site, eight a page, as a tagged PDF."""
    gathering = mine(request, EDIT, gathering_id)
    rows = [row for row in _expected(request, gathering) if row.way == "ONSITE" and row.full_name]
    return base.pdf(badges_pdf(gathering, rows, at=timezone.now()), f"insignes-{gathering.pk}")
