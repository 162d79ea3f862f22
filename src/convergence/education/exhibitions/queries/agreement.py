"""What a loan agreement says, and the digest of what is signed."""

import hashlib
import json
from typing import Any

from convergence.core.profile import current_profile
from convergence.education.exhibitions.choices import Party
from convergence.education.exhibitions.models import Loan
from convergence.education.exhibitions.queries.consent import leaving


def agreed_on(loan: Loan) -> dict[str, Any]:
    """Return what the two sides agree on, ready for JSON: who, what, where, when, insured for how much, on what terms."""
    version, language = loan.version, loan.language
    return {
        "language": language,
        "lender": current_profile().name,
        "borrower": loan.borrower_name,
        "exhibition": version.exhibition.title_in(language),
        "version": version.pk,
        "setting": loan.setting,
        "venue": [loan.venue, loan.city],
        "days": [day.isoformat() for day in (loan.hold_start, loan.first_day, loan.last_day, loan.hold_end)],
        "legs": [loan.out_days, loan.back_days],
        "insurance_cents": version.insurance_cents,
        "conditions": version.conditions_in(language),
        "crates": list(loan.holds.order_by("crate").values_list("crate__code", flat=True)),
    }


def digest_of(loan: Loan) -> str:
    """Return the digest of what is signed; the panels are in the reports, for one that is damaged leaves the kit."""
    return hashlib.sha256(json.dumps(agreed_on(loan), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def signed_by(loan: Loan) -> dict[str, Any]:
    """Return party → signature, those given to the agreement as it reads now."""
    digest = digest_of(loan)
    return {row.party: row for row in loan.signatures.all() if row.digest == digest}


def is_signed_by_both(loan: Loan) -> bool:
    """Tell whether both signed the agreement as it reads now."""
    return len(signed_by(loan)) == len(Party)


def panels_by_crate(loan: Loan) -> dict[str, list[str]]:
    """Return code of the crate → panels that leave, in order."""
    found: dict[str, list[str]] = {}
    for panel in leaving(loan.version):
        found.setdefault(panel.crate.code if panel.crate else "", []).append(str(panel))
    return found
