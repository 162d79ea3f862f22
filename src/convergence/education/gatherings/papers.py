"""The attestation of participation of somebody who came, as a tagged PDF; whether the event is paid or free."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from convergence.core.dates import long_day
from convergence.core.money import locale_of
from convergence.core.profile import current_profile
from convergence.documents import pdf
from convergence.documents.branding import PAPER, brand_data
from convergence.documents.typography import polish
from convergence.education.gatherings.models import Registration
from convergence.education.gatherings.queries.agenda import place_of
from convergence.education.gatherings.queries.when import when_of


def attestation_pdf(row: Registration, language: str, *, at: datetime) -> bytes:
    """Return the paper (PDF/UA-1) in a language: who took part, in what, when, where."""
    profile = current_profile()
    organisation = profile.name or profile.acronym
    with translation.override(language):
        where = _("online") if row.way == "ONLINE" else place_of(row)
        sittings = ", ".join(one.title_in(language) for one in row.sittings.order_by("starts_at", "pk"))
        facts = [
            (_("Event"), row.gathering.activity.title_in(language)),
            (_("When"), when_of(row.gathering, language)),
            (_("Where"), where),
            (_("Sessions"), sittings),
            (_("Number"), f"E-{row.gathering_id}-{row.pk}"),
        ]
        data = {
            "brand": brand_data(profile),
            "paper": PAPER,
            "labels": {"page": _("Page {page} of {pages}")},
            "title": _("Attestation of participation: %(title)s")
            % {"title": row.gathering.activity.title_in(language)},
            "heading": _("Attestation of participation"),
            "place_date": polish(long_day(at, language), language),
            "lede": polish(_("%(organisation)s attests that") % {"organisation": organisation}, language),
            "name": row.full_name,
            "after": polish(_("took part in the following event."), language),
            "facts": [{"label": name, "value": polish(value, language)} for name, value in facts if value],
            "signatory": {"name": organisation, "title": ""},
        }
    return pdf.render("sheet", data, lang=locale_of(language).replace("_", "-"), standards=pdf.UA, created=at)
