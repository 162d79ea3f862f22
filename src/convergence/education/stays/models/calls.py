"""Programmes, calls, criteria, the committee, what is asked after the return."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from convergence.activities.choices import SecurityLevel
from convergence.activities.models import Activity
from convergence.contacts.models import Contact
from convergence.education.stays.choices import CallState, CommitmentKind, ProgrammeKind
from convergence.education.stays.rules.days import is_open
from convergence.vocabulary.countries import country_name, is_country


def text_in(row: models.Model, field: str, language: str) -> str:
    """Return a text in a language, the French one where there is none."""
    return str(getattr(row, f"{field}_{language[:2]}", "") or getattr(row, f"{field}_fr"))


def language_of(row: models.Model, field: str, language: str) -> str:
    """Return the language that a text is really in (S89)."""
    return language[:2] if getattr(row, f"{field}_{language[:2]}", "") else "fr"


class Programme(models.Model):
    """A programme of internships or missions (S72–S74). Personal data: none."""

    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=ProgrammeKind)
    title_fr = models.CharField(_("title in French"), max_length=160)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    title_es = models.CharField(_("title in Spanish"), max_length=160, blank=True)
    summary_fr = models.TextField(_("in a few words, in French"), blank=True)
    summary_en = models.TextField(_("in a few words, in English"), blank=True)
    summary_es = models.TextField(_("in a few words, in Spanish"), blank=True)
    source = models.CharField(_("where the facts were read"), max_length=300, blank=True)
    is_public = models.BooleanField(_("on the public site"), default=False)

    class Meta:
        verbose_name = _("programme of stays")
        verbose_name_plural = _("programmes of stays")
        ordering = ("title_fr", "pk")

    def __str__(self) -> str:
        return self.title_in(get_language() or "fr")

    def title_in(self, language: str) -> str:
        """Return the title in a language, the French one where there is none."""
        return text_in(self, "title", language)

    def summary_in(self, language: str) -> str:
        """Return the summary in a language, the French one where there is none."""
        return text_in(self, "summary", language)


class StayCallQuerySet(models.QuerySet["StayCall"]):
    """Calls, chainable."""

    def announced(self) -> "StayCallQuerySet":
        """Keep what has a public page: published or decided, in a public programme."""
        states = (CallState.PUBLISHED, CallState.DECIDED)
        return self.filter(state__in=states, programme__is_public=True)

    def open_on(self, today: date) -> "StayCallQuerySet":
        """Keep what takes applications on a day, the first to close first."""
        rows = self.announced().filter(state=CallState.PUBLISHED, opens__lte=today, closes__gte=today)
        return rows.order_by("closes", "pk")


class StayCall(models.Model):
    """A call for applications: when, where, how many places. Personal data: none."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="calls", verbose_name=_("programme")
    )
    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    title_fr = models.CharField(_("title in French"), max_length=160)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    title_es = models.CharField(_("title in Spanish"), max_length=160, blank=True)
    words_fr = models.TextField(_("what to know, in French"), blank=True)
    words_en = models.TextField(_("what to know, in English"), blank=True)
    words_es = models.TextField(_("what to know, in Spanish"), blank=True)
    country = models.CharField(_("country"), max_length=2, help_text=_("Two letters, as in CA or MX."))
    partner = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partner there")
    )
    opens = models.DateField(_("opens on"))
    closes = models.DateField(_("closes on"), help_text=_("This day included."))
    leaves = models.DateField(_("departure"))
    returns = models.DateField(pgettext_lazy("date of a stay", "return"))
    places = models.PositiveSmallIntegerField(_("number of places"), default=1)
    least_age = models.PositiveSmallIntegerField(
        _("least age at departure"), default=18, validators=[MaxValueValidator(99)]
    )
    asks_cv = models.BooleanField(_("a curriculum vitæ is required"), default=True)
    asks_letter = models.BooleanField(_("a letter of motivation is required"), default=False)
    scorers = models.PositiveSmallIntegerField(_("members who score each application"), default=2)
    pass_mark = models.PositiveSmallIntegerField(_("pass mark, out of 100"), default=50)
    answer_days = models.PositiveSmallIntegerField(_("days to accept an offer"), default=10)
    security = models.CharField(
        _("security of the stay"), max_length=12, choices=SecurityLevel, default=SecurityLevel.ORDINARY
    )
    preparation = models.ForeignKey(
        Activity, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("preparation")
    )
    state = models.CharField(_("state"), max_length=9, choices=CallState, default=CallState.DRAFT, editable=False)
    because = models.CharField(_("why"), max_length=300, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("written"), editable=False)
    changed_at = models.DateTimeField(_("changed"), editable=False)

    objects: ClassVar[models.Manager["StayCall"]] = StayCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call for applications")
        verbose_name_plural = _("calls for applications")
        ordering = ("-opens", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(closes__gte=F("opens"), leaves__gt=F("closes"), returns__gte=F("leaves")),
                name="stays_call_days",
                violation_error_message=_(
                    "In order of time: the call opens, closes, the group leaves, the group returns. Correct the day that is "
                    "out of order."
                ),
            ),
            models.CheckConstraint(
                condition=Q(
                    places__range=(1, 500), scorers__range=(1, 30), pass_mark__lte=100, answer_days__range=(1, 90)
                ),
                name="stays_call_numbers",
                violation_error_message=_(
                    "From 1 to 500 places, 1 to 30 members who score, a pass mark from 0 to 100, 1 to 90 days to accept."
                ),
            ),
        )
        indexes = (models.Index(fields=["state", "closes"], name="stays_call_open"),)

    def __str__(self) -> str:
        return self.title_in(get_language() or "fr")

    def clean(self) -> None:
        """Refuse a country that nobody knows.

        Raises:
            ValidationError: names the field.
        """
        super().clean()
        if not is_country(self.country):
            raise ValidationError({"country": _("No country has these two letters.")})

    def title_in(self, language: str) -> str:
        """Return the title in a language, the French one where there is none."""
        return text_in(self, "title", language)

    def title_language(self, language: str) -> str:
        """Return the language that the title is really in (S89)."""
        return language_of(self, "title", language)

    def words_in(self, language: str) -> str:
        """Return what to know in a language, in French where there is nothing."""
        return text_in(self, "words", language)

    def country_in(self, language: str) -> str:
        """Return the name of the country."""
        return country_name(self.country, language)

    @property
    def country_name(self) -> str:
        """Return the name of the country in the language of the page."""
        return self.country_in(get_language() or "fr")

    def takes_applications(self, today: date) -> bool:
        """Tell whether the form is open on a day."""
        return self.state == CallState.PUBLISHED and is_open(self.opens, self.closes, today)


class Criterion(models.Model):
    """What a committee looks at, with its weight. Personal data: none."""

    call = models.ForeignKey(StayCall, on_delete=models.CASCADE, related_name="criteria", verbose_name=_("call"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    name_fr = models.CharField(_("name in French"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    name_es = models.CharField(_("name in Spanish"), max_length=160, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    most = models.PositiveSmallIntegerField(_("most points"), default=5)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(weight__range=(1, 100), most__range=(1, 20)),
                name="stays_criterion_numbers",
                violation_error_message=_("A weight from 1 to 100, and 1 to 20 points at most."),
            ),
        )

    def __str__(self) -> str:
        return text_in(self, "name", get_language() or "fr")


class CommitteeMember(models.Model):
    """Who scores the applications of a call. Personal data: who it is."""

    call = models.ForeignKey(StayCall, on_delete=models.CASCADE, related_name="committee", verbose_name=_("call"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("member of a committee")
        verbose_name_plural = _("members of committees")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["call", "user"],
                name="stays_member_once",
                violation_error_message=_("This person sits on the committee already."),
            ),
        )

    def __str__(self) -> str:
        return self.user.get_full_name() or str(self.user)


class Expected(models.Model):
    """What a call asks of those who return, and within how many days. Personal data: none."""

    call = models.ForeignKey(StayCall, on_delete=models.CASCADE, related_name="expected", verbose_name=_("call"))
    kind = models.CharField(_("what"), max_length=7, choices=CommitmentKind)
    words_fr = models.CharField(_("in a few words, in French"), max_length=200, blank=True)
    words_en = models.CharField(_("in a few words, in English"), max_length=200, blank=True)
    words_es = models.CharField(_("in a few words, in Spanish"), max_length=200, blank=True)
    days = models.PositiveSmallIntegerField(_("days after the return"), default=60)

    class Meta:
        verbose_name = _("what is asked after the return")
        verbose_name_plural = _("what is asked after the return")
        ordering = ("days", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(days__range=(1, 730)),
                name="stays_expected_days",
                violation_error_message=_("From 1 to 730 days after the return."),
            ),
        )

    def __str__(self) -> str:
        return self.words_in(get_language() or "fr") or str(self.get_kind_display())

    def words_in(self, language: str) -> str:
        """Return the words in a language, the French ones where there are none."""
        return text_in(self, "words", language)
