"""Which organisation somebody means, and whether it pays the price of members."""

from datetime import date

from convergence.contacts.choices import ContactKind
from convergence.contacts.models import Contact, FormerName, Standing
from convergence.contacts.rules.names import fold_for_search
from convergence.education.gatherings.rules.standing import is_in_good_standing


def organisation_named(text: str) -> Contact | None:
    """Return the one organisation or body that bears this name, acronym or former name; None for none or several.

    An organisation at risk is never recognised: nothing ties a registration to it (L9).
    """
    typed = " ".join(text.split())
    folded = fold_for_search(typed)[:300]
    if not folded:
        return None
    known = Contact.objects.current().exclude(kind=ContactKind.PERSON).filter(is_sensitive=False)
    former = FormerName.objects.filter(name__iexact=typed).values("contact_id")
    for found in (
        known.filter(sort_name=folded),
        known.filter(acronym__iexact=typed),
        known.filter(pk__in=former),
    ):
        rows = list(found.order_by("pk")[:2])
        if rows:
            return rows[0] if len(rows) == 1 else None
    return None


def pays_as_member(contact: Contact, on: date) -> bool:
    """Tell whether an organisation, or the one that a body belongs to, is in good standing on a day."""
    whose = contact.part_of_id or contact.pk
    marks = Standing.objects.filter(contact_id=whose, since__lte=on).order_by("since", "pk")
    return is_in_good_standing(marks.values_list("period", "standing", "since"), on)
