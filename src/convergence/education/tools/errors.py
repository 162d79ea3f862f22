"""Refusals of tools."""

from django.utils.translation import gettext_lazy as _

from convergence.core.errors import AlreadyDone, BadValue, DomainError


class LicenceMissing(DomainError):
    """Nobody may copy what says nothing of it."""

    code = "licence_missing"
    status = 422
    message = _("Choose a licence: nobody may copy what says nothing of it.")


class NothingToPublish(DomainError):
    """A version without a file or an address."""

    code = "nothing_to_publish"
    message = _("Version %(number)s has no file and no address yet. Add one first.")


class VersionIsPublished(DomainError):
    """What is published stays as it is (S84)."""

    code = "version_is_published"
    message = _("Version %(number)s is published: it stays as it is. Correct it in the next version.")


class EditionThere(DomainError):
    """The same language and kind of file twice in a version."""

    code = "edition_there"
    message = _("This version already has a file of that kind in this language.")


class FileRefused(BadValue):
    """A file that nobody should receive from us."""

    code = "file_refused"


FAULTS = {
    "WRONG_KIND": _(
        "Files of this kind are not taken. Send a PDF, EPUB, ODT, ODP, DOCX, PPTX, TXT, MP3, MP4, WEBM or VTT."
    ),
    "EMPTY": _("This file is empty. Choose it again."),
    "TOO_LARGE": _("This file weighs more than 150 MB. Make it lighter, or give the address where it can be found."),
    "NOT_WHAT_IT_SAYS": _(
        "The content of this file is not what its name says. Open it, save it again and send that one."
    ),
    "LOCKED": _("This PDF is locked by a password, so nobody can look into it. Save it without password."),
    "PROGRAM": _("This PDF holds a program or an enclosed file. Print it to a new PDF and send that one."),
    "MACRO": _("This file holds a program (macro). Save it without macros and send that one."),
}


def file_refused(fault: str) -> FileRefused:
    """Put a fault of the rules into words."""
    return FileRefused(FAULTS[fault], field="file")


class CivilNameInside(BadValue):
    """A file that names somebody who is known by a pseudonym (S50)."""

    code = "civil_name_inside"
    message = _(
        "The properties of this file name %(pseudonym)s by another name. Remove the author from its properties."
    )


class NoSuchStep(DomainError):
    """One state does not follow the other."""

    code = "no_such_step"
    message = _("What is “%(before)s” cannot become “%(after)s”.")


class ReasonMissing(DomainError):
    """Why is not said."""

    code = "reason_missing"
    status = 422
    message = _("Say in a few words why: the person will ask.")


class SlugTaken(BadValue):
    """A short name that another tool bears, or bore."""

    code = "slug_taken"
    message = _("Another tool has, or had, this short name. Choose another.")


class StillNeeded(DomainError):
    """What was published, ordered or counted is not deleted."""

    code = "still_needed"
    message = _("This tool was published, printed, used or adopted: withdraw it instead of deleting it.")


class NotAKit(DomainError):
    """Only a kit is adopted."""

    code = "not_a_kit"
    message = _("Only a published kit with a model resolution can be adopted.")


class AdoptedAlready(AlreadyDone):
    """The same body, the same day."""

    code = "adopted_already"
    message = _("This adoption is already written.")


class NotLent(DomainError):
    """It cannot be borrowed."""

    code = "not_lent"
    message = _("This tool cannot be borrowed. Download it, or ask the union that offers it.")


class OwnTool(DomainError):
    """One does not borrow from oneself."""

    code = "own_tool"
    message = _("Your own union offers this tool.")


class OutOfStock(DomainError):
    """There are not so many copies."""

    code = "out_of_stock"
    message = _("Of “%(what)s” %(left)s copies are left. Ask for fewer, or write to us.")


class NothingOrdered(DomainError):
    """An order without a copy."""

    code = "nothing_ordered"
    status = 422
    message = _("Write how many copies you would like, of one tool at least.")


class TooManyCopies(BadValue):
    """A slip of the keyboard."""

    code = "too_many_copies"
    message = _("Write a number of copies from 1 to 500. For more, write to us.")


class NotOffered(BadValue):
    """It cannot be ordered, or no longer."""

    code = "not_offered"
    message = _("One of these printed editions can no longer be ordered. Open the form again.")


class TaxRateMissing(DomainError):
    """A registration without a rate."""

    code = "tax_rate_missing"
    message = _(
        "The organisation is registered for the %(tax)s, and no rate is in force on this day. Write the rate first."
    )


class PostageMissing(DomainError):
    """Postage is not known."""

    code = "postage_missing"
    status = 422
    message = _("No postage is written for so many copies. Write what sending this order costs, 0 if it is brought.")


class PayerMissing(DomainError):
    """Who pays is not chosen."""

    code = "payer_missing"
    status = 422
    message = _("Choose who pays among the contacts, or let the record be written from the order.")


class LinkNotFound(DomainError):
    """A personal link that opens nothing."""

    code = "link_not_found"
    status = 404
    message = _("This link opens nothing.")
