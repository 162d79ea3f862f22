"""What is still missing before a call may be sent, in words, each with the step that mends it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from convergence.contacts.models import Contact, Mandate
from convergence.core.models import OrganisationProfile
from convergence.core.profile import current_profile
from convergence.core.reading import keep_read, read_together
from convergence.documents import content
from convergence.membership.choices import LinkState, SigningOffice
from convergence.membership.models import CallLetter, CallLink, DuesCall, DuesScale, Enclosure, Signature
from convergence.membership.queries.signing import digest_of, holds_office
from convergence.membership.rules import letters as rule
from convergence.messaging.rules import missing_identification

HAS_SCALES = "_has_scales"  # kept with a call that was read at once


@dataclass(frozen=True, slots=True)
class Missing:
    """Something to do before sending: a stable code, a sentence, and the name of the step."""

    code: str
    text: str
    step: str


def read_at_once(call: DuesCall) -> None:
    """Read what a page of a draft judges, once for all its parts; not for a command, which reads what stands now."""
    signatories = Signature.objects.filter(call=call).values("signatory")
    letters, enclosures, links, signatures, people, mandates, scales = read_together(
        CallLetter.objects.filter(call=call),
        Enclosure.objects.filter(call=call),
        CallLink.objects.filter(call=call),
        Signature.objects.filter(call=call),
        Contact.objects.filter(pk__in=signatories),
        Mandate.objects.filter(person__in=signatories),
        DuesScale.objects.all(),
    )
    call.__dict__[HAS_SCALES] = bool(scales)
    keep_read(call, letters=letters, enclosures=enclosures, links=links, signatures=signatures)
    persons = {person.pk: person for person in people}
    for person in people:
        keep_read(person, mandates=[mandate for mandate in mandates if mandate.person_id == person.pk])
    for signature in signatures:
        signature.signatory = persons[signature.signatory_id]


def has_been_read(call: DuesCall) -> bool:
    """Tell whether `read_at_once` read this call."""
    return "letters" in getattr(call, "_prefetched_objects_cache", {})


def has_scales(call: DuesCall) -> bool:
    """Tell whether there is any scale of dues: without one a call reaches nobody."""
    known = call.__dict__.get(HAS_SCALES)
    return DuesScale.objects.exists() if known is None else bool(known)


def missing(call: DuesCall, *, called: int | None = None, profile: OrganisationProfile | None = None) -> list[Missing]:
    """List what blocks the sending, in the order of the steps; an empty list means ready.

    Args:
        call: a draft.
        called: how many are called, when the caller knows; without it the audience is not judged.
        profile: of the organisation, when the caller has read it.
    """
    return [
        *_identity(profile or current_profile()),
        *_letters(call),
        *_links(call),
        *_audience(called),
        *_signatures(call),
    ]


def _identity(profile: OrganisationProfile) -> list[Missing]:
    names = ("name", "street", "city", "postal_code", "phone", "email", "website")
    words = {
        "name": _("the name of the organisation"),
        "street": _("its street address"),
        "city": _("its city"),
        "postal_code": _("its postal code"),
        "contact": _("a telephone, e-mail or web site"),
    }
    lacks = [words[name] for name in missing_identification({name: str(getattr(profile, name)) for name in names})]
    if not lacks:
        return []
    text = _("The law asks that every message says who sends it. Write in Settings: %(lacks)s.")
    return [Missing("identity", text % {"lacks": ", ".join(lacks)}, "identity")]


def _letters(call: DuesCall) -> list[Missing]:
    found = []
    written = list(call.letters.all())
    if not any(letter.language == "fr" for letter in written):
        found.append(Missing("letter", _("The French letter is missing."), "letter"))
    for letter in written:
        whole = "\n".join((letter.subject, letter.addressees, letter.body, letter.closing_formula))
        found += [
            _unknown_field(language_in_a_sentence(letter.language), field) for field in rule.unknown_fields(whole)
        ]
        found += _vague_links(letter)
        if "link" not in rule.used_fields(letter.body):
            text = _("The letter in %(language)s does not offer the form: write {%(word)s} where its link belongs.")
            word = next(field.word(letter.language) for field in rule.FIELDS if field.key == "link")
            found.append(
                Missing("no_link", text % {"language": language_in_a_sentence(letter.language), "word": word}, "letter")
            )
    return found


def _vague_links(letter: CallLetter) -> list[Missing]:
    """Name the links whose words do not say what they open: who listens to a letter hears them alone (S62)."""
    parts = (letter.addressees, letter.body, letter.closing_formula)
    shown = [link.text for part in parts for link in content.links(content.parse(part))]
    text = _(
        "The link “%(text)s” of the letter in %(language)s does not say what it opens: give it the name of the page or document."
    )
    language = language_in_a_sentence(letter.language)
    return [
        Missing("vague_link", text % {"text": words, "language": language}, "letter")
        for words in dict.fromkeys(shown)
        if rule.is_vague(words)
    ]


def language_in_a_sentence(code: str) -> str:
    """Return the name of a letter's language as it stands inside a sentence: « français »."""
    names = {
        "fr": pgettext("in a sentence", "French"),
        "en": pgettext("in a sentence", "English"),
        "es": pgettext("in a sentence", "Spanish"),
    }
    return names[code]


def unknown_field_text(letter: CallLetter, typed: str) -> str:
    """Say which field of a letter does not exist, with the nearest one that does."""
    [field] = rule.unknown_fields(f"{{{typed}}}")
    return _unknown_field(language_in_a_sentence(letter.language), field).text


def _unknown_field(language: str, field: rule.UnknownField) -> Missing:
    if field.nearest:
        text = _(
            "The letter in %(language)s names a field that does not exist: {%(typed)s}. Did you mean {%(nearest)s}?"
        )
    else:
        text = _("The letter in %(language)s names a field that does not exist: {%(typed)s}.")
    values = {"language": language, "typed": field.typed, "nearest": field.nearest}
    return Missing("unknown_field", text % values, "letter")


def _links(call: DuesCall) -> list[Missing]:
    if call.links_checked_at is None:
        return [
            Missing("links_unchecked", _("The links of the letter were not checked since its last change."), "letter")
        ]
    found = []
    for link in call.links.all():
        values = {"text": link.text or link.url, "reason": link.reason}
        if link.state == LinkState.BROKEN:
            found.append(Missing("broken_link", _("The link “%(text)s” leads nowhere: %(reason)s") % values, "letter"))
        elif link.state == LinkState.UNREACHABLE and link.confirmed_at is None:
            text = _("The link “%(text)s” did not answer: open it yourself, then confirm that you saw it.")
            found.append(Missing("unconfirmed_link", text % values, "letter"))
    return found


def _audience(called: int | None) -> list[Missing]:
    if called is None or called > 0:
        return []
    return [Missing("no_audience", _("Nobody is called: look at the reasons in the audience."), "audience")]


def _signatures(call: DuesCall) -> list[Missing]:
    digest = digest_of(call)
    signatures = {row.office: row for row in call.signatures.all()}
    found = []
    for office in SigningOffice:
        row = signatures.get(office.value)
        if row is None:
            text = _("Nobody is named to sign for the %(office)s.") % {"office": office.label}
            found.append(Missing("signature", text, "signatures"))
        elif not holds_office(row.signatory, office.value, call.letter_date):
            text = _("%(name)s no longer holds the %(office)s: name another signatory.")
            found.append(Missing("signature", text % {"name": row.name, "office": office.label}, "signatures"))
        elif row.signed_at is None:
            text = _("A signature is missing: that of %(name)s (%(office)s).")
            found.append(Missing("signature", text % {"name": row.name, "office": office.label}, "signatures"))
        elif row.digest != digest:
            text = _("The letter has changed since %(name)s signed it: a new signature is needed.")
            found.append(Missing("signature", text % {"name": row.name}, "signatures"))
    return found
