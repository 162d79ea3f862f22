"""The four next steps of the thank-you page: a wish is noted, a consent is written in the ledger with its words (S64)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from convergence.contacts.choices import Channel, ConsentAct, ConsentPurpose, InteractionKind
from convergence.contacts.commands.consents import record_consent
from convergence.contacts.commands.records import log_interaction
from convergence.contacts.models import ContactPoint
from convergence.contacts.rules.consent_content import ConsentRequest, consent_request_faults
from convergence.contacts.rules.consent_evidence import Topic
from convergence.core.errors import BadValue
from convergence.core.models import OrganisationProfile
from convergence.core.profile import current_profile
from convergence.membership.choices import NextStep
from convergence.membership.commands.answers import choose_next_steps
from convergence.membership.models import CallRecipient, NextStepChoice

_CONSENTS = {NextStep.BULLETIN: ConsentPurpose.NEWSLETTER, NextStep.URGENT_ACTIONS: ConsentPurpose.URGENT_ACTIONS}


def consent_words(profile: OrganisationProfile) -> dict[str, str]:
    """Return the words under each box: one purpose each, who asks, how to reach them, that it can be withdrawn (C5, C6).

    A consent that may not be asked for, because the profile lacks what the words must say, has no box.
    """
    who = {
        "name": profile.name,
        "address": ", ".join(part for part in (profile.street, profile.city, profile.postal_code) if part),
        "contact": profile.email or profile.phone or profile.website,
    }
    bulletin = _(
        "I agree to receive the bulletin of %(name)s (%(address)s; %(contact)s) by e-mail. I can withdraw at any time."
    )
    urgent = _(
        "I agree to receive the urgent actions of %(name)s (%(address)s; %(contact)s) by e-mail. I can withdraw at any time."
    )
    words = {
        NextStep.GIFT.value: _("We will write to you about it, once."),
        NextStep.BULLETIN.value: bulletin % who,
        NextStep.URGENT_ACTIONS.value: urgent % who,
        NextStep.SHARE.value: _("We will call you to find a day and a subject."),
    }
    return {step: said for step, said in words.items() if _may_be_asked(step, said, profile, who["address"])}


def _may_be_asked(step: str, words: str, profile: OrganisationProfile, address: str) -> bool:
    """Tell whether a box may be published: a request for consent without all that the law asks may not (C5)."""
    if step not in _CONSENTS:
        return True
    asked = ConsentRequest(
        topics=(Topic(_CONSENTS[NextStep(step)]),),
        purpose_text=words,
        organisation_name=profile.name,
        mailing_address=address,
        phone=profile.phone,
        email=profile.email,
        website=profile.website,
        withdrawal_statement=words,
    )
    return not consent_request_faults(asked)


@transaction.atomic
def take_next_steps(
    *, recipient_id: int, steps: Iterable[str], email: str, source: str, at: datetime
) -> list[NextStepChoice]:
    """Take note of what a member ticked; ticking again writes nothing twice.

    Who holds the link may consent for the member's own addresses. For any other address the consent is only asked for:
    nothing is sent there before the team has heard it from whoever reads that mailbox.

    Raises:
        BadValue: an address is needed for the bulletin or urgent actions.
    """
    recipient = CallRecipient.objects.select_related("member").get(pk=recipient_id)
    known = set(recipient.next_steps.values_list("step", flat=True))
    words = consent_words(current_profile())
    fresh = [step for step in dict.fromkeys(steps) if step not in known and step in words]
    address = (email or recipient.email).strip().lower()
    asked = [step for step in fresh if NextStep(step) in _CONSENTS]
    if asked:
        _check_address(address)
    is_own = _is_own(recipient, address)
    for step in asked:
        record_consent(
            contact_id=recipient.member_id,
            address=address,
            purpose=_CONSENTS[NextStep(step)],
            act=ConsentAct.GIVEN if is_own else ConsentAct.REQUESTED,
            method="dues form, box ticked",
            wording=words[step],
            source=source[:300],
            actor=None,
            at=at,
        )
    if asked and not is_own:
        _note(
            recipient,
            _("Asks that %(address)s be written to: to be confirmed with this address.") % {"address": address},
            at,
        )
    for step in fresh:
        if NextStep(step) not in _CONSENTS:
            words_noted = _("Dues form %(period)s: “%(step)s”.")
            _note(recipient, words_noted % {"period": recipient.call.period, "step": NextStep(step).label}, at)
    return choose_next_steps(recipient_id=recipient.pk, steps=fresh, actor=None, at=at)


def _note(recipient: CallRecipient, text: str, at: datetime) -> None:
    log_interaction(
        contact_id=recipient.member_id,
        kind=InteractionKind.NOTE,
        on=timezone.localdate(at),
        text=text,
        actor=None,
        at=at,
    )


def _is_own(recipient: CallRecipient, address: str) -> bool:
    """Tell whether an address is one of the member's: where its letter went, or a point of it or of its officers."""
    if address == recipient.email.strip().lower():
        return True
    whose = Q(contact=recipient.member_id) | Q(contact__mandates__held_in=recipient.member_id)
    return ContactPoint.objects.filter(whose, channel=Channel.EMAIL, normalised=address).exists()


def _check_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError as error:
        raise BadValue(_("Write the e-mail address that should receive them."), field="email") from error
