"""Merge fields of a letter: `{nom}`, `{montant}`…, the same in every language and each with a word of that language.

A field is written between braces. An unknown one blocks the sending and is named, with the nearest known one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

_FIELD = re.compile(r"\{([^{}\n]{1,60})\}")


_VAGUE = re.compile(
    r"(?:(?:en |veuillez |please |pour .{1,40} )?(?:cliqu(?:er|ez|ant|e)|click|haga clic|haz clic|pulse|clic)"
    r"(?: (?:sur|on|en))?(?: (?:ici|here|aqui|(?:le|ce|this|the|este|el) (?:lien|link|enlace)))?"
    r"|(?:par |just )?(?:ici|here|aqui)|(?:(?:le|ce|this|the|este|el) )?(?:lien|link|enlace))"
)


def is_vague(words: str) -> bool:
    """Whether the words of a link do not say what it opens: « ici », « cliquez ici », « click here » (S62)."""
    bare = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()
    return bool(_VAGUE.fullmatch(" ".join(re.sub(r"[^a-z0-9]+", " ", bare).split())))


class UnknownFieldError(LookupError):
    """A merge field that the product does not know."""


@dataclass(frozen=True, slots=True)
class Field:
    """A merge field: its key and the word for it in each language."""

    key: str
    fr: str
    en: str
    es: str

    def word(self, language: str) -> str:
        """Return the word to offer in a language, French when it has none."""
        return {"en": self.en, "es": self.es}.get(language, self.fr)


FIELDS = (
    Field("name", "nom", "name", "nombre"),
    Field("salutation", "appellation", "salutation", "tratamiento"),
    Field("number", "numéro", "number", "número"),
    Field("group", "groupe", "group", "grupo"),
    Field("period", "période", "period", "período"),
    Field("members", "effectif", "members", "afiliados"),
    Field("members_date", "date effectif", "members date", "fecha afiliados"),
    Field("amount", "montant", "amount", "importe"),
    Field("detail", "précision", "detail", "precisión"),
    Field("computation", "calcul", "computation", "cálculo"),
    Field("paid", "reçu", "received", "recibido"),
    Field("balance", "solde", "balance", "saldo"),
    Field("reference", "référence", "reference", "referencia"),
    Field("due_date", "échéance", "due date", "vencimiento"),
    Field("promise_date", "date promise", "promise date", "fecha prometida"),
    Field("link", "lien", "link", "enlace"),
)
_BY_WORD = {
    word: field.key
    for field in FIELDS
    for word in (field.key, field.fr, field.en, field.es, field.key.replace("_", " "))
}


def _key(raw: str) -> str | None:
    return _BY_WORD.get(" ".join(raw.replace("_", " ").split()).lower())


@dataclass(frozen=True, slots=True)
class UnknownField:
    """A field as typed, and the nearest known word or an empty string."""

    typed: str
    nearest: str = ""


def unknown_fields(text: str) -> tuple[UnknownField, ...]:
    """Return the fields of a text that nobody knows, in order, each once."""
    found: dict[str, UnknownField] = {}
    for match in _FIELD.finditer(text):
        typed = match.group(1)
        if _key(typed) is None:
            near = get_close_matches(typed.strip().lower(), _BY_WORD, n=1, cutoff=0.6)
            found.setdefault(typed, UnknownField(typed, near[0] if near else ""))
    return tuple(found.values())


def used_fields(text: str) -> frozenset[str]:
    """Return the keys of the known fields of a text."""
    return frozenset(key for match in _FIELD.finditer(text) if (key := _key(match.group(1))) is not None)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values in place of the fields of a plain line, in one pass: a value that holds braces is left as it is.

    Args:
        text: an object line, the addressees, a closing formula.
        values: key to text; a known field without value becomes empty.

    Raises:
        UnknownFieldError: a field that nobody knows.
    """

    def put(match: re.Match[str]) -> str:
        key = _key(match.group(1))
        if key is None:
            raise UnknownFieldError(match.group(1))
        return values.get(key, "")

    return _FIELD.sub(put, text)


def to_source(text: str, link_words: str) -> str:
    """Turn a letter into what the renderer reads: `{montant}` into `{{ amount }}`, `{lien}` into a readable link.

    Raises:
        UnknownFieldError: a field that nobody knows.
    """

    def turn(match: re.Match[str]) -> str:
        key = _key(match.group(1))
        if key is None:
            raise UnknownFieldError(match.group(1))
        return f"[{link_words}]({{{{ link }}}})" if key == "link" else f"{{{{ {key} }}}}"

    return _FIELD.sub(turn, text)


def pick_language(wanted: str, available: frozenset[str], *, default: str = "fr") -> tuple[str, bool]:
    """Choose the letter's language for a recipient.

    Returns:
        The language, and whether it is a fallback: the wanted one had no letter, so the default one is used (S65).
    """
    if wanted in available:
        return wanted, False
    return default, bool(wanted) and wanted != default
