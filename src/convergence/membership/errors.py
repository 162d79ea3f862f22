"""Refusals of membership and dues, each with the way out."""

from django.utils.translation import gettext_lazy as _

from convergence.core.errors import AlreadyDone, BadValue, DomainError, NotFound


class GroupRefused(BadValue):
    """The by-laws do not allow this group."""

    code = "group_refused"


class NoCurrentMembership(DomainError):
    """Nobody can change or leave a group that they are not in."""

    code = "no_current_membership"
    message = _("%(name)s is not a member on %(day)s. Check the date, or record the membership first.")


class AlreadyMember(AlreadyDone):
    """A member does not apply again: its group is changed."""

    code = "already_member"
    message = _("%(name)s is already a member, in %(group)s. To change its group, open its page.")


class MembershipOverlap(DomainError):
    """Two groups on one day."""

    code = "membership_overlap"
    message = _("%(name)s already changed group on %(day)s or later. Choose a later date.")


class ApplicationDecided(AlreadyDone):
    """The application was decided before."""

    code = "application_decided"
    message = _("This application was already decided. Nothing was changed.")


class AnnouncementDecided(AlreadyDone):
    """The announcement was decided before."""

    code = "announcement_decided"
    message = _("Somebody already decided on this person. Nothing was changed.")


class ScaleOverlap(DomainError):
    """Two scales of one group on one day."""

    code = "scale_overlap"
    message = _("Group %(group)s already has a scale on %(day)s. Make a new version of it, or choose other dates.")


class ScaleWrong(BadValue):
    """A scale that contradicts itself."""

    code = "scale_wrong"


class ScaleUsed(DomainError):
    """A scale that a call has used is not edited."""

    code = "scale_used"
    message = _("A dues call has used this scale: it stays as it is. Make a new version of it.")


class CoverageOverlap(DomainError):
    """Two members would pay for one on the same day."""

    code = "coverage_overlap"
    message = _("Another member pays for %(name)s on %(day)s or later. End that payment first, or choose a later day.")


class CircularCoverage(DomainError):
    """Two members would pay for each other."""

    code = "circular_coverage"
    message = _(
        "%(payer)s is already paid for by %(member)s: they cannot pay for each other. End the other payment first."
    )


class PaysForItself(DomainError):
    """Payer and member are the same."""

    code = "pays_for_itself"
    message = _("A member cannot pay for itself: choose another one.")


class DecisionUsed(DomainError):
    """A call has used a decision on dues."""

    code = "decision_used"
    message = _("The dues call %(period)s was sent with this decision: it stays as it is.")


class PeriodCalled(DomainError):
    """A contribution comes after the call that would have asked for it."""

    code = "period_called"
    message = _(
        "The dues call %(period)s was sent without this contribution. Record it for the next period, "
        "or make an invoice for those who owe it."
    )


class CallLeaving(DomainError):
    """A call is being sent at this moment."""

    code = "call_leaving"
    message = _("The dues call %(period)s is being sent at this moment. Record this again in a few minutes.")


class BadPeriod(BadValue):
    """A label that is not a period."""

    code = "bad_period"
    message = _("“%(label)s” is not a period. Write two years that follow each other, like 2023-2024.")


class PeriodTaken(DomainError):
    """The period is already called."""

    code = "period_taken"
    message = _(
        "The period %(label)s is already called. Open its call and send a second mailing to those who did not get it."
    )


class CallNotDraft(DomainError):
    """What was issued stays as it is."""

    code = "call_not_draft"
    message = _("This call was sent: its letter and audience stay as they are.")


class CallNotSent(DomainError):
    """Only a call that was sent is closed or extended."""

    code = "call_not_sent"
    message = _(
        "This call is not sent, or is being sent at this moment. Wait for the end of the sending, then try again."
    )


class BadClosingDate(BadValue):
    """A closing date that closes nothing, or too early."""

    code = "bad_closing_date"
    message = _("Choose a day after %(first)s.")


class NotReady(DomainError):
    """Something is missing before the call may be sent. `missing` are sentences."""

    code = "not_ready"
    message = _("The call cannot be sent yet: %(missing)s")

    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        super().__init__(missing=" ".join(missing))


class SignatureMissing(NotReady):
    """One of the two signatories has not signed (S52)."""

    code = "signature_missing"


class WrongSignatory(DomainError):
    """A person signs for themselves only."""

    code = "wrong_signatory"
    status = 403
    message = _("This signature is that of %(name)s. Ask them to sign in and sign, or replace the signatory.")


class NoSignatory(BadValue):
    """Nobody is named for an office."""

    code = "no_signatory"
    message = _("%(name)s does not hold this office on %(day)s. Record the post in Contacts, or choose another person.")


class UnknownMergeField(BadValue):
    """A merge field that nobody knows."""

    code = "unknown_merge_field"


class LinkNotFound(NotFound):
    """A personal link that is unknown, expired, revoked or of a closed call."""

    code = "link_not_found"
    message = _("This link does not open anything. It may be incomplete, expired or replaced by a newer one.")


class BadCount(BadValue):
    """A count of members that cannot be true."""

    code = "bad_count"
    message = _("%(value)s members cannot be right. Write a whole number between 0 and 5,000,000.")


class SurprisingCount(BadValue):
    """A count far from the last one: a person must confirm it."""

    code = "surprising_count"
    message = _("The last number declared was %(last)s. If %(value)s is right, tick “Yes, this number is right”.")


class BadPromise(BadValue):
    """A promise that cannot be kept or is of no use."""

    code = "bad_promise"
    message = _("Choose a day between today and %(last)s.")


class BadAmount(BadValue):
    """An amount out of bounds."""

    code = "bad_amount"
    message = _("Write an amount between %(least)s and %(most)s.")


class AmountUnknown(DomainError):
    """No amount can be given before the members are counted."""

    code = "amount_unknown"
    message = _("Declare the number of members first: the amount depends on it.")


class NothingDue(AlreadyDone):
    """Everything is paid."""

    code = "nothing_due"
    message = _("Nothing remains due for this period. Thank you.")


class NoRecipientToTest(DomainError):
    """There is nobody to make a letter for."""

    code = "no_recipient"
    message = _("Nobody is called yet: choose the audience first.")


class MemberAbsorbed(DomainError):
    """A member would disappear behind a contact that is none."""

    code = "member_absorbed"
    message = _(
        "%(absorbed)s is a member and %(kept)s is not, or no longer: keep %(absorbed)s and merge %(kept)s into it."
    )
