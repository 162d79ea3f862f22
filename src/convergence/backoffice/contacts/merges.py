"""Merging two contacts: side by side, choose, confirm; and undoing it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz
from wagtail.admin import messages

from convergence.accounts.policies import visible
from convergence.backoffice.contacts.base import ContactsView, contact_url, visible_contact
from convergence.contacts.commands import mark_not_duplicate, merge_contacts, undo_merge
from convergence.contacts.commands.merges import CHOOSABLE, kind_label, refuse_merge
from convergence.contacts.models import Contact, ContactPoint, Mandate, Merge
from convergence.contacts.queries import search
from convergence.contacts.rules.addresses import country_name
from convergence.contacts.rules.names import fold_for_search, search_words
from convergence.core.errors import DomainError
from convergence.core.identifiers import id_from

MERGE = "contacts.merge_contacts"
#: How alike two names are before one is proposed for the other, of 100; names of one trade reach 88.
ALIKE = 92
#: Names looked at, at most, among those that share a word.
LOOKED_AT = 5_000


@dataclass(frozen=True)
class Choice:
    """One field of the comparison."""

    name: str
    label: str
    kept: str
    absorbed: str

    @property
    def differs(self) -> bool:
        """Whether a person must choose: both have a value and the two are not the same."""
        return bool(self.kept and self.absorbed and self.kept != self.absorbed)


def shown_value(contact: Contact, name: str) -> str:
    """Return a field's value for people."""
    field = Contact._meta.get_field(name.removesuffix("_id"))
    if name == "country":
        return country_name(contact.country, (get_language() or "fr")[:2]) if contact.country else ""
    if name == "region_id":
        return str(contact.region or "")
    if field.choices:
        return str(getattr(contact, f"get_{name}_display")())
    return str(getattr(contact, name) or "")


def choices(kept: Contact, absorbed: Contact) -> list[Choice]:
    """Return the fields in which one of the two has a value."""
    found = []
    for name in CHOOSABLE:
        label = Contact._meta.get_field(name.removesuffix("_id")).verbose_name
        choice = Choice(name, str(label), shown_value(kept, name), shown_value(absorbed, name))
        if choice.kept or choice.absorbed:
            found.append(choice)
    return found


def _said(error: ValidationError) -> Iterator[str]:
    """Yield what was refused, each field by its label."""
    for name, sentences in error.message_dict.items():
        label = Contact._meta.get_field(name).verbose_name if name != NON_FIELD_ERRORS else ""
        yield f"{label} : {' '.join(sentences)}" if label else " ".join(sentences)


def alike_in_name(kept: Contact, rows: QuerySet[Contact]) -> list[Contact]:
    """Return the contacts whose name says nearly the same as that of the kept one, the nearest first."""
    some_word = Q(pk__in=[])
    for word in search_words(kept.name):
        some_word |= Q(search_text__contains=word)
    name = fold_for_search(kept.name)
    scores = {
        pk: fuzz.token_set_ratio(name, fold_for_search(other))
        for pk, other in rows.filter(some_word).values_list("pk", "name")[:LOOKED_AT]
    }
    near = sorted((pk for pk, score in scores.items() if score >= ALIKE), key=lambda pk: (-scores[pk], pk))[:20]
    found = rows.in_bulk(near)
    return [found[pk] for pk in near]


class MergeView(ContactsView):
    """Choose the other contact, compare the two, merge."""

    template_name = "backoffice/contacts/merge.html"
    page_title = _("Merge two contacts")
    header_icon = "resubmit"
    action = MERGE

    @cached_property
    def kept(self) -> Contact:
        """The contact that stays."""
        return self._asked("kept")

    @cached_property
    def absorbed(self) -> Contact | None:
        """The other, None before it is chosen."""
        return self._asked("absorbed") if self.asked("absorbed") else None

    def asked(self, name: str) -> str:
        """Return an id given by the address or the form."""
        return self.request.POST.get(name) or self.request.GET.get(name, "")

    def _asked(self, name: str) -> Contact:
        pk = id_from(self.asked(name))
        if pk is None:
            raise Http404
        return visible_contact(self.request, pk, MERGE)

    def crumbs(self) -> list[dict[str, Any]]:
        """Return the steps."""
        return [{"url": contact_url(self.kept), "label": self.kept.name}]

    def candidates(self) -> list[Contact]:
        """Return contacts of the same kind that a search finds; those that resemble the kept one without a search."""
        text = self.request.GET.get("q", "").strip()
        alike = {"kind": self.kept.kind, "organisation_kind": self.kept.organisation_kind}
        rows = visible(self.request.user, MERGE, Contact.objects.current().filter(**alike))
        rows = rows.exclude(pk=self.kept.pk).select_related("region").order_by("sort_name", "pk")
        return list(search(rows, text)[:20]) if text else alike_in_name(self.kept, rows)

    def refusal(self) -> str:
        """Return why the two cannot be merged, empty when they can."""
        if self.absorbed is None:
            return ""
        try:
            refuse_merge(self.kept, self.absorbed)
        except DomainError as error:
            return str(error)
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the comparison, or the candidates."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context |= {"kept": self.kept, "absorbed": self.absorbed, "q": self.request.GET.get("q", "")}
        if self.absorbed is None:
            context["candidates"] = self.candidates()
            return context
        pair = (self.kept, self.absorbed)
        context |= {
            "refusal": self.refusal(),
            "kinds": [kind_label(contact) for contact in pair],
            "choices": choices(self.kept, self.absorbed),
            "points": [list(ContactPoint.objects.filter(contact=contact).order_by("pk")) for contact in pair],
            "posts": [self.posts(contact) for contact in pair],
            "urls": [contact_url(contact) for contact in pair],
            "swap": f"{reverse('contacts:merge')}?kept={self.absorbed.pk}&absorbed={self.kept.pk}",
        }
        return context

    def posts(self, contact: Contact) -> list[Mandate]:
        """Return the posts held by, or in, a contact: all of them survive (S49)."""
        rows = Mandate.objects.select_related("person", "held_in")
        return list((rows.filter(person=contact) | rows.filter(held_in=contact)).order_by("pk")[:20])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Merge, or write that the two are different."""
        if self.absorbed is None:
            raise Http404
        who = {"actor": request.user, "at": timezone.now()}
        try:
            if request.POST.get("act") == "different":
                mark_not_duplicate(first_id=self.kept.pk, second_id=self.absorbed.pk, **who)
                messages.success(request, _t("Noted: these two are different and are not proposed again."))
                return redirect(contact_url(self.kept))
            merge = merge_contacts(kept_id=self.kept.pk, absorbed_id=self.absorbed.pk, values=self.values(), **who)
        except DomainError as error:
            messages.error(request, str(error))
            return self.render_to_response(self.get_context_data(), status=error.status)
        except ValidationError as error:
            messages.error(request, " ".join(_said(error)))
            return self.render_to_response(self.get_context_data(), status=422)
        undo = messages.button(reverse("contacts:merge_undo", args=(merge.pk,)), _t("Undo"))
        sentence = _t("“%(absorbed)s” was merged into “%(kept)s”. Nothing is lost: it can be undone.")
        names = {"absorbed": self.absorbed.name, "kept": self.kept.name}
        messages.success(request, sentence % names, buttons=[undo])
        return redirect(contact_url(self.kept))

    def values(self) -> dict[str, Any]:
        """Return the values to take from the absorbed contact."""
        taken = [name for name in CHOOSABLE if self.request.POST.get(f"from_{name}") == "absorbed"]
        return {name: getattr(self.absorbed, name) for name in taken}


class UndoMergeView(ContactsView):
    """Undo a merge, after a question."""

    template_name = "backoffice/contacts/merge_undo.html"
    page_title = _("Undo a merge")
    header_icon = "undo"
    action = MERGE

    @cached_property
    def merge(self) -> Merge:
        """The merge, of a contact that the user may see."""
        found = Merge.objects.select_related("kept", "absorbed").filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        visible_contact(self.request, found.kept_id, MERGE)
        return found

    def crumbs(self) -> list[dict[str, Any]]:
        """Return the steps."""
        return [{"url": contact_url(self.merge.kept), "label": self.merge.kept.name}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the merge."""
        return super().get_context_data(**kwargs, merge=self.merge, back=contact_url(self.merge.kept))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Undo."""
        try:
            undo_merge(merge_id=self.merge.pk, actor=request.user, at=timezone.now())
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(contact_url(self.merge.kept))
        messages.success(request, _t("“%(name)s” stands on its own again.") % {"name": self.merge.absorbed.name})
        return redirect(contact_url(self.merge.absorbed))


class MergesView(ContactsView):
    """The merges that were made, the latest first."""

    template_name = "backoffice/contacts/merges.html"
    page_title = _("Merges made")
    header_icon = "resubmit"
    action = MERGE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the merges."""
        rows = Merge.objects.select_related("kept", "absorbed").order_by("-merged_at", "-pk")
        return super().get_context_data(**kwargs, merges=rows[:100])
