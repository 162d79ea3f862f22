"""The address of a personal form: derived from the server's secret each time, kept nowhere (S61)."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from convergence.membership.rules import tokens

#: The name under which messaging asks for the address of a form when it renders a letter.
LINK_WORDS = "membership.link"


def form_url(token: str) -> str:
    """Return the address of a personal form."""
    return f"{settings.BASE_URL}{reverse('membership:details', args=[token])}"


def form_url_of(nonce: str) -> str:
    """Return the address of the form of the link that bears a nonce."""
    return form_url(tokens.token_of(settings.SECRET_KEY, nonce))
