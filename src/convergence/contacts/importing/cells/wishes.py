"""Yes and no, languages, and notes that ask for silence.

Pure functions, without Django.
"""

from __future__ import annotations

import re

from convergence.contacts.importing.folding import fold, plain, tidy
from convergence.contacts.importing.readers import Cell

from .basics import EMPTY_MARKS, NOT_AVAILABLE, Reason, as_text, is_empty, reason

_YES = frozenset({"oui", "o", "x", "yes", "y", "si", "s", "vrai", "true", "1", "ok", "✓", "✔", "v", "abonne", "abonnee", "inscrit", "inscrite", "subscribed", "suscrito"})  # fmt: skip


_NO = frozenset({"non", "n", "no", "faux", "false", "0", "refus", "refuse", "desabonne", "desabonnee", "desinscrit", "desinscrite", "unsubscribed", "retire", "ne pas envoyer", "jamais", "✗", "✘"})  # fmt: skip


def read_yes_no(cell: Cell | None) -> tuple[bool | None, Reason | None]:
    """Yes (`oui`, `X`), no (`non`), or nothing."""
    text = tidy(as_text(cell))
    if not text or text in EMPTY_MARKS:
        return None, None
    folded = fold(text).strip(" .")
    if folded in _YES or text in {"✓", "✔", "☑"}:
        return True, None
    if folded in _NO or text in {"✗", "✘", "☐"}:
        return False, None
    if folded in NOT_AVAILABLE:
        return None, None
    said = re.match(r"(oui|yes|si|non|no|refus)\b(?!\s*\?)", folded)
    if said and "?" not in folded:
        return said[1] in _YES, None
    return None, reason("bad_yes_no", typed=text)


_LANGUAGES = {
    "fr": "fr", "fra": "fr", "fre": "fr", "f": "fr", "francais": "fr", "french": "fr", "frances": "fr", "francophone": "fr",
    "en": "en", "eng": "en", "e": "en", "a": "en", "an": "en", "anglais": "en", "english": "en", "ingles": "en", "anglophone": "en",
    "es": "es", "esp": "es", "spa": "es", "espagnol": "es", "spanish": "es", "espanol": "es", "castellano": "es", "hispanophone": "es",
}  # fmt: skip


def read_language(cell: Cell | None) -> tuple[str | None, Reason | None]:
    """`fr`, `en` or `es`."""
    text = tidy(as_text(cell))
    if not text or is_empty(text):
        return None, None
    folded = plain(text)
    code = _LANGUAGES.get(folded) or _LANGUAGES.get(folded.split(" ")[0] if folded else "")
    if code:
        return code, None
    if fold(text) in NOT_AVAILABLE:
        return None, None
    return None, reason("bad_language", typed=text)


_NO_CALL = re.compile(
    r"\bne (?:plus|pas|jamais) (?:l[ea']?\s?|les |lui |leur )?(?:r?appeler|telephoner|contacter|solliciter|ecrire|joindre|deranger|envoyer)"
    r"|\bne (?:veut|veulent|desire|desirent|souhaite|souhaitent) (?:plus|pas) (?:d'|de |recevoir |etre )"
    r"|\b(?:bulletin|infolettre|newsletter|boletin)\s*[:=]\s*(?:non?|n)\b"
    r"|\bplus (?:d'appels?|de contacts?|de sollicitations?)\b|\bpas d'appels?\b"
    r"|\bdo not (?:call|contact|phone|email|e-mail|write|solicit|disturb)|\bdon't (?:call|contact)|\bno calls?\b|\bdnc\b"
    r"|\bno (?:llamar|contactar|escribir)\b|\bdesabonne|\bdesinscri|\bunsubscribe|\bretirer de la liste|\bdecede"
)


def says_do_not_contact(text: str) -> bool:
    """Whether a note asks not to be called or written to any more."""
    return bool(_NO_CALL.search(fold(text)))
