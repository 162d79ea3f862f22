"""Refusals of registrations."""

from django.utils.translation import gettext_lazy as _

from convergence.core.errors import DomainError


class NotOpen(DomainError):
    """Registrations are not taken now."""

    code = "registrations_closed"
    message = _("Registrations are not open at this moment. Write to us if you should still be there.")


class NoSuchWay(DomainError):
    """This way of coming is not offered."""

    code = "way_not_offered"
    status = 422
    message = _("This event is not offered that way. Choose the other one.")


class RegisteredAlready(DomainError):
    """The same name and e-mail, twice."""

    code = "registered_already"
    message = _(
        "This name is registered already with this e-mail. We sent the personal link to that address again: it says "
        "where the registration stands."
    )


class PriceMissing(DomainError):
    """A category is to be chosen."""

    code = "price_missing"
    status = 422
    message = _("Choose a category of price.")


class NotForMembersOnly(DomainError):
    """The price of members, for somebody we cannot find among those in good standing."""

    code = "members_price_not_confirmed"
    status = 422
    message = _(
        "We could not confirm the members’ price with what you wrote. Write the whole name or acronym of your union, "
        "choose another category, or write to us."
    )


class SittingFull(DomainError):
    """A session that was chosen has no place left."""

    code = "session_full"
    message = _("“%(title)s” is full. Choose another session, or none.")


class SittingsOverlap(DomainError):
    """Two chosen sessions are on at the same time."""

    code = "sessions_overlap"
    status = 422
    message = _("“%(one)s” and “%(other)s” are on at the same time. Choose one of the two.")


class SittingEndsFirst(DomainError):
    """A session that would end before it starts."""

    code = "session_ends_before_it_starts"
    status = 422
    message = _("The session would end before it starts. Past midnight, write the day of its end.")


class SittingTooLong(DomainError):
    """More than a day."""

    code = "session_too_long"
    status = 422
    message = _("A session lasts 24 hours at most: write one for each day.")


class SkippedHour(DomainError):
    """An hour that does not exist that night."""

    code = "skipped_hour"
    status = 422
    message = _("That night clocks go forward and this hour does not exist. Write the one before or after.")


class OutsideActivity(DomainError):
    """A session on another day than the activity."""

    code = "session_outside_activity"
    status = 422
    message = _("The activity is from %(first)s to %(last)s: the session is on another day. Correct one of the two.")


class ClosesTooLate(DomainError):
    """The closing comes after the beginning (S85)."""

    code = "closes_after_beginning"
    status = 422
    message = _("The event begins on %(start)s: registrations close before that.")


class NeedsDay(DomainError):
    """Nobody registers for what has no day."""

    code = "needs_a_day"
    message = _("This activity has no exact day yet. Write its date first, then open it to registration.")


class NoWay(DomainError):
    """Neither on site nor online."""

    code = "no_way_offered"
    status = 422
    message = _("Give a number of places on site, online, or both.")


class TooFewPlaces(DomainError):
    """The capacity would fall below the places taken."""

    code = "capacity_below_taken"
    message = _("%(taken)s places are taken already. Cancel some registrations first, or give at least that many.")


class StillChosen(DomainError):
    """A session or price that people chose is not taken away."""

    code = "still_chosen"
    message = _("People have chosen this already: it cannot be taken away.")


class OfferOver(DomainError):
    """The deadline of an offer has passed, or it was never made."""

    code = "offer_over"
    message = _(
        "This offer is over: the place went to the next person. You may register again, at the end of the list."
    )


class NotLive(DomainError):
    """A registration that holds nothing any more."""

    code = "registration_over"
    message = _("This registration is over already: nothing was changed.")


class PartyTooLarge(DomainError):
    """A group is never split and never passes before those who wait."""

    code = "party_too_large"
    message = _("%(free)s places are left. Reserve that many at most, or write to us.")


class TooManyAtOnce(DomainError):
    """A slip of the keyboard."""

    code = "party_number"
    status = 422
    message = _("Reserve between 1 and 200 places at once.")


class AlreadyOpened(DomainError):
    """An activity is opened once."""

    code = "already_opened"
    message = _("This activity is open to registration already.")


class LinkClosed(DomainError):
    """A personal link that opens nothing."""

    code = "link_closed"
    status = 404
    message = _("This link opens nothing. Copy the whole address from our message, or write to us.")
