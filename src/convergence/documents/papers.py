"""Papers that strangers send with a form: checked before anything is kept, refused in a sentence that says what to do."""

from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext_lazy

from convergence.core.errors import DomainError
from convergence.documents.photos import UnreadablePhoto, cleaned
from convergence.documents.rules import files

MOST_BYTES = 10 * 1024 * 1024
TEXTS = ("pdf", "odt", "docx")
PICTURES = ("jpg", "jpeg", "png")
ACCEPT = ",".join(f".{ending}" for ending in (*TEXTS, *PICTURES))


class PaperRefused(DomainError):
    """The paper is not taken."""

    status = 422


class PaperTooHeavy(PaperRefused):
    """It is too heavy."""

    code = "paper_too_heavy"
    message = gettext_lazy(
        "“%(name)s” weighs more than 10 MB and was not kept. Save a lighter copy of it (a PDF without pictures), then choose "
        "that one."
    )


class PaperOfNoKind(PaperRefused):
    """It is neither a text nor a picture."""

    code = "paper_of_no_kind"
    message = gettext_lazy("“%(name)s” is neither a PDF, a Word or OpenDocument text, nor a JPEG or PNG picture.")


class PaperHoldsProgram(PaperRefused):
    """It holds a program."""

    code = "paper_holds_program"
    message = gettext_lazy(
        "“%(name)s” holds a program, a form that sends or another file, and was not kept. Print it again as a PDF, then "
        "choose that copy."
    )


class PaperLocked(PaperRefused):
    """It is locked with a password."""

    code = "paper_locked"
    message = gettext_lazy("“%(name)s” is locked with a password. Choose a copy without password.")


class PaperUnreadable(PaperRefused):
    """It is empty, or not what its name says."""

    code = "paper_unreadable"
    message = gettext_lazy("“%(name)s” is empty, or is not what its name says. Save it again, then choose that copy.")


FAULTS: dict[str, type[PaperRefused]] = {
    "WRONG_KIND": PaperOfNoKind,
    "TOO_LARGE": PaperTooHeavy,
    "PROGRAM": PaperHoldsProgram,
    "MACRO": PaperHoldsProgram,
    "LOCKED": PaperLocked,
    "EMPTY": PaperUnreadable,
    "NOT_WHAT_IT_SAYS": PaperUnreadable,
}


@dataclass(frozen=True)
class Paper:
    """A paper as it is kept; `removed` says what was taken out of a picture."""

    name: str
    media_type: str
    content: bytes
    removed: tuple[str, ...] = ()


def checked(name: str, content: bytes, *, most: int = MOST_BYTES) -> Paper:
    """Check a paper; pictures are made again as pictures and nothing else.

    Raises:
        PaperRefused: with the sentence for whoever sent it.
    """
    name = _plain(name)
    kind = files.kind_of(name)
    if kind not in (*TEXTS, *PICTURES):
        raise PaperOfNoKind(name=name)
    if len(content) > most:
        raise PaperTooHeavy(name=name)
    if not content:
        raise PaperUnreadable(name=name)
    if kind in PICTURES:
        try:
            photo = cleaned(content, name)
        except UnreadablePhoto as error:
            raise PaperUnreadable(name=name) from error
        return Paper(f"{PurePath(name).stem}.jpg", "image/jpeg", photo.content, photo.removed)
    fault = files.fault_of(name, content)
    if fault:
        raise FAULTS[fault](name=name)
    return Paper(name, files.KINDS[kind], content)


def refuse_harm(name: str, content: bytes, *, field: str = "file") -> None:
    """Refuse a file that nobody should receive from us.

    Raises:
        PaperRefused: it holds a program or another file, is locked, empty, or not what its name says.
    """
    name = _plain(name)
    if fault := files.harm_of(name, content):
        raise FAULTS[fault](name=name, field=field)


def _plain(name: str) -> str:
    """Return the name of a file without folders nor control characters, short."""
    last = PurePath(name.replace("\\", "/")).name
    shown = "".join(sign for sign in last if sign.isprintable() and sign not in '"<>|:*?')
    stem, point, ending = shown.rpartition(".")
    return f"{stem[-100:]}{point}{ending[-10:]}".strip() or "fichier"
