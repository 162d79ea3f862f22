"""Refusals of exhibitions and loans."""

from django.utils.translation import gettext_lazy as _

from convergence.core.errors import DomainError


class LastBeforeFirst(DomainError):
    """The last day comes before the first."""

    code = "last_before_first"
    status = 422
    message = _("The last day comes before the first. Correct one of the two.")


class SlotTaken(DomainError):
    """A crate is held on one of these days (S92)."""

    code = "slot_taken"
    message = _(
        "On these days it is elsewhere or on the way. The next free days: %(first)s to %(last)s. Ask for those, or change "
        "the dates."
    )


class NothingFree(DomainError):
    """Nothing is free within five years."""

    code = "nothing_free"
    message = _("No days as long as these are free in the next five years. Ask for fewer days.")


class TooSoon(DomainError):
    """It could not be there in time."""

    code = "too_soon"
    status = 422
    message = _(
        "It could not be there in time: it has to be packed and carried. The next free days: %(first)s to %(last)s."
    )


class LongerThanSeason(DomainError):
    """The stay is longer than the version is lent, or than its season."""

    code = "longer_than_season"
    status = 422
    message = _("It is lent for %(days)s days at most. Ask for fewer days, or for two loans.")


class OutOfSeason(DomainError):
    """The stay does not lie in one season."""

    code = "out_of_season"
    status = 422
    message = _(
        "It is lent from %(opens)s to %(closes)s only. The next free days in the season: %(first)s to %(last)s."
    )


class IndoorVersionOutdoors(DomainError):
    """A version made for indoors cannot stand outdoors."""

    code = "indoor_version_outdoors"
    status = 422
    message = _("This version does not stand the rain: for outdoors, choose “%(other)s”.")


class NothingOutdoors(DomainError):
    """No version is made for outdoors."""

    code = "nothing_outdoors"
    status = 422
    message = _("No version of this exhibition is made for outdoors. Choose a room.")


class CrateMissing(DomainError):
    """A crate of the version cannot leave."""

    code = "crate_missing"
    message = _("Crate %(code)s is %(state)s: this version cannot be lent before that is settled.")


class NotOffered(DomainError):
    """The version is not lent, or has no crate."""

    code = "not_offered"
    message = _("This version is not lent at this moment. Write to us, or choose another one.")


class NoSuchStep(DomainError):
    """One state does not follow the other."""

    code = "no_such_loan_step"
    message = _("A loan that is “%(before)s” cannot become “%(after)s”.")


class ReasonMissing(DomainError):
    """Why is not said."""

    code = "reason_missing"
    status = 422
    message = _("Say why in a few words: the borrower reads them.")


class ConditionsNotAccepted(DomainError):
    """The conditions of the venue were not accepted."""

    code = "conditions_not_accepted"
    status = 422
    message = _("Read the conditions and tick that the venue meets them, or write to us.")


class NoAddress(DomainError):
    """Nobody can be written to."""

    code = "no_address"
    status = 422
    message = _("Write an e-mail address that works: the agreement to sign goes there.")


class NothingToSign(DomainError):
    """The loan is not waiting for signatures."""

    code = "nothing_to_sign"
    message = _("There is nothing to sign at this moment.")


class OtherWords(DomainError):
    """The agreement changed since it was read."""

    code = "other_words"
    message = _("The agreement has changed since you opened it. Read it again, then sign.")


class PanelMissing(DomainError):
    """A panel of the kit has no condition."""

    code = "panel_missing"
    status = 422
    message = _("Say in what state panel %(number)s is.")


class ReportFirst(DomainError):
    """A report needs the one before it, or its state."""

    code = "report_first"
    message = _("This report cannot be written yet: the loan is “%(state)s”.")


class WrittenAlready(DomainError):
    """The report was written."""

    code = "written_already"
    message = _("This report is written already. Add what is missing to the notes, or open an incident.")


class TooManyPhotos(DomainError):
    """More photographs than a report keeps."""

    code = "too_many_photos"
    status = 422
    message = _("A report keeps %(most)s photographs at most. Choose the ones that show the damage.")


class NotBegun(DomainError):
    """Nobody can have seen it."""

    code = "not_begun"
    message = _("The exhibition has not opened yet. Come back after %(day)s.")


class SettledAlready(DomainError):
    """The incident is settled."""

    code = "settled_already"
    message = _("This incident is settled already.")


class OneItem(DomainError):
    """Neither a panel nor a crate, or both."""

    code = "one_item"
    status = 422
    message = _("Choose a panel or a crate, not both.")


class LinkNotFound(DomainError):
    """The personal link opens nothing."""

    code = "link_not_found"
    status = 404
    message = _("This link opens nothing any more. Write to us and we send you another one.")
