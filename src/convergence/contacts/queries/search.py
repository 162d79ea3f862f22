"""Finding contacts by what people type."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, QuerySet

from convergence.contacts.choices import Channel, ContactKind
from convergence.contacts.models import Contact, ContactPoint, FormerName
from convergence.contacts.rules.names import fold_for_search, search_words

M = TypeVar("M", bound=Model)


def search(rows: QuerySet[M], text: str, *, path: str = "search_text") -> QuerySet[M]:
    """Keep the contacts that hold every word of the text, whatever its accents, case or gender (S138, R-U2).

    Names, former names, acronyms, member numbers and e-mails are looked into. A text of punctuation alone filters
    nothing; no text can do harm.
    """
    for word in search_words(text):
        rows = rows.filter(**{f"{path}__contains": word})
    return rows


def search_text(contact: Contact, *, others: Iterable[str] = ()) -> str:
    """Return the folded text to store for a contact.

    Args:
        contact: the contact, saved or not.
        others: former names and acronyms, e-mails.
    """
    own = (
        contact.name,
        contact.given_name,
        contact.family_name,
        contact.pseudonym,
        contact.acronym,
        contact.number,
    )
    folded = (fold_for_search(part) for part in (*own, *others) if part)
    words = dict.fromkeys(word for part in folded for word in part.split())
    return " ".join(words)


def sort_name(contact: Contact) -> str:
    """Return the folded name by which lists are ordered: family name first for persons."""
    if contact.kind == ContactKind.PERSON and contact.family_name:
        return fold_for_search(f"{contact.family_name} {contact.given_name}")[:300]
    return fold_for_search(contact.name)[:300]


def other_words(contact_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return {contact id: what finds it beside its own names}, in four queries.

    Former names and acronyms, e-mails, and all that the contacts it absorbed were known by.
    """
    ids = list(contact_ids)
    found: dict[int, list[str]] = {pk: [] for pk in ids}
    family = {pk: pk for pk in ids}
    for alias in Contact.objects.filter(merged_into__in=ids):
        kept = alias.merged_into_id or alias.pk
        family[alias.pk] = kept
        found[kept] += [alias.name, alias.acronym, alias.number, alias.pseudonym]
    names = FormerName.objects.filter(contact__in=family).order_by("pk")
    for pk, name, acronym in names.values_list("contact_id", "name", "acronym"):
        found[family[pk]] += [name, acronym]
    points = ContactPoint.objects.filter(contact__in=family, channel=Channel.EMAIL).order_by("pk")
    for pk, address in points.values_list("contact_id", "normalised"):
        found[family[pk]].append(address)
    return found
