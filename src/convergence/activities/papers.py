"""The sheet on which people sign in: scanned or written."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from convergence.activities.models import Activity
from convergence.activities.queries.telling import told_when
from convergence.core.money import locale_of
from convergence.core.profile import current_profile
from convergence.documents import pdf
from convergence.documents.branding import PAPER, brand_data
from convergence.documents.codes import qr_svg

LINES = 16


def sign_in_address(activity: Activity) -> str:
    """Return the absolute address that the code leads to, empty while there is none."""
    if not activity.sign_in_code:
        return ""
    return f"{settings.BASE_URL}{reverse('sign_in', args=[activity.sign_in_code])}"


def sign_in_sheet(activity: Activity, *, at: datetime) -> bytes:
    """Return the sheet as PDF/UA-1 in the active language. The number said in the room is not on it."""
    language = (get_language() or "fr")[:2]
    where = ", ".join(str(part) for part in (activity.venue, activity.place) if part)
    facts = [{"label": _("When"), "value": told_when(activity, language)}]
    if where:
        facts.append({"label": _("Where"), "value": where})
    address = sign_in_address(activity)
    data = {
        "brand": brand_data(current_profile()),
        "paper": PAPER,
        "labels": {"page": _("Page {page} of {pages}")},
        "title": _("Sign-in sheet: %(title)s") % {"title": activity.title_in(language)},
        "heading": activity.title_in(language),
        "facts": facts,
        "code_svg": qr_svg(address) if address else "",
        "code_alt": _("Code to scan with a telephone: it opens the page where you sign in."),
        "address": address.removeprefix("https://").removeprefix("http://"),
        "steps": [
            _("Scan the code with your telephone."),
            _("Write the number that is said in the room."),
            _("Write your name; the rest only if you want to."),
        ],
        "privacy": _(
            "Only the name is asked. Gender and age range help us to know whom we reach: leave them empty as you like. "
            "We count people for those who fund us, and give no name to anybody."
        ),
        "columns": [_("Name"), _("Union or group"), _("Gender (if you want)"), _("Age range (if you want)")],
        "lines": LINES,
    }
    return pdf.render("sign_in_sheet", data, lang=locale_of(language).replace("_", "-"), standards=pdf.UA, created=at)
