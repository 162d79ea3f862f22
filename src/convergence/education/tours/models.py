"""Tables of tours of guests."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from convergence.activities.choices import SecurityLevel
from convergence.activities.models import Activity
from convergence.contacts.models import Contact
from convergence.documents.models import Picture
from convergence.education.tours.choices import (
    Agreement,
    LegState,
    Means,
    MediaKind,
    Nearer,
    Safety,
    VisaState,
)
from convergence.education.tours.rules.showing import Told, staff_name
from convergence.education.tours.rules.stay import Days
from convergence.vocabulary.models import Place

ENDS = _("It ends before it starts. Correct one of the two.")


class Tour(models.Model):
    """A tour: what an activity of the register does not know of it. Its title, days and money are the activity's.

    `security` is the level that the team chose; what the guests need comes on top and is written on the activities.
    Personal data: none of its own.
    """

    activity = models.OneToOneField(
        Activity, on_delete=models.PROTECT, related_name="+", verbose_name=_("activity"), editable=False
    )
    security = models.CharField(_("security"), max_length=12, choices=SecurityLevel, default=SecurityLevel.ORDINARY)
    on_call = models.CharField(
        _("whom guests call, day and night"), max_length=200, blank=True,
        help_text=_("A name and a telephone; printed on every page of the road book."),
    )  # fmt: skip
    created_at = models.DateTimeField(_("recorded"))
    changed_at = models.DateTimeField(_("changed"))
    emptied_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("tour")
        verbose_name_plural = _("tours")
        ordering = ("-activity__first_day", "-pk")

    def __str__(self) -> str:
        return str(self.activity)

    @property
    def days(self) -> Days:
        """Return the days of the tour; a tour is written to the day."""
        first = self.activity.first_day or date.min
        return Days(first, self.activity.last_day or first)

    @property
    def home_date(self) -> date:
        """Return the day on which the guests are home: the return date, else the last day."""
        return self.activity.return_date or self.days.last


class TourGuest(models.Model):
    """Somebody invited on a tour; no number of a passport, visa or policy is ever kept.

    Personal data: name, pseudonym, country, languages, ends of visa, insurance and passport, whom to tell, telephone, e-mail. Papers
    and addresses are emptied thirty days after the return; the name of somebody at risk who is not named after two years.
    """

    tour = models.ForeignKey(Tour, on_delete=models.CASCADE, related_name="guests", verbose_name=_("tour"))
    person = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    pseudonym = models.CharField(_("pseudonym"), max_length=160, blank=True)
    presents_fr = models.CharField(
        _("who they are, in a few words, in French"), max_length=300, blank=True,
        help_text=_("Printed for hosts: nothing by which somebody at risk can be recognised."),
    )  # fmt: skip
    presents_en = models.CharField(_("who they are, in English"), max_length=300, blank=True)
    presents_es = models.CharField(_("who they are, in Spanish"), max_length=300, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    language = models.CharField(_("language of the papers"), max_length=2, choices=settings.LANGUAGES, default="es")
    spoken = models.CharField(_("languages spoken"), max_length=40, default="es")
    safety = models.CharField(_("safety"), max_length=8, choices=Safety, default=Safety.ORDINARY)
    agreed = models.CharField(_("what may be told"), max_length=9, choices=Agreement, blank=True)
    agreed_how = models.CharField(_("how they said so"), max_length=300, blank=True)
    agreed_date = models.DateField(_("on"), null=True, blank=True)
    picture = models.ForeignKey(
        Picture, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    per_day_cents = models.PositiveIntegerField(_("per day"), default=0)
    visa = models.CharField(_("visa"), max_length=10, choices=VisaState, default=VisaState.UNKNOWN)
    visa_from = models.DateField(_("visa from"), null=True, blank=True)
    visa_until = models.DateField(_("visa until"), null=True, blank=True)
    insured_from = models.DateField(_("insured from"), null=True, blank=True)
    insured_until = models.DateField(_("insured until"), null=True, blank=True)
    passport_until = models.DateField(_("passport until"), null=True, blank=True)
    emergency = models.CharField(_("whom to tell in an emergency"), max_length=300, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("guest of a tour")
        verbose_name_plural = _("guests of tours")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(safety=Safety.AT_RISK) | ~Q(pseudonym=""),
                name="tours_guest_pseudonym",
                violation_error_message=_(
                    "Write a pseudonym: it stands everywhere instead of the name of somebody at risk."
                ),
            ),
            models.CheckConstraint(
                condition=Q(agreed="") | Q(agreed_date__isnull=False),
                name="tours_guest_agreed",
                violation_error_message=_("Write how and on which day the guest said so."),
            ),
            models.CheckConstraint(
                condition=Q(visa_until__isnull=True) | Q(visa_from__isnull=True) | Q(visa_until__gte=F("visa_from")),
                name="tours_guest_visa",
                violation_error_message=_("The visa ends before it starts. Correct one of the two."),
            ),
            models.CheckConstraint(
                condition=Q(insured_until__isnull=True)
                | Q(insured_from__isnull=True)
                | Q(insured_until__gte=F("insured_from")),
                name="tours_guest_insured",
                violation_error_message=_("The insurance ends before it starts. Correct one of the two."),
            ),
        )

    def __str__(self) -> str:
        return self.shown_name

    def presents_in(self, language: str) -> str:
        """Return who they are in a language, in French where it was not translated."""
        return str(getattr(self, f"presents_{language[:2]}", "") or self.presents_fr)

    @property
    def presents_here(self) -> str:
        """Return who they are in the language of the page."""
        return self.presents_in(get_language() or "fr")

    @property
    def true_name(self) -> str:
        """Return the name, for named roles only."""
        return self.person.name if self.person else self.name

    @property
    def is_at_risk(self) -> bool:
        """Tell whether the guest is at risk: written so here, or kept so by the register of contacts."""
        return self.safety == Safety.AT_RISK or (self.person is not None and self.person.is_sensitive)

    @property
    def told(self) -> Told:
        """Return what decides how the guest is shown."""
        return Told(self.true_name, self.pseudonym, is_at_risk=self.is_at_risk, agreed=self.agreed)

    @property
    def shown_name(self) -> str:
        """Return the name for whoever may see tours, letters and papers: never that of somebody at risk."""
        return staff_name(self.told) or str(_("a guest"))

    @property
    def speaks(self) -> tuple[str, ...]:
        """Return the codes of the languages spoken."""
        return tuple(self.spoken.split())


class Leg(models.Model):
    """Days at one host. The link of the host is derived from `nonce` with the server's secret; its digest alone is kept.

    Personal data: who receives the guests and the interpreter, with telephone and e-mail, emptied two years after the tour.
    """

    tour = models.ForeignKey(Tour, on_delete=models.CASCADE, related_name="legs", verbose_name=_("tour"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    city = models.CharField(_("city"), max_length=100)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place on the map")
    )
    host = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("host")
    )
    host_name = models.CharField(_("or its name"), max_length=200, blank=True)
    contact_name = models.CharField(_("who receives the guests"), max_length=200, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=60, blank=True)
    letters = models.CharField(_("language of the letters"), max_length=2, choices=settings.LANGUAGES, default="fr")
    language = models.CharField(_("language spoken there"), max_length=2, choices=settings.LANGUAGES, default="fr")
    interpreter = models.CharField(_("interpreter"), max_length=200, blank=True)
    interpreter_phone = models.CharField(_("telephone of the interpreter"), max_length=60, blank=True)
    message = models.TextField(_("what the host wrote"), max_length=2000, blank=True)
    notes = models.TextField(_("notes of the team"), blank=True)
    state = models.CharField(_("state"), max_length=9, choices=LegState, default=LegState.PLANNED, editable=False)
    because = models.CharField(_("why"), max_length=300, blank=True, editable=False)
    nonce = models.CharField(max_length=32, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("leg of a tour")
        verbose_name_plural = _("legs of tours")
        ordering = ("first_day", "last_day", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="tours_leg_days", violation_error_message=ENDS
            ),
            models.CheckConstraint(
                condition=Q(host__isnull=False) | ~Q(host_name=""),
                name="tours_leg_host",
                violation_error_message=_("Choose the host in the register, or write its name."),
            ),
            models.CheckConstraint(
                condition=~Q(state=LegState.DECLINED) | ~Q(because=""),
                name="tours_leg_because",
                violation_error_message=_("Say why in a few words."),
            ),
        )
        indexes = (models.Index(fields=["host", "first_day"], name="tours_leg_host"),)

    def __str__(self) -> str:
        return f"{self.city}, {self.first_day:%Y-%m-%d}"

    @property
    def days(self) -> Days:
        """Return its days, both included."""
        return Days(self.first_day, self.last_day)

    @property
    def shown_host(self) -> str:
        """Return the host as the register calls it, else as written."""
        return self.host.name if self.host else self.host_name


class Lodging(models.Model):
    """Where the guests sleep. Personal data: address and telephone, of somebody's home at times; emptied after two years."""

    tour = models.ForeignKey(Tour, on_delete=models.CASCADE, related_name="lodgings", verbose_name=_("tour"))
    first_night = models.DateField(_("from the night of"))
    leaves_date = models.DateField(_("until the day of leaving"))
    name = models.CharField(_("name"), max_length=200)
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("lodging")
        verbose_name_plural = _("lodgings")
        ordering = ("first_night", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(leaves_date__gt=F("first_night")), name="tours_lodging_nights", violation_error_message=ENDS
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def nights(self) -> Days:
        """Return the days on which its nights begin."""
        return Days(self.first_night, self.leaves_date - timedelta(days=1))


class Way(models.Model):
    """A journey of the guests. Personal data: what is written in the remark."""

    tour = models.ForeignKey(Tour, on_delete=models.CASCADE, related_name="ways", verbose_name=_("tour"))
    means = models.CharField(_("by"), max_length=5, choices=Means)
    leaves_from = models.CharField(pgettext_lazy("a journey", "from"), max_length=150)
    goes_to = models.CharField(pgettext_lazy("a journey", "to"), max_length=150)
    leaves_at = models.DateTimeField(_("leaves"))
    arrives_at = models.DateTimeField(_("arrives"))
    remark = models.CharField(
        _("remark"), max_length=300, blank=True, help_text=_("Number of the train or flight, who waits where.")
    )

    class Meta:
        verbose_name = pgettext_lazy("of a tour", "journey")
        verbose_name_plural = pgettext_lazy("of a tour", "journeys")
        ordering = ("leaves_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(arrives_at__gt=F("leaves_at")), name="tours_way_hours", violation_error_message=ENDS
            ),
        )

    def __str__(self) -> str:
        return f"{self.leaves_from} → {self.goes_to}"


class Mention(models.Model):
    """What was said of a tour in public. Personal data: none; a title that names somebody at risk is refused."""

    tour = models.ForeignKey(Tour, on_delete=models.CASCADE, related_name="mentions", verbose_name=_("tour"))
    medium = models.CharField(_("newspaper, station or site"), max_length=200)
    medium_kind = models.CharField(pgettext_lazy("of a mention", "kind"), max_length=10, choices=MediaKind)
    said_date = models.DateField(_("on"))
    title = models.CharField(_("title"), max_length=300)
    url = models.URLField(_("address"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="fr")
    is_public = models.BooleanField(_("shown on the site"), default=False)

    class Meta:
        verbose_name = _("mention in the media")
        verbose_name_plural = _("mentions in the media")
        ordering = ("said_date", "pk")

    def __str__(self) -> str:
        return f"{self.medium}: {self.title}"


class Joined(models.Model):
    """Somebody met on a tour who came nearer, with how they agreed; without news only the count stays.

    Personal data: who it is, in the register; the key is emptied when the person is erased.
    """

    tour = models.ForeignKey(Tour, on_delete=models.CASCADE, related_name="joined", verbose_name=_("tour"))
    meeting = models.ForeignKey(
        Activity, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("met at")
    )
    person = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    how = models.CharField(_("came nearer by"), max_length=9, choices=Nearer)
    consent = models.CharField(_("how the person agreed"), max_length=300)
    joined_date = models.DateField(_("on"))
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("person who joined afterwards")
        verbose_name_plural = _("people who joined afterwards")
        ordering = ("joined_date", "pk")

    def __str__(self) -> str:
        return f"{self.get_how_display()}, {self.joined_date:%Y-%m-%d}"
