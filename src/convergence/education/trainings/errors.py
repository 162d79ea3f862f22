"""Refusals of trainings."""

from django.utils.translation import gettext_lazy as _

from convergence.core.errors import DomainError


class NoSuchStep(DomainError):
    """One state does not follow the other."""

    code = "no_such_step"
    message = _("A request that is “%(before)s” cannot become “%(after)s”.")


class UnionMissing(DomainError):
    """The union was not recognised yet."""

    code = "union_missing"
    message = _("Say first which union of the register this is: a date is agreed with a union that we know.")


class AddressMissing(DomainError):
    """Nobody can be written to."""

    code = "address_missing"
    status = 422
    message = _("There is no e-mail to write to. Add the one of who asks, or agree on the date by telephone.")


class NoDate(DomainError):
    """No date is proposed."""

    code = "no_date"
    status = 422
    message = _("Propose at least one date, and at most six.")


class DateGone(DomainError):
    """The date lies in the past."""

    code = "date_gone"
    status = 422
    message = _("This date is past. Choose one to come.")


class NoSuchHour(DomainError):
    """The clocks leap over it."""

    code = "no_such_hour"
    status = 422
    message = _("The clocks change that night: this hour does not exist. Write an hour earlier or later.")


class BadLength(DomainError):
    """Nobody trains for a minute or a week."""

    code = "bad_length"
    status = 422
    message = _("A session lasts from 15 minutes to 24 hours. Correct its length.")


class FacilitatorBooked(DomainError):
    """The person is booked at that time."""

    code = "facilitator_booked"
    message = _(
        "%(name)s is already booked at that time, travel included. Choose another hour or another person; nothing was "
        "written."
    )


class FacilitatorUnfit(DomainError):
    """The person does not speak the language, or is away."""

    code = "facilitator_unfit"
    message = _("%(name)s cannot give this session: %(why)s.")


class LinkNotFound(DomainError):
    """The link opens nothing."""

    code = "link_not_found"
    status = 404
    message = _("This link opens nothing: it may be incomplete, expired, or replaced by a newer one.")


class ChosenElsewhere(DomainError):
    """Another date was chosen meanwhile."""

    code = "chosen_elsewhere"
    message = _("A date was already chosen for this training. Reload the page to see which.")


class DateNotOffered(DomainError):
    """The date is no longer offered."""

    code = "date_not_offered"
    message = _("This date is no longer offered. Choose another one, or say that none fits.")


class ReasonMissing(DomainError):
    """Why is not said."""

    code = "reason_missing"
    status = 422
    message = _("Say why in a few words: the union will read it.")


class NotYetHeld(DomainError):
    """It lies in the future."""

    code = "not_yet_held"
    message = _("This session has not begun yet. It is marked as held once it has.")


class FollowUpWaits(DomainError):
    """A follow-up is still open."""

    code = "follow_up_waits"
    message = _("A follow-up is still open. Settle it first, then close the request.")


class SheetClosed(DomainError):
    """The sheet takes no line now."""

    code = "sheet_closed"
    message = _(
        "This sheet takes names from half an hour before the session until an hour after. If you are in the room, tell "
        "the facilitator: your name can be written on paper."
    )


class SheetFull(DomainError):
    """The sheet is full."""

    code = "sheet_full"
    message = _("This sheet is full. If you are in the room, tell the facilitator: your name can be written on paper.")


class NoSession(DomainError):
    """No date is agreed."""

    code = "no_session"
    message = _("No date is agreed yet: there is no session to sign in to.")


class LineSettled(DomainError):
    """The line was struck or counted before."""

    code = "line_settled"
    message = _("This line was already settled. Reload the page to see how.")


class NotAttended(DomainError):
    """Nothing to attest yet."""

    code = "not_attended"
    message = _(
        "An attestation is given once the session was held and your presence counted. Come back a day or two after."
    )


class NameMissing(DomainError):
    """Nobody is named."""

    code = "name_missing"
    status = 422
    message = _("Write the name that the attestation is to bear.")


class AttestationExists(DomainError):
    """There is one already."""

    code = "attestation_exists"
    message = _("An attestation was already issued for this presence. Cancel it first to correct the name.")


class TooManyAsked(DomainError):
    """The same machine asked too often."""

    code = "too_many_asked"
    status = 429
    message = _("Many requests came from your connection. Wait an hour, or write or call us: we will gladly answer.")
