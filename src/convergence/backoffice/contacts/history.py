"""The audit history of one contact: who changed which field, before and after."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from convergence.accounts.scoped import ScopedObjectMixin
from convergence.backoffice.contacts.base import LISTS, contact_url
from convergence.contacts import models as m
from convergence.contacts.choices import ContactKind
from convergence.contacts.models import Contact
from convergence.contacts.rules.addresses import country_name
from convergence.core.models import AuditEntry

ACTS: dict[str, str | Promise] = {
    "created": _("recorded"),
    "changed": _("changed"),
    "deleted": _("deleted"),
    "added": _("added"),
    "removed": _("removed"),
    "recorded": pgettext_lazy("in a register", "written"),
    "declared": _("declared"),
    "marked": _("put"),
    "logged": pgettext_lazy("in a register", "written"),
    "merged": _("merged with another"),
    "absorbed": _("merged into another"),
    "merge_undone": _("merge undone"),
    "restored": _("restored by undoing a merge"),
    "not_duplicate": _("found different from another"),
    "withdrawn": _("withdrawn"),
    "received": _("received"),
}
NOUNS: dict[str, str | Promise] = {
    "person": _("person"),
    "organisation": _("organisation"),
    "body": _("body"),
    "contact": _("contact"),
    "point": _("contact point"),
    "address": _("postal address"),
    "affiliation": _("affiliation"),
    "count": _("declared count"),
    "mandate": _("post held"),
    "former_name": _("former name"),
    "do_not_contact": _("do-not-contact mark"),
    "interaction": _("line of the relationship log"),
    "consent": _("consent"),
}
TABLES = (
    m.Contact,
    m.ContactPoint,
    m.PostalAddress,
    m.Affiliation,
    m.DeclaredCount,
    m.Mandate,
    m.FormerName,
    m.DoNotContact,
    m.Interaction,
    m.ConsentEvent,
)
HIDDEN = frozenset(
    {
        "id",
        "normalised",
        "contact_id",
        "recorded_at",
        "recorded_by_id",
        "declared_by_id",
        "changed_at",
        "created_at",
        "user_id",
    }
)


@dataclass(frozen=True)
class Change:
    """One field, before and after."""

    field: str | Promise
    before: Any
    after: Any


@dataclass(frozen=True)
class Line:
    """One act."""

    at: datetime
    actor: str
    act: str
    changes: list[Change]


OTHER_LABELS: dict[str, str | Promise] = {
    "absorbed": _("absorbed contact"),
    "child": _("organisation"),
    "person_id": _("person"),
}
TABLE_OF: dict[str, Any] = {
    "point": m.ContactPoint,
    "address": m.PostalAddress,
    "affiliation": m.Affiliation,
    "count": m.DeclaredCount,
    "mandate": m.Mandate,
    "former_name": m.FormerName,
    "do_not_contact": m.DoNotContact,
    "interaction": m.Interaction,
    "consent": m.ConsentEvent,
}


class Words:
    """The names of the fields for people, and what their values mean; each record that is named is read once."""

    def __init__(self) -> None:
        self.fields: dict[str, Any] = {}
        self.named: dict[tuple[Any, Any], str] = {}
        for table in TABLES:
            for field in table._meta.concrete_fields:
                self.fields.setdefault(field.attname, field)

    def about(self, verb: str) -> "Words":
        """Return the same words with the table that an act is about looked in first: several have a field `kind`."""
        table = TABLE_OF.get(verb.split(".")[1] if verb.count(".") > 1 else "")
        if table is None:
            return self
        found = Words.__new__(Words)
        found.fields = self.fields | {field.attname: field for field in table._meta.concrete_fields}
        found.named = self.named
        return found

    def label(self, name: str) -> str | Promise:
        """Return the name of a field."""
        field = self.fields.get(name)
        return OTHER_LABELS.get(name) or (field.verbose_name if field else name)

    def value(self, name: str, value: Any) -> Any:
        """Return a stored value as people say it: a choice by its words, a record by its name, yes and no."""
        field = self.fields.get(name)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if field is None or value in (None, ""):
            return value
        if name == "country":
            return country_name(value, (get_language() or "fr")[:2])
        if field.is_relation:
            return self._name(field.related_model, value)
        return dict(field.flatchoices).get(value, value)

    def _name(self, model: Any, pk: Any) -> str:
        if (model, pk) not in self.named:
            self.named[model, pk] = str(model._base_manager.filter(pk=pk).first() or pk)
        return self.named[model, pk]


def act_label(verb: str) -> str:
    """Return the words for an act such as `contacts.point.added`."""
    noun, _dot, act = verb.removeprefix("contacts.").rpartition(".")
    return capfirst(f"{NOUNS.get(noun, noun)} : {ACTS.get(act, act)}")


def to_line(entry: AuditEntry, words: Words) -> Line:
    """Return an audit entry for people."""
    words = words.about(entry.verb)
    changes = [
        Change(words.label(name), words.value(name, before), words.value(name, after))
        for name, (before, after) in sorted(entry.detail.changes.items())
        if name not in HIDDEN
    ]
    return Line(entry.at, entry.detail.actor_label, act_label(entry.verb), changes)


class ContactHistoryView(ScopedObjectMixin, WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """The audit lines of one contact, the latest first."""

    template_name = "backoffice/contacts/history.html"
    page_title = pgettext_lazy("of a record", "History")
    header_icon = "history"
    model: type[Contact] = Contact
    index_url_name = index_results_url_name = history_url_name = usage_url_name = add_url_name = None
    edit_url_name = delete_url_name = inspect_url_name = history_results_url_name = copy_url_name = None
    results_only = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lines."""
        contact = Contact.objects.get(pk=self.kwargs["pk"])
        entries = AuditEntry.objects.filter(object_type="contacts.contact", object_id=str(contact.pk))
        paginator = Paginator(entries.select_related("detail").order_by("-pk"), 25)
        page = paginator.get_page(self.request.GET.get("p"))
        words = Words()
        self.contact = contact
        return super().get_context_data(
            **kwargs,
            title=self.page_title,
            contact=contact,
            page_obj=page,
            lines=[to_line(entry, words) for entry in page.object_list],
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        from django.urls import reverse  # noqa: PLC0415

        listing = reverse(f"{LISTS[ContactKind(self.contact.kind)]}:index")
        return [
            *self.breadcrumbs_items,
            {"url": listing, "label": self.contact.get_kind_display()},
            {"url": contact_url(self.contact), "label": self.contact.name},
            {"url": "", "label": self.page_title},
        ]
