"""What the screens of the site share: each saving writes one audit line that names the fields before and after."""

from collections.abc import Iterable
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.db import transaction
from django.db.models import Model, ProtectedError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views import generic

from convergence.accounts.scoped import ScopedDeleteView, ScopedEditView, ScopedModelViewSet
from convergence.backoffice.contacts.choosers import scope_choosers
from convergence.core import audit


def picture_of(row: Model) -> dict[str, Any]:
    """Return the stored values of a record and of the rows that belong to it, to be compared."""
    fresh = type(row)._base_manager.filter(pk=row.pk).first()
    if fresh is None:
        return {}
    values = audit.snapshot(fresh)
    for relation in fresh._meta.related_objects:
        if relation.one_to_many and relation.related_model._meta.app_label == fresh._meta.app_label:
            name = relation.get_accessor_name()
            if name and relation.field.__class__.__name__ == "ParentalKey":
                values[name] = [audit.snapshot(child) for child in getattr(fresh, name).order_by("pk")]
    return values


def read_once(rows: Iterable[forms.BaseForm]) -> None:
    """Let the lists of several rows of a form share one reading: a register is read once, not once for each row."""
    known: dict[type[Model], dict[str, Model]] = {}
    for row in rows:
        for field in row.fields.values():
            if type(field) is not forms.ModelChoiceField or not isinstance(field.widget, forms.Select):
                continue
            model = field.queryset.model
            if model not in known:
                known[model] = {str(one.pk): one for one in field.queryset}
            field.to_python = partial(_chosen, field, known[model])  # type: ignore[method-assign]
            nothing = [] if field.empty_label is None else [("", field.empty_label)]
            field.choices = nothing + [(key, field.label_from_instance(one)) for key, one in known[model].items()]


def _chosen(field: forms.ModelChoiceField, known: dict[str, Model], value: Any) -> Model | None:
    if value in field.empty_values:
        return None
    found = known.get(str(getattr(value, "pk", value)))
    if found is None:
        raise ValidationError(field.error_messages["invalid_choice"], code="invalid_choice", params={"value": value})
    return found


class AuditedMixin:
    """A form that saves under one audit line."""

    verb: ClassVar[str] = "changed"

    def get_form(self, form_class: Any = None) -> Any:
        """Return the form; its choosers, and those of the rows that belong to it, hold what the user may see.

        Raises:
            BadRequest: a row bears something else than the number that the page had given it.
        """
        form = super().get_form(form_class)  # type: ignore[misc]
        user = self.request.user  # type: ignore[attr-defined]
        scope_choosers(form, user)
        try:
            rows = [row for formset in getattr(form, "formsets", {}).values() for row in formset.forms]
        except ValidationError as refusal:
            raise BadRequest from refusal
        for row in rows:
            scope_choosers(row, user)
        read_once(rows)
        return form

    @transaction.atomic
    def save_instance(self) -> Model:
        """Save, and write what changed."""
        before = picture_of(self.object) if getattr(self, "object", None) and self.object.pk else {}  # type: ignore[has-type]
        saved: Model = super().save_instance()  # type: ignore[misc]
        name = f"{saved._meta.app_label}.{saved._meta.model_name}.{self.verb}"
        changes = audit.changes_between(before, picture_of(saved))
        audit.record(actor=self.request.user, verb=name, obj=saved, changes=changes, at=timezone.now())  # type: ignore[attr-defined]
        return saved


class AuditedCreateView(AuditedMixin, generic.CreateView):  # type: ignore[misc]
    """Write a new record."""

    verb = "written"


class AuditedEditView(AuditedMixin, ScopedEditView):
    """Change a record."""


class AuditedDeleteView(ScopedDeleteView):
    """Delete a record; what it held stays in the audit log."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Delete, or say what still needs the record."""
        try:
            answer: HttpResponse = super().form_valid(form)
        except ProtectedError as refusal:
            users = sorted({str(row._meta.verbose_name) for row in refusal.protected_objects})
            sentence = _("This cannot be deleted: it is still used (%(users)s). Change these records first.")
            messages.error(self.request, sentence % {"users": ", ".join(users)})
            return redirect(self.get_success_url())
        return answer

    @transaction.atomic
    def delete_action(self) -> None:
        """Write the audit line, then delete."""
        row = self.object
        name = f"{row._meta.app_label}.{row._meta.model_name}.deleted"
        gone = {field: (value, None) for field, value in picture_of(row).items()}
        audit.record(actor=self.request.user, verb=name, obj=row, changes=gone, at=timezone.now())
        super().delete_action()


class SiteViewSet(ScopedModelViewSet):
    """A list of the site, with its forms."""

    add_view_class = AuditedCreateView
    edit_view_class = AuditedEditView
    delete_view_class = AuditedDeleteView
    inspect_view_enabled = False
    add_to_admin_menu = False
