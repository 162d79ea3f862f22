"""Adding, changing and removing one row of a section."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from convergence.accounts.policies import may
from convergence.backoffice.contacts.base import ContactsView, attempt, contact_url, visible_contact
from convergence.backoffice.contacts.choosers import scope_choosers
from convergence.backoffice.contacts.sections import BY_KEY, Section
from convergence.contacts.models import Contact
from convergence.contacts.queries import resolve
from convergence.core.errors import DomainError

EDIT = "contacts.edit_contact"


class SectionView(ContactsView):
    """Base of the three acts on a row."""

    action = EDIT
    template_name = "backoffice/contacts/section_form.html"
    submit_label = _("Save")
    is_removal = False

    @cached_property
    def section(self) -> Section:
        """The section that the address names."""
        try:
            found = BY_KEY[self.kwargs["section"]]
        except KeyError as error:
            raise Http404 from error
        if found.key == "consentements" and not may(self.request.user, "contacts.view_consent"):
            raise Http404
        return found

    @cached_property
    def row(self) -> Any:
        """The row that the address names, None when one is added."""
        if "row" not in self.kwargs:
            return None
        found = self.section.model._default_manager.filter(pk=self.kwargs["row"]).first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def contact(self) -> Contact:
        """The contact, visible and open to change."""
        pk = self.kwargs["contact"] if self.row is None else getattr(self.row, f"{self.section.contact_of}_id")
        contact = visible_contact(self.request, pk, EDIT)
        if contact.kind not in self.section.kinds:
            raise Http404
        return contact

    @property
    def back(self) -> str:
        """The section on the page of the contact that is shown."""
        return f"{contact_url(resolve(self.contact.pk))}#{self.section.key}"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Check scope and act before anything else."""
        if not self.is_allowed():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self) -> bool:
        """Whether the section knows this act and the user may do it on this contact."""
        return bool(self.contact)

    def crumbs(self) -> list[dict[str, Any]]:
        """Return the steps."""
        return [{"url": contact_url(self.contact), "label": self.contact.name}]

    def get_page_title(self) -> str:
        """Return what the section is called."""
        return str(self.section.title)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form and the way back."""
        kwargs.setdefault("form", None)
        return super().get_context_data(
            **kwargs,
            contact=self.contact,
            section=self.section,
            row=self.row,
            back=self.back,
            submit_label=self.submit_label,
            is_removal=self.is_removal,
            may_remove=self.row is not None and self.section.remove is not None and not self.is_removal,
            media=kwargs["form"].media if kwargs["form"] is not None else "",
        )


class SectionFormView(SectionView):
    """A form for one row."""

    def form(self, data: Any = None) -> Any:
        """Return the form."""
        initial: dict[str, Any] = {}
        if self.row is None:
            today = timezone.localdate()
            names = self.section.form.base_fields
            initial = {name: today for name in ("on", "since", "as_of") if name in names}
            instance = self.section.model(**{self.section.contact_of: self.contact})
        else:
            instance = self.row
        form = self.section.form(data, instance=instance, initial=initial)
        scope_choosers(form, self.request.user)
        return form

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        return self.render_to_response(self.get_context_data(form=self.form()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write, or show what is wrong."""
        form = self.form(request.POST)
        if form.is_valid() and attempt(form, lambda: self.write(dict(form.cleaned_data))) is not None:
            messages.success(request, _t("Saved: %(section)s.") % {"section": self.section.title})
            return redirect(self.back)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def write(self, values: dict[str, Any]) -> Any:
        """Call the command."""
        who = {"actor": self.request.user, "at": timezone.now()}
        if self.row is None:
            return self.section.add(self.contact, **values, **who)
        assert self.section.change is not None  # noqa: S101  (checked by is_allowed)
        return self.section.change(self.row.pk, **values, **who)


class SectionAddView(SectionFormView):
    """Add a row."""

    def get_page_title(self) -> str:
        """Return what is added."""
        return str(self.section.add_label)


class SectionChangeView(SectionFormView):
    """Change a row."""

    def is_allowed(self) -> bool:
        """Whether rows of this section are ever changed."""
        return self.section.change is not None and super().is_allowed()


class SectionRemoveView(SectionView):
    """Remove a row that was written by mistake."""

    submit_label = _("Remove")
    is_removal = True

    def is_allowed(self) -> bool:
        """Whether rows of this section are ever removed."""
        return self.section.remove is not None and super().is_allowed()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask."""
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Remove."""
        back = self.back
        try:
            self.section.remove(self.row.pk, actor=request.user, at=timezone.now())  # type: ignore[misc]
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _t("Removed."))
        return redirect(back)
