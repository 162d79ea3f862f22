"""Who may do what with contacts."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from convergence.accounts.choices import Role, ScopeKind
from convergence.accounts.policies import Reach, declare, everywhere

STAFF = (Role.COORDINATOR, Role.TREASURER, Role.COMMUNICATIONS, Role.EDUCATION, Role.PROJECTS)
READERS = everywhere(*STAFF, Role.BOARD, Role.AUDITOR) | {
    Role.ANIMATOR: ScopeKind.REGION,
    Role.DELEGATE: ScopeKind.OWN,
}
EDITORS = everywhere(*STAFF) | {Role.ANIMATOR: ScopeKind.REGION, Role.DELEGATE: ScopeKind.OWN}


def within(rows: QuerySet[Any], reach: Reach) -> QuerySet[Any]:
    """Keep contacts of one's regions and organisations, their bodies and the people who hold a post there."""
    own = Q(pk__in=reach.organisations) | Q(part_of__in=reach.organisations)
    own |= Q(mandates__held_in__in=reach.organisations) | Q(mandates__held_in__part_of__in=reach.organisations)
    regional = Q(region__slug__in=reach.regions) | Q(part_of__region__slug__in=reach.regions)
    regional |= Q(mandates__held_in__region__slug__in=reach.regions)
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
    declare(f"contacts.view_{noun}", see, READERS, narrow=within)
    declare(f"contacts.edit_{noun}", change, EDITORS, narrow=within)
    declare(f"contacts.add_{noun}", add, everywhere(*STAFF))
    declare(f"contacts.delete_{noun}", delete, everywhere(Role.COORDINATOR))
declare("contacts.merge_contacts", _("Merge duplicates"), everywhere(Role.COORDINATOR, Role.TREASURER))
declare("contacts.import_contacts", _("Import lists"), everywhere(Role.COORDINATOR, Role.TREASURER))
declare("contacts.export_contacts", _("Export lists"), everywhere(Role.COORDINATOR, Role.TREASURER, Role.AUDITOR))
declare("contacts.hand_over_data", _("Hand a person’s data over to them"), everywhere(Role.COORDINATOR))
declare("contacts.erase_person", _("Erase a person’s data"), everywhere(Role.COORDINATOR))
declare("contacts.view_consent", _("See proofs of consent"), everywhere(*STAFF, Role.AUDITOR))
