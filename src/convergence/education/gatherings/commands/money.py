"""What registrations ask of finance: one invoice each, or one for a group; corrections by entries. Whole cents."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from convergence.contacts.choices import Channel, ContactKind
from convergence.contacts.commands import add_contact_point, create_person
from convergence.contacts.models import Contact, ContactPoint
from convergence.contacts.rules.names import fold_for_search
from convergence.education.gatherings.choices import LIVE, CancelledBy, RegistrationState
from convergence.education.gatherings.models import Party, Registration
from convergence.finance import gateway
from convergence.finance.choices import InvoiceKind
from convergence.finance.commands import adjust_invoice, issue_invoice, start_checkout
from convergence.finance.models import Invoice
from convergence.finance.queries.balances import balance

DUE_DAYS = 30
PURPOSE = "GENERAL"


def charge(registration: Registration, *, at: datetime) -> None:
    """Issue the invoice of a confirmed registration that has a price; issuing again gives back the same one."""
    if not registration.price_cents or registration.party_id is not None:
        return
    person = registration.person or _person_of(registration, at)
    registration.person = person
    registration.invoice = _issue(
        registration.gathering.activity,
        payer_id=person.pk,
        label=_label(registration, registration.language),
        cents=registration.price_cents,
        language=registration.language,
        key=f"gatherings.registration:{registration.pk}",
        at=at,
    )
    registration.save(update_fields=["person", "invoice"])


def charge_party(party: Party, places: int, *, at: datetime) -> None:
    """Issue the one invoice of a group."""
    if party.price is None or not party.price.amount_cents:
        return
    with translation.override(party.language):
        label = _("%(places)s places: %(category)s") % {
            "places": places,
            "category": party.price.name_in(party.language),
        }
    party.invoice = _issue(
        party.gathering.activity,
        payer_id=party.organisation_id,
        label=label,
        cents=places * party.price.amount_cents,
        language=party.language,
        key=f"gatherings.party:{party.pk}",
        at=at,
    )
    party.save(update_fields=["invoice"])


def _issue(activity: Any, *, payer_id: int, label: str, cents: int, language: str, key: str, at: datetime) -> Invoice:
    today = timezone.localdate(at)
    due = max(today, min(today + timedelta(days=DUE_DAYS), activity.first_day or date.max))
    return issue_invoice(
        payer_id=payer_id,
        period=str((activity.first_day or today).year),
        object=activity.title_in(language)[:200],
        lines=[(label[:300], cents)],
        due_date=due,
        kind=InvoiceKind.OTHER,
        language=language,
        key=key,
        actor=None,
        at=at,
    )


def _label(registration: Registration, language: str) -> str:
    category = registration.price.name_in(language) if registration.price else ""
    return " — ".join(part for part in (category, registration.full_name) if part)


def _person_of(registration: Registration, at: datetime) -> Contact:
    """Find the one person with this e-mail and name, or record them: an invoice needs somebody who owes it."""
    points = ContactPoint.objects.filter(
        channel=Channel.EMAIL, normalised=registration.email_key, contact__kind=ContactKind.PERSON, end_date=None
    ).select_related("contact__merged_into")
    found = {
        (point.contact.merged_into or point.contact)
        for point in points
        if fold_for_search(point.contact.name) == registration.name_key
    }
    if len(found) == 1:
        return found.pop()
    person = create_person(
        given_name=registration.given_name,
        family_name=registration.family_name,
        language=registration.language,
        actor=None,
        at=at,
    )
    if registration.email:
        add_contact_point(
            contact_id=person.pk, channel=Channel.EMAIL, value=registration.email, purpose=PURPOSE, actor=None, at=at
        )
    return person


def release(registration: Registration, *, at: datetime) -> None:
    """Correct the invoice of a cancelled registration, unless the person gave up after the last day of refund."""
    last = registration.gathering.refund_until
    late = last is not None and timezone.localdate(at) > last
    if late and registration.cancelled_by == CancelledBy.PERSON:
        return
    party = registration.party
    invoice_id = party.invoice_id if party is not None else registration.invoice_id
    if invoice_id is None:
        return
    left = 0
    if party is not None:
        kept = Registration.objects.filter(party=party, state__in=LIVE).count()
        left = kept * (party.price.amount_cents if party.price else 0)
    with translation.override(registration.language):
        reason = _("Registration cancelled")
    adjust_invoice(invoice_id=invoice_id, total_cents=left, reason=reason, actor=None, at=at)


def owed_cents(invoice_id: int | None) -> int:
    """Return what is still owed on an invoice; 0 without one."""
    return balance([invoice_id])[invoice_id].owed_cents if invoice_id is not None else 0


def card_is_offered() -> bool:
    """Tell whether the card provider's keys are there."""
    return gateway.is_available()


def card_page(*, invoice_id: int, email: str, language: str, success_url: str, cancel_url: str, at: datetime) -> str:
    """Return the address of the card provider's page for what an invoice still owes.

    Raises:
        AlreadyDone: nothing is owed.
        OnlinePaymentUnavailable: the provider does not answer.
    """
    session = start_checkout(
        invoice_id=invoice_id,
        email=email,
        language=language,
        success_url=success_url,
        cancel_url=cancel_url,
        actor=None,
        at=at,
    )
    return str(session.url)


def is_unpaid(registration: Registration) -> bool:
    """Tell whether a confirmed registration still owes its price."""
    return registration.state == RegistrationState.CONFIRMED and owed_cents(registration.invoice_id) > 0
