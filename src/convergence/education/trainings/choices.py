"""Words of trainings."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RequestState(TextChoices):
    """Where a request stands (rules page, “States”)."""

    RECEIVED = "RECEIVED", pgettext_lazy("request", "received")
    PROPOSED = "PROPOSED", _("dates proposed")
    CONFIRMED = "CONFIRMED", pgettext_lazy("request", "confirmed")
    HELD = "HELD", pgettext_lazy("request", "held")
    CLOSED = "CLOSED", pgettext_lazy("request", "closed")
    REFUSED = "REFUSED", pgettext_lazy("request", "refused")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("request", "withdrawn")


class Via(TextChoices):
    """How a request came."""

    FORM = "FORM", _("public form")
    SPACE = "SPACE", _("members’ space")
    STAFF = "STAFF", _("written by the team")


class OptionState(TextChoices):
    """What became of a date that was proposed."""

    OFFERED = "OFFERED", _("offered")
    CHOSEN = "CHOSEN", _("chosen")
    RELEASED = "RELEASED", _("released")


class SignInWay(TextChoices):
    """How somebody signed in."""

    QR = "QR", _("by the code on the sheet")
    PAPER = "PAPER", _("on paper")


class LineState(TextChoices):
    """What the team thinks of a line of sign-in."""

    COUNTED = "COUNTED", _("counted")
    DOUBTFUL = "DOUBTFUL", _("doubtful, not counted yet")
    STRUCK = "STRUCK", _("struck out")


class Doubt(TextChoices):
    """Why a line waits for the team (rules page, “Doubtful lines”)."""

    SAME_NAME = "SAME_NAME", _("the same name signed in before")
    TOO_MANY = "TOO_MANY", _("more people than announced")
    BURST = "BURST", _("many lines within one minute")
    NO_NAME = "NO_NAME", _("this hardly is a name")


class Weekday(IntegerChoices):
    """Days of the week, as Python counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


OPEN = (RequestState.RECEIVED, RequestState.PROPOSED)
SETTLED = (RequestState.CLOSED, RequestState.REFUSED, RequestState.WITHDRAWN)
BOOKED = (OptionState.OFFERED, OptionState.CHOSEN)
