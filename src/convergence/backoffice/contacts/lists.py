"""The lists of organisations, people and bodies, with their forms and pages."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, Table
from wagtail.admin.views.generic import CreateView

from convergence.accounts.policies import may
from convergence.accounts.scoped import (
    ScopedDeleteView,
    ScopedEditView,
    ScopedIndexView,
    ScopedModelViewSet,
)
from convergence.backoffice.contacts.base import attempt, contact_url, language_of
from convergence.backoffice.contacts.cells import Extras, extras
from convergence.backoffice.contacts.choosers import scope_choosers
from convergence.backoffice.contacts.exports import export_response
from convergence.backoffice.contacts.filters import BodyFilters, OrganisationFilters, PersonFilters
from convergence.backoffice.contacts.forms import BodyForm, OrganisationForm, PersonForm
from convergence.backoffice.contacts.history import ContactHistoryView
from convergence.backoffice.contacts.pages import ContactPageView
from convergence.backoffice.contacts.paging import ContactPaginator
from convergence.contacts.commands import (
    change_contact,
    create_body,
    create_organisation,
    create_person,
    delete_contact,
)
from convergence.contacts.models import Body, Contact, Organisation, Person
from convergence.contacts.queries import search
from convergence.core.errors import DomainError

SCREENS = {Person: "people", Organisation: "organisations", Body: "bodies"}


@dataclass(frozen=True)
class Row:
    """One line of a list: the contact and what the page shows beside its own fields."""

    contact: Contact
    known: Extras
    url: str


class ContactIndexView(ScopedIndexView):
    """A list of contacts: at most five columns, the name never squeezed; cards on a phone."""

    paginator_class = ContactPaginator
    results_template_name = "backoffice/contacts/list_results.html"
    template_name = "backoffice/contacts/list.html"
    default_ordering = "sort_name"
    is_searchable = True
    show_export_buttons = False
    add_item_label: ClassVar[Any] = ""
    wanted: ClassVar[frozenset[str]] = frozenset()
    shown: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[list[Column]] = [Column("name", label=_("Name"), sort_key="sort_name")]

    def get_base_queryset(self) -> QuerySet[Any]:
        """Return the visible contacts that stand on their own."""
        return super().get_base_queryset().current()

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Order by the folded name; the id decides between namesakes."""
        down = self.ordering == "-sort_name"
        return queryset.order_by(*(("-sort_name", "-pk") if down else ("sort_name", "pk")))

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what is found; a search for punctuation alone finds all."""
        return search(queryset, self.search_query) if self.is_searching else queryset

    def get_paginator(self, *args: Any, **kwargs: Any) -> ContactPaginator:
        """Tell the paginator whether this is a search."""
        paginator: ContactPaginator = super().get_paginator(*args, **kwargs)
        paginator.is_search = self.is_searching
        return paginator

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with the page, or with the file when one is asked for."""
        kind = request.GET.get("export")
        if kind not in {"csv", "xlsx"}:
            return super().get(request, *args, **kwargs)
        if not may(request.user, "contacts.export_contacts"):
            raise PermissionDenied
        rows = self.get_queryset()
        name = str(self.model._meta.verbose_name_plural).replace(" ", "-")
        return export_response(rows, kind, name, timezone.localdate(), language_of(request))

    def get_table(self, object_list: Any) -> Table:
        """Return an empty table: the template writes the rows itself, several times faster."""
        return Table([], [])

    def rows(self, contacts: Any, on: date) -> list[Row]:
        """Return the lines of the page."""
        known = extras(list(contacts), on, language_of(self.request), self.wanted)
        return [Row(contact, known[contact.pk], contact_url(contact)) for contact in contacts]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the lines and the links of the page."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["rows"] = self.rows(context["page_obj"].object_list, timezone.localdate())
        context["shown"] = self.shown
        query = self.request.GET.copy()
        for name in ("p", "export", "_w_filter_fragment"):
            query.pop(name, None)
        context["query"] = query.urlencode()
        query.pop("ordering", None)
        context["unordered"] = query.urlencode()
        context["screen"] = SCREENS[self.model]
        context["saved_filters"] = list(self.request.user.saved_filters.filter(screen=context["screen"]))
        context["may_export"] = may(self.request.user, "contacts.export_contacts")
        context["is_descending"] = self.ordering == "-sort_name"
        return context


class OrganisationIndexView(ContactIndexView):
    """The list of organisations."""

    wanted = frozenset({"members", "seen"})
    shown = ("type", "region", "members", "seen")
    filterset_class = OrganisationFilters
    add_item_label = _("Add an organisation")


class PersonIndexView(ContactIndexView):
    """The list of people."""

    wanted = frozenset({"posts", "reach"})
    shown = ("posts", "region", "email", "phone")
    filterset_class = PersonFilters
    add_item_label = _("Add a person")


class BodyIndexView(ContactIndexView):
    """The list of bodies."""

    wanted = frozenset({"reach"})
    shown = ("body_type", "part_of", "email", "phone")
    filterset_class = BodyFilters
    add_item_label = _("Add a committee or executive")


class CommandFormMixin:
    """A form whose values go to a command."""

    request: Any
    form: Any
    object: Any

    def write(self, values: dict[str, Any]) -> Contact:
        """Call the command."""
        raise NotImplementedError

    def get_form(self, form_class: Any = None) -> Any:
        """Return the form, whose choosers hold what the user may see."""
        form = super().get_form(form_class)  # type: ignore[misc]
        scope_choosers(form, self.request.user)
        return form

    def form_valid(self, form: Any) -> Any:
        """Write, or show the refusal beside the form."""
        self.form = form
        written = attempt(form, lambda: self.write(dict(form.cleaned_data)))
        if written is None:
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]
        messages.success(self.request, _t("“%(name)s” was saved.") % {"name": written.name})
        return redirect(contact_url(written))


ADD_LABELS: dict[Any, Any] = {
    Organisation: OrganisationIndexView.add_item_label,
    Person: PersonIndexView.add_item_label,
    Body: BodyIndexView.add_item_label,
}


class ContactCreateView(CommandFormMixin, CreateView):  # type: ignore[misc]
    """Add a contact."""

    error_message = _("This could not be saved. See below.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the title and the way back."""
        title = ADD_LABELS[self.model]
        return super().get_context_data(**kwargs) | {
            "page_title": title,
            "header_title": title,
            "cancel_url": reverse(self.index_url_name),
        }

    def write(self, values: dict[str, Any]) -> Contact:
        """Create the contact."""
        command = {Person: create_person, Organisation: create_organisation, Body: create_body}[self.model]
        if self.model is Body:
            values["organisation_id"] = values.pop("part_of").pk
        return command(actor=self.request.user, at=timezone.now(), **values)


class ContactEditView(CommandFormMixin, ScopedEditView):
    """Change the names, type, language and place of a contact; the rest is on its page."""

    error_message = _("This could not be saved. See below.")

    def write(self, values: dict[str, Any]) -> Contact:
        """Change the contact."""
        return change_contact(contact_id=self.object.pk, actor=self.request.user, at=timezone.now(), **values)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the title and the way back."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"page_title": self.object.name, "cancel_url": contact_url(self.object)}

    def get_side_panels(self) -> Any:
        """Show no side panel: the page of the contact has its history."""
        from wagtail.admin.ui.components import MediaContainer  # noqa: PLC0415

        return MediaContainer([])


class ContactDeleteView(ScopedDeleteView):
    """Delete a contact on which nothing depends."""

    template_name = "backoffice/contacts/confirm_delete.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the title and the way back."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"title": _("Delete"), "contact_page": contact_url(self.object)}

    def form_valid(self, form: Any) -> Any:
        """Delete, or say what depends on it."""
        try:
            delete_contact(contact_id=self.object.pk, actor=self.request.user, at=timezone.now())
        except DomainError as error:
            messages.error(self.request, str(error))
            return redirect(contact_url(self.object))
        messages.success(self.request, _t("“%(name)s” was deleted.") % {"name": self.object.name})
        return redirect(reverse(self.index_url_name))


class ContactViewSet(ScopedModelViewSet):
    """Base of the three lists."""

    add_view_class = ContactCreateView
    edit_view_class = ContactEditView
    delete_view_class = ContactDeleteView
    inspect_view_class = ContactPageView
    history_view_class = ContactHistoryView
    inspect_view_enabled = True
    search_fields = ("search_text",)
    create_template_name = "backoffice/contacts/form.html"
    edit_template_name = "backoffice/contacts/form.html"
    inspect_template_name = "backoffice/contacts/contact.html"
    history_template_name = "backoffice/contacts/history.html"
    delete_template_name = "backoffice/contacts/confirm_delete.html"
    index_template_name = "backoffice/contacts/list.html"
    index_results_template_name = "backoffice/contacts/list_results.html"
    form: ClassVar[Any]
    template_prefix = "backoffice/contacts/"
    add_to_admin_menu = False

    def get_form_class(self, for_update: bool = False) -> Any:
        """Return the form of this kind of contact."""
        return self.form


class OrganisationViewSet(ContactViewSet):
    """Organisations."""

    model = Organisation
    icon = "group"
    index_view_class = OrganisationIndexView
    form = OrganisationForm


class PersonViewSet(ContactViewSet):
    """People."""

    model = Person
    icon = "user"
    index_view_class = PersonIndexView
    form = PersonForm


class BodyViewSet(ContactViewSet):
    """Bodies of organisations."""

    model = Body
    icon = "list-ul"
    index_view_class = BodyIndexView
    form = BodyForm
