"""Tables of trainings."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from convergence.activities.models import Activity, AttendanceEntry
from convergence.contacts.models import Contact
from convergence.documents.models import PublicFile
from convergence.education.tools.models import Tool
from convergence.education.trainings.choices import (
    BOOKED,
    LineState,
    OptionState,
    RequestState,
    SignInWay,
    Via,
    Weekday,
)
from convergence.vocabulary.models import Axis, NamedInThree, Region, Theme

LANGUAGES = settings.LANGUAGES


class Series(NamedInThree):
    """Trainings that belong together, with the page elsewhere that presents them (S90). Personal data: none."""

    url = models.URLField(_("page that presents it"), blank=True)

    class Meta:
        verbose_name = _("series of trainings")
        verbose_name_plural = _("series of trainings")
        ordering = ("name_fr", "pk")


class TrainingQuerySet(models.QuerySet["Training"]):
    """Trainings, chainable."""

    def published(self) -> "TrainingQuerySet":
        """Keep what the public catalogue offers."""
        return self.filter(is_published=True)


class Training(models.Model):
    """A training that a union may ask for (S83). Texts are plain; objectives are one a line. Personal data: none."""

    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    title_fr = models.CharField(_("title in French"), max_length=160)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    title_es = models.CharField(_("title in Spanish"), max_length=160, blank=True)
    summary_fr = models.TextField(_("in a few words, in French"), blank=True)
    summary_en = models.TextField(_("in a few words, in English"), blank=True)
    summary_es = models.TextField(_("in a few words, in Spanish"), blank=True)
    objectives_fr = models.TextField(_("objectives in French, one a line"), blank=True)
    objectives_en = models.TextField(_("objectives in English, one a line"), blank=True)
    objectives_es = models.TextField(_("objectives in Spanish, one a line"), blank=True)
    audience_fr = models.CharField(_("for whom, in French"), max_length=200, blank=True)
    audience_en = models.CharField(_("for whom, in English"), max_length=200, blank=True)
    audience_es = models.CharField(_("for whom, in Spanish"), max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(_("duration in minutes"), default=120)
    languages = models.CharField(_("languages in which it is given"), max_length=20, default="fr")
    most_people = models.PositiveSmallIntegerField(_("at most how many people"), default=30)
    may_be_online = models.BooleanField(_("can be given online"), default=False)
    axis = models.ForeignKey(Axis, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("work axis"))
    themes = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("themes"))
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="trainings", verbose_name=_("series")
    )
    is_published = models.BooleanField(_("in the public catalogue"), default=False)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    changed_at = models.DateTimeField(_("changed"))

    objects: ClassVar[models.Manager["Training"]] = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        ordering = ("position", "title_fr", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(minutes__range=(15, 1440)),
                name="trainings_minutes",
                violation_error_message=_("A training lasts from 15 minutes to 24 hours."),
            ),
            models.CheckConstraint(
                condition=Q(most_people__range=(1, 2000)),
                name="trainings_most_people",
                violation_error_message=_("Write a number of people from 1 to 2,000."),
            ),
        )

    def __str__(self) -> str:
        return self.title_in(get_language() or "fr")

    def text_in(self, name: str, language: str) -> str:
        """Return a text in a language, the French one where there is none."""
        return str(getattr(self, f"{name}_{language[:2]}", "") or getattr(self, f"{name}_fr"))

    def title_in(self, language: str) -> str:
        """Return the title in a language, the French one where there is none."""
        return self.text_in("title", language)

    def title_language(self, language: str) -> str:
        """Return the language that the title is really in (S89)."""
        return language[:2] if getattr(self, f"title_{language[:2]}", "") else "fr"


class Material(models.Model):
    """A guide or tool that goes with a training, with its language and how long it takes (S12). Personal data: none."""

    training = models.ForeignKey(Training, models.CASCADE, related_name="materials")
    title = models.CharField(_("title"), max_length=160)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="fr")
    minutes = models.PositiveSmallIntegerField(_("minutes of animation"), null=True, blank=True)
    file = models.ForeignKey(
        PublicFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    url = models.URLField(_("or its page"), blank=True)
    tool = models.ForeignKey(
        Tool, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("or a tool of the catalogue")
    )

    class Meta:
        verbose_name = _("material of a training")
        verbose_name_plural = _("materials of trainings")
        ordering = ("language", "title", "pk")

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """Return where it is found, but for a tool, whose page the site has; empty when it is on paper only."""
        return str(self.file.url) if self.file else self.url


class Facilitator(models.Model):
    """Somebody who gives trainings: in which languages, on which themes, where.

    Personal data: what a person of the register accepted to do, and when they are free or away.
    """

    person = models.OneToOneField(Contact, models.PROTECT, related_name="facilitates", verbose_name=_("person"))
    languages = models.CharField(_("languages"), max_length=20, default="fr")
    themes = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("themes"))
    regions = models.ManyToManyField(Region, blank=True, related_name="+", verbose_name=_("regions"))
    goes_everywhere = models.BooleanField(_("goes to every region"), default=False)
    is_active = models.BooleanField(_("may be asked"), default=True)
    notes = models.TextField(_("notes of the team"), blank=True)

    class Meta:
        verbose_name = _("facilitator")
        verbose_name_plural = _("facilitators")
        ordering = ("person__sort_name", "pk")

    def __str__(self) -> str:
        return str(self.person.pseudonym or self.person.name)


class Availability(models.Model):
    """Hours of a weekday at which a facilitator is usually free; nobody who states none is left out.

    Personal data: habits of a person.
    """

    facilitator = models.ForeignKey(Facilitator, models.CASCADE, related_name="availabilities")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    start = models.TimeField(pgettext_lazy("an hour", "from"))
    end = models.TimeField(pgettext_lazy("an hour", "until"))

    class Meta:
        verbose_name = _("usual hours")
        verbose_name_plural = _("usual hours")
        ordering = ("weekday", "start", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(weekday__lte=6) & Q(end__gt=F("start")),
                name="trainings_hours_in_order",
                violation_error_message=_("The end comes before the beginning. Correct one of the two."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.start:%H:%M}–{self.end:%H:%M}"


class Absence(models.Model):
    """Days on which a facilitator is away, both ends included. Personal data: when a person is away."""

    facilitator = models.ForeignKey(Facilitator, models.CASCADE, related_name="absences")
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ("first_day", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="trainings_absence_in_order",
                violation_error_message=_("The end comes before the beginning. Correct one of the two."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"


class TrainingRequest(models.Model):
    """A union asks for a training (S94).

    `asked_*` are the words of who asked, kept as typed; `organisation` is who the team recognised, never made blindly.
    `form_key` makes a form that is sent twice one request. `consent_words` are the words shown when it was sent.

    Personal data: who asked, how to reach them, access needs; emptied two years after the request is settled.
    """

    code = models.CharField(_("reference"), max_length=12, unique=True, editable=False)
    form_key = models.CharField(max_length=64, unique=True, editable=False)
    via = models.CharField(_("came by"), max_length=5, choices=Via, default=Via.FORM)
    state = models.CharField(_("state"), max_length=9, choices=RequestState, default=RequestState.RECEIVED)
    training = models.ForeignKey(
        Training, models.PROTECT, null=True, blank=True, related_name="requests", verbose_name=_("training")
    )
    subject = models.CharField(_("or another subject"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="training_requests", verbose_name=_("union")
    )
    asked_organisation = models.CharField(_("union, as they wrote it"), max_length=200)
    asked_name = models.CharField(_("who asks"), max_length=160, blank=True)
    asked_email = models.EmailField(_("e-mail"), blank=True)
    asked_phone = models.CharField(_("telephone"), max_length=60, blank=True)
    language = models.CharField(_("language of the training"), max_length=2, choices=LANGUAGES, default="fr")
    letters = models.CharField(_("language of the letters"), max_length=2, choices=LANGUAGES, default="fr")
    is_online = models.BooleanField(_("online"), default=False)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    venue = models.CharField(_("where: room, address, city"), max_length=200, blank=True)
    wished_dates = models.CharField(_("wished dates"), max_length=400, blank=True)
    people = models.PositiveSmallIntegerField(_("how many people"))
    access_needs = models.TextField(_("access needs"), max_length=1000, blank=True)
    message = models.TextField(_("message"), max_length=2000, blank=True)
    consent_words = models.TextField(_("words shown about personal data"), blank=True)
    wants_news = models.BooleanField(_("asked for invitations to events and trainings"), default=False)
    answer = models.CharField(_("why, as told to the union"), max_length=600, blank=True)
    none_fits = models.CharField(_("what they said of the dates"), max_length=600, blank=True)
    notes = models.TextField(_("notes of the team"), blank=True)
    activity = models.OneToOneField(
        Activity, models.PROTECT, null=True, blank=True, related_name="training_request", verbose_name=_("activity")
    )
    received_at = models.DateTimeField(pgettext_lazy("a request", "received"))
    changed_at = models.DateTimeField(_("changed"))
    settled_at = models.DateTimeField(pgettext_lazy("a request", "settled"), null=True, blank=True)
    emptied_at = models.DateTimeField(_("personal data emptied"), null=True, blank=True)

    class Meta:
        verbose_name = _("request for a training")
        verbose_name_plural = _("requests for trainings")
        ordering = ("-received_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(people__range=(1, 2000)),
                name="trainings_request_people",
                violation_error_message=_("Write a number of people from 1 to 2,000."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["CONFIRMED", "HELD", "CLOSED"])
                | Q(activity__isnull=False, organisation__isnull=False),
                name="trainings_agreed_has_activity",
                violation_error_message=_("A request is confirmed with its union and its activity."),
            ),
        )
        indexes = (models.Index(fields=["state", "-received_at"], name="trainings_inbox"),)

    def __str__(self) -> str:
        return f"{self.code} — {self.asked_organisation}"

    def what_in(self, language: str) -> str:
        """Return the title of what is asked for, in a language."""
        return self.training.title_in(language) if self.training else self.subject

    @property
    def what(self) -> str:
        """Return the title of what is asked for, in the language of the page."""
        return self.what_in(get_language() or "fr")

    @property
    def union_name(self) -> str:
        """Return the name of the union that was recognised, else the one that was typed."""
        return str(self.organisation.name) if self.organisation else self.asked_organisation


class RequestLink(models.Model):
    """The way of a union into its request: only the digest of its token is kept (S61).

    Personal data: that somebody opened it, and when.
    """

    request = models.ForeignKey(TrainingRequest, models.CASCADE, related_name="links")
    nonce = models.CharField(max_length=32, editable=False)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("link to a request")
        verbose_name_plural = _("links to requests")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["request"], condition=Q(revoked_at__isnull=True), name="trainings_one_live_link"
            ),
        )

    def __str__(self) -> str:
        return f"{self.request_id}"


class DateOption(models.Model):
    """A moment offered to a union, with who would facilitate: from then on that person is booked, travel included.

    The database refuses two bookings of one person that overlap (rules page, “Never booked twice”).

    Personal data: where a facilitator will be, and when.
    """

    request = models.ForeignKey(TrainingRequest, models.PROTECT, related_name="options")
    facilitator = models.ForeignKey(Facilitator, models.PROTECT, related_name="options", verbose_name=_("facilitator"))
    state = models.CharField(_("state"), max_length=8, choices=OptionState, default=OptionState.OFFERED)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    travel_minutes = models.PositiveSmallIntegerField(_("travel, each way, in minutes"), default=0)
    busy_from = models.DateTimeField(editable=False)
    busy_until = models.DateTimeField(editable=False)
    reasons = models.JSONField(_("why this person"), default=list, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("proposed date")
        verbose_name_plural = _("proposed dates")
        ordering = ("starts_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="trainings_option_in_order",
                violation_error_message=_("The end comes before the beginning. Correct one of the two."),
            ),
            models.CheckConstraint(
                condition=Q(busy_from__lte=F("starts_at")) & Q(busy_until__gte=F("ends_at")),
                name="trainings_option_busy",
            ),
            models.UniqueConstraint(fields=["request"], condition=Q(state="CHOSEN"), name="trainings_one_chosen_date"),
        )
        indexes = (models.Index(fields=["facilitator", "busy_from"], name="trainings_booked"),)

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} — {self.facilitator}"

    @property
    def is_booked(self) -> bool:
        """Tell whether it keeps its facilitator busy."""
        return self.state in BOOKED

    @property
    def length(self) -> timedelta:
        """Return how long it lasts, whatever the clocks do meanwhile."""
        return self.ends_at - self.starts_at


class SignInSheet(models.Model):
    """The code on the sheet of a session: opens a form during the session only, for so many people at most.

    A sheet that was photographed and posted is closed and made anew: then its code opens nothing. Personal data: none.
    """

    request = models.ForeignKey(TrainingRequest, models.PROTECT, related_name="sheets")
    nonce = models.CharField(max_length=32, editable=False)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    capacity = models.PositiveSmallIntegerField(_("at most how many lines"))
    made_at = models.DateTimeField(_("made"))
    closed_at = models.DateTimeField(_("closed by hand"), null=True, blank=True)

    class Meta:
        verbose_name = _("sign-in sheet")
        verbose_name_plural = _("sign-in sheets")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["request"], condition=Q(closed_at__isnull=True), name="trainings_one_open_sheet"
            ),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="trainings_sheet_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.request_id} {self.made_at:%Y-%m-%d %H:%M}"


class SignIn(models.Model):
    """A line of sign-in. A counted line is an entry of the register's attendance (`entry`); a doubtful one is none yet.

    Personal data: name, e-mail for the attestation, what the person chose to say; no device, no address of a network.
    """

    request = models.ForeignKey(TrainingRequest, models.PROTECT, related_name="sign_ins")
    sheet = models.ForeignKey(SignInSheet, models.PROTECT, null=True, blank=True, related_name="lines")
    way = models.CharField(_("how"), max_length=5, choices=SignInWay)
    state = models.CharField(_("state"), max_length=8, choices=LineState, default=LineState.COUNTED)
    doubts = models.JSONField(_("doubts"), default=list, blank=True)
    name = models.CharField(_("name"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="fr")
    gender = models.CharField(_("gender"), max_length=5, blank=True)
    age_range = models.CharField(_("age range"), max_length=8, blank=True)
    entry = models.OneToOneField(
        AttendanceEntry, models.PROTECT, null=True, blank=True, related_name="sign_in", editable=False
    )
    nonce = models.CharField(max_length=32, editable=False)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    form_key = models.CharField(max_length=64, unique=True, editable=False)
    signed_at = models.DateTimeField(_("signed in"))
    emptied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("line of sign-in")
        verbose_name_plural = _("lines of sign-in")
        ordering = ("signed_at", "pk")

    def __str__(self) -> str:
        return self.name or "—"


class Attestation(models.Model):
    """A numbered paper that says that somebody took part; the same bytes for ever.

    `code` verifies it: the page of a code shows what was attested and never whom. `content` is what the paper says.

    Personal data: the name as the person asked for it, in `content` and in the paper; both go when they are erased.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    code = models.CharField(_("code"), max_length=16, unique=True)
    sign_in = models.ForeignKey(SignIn, models.PROTECT, related_name="attestations")
    request = models.ForeignKey(TrainingRequest, models.PROTECT, related_name="attestations")
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    content = models.JSONField(_("what it says"))
    pdf = models.BinaryField(_("paper"), null=True)
    issued_at = models.DateTimeField(_("issued"))
    cancelled_at = models.DateTimeField(pgettext_lazy("an attestation", "cancelled"), null=True, blank=True)
    cancelled_because = models.CharField(_("why it is cancelled"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("attestation of participation")
        verbose_name_plural = _("attestations of participation")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["sign_in"], condition=Q(cancelled_at__isnull=True), name="trainings_one_attestation"
            ),
        )

    def __str__(self) -> str:
        return self.number


class FollowUp(models.Model):
    """What the team promised to do after a training (S94). Personal data: what is noted of people, if anything."""

    request = models.ForeignKey(TrainingRequest, models.CASCADE, related_name="follow_ups")
    text = models.CharField(_("what is to be done"), max_length=300)
    due_date = models.DateField(pgettext_lazy("a day", "by"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=600, blank=True)

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ("due_date", "pk")

    def __str__(self) -> str:
        return self.text
