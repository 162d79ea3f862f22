"""Data that have served their purpose: handed over to the person, then made anonymous (L10, L12)."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from convergence.accounts.policies import require
from convergence.contacts.choices import ContactKind
from convergence.contacts.commands.rows import locked, note
from convergence.contacts.errors import MustBeKept
from convergence.contacts.models import (
    Contact,
    ContactPoint,
    DoNotContact,
    FormerName,
    ImportRow,
    Interaction,
    Merge,
    PostalAddress,
)
from convergence.contacts.queries.held import collected_from, erase_elsewhere, reasons_to_keep
from convergence.contacts.queries.identity import family_ids, resolve
from convergence.core import audit
from convergence.core.errors import BadValue

EMPTIED = {
    "number": "",
    "given_name": "",
    "family_name": "",
    "pseudonym": "",
    "form_of_address": "",
    "title_gender": "",
    "website": "",
    "notes": "",
    "region": None,
    "user": None,
    "search_text": "",
    "sort_name": "",
    "is_closed": True,
}


def _person(contact_id: int) -> Contact:
    contact = locked(resolve(contact_id).pk)
    if contact.kind != ContactKind.PERSON:
        raise ValidationError(_("Only a person has personal data of their own."))
    return contact


@transaction.atomic
def hand_over_data(*, contact_id: int, actor: Any, at: datetime) -> dict[str, Any]:
    """Return what was collected from a person, and write that it was handed over (L12).

    Raises:
        NotFound: there is no such contact.
        NotAllowed: the actor may not hand over data.
        ValidationError: an organisation or a body.

    Writes the audit line `contacts.person.data_handed_over`.
    """
    contact = _person(contact_id)
    require(actor, "contacts.hand_over_data", contact)
    note(contact, "contacts.person.data_handed_over", actor=actor, at=at)
    return collected_from(contact) | {"on": at.isoformat()}


@transaction.atomic
def erase_person(*, contact_id: int, reason: str, actor: Any, at: datetime) -> Contact:
    """Make a person anonymous, merged records included (L10). It cannot be undone.

    Names, addresses, notes, the relationship log, the lines of imports, the words of letters and the values of the audit
    log go; higher apps empty what they hold (`queries.held.register_eraser`). What a law
    keeps stays: invoices, payments and receipts (K1), the ledger of consents (K6), the posts held, now nameless.

    Raises:
        NotFound: there is no such contact.
        NotAllowed: the actor may not erase.
        BadValue: no reason is given.
        MustBeKept: something keeps the data: a membership, an access.
        ValidationError: an organisation or a body.

    Writes the audit line `contacts.person.erased`, with the reason.
    """
    contact = _person(contact_id)
    require(actor, "contacts.erase_person", contact)
    if not reason.strip():
        raise BadValue(_("Say why the data have served their purpose, or who asked."), field="reason")
    keeping = reasons_to_keep(contact)
    if contact.user_id is not None:
        keeping.append(_("This person signs in here: take their access away first."))
    if keeping:
        raise MustBeKept(why=" ".join(keeping))
    ids = family_ids(contact)
    _empty_rows(ids)
    with override("fr"):
        for pk in ids:
            name = _("Erased person no. %(number)s") % {"number": pk}
            Contact.objects.filter(pk=pk).update(**EMPTIED, name=name, retracted_at=at, changed_at=at)
    audit.empty("contacts.contact", ids, at=at)
    erase_elsewhere(ids, at=at)
    contact.refresh_from_db()
    note(contact, "contacts.person.erased", actor=actor, at=at, changes={"reason": (None, reason.strip()[:300])})
    return contact


def _empty_rows(ids: list[int]) -> None:
    for model in (ContactPoint, PostalAddress, FormerName, Interaction, DoNotContact):
        model._default_manager.filter(contact__in=ids).delete()
    ImportRow.objects.filter(Q(contact__in=ids) | Q(person__in=ids) | Q(match_contact__in=ids)).update(
        cells=[], entry=None, fingerprint="", reasons=[]
    )
    Merge.objects.filter(Q(kept__in=ids) | Q(absorbed__in=ids)).update(changes={})
