"""Refusals of internships and missions."""

from django.utils.translation import gettext_lazy as _

from convergence.core.errors import DomainError


class CallNotReady(DomainError):
    """Something is missing before a call is published."""

    code = "call_not_ready"
    message = _("Before the call is published: %(lacks)s.")


class CallSettled(DomainError):
    """The call is decided or cancelled."""

    code = "call_settled"
    message = _("This call is “%(state)s”: this cannot be changed any more.")


class CriteriaInUse(DomainError):
    """Points were given."""

    code = "criteria_in_use"
    message = _("Points were given with these criteria: they cannot change any more, or nobody could compare.")


class CallNotOpen(DomainError):
    """The call takes no application today."""

    code = "call_not_open"
    message = _("This call takes applications from %(opens)s to %(closes)s, both days included.")


class AppliedAlready(DomainError):
    """The same e-mail applied."""

    code = "applied_already"
    message = _(
        "An application with this e-mail is here already. We have just sent its personal link to that address: you can "
        "complete the application behind it."
    )


class TooYoung(DomainError):
    """Under the least age."""

    code = "too_young"
    status = 422
    message = _(
        "On the day of departure one must be %(age)s years old at least. Write to us to hear of other programmes."
    )


class ParentMissing(DomainError):
    """Under 14 a parent agrees (L20)."""

    code = "parent_missing"
    status = 422
    message = _("Under 14 years of age: write the name of the parent who agrees.")


class PaperMissing(DomainError):
    """A paper is required."""

    code = "paper_missing"
    status = 422
    message = _("This paper is required: choose a PDF, a text or a picture.")


class TooManyPapers(DomainError):
    """More papers than an application keeps."""

    code = "too_many_papers"
    status = 422
    message = _("An application keeps %(most)s papers at most. Remove one first.")


class LinkNotFound(DomainError):
    """The personal link opens nothing."""

    code = "link_not_found"
    status = 404
    message = _("This link opens nothing any more. Write to us and we send you another one.")


class NotOnCommittee(DomainError):
    """Somebody else's committee."""

    code = "not_on_committee"
    status = 403
    message = _("Only the members of the committee of this call give points.")


class TiedToCandidate(DomainError):
    """A link keeps the member from scoring."""

    code = "tied_to_candidate"
    status = 403
    message = _("You have a link with this candidate (%(link)s): others give the points, and you do not see them.")


class NotScoredYet(DomainError):
    """The application takes no points now."""

    code = "no_points_now"
    message = _("Points are given while the call is published, to applications that were not withdrawn.")


class PointsMissing(DomainError):
    """A criterion has no points, or too many."""

    code = "points_missing"
    status = 422
    message = _("Give “%(criterion)s” a whole number of points from 0 to %(most)s.")


class NobodyApplied(DomainError):
    """Nothing to decide."""

    code = "nobody_applied"
    message = _("Nobody applied: there is nothing to decide. Cancel the call, or put off the day it closes.")


class StillOpen(DomainError):
    """The call still takes applications."""

    code = "call_still_open"
    message = _("This call takes applications until %(closes)s: it is decided after that day.")


class PointsWait(DomainError):
    """Some applications are not complete."""

    code = "points_wait"
    message = _("Points are missing for: %(names)s. Each application needs those of %(number)s members.")


class NobodyMayScore(DomainError):
    """Every member has a link with a candidate."""

    code = "nobody_may_score"
    message = _("Every member of the committee has a link with %(name)s. Add somebody to the committee first.")


class NoSuchStep(DomainError):
    """One state does not follow the other."""

    code = "no_such_application_step"
    message = _("An application that is “%(before)s” cannot become “%(after)s”.")


class AcceptedAlready(DomainError):
    """The place is theirs already."""

    code = "accepted_already"
    message = _("This place is yours already: nothing more to do. See you soon!")


class OfferLapsed(DomainError):
    """The offer has lapsed."""

    code = "offer_lapsed"
    message = _(
        "This offer held until %(day)s, and the place went to the next person. We are sorry. Write to us: we will gladly "
        "tell you of the next call."
    )


class NothingOffered(DomainError):
    """No place is offered."""

    code = "nothing_offered"
    message = _("No place is offered to you at this moment.")


class ReasonMissing(DomainError):
    """Why is not said."""

    code = "reason_missing"
    status = 422
    message = _("Say why in a few words.")


class NotBackYet(DomainError):
    """The group has not left, or the day lies in the future."""

    code = "not_back_yet"
    message = _("A group comes back after it has left, and not in the future. Correct the day.")


class BackAlready(DomainError):
    """The group is back."""

    code = "back_already"
    message = _("This group came back on %(day)s: this is not done any more.")


class LeftAlready(DomainError):
    """The day of departure has come."""

    code = "left_already"
    message = _("The group leaves on %(day)s: from that day on, write to us or call us and we note it.")


class NobodyGoes(DomainError):
    """The person does not go."""

    code = "nobody_goes"
    message = _("This person does not go on this stay.")


class SheetMissing(DomainError):
    """No emergency sheet."""

    code = "sheet_missing"
    status = 404
    message = _("There is no emergency sheet: it was not written yet, or was deleted after the return.")


class SheetSealed(DomainError):
    """The seal cannot be opened."""

    code = "sheet_sealed"
    message = _(
        "This sheet cannot be opened: the secret of the server has changed since it was written. Ask the participant to "
        "write it again by their link."
    )


class SettledAlready(DomainError):
    """The commitment is settled."""

    code = "settled_already"
    message = _("This commitment is settled already.")


class TooManyAsked(DomainError):
    """The same machine asked too often."""

    code = "too_many_asked"
    status = 429
    message = _("Many applications came from your connection. Wait an hour, or write to us: we will gladly answer.")
