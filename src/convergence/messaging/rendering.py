"""From a letter's words to what is read: e-mail in HTML and text, PDF, print run.

The frame of an e-mail (the thread, the name, the colours, the footer) is MJML, rendered once per
language and look; each letter is then placed in it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Any

import mrml
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from convergence.core.models import OrganisationProfile
from convergence.core.profile import current_profile
from convergence.documents import branding, content, letters, pdf
from convergence.documents.letters import Letter
from convergence.documents.typography import polish
from convergence.messaging import late
from convergence.messaging.choices import Purpose, Topic
from convergence.messaging.errors import UnknownField
from convergence.messaging.models import Delivery, Message
from convergence.messaging.rules import offers_unsubscribe, topic_of


@dataclass(frozen=True)
class Rendered:
    """A text in three forms with the same words: HTML (our tags only), plain text, typst blocks."""

    html: str
    text: str
    blocks: list[dict[str, Any]]


@dataclass(frozen=True)
class Email:
    """A whole e-mail: subject, HTML page, plain text."""

    subject: str
    html: str
    text: str


def render_letter(source: str, merge: Mapping[str, object], language: str) -> Rendered:
    """Render the body of a letter, for a preview or a part of a page.

    ``source`` is the HTML of the editor or light Markdown; ``merge`` gives each field's value, as words.

    Raises:
        UnknownField: the text uses a field without a value.
    """
    letter = compose(language=language, subject="", source=source, merge=merge)
    return Rendered(content.to_html(letter.body), content.to_text(letter.body), content.to_data(letter.body))


def compose(
    *,
    language: str,
    subject: str,
    source: str | content.Blocks,
    merge: Mapping[str, object],
    place_date: str = "",
    signatories: Sequence[Mapping[str, str]] = (),
    enclosures: Sequence[Mapping[str, str]] = (),
    recipient: str = "",
) -> Letter:
    """The words of one letter, merged and dressed.

    Raises:
        UnknownField: the text uses a field without a value; ``recipient`` names for whom.
    """
    try:
        return letters.compose(
            language=language,
            subject=subject,
            source=source,
            values={name.lower(): value for name, value in merge.items()},
            place_date=place_date,
            signatories=signatories,
            enclosures=enclosures,
        )
    except KeyError as error:
        raise UnknownField(name=error.args[0], recipient=recipient or "—") from error


def letter_of(delivery: Delivery, *, blocks: content.Blocks | None = None) -> Letter:
    """The letter of one delivery. ``blocks`` is the message's source made ready by `letters.prepare`, for speed."""
    message = delivery.message
    return compose(
        language=message.language,
        subject=message.subject,
        source=blocks if blocks is not None else message.source,
        merge=late.words_of(delivery.merge),
        place_date=message.place_date,
        signatories=message.signatories,
        enclosures=message.enclosures,
        recipient=str(delivery.contact or delivery.address),
    )


# E-mail


def unsubscribe_url(token: str) -> str:
    """The address of the page where one unsubscribes; it works for ever (C22)."""
    return _unsubscribe_base(settings.BASE_URL) + f"{token}/"


@lru_cache(maxsize=8)
def _unsubscribe_base(site: str) -> str:
    return f"{site}{reverse('messaging:unsubscribe', args=['x'])}".removesuffix("x/")


def render_email(
    *,
    letter: Letter,
    profile: OrganisationProfile,
    purpose: Purpose,
    token: str = "",
    preheader: str = "",
    on_behalf_of: str = "",
) -> Email:
    """The whole e-mail of a letter, identification and way out included (C21, C23)."""
    foot = footer(profile=profile, purpose=purpose, language=letter.language, token=token, on_behalf_of=on_behalf_of)
    frame = _frame(
        letter.language, profile.name or profile.acronym, tuple(sorted(branding.email_colours(profile).items()))
    )
    html = (
        frame.replace("@@SUBJECT@@", escape(letter.subject))
        .replace("@@PREHEADER@@", escape(preheader or letter.subject))
        .replace("@@FOOT@@", "<br>".join(line.html for line in foot))
        .replace("@@BODY@@", letters.html(letter))
    )
    # The sign "-- " ends a letter in plain text; mail programs fold what follows.
    text = letters.text(letter) + "\n\n-- \n" + "\n".join(line.text for line in foot) + "\n"
    return Email(letter.subject, html, text)


@dataclass(frozen=True)
class FootLine:
    """One line of the footer in both forms."""

    html: str
    text: str


def footer(
    *, profile: OrganisationProfile, purpose: Purpose, language: str, token: str, on_behalf_of: str = ""
) -> list[FootLine]:
    """Who sends, on whose behalf, from where, and the way out (C21–C23)."""
    with override(language):
        lines = [
            FootLine(f"<strong>{escape(line)}</strong>" if not index else escape(line), line)
            for index, line in enumerate(_identity(profile))
        ]
        if on_behalf_of:
            words = polish(_("Sent on behalf of %(name)s") % {"name": on_behalf_of}, language)
            lines.insert(1, FootLine(escape(words), words))
        if token and offers_unsubscribe(purpose):
            url = unsubscribe_url(token)
            words = polish(_leave(topic_of(purpose)), language)
            lines.append(FootLine(f'<br><a href="{escape(url)}">{escape(words)}</a>', f"\n{words}{_(': ')}{url}"))
    return lines


def _leave(topic: Topic) -> str:
    """Name the way out of a topic."""
    if topic == Topic.ALL:
        return _("Receive only the messages owed to you")
    return _("No longer receive %(topic)s") % {"topic": topic.label}


def _identity(profile: OrganisationProfile) -> list[str]:
    place = branding.postal_lines(profile)
    reach = [part for part in (profile.phone, profile.email, profile.website) if part]
    return [line for line in (profile.name or profile.acronym, ", ".join(place), " · ".join(reach)) if line]


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""What XML forbids: a stray sign in the organisation's name would leave every message without its frame."""


@lru_cache(maxsize=32)
def _frame(language: str, name: str, colours: tuple[tuple[str, str], ...]) -> str:
    table = dict(colours)
    context = {
        "language": language,
        "name": name,
        "colours": {key.removeprefix("light_"): value for key, value in table.items() if key.startswith("light_")},
        "dark": {key.removeprefix("dark_"): value for key, value in table.items() if key.startswith("dark_")},
    }
    rendered = mrml.to_html(_CONTROL.sub("", render_to_string("messaging/mail/frame.mjml", context)))
    return str(getattr(rendered, "content", rendered))


# Paper


def letter_pdf(delivery: Delivery, *, created: datetime, print_links: bool = False) -> bytes:
    """The letter of one delivery as accessible PDF, in its own language (S62)."""
    letter = letter_of(delivery)
    return render_pdf(letter, recipient=recipient_lines(delivery), created=created, print_links=print_links)


def render_pdf(
    letter: Letter,
    *,
    recipient: Sequence[str],
    created: datetime,
    profile: OrganisationProfile | None = None,
    brand: Mapping[str, Any] | None = None,
    print_links: bool = False,
) -> bytes:
    """A letter as PDF/UA-1; ``recipient`` are the lines of the address window.

    ``brand`` is `branding.brand_data` of the profile, given when many letters share it.
    """
    brand = brand or branding.brand_data(profile or current_profile())
    data = letters.data(letter, recipient=recipient, print_links=print_links)
    whole = {**data, "brand": brand, "paper": branding.PAPER}
    return pdf.render(
        "letter", whole, lang=letters.REGIONS.get(letter.language, letter.language), standards=pdf.UA, created=created
    )


def print_run(deliveries: Sequence[Delivery], *, title: str, created: datetime) -> bytes:
    """One file for the printer: each letter starts on a right-hand page; links show their address.

    The document speaks the language of its first letter; each letter its own.
    """
    if not deliveries:
        message = "a print run needs a letter"
        raise ValueError(message)
    read: dict[int, content.Blocks] = {}
    pages = []
    for delivery in deliveries:
        blocks = read.setdefault(
            delivery.message_id, letters.prepare(delivery.message.source, delivery.message.language)
        )
        letter = letter_of(delivery, blocks=blocks)
        pages.append(letters.data(letter, recipient=recipient_lines(delivery), print_links=True))
    language = deliveries[0].message.language
    data = {
        "title": title,
        "brand": branding.brand_data(current_profile()),
        "paper": branding.PAPER,
        "letters": pages,
    }
    return pdf.render(
        "print_run", data, lang=letters.REGIONS.get(language, language), standards=pdf.UA, created=created
    )


def recipient_lines(delivery: Delivery) -> list[str]:
    """The lines of the address window."""
    name = str(delivery.contact) if delivery.contact else ""
    if "\n" in delivery.address:
        return [line for line in delivery.address.split("\n") if line.strip()]
    return [line for line in (name, delivery.address) if line]


def subject_of(message: Message) -> str:
    """The subject as it is shown in lists."""
    return polish(message.subject, message.language)
