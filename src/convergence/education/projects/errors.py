"""Refusals of education projects."""

from django.utils.translation import gettext_lazy as _

from convergence.core.errors import DomainError


class EndsBeforeItStarts(DomainError):
    """The period is reversed."""

    code = "ends_before_it_starts"
    status = 422
    message = _("The last day comes before the first. Correct one of the two.")


class DaysMissing(DomainError):
    """A project without days."""

    code = "days_missing"
    status = 422
    message = _("Write the first and the last day of the project.")


class BadAmount(DomainError):
    """An amount that is none."""

    code = "bad_amount"
    status = 422
    message = _("Write an amount above zero, and below one thousand million.")


class NotAnOrganisation(DomainError):
    """Somebody who is no organisation."""

    code = "not_an_organisation"
    status = 422
    message = _("Choose an organisation of the register, or add it there first.")


class FunderTwice(DomainError):
    """The funder is written already."""

    code = "funder_twice"
    message = _("This funder is written already: change its amount instead.")


class ProjectClosed(DomainError):
    """The report is made."""

    code = "project_closed"
    message = _("“%(project)s” is closed: its report does not change any more. Reopen it for a correction first.")


class GoesToNext(DomainError):
    """A later session for a closed project."""

    code = "goes_to_next"
    message = _("“%(project)s” is closed: its report does not change any more. Attach it to “%(next)s” instead.")


class AttachedElsewhere(DomainError):
    """The activity belongs to a project."""

    code = "attached_elsewhere"
    message = _("“%(what)s” belongs to the project “%(project)s” already. It counts once: take it out there first.")


class FamilyAttached(DomainError):
    """Its whole, or a part of it, belongs to a project."""

    code = "family_attached"
    message = _(
        "“%(what)s” belongs to the project “%(project)s”, and a whole brings its parts. Only one of the two may be "
        "attached: take that one out first."
    )


class OutsideThePeriod(DomainError):
    """An activity of other days."""

    code = "outside_the_period"
    status = 422
    message = _("The project lasts from %(first)s to %(last)s, and this activity is not within it.")


class OutsideGoesToNext(DomainError):
    """An activity of other days, for which there is a project."""

    code = "outside_goes_to_next"
    status = 422
    message = _(
        "The project lasts from %(first)s to %(last)s, and this activity is not within it. Attach it to “%(next)s” instead."
    )


class LeftOutside(DomainError):
    """A session would lie outside the new days."""

    code = "left_outside"
    message = _("“%(what)s” would lie outside the new days. Take it out first.")


class NotRunning(DomainError):
    """A project that was not started."""

    code = "not_running"
    message = _("This project is a draft. Start it first.")


class NotADraft(DomainError):
    """Only a draft is deleted."""

    code = "not_a_draft"
    message = _("“%(project)s” was started: only a draft is deleted. Close it when it is over.")


class DraftHolds(DomainError):
    """Something belongs to the draft."""

    code = "draft_holds"
    message = _("%(what)s belongs to this draft. Take out what belongs to it, then delete it.")


class AlreadyClosed(DomainError):
    """It was closed before."""

    code = "already_closed"
    message = _("This project is closed already. Its report is below; nothing was done a second time.")


class Unsettled(DomainError):
    """Something prevents the closing."""

    code = "unsettled"
    message = _("Before closing, settle this: %(what)s.")


class NotClosed(DomainError):
    """Only what is closed is reopened."""

    code = "not_closed"
    message = _("This project is not closed: change it as it is.")


class ReasonMissing(DomainError):
    """Why is not said."""

    code = "reason_missing"
    status = 422
    message = _("Say in a few words what must be corrected: the reason stands in the new report.")


class NotACost(DomainError):
    """Only real costs stand under a line."""

    code = "not_a_cost"
    status = 422
    message = _("Only a real cost of this project that was not taken back can be put under a line of its budget.")
