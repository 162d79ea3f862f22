"""Django's mail when no server is configured: sign-in codes and the like are kept in the outbox."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from convergence.messaging.models import OutboxMessage


class OutboxBackend(BaseEmailBackend):
    """Keeps each message as a row, to be read in the back office (Messages → Outbox)."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages; return how many."""
        for message in email_messages:
            OutboxMessage.objects.create(
                sender=message.from_email[:300],
                recipients=", ".join(message.recipients())[:1000],
                subject=" ".join(message.subject.split())[:300],
                raw=message.message().as_bytes(),
                kept_at=timezone.now(),
            )
        return len(email_messages)
