"""Refusals of the contacts register, each with its way out."""

from django.utils.translation import gettext_lazy as _

from convergence.core.errors import AlreadyDone, BadValue, DomainError


class AffiliationCycle(DomainError):
    """A link would make an organisation belong to itself (R-U1)."""

    code = "affiliation_cycle"
    status = 422
    message = _("%(child)s cannot belong to %(parent)s: the links would go round in a circle (%(circle)s).")


class DifferentKinds(DomainError):
    """Two contacts of different kinds cannot be merged (S142)."""

    code = "different_kinds"
    status = 422
    message = _(
        "%(kept)s (%(kept_kind)s) and %(absorbed)s (%(absorbed_kind)s) are not of the same kind and cannot be "
        "merged. Correct the type of one of them first if it is wrong."
    )


class MustBeKept(DomainError):
    """Data of a person cannot be erased yet (L10)."""

    code = "must_be_kept"
    message = _("These data cannot be erased yet. %(why)s")


class SameContact(BadValue):
    """A contact was to be merged with itself."""

    code = "same_contact"
    message = _("These are one and the same contact: there is nothing to merge.")


class AlreadyMerged(AlreadyDone):
    """One of the two was absorbed before."""

    code = "already_merged"
    message = _("%(name)s was already merged into another contact. Open that contact instead.")


class MergeOutdated(AlreadyDone):
    """A merge cannot be undone any more."""

    code = "merge_outdated"
    message = _("This merge cannot be undone: %(reason)s")


class StillUsed(DomainError):
    """A contact that something depends on cannot be deleted."""

    code = "still_used"
    message = _("%(name)s cannot be deleted: letters, dues or consents depend on it. Mark it as closed instead.")


class UnreadablePhone(BadValue):
    """A telephone number that is none."""

    code = "phone_unreadable"
    message = _(
        "“%(typed)s” is not a telephone number. Write it like 514-383-2266 poste 225, or with + and the country."
    )


class UnreadableEmail(BadValue):
    """An e-mail address that is none."""

    code = "email_unreadable"
    message = _("“%(typed)s” is not an e-mail address.")


class UnreadablePostalCode(BadValue):
    """A postal code that is none."""

    code = "postal_code_unreadable"
    message = _("“%(typed)s” is not a Canadian postal code. Write it like H2N 8V2, or choose the country.")


class EndBeforeStart(BadValue):
    """A stay that ends before it begins."""

    code = "end_before_start"
    message = _("The end comes before the beginning.")


class ProofMissing(BadValue):
    """A consent given without its words or its source (C27)."""

    code = "proof_missing"
    message = _(
        "A consent counts only with the words that were shown and the page or document where they stood. "
        "Without them, record it as “declared, without proof”."
    )
