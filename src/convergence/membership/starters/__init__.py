"""Words to begin with: a letter and three reminders in each language, to be rewritten by the people who sign them.

Each file holds the object line, a blank line, then the text with its merge fields.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

ADDRESSEES = {
    "fr": "À tous les membres organisationnels et individuels,",
    "en": "To all organisational and individual members,",
    "es": "A todos los miembros, organizaciones y personas:",
}
CLOSING = {
    "fr": "Veuillez accepter nos salutations les plus solidaires,",
    "en": "In solidarity,",
    "es": "Reciban nuestros más solidarios saludos,",
}
#: Days after the due date of the three first reminder levels.
REMINDER_DAYS = (15, 45, 75)


@dataclass(frozen=True, slots=True)
class Starter:
    """An object line and a text."""

    subject: str
    body: str


@cache
def read(language: str, name: str) -> Starter:
    """Read a starter, such as `read("fr", "letter")` or `read("es", "reminder-2")`."""
    text = (Path(__file__).parent / language / f"{name}.md").read_text(encoding="utf-8")
    subject, _blank, body = text.partition("\n\n")
    return Starter(subject.strip(), body.strip())
