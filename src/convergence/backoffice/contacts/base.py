"""What the screens of contacts share: the scope check, the breadcrumbs, refusals beside the form."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from convergence.accounts.policies import may, visible
from convergence.contacts.choices import ContactKind
from convergence.contacts.models import Contact
from convergence.core.errors import DomainError

LISTS = {ContactKind.PERSON: "people", ContactKind.ORGANISATION: "organisations", ContactKind.BODY: "bodies"}


def contact_url(contact: Contact, view: str = "inspect") -> str:
    """Return the address of a page of a contact."""
    return reverse(f"{LISTS[ContactKind(contact.kind)]}:{view}", args=(contact.pk,))


def visible_contact(request: HttpRequest, pk: Any, action: str = "contacts.view_contact") -> Contact:
    """Return a contact that the user may see and on which they may do the action.

    Raises:
        Http404: the user may not see it.
        PermissionDenied: they see it but may not do this.
    """
    rows = Contact.objects.select_related("region", "part_of", "merged_into").filter(pk=pk)
    found: Contact | None = visible(request.user, "contacts.view_contact", rows).first()
    if found is None:
        raise Http404
    if not may(request.user, action, found):
        raise PermissionDenied
    return found


def language_of(request: HttpRequest) -> str:
    """Return the two letters of the language of the page."""
    return (getattr(request, "LANGUAGE_CODE", "") or "fr")[:2]


def attempt(form: BaseForm, act: Callable[[], Any]) -> Any:
    """Run a command; put its refusal beside the field of the form that it is about.

    Returns:
        What the command returned, or None when it was refused (the form then has errors).
    """
    try:
        return act()
    except ValidationError as error:
        found = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
        for name, sentences in found.items():
            for sentence in sentences:
                form.add_error(name if name in form.fields else None, sentence)
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
    return None


class ContactsView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """A screen of contacts that is not a list of the base."""

    action = "contacts.view_contact"
    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse who may not do this anywhere."""
        if not may(request.user, self.action):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def crumbs(self) -> list[dict[str, Any]]:
        """Return the steps between the home page and this one."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the title that the base page asks for."""
        return super().get_context_data(title=self.get_page_title(), **kwargs)  # type: ignore[no-any-return]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        return [*self.breadcrumbs_items, *self.crumbs(), {"url": "", "label": self.get_page_title()}]
