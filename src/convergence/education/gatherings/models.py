"""Tables of activities open to registration."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from convergence.activities.models import Activity
from convergence.contacts.models import Contact
from convergence.core.dates import UncertainDate
from convergence.education.gatherings.choices import HOLDING, LIVE, CancelledBy, Meal, RegistrationState, Way
from convergence.education.gatherings.rules import hours

LANGUAGES = (("fr", _("French")), ("en", _("English")), ("es", _("Spanish")))


class Series(models.Model):
    """Gatherings that come back: a yearly programme, colloquia on one question (S75, S86). Personal data: none."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    name_fr = models.CharField(_("name in French"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_es = models.CharField(_("name in Spanish"), max_length=200, blank=True)
    url = models.URLField(_("address of the whole programme"), blank=True)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series of events")
        ordering = ("name_fr", "pk")

    def __str__(self) -> str:
        return self.name_in(get_language() or "fr")

    def name_in(self, language: str) -> str:
        """Return the name in a language, the French one where there is none."""
        return str(getattr(self, f"name_{language[:2]}", "") or self.name_fr)


class Gathering(models.Model):
    """An activity open to registration. Personal data: none."""

    activity = models.OneToOneField(
        Activity, on_delete=models.PROTECT, related_name="gathering", verbose_name=_("activity")
    )
    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, null=True, blank=True, related_name="gatherings", verbose_name=_("series")
    )
    edition = models.SlugField(_("edition"), max_length=20, blank=True)
    opens_at = models.DateTimeField(_("registrations open"))
    closes_at = models.DateTimeField(_("registrations close"))
    refund_until = models.DateField(_("last day of refund"), null=True, blank=True)
    offer_hours = models.PositiveSmallIntegerField(_("hours to take up an offered place"), default=48)
    reminder_days = models.PositiveSmallIntegerField(_("days between reminder and event"), default=2)
    online_link = models.URLField(_("link to join online"), max_length=500, blank=True)
    asks_meal = models.BooleanField(_("ask about meals"), default=False)
    asks_access = models.BooleanField(_("ask about access needs"), default=False)
    asks_childcare = models.BooleanField(_("ask about childcare"), default=False)
    answers_emptied_at = models.DateTimeField(null=True, blank=True, editable=False)
    names_emptied_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("-activity__first_day", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="gatherings_closes_after_opening",
                violation_error_message=_("Registrations close before they open. Correct one of the two."),
            ),
            models.CheckConstraint(
                condition=Q(offer_hours__range=(1, 336)) & Q(reminder_days__lte=60),
                name="gatherings_hours_within_reason",
                violation_error_message=_("Give between 1 hour and 14 days to take up an offer."),
            ),
        )

    def __str__(self) -> str:
        return str(self.activity)

    @property
    def starts_at(self) -> datetime | None:
        """Return when it begins: the hour of the activity, else the first instant of its day; None when undated."""
        day = UncertainDate.read(self.activity.start)
        if day is None or day.precision != "day":
            return None
        return hours.nearest(day.earliest, self.activity.start_time, timezone.get_default_timezone())

    @property
    def asks(self) -> bool:
        """Tell whether anything personal is asked."""
        return self.asks_meal or self.asks_access or self.asks_childcare


class Seats(models.Model):
    """The places of one way of coming, and how many are taken: locked by every act that takes or frees one.

    Personal data: none.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="seats")
    way = models.CharField(_("how one comes"), max_length=6, choices=Way)
    capacity = models.PositiveIntegerField(pgettext_lazy("how many", "places"))
    taken = models.PositiveIntegerField(_("places taken"), default=0, editable=False)
    waiting = models.PositiveIntegerField(_("people waiting"), default=0, editable=False)
    last_rank = models.PositiveIntegerField(default=0, editable=False)
    has_prices: bool  # read together with the lock: `queries.hot`

    class Meta:
        verbose_name = _("places of an event")
        verbose_name_plural = _("places of events")
        ordering = ("gathering_id", "-way")
        constraints = (
            models.UniqueConstraint(fields=["gathering", "way"], name="gatherings_seats_once"),
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")),
                name="gatherings_seats_within_capacity",
                violation_error_message=_("More places are taken than that. Cancel some registrations first."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_way_display()} {self.taken}/{self.capacity}"

    @property
    def free(self) -> int:
        """Return the places left to others: those that the list is about to take are not."""
        return max(0, self.capacity - self.taken - self.waiting)


class Sitting(models.Model):
    """A session: when, in which room, for how many. Personal data: none."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="sittings")
    title_fr = models.CharField(_("title in French"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_es = models.CharField(_("title in Spanish"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    room = models.CharField(_("room"), max_length=120, blank=True)
    capacity = models.PositiveIntegerField(_("places in the room"), null=True, blank=True)
    taken = models.PositiveIntegerField(_("places taken"), default=0, editable=False)

    class Meta:
        verbose_name = _("session of an event")
        verbose_name_plural = _("sessions of events")
        ordering = ("starts_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="gatherings_sitting_ends_after_start",
                violation_error_message=_("The session would end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(taken__lte=F("capacity")),
                name="gatherings_sitting_within_capacity",
                violation_error_message=_("More people chose this session than that."),
            ),
        )

    def __str__(self) -> str:
        return self.title_in(get_language() or "fr")

    def title_in(self, language: str) -> str:
        """Return the title in a language, the French one where there is none."""
        return str(getattr(self, f"title_{language[:2]}", "") or self.title_fr)

    @property
    def is_full(self) -> bool:
        """Tell whether nobody can be added."""
        return self.capacity is not None and self.taken >= self.capacity


class Price(models.Model):
    """What one category of people pays, in cents. Personal data: none."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="prices")
    name_fr = models.CharField(_("category in French"), max_length=120)
    name_en = models.CharField(_("category in English"), max_length=120, blank=True)
    name_es = models.CharField(_("category in Spanish"), max_length=120, blank=True)
    amount_cents = models.PositiveIntegerField(_("price"))
    for_members = models.BooleanField(_("for members in good standing only"), default=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("price of an event")
        verbose_name_plural = _("prices of events")
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["gathering", "name_fr"],
                name="gatherings_price_once",
                violation_error_message=_("This category has a price already."),
            ),
            models.CheckConstraint(
                condition=Q(amount_cents__lte=1_000_000),
                name="gatherings_price_within_reason",
                violation_error_message=_("A price is at most 10,000 dollars."),
            ),
        )

    def __str__(self) -> str:
        return self.name_in(get_language() or "fr")

    def name_in(self, language: str) -> str:
        """Return the category in a language, the French one where there is none."""
        return str(getattr(self, f"name_{language[:2]}", "") or self.name_fr)


class Party(models.Model):
    """Places that a union reserved at once; the people are named later.

    Personal data: who reserved (name, e-mail); emptied with the names of the gathering.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey(
        Contact, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    way = models.CharField(_("how they come"), max_length=6, choices=Way)
    price = models.ForeignKey(Price, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    contact_name = models.CharField(_("who reserves"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="fr")
    invoice = models.ForeignKey(
        "finance.Invoice", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("invoice")
    )
    nonce = models.CharField(max_length=32, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    key = models.CharField(max_length=64, unique=True, editable=False)
    reserved_at = models.DateTimeField(_("reserved"))
    told_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("group of an event")
        verbose_name_plural = _("groups of events")
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.organisation)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Registrations, chainable."""

    def holding(self) -> "RegistrationQuerySet":
        """Keep those that hold a place."""
        return self.filter(state__in=HOLDING)

    def live(self) -> "RegistrationQuerySet":
        """Keep those that hold a place or wait for one."""
        return self.filter(state__in=LIVE)

    def confirmed(self) -> "RegistrationQuerySet":
        """Keep those that come."""
        return self.filter(state=RegistrationState.CONFIRMED)

    def waiting(self) -> "RegistrationQuerySet":
        """Keep those that wait, the next first."""
        return self.filter(state=RegistrationState.WAITING).order_by("rank", "pk")


class Registration(models.Model):
    """One place asked for: by a person, or one of those that a union reserved.

    `rank` is the order of commit among those of the gathering that come the same way. `told` is the state that the person
    was last told. The personal link is made from `nonce` and the server's secret; `digest` recognises it.

    Personal data: name, e-mail, organisation; emptied one year after the gathering and when the person is erased.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="registrations")
    way = models.CharField(_("how one comes"), max_length=6, choices=Way)
    state = models.CharField(_("state"), max_length=9, choices=RegistrationState)
    rank = models.PositiveIntegerField(_("rank"))
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    family_name = models.CharField(_("family name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    name_key = models.CharField(max_length=210, blank=True, editable=False)
    email_key = models.CharField(max_length=254, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="fr")
    organisation_name = models.CharField(_("union or organisation"), max_length=200, blank=True)
    organisation = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="registrations")
    price = models.ForeignKey(
        Price, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    price_cents = models.PositiveIntegerField(_("price"), default=0)
    invoice = models.ForeignKey(
        "finance.Invoice", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("invoice")
    )
    sittings = models.ManyToManyField(Sitting, blank=True, related_name="registrations", verbose_name=_("sessions"))
    nonce = models.CharField(max_length=32, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    key = models.CharField(max_length=64, unique=True, editable=False)
    registered_at = models.DateTimeField(_("registered"))
    offered_until = models.DateTimeField(_("offer holds until"), null=True, blank=True)
    settled_at = models.DateTimeField(_("since"), null=True, blank=True)
    cancelled_by = models.CharField(_("given back by"), max_length=9, choices=CancelledBy, blank=True)
    told = models.CharField(max_length=9, blank=True, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    came = models.BooleanField(_("came"), default=False)
    is_counted = models.BooleanField(default=False, editable=False)

    objects: ClassVar[models.Manager["Registration"]] = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ("rank", "pk")
        constraints = (
            models.UniqueConstraint(fields=["gathering", "way", "rank"], name="gatherings_rank_once"),
            models.UniqueConstraint(
                fields=["gathering", "email_key", "name_key"],
                condition=Q(state__in=LIVE) & ~Q(email_key=""),
                name="gatherings_registered_once",
                violation_error_message=_("This person is registered already."),
            ),
            models.CheckConstraint(
                condition=Q(state=RegistrationState.OFFERED, offered_until__isnull=False)
                | ~Q(state=RegistrationState.OFFERED),
                name="gatherings_offer_has_deadline",
            ),
        )
        indexes = (
            models.Index(
                fields=["state", "offered_until"],
                name="gatherings_offers",
                condition=Q(state=RegistrationState.OFFERED),
            ),
        )

    def __str__(self) -> str:
        return self.full_name or str(_("unnamed place"))

    @property
    def full_name(self) -> str:
        """Return the name as it is shown, empty when nobody is named."""
        return f"{self.given_name} {self.family_name}".strip()


class Answers(models.Model):
    """What somebody told of meals, access and children, for the day itself: deleted the day after.

    Personal data: health, beliefs, children; seen by named roles only.
    """

    registration = models.OneToOneField(
        Registration, on_delete=models.CASCADE, primary_key=True, related_name="answers"
    )
    meal = models.CharField(_("meal"), max_length=10, choices=Meal, blank=True)
    meal_note = models.CharField(_("allergies"), max_length=300, blank=True)
    access = models.CharField(_("access needs"), max_length=500, blank=True)
    children = models.CharField(_("children and their ages"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("answers to an event’s questions")
        verbose_name_plural = _("answers to events’ questions")

    def __str__(self) -> str:
        return str(self.registration_id)


class CheckIn(models.Model):
    """Somebody came, or a slip was taken back: one line a press of the button, by a key made on the device.

    Append-only; the latest by the clock of the device holds. Personal data: who was there.
    """

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="checkins")
    key = models.CharField(max_length=64, unique=True)
    came = models.BooleanField(_("came"))
    pressed_at = models.DateTimeField(_("pressed"))
    received_at = models.DateTimeField(_("received"))
    actor_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering = ("pressed_at", "pk")

    def __str__(self) -> str:
        return f"{self.registration_id} {self.came}"
