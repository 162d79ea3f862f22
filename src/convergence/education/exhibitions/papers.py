"""The loan agreement as a tagged PDF (PDF/UA-1), in the language of the borrower."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from convergence.core.dates import long_day
from convergence.core.money import format_cents
from convergence.core.profile import current_profile
from convergence.documents import letters
from convergence.education.exhibitions.choices import Party
from convergence.education.exhibitions.models import Loan, Signature
from convergence.education.exhibitions.queries.agreement import panels_by_crate, signed_by
from convergence.messaging.commands.transactional import literal, unescaped
from convergence.messaging.rendering import render_pdf


def agreement_letter(loan: Loan, *, at: datetime) -> letters.Letter:
    """Return the words of the agreement, with the signatures given to them."""
    language, profile = loan.language, current_profile()
    with override(language):
        words = {
            "venue": loan.venue,
            "city": loan.city,
            "out": loan.out_days,
            "back": loan.back_days,
            "lender": profile.name,
            "borrower": loan.borrower_name,
            "title": loan.version.exhibition.title_in(language),
            "setting": str(loan.get_setting_display()),
            "version": loan.version.name or str(loan.version.get_setting_display()),
            "days": {
                name: long_day(getattr(loan, name), language)
                for name in ("hold_start", "first_day", "last_day", "hold_end")
            },
            "insurance": format_cents(loan.version.insurance_cents, language),
            "conditions": loan.version.conditions_in(language).splitlines(),
            "crates": [{"code": code, "panels": panels} for code, panels in panels_by_crate(loan).items()],
        }
        source = render_to_string("exhibitions/agreement.md", {"said": literal(words)})
        given = signed_by(loan)
        signatories = [_signatory(given.get(party), str(party.label), language) for party in Party]
        subject = _("Loan of the exhibition “%(title)s”") % {"title": words["title"]}
        city = profile.city
        day = long_day(timezone.localdate(at), language)
        place_date = _("%(city)s, %(date)s") % {"city": city, "date": day} if city else day
    return letters.compose(
        language=language,
        subject=subject,
        source=unescaped(source),
        values={},
        place_date=place_date,
        signatories=signatories,
    )


def _signatory(given: Signature | None, party: str, language: str) -> dict[str, str]:
    """Return the line under which a side signs, or has signed."""
    if given is None:
        return {"name": party[:1].upper() + party[1:], "title": _("not signed yet")}
    day = long_day(timezone.localdate(given.signed_at), language)
    title = _("%(title)s, for %(party)s, signed on %(day)s")
    return {"name": given.name, "title": title % {"title": given.title or "–", "party": party, "day": day}}


def agreement_pdf(loan: Loan, *, at: datetime) -> bytes:
    """Return the agreement as it reads now."""
    letter = agreement_letter(loan, at=at)
    return render_pdf(letter, recipient=[loan.borrower_name, loan.venue, loan.city], created=at)
