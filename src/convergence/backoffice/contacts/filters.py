"""Filters of the lists of contacts."""

from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from convergence.contacts.choices import BodyKind, Channel, OrganisationKind
from convergence.contacts.models import Body, ContactPoint, DoNotContact, Organisation, Person
from convergence.contacts.queries.graph import in_force
from convergence.contacts.queries.relations import to_visit
from convergence.ui.forms import RowsSent
from convergence.vocabulary.models import Region

REACH = [
    ("no_email", _("without e-mail")),
    ("failing", _("e-mail that fails")),
    ("marked", _("do-not-contact mark")),
]
SEEN = [("due", _("to visit"))]
STATE = [("open", _("in existence")), ("closed", _("closed"))]


class _RowsField(RowsSent, django_filters.fields.ModelMultipleChoiceField):  # type: ignore[misc]
    """The field of a filter that names several rows."""


class RowsFilter(django_filters.ModelMultipleChoiceFilter):  # type: ignore[misc]
    """A filter by several rows, which bears whatever text is asked instead of a number."""

    field_class = _RowsField


class ContactFilters(WagtailFilterSet):  # type: ignore[misc]
    """Filters that every list of contacts has."""

    region = RowsFilter(label=_("Region"), queryset=Region.objects.all(), widget=forms.CheckboxSelectMultiple)
    language = django_filters.MultipleChoiceFilter(
        label=_("Language"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    reach = django_filters.ChoiceFilter(
        label=_("Reach"), choices=REACH, method="filter_reach", widget=forms.RadioSelect, empty_label=_("all")
    )

    def filter_reach(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep those who lack an e-mail, whose e-mail fails, or who bear a mark."""
        today = timezone.localdate()
        emails = ContactPoint.objects.filter(in_force(today), contact=OuterRef("pk"), channel=Channel.EMAIL)
        if value == "no_email":
            return rows.filter(~Exists(emails))
        if value == "failing":
            return rows.filter(Exists(emails.filter(failing_since__isnull=False)))
        marks = DoNotContact.objects.filter(Q(until__isnull=True) | Q(until__gte=today), contact=OuterRef("pk"))
        return rows.filter(Exists(marks))


class OrganisationFilters(ContactFilters):
    """Filters of organisations."""

    organisation_kind = django_filters.MultipleChoiceFilter(
        label=_("Type"), choices=OrganisationKind, widget=forms.CheckboxSelectMultiple
    )
    seen = django_filters.ChoiceFilter(
        label=_("Last contact"), choices=SEEN, method="filter_seen", widget=forms.RadioSelect, empty_label=_("all")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=STATE, method="filter_state", widget=forms.RadioSelect, empty_label=_("all")
    )

    class Meta:
        model = Organisation
        fields = ("organisation_kind", "region", "language", "reach", "seen", "state")

    def filter_seen(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep those not seen for long (S66)."""
        return to_visit(rows, timezone.localdate()).order_by(*(rows.query.order_by or ()))

    def filter_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep those that exist, or those that were closed."""
        return rows.filter(is_closed=value == "closed")


class PersonFilters(ContactFilters):
    """Filters of people."""

    class Meta:
        model = Person
        fields = ("region", "language", "reach")


class BodyFilters(ContactFilters):
    """Filters of bodies."""

    body_kind = django_filters.MultipleChoiceFilter(
        label=_("Type"), choices=BodyKind, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Body
        fields = ("body_kind", "region", "language", "reach")
