"""Refusals of tours."""

from django.utils.translation import gettext_lazy as _

from convergence.core.errors import DomainError


class EndsBeforeItStarts(DomainError):
    """The end comes before the beginning."""

    code = "ends_before_it_starts"
    status = 422
    message = _("It ends before it starts. Correct one of the two.")


class OutsideTheTour(DomainError):
    """A day on which there is no tour."""

    code = "outside_the_tour"
    status = 422
    message = _("The tour lasts from %(first)s to %(last)s. Choose days within it, or change the tour first.")


class DaysMissing(DomainError):
    """A tour without days."""

    code = "days_missing"
    status = 422
    message = _("Write the first and the last day of the tour, each to the day.")


class LeftOutside(DomainError):
    """Something of the tour would lie outside its new days."""

    code = "left_outside"
    message = _("“%(what)s” would lie outside the new days. Move it first.")


class ReturnDateMissing(DomainError):
    """Nobody knows from when a tour of somebody at risk may be told."""

    code = "return_date_missing"
    status = 422
    message = _(
        "Somebody at risk is on this tour: write the day on which they are home again, after the last day of the tour. "
        "Before it nothing is shown in public."
    )


class ReturnBeforeTheEnd(DomainError):
    """The return comes before the tour is over."""

    code = "return_before_the_end"
    status = 422
    message = _("The return date comes before the tour is over. Write the last day of the tour or a later one.")


class PseudonymMissing(DomainError):
    """Somebody at risk without another name."""

    code = "pseudonym_missing"
    status = 422
    message = _("Write a pseudonym: it stands everywhere instead of the name of somebody at risk.")


class PersonNotKept(DomainError):
    """Somebody at risk whom the register shows to everybody."""

    code = "person_not_kept"
    message = _("The register shows this person to everybody. Mark them there as at risk first.")


class PersonAtRisk(DomainError):
    """Somebody whom the register keeps as at risk, invited as anybody."""

    code = "person_at_risk"
    message = _("The register keeps this person as at risk. Choose “at risk” here too, and a pseudonym.")


class TourCancelled(DomainError):
    """The tour does not take place."""

    code = "tour_cancelled"
    message = _("This tour is cancelled: its hosts are asked nothing any more.")


class PseudonymTells(DomainError):
    """A pseudonym that gives the name away."""

    code = "pseudonym_tells"
    status = 422
    message = _("This pseudonym holds a part of the name. Choose one that tells nothing.")


class NameTold(DomainError):
    """A text names somebody at risk."""

    code = "name_told"
    status = 422
    message = _("This text of “%(what)s” holds a word of the name of somebody at risk. Write “%(pseudonym)s” instead.")


class PictureTells(DomainError):
    """A picture of a tour on which somebody is at risk."""

    code = "picture_tells"
    message = _("Somebody on this tour is at risk and has not agreed to be shown: no picture may be put to it.")


class PicturesRemain(DomainError):
    """Pictures are there already."""

    code = "pictures_remain"
    message = _("Pictures are put to “%(what)s”. Take them away first: somebody at risk may not be shown.")


class NotAgreedYet(DomainError):
    """An agreement without how it was given."""

    code = "how_missing"
    status = 422
    message = _("Write how and on which day the guest said so.")


class GuestMissing(DomainError):
    """Nobody is named."""

    code = "guest_missing"
    status = 422
    message = _("Write the name of the guest, or choose a person of the register.")


class HostMissing(DomainError):
    """No host."""

    code = "host_missing"
    status = 422
    message = _("Choose the host in the register, or write its name.")


class AddressMissing(DomainError):
    """Nobody can be written to."""

    code = "address_missing"
    status = 422
    message = _("There is no e-mail to write to. Add it first.")


class NotByEmail(DomainError):
    """The road book of somebody at risk."""

    code = "not_by_email"
    message = _("The road book of somebody at risk is never sent by e-mail. Print it and hand it over.")


class NoSuchStep(DomainError):
    """One state does not follow the other."""

    code = "no_such_step"
    message = _("A leg that is “%(before)s” cannot become “%(after)s”.")


class LinkNotFound(DomainError):
    """The link opens nothing."""

    code = "link_not_found"
    status = 404
    message = _("This link opens nothing: it may be incomplete, expired, or replaced by a newer one.")


class OtherDays(DomainError):
    """The leg changed since the page was read."""

    code = "other_days"
    message = _("The days of this leg changed since you opened the page. Read it again, then answer.")


class ReasonMissing(DomainError):
    """Why is not said."""

    code = "reason_missing"
    status = 422
    message = _("Say why in a few words.")


class ConsentMissing(DomainError):
    """Somebody who did not agree."""

    code = "consent_missing"
    status = 422
    message = _("Write how this person agreed, as in: signed the sheet at the meeting of 3 May.")


class NotYetBegun(DomainError):
    """Too early to be told."""

    code = "not_yet"
    message = _("This has not begun yet.")


class StillKept(DomainError):
    """Something hangs on it."""

    code = "still_kept"
    message = _("A host has confirmed it: tell the host first, then mark the leg as declined.")


class NothingPerDay(DomainError):
    """No amount per day is written."""

    code = "nothing_per_day"
    message = _("No amount per day is written for the guests. Write it on their pages first.")
