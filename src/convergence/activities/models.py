"""Tables of the activity register."""

import uuid
from datetime import date
from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from convergence.activities.choices import (
    DONE,
    ON_CALENDAR,
    ActivityKind,
    ActivityState,
    AgeRange,
    DocumentPurpose,
    EntryKind,
    FigureKind,
    Gender,
    OrganisationCapacity,
    PersonCapacity,
    Question,
    SecurityLevel,
)
from convergence.contacts.models import Contact
from convergence.core.db import UncertainDateField
from convergence.core.figures import Qualifier
from convergence.documents.models import Picture, PublicFile
from convergence.vocabulary.models import Axis, Place, Region, Theme

AT_MOST = MaxValueValidator(9_999_999)


def guarded(today: date) -> Q:
    """Return the filter of what is kept from every public door on a day (S95); `rules.guard` says it in Python."""
    back = Q(return_date__isnull=False, return_date__lte=today)
    return Q(security=SecurityLevel.CONFIDENTIAL) | (Q(security=SecurityLevel.HIGH) & ~back)


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Activities, chainable."""

    def done(self) -> "ActivityQuerySet":
        """Keep what counts as done."""
        return self.filter(state__in=DONE)

    def in_public(self, today: date) -> "ActivityQuerySet":
        """Keep what any stranger may read on a day: public, at least confirmed, not under guard."""
        return self.filter(is_public=True, state__in=ON_CALENDAR).exclude(guarded(today))

    def unguarded(self, today: date) -> "ActivityQuerySet":
        """Leave out what is under guard on a day."""
        return self.exclude(guarded(today))

    def between(self, first: date, last: date) -> "ActivityQuerySet":
        """Keep what may be on one of the days from the first to the last."""
        return self.filter(first_day__lte=last, last_day__gte=first)

    def coming(self, today: date) -> "ActivityQuerySet":
        """Keep what is not over on a day, the nearest first."""
        return self.filter(last_day__gte=today).order_by("first_day", "start_time", "pk")

    def past_or_coming(self) -> "ActivityQuerySet":
        """Order by day, the latest first, the undated last."""
        return self.order_by(F("first_day").desc(nulls_last=True), "-pk")

    def past(self, today: date) -> "ActivityQuerySet":
        """Keep what is over on a day or dated by nobody, the latest first."""
        return self.filter(Q(last_day__lt=today) | Q(last_day=None)).order_by(F("last_day").desc(nulls_last=True), "pk")


KINDS = dict(ActivityKind.choices)


class Activity(models.Model):
    """Something done, or to be done: written once, read by every count (S81, S103).

    `start` and `end` are as precise as their source. `first_day`, `start_latest` and `last_day` are drawn from them by
    the commands: the first and last day that the beginning may mean, and the last day that the whole may last.
    `attended` and `attended_qualifier` are drawn from the latest stated figure, else from the entries of attendance.

    Personal data: none of its own, but what is written in the notes.
    """

    slug = models.SlugField(_("short name"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=ActivityKind)
    title_fr = models.CharField(_("title in French"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_es = models.CharField(_("title in Spanish"), max_length=200, blank=True)
    summary_fr = models.TextField(_("in a few words, in French"), blank=True)
    summary_en = models.TextField(_("in a few words, in English"), blank=True)
    summary_es = models.TextField(_("in a few words, in Spanish"), blank=True)
    start = UncertainDateField(verbose_name=_("when, or from"))
    end = UncertainDateField(verbose_name=_("until when"))
    start_time = models.TimeField(_("from what hour"), null=True, blank=True)
    end_time = models.TimeField(_("until what hour"), null=True, blank=True)
    first_day = models.DateField(null=True, blank=True, editable=False)
    start_latest = models.DateField(null=True, blank=True, editable=False)
    last_day = models.DateField(null=True, blank=True, editable=False)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    venue = models.CharField(_("room or address"), max_length=200, blank=True)
    is_online = models.BooleanField(_("online"), default=False)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    part_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    axis = models.ForeignKey(
        Axis, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("work axis")
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("themes"))
    languages = models.CharField(_("spoken languages"), max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=ActivityState, default=ActivityState.PLANNED)
    cancelled_because = models.CharField(_("why it is cancelled"), max_length=300, blank=True)
    is_public = models.BooleanField(_("on the public calendar"), default=False)
    security = models.CharField(_("security"), max_length=12, choices=SecurityLevel, default=SecurityLevel.ORDINARY)
    return_date = models.DateField(_("return date"), null=True, blank=True)
    is_intersyndical = models.BooleanField(_("intersyndical"), default=False)
    distance_km = models.PositiveIntegerField(_("distance travelled, km"), null=True, blank=True, validators=[AT_MOST])
    carbon_kg = models.PositiveIntegerField(_("carbon, kg"), null=True, blank=True, validators=[AT_MOST])
    notes = models.TextField(_("notes of the team"), blank=True)
    attended = models.PositiveIntegerField(_("people present"), null=True, blank=True, editable=False)
    attended_qualifier = models.CharField(max_length=14, choices=Qualifier, default=Qualifier.EXACT, editable=False)
    evaluation_code = models.CharField(max_length=43, unique=True, editable=False)
    sign_in_code = models.CharField(max_length=43, unique=True, null=True, editable=False)  # noqa: DJ001 (none: shut)
    sign_in_word = models.CharField(max_length=4, blank=True, editable=False)
    sign_in_misses = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("recorded"))
    changed_at = models.DateTimeField(_("changed"))

    objects: ClassVar[models.Manager["Activity"]] = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ("-first_day", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(first_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="activities_ends_after_start",
                violation_error_message=_("The end comes before the beginning. Correct one of the two."),
            ),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True) | ~Q(part_of=F("pk")),
                name="activities_not_part_of_itself",
                violation_error_message=_("An activity cannot be a part of itself."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ActivityState.CANCELLED) | ~Q(cancelled_because=""),
                name="activities_cancelled_with_reason",
                violation_error_message=_("Say in a few words why it is cancelled: those who were to come will ask."),
            ),
        )
        indexes = (
            models.Index(fields=["-first_day", "-id"], name="activities_latest"),
            models.Index(fields=["state", "axis", "first_day"], name="activities_counted"),
            models.Index(fields=["state", "kind"], name="activities_kinds"),
            models.Index(fields=["last_day", "first_day"], name="activities_days"),
        )

    def __str__(self) -> str:
        return self.title_in(get_language() or "fr")

    def get_kind_display(self) -> str:
        """Return the kind in words. Django looks all kinds through for each row: a third of the work of a month."""
        return str(KINDS.get(self.kind, self.kind))

    def title_in(self, language: str) -> str:
        """Return the title in a language, the French one where there is none."""
        return str(getattr(self, f"title_{language[:2]}", "") or self.title_fr)

    def summary_in(self, language: str) -> str:
        """Return the summary in a language, the French one where there is none."""
        return str(getattr(self, f"summary_{language[:2]}", "") or self.summary_fr)

    def title_language(self, language: str) -> str:
        """Return the language that the title is really in (S89)."""
        return language[:2] if getattr(self, f"title_{language[:2]}", "") else "fr"


class CalendarKey(models.Model):
    """The secret part of a calendar address: what a union or a person takes part in, without signing in.

    Whoever holds the address reads it; a new key makes the former address empty. Personal data: whose it is.
    """

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, primary_key=True, related_name="+")
    code = models.CharField(max_length=43, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("key of a calendar")
        verbose_name_plural = _("keys of calendars")

    def __str__(self) -> str:
        return str(self.contact)


class Participation(models.Model):
    """An organisation, or one of its bodies, in an activity. Personal data: none."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="participations")
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation or body")
    )
    capacity = models.CharField(_("what it does"), max_length=12, choices=OrganisationCapacity)

    class Meta:
        verbose_name = _("organisation in an activity")
        verbose_name_plural = _("organisations in activities")
        ordering = ("capacity", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["activity", "contact", "capacity"],
                name="activities_participation_once",
                violation_error_message=_("This is already written for this activity."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.contact} — {self.get_capacity_display()}"


class PersonRole(models.Model):
    """Somebody who does something in an activity: of the register, or named in words.

    Personal data: who did what; emptied when the person is erased.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    name = models.CharField(_("or a name"), max_length=200, blank=True)
    capacity = models.CharField(_("what for"), max_length=12, choices=PersonCapacity)
    is_named = models.BooleanField(_("named in public"), default=False)

    class Meta:
        verbose_name = _("person in an activity")
        verbose_name_plural = _("people in activities")
        ordering = ("capacity", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["activity", "person", "capacity"],
                name="activities_person_once",
                violation_error_message=_("This is already written for this activity."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.shown_name} — {self.get_capacity_display()}"

    @property
    def shown_name(self) -> str:
        """Return the pseudonym that the person goes by, else the name (S50)."""
        return (self.person.pseudonym or self.person.name) if self.person else self.name


class ActivityPicture(models.Model):
    """A picture of an activity; its credit and consent are the picture's own. Personal data: none of its own."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="pictures")
    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="+", verbose_name=_("picture"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("picture of an activity")
        verbose_name_plural = _("pictures of activities")
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=["activity", "picture"], name="activities_picture_once"),)

    def __str__(self) -> str:
        return str(self.picture)


class ActivityDocument(models.Model):
    """A file of an activity: programme, minutes, proceedings. Personal data: what the file holds."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="documents")
    file = models.ForeignKey(PublicFile, on_delete=models.CASCADE, related_name="+", verbose_name=_("file"))
    purpose = models.CharField(_("what it is"), max_length=11, choices=DocumentPurpose, default=DocumentPurpose.OTHER)
    is_public = models.BooleanField(_("offered in public"), default=False)

    class Meta:
        verbose_name = _("file of an activity")
        verbose_name_plural = _("files of activities")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["activity", "file"], name="activities_document_once"),)

    def __str__(self) -> str:
        return str(self.file)


class AttendanceEntry(models.Model):
    """People who were there: one who signed in, or a number of people. Append-only; a correction is an entry.

    Gender and age range are what somebody chose to say, empty otherwise: never required (S83).
    The name of a child under 14 is kept only with the agreement of a parent, who is named here (L20).
    Personal data: who was there, gender and age range as said, the parent of a child; names are emptied on erasure, the
    number stays.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="attendance")
    kind = models.CharField(_("written how"), max_length=10, choices=EntryKind)
    number = models.IntegerField(_("people"))
    person = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=200, blank=True)
    organisation = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    gender = models.CharField(_("gender"), max_length=5, choices=Gender, blank=True)
    age_range = models.CharField(_("age range"), max_length=8, choices=AgeRange, blank=True)
    parent_agreed = models.CharField(_("parent who agreed"), max_length=200, blank=True)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("line of attendance")
        verbose_name_plural = _("attendance")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=EntryKind.SIGN_IN, number=1, reverses__isnull=True)
                | Q(kind=EntryKind.COUNT, number__gt=0, reverses__isnull=True)
                | Q(kind=EntryKind.CORRECTION, number__lt=0, reverses__isnull=False),
                name="activities_attendance_number",
                violation_error_message=_("Write a number from 1 to 100,000."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} ({self.get_kind_display()})"


class ActivityFigure(models.Model):
    """A figure with how sure it is and who says so (S22). Append-only: a correction is a later one. Personal data: none."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="figures")
    what = models.CharField(_("what"), max_length=13, choices=FigureKind)
    unit = models.CharField(_("of what"), max_length=120, blank=True)
    value = models.PositiveBigIntegerField(_("how many"))
    qualifier = models.CharField(_("as stated"), max_length=14, choices=Qualifier, default=Qualifier.EXACT)
    source = models.CharField(_("who says so"), max_length=300)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("figure of an activity")
        verbose_name_plural = _("figures of activities")
        ordering = ("what", "pk")

    def __str__(self) -> str:
        return f"{self.get_qualifier_display()} {self.value}"


class EvaluationTally(models.Model):
    """How many people gave an answer: no row for anybody, so that none can be tied to who was there (S15).

    Personal data: none.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="tallies")
    question = models.CharField(_("question"), max_length=6, choices=Question)
    answer = models.PositiveSmallIntegerField(_("answer"))
    number = models.PositiveIntegerField(_("how many"), default=0)

    class Meta:
        verbose_name = _("tally of an evaluation")
        verbose_name_plural = _("tallies of evaluations")
        ordering = ("question", "answer")
        constraints = (
            models.UniqueConstraint(fields=["activity", "question", "answer"], name="activities_tally_once"),
            models.CheckConstraint(condition=Q(answer__range=(1, 4)), name="activities_tally_answer"),
        )

    def __str__(self) -> str:
        return f"{self.question} {self.answer}: {self.number}"


class EvaluationRemark(models.Model):
    """What somebody wrote in an evaluation, without time nor order (see note “Evaluation” of the counting rules, S15).

    Personal data: what people write of themselves, if they do.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="remarks")
    text = models.TextField(_("remark"), max_length=2000)

    class Meta:
        verbose_name = _("remark of an evaluation")
        verbose_name_plural = _("remarks of evaluations")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text[:60]


class EvaluationCount(models.Model):
    """How many people answered the evaluation of an activity. Personal data: none."""

    activity = models.OneToOneField(Activity, on_delete=models.PROTECT, primary_key=True, related_name="evaluated")
    number = models.PositiveIntegerField(_("answers received"), default=0)

    class Meta:
        verbose_name = _("number of answers")
        verbose_name_plural = _("numbers of answers")

    def __str__(self) -> str:
        return str(self.number)
