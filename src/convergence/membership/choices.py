"""Stored choices of membership and dues."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class GroupCode(TextChoices):
    """The four groups of members (by-laws art. 4)."""

    A = "A", _("A – large union bodies")
    B = "B", _("B – other unions")
    C = "C", _("C – groups that are not unions")
    D = "D", _("D – individuals")


class ApplicationState(TextChoices):
    """What became of an application."""

    SUBMITTED = "SUBMITTED", _("to be decided")
    APPROVED = "APPROVED", _("approved")
    REFUSED = "REFUSED", _("refused")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("an application", "withdrawn")


class AnnouncementState(TextChoices):
    """What became of a person whom a member announced."""

    PENDING = "PENDING", _("to be looked at")
    ACCEPTED = "ACCEPTED", _("accepted")
    ASIDE = "ASIDE", _("left aside")


class Basis(TextChoices):
    """What dues are computed from; the same words as `rules.dues.Basis`."""

    PER_CAPITA = "PER_CAPITA", _("per declared member")
    TIERS = "TIERS", _("by tier")
    FLAT = "FLAT", _("same amount for all")
    FREE = "FREE", _("free amount")


class CoverageKind(TextChoices):
    """How one member pays for another."""

    PAYS_FOR = "PAYS_FOR", _("pays for (own computation, own invoice)")
    INCLUDES = "INCLUDES", _("includes (counted in its own declaration)")


class CallState(TextChoices):
    """Where a dues call is."""

    DRAFT = "DRAFT", _("in preparation")
    ISSUING = "ISSUING", _("being sent")
    ISSUED = "ISSUED", _("sent")
    CLOSED = "CLOSED", _("closed")


class SigningOffice(TextChoices):
    """The two offices that must sign a call (S52)."""

    PRESIDENCY = "PRESIDENCY", _("presidency")
    COORDINATION = "COORDINATION", _("coordination")


class Language(TextChoices):
    """Languages of a letter."""

    FR = "fr", "Français"
    EN = "en", "English"
    ES = "es", "Español"


class Channel(TextChoices):
    """How a letter travels; the same words as `rules.audience.Channel`."""

    EMAIL = "EMAIL", _("e-mail")
    POST = "POST", _("post")


class Standing(TextChoices):
    """Standing for one period; the same words as `rules.standing.StandingKind`."""

    EN_REGLE = "EN_REGLE", _("in good standing")
    EXEMPT = "EXEMPT", _("exempted")
    PARTLY_PAID = "PARTLY_PAID", _("partly paid")
    PROMISED = "PROMISED", _("promised")
    AWAITING = "AWAITING", _("awaiting")
    LATE = "LATE", _("late")
    NOT_CALLED = "NOT_CALLED", _("not called")


class LinkState(TextChoices):
    """What the checker found behind a link of a letter."""

    GOOD = "GOOD", _("answers")
    BROKEN = "BROKEN", _("leads nowhere")
    UNREACHABLE = "UNREACHABLE", _("did not answer")


class NextStep(TextChoices):
    """The four things to do besides being a member (seed letter of 2024-02-22, S64)."""

    GIFT = "GIFT", _("Make a gift")
    BULLETIN = "BULLETIN", _("Receive the bulletin and support the campaigns")
    URGENT_ACTIONS = "URGENT_ACTIONS", _("Support urgent actions")
    SHARE = "SHARE", _("Share our tools and invite us to meet your members")


class PaymentWay(TextChoices):
    """How a member says that it will pay."""

    CARD = "CARD", _("by card, now")
    INTERAC = "INTERAC", _("by Interac e-Transfer")
    CHEQUE = "CHEQUE", _("by cheque")
    TRANSFER = "TRANSFER", _("by bank transfer")
