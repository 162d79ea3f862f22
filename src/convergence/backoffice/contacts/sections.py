"""The sections of a contact's page: what each shows, its form, the commands that write it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Model, QuerySet
from django.forms import ModelForm
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from convergence.backoffice.contacts import forms
from convergence.contacts import commands
from convergence.contacts import models as m
from convergence.contacts.choices import ConsentAct, ContactKind
from convergence.contacts.queries import graph, relations, terms
from convergence.contacts.queries.identity import of_family

ORGANISATION, PERSON, BODY = ContactKind.ORGANISATION, ContactKind.PERSON, ContactKind.BODY
ANY = frozenset({ORGANISATION, PERSON, BODY})
Command = Callable[..., Any]


@dataclass(frozen=True)
class Section:
    """One section.

    Attributes:
        key: its part of the address and its anchor in the page.
        title: what it is called.
        add_label: what the button that adds a row says.
        model: table of its rows.
        form: form of one row.
        rows: reads the rows of a contact.
        contact_of: names the field by which a row points at its contact.
        add: command with `contact`, form values, actor and at.
        change: command with the row's id, form values, actor and at; None when rows are never changed.
        remove: command with the row's id, actor and at; None when rows are never removed.
        kinds: the kinds of contacts that have it.
        empty: what is said when there is no row.
    """

    key: str
    title: str | Promise
    add_label: str | Promise
    model: type[Model]
    form: type[ModelForm[Any]]
    rows: Callable[[m.Contact], QuerySet[Any]]
    add: Command
    empty: str | Promise
    contact_of: str = "contact"
    change: Command | None = None
    remove: Command | None = None
    kinds: frozenset[ContactKind] = ANY

    @property
    def is_changeable(self) -> bool:
        """Whether its rows may be changed; a template would call `change` itself."""
        return self.change is not None


def _by(name: str, command: Command) -> Command:
    """Return a command called with the row's id under its own name."""
    return lambda pk, **values: command(**{name: pk}, **values)


def _to(name: str, command: Command) -> Command:
    """Return a command called with the contact's id under its own name."""
    return lambda contact, **values: command(**{name: contact.pk}, **values)


def _points(contact: m.Contact) -> QuerySet[Any]:
    rows = m.ContactPoint.objects.filter(of_family(contact)).select_related("person")
    return rows.order_by(F("end_date").desc(nulls_first=True), "channel", "purpose", "pk")


def _addresses(contact: m.Contact) -> QuerySet[Any]:
    rows = m.PostalAddress.objects.filter(of_family(contact))
    return rows.order_by(F("end_date").desc(nulls_first=True), "purpose", "pk")


def _add_mandate(contact: m.Contact, *, person: m.Contact, **values: Any) -> Any:
    return commands.record_mandate(person_id=person.pk, held_in_id=contact.pk, **values)


def _add_post(contact: m.Contact, *, held_in: m.Contact, **values: Any) -> Any:
    return commands.record_mandate(person_id=contact.pk, held_in_id=held_in.pk, **values)


def _add_consent(contact: m.Contact, *, act: str, wording: str, at: datetime, **values: Any) -> Any:
    if act == ConsentAct.WITHDRAWN:
        return commands.withdraw_consent(contact_id=contact.pk, at=at, **values)
    return commands.record_consent(contact_id=contact.pk, act=act, wording=wording, at=at, **values)


def _add_affiliation(contact: m.Contact, *, parent: m.Contact, **values: Any) -> Any:
    return commands.affiliate(child_id=contact.pk, parent_id=parent.pk, **values)


SECTIONS: tuple[Section, ...] = (
    Section(
        key="points",
        title=_("Contact points"),
        add_label=_("Add an e-mail or telephone"),
        model=m.ContactPoint,
        form=forms.PointForm,
        rows=_points,
        add=_to("contact_id", commands.add_contact_point),
        change=_by("point_id", commands.change_contact_point),
        remove=_by("point_id", commands.remove_contact_point),
        empty=_("No e-mail nor telephone yet."),
    ),
    Section(
        key="adresses",
        title=_("Postal addresses"),
        add_label=_("Add a postal address"),
        model=m.PostalAddress,
        form=forms.AddressForm,
        rows=_addresses,
        add=_to("contact_id", commands.add_address),
        change=_by("address_id", commands.change_address),
        remove=_by("address_id", commands.remove_address),
        empty=_("No postal address yet."),
    ),
    Section(
        key="affiliations",
        title=_("Belongs to"),
        add_label=_("Add an affiliation"),
        model=m.Affiliation,
        form=forms.AffiliationForm,
        rows=graph.parents_of,
        contact_of="child",
        add=_add_affiliation,
        change=_by("affiliation_id", commands.change_affiliation),
        remove=_by("affiliation_id", commands.remove_affiliation),
        kinds=frozenset({ORGANISATION}),
        empty=_("Belongs to no other organisation."),
    ),
    Section(
        key="effectifs",
        title=_("Declared members"),
        add_label=_("Write a declaration"),
        model=m.DeclaredCount,
        form=forms.CountForm,
        rows=graph.counts_of,
        contact_of="organisation",
        add=_to("organisation_id", commands.declare_count),
        kinds=frozenset({ORGANISATION}),
        empty=_("Nothing was declared yet."),
    ),
    Section(
        key="mandats",
        title=_("People in office"),
        add_label=_("Add a person in office"),
        model=m.Mandate,
        form=forms.MandateForm,
        rows=terms.terms_in,
        contact_of="held_in",
        add=_add_mandate,
        change=_by("mandate_id", commands.change_mandate),
        remove=_by("mandate_id", commands.remove_mandate),
        kinds=frozenset({ORGANISATION, BODY}),
        empty=_("Nobody yet."),
    ),
    Section(
        key="postes",
        title=_("Posts held"),
        add_label=_("Add a post"),
        model=m.Mandate,
        form=forms.PostForm,
        rows=terms.terms_of,
        contact_of="person",
        add=_add_post,
        change=_by("mandate_id", commands.change_mandate),
        remove=_by("mandate_id", commands.remove_mandate),
        kinds=frozenset({PERSON}),
        empty=_("No post yet."),
    ),
    Section(
        key="marques",
        title=_("Do not contact"),
        add_label=_("Put a mark"),
        model=m.DoNotContact,
        form=forms.MarkForm,
        rows=lambda contact: m.DoNotContact.objects.filter(of_family(contact)).order_by("-since", "-pk"),
        add=_to("contact_id", commands.mark_do_not_contact),
        change=_by("mark_id", commands.change_do_not_contact),
        remove=_by("mark_id", commands.remove_do_not_contact),
        empty=_("No mark: this contact may be reached within what they consented to."),
    ),
    Section(
        key="consentements",
        title=_("Consents"),
        add_label=_("Write a consent or a withdrawal"),
        model=m.ConsentEvent,
        form=forms.ConsentForm,
        rows=lambda contact: m.ConsentEvent.objects.filter(of_family(contact)).order_by("-at", "-pk"),
        add=_add_consent,
        empty=_("Nothing in the ledger."),
    ),
    Section(
        key="relations",
        title=_("Relationship log"),
        add_label=_("Add to the log"),
        model=m.Interaction,
        form=forms.InteractionForm,
        rows=relations.log_of,
        add=_to("contact_id", commands.log_interaction),
        change=_by("interaction_id", commands.change_interaction),
        remove=_by("interaction_id", commands.remove_interaction),
        empty=_("Nothing was noted yet."),
    ),
    Section(
        key="anciens-noms",
        title=_("Former names"),
        add_label=_("Add a former name"),
        model=m.FormerName,
        form=forms.FormerNameForm,
        rows=lambda contact: m.FormerName.objects.filter(of_family(contact)).order_by("-until", "pk"),
        add=_to("contact_id", commands.add_former_name),
        change=_by("former_name_id", commands.change_former_name),
        remove=_by("former_name_id", commands.remove_former_name),
        empty=_("No former name."),
    ),
)
BY_KEY = {section.key: section for section in SECTIONS}


def sections_of(contact: m.Contact) -> list[Section]:
    """Return the sections that a contact of this kind has."""
    return [section for section in SECTIONS if contact.kind in section.kinds]
