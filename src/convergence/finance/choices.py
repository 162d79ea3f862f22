"""Words of the ledger."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InvoiceKind(TextChoices):
    """What an invoice is for."""

    DUES = "DUES", _("dues")
    EXTRA = "EXTRA", _("extraordinary contribution")
    OTHER = "OTHER", _("other")
    OPENING = "OPENING", _("declared at import")


class EntryKind(TextChoices):
    """What an entry does; effects are in `rules.ledger`."""

    DUE = "DUE", pgettext_lazy("ledger entry", "due")
    PAID = "PAID", pgettext_lazy("ledger entry", "received")
    ALLOCATED = "ALLOCATED", pgettext_lazy("ledger entry", "allocated")
    REFUNDED = "REFUNDED", pgettext_lazy("ledger entry", "refunded")
    OPENING_DUE = "OPENING_DUE", pgettext_lazy("ledger entry", "due, declared at import")
    OPENING_PAID = "OPENING_PAID", pgettext_lazy("ledger entry", "received, declared at import")
    PAYOUT = "PAYOUT", pgettext_lazy("ledger entry", "paid out by the card provider")
    FEE = "FEE", pgettext_lazy("ledger entry", "fee")
    REVERSED = "REVERSED", pgettext_lazy("ledger entry", "reversed")


class Method(TextChoices):
    """How money came in."""

    CHEQUE = "CHEQUE", _("cheque")
    TRANSFER = "TRANSFER", _("bank transfer")
    INTERAC = "INTERAC", _("Interac e-Transfer")
    CARD = "CARD", _("card")
    CASH = "CASH", _("cash")
    DECLARED = "DECLARED", _("declared at import")


class Verdict(TextChoices):
    """What a person decided about a bank line."""

    CONFIRMED = "CONFIRMED", _("confirmed")
    SPLIT = "SPLIT", _("split")
    LINKED = "LINKED", _("tied to a payment already recorded")
    IGNORED = "IGNORED", _("set aside")
    PAYOUT = "PAYOUT", _("paid out by the card provider")
    REOPENED = "REOPENED", _("reopened")


class CheckoutState(TextChoices):
    """Where an online payment stands."""

    OPEN = "OPEN", _("open")
    PAID = "PAID", _("paid")
    EXPIRED = "EXPIRED", _("expired")
    FAILED = "FAILED", _("failed")


class EventState(TextChoices):
    """What became of a provider's notice."""

    APPLIED = "APPLIED", pgettext_lazy("a payment notice", "applied")
    WAITING = "WAITING", _("waiting for an earlier notice")
    STUCK = "STUCK", _("to be looked at")
    IGNORED = "IGNORED", _("nothing to do")


class CostKind(TextChoices):
    """Which way the money of an activity goes."""

    COST = "COST", _("cost")
    SUPPORT = "SUPPORT", _("support")


class CostStage(TextChoices):
    """Whether it is meant or done."""

    PLANNED = "PLANNED", pgettext_lazy("a cost", "planned")
    REAL = "REAL", _("real")
