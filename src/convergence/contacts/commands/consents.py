"""The consent ledger: added to, never changed (C5, C24, C26-C28)."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction

from convergence.accounts.policies import require
from convergence.contacts.choices import Channel, ConsentAct
from convergence.contacts.commands.points import normalise_point
from convergence.contacts.commands.rows import locked, note
from convergence.contacts.errors import ProofMissing
from convergence.contacts.events import ConsentWithdrawn
from convergence.contacts.models import ConsentEvent, Contact
from convergence.core import facts


def _write(contact: Contact, verb: str, *, actor: Any, at: datetime, **values: Any) -> ConsentEvent:
    proved = "|".join(str(values.get(part, "")) for part in ("address", "purpose", "act", "wording", "source"))
    event = ConsentEvent(
        contact=contact,
        at=at,
        recorded_by_id=getattr(actor, "pk", None),
        proof=hashlib.sha256(f"{proved}|{at.isoformat()}".encode()).hexdigest(),
        **values,
    )
    event.full_clean()
    event.save(force_insert=True)
    changes = {name: (None, values[name]) for name in ("address", "purpose", "act", "method") if values.get(name)}
    note(contact, verb, actor=actor, at=at, changes=changes)
    return event


@transaction.atomic
def record_consent(
    *,
    contact_id: int,
    address: str,
    purpose: str,
    act: str,
    method: str,
    actor: Any,
    at: datetime,
    wording: str = "",
    source: str = "",
    channel: str = Channel.EMAIL,
) -> ConsentEvent:
    """Write a consent, a request for one, or a declaration without proof.

    Args:
        contact_id: whose consent.
        address: the e-mail or telephone it is for.
        purpose: one code of `ConsentPurpose`: one purpose per box (C6).
        act: GIVEN needs the words shown and their source; DECLARED has no proof and never allows sending (C27).
        method: how it came: form, paper, telephone, import.
        actor: who writes it; None for a public form.
        at: when it was given.
        wording: the words that were shown.
        source: the page or document where they stood.
        channel: EMAIL or PHONE.

    Raises:
        NotAllowed: the actor may not change this contact.
        ProofMissing: GIVEN without words, source or purpose.
        UnreadableEmail: not an e-mail address.
        ValidationError: a value does not fit.
    """
    contact = locked(contact_id)
    require(actor, "contacts.edit_contact", contact)
    if act == ConsentAct.GIVEN and not (wording.strip() and source.strip() and purpose):
        raise ProofMissing(field="wording")
    return _write(
        contact,
        "contacts.consent.recorded",
        actor=actor,
        at=at,
        address=normalise_point(channel, address),
        channel=channel,
        purpose=purpose,
        act=act,
        method=method,
        wording=wording,
        source=source,
    )


@transaction.atomic
def withdraw_consent(
    *,
    contact_id: int,
    address: str,
    actor: Any,
    at: datetime,
    purpose: str = "",
    method: str,
    source: str = "",
    channel: str = Channel.EMAIL,
) -> ConsentEvent:
    """Write a withdrawal: from one purpose, or from everything but legal notices when `purpose` is empty (C26).

    It holds at once (C24). Publishes ConsentWithdrawn. A public page calls it with `actor=None`.

    Raises:
        NotAllowed: the actor may not change this contact.
        UnreadableEmail: not an e-mail address.
    """
    contact = locked(contact_id)
    require(actor, "contacts.edit_contact", contact)
    event = _write(
        contact,
        "contacts.consent.withdrawn",
        actor=actor,
        at=at,
        address=normalise_point(channel, address),
        channel=channel,
        purpose=purpose,
        act=ConsentAct.WITHDRAWN,
        method=method,
        source=source,
    )
    facts.publish(ConsentWithdrawn(contact.merged_into_id or contact.pk, event.address, purpose))
    return event
