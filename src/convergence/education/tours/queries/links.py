"""The address of a host's personal link: derived from the server's secret each time, kept nowhere (S61)."""

from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse

from convergence.core import links
from convergence.education.tours.errors import LinkNotFound
from convergence.education.tours.models import Leg

LATE = "tours.link"
"""The name under which messaging asks for the address of a leg when it renders a letter."""
PURPOSE = "tour-leg-link"
SERVES = timedelta(days=30)


def token_of(nonce: str) -> str:
    """Return the token of a leg's nonce."""
    return links.token_of(settings.SECRET_KEY, PURPOSE, nonce)


def link_of_nonce(nonce: str) -> str:
    """Return the address of a leg's own page."""
    return f"{settings.BASE_URL}{reverse('leg:show', args=[token_of(nonce)])}"


def find_by_token(token: str, today: date) -> Leg:
    """Return the leg that a personal link opens, until thirty days after its tour.

    Raises:
        LinkNotFound: it opens nothing.
    """
    if not links.is_well_formed(token):
        raise LinkNotFound
    rows = Leg.objects.select_related("tour__activity", "host", "place")
    found = rows.filter(digest=links.digest_of(token), tour__activity__last_day__gte=today - SERVES).first()
    if found is None:
        raise LinkNotFound
    return found
