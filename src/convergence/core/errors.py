"""Refusals that a person can act on.

Every refusal carries a stable English `code` for machines and a translated sentence that names the field or record
and the way out. Edges turn them into a message beside the form, or a page; they never become a 500.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """An act was refused. Nothing of it was written.

    Args:
        message: the translated sentence shown to the person; the class's own `message` when left out.
        field: name of the form field that it is about, empty when it is about the whole.
        values: values placed in the sentence by %-formatting.
    """

    code = "refused"
    status = 409
    message: str | Promise = _("This could not be done.")

    def __init__(self, message: str | Promise | None = None, *, field: str = "", **values: object) -> None:
        self.field = field
        self.values = values
        if message is not None:
            self.message = message
        super().__init__(self.code)

    def __str__(self) -> str:
        text = str(self.message)
        return text % self.values if self.values else text


class NotAllowed(DomainError):
    """The actor has no right to do this."""

    code = "not_allowed"
    status = 403
    message = _("Your role does not allow this. Ask the coordination if you need it.")


class NotFound(DomainError):
    """The record does not exist, or the actor may not know that it does."""

    code = "not_found"
    status = 404
    message = _("This record does not exist, or is not shown to you.")


class NothingToShow(DomainError):
    """An address that only takes a form was opened as a page: a page kept, a sign-in on the way, a link copied."""

    code = "nothing_to_show"
    status = 405
    message = _("This address only takes a form that is sent, and shows nothing. Go back to the page that led to it.")


class BadValue(DomainError):
    """A value cannot be understood or accepted."""

    code = "bad_value"
    status = 422
    message = _("This value cannot be used. Correct it and try again.")


class DayToCome(BadValue):
    """Something that happened is said of a day that has not come."""

    code = "day_to_come"
    message = _("This day is still to come. Write the day on which it happened.")


class DayOutside(BadValue):
    """A day is too early or too late."""

    code = "day_outside"
    message = _("Write a day from %(first)s to %(last)s.")


class AlreadyDone(DomainError):
    """The act was done before, by this person or another."""

    code = "already_done"
    message = _("This was already done. Nothing was done a second time.")


class SameMoment(DomainError):
    """Something else wrote the same thing between our look and our writing: a double click, or another person."""

    code = "same_moment"
    message = _(
        "The same thing was being written at this very moment, by a second click or by somebody else. Nothing was "
        "written twice: go back, and look at what is there before you try again."
    )


class Busy(DomainError):
    """Something long is being written; trying again in a moment is safe."""

    code = "busy"
    status = 503
    message = _(
        "An import is being written at this moment, and what you asked was not recorded. Try again in a minute."
    )


class DatabaseAway(DomainError):
    """The database cannot be reached, or takes nothing more; what it holds is safe."""

    code = "database_away"
    status = 503
    message = _(
        "The database does not answer, or takes nothing more, at this moment. What was saved is safe; what you were "
        "sending may not have been written: try again in a few minutes, and look before you send it a second time."
    )
