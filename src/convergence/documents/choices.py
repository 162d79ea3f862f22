"""Words of files and pictures."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PortrayedConsent(TextChoices):
    """What the people shown in a picture agreed to (S91, L11)."""

    NOBODY = "NOBODY", _("nobody can be recognised")
    UNKNOWN = "UNKNOWN", _("not asked yet")
    WEB = "WEB", _("agreed to print and web")
    PRINT_ONLY = "PRINT_ONLY", _("agreed to print only")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("consent", "withdrawn")


class SourceKind(TextChoices):
    """What a source is."""

    WEB_PAGE = "WEB_PAGE", _("web page")
    LETTER = "LETTER", _("letter")
    REPORT = "REPORT", _("report")
    BOOK = "BOOK", _("book or booklet")
    ARTICLE = "ARTICLE", _("article")
    MINUTES = "MINUTES", _("minutes")
    TESTIMONY = "TESTIMONY", _("testimony")


class TakenOut(TextChoices):
    """What a picture file told beside the picture, and was taken out of it when it came."""

    PLACE = "PLACE", _("where it was taken")
    NAMES = "NAMES", _("names of people")
    DEVICE = "DEVICE", _("the device")
    MOMENT = "MOMENT", _("when it was taken")
    WORDS = "WORDS", _("words hidden in the file")
