"""Words of exhibitions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Setting(TextChoices):
    """Where a version is made for, and where a venue is."""

    INDOOR = "INDOOR", _("indoors")
    OUTDOOR = "OUTDOOR", _("outdoors")


class ItemState(TextChoices):
    """Whether a panel or a crate may leave."""

    IN_SERVICE = "IN_SERVICE", _("in service")
    REPAIR = "REPAIR", _("being mended")
    LOST = "LOST", _("lost")
    RETIRED = "RETIRED", _("retired")


class Use(TextChoices):
    """What somebody portrayed is asked about, each on its own."""

    EXHIBITION = "EXHIBITION", _("the exhibition")
    PRINT = "PRINT", _("print")
    WEB = "WEB", pgettext_lazy("a use", "web")
    PRESS = "PRESS", _("press")


class Answer(TextChoices):
    """What they said."""

    AGREED = "AGREED", _("agreed")
    REFUSED = "REFUSED", pgettext_lazy("an answer", "refused")
    WITHDRAWN = "WITHDRAWN", _("consent withdrawn")


class Shown(TextChoices):
    """How a work may be shown, whatever its panel (S91)."""

    SHOWN = "SHOWN", _("print and web")
    PRINT_ONLY = "PRINT_ONLY", _("print only")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("work", "withdrawn")


class LoanState(TextChoices):
    """Where a loan stands."""

    REQUESTED = "REQUESTED", pgettext_lazy("loan", "requested")
    OFFERED = "OFFERED", pgettext_lazy("loan", "to sign")
    AGREED = "AGREED", pgettext_lazy("loan", "agreed")
    ON_LOAN = "ON_LOAN", pgettext_lazy("loan", "on loan")
    RETURNED = "RETURNED", pgettext_lazy("loan", "returned")
    DECLINED = "DECLINED", pgettext_lazy("loan", "declined")
    CANCELLED = "CANCELLED", pgettext_lazy("loan", "cancelled")


class Party(TextChoices):
    """Who signs an agreement."""

    LENDER = "LENDER", _("the lender")
    BORROWER = "BORROWER", _("the borrower")


class Direction(TextChoices):
    """Which way the crates go when their condition is written down."""

    OUT = "OUT", _("departure")
    IN = "IN", _("return")


class Condition(TextChoices):
    """The state of a panel as seen."""

    GOOD = "GOOD", _("good")
    WORN = "WORN", _("worn")
    DAMAGED = "DAMAGED", _("damaged")
    MISSING = "MISSING", _("missing")


class IncidentKind(TextChoices):
    """What happened."""

    DAMAGE = "DAMAGE", _("damage")
    LOSS = "LOSS", _("loss")
    THEFT = "THEFT", _("theft")
    REPAIR = "REPAIR", _("repair or cleaning")


class Settlement(TextChoices):
    """How an incident ended."""

    BACK = "BACK", _("mended or found: back in service")
    GIVEN_UP = "GIVEN_UP", _("given up: retired")


class FeedbackMark(TextChoices):
    """How it went, in one word; nothing is required."""

    WELL = "WELL", _("very well")
    FAIRLY = "FAIRLY", _("fairly well")
    BADLY = "BADLY", _("with difficulty")


HOLDING = (LoanState.OFFERED, LoanState.AGREED, LoanState.ON_LOAN)
OPEN = (LoanState.REQUESTED, *HOLDING)
STOPS = (LoanState.AGREED, LoanState.ON_LOAN, LoanState.RETURNED)
