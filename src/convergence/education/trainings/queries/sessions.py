"""What is known of a session: when, by whom, its lines, its sheet."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from convergence.contacts.models import Contact, ContactPoint
from convergence.core.dates import full_day, long_moment
from convergence.core.money import locale_of
from convergence.education.trainings.choices import LineState, OptionState
from convergence.education.trainings.errors import LinkNotFound, NoSession
from convergence.education.trainings.models import DateOption, RequestLink, SignIn, SignInSheet, TrainingRequest
from convergence.education.trainings.rules import tokens

LINK_WORDS, LINE_WORDS = "trainings.request_link", "trainings.line_link"
HOUR = 60


def chosen(request: TrainingRequest) -> DateOption:
    """Return the date that was agreed.

    Raises:
        NoSession: none was.
    """
    found = (
        DateOption.objects.select_related("facilitator__person")
        .filter(request=request, state=OptionState.CHOSEN)
        .first()
    )
    if found is None:
        raise NoSession
    return found


def email_of(person: Contact) -> str:
    """Return the e-mail at which a facilitator is reached; empty when there is none that works."""
    rows = ContactPoint.objects.filter(contact=person, channel="EMAIL", failing_since=None, end_date=None)
    point = rows.order_by("pk").first()
    return str(point.normalised or point.value) if point else ""


def when(start: datetime, end: datetime, language: str) -> str:
    """Say when a session is: « mardi 5 mars 2026, 18 h 30 – 20 h 30 », over midnight with both days."""
    here, there = timezone.localtime(start), timezone.localtime(end)
    first = long_moment(start, language).rpartition(", ")[2]
    last = long_moment(end, language).rpartition(", ")[2]
    day = full_day(here, language)
    if here.date() == there.date():
        return f"{day}, {first} – {last}"
    return f"{day}, {first} – {full_day(there, language)}, {last}"


def length(minutes: int, language: str) -> str:
    """Say how long something lasts: « 2 h 30 », “2 h 30 min”."""
    hours, rest = divmod(minutes, HOUR)
    if not hours:
        return f"{rest}\u00a0min"
    if not rest:
        return f"{hours}\u00a0h"
    return f"{hours}\u00a0h\u00a0{rest:02d}" + ("" if locale_of(language).startswith("fr") else "\u00a0min")


def minutes_of(option: DateOption) -> int:
    """Return the length of a session in whole minutes."""
    return int(option.length.total_seconds() // 60)


# Links


def request_url_of(nonce: str) -> str:
    """Return the address of the link of a request that bears a nonce."""
    token = tokens.token_of(settings.SECRET_KEY, tokens.REQUEST, nonce)
    return f"{settings.BASE_URL}{reverse('trainings_links:request', args=[token])}"


def has_session(activity_id: int) -> bool:
    """Tell whether an activity is the session of a training: its people sign the sheet of the session."""
    return TrainingRequest.objects.filter(activity_id=activity_id).exists()


def sheet_url(sheet: SignInSheet) -> str:
    """Return the address in the code of a sheet."""
    token = tokens.token_of(settings.SECRET_KEY, tokens.SHEET, sheet.nonce)
    return f"{settings.BASE_URL}{reverse('trainings_links:sign_in', args=[token])}"


def line_token(nonce: str) -> str:
    """Return the token of somebody who signed in."""
    return tokens.token_of(settings.SECRET_KEY, tokens.LINE, nonce)


def line_url_of(nonce: str) -> str:
    """Return the address where somebody who signed in asks for the attestation."""
    return f"{settings.BASE_URL}{reverse('trainings_links:line', args=[line_token(nonce)])}"


def find_link(token: str, *, at: datetime) -> RequestLink:
    """Return the link of a token.

    Raises:
        LinkNotFound: there is none, it expired, or it was closed.
    """
    if not tokens.is_well_formed(token):
        raise LinkNotFound
    rows = RequestLink.objects.select_related("request__training", "request__organisation")
    found = rows.filter(token_digest=tokens.digest_of(token), revoked_at=None, expires_at__gt=at).first()
    if found is None:
        raise LinkNotFound
    return found


def find_sheet(token: str) -> SignInSheet:
    """Return the sheet of a token, open or not.

    Raises:
        LinkNotFound: there is none, or it was closed.
    """
    if not tokens.is_well_formed(token):
        raise LinkNotFound
    rows = SignInSheet.objects.select_related("request__training", "request__activity")
    found = rows.filter(token_digest=tokens.digest_of(token), closed_at=None).first()
    if found is None:
        raise LinkNotFound
    return found


def find_line(token: str) -> SignIn:
    """Return the line of a token.

    Raises:
        LinkNotFound: there is none, or its name was emptied.
    """
    if not tokens.is_well_formed(token):
        raise LinkNotFound
    rows = SignIn.objects.select_related("request__training", "request__activity")
    found = rows.filter(token_digest=tokens.digest_of(token), emptied_at=None).first()
    if found is None:
        raise LinkNotFound
    return found


def lines_that_count(request: TrainingRequest) -> int:
    """Return how many lines are counted."""
    return SignIn.objects.filter(request=request, state=LineState.COUNTED).count()
