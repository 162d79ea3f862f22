"""Stored choices of the register of messages."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Purpose(TextChoices):
    """Why a message is sent: it decides consent, what can be unsubscribed from, and the footer.

    The values are those of `contacts.rules.consent`, plus ACCOUNT, which is an answer there.
    """

    DUES = "DUES", _("Dues: calls and reminders")
    NEWSLETTER = "NEWSLETTER", _("Newsletter")
    URGENT_ACTIONS = "URGENT_ACTIONS", _("Urgent actions")
    CAMPAIGNS = "CAMPAIGNS", _("Campaigns")
    EVENTS = "EVENTS", _("Events and trainings")
    FUNDRAISING = "FUNDRAISING", _("Calls for gifts")
    MEMBERSHIP_FACTS = "MEMBERSHIP_FACTS", _("Facts about a membership")
    RECEIPT = "RECEIPT", _("Receipt or confirmation")
    REPLY = "REPLY", _("Answer to a request")
    LEGAL_NOTICE = "LEGAL_NOTICE", _("Legal notice: assembly, by-laws")
    INFORMATION = "INFORMATION", _("Information, nothing offered or asked")
    ACCOUNT = "ACCOUNT", _("Account: sign-in and safety")


class Topic(TextChoices):
    """What a person may stop receiving, each on its own (C26). Values of `contacts` consents, plus ALL."""

    NEWSLETTER = "NEWSLETTER", _("the newsletter")
    URGENT_ACTIONS = "URGENT_ACTIONS", pgettext_lazy("in a sentence", "urgent actions")
    CAMPAIGNS = "CAMPAIGNS", pgettext_lazy("in a sentence", "campaigns")
    EVENTS = "EVENTS", _("invitations to events and trainings")
    MEMBERSHIP = "MEMBERSHIP", _("calls and reminders of dues")
    FUNDRAISING = "FUNDRAISING", pgettext_lazy("in a sentence", "calls for gifts")
    ALL = "ALL", _("everything but the messages owed to you")


class Channel(TextChoices):
    """How a message reaches its recipient."""

    EMAIL = "EMAIL", _("E-mail")
    POST = "POST", _("Post")


class MailingStatus(TextChoices):
    """Where a mailing stands."""

    DRAFT = "DRAFT", _("In preparation")
    SENDING = "SENDING", _("Being sent")
    PAUSED = "PAUSED", _("Paused")
    SENT = "SENT", _("Sent")


class Fate(TextChoices):
    """What became of one message to one recipient."""

    QUEUED = "QUEUED", _("Waiting to be sent")
    SENDING = "SENDING", _("Being handed over")
    SENT = "SENT", _("Handed over")
    FAILED = "FAILED", _("Refused")
    BOUNCED = "BOUNCED", _("Came back")
    UNCERTAIN = "UNCERTAIN", _("Perhaps sent")
    SUPPRESSED = "SUPPRESSED", _("Held back")
    PRINTED = "PRINTED", _("Printed")
    RETURNED = "RETURNED", _("Returned by the post")


class SuppressionReason(TextChoices):
    """Why nothing more is sent to an address."""

    UNSUBSCRIBED = "UNSUBSCRIBED", _("Unsubscribed")
    BOUNCED = "BOUNCED", _("Address does not exist")
    COMPLAINED = "COMPLAINED", _("Complained of unwanted mail")
    ASKED = "ASKED", _("Asked us not to write")


class BounceKind(TextChoices):
    """How definite a bounce is."""

    PERMANENT = "PERMANENT", _("Permanent: the address does not exist")
    TEMPORARY = "TEMPORARY", _("Temporary: mailbox full or server away")
    UNREADABLE = "UNREADABLE", _("Not understood: to be read by a person")


class ReturnReason(TextChoices):
    """What the post wrote on a returned letter."""

    MOVED = "MOVED", _("Moved or unknown")
    INCOMPLETE = "INCOMPLETE", _("Incomplete address")
    REFUSED = "REFUSED", _("Refused")
    UNCLAIMED = "UNCLAIMED", _("Unclaimed")
    OTHER = "OTHER", _("Other reason")


class LinkVerdict(TextChoices):
    """What the link checker found."""

    GOOD = "GOOD", _("Answers")
    PLACEHOLDER = "PLACEHOLDER", _("Leads nowhere (#)")
    MALFORMED = "MALFORMED", _("Is not an address")
    GONE = "GONE", _("Page not found")
    UNREACHABLE = "UNREACHABLE", _("Could not be checked")
    REFUSED = "REFUSED", _("Private address, not for the public")
