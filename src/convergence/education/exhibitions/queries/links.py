"""The address of a borrower's personal link: derived from the server's secret each time, kept nowhere (S61)."""

from django.conf import settings
from django.urls import reverse

from convergence.core import links

LATE = "exhibitions.link"
"""The name under which messaging asks for the address of a loan when it renders a letter."""
PURPOSE = "loan-link"


def token_of(nonce: str) -> str:
    """Return the token of a loan's nonce."""
    return links.token_of(settings.SECRET_KEY, PURPOSE, nonce)


def link_of_nonce(nonce: str) -> str:
    """Return the address of a loan's own page."""
    return f"{settings.BASE_URL}{reverse('loan:show', args=[token_of(nonce)])}"
