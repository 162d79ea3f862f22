"""Addresses of personal links: derived from the server's secret each time, kept nowhere."""

from django.conf import settings
from django.urls import reverse

from convergence.education.gatherings.rules import tokens

LINK_WORDS = "gatherings.link"
GROUP_WORDS = "gatherings.group_link"


def token_of(nonce: str) -> str:
    """Return the token of a nonce."""
    return tokens.token_of(settings.SECRET_KEY, nonce)


def link_of(nonce: str) -> str:
    """Return the address where somebody sees, accepts or cancels their registration."""
    return f"{settings.BASE_URL}{reverse('gatherings:registration', args=[token_of(nonce)])}"


def group_link_of(nonce: str) -> str:
    """Return the address where the people of a group are named."""
    return f"{settings.BASE_URL}{reverse('gatherings:party', args=[token_of(nonce)])}"
