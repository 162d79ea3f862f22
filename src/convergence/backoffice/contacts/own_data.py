"""The rights of a person over their data: a copy that a machine can read (L12), and the end of it (L10)."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from convergence.backoffice.contacts.base import ContactsView, attempt, contact_url, visible_contact
from convergence.contacts.choices import ContactKind
from convergence.contacts.commands import erase_person, hand_over_data
from convergence.contacts.models import Contact
from convergence.contacts.queries.held import reasons_to_keep

ERASE = "contacts.erase_person"


class ErasureForm(forms.Form):
    """Why the data go, and that one knows it cannot be undone."""

    reason = forms.CharField(
        label=_("Why?"), help_text=_("For example: asked for by the person on 3 June, by letter."), max_length=300
    )
    sure = forms.BooleanField(label=_("I know that this cannot be undone"))


class OwnDataView(ContactsView):
    """Hand a person's data over, or erase them."""

    template_name = "backoffice/contacts/own_data.html"
    page_title = _("Their data")
    header_icon = "user"
    action = "contacts.hand_over_data"

    @cached_property
    def contact(self) -> Contact:
        """The person."""
        contact = visible_contact(self.request, self.kwargs["contact"], self.action)
        if contact.kind != ContactKind.PERSON or contact.merged_into_id is not None:
            raise Http404
        return contact

    def crumbs(self) -> list[dict[str, Any]]:
        """Return the steps."""
        return [{"url": contact_url(self.contact), "label": self.contact.name}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the person, what keeps their data, and the form."""
        kwargs.setdefault("form", ErasureForm())
        kwargs |= {
            "contact": self.contact,
            "back": contact_url(self.contact),
            "keeping": reasons_to_keep(self.contact),
        }
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give the file, or erase."""
        who = {"contact_id": self.contact.pk, "actor": request.user, "at": timezone.now()}
        if request.POST.get("act") != "erase":
            found = hand_over_data(**who)
            answer = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})
            answer["Content-Disposition"] = f'attachment; filename="donnees-{self.contact.pk}.json"'
            return answer
        form = ErasureForm(request.POST)
        if form.is_valid() and attempt(form, lambda: erase_person(reason=form.cleaned_data["reason"], **who)):
            messages.success(request, _t("These data are erased. What a law keeps stays, without a name."))
            return redirect(reverse("people:index"))
        return self.render_to_response(self.get_context_data(form=form), status=422)
