"""Sign-in: nobody registers alone; people are given access by the coordination."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.utils import translation

from convergence.core.profile import current_profile
from convergence.ui.context import face_of


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes public registration, writes mails in the person's language and subjects without a prefix."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Nobody signs up by themselves."""
        return False

    def format_email_subject(self, subject: str) -> str:
        """Leave the subject as its template wrote it."""
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write in the language of the person when it is known, else in the language of the page."""
        user, profile = context.get("user"), current_profile()
        context |= {"organisation": profile, "face": face_of(profile)}
        with translation.override(getattr(user, "language", None) or translation.get_language()):
            super().send_mail(template_prefix, email, context)
