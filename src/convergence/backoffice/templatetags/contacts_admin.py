"""What the templates of the contacts screens need: cells of lists, rows of sections."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from convergence.backoffice.contacts.base import contact_url as url_of
from convergence.backoffice.contacts.times import term as term_of
from convergence.contacts import models as m
from convergence.contacts.choices import Channel
from convergence.contacts.commands.merges import kind_label as label_of_kind
from convergence.contacts.queries.terms import title_of
from convergence.contacts.rules.addresses import PostalAddress, country_name, format_address
from convergence.contacts.rules.phones import format_phone, phone_uri
from convergence.core.dates import UncertainDate, long_day

register = template.Library()
NOTHING = mark_safe('<span class="cv-none">—</span>')

LABELS: dict[str, str | Promise] = {
    "type": _("Type"),
    "body_type": _("Type"),
    "region": _("Region"),
    "members": _("Members"),
    "seen": _("Last contact"),
    "standing": _("Standing"),
    "posts": _("Posts"),
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "part_of": _("Body of"),
}


def language() -> str:
    """Return the two letters of the active language."""
    return (get_language() or "fr")[:2]


def short(day: date | None) -> str:
    """Return a date as lists show it: 2024-02-22, which nobody reads the wrong way round."""
    return day.isoformat() if day else ""


def written(day: date | None) -> str:
    """Return a date as the page of a contact writes every one of them: 22 février 2024."""
    return long_day(day) if day else ""


@register.simple_tag
def column_label(name: str) -> str | Promise:
    """Return the head of a column."""
    return LABELS[name]


def _posts(row: Any) -> str | SafeString:
    posts = row.known.posts
    if not posts:
        return NOTHING
    title, where, _pk = posts[0]
    more = format_html(" <small>+{}</small>", len(posts) - 1) if len(posts) > 1 else ""
    return format_html('{}<span class="cv-list__under">{}</span>{}', title, where, more)


def _email(row: Any) -> str | SafeString:
    found = row.known.email
    return format_html('<a href="mailto:{0}">{0}</a>', found) if found else NOTHING


CELLS: dict[str, Callable[[Any], Any]] = {
    "type": lambda row: row.contact.get_organisation_kind_display(),
    "body_type": lambda row: row.contact.get_body_kind_display(),
    "region": lambda row: row.contact.region or NOTHING,
    "members": lambda row: (
        NOTHING if row.known.members is None else number_format(row.known.members, force_grouping=True)
    ),
    "seen": lambda row: short(row.known.seen) or NOTHING,
    "standing": lambda row: row.known.standing or NOTHING,
    "posts": _posts,
    "email": _email,
    "phone": lambda row: row.known.phone or NOTHING,
    "part_of": lambda row: row.contact.part_of.acronym or row.contact.part_of.name,
}


@register.simple_tag
def cell(name: str, row: Any) -> Any:
    """Return what a cell of a list shows."""
    return CELLS[name](row)


@register.filter
def contact_url(contact: m.Contact) -> str:
    """Return the address of a contact's page."""
    return url_of(contact)


@register.filter
def kind_label(contact: m.Contact) -> str:
    """Return what a contact is."""
    return capfirst(str(label_of_kind(contact)))


@register.filter
def resolved(contact: m.Contact) -> m.Contact:
    """Return the contact that an absorbed one stands behind."""
    return contact.merged_into or contact


@register.filter
def country(code: str) -> str:
    """Return the name of a country."""
    return country_name(code, language())


@register.filter
def is_past(row: Any, today: date) -> bool:
    """Tell whether a row's time is over."""
    end = getattr(row, "end_date", None) or getattr(row, "until", None)
    if isinstance(end, date):
        return end < today
    finish = getattr(row, "end", "")
    return bool(finish) and isinstance(finish, str) and UncertainDate(finish).latest < today


def stay(row: Any) -> str:
    """Return « from … to … » of a dated row, empty when it has no date."""
    start, end = written(getattr(row, "start_date", None)), written(getattr(row, "end_date", None))
    if start and end:
        return pgettext("days", "%(start)s to %(end)s") % {"start": start, "end": end}
    if start:
        return pgettext("days", "since %(start)s") % {"start": start}
    return pgettext("days", "until %(end)s") % {"end": end} if end else ""


def small(*parts: Any) -> SafeString:
    """Return the parts that say something, in small, with dots between."""
    said = [(part,) for part in parts if part]
    return format_html("<small>{}</small>", format_html_join(" · ", "{}", said)) if said else mark_safe("")


def link(contact: m.Contact) -> SafeString:
    """Return a link to a contact."""
    shown = resolved(contact)
    return format_html('<a href="{}">{}</a>', url_of(shown), shown.name)


def _point(row: m.ContactPoint) -> SafeString:
    since = written(timezone.localdate(row.failing_since)) if row.failing_since else ""
    failing = _t("fails since %(day)s") % {"day": since} if since else ""
    who = format_html("{} {}", _t("for"), row.person.name) if row.person else ""
    if row.channel == Channel.EMAIL:
        value = format_html('<a href="mailto:{0}">{0}</a>', row.value)
    elif row.channel == Channel.PHONE and row.normalised:
        value = format_html('<a href="{}">{}</a>', phone_uri(row.normalised), format_phone(row.normalised, language()))
    else:
        value = format_html("{}", row.value)
    return format_html("{} {}", value, small(row.get_purpose_display(), who, stay(row), failing))


def _address(row: m.PostalAddress) -> SafeString:
    parts = PostalAddress(row.street, row.city, row.province, row.postal_code, row.country)
    lines = [(line,) for line in ([row.attention] if row.attention else []) + list(format_address(parts, language()))]
    returned = _t("a letter came back on %(day)s") % {"day": written(row.returned_on)} if row.returned_on else ""
    return format_html(
        '<address>{}</address><span class="cv-under">{}</span>',
        format_html_join(mark_safe("<br>"), "{}", lines),
        small(row.get_purpose_display(), stay(row), returned),
    )


def _affiliation(row: m.Affiliation) -> SafeString:
    return format_html("{} {}", link(row.parent), small(row.get_kind_display(), stay(row), row.source))


def _count(row: m.DeclaredCount) -> SafeString:
    qualifier = "" if row.qualifier == "EXACT" else row.get_qualifier_display()
    value = number_format(row.value, force_grouping=True)
    return format_html(
        '<span class="cv-count">{} <strong>{}</strong></span> {}',
        qualifier,
        value,
        small(written(row.as_of), row.source),
    )


def _mandate(row: m.Mandate) -> SafeString:
    interim = _t("interim") if row.is_interim else ""
    return format_html(
        "{}, <span>{}</span> {}",
        link(row.person),
        title_of(row, language()),
        small(interim, term_of(row, language()), row.source),
    )


def _post(row: m.Mandate) -> SafeString:
    owner = link(row.held_in.part_of) if row.held_in.part_of else ""
    interim = _t("interim") if row.is_interim else ""
    return format_html(
        "<span>{}</span> {} {}",
        title_of(row, language()),
        link(row.held_in),
        small(owner, interim, term_of(row, language()), row.source),
    )


def _mark(row: m.DoNotContact) -> SafeString:
    purpose = row.get_purpose_display() if row.purpose else ""
    until = pgettext("days", "until %(end)s") % {"end": written(row.until)} if row.until else ""
    return format_html(
        "<strong>{}</strong> {} {}", row.get_channel_display(), row.reason, small(purpose, written(row.since), until)
    )


def _consent(row: m.ConsentEvent) -> SafeString:
    from django.urls import reverse  # noqa: PLC0415

    purpose = row.get_purpose_display() if row.purpose else _t("everything but legal notices")
    proof = f"{reverse('contacts:proof')}?adresse={row.address}"
    return format_html(
        '<strong>{}</strong> {} <a href="{}">{}</a> {}',
        row.get_act_display(),
        purpose,
        proof,
        row.address,
        small(written(timezone.localdate(row.at)), row.method),
    )


def _interaction(row: m.Interaction) -> SafeString:
    return format_html("<strong>{}</strong> {} {}", written(row.on), row.get_kind_display(), small(row.text))


def _former_name(row: m.FormerName) -> SafeString:
    until = UncertainDate(row.until).for_people(language()) if row.until else ""
    return format_html("{} {}", row.name, small(row.acronym, f"– {until}" if until else ""))


ROWS: dict[str, Callable[[Any], SafeString]] = {
    "points": _point,
    "adresses": _address,
    "affiliations": _affiliation,
    "effectifs": _count,
    "mandats": _mandate,
    "postes": _post,
    "marques": _mark,
    "consentements": _consent,
    "relations": _interaction,
    "anciens-noms": _former_name,
}


@register.simple_tag
def section_row(key: str, row: Any) -> SafeString:
    """Return what a row of a section shows."""
    return ROWS[key](row)
