"""Choosing an organisation, a body or a person, told apart by acronym, town and e-mail."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.chooser import BaseChooser

from convergence.accounts.policies import visible
from convergence.accounts.scoped import (
    ScopedChooseResultsView,
    ScopedChooserViewSet,
    ScopedChooseView,
)
from convergence.backoffice.contacts.cells import extras
from convergence.contacts.models import Body, Contact, Organisation, Person
from convergence.contacts.queries import search
from convergence.core.identifiers import id_from


class SearchForm(BaseFilterForm):  # type: ignore[misc]
    """The search box of a chooser."""

    q = forms.CharField(
        label=_("Search"), widget=forms.TextInput(attrs={"placeholder": _("Name, acronym, e-mail…")}), required=False
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what is found."""
        text = self.cleaned_data.get("q") or ""
        self.is_searching = bool(text)
        self.search_query = text
        return search(objects, text)


class ContactChooseMixin:
    """Rows with what tells namesakes apart."""

    filter_form_class = SearchForm
    extra = ("reach", "city")

    def get_object_list(self) -> QuerySet[Any]:
        """Return contacts that stand on their own."""
        rows = super().get_object_list()  # type: ignore[misc]
        return rows.current().order_by("sort_name", "pk")

    def get_results_page(self, request: Any) -> Any:
        """Return a page of rows with their details."""
        page = super().get_results_page(request)  # type: ignore[misc]
        contacts = list(page.object_list)
        language = (getattr(request, "LANGUAGE_CODE", "fr") or "fr")[:2]
        known = extras(contacts, timezone.localdate(), language, frozenset(self.extra))
        for contact in contacts:
            contact.known = known[contact.pk]
        page.object_list = contacts
        return page

    @property
    def columns(self) -> list[Column]:
        """Name and what tells it apart."""
        return [
            self.title_column,  # type: ignore[attr-defined]
            Column("acronym", label=_("Acronym"), accessor="acronym"),
            Column("number", label=_("Number"), accessor="number"),
            Column("city", label=_("City"), accessor="known.city"),
            Column("email", label=_("E-mail"), accessor="known.email"),
        ]


class ContactChooseView(ContactChooseMixin, ScopedChooseView):
    """First page of a chooser."""


class ContactChooseResultsView(ContactChooseMixin, ScopedChooseResultsView):
    """Results of a chooser."""


class NoCreation(View):
    """A contact is not created from a chooser: its page asks more than a window can."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer that there is no such page."""
        raise Http404

    model = permission_policy = preserve_url_parameters = url_filter_parameters = None
    create_action_label = create_action_clicked_label = creation_form_class = form_fields = None
    exclude_form_fields = chosen_url_name = chosen_multiple_url_name = results_url_name = None
    create_url_name = per_page = None


class ContactChooser(BaseChooser):  # type: ignore[misc]
    """The field of a form that names a contact; it shows nobody whom the user may not see, and bears any text."""

    rows: QuerySet[Any] | None = None

    def get_instance(self, value: Any) -> Any:
        """Return the contact of an id that was sent, None when it is no id or is not among the rows."""
        if value is None or isinstance(value, self.model_class):
            return value
        pk = id_from(value)
        rows = self.model_class.objects.all() if self.rows is None else self.rows
        return None if pk is None else rows.filter(pk=pk).first()


def scope_choosers(form: forms.BaseForm, user: Any) -> None:
    """Keep in the choosers of a form what its user may see, and what is already written there."""
    for name, field in form.fields.items():
        if isinstance(field, forms.ModelChoiceField) and isinstance(field.widget, ContactChooser):
            seen = visible(user, "contacts.view_contact", field.queryset)
            written = getattr(getattr(form, "instance", None), f"{name}_id", None)
            field.queryset = field.queryset.filter(Q(pk__in=seen.values("pk")) | Q(pk=written))
            field.widget.rows = field.queryset


class ContactChooserViewSet(ScopedChooserViewSet):
    """Base of the choosers."""

    create_view_class = NoCreation

    choose_view_class = ContactChooseView
    choose_results_view_class = ContactChooseResultsView
    per_page = 10
    register_widget = False
    base_widget_class = ContactChooser
    icon = "user"


organisation_chooser = ContactChooserViewSet(
    "choose_organisation", model=Organisation, choose_one_text=_("Choose an organisation"), icon="group"
)
body_chooser = ContactChooserViewSet("choose_body", model=Body, choose_one_text=_("Choose a body"), icon="group")
person_chooser = ContactChooserViewSet("choose_person", model=Person, choose_one_text=_("Choose a person"))
contact_chooser = ContactChooserViewSet("choose_contact", model=Contact, choose_one_text=_("Choose a contact"))
