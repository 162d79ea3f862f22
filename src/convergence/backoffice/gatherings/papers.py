"""Badges as a tagged PDF (PDF/UA-1), eight a page."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from convergence.core.profile import current_profile
from convergence.documents import pdf
from convergence.documents.branding import PAPER, brand_data
from convergence.education.gatherings.models import Gathering, Registration


def badges_pdf(gathering: Gathering, rows: Sequence[Registration], *, at: datetime) -> bytes:
    """Return the sheet: name, organisation, event."""
    data = {
        "brand": brand_data(current_profile()),
        "paper": PAPER,
        "title": _("Badges: %(title)s") % {"title": gathering.activity.title_fr},
        "event": gathering.activity.title_fr,
        "none": _("Nobody is named yet."),
        "badges": [
            {"given": row.given_name, "family": row.family_name, "organisation": row.organisation_name} for row in rows
        ],
    }
    return pdf.render("badges", data, lang="fr-CA", standards=pdf.UA, created=at)
