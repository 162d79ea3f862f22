"""Words of the contacts register."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ContactKind(TextChoices):
    """What a contact is."""

    PERSON = "PERSON", _("person")
    ORGANISATION = "ORGANISATION", _("organisation")
    BODY = "BODY", _("body of an organisation")


class OrganisationKind(TextChoices):
    """What an organisation is; merging two kinds is refused (S142)."""

    CONFEDERATION = "CONFEDERATION", _("confederation (central)")
    FEDERATION = "FEDERATION", _("federation")
    NATIONAL_SECTION = "NATIONAL_SECTION", _("national section")
    REGIONAL_COUNCIL = "REGIONAL_COUNCIL", _("regional council")
    UNION = "UNION", _("union")
    LOCAL = "LOCAL", _("local")
    ASSOCIATION = "ASSOCIATION", _("association")
    NGO = "NGO", _("NGO")
    STUDENT_ASSOCIATION = "STUDENT_ASSOCIATION", _("student association")
    COMPANY = "COMPANY", _("company")
    BRAND = "BRAND", _("brand")
    INSTITUTION = "INSTITUTION", _("institution")
    FUNDER = "FUNDER", _("ministry or funder")
    MEDIA = "MEDIA", _("media")
    PARTNER = "PARTNER", _("partner")
    OTHER = "OTHER", _("other")


UNION_KINDS = (
    OrganisationKind.CONFEDERATION,
    OrganisationKind.FEDERATION,
    OrganisationKind.NATIONAL_SECTION,
    OrganisationKind.REGIONAL_COUNCIL,
    OrganisationKind.UNION,
    OrganisationKind.LOCAL,
)


class BodyKind(TextChoices):
    """What a body of an organisation is."""

    EXECUTIVE = "EXECUTIVE", _("executive")
    BOARD = "BOARD", _("board")
    SOLIDARITY_COMMITTEE = "SOLIDARITY_COMMITTEE", _("solidarity committee")
    COMMITTEE = "COMMITTEE", _("committee")
    ASSEMBLY = "ASSEMBLY", _("assembly")


class GrammaticalGender(TextChoices):
    """Gender of titles, chosen by the person; empty: neutral form (S48)."""

    FEMININE = "F", _("feminine")
    MASCULINE = "M", _("masculine")
    NEUTRAL = "N", _("neutral")


class FormOfAddress(TextChoices):
    """How a letter opens; nothing is guessed from a first name."""

    MADAM = "MADAM", _("Ms.")
    SIR = "SIR", _("Mr.")
    COMRADE = "COMRADE", _("Comrade")
    NAME = "NAME", _("by name only")


class Channel(TextChoices):
    """How somebody is reached."""

    EMAIL = "EMAIL", _("e-mail")
    PHONE = "PHONE", _("telephone")
    POST = "POST", _("post")
    WEB = "WEB", _("web")
    ALL = "ALL", _("every channel")


class Purpose(TextChoices):
    """What a contact point is for."""

    GENERAL = "GENERAL", _("general")
    BILLING = "BILLING", _("billing")
    DELEGATE = "DELEGATE", _("delegate")
    SOLIDARITY_COMMITTEE = "SOLIDARITY_COMMITTEE", _("solidarity committee")
    NEWSLETTER_RELAY = "NEWSLETTER_RELAY", _("newsletter relay")


class AffiliationKind(TextChoices):
    """How an organisation is linked to another (domain: union structures)."""

    AFFILIATION = "AFFILIATION", _("affiliation")
    REGIONAL_COUNCIL = "REGIONAL_COUNCIL", _("regional council")
    SECTION = "SECTION", _("section of")
    COMMITTEE = "COMMITTEE", _("committee of")
    RETIREES = "RETIREES", _("retirees of")
    SECTOR = "SECTOR", _("sector")


class Office(TextChoices):
    """A post that a person holds; the shown title follows the person's grammatical gender."""

    PRESIDENCY = "PRESIDENCY", _("presidency")
    CO_PRESIDENCY = "CO_PRESIDENCY", _("co-presidency")
    VICE_PRESIDENCY = "VICE_PRESIDENCY", _("vice-presidency")
    GENERAL_SECRETARY = "GENERAL_SECRETARY", _("general secretariat")
    SECRETARY = "SECRETARY", _("secretariat")
    TREASURER = "TREASURER", _("treasury")
    SECRETARY_TREASURER = "SECRETARY_TREASURER", _("secretariat and treasury")
    COORDINATION = "COORDINATION", _("coordination")
    CO_COORDINATION = "CO_COORDINATION", _("co-coordination")
    DIRECTION = "DIRECTION", _("direction")
    GENERAL_DIRECTION = "GENERAL_DIRECTION", _("general direction")
    ADMINISTRATOR = "ADMINISTRATOR", _("seat on the board")
    COMMITTEE_LEAD = "COMMITTEE_LEAD", _("lead of the committee")
    SOLIDARITY_OFFICER = "SOLIDARITY_OFFICER", _("international solidarity")
    DELEGATE = "DELEGATE", _("delegate")
    ALTERNATE = "ALTERNATE", _("alternate")
    OBSERVER = "OBSERVER", _("observer")
    UNION_ADVISER = "UNION_ADVISER", _("union adviser")
    ADMINISTRATIVE_ASSISTANT = "ADMINISTRATIVE_ASSISTANT", _("administrative assistance")
    SPOKESPERSON = "SPOKESPERSON", _("spokesperson")
    MEMBER = "MEMBER", _("member of the body")
    OTHER = "OTHER", _("other")


class ConsentPurpose(TextChoices):
    """What a consent is for: one purpose each (C6, L6)."""

    NEWSLETTER = "NEWSLETTER", _("newsletter")
    URGENT_ACTIONS = "URGENT_ACTIONS", _("urgent actions")
    CAMPAIGNS = "CAMPAIGNS", _("campaigns")
    EVENTS = "EVENTS", _("events and trainings")
    MEMBERSHIP = "MEMBERSHIP", _("membership and dues")
    FUNDRAISING = "FUNDRAISING", _("calls for gifts")
    DIRECTORY = "DIRECTORY", _("public directory of members")


class ConsentAct(TextChoices):
    """What happened to a consent."""

    GIVEN = "GIVEN", _("given")
    DECLARED = "DECLARED", _("declared, without proof")
    REQUESTED = "REQUESTED", _("requested, not confirmed")
    WITHDRAWN = "WITHDRAWN", _("withdrawn")


class InteractionKind(TextChoices):
    """A line of the relationship log."""

    CALL = "CALL", _("telephone call")
    VISIT = "VISIT", _("visit")
    MEETING = "MEETING", _("meeting")
    LETTER = "LETTER", _("letter")
    EMAIL = "EMAIL", _("e-mail")
    DUES = "DUES", _("dues")
    NOTE = "NOTE", _("note")
