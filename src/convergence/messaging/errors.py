"""What can go wrong in the register of messages, as sentences a person can act on."""

from django.utils.translation import gettext_lazy as _

from convergence.core.errors import AlreadyDone, BadValue, DomainError, NotFound


class IdentificationMissing(DomainError):
    """A bulk message would not say who sends it (C21)."""

    code = "identification_missing"
    message = _(
        "The message cannot leave: the law asks that it name the sender. Missing in the organisation’s profile: %(missing)s."
    )


class LinksBlock(DomainError):
    """A link of the letter leads nowhere (S136)."""

    code = "links_block"
    message = _(
        "The message cannot leave because of these links: %(links)s. Mend them, or confirm by name those that could not be checked."
    )


class UnknownField(BadValue):
    """A merge field has no value for a recipient."""

    code = "unknown_field"
    message = _(
        "The text uses the field “%(name)s”, which has no value for %(recipient)s. Correct the name of the field."
    )


class TextMissing(DomainError):
    """A mailing has no text in the language it falls back to."""

    code = "text_missing"
    message = _("This mailing has no text in its main language (%(language)s). Write it first.")


class NoRecipient(DomainError):
    """A mailing without anybody to receive it."""

    code = "no_recipient"
    message = _("This mailing has no recipient.")


class NotInPreparation(AlreadyDone):
    """The mailing has left already."""

    code = "mailing_started"
    message = _("“%(title)s” was already started. Nothing was sent a second time.")


class NotUncertain(AlreadyDone):
    """Somebody settled this delivery before."""

    code = "not_uncertain"
    message = _("What became of this message was settled already (%(fate)s).")


class NotPostal(BadValue):
    """Only a letter sent by post can be returned by it."""

    code = "not_postal"
    message = _("This message was sent by e-mail: record a bounce rather than a returned letter.")


class UnknownToken(NotFound):
    """A link of a message names no delivery."""

    code = "unknown_token"
    message = _("This link is incomplete. Copy it whole from the message, or write to us and we will do it.")


class NotAnAddress(BadValue):
    """The text is no e-mail address."""

    code = "not_an_address"
    message = _("“%(address)s” is not an e-mail address.")
