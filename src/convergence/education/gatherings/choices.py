"""Words of gatherings."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Way(TextChoices):
    """How one comes."""

    ONSITE = "ONSITE", _("on site")
    ONLINE = "ONLINE", _("online")


class RegistrationState(TextChoices):
    """Where a registration stands."""

    CONFIRMED = "CONFIRMED", pgettext_lazy("registration", "confirmed")
    OFFERED = "OFFERED", pgettext_lazy("registration", "place offered")
    WAITING = "WAITING", pgettext_lazy("registration", "on the waiting list")
    CANCELLED = "CANCELLED", pgettext_lazy("registration", "cancelled")
    LAPSED = "LAPSED", pgettext_lazy("registration", "offer not taken up")


class CancelledBy(TextChoices):
    """Who gave a place back."""

    PERSON = "PERSON", _("the person")
    STAFF = "STAFF", _("the team")
    GATHERING = "GATHERING", _("the event is cancelled")


class Meal(TextChoices):
    """What somebody eats, if they say."""

    ANY = "ANY", _("I eat everything")
    VEGETARIAN = "VEGETARIAN", _("vegetarian")
    VEGAN = "VEGAN", _("vegan")
    HALAL = "HALAL", _("halal")
    KOSHER = "KOSHER", _("kosher")
    NONE = "NONE", _("I will not eat with you")


HOLDING = (RegistrationState.CONFIRMED, RegistrationState.OFFERED)
LIVE = (*HOLDING, RegistrationState.WAITING)
