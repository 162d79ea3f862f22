"""Words of tours."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Safety(TextChoices):
    """What may happen to a guest if it is known who they are."""

    ORDINARY = "ORDINARY", _("ordinary")
    AT_RISK = "AT_RISK", _("at risk: pseudonym only")


class Agreement(TextChoices):
    """What a guest agreed may be told in public; empty: not asked."""

    REFUSED = "REFUSED", pgettext_lazy("a guest", "refused: nothing")
    PSEUDONYM = "PSEUDONYM", _("under the pseudonym, without picture or place")
    NAMED = "NAMED", _("by name, with picture and places")


class VisaState(TextChoices):
    """Where a visa stands; its number is never kept."""

    UNKNOWN = "UNKNOWN", _("not known yet whether one is needed")
    NOT_NEEDED = "NOT_NEEDED", _("not needed")
    TO_ASK = "TO_ASK", pgettext_lazy("a visa", "to be asked for")
    ASKED = "ASKED", pgettext_lazy("a visa", "asked for")
    GIVEN = "GIVEN", pgettext_lazy("a visa", "given")
    REFUSED = "REFUSED", pgettext_lazy("a visa", "refused")


class LegState(TextChoices):
    """Where a leg stands with its host."""

    PLANNED = "PLANNED", pgettext_lazy("a leg", "planned")
    ASKED = "ASKED", pgettext_lazy("a leg", "asked, no answer yet")
    CONFIRMED = "CONFIRMED", pgettext_lazy("a leg", "confirmed by the host")
    DECLINED = "DECLINED", pgettext_lazy("a leg", "declined by the host")


class Means(TextChoices):
    """How a way is made."""

    PLANE = "PLANE", _("plane")
    TRAIN = "TRAIN", _("train")
    BUS = "BUS", _("bus or coach")
    CAR = "CAR", _("car")
    OTHER = "OTHER", pgettext_lazy("a means of transport", "other")


class MediaKind(TextChoices):
    """Where something was said of a tour."""

    PAPER = "PAPER", _("newspaper or magazine")
    RADIO = "RADIO", _("radio")
    TELEVISION = "TELEVISION", _("television")
    WEB = "WEB", _("web site or podcast")
    UNION = "UNION", _("paper of a union")


class Nearer(TextChoices):
    """How somebody met on a tour came nearer."""

    NEWS = "NEWS", _("newsletter")
    COMMITTEE = "COMMITTEE", _("committee")
    MEMBER = "MEMBER", _("membership")
    ACTION = "ACTION", _("urgent action or campaign")
    INVITES = "INVITES", _("invites us to their union")
    OTHER = "OTHER", pgettext_lazy("coming nearer", "other")
