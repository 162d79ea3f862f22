"""Times of contacts in words."""

from django.utils.translation import gettext as _

from convergence.contacts.models import Mandate
from convergence.core.dates import UncertainDate


def term(mandate: Mandate, language: str) -> str:
    """Return the time of a term of office, as surely as it is known (S45)."""
    start = UncertainDate(mandate.start).for_people(language) if mandate.start else ""
    end = UncertainDate(mandate.end).for_people(language) if mandate.end else ""
    if not start and mandate.attested:
        month = UncertainDate(mandate.attested[:7]).for_people(language)
        start = _("at the latest %(month)s") % {"month": month}
    if start and end:
        return f"{start} – {end}"
    return _("%(start)s – today") % {"start": start} if start else end
