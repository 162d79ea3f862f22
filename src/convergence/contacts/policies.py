"""Who may do what with contacts."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convergence.accounts.choices import Role, ScopeKind
from convergence.accounts.policies import Reach, Veil, declare, everywhere, reach

STAFF = (Role.COORDINATOR, Role.TREASURER, Role.COMMUNICATIONS, Role.EDUCATION, Role.PROJECTS)
READERS = everywhere(*STAFF, Role.BOARD, Role.AUDITOR) | {
    Role.ANIMATOR: ScopeKind.REGION,
    Role.DELEGATE: ScopeKind.OWN,
}
EDITORS = everywhere(*STAFF) | {Role.ANIMATOR: ScopeKind.REGION, Role.DELEGATE: ScopeKind.OWN}


def _in_office() -> Q:
    """Keep the people whose post may still be held today: an end as sure as its source counts until its last day (L9)."""
    today = timezone.localdate().isoformat()
    ends = [today, today[:7], today[:4]]  # a term that ends « 2026 » may last all that year
    return Q(mandates__end="") | Q(mandates__end__gt=today) | Q(mandates__end__in=ends)


def within(rows: QuerySet[Any], reach: Reach) -> QuerySet[Any]:
    """Keep contacts of one's regions and organisations, their bodies and the people who hold a post there today.

    Whoever left a post is no longer shown by it: their address may be that of another organisation now.
    """
    own = Q(pk__in=reach.organisations) | Q(part_of__in=reach.organisations)
    own |= Q(merged_into__in=reach.organisations)
    posts = Q(mandates__held_in__in=reach.organisations) | Q(mandates__held_in__part_of__in=reach.organisations)
    own |= posts & _in_office()
    regional = Q(region__slug__in=reach.regions) | Q(part_of__region__slug__in=reach.regions)
    regional |= Q(mandates__held_in__region__slug__in=reach.regions) & _in_office()
    keep = Q(pk__in=[])
    if reach.organisations:
        keep |= own
    if reach.regions:
        keep |= regional
    return rows.filter(pk__in=rows.model._base_manager.filter(keep).values("pk"))


def of_contact(path: str) -> Any:
    """Return a `narrow` for rows that point at a contact by the field `path`."""
    from convergence.contacts.models import Contact  # noqa: PLC0415

    def narrow(rows: QuerySet[Any], reach: Reach) -> QuerySet[Any]:
        return rows.filter(**{f"{path}__in": within(Contact.objects.all(), reach)})

    return narrow


SENSITIVE = "contacts.view_sensitive_contact"


def sensitive(far: Reach) -> QuerySet[Any]:
    """Return the contacts at risk, outside the reach: those marked, the bodies of one, what was merged into one."""
    from convergence.contacts.models import Contact  # noqa: PLC0415

    marked = Contact.objects.filter(is_sensitive=True).order_by()
    if far.organisations:
        marked = marked.exclude(pk__in=within(Contact.objects.order_by(), far).values("pk"))
    keys = marked.values("pk")
    found: QuerySet[Any] = Contact.objects.order_by().filter(
        Q(pk__in=keys) | Q(part_of__in=keys) | Q(merged_into__in=keys)
    )
    return found


def veil_of(*paths: str) -> Veil:
    """Return the veil over rows that point at a contact by one of the fields `paths` ("" for contacts themselves)."""

    def keep(rows: QuerySet[Any], far: Reach) -> QuerySet[Any]:
        for path in paths:
            rows = rows.exclude(**{f"{path or 'pk'}__in": sensitive(far).values("pk")})
        return rows

    return Veil(SENSITIVE, keep)


def without_sensitive(actor: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Take away the rows that name, by any key, a contact at risk that the actor may not see."""
    from convergence.contacts.models import Contact  # noqa: PLC0415

    far = reach(actor, SENSITIVE)
    if far.everything:
        return rows
    keys = [field.name for field in rows.model._meta.concrete_fields if _is_contact(field, Contact)]
    return veil_of(*keys).keep(rows, far)


def _is_contact(field: Any, contact: Any) -> bool:
    return bool(field.is_relation and field.related_model._meta.concrete_model is contact)


def sensitive_ids(actor: Any) -> frozenset[int]:
    """Return the ids of the contacts at risk that the actor may not see: for sums and drawings."""
    far = reach(actor, SENSITIVE)
    return frozenset() if far.everything else frozenset(sensitive(far).values_list("pk", flat=True))


# Partners in danger (L9): the people who write to them or pay them, and the auditor, for books with holes prove nothing.
declare(
    SENSITIVE,
    _("See contacts at risk"),
    everywhere(Role.COORDINATOR, Role.TREASURER, Role.PROJECTS, Role.AUDITOR)
    | {Role.DELEGATE: ScopeKind.OWN, Role.PARTNER: ScopeKind.OWN},
)
_VEIL = veil_of("")

NOUNS = (
    ("contact", _("See contacts"), _("Change contacts"), _("Add contacts"), _("Delete contacts")),
    ("person", _("See people"), _("Change people"), _("Add people"), _("Delete people")),
    (
        "organisation",
        _("See organisations"),
        _("Change organisations"),
        _("Add organisations"),
        _("Delete organisations"),
    ),
    ("body", _("See bodies"), _("Change bodies"), _("Add bodies"), _("Delete bodies")),
)
for noun, see, change, add, delete in NOUNS:
    declare(f"contacts.view_{noun}", see, READERS, narrow=within, veil=_VEIL)
    declare(f"contacts.edit_{noun}", change, EDITORS, narrow=within, veil=_VEIL)
    declare(f"contacts.add_{noun}", add, everywhere(*STAFF))
    declare(f"contacts.delete_{noun}", delete, everywhere(Role.COORDINATOR))
declare("contacts.merge_contacts", _("Merge duplicates"), everywhere(Role.COORDINATOR, Role.TREASURER))
declare("contacts.import_contacts", _("Import lists"), everywhere(Role.COORDINATOR, Role.TREASURER))
declare("contacts.export_contacts", _("Export lists"), everywhere(Role.COORDINATOR, Role.TREASURER, Role.AUDITOR))
declare("contacts.hand_over_data", _("Hand a person’s data over to them"), everywhere(Role.COORDINATOR))
declare("contacts.erase_person", _("Erase a person’s data"), everywhere(Role.COORDINATOR))
declare("contacts.view_consent", _("See proofs of consent"), everywhere(*STAFF, Role.AUDITOR))
