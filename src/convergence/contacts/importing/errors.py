"""Refusals of an import, in words that a person can act on."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from convergence.core.errors import DomainError

from .readers import UnreadableFile
from .sentences import FILE_SENTENCES


class ImportRefused(DomainError):
    """A file, a plan or an act of an import cannot be accepted; nothing was written."""

    code = "import_refused"
    status = 422
    message = _("This list cannot be imported.")

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(FILE_SENTENCES.get(code), **values)
        self.code = code


class DateOrderNeeded(ImportRefused):
    """Whether the day or the month comes first has to be said."""

    def __init__(self, columns: str) -> None:
        super().__init__("date_order", columns=columns)


class WrongState(DomainError):
    """The import is not at the step that the act needs."""

    code = "import_wrong_state"
    message = _("This import is no longer at that step (%(state)s). Look at its page and go on from there.")


class CannotUndo(DomainError):
    """Something depends on the import."""

    code = "import_cannot_undo"
    message = _("This import can no longer be undone: %(why)s")


def refused(error: UnreadableFile) -> ImportRefused:
    """Return the refusal for a file that cannot be read."""
    return ImportRefused(error.code, **error.params)
