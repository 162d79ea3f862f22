"""The scoped base of every back-office screen.

Wagtail asks a permission policy whether somebody may do something at all, but its generic lists, choosers, exports,
histories and usage pages do not filter rows by it. Every viewset of ours inherits from `ScopedModelViewSet`, which
does: list, search and export show `visible` rows only; each page of one record answers 404 outside them.
"""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic import chooser as chooser_views
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from convergence.accounts.policies import is_declared, may, visible
from convergence.core.identifiers import id_from

VERBS = {"add": "add", "change": "edit", "delete": "delete", "view": "view", "copy": "add"}


class RolePermissionPolicy(BasePermissionPolicy):  # type: ignore[misc]
    """Wagtail's questions about a model, answered from the table of policies (`app.verb_model`)."""

    def action(self, verb: str) -> str:
        """Return the name of the declared action for a Wagtail verb."""
        meta = self.model._meta
        return f"{meta.app_label}.{VERBS.get(verb, verb)}_{meta.model_name}"

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Tell whether the user may do this on any row."""
        name = self.action(action)
        return is_declared(name) and may(user, name)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        """Tell whether the user may do this on the row."""
        name = self.action(action)
        return is_declared(name) and may(user, name, instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: list[str]) -> QuerySet[Any]:
        """Return the rows on which the user may do one of the actions."""
        rows = self.model._default_manager.all()
        found = rows.none()
        for verb in actions:
            name = self.action(verb)
            if is_declared(name):
                found = found | visible(user, name, rows)
        return found.distinct()

    def instances_user_has_permission_for(self, user: Any, action: str) -> QuerySet[Any]:
        """Return the rows on which the user may do the action."""
        return self.instances_user_has_any_permission_for(user, [action])

    def users_with_any_permission(self, actions: list[str]) -> QuerySet[Any]:
        """Name nobody: not asked by our screens."""
        from convergence.accounts.models import User  # noqa: PLC0415

        return User.objects.none()

    def users_with_any_permission_for_instance(self, actions: list[str], instance: Model) -> QuerySet[Any]:
        """Name nobody: not asked by our screens."""
        return self.users_with_any_permission(actions)


def register_policies(*models: type[Model]) -> None:
    """Put these models under the table of policies; called from `AppConfig.ready`, before any screen asks."""
    for model in models:
        register_permission_policy(model, policy=RolePermissionPolicy(model), exact_class=True)


class ScopedListMixin:
    """A list, its search and its export: visible rows only."""

    request: HttpRequest
    model: type[Model]

    def get_base_queryset(self) -> QuerySet[Any]:
        """Return the rows that the user may see."""
        rows = super().get_base_queryset()  # type: ignore[misc]
        meta = self.model._meta
        return visible(self.request.user, f"{meta.app_label}.view_{meta.model_name}", rows)


class ScopedObjectMixin:
    """A page about one record: 404 outside the visible rows, 403 when it is seen but the act is not allowed."""

    request: HttpRequest
    model: type[Model]
    scoped_verb: ClassVar[str] = "view"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Check the record before anything is shown or done."""
        meta = self.model._meta
        if not self._is_within(f"{meta.app_label}.view_{meta.model_name}"):
            raise Http404
        action = f"{meta.app_label}.{self.scoped_verb}_{meta.model_name}"
        if self.scoped_verb == "view":
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        if not is_declared(action) or not self._is_within(action):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def _is_within(self, action: str) -> bool:
        """Tell whether the user may do this to the record; a record that Wagtail has read is not read again."""
        found = getattr(self, "object", None)
        if isinstance(found, self.model) and found.pk is not None:
            return may(self.request.user, action, found)
        rows = self.model._default_manager.filter(pk=self.kwargs.get("pk"))  # type: ignore[attr-defined]
        return visible(self.request.user, action, rows).exists()


class ScopedIndexView(ScopedListMixin, generic.IndexView):  # type: ignore[misc]
    """List of visible rows."""


class ScopedEditView(ScopedObjectMixin, generic.EditView):  # type: ignore[misc]
    """Edit a visible record."""

    scoped_verb = "edit"


class ScopedDeleteView(ScopedObjectMixin, generic.DeleteView):  # type: ignore[misc]
    """Delete a visible record."""

    scoped_verb = "delete"


class ScopedCopyView(ScopedObjectMixin, generic.CopyView):  # type: ignore[misc]
    """Copy a visible record."""

    scoped_verb = "add"


class ScopedInspectView(ScopedObjectMixin, generic.InspectView):  # type: ignore[misc]
    """Look at a visible record."""


class ScopedHistoryView(ScopedObjectMixin, generic.HistoryView):  # type: ignore[misc]
    """History of a visible record."""


class ScopedUsageView(ScopedObjectMixin, generic.UsageView):  # type: ignore[misc]
    """Where a visible record is used."""


class ScopedModelViewSet(ModelViewSet):  # type: ignore[misc]
    """The only base of our model screens."""

    index_view_class = ScopedIndexView
    edit_view_class = ScopedEditView
    delete_view_class = ScopedDeleteView
    copy_view_class = ScopedCopyView
    inspect_view_class = ScopedInspectView
    history_view_class = ScopedHistoryView
    usage_view_class = ScopedUsageView
    copy_view_enabled = False
    search_backend_name = None
    list_per_page = 25
    add_to_reference_index = False


class ScopedChooseMixin:
    """A chooser: visible rows only."""

    request: HttpRequest

    def get_object_list(self) -> QuerySet[Any]:
        """Return the rows that the user may see."""
        rows = super().get_object_list()  # type: ignore[misc]
        meta = rows.model._meta
        return visible(self.request.user, f"{meta.app_label}.view_{meta.model_name}", rows)


class ScopedChooseView(ScopedChooseMixin, chooser_views.ChooseView):  # type: ignore[misc]
    """First page of a chooser."""


class ScopedChooseResultsView(ScopedChooseMixin, chooser_views.ChooseResultsView):  # type: ignore[misc]
    """Results of a chooser."""


class ScopedChosenView(chooser_views.ChosenView):  # type: ignore[misc]
    """One record chosen."""

    def get_object(self, pk: Any) -> Model:
        """Return the record when it is visible.

        Raises:
            Http404: it is not.
        """
        if id_from(pk) is None:
            raise Http404
        found = super().get_object(pk)
        meta = found._meta
        if not may(self.request.user, f"{meta.app_label}.view_{meta.model_name}", found):
            raise Http404
        return found


class ScopedChosenMultipleView(chooser_views.ChosenMultipleView):  # type: ignore[misc]
    """Several records chosen."""

    def get_objects(self, pks: Any) -> QuerySet[Any]:
        """Return those that are visible."""
        rows = super().get_objects([pk for pk in pks if id_from(pk) is not None])
        meta = rows.model._meta
        return visible(self.request.user, f"{meta.app_label}.view_{meta.model_name}", rows)


class ScopedChooserViewSet(ChooserViewSet):  # type: ignore[misc]
    """The only base of our choosers."""

    choose_view_class = ScopedChooseView
    choose_results_view_class = ScopedChooseResultsView
    chosen_view_class = ScopedChosenView
    chosen_multiple_view_class = ScopedChosenMultipleView


__all__ = [
    "Column",
    "RolePermissionPolicy",
    "ScopedChooserViewSet",
    "ScopedIndexView",
    "ScopedListMixin",
    "ScopedModelViewSet",
    "ScopedObjectMixin",
    "register_policies",
]
