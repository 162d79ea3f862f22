"""Words of tools."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ToolKind(TextChoices):
    """What it is."""

    COMIC = "COMIC", _("comic book")
    GUIDE = "GUIDE", _("facilitation guide")
    KIT = "KIT", _("kit on an issue")
    LEAFLET = "LEAFLET", _("leaflet")
    VIDEO = "VIDEO", _("video")
    PHOTOS = "PHOTOS", _("set of photographs")
    POSTER = "POSTER", _("poster")
    OTHER = "OTHER", pgettext_lazy("tool", "other")


class ToolState(TextChoices):
    """Where it stands."""

    DRAFT = "DRAFT", _("in preparation")
    OFFERED = "OFFERED", _("offered by a union")
    PUBLISHED = "PUBLISHED", pgettext_lazy("tool", "published")
    DECLINED = "DECLINED", pgettext_lazy("tool", "declined")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("tool", "withdrawn")


class Audience(TextChoices):
    """Who may take it."""

    PUBLIC = "PUBLIC", _("everybody")
    MEMBERS = "MEMBERS", _("member unions")


class Licence(TextChoices):
    """What others may do with it."""

    CC0 = "CC0", "CC0 1.0"
    CC_BY = "CC_BY", "CC BY 4.0"
    CC_BY_SA = "CC_BY_SA", "CC BY-SA 4.0"
    CC_BY_NC = "CC_BY_NC", "CC BY-NC 4.0"
    CC_BY_NC_SA = "CC_BY_NC_SA", "CC BY-NC-SA 4.0"
    CC_BY_ND = "CC_BY_ND", "CC BY-ND 4.0"
    CC_BY_NC_ND = "CC_BY_NC_ND", "CC BY-NC-ND 4.0"
    FREE_COPY = "FREE_COPY", _("may be copied unchanged, free of charge, with its credits")
    ASK = "ASK", _("all rights reserved: ask before copying")


LICENCE_PAGES = {
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC_BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
    Licence.CC_BY_NC_SA: "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    Licence.CC_BY_ND: "https://creativecommons.org/licenses/by-nd/4.0/",
    Licence.CC_BY_NC_ND: "https://creativecommons.org/licenses/by-nc-nd/4.0/",
}


class CreditCapacity(TextChoices):
    """What somebody did for it."""

    AUTHOR = "AUTHOR", pgettext_lazy("tool", "author")
    DRAWING = "DRAWING", _("drawings")
    PHOTOGRAPHY = "PHOTOGRAPHY", _("photography")
    DIRECTION = "DIRECTION", pgettext_lazy("of a film", "direction")
    TRANSLATION = "TRANSLATION", _("translation")
    RESEARCH = "RESEARCH", _("research")
    DESIGN = "DESIGN", _("graphic design")


class Taxes(TextChoices):
    """Which taxes a printed edition bears, when the organisation is registered."""

    BOTH = "BOTH", _("GST and QST")
    GST = "GST", _("GST only (printed book with an ISBN)")
    NONE = "NONE", pgettext_lazy("tax", "no tax")


class Tax(TextChoices):
    """A tax on sales in Québec."""

    GST = "GST", _("GST")
    QST = "QST", _("QST")


class Movement(TextChoices):
    """Why copies come or go."""

    RECEIVED = "RECEIVED", _("received from the printer")
    ORDERED = "ORDERED", _("ordered")
    CANCELLED = "CANCELLED", _("cancelled order")
    GIVEN = "GIVEN", _("given out")
    LOST = "LOST", _("lost or damaged")
    COUNTED = "COUNTED", pgettext_lazy("copies", "counted")


class OrderState(TextChoices):
    """Where an order stands."""

    RECEIVED = "RECEIVED", pgettext_lazy("order", "received")
    ACCEPTED = "ACCEPTED", pgettext_lazy("order", "accepted")
    SHIPPED = "SHIPPED", pgettext_lazy("order", "shipped")
    CANCELLED = "CANCELLED", pgettext_lazy("order", "cancelled")


class UseKind(TextChoices):
    """How a union took something from the pool."""

    DOWNLOAD = "DOWNLOAD", _("download")
    LOAN = "LOAN", _("loan")


class LoanState(TextChoices):
    """Where a loan stands; empty for a download."""

    ASKED = "ASKED", pgettext_lazy("loan", "asked")
    LENT = "LENT", pgettext_lazy("loan", "lent")
    RETURNED = "RETURNED", pgettext_lazy("loan", "returned")
    REFUSED = "REFUSED", pgettext_lazy("loan", "refused")
