"""Words of the activity register."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ActivityKind(TextChoices):
    """What is done."""

    TRAINING = "TRAINING", _("training")
    WORKSHOP = "WORKSHOP", _("workshop")
    CONFERENCE = "CONFERENCE", _("conference")
    LUNCH_TALK = "LUNCH_TALK", _("lunch talk")
    EVENING = "EVENING", _("evening of reflection")
    COLLOQUIUM = "COLLOQUIUM", _("colloquium")
    TOUR = "TOUR", _("tour of guests")
    EXHIBITION = "EXHIBITION", _("stop of an exhibition")
    SHORT_INTERNSHIP = "SHORT_INTERNSHIP", _("short internship")
    LONG_INTERNSHIP = "LONG_INTERNSHIP", _("long internship")
    MISSION = "MISSION", _("observation mission")
    VISIT = "VISIT", _("accompaniment visit")
    MEETING = "MEETING", _("meeting")
    RALLY = "RALLY", _("rally")
    ASSEMBLY = "ASSEMBLY", _("assembly")
    OTHER = "OTHER", _("other")


class ActivityState(TextChoices):
    """Where it stands."""

    PLANNED = "PLANNED", _("planned")
    CONFIRMED = "CONFIRMED", _("confirmed")
    HELD = "HELD", _("held")
    REPORTED = "REPORTED", _("reported")
    CANCELLED = "CANCELLED", pgettext_lazy("activity", "cancelled")


class SecurityLevel(TextChoices):
    """Who may know of it before it is over (S95)."""

    ORDINARY = "ORDINARY", _("ordinary")
    HIGH = "HIGH", _("high: nowhere in public until the return date")
    CONFIDENTIAL = "CONFIDENTIAL", _("confidential: never in public")


class OrganisationCapacity(TextChoices):
    """What an organisation does in it."""

    ORGANISER = "ORGANISER", _("organises it")
    PARTICIPANT = "PARTICIPANT", _("takes part")
    LEAD_PARTNER = "LEAD_PARTNER", _("leads it as a partner")
    HOST = "HOST", _("hosts it")
    FUNDER = "FUNDER", _("funds it")


class PersonCapacity(TextChoices):
    """What a person does in it."""

    FACILITATOR = "FACILITATOR", _("facilitation")
    GUEST = "GUEST", _("guest")
    INTERPRETER = "INTERPRETER", _("interpretation")
    AUTHOR = "AUTHOR", _("author")
    COORDINATION = "COORDINATION", _("coordination")


class Gender(TextChoices):
    """What somebody chose to say of themselves; empty: not said (S83)."""

    WOMAN = "WOMAN", _("woman")
    MAN = "MAN", _("man")
    OTHER = "OTHER", _("another answer")


class AgeRange(TextChoices):
    """What somebody chose to say of their age; empty: not said."""

    UNDER_14 = "UNDER_14", _("under 14")
    UNDER_18 = "UNDER_18", _("14 to 17")
    FROM_18 = "FROM_18", _("18 to 34")
    FROM_35 = "FROM_35", _("35 to 54")
    FROM_55 = "FROM_55", _("55 and over")


class DocumentPurpose(TextChoices):
    """What a file is to an activity."""

    PROGRAMME = "PROGRAMME", _("programme")
    PROCEEDINGS = "PROCEEDINGS", _("proceedings")
    REPORT = "REPORT", _("report")
    MATERIAL = "MATERIAL", _("material")
    OTHER = "OTHER", _("other")


class EntryKind(TextChoices):
    """How attendance was written down."""

    SIGN_IN = "SIGN_IN", _("sign-in")
    COUNT = "COUNT", _("count")
    CORRECTION = "CORRECTION", _("correction")


class FigureKind(TextChoices):
    """What a figure of an activity says."""

    ATTENDED = "ATTENDED", _("people present")
    REACHED = "REACHED", _("people reached")
    WORKERS = "WORKERS", _("workers represented")
    COPIES = "COPIES", _("copies given out")
    ORGANISATIONS = "ORGANISATIONS", _("organisations present")
    OTHER = "OTHER", _("other")


class Question(TextChoices):
    """The closed questions of an evaluation; each is answered from 1 (not at all) to 4 (fully)."""

    USEFUL = "USEFUL", _("What I heard is useful in my union")
    CLEAR = "CLEAR", _("It was clear")
    VOICE = "VOICE", _("Everybody could speak")
    ACT = "ACT", _("I know what I can do next")


DONE = (ActivityState.HELD, ActivityState.REPORTED)
ON_CALENDAR = (ActivityState.CONFIRMED, ActivityState.HELD, ActivityState.REPORTED, ActivityState.CANCELLED)
INTERNSHIPS = (ActivityKind.SHORT_INTERNSHIP, ActivityKind.LONG_INTERNSHIP)

AXIS_OF_KIND = {
    ActivityKind.TRAINING: "education",
    ActivityKind.WORKSHOP: "education",
    ActivityKind.CONFERENCE: "education",
    ActivityKind.LUNCH_TALK: "education",
    ActivityKind.EVENING: "education",
    ActivityKind.COLLOQUIUM: "education",
    ActivityKind.TOUR: "education",
    ActivityKind.EXHIBITION: "education",
    ActivityKind.SHORT_INTERNSHIP: "education",
    ActivityKind.LONG_INTERNSHIP: "education",
    ActivityKind.MISSION: "education",
    ActivityKind.VISIT: "cooperation",
}
"""The short name of the work axis under which a kind stands unless somebody chooses another (S82, S95)."""
