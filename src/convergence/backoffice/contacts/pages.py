"""The page of one contact: everything about it on one screen, each section with its own button."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import unquote
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from convergence.accounts.policies import may, visible
from convergence.accounts.scoped import ScopedInspectView
from convergence.backoffice.contacts.base import LISTS, contact_url, language_of
from convergence.backoffice.contacts.sections import Section, sections_of
from convergence.contacts.choices import ContactKind
from convergence.contacts.models import Contact, Merge
from convergence.contacts.policies import sensitive_ids, without_sensitive
from convergence.contacts.queries import aliases_of
from convergence.contacts.queries.graph import children_of, members_under
from convergence.contacts.queries.relations import last_seen

FIRST = 10


@dataclass(frozen=True)
class Panel:
    """A part of the page written by another area: membership, finance, letters."""

    title: str | Promise
    template: str
    context: dict[str, Any]


PanelMaker = Callable[[Any, Contact], Panel | None]
_panels: list[PanelMaker] = []


def register_panel(make: PanelMaker) -> PanelMaker:
    """Let another area add its part to the page of a contact: `make(request, contact)` gives a `Panel` or None."""
    if make not in _panels:
        _panels.append(make)
    return make


@dataclass(frozen=True)
class Act:
    """A button of the head of the page."""

    label: str | Promise
    url: str
    main: bool = False


@dataclass(frozen=True)
class Shown:
    """A section as the page shows it."""

    section: Section
    rows: list[Any]
    more: bool


class ContactPageView(ScopedInspectView):
    """Everything about one contact."""

    template_name = "backoffice/contacts/contact.html"
    page_title = ""

    def get_object(self, queryset: Any = None) -> Contact:
        """Return the contact, with what its head shows."""
        rows = self.model._default_manager.select_related("region", "part_of", "merged_into", "user")
        found: Contact = get_object_or_404(rows, pk=unquote(str(self.pk)))
        return found

    @property
    def contact(self) -> Contact:
        """The contact, under the name that templates and sections know."""
        found: Contact = self.object
        return found

    @cached_property
    def may_edit(self) -> bool:
        """Whether the user may change it; an alias is changed by its kept contact."""
        return self.contact.merged_into_id is None and may(self.request.user, "contacts.edit_contact", self.contact)

    def get_fields(self) -> list[str]:
        """Show no field by itself: the template writes the page."""
        return []

    def get_page_title(self) -> str:
        """Return the name."""
        return self.contact.name

    def get_page_subtitle(self) -> str:
        """Return nothing: the name says it all."""
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        listing = reverse(f"{LISTS[ContactKind(self.contact.kind)]}:index")
        plural = self.model._meta.verbose_name_plural
        return [
            *self.breadcrumbs_items,
            {"url": listing, "label": capfirst(str(plural))},
            {"url": "", "label": self.contact.name},
        ]

    def acts(self) -> list[Act]:
        """Return the acts of the head of the page: one main act, change, then the others."""
        contact, user = self.contact, self.request.user
        found = []
        if self.may_edit:
            found.append(Act(_("Edit"), contact_url(contact, "edit"), main=True))
        found.append(Act(pgettext_lazy("of a record", "History"), contact_url(contact, "history")))
        if self.may_edit and may(user, "contacts.merge_contacts"):
            found.append(Act(_("Merge with another"), f"{reverse('contacts:merge')}?kept={contact.pk}"))
        if contact.kind == ContactKind.PERSON and self.may_edit and may(user, "contacts.hand_over_data", contact):
            found.append(Act(_("Their data"), reverse("contacts:own_data", args=(contact.pk,))))
        if may(user, f"contacts.delete_{contact.kind.lower()}", contact):
            found.append(Act(_("Delete"), contact_url(contact, "delete")))
        return found

    def shown_sections(self) -> list[Shown]:
        """Return the sections with their first rows; consents only for those who may see proofs."""
        found: list[Shown] = []
        for section in sections_of(self.contact):
            if section.key == "consentements" and not may(self.request.user, "contacts.view_consent"):
                continue
            seen = without_sensitive(self.request.user, section.rows(self.contact))
            rows = list(seen[: FIRST + 1 if self.request.GET.get("tout") != section.key else 500])
            more = len(rows) == FIRST + 1 and self.request.GET.get("tout") != section.key
            found.append(Shown(section, rows[:FIRST] if more else rows, more))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add everything that the page shows."""
        contact, today = self.contact, timezone.localdate()
        user = self.request.user
        aliases = list(visible(user, "contacts.view_contact", aliases_of(contact)))
        merges = Merge.objects.filter(kept=contact, undone_at=None).select_related("absorbed")
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context |= {
            "title": contact.name,
            "contact": contact,
            "contact_buttons": self.acts(),
            "may_edit": self.may_edit,
            "language": language_of(self.request),
            "today": today,
            "shown_sections": self.shown_sections(),
            "panels": [panel for make in _panels if (panel := make(self.request, contact))],
            "aliases": aliases,
            "merges": list(merges) if aliases else [],
            "may_merge": may(user, "contacts.merge_contacts"),
            "seen": last_seen(contact, today),
        }
        if contact.kind == ContactKind.ORGANISATION:
            children = without_sensitive(user, children_of(contact, today))
            first = list(children[: FIRST + 1])
            context["children"] = first[:FIRST]
            context["children_count"] = len(first) if len(first) <= FIRST else children.count()
            context["headcount"] = (
                members_under(contact.pk, today, hidden=sensitive_ids(user)) if context["children_count"] else None
            )
        if contact.kind != ContactKind.PERSON:
            context["bodies"] = list(visible(user, "contacts.view_contact", Contact.objects.filter(part_of=contact)))
        return context
