"""From request to offer, and to an end before the crates leave."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from convergence.accounts.policies import require
from convergence.activities.choices import ActivityState
from convergence.activities.commands import cancel_activity
from convergence.contacts.choices import ContactKind
from convergence.contacts.models import Contact
from convergence.core import audit, links
from convergence.core.errors import BadValue, NotFound
from convergence.education.exhibitions.choices import LoanState
from convergence.education.exhibitions.commands import mail
from convergence.education.exhibitions.commands.days import buffers_of, check_days, draw_hold, keep_crates
from convergence.education.exhibitions.commands.finding import locked, require_step, step
from convergence.education.exhibitions.errors import ConditionsNotAccepted, NoAddress, ReasonMissing
from convergence.education.exhibitions.models import Loan, Version
from convergence.education.exhibitions.queries.links import token_of
from convergence.education.exhibitions.rules.slots import Span
from convergence.messaging.addresses import is_email

LANGUAGES = ("fr", "en", "es")
MOST_LEGS = 90


@dataclass(frozen=True)
class Asked:
    """What a borrower writes: who, where, when. Texts are cut to the length of their column."""

    organisation_name: str
    contact_name: str
    email: str
    venue: str
    city: str
    setting: str
    first_day: date
    last_day: date
    phone: str = ""
    expected: int | None = None
    message: str = ""
    language: str = "fr"
    is_announced: bool = False


@transaction.atomic
def request_loan(
    *,
    version_id: int,
    asked: Asked,
    accepts_conditions: bool,
    actor: Any,
    at: datetime,
    borrower_id: int | None = None,
    key: str = "",
) -> Loan:
    """Write the request of a union; it keeps no crate yet, and a receipt of it leaves by e-mail.

    Asking twice with one key writes one request.

    Args:
        version_id: what is asked for.
        asked: who, where, when.
        accepts_conditions: the venue meets the conditions of the version.
        actor: None for somebody without account.
        at: when.
        borrower_id: the contact, when it is known.
        key: of the form that was sent, so that sending it twice does its act once.

    Raises:
        NotFound, NotAllowed: no such version; the actor may neither ask for the borrower nor write loans.
        ConditionsNotAccepted, NoAddress: what is missing.
        SlotTaken and the other refusals of `check_days`: the days or the version, with the way out.

    Writes the audit line `exhibitions.loan.requested`.
    """
    known = Loan.objects.filter(request_key=key).first() if key else None
    if known is not None:
        return known
    version = Version.objects.select_related("exhibition").filter(pk=version_id).first()
    if version is None:
        raise NotFound
    borrower = _borrower(borrower_id)
    if not accepts_conditions:
        raise ConditionsNotAccepted(field="accepts_conditions")
    if not is_email(asked.email):
        raise NoAddress(field="email")
    stay = Span(asked.first_day, asked.last_day)
    check_days(version, stay, setting=asked.setting, today=timezone.localdate(at))
    loan = _new(version, asked, borrower, key, at)
    loan.full_clean(exclude=["request_key", "activity"])
    loan.save(force_insert=True)
    audit.record(
        actor=actor,
        verb="exhibitions.loan.requested",
        obj=loan,
        changes={"days": (None, f"{loan.first_day}/{loan.last_day}"), "version": (None, str(version))},
        at=at,
    )
    mail.write(loan, "received", at=at)
    return loan


def _new(version: Version, asked: Asked, borrower: Contact | None, key: str, at: datetime) -> Loan:
    nonce = links.new_nonce()
    loan = Loan(
        version=version,
        borrower=borrower,
        organisation_name=(borrower.name if borrower else asked.organisation_name).strip()[:200],
        contact_name=asked.contact_name.strip()[:200],
        email=asked.email.strip(),
        phone=asked.phone.strip()[:40],
        language=asked.language if asked.language in LANGUAGES else "fr",
        venue=asked.venue.strip()[:200],
        city=asked.city.strip()[:100],
        setting=asked.setting,
        expected=asked.expected,
        first_day=asked.first_day,
        last_day=asked.last_day,
        out_days=version.transport_days,
        back_days=version.transport_days,
        message=asked.message.strip()[:2000],
        is_announced=asked.is_announced,
        nonce=nonce,
        digest=links.digest_of(token_of(nonce)),
        request_key=key or None,
        requested_at=at,
        changed_at=at,
    )
    draw_hold(loan)
    return loan


def _borrower(contact_id: int | None) -> Contact | None:
    if contact_id is None:
        return None
    found = Contact.objects.select_related("merged_into").filter(pk=contact_id).first()
    if found is None or found.kind == ContactKind.PERSON:
        raise BadValue(field="borrower")
    return found.merged_into or found


@transaction.atomic
def offer_loan(*, loan_id: int, actor: Any, at: datetime, **values: Any) -> Loan:
    """Keep the crates for a loan and send the agreement to sign; offering anew replaces days, version and legs.

    Args:
        loan_id: the loan.
        actor: who offers it.
        at: when.
        values: `version_id`, `first_day`, `last_day`, `out_days`, `back_days`, `borrower_id`, `place_id`; those left out stay.

    Raises:
        NotFound, NotAllowed: no such loan; the actor may not offer it.
        NoSuchStep: it is agreed, over, declined or cancelled.
        SlotTaken and the other refusals of `check_days`: also when somebody else was faster by an instant.

    Writes the audit line `exhibitions.loan.offered`; publishes LoanStateChanged. Signatures given before are removed.
    """
    loan = locked(loan_id)
    require(actor, "exhibitions.edit_loan", loan)
    require_step(loan, LoanState.OFFERED)
    before = audit.snapshot(loan)
    if "borrower_id" in values:
        loan.borrower = _borrower(values.pop("borrower_id"))
    for name, value in values.items():
        setattr(loan, name, value)
    if "version_id" in values:
        loan.version = Version.objects.select_related("exhibition").get(pk=values["version_id"])
    if not (0 <= loan.out_days <= MOST_LEGS and 0 <= loan.back_days <= MOST_LEGS):
        raise BadValue(field="out_days")
    today = timezone.localdate(at)
    check_days(
        loan.version,
        loan.stay,
        setting=loan.setting,
        today=today,
        buffers=buffers_of(loan),
        without_loan=loan.pk,
    )
    draw_hold(loan)
    keep_crates(loan, today=today)
    loan.signatures.all().delete()
    changes = audit.changes_between(before, audit.snapshot(loan))
    step(loan, LoanState.OFFERED, actor=actor, at=at, **changes)
    mail.write(loan, "agreement", at=at, with_agreement=True)
    return loan


@transaction.atomic
def end_loan(*, loan_id: int, state: str, because: str, actor: Any, at: datetime) -> Loan:
    """Decline a request or an offer, or cancel what has not left; the crates are let go and the borrower is told why.

    Raises:
        NotFound, NotAllowed: no such loan; the actor may not change it.
        NoSuchStep: the crates have left, or it is over.
        ReasonMissing: nothing says why.

    Writes the audit line `exhibitions.loan.<state>`; publishes LoanStateChanged. Its activity is cancelled with the reason.
    """
    loan = locked(loan_id)
    require(actor, "exhibitions.edit_loan", loan)
    if state not in (LoanState.DECLINED, LoanState.CANCELLED):
        raise BadValue(field="state")
    require_step(loan, state)
    if not because.strip():
        raise ReasonMissing(field="because")
    loan.because = because.strip()[:300]
    loan.holds.all().delete()
    activity = loan.activity
    if activity is not None and activity.state in (ActivityState.PLANNED, ActivityState.CONFIRMED):
        cancel_activity(activity_id=activity.pk, reason=loan.because, actor=None, at=at)
    step(loan, state, actor=actor, at=at)
    mail.write(loan, "declined", at=at)
    return loan
