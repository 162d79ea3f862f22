"""Reactions of the register of messages to its own facts."""

from convergence.core import facts
from convergence.messaging.events import MailingStarted
from convergence.messaging.tasks import enqueue_chunks


@facts.on(MailingStarted)
def queue_mailing(fact: MailingStarted) -> None:
    """Put the chunks of a started mailing in the queue."""
    enqueue_chunks(fact.mailing_id)
