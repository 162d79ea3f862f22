"""Addresses of personal links: derived from the server's secret each time, kept nowhere (S61)."""

from django.conf import settings
from django.urls import reverse

from convergence.core import links
from convergence.education.stays.errors import LinkNotFound
from convergence.education.stays.models import Application, Participant

APPLICATION, PARTICIPANT = "stays.application_link", "stays.participant_link"
"""The names under which messaging asks for addresses when it renders a letter."""
PURPOSES = {APPLICATION: "stay-application", PARTICIPANT: "stay-participant"}


def token_of(kind: str, nonce: str) -> str:
    """Return the token of a nonce for one kind of link."""
    return links.token_of(settings.SECRET_KEY, PURPOSES[kind], nonce)


def application_url(nonce: str) -> str:
    """Return the address of an application's own page."""
    return f"{settings.BASE_URL}{reverse('stay_links:application', args=[token_of(APPLICATION, nonce)])}"


def participant_url(nonce: str) -> str:
    """Return the address of a participant's own page."""
    return f"{settings.BASE_URL}{reverse('stay_links:participant', args=[token_of(PARTICIPANT, nonce)])}"


def application_of(token: str) -> Application:
    """Return the application that a personal link opens.

    Raises:
        LinkNotFound: it opens nothing, or its data were deleted.
    """
    if not links.is_well_formed(token):
        raise LinkNotFound
    rows = Application.objects.select_related("call__programme", "participant__stay").filter(emptied_at=None)
    found = rows.filter(digest=links.digest_of(token)).first()
    if found is None:
        raise LinkNotFound
    return found


def participant_of(token: str) -> Participant:
    """Return the participant that a personal link opens.

    Raises:
        LinkNotFound: it opens nothing, or the data were deleted.
    """
    if not links.is_well_formed(token):
        raise LinkNotFound
    rows = Participant.objects.select_related("stay__activity", "stay__call__preparation", "application")
    found = rows.filter(emptied_at=None, digest=links.digest_of(token)).first()
    if found is None:
        raise LinkNotFound
    return found
