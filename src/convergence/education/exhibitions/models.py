"""Tables of exhibitions that travel."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from convergence.activities.models import Activity
from convergence.contacts.models import Contact
from convergence.documents.models import Picture
from convergence.education.exhibitions.choices import (
    HOLDING,
    OPEN,
    Answer,
    Condition,
    Direction,
    FeedbackMark,
    IncidentKind,
    ItemState,
    LoanState,
    Party,
    Setting,
    Settlement,
    Use,
)
from convergence.education.exhibitions.rules.slots import Buffers, Season, Span, season_of
from convergence.education.tools.models import Tool
from convergence.vocabulary.models import Place, Theme


def _in(row: models.Model, field: str, language: str) -> str:
    """Return a text in a language, the French one where there is none."""
    return str(getattr(row, f"{field}_{language[:2]}", "") or getattr(row, f"{field}_fr"))


class Exhibition(models.Model):
    """An exhibition: what it shows, by whom. Personal data: none of its own; authors are named by its works."""

    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    title_fr = models.CharField(_("title in French"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_es = models.CharField(_("title in Spanish"), max_length=200, blank=True)
    summary_fr = models.TextField(_("in a few words, in French"), blank=True)
    summary_en = models.TextField(_("in a few words, in English"), blank=True)
    summary_es = models.TextField(_("in a few words, in Spanish"), blank=True)
    source = models.CharField(_("where the facts were read"), max_length=300, blank=True)
    is_public = models.BooleanField(_("shown on the site"), default=False)
    themes = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("themes"))
    tools = models.ManyToManyField(Tool, blank=True, related_name="+", verbose_name=_("tools that go with it"))

    class Meta:
        verbose_name = _("exhibition")
        verbose_name_plural = _("exhibitions")
        ordering = ("title_fr", "pk")

    def __str__(self) -> str:
        return self.title_in(get_language() or "fr")

    def title_in(self, language: str) -> str:
        """Return the title in a language, the French one where there is none."""
        return _in(self, "title", language)

    def title_language(self, language: str) -> str:
        """Return the language that the title is really in (S89)."""
        return language[:2] if getattr(self, f"title_{language[:2]}", "") else "fr"

    def summary_in(self, language: str) -> str:
        """Return the summary in a language, the French one where there is none."""
        return _in(self, "summary", language)


class Work(models.Model):
    """A work of an exhibition: a photograph, a text. Personal data: the author's name, as credited."""

    exhibition = models.ForeignKey(
        Exhibition, on_delete=models.CASCADE, related_name="works", verbose_name=_("exhibition")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    title_fr = models.CharField(_("title in French"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_es = models.CharField(_("title in Spanish"), max_length=200, blank=True)
    author = models.CharField(_("author"), max_length=200, blank=True)
    made = models.CharField(_("where and when"), max_length=200, blank=True)
    picture = models.ForeignKey(
        Picture, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("works")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title_in(get_language() or "fr")

    def title_in(self, language: str) -> str:
        """Return the title in a language, the French one where there is none."""
        return _in(self, "title", language)


class Portrayed(models.Model):
    """Somebody who can be recognised in a work. Personal data: the name, emptied when the person asks for it."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="portrayed", verbose_name=_("work"))
    name = models.CharField(
        _("who"), max_length=200, blank=True, help_text=_("A name or a mark by which the team knows who it is.")
    )
    person = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("person portrayed")
        verbose_name_plural = _("people portrayed")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name or str(_("somebody who asked for their name to be erased"))


class ConsentEntry(models.Model):
    """What somebody portrayed said about one use. Append-only: the latest entry holds (S91).

    Personal data: the answer, and how it was given.
    """

    portrayed = models.ForeignKey(Portrayed, on_delete=models.PROTECT, related_name="answers")
    use = models.CharField(_("use"), max_length=10, choices=Use)
    answer = models.CharField(_("answer"), max_length=9, choices=Answer)
    how = models.CharField(_("how they said so"), max_length=300)
    said_date = models.DateField(_("on"))
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("answer of somebody portrayed")
        verbose_name_plural = _("answers of people portrayed")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_use_display()}: {self.get_answer_display()}"


class Crate(models.Model):
    """A crate: never in two places. Personal data: none."""

    exhibition = models.ForeignKey(
        Exhibition, on_delete=models.CASCADE, related_name="crates", verbose_name=_("exhibition")
    )
    code = models.CharField(_("written on it"), max_length=40)
    contents = models.CharField(_("what it is for"), max_length=200, blank=True)
    weight_kg = models.PositiveSmallIntegerField(_("weight, kg"), null=True, blank=True)
    size_cm = models.CharField(_("size, cm"), max_length=40, blank=True, help_text=_("As in: 120 × 90 × 40"))
    state = models.CharField(_("state"), max_length=10, choices=ItemState, default=ItemState.IN_SERVICE, editable=False)

    class Meta:
        verbose_name = _("crate")
        verbose_name_plural = _("crates")
        ordering = ("code", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["exhibition", "code"],
                name="exhibitions_crate_code",
                violation_error_message=_("Another crate of this exhibition bears this code."),
            ),
        )

    def __str__(self) -> str:
        return self.code


class Version(models.Model):
    """A version that can be borrowed: for which setting, in which crates, with which days around a loan.

    Personal data: none.
    """

    exhibition = models.ForeignKey(
        Exhibition, on_delete=models.CASCADE, related_name="versions", verbose_name=_("exhibition")
    )
    setting = models.CharField(_("made for"), max_length=7, choices=Setting)
    name = models.CharField(_("name"), max_length=100, blank=True, help_text=_("Only to tell apart two of one kind."))
    crates = models.ManyToManyField(
        Crate, related_name="versions", verbose_name=_("crates"), help_text=_("Two versions may share a crate.")
    )
    insurance_cents = models.PositiveBigIntegerField(_("insured for"), default=0)
    before_days = models.PositiveSmallIntegerField(_("days to check and pack"), default=1)
    transport_days = models.PositiveSmallIntegerField(_("days on the way, each way"), default=1)
    after_days = models.PositiveSmallIntegerField(_("days to unpack and mend"), default=2)
    season_opens = models.CharField(
        _("season opens"), max_length=5, blank=True, help_text=_("Month and day, as in 05-01; empty: the whole year.")
    )
    season_closes = models.CharField(_("season closes"), max_length=5, blank=True)
    longest_days = models.PositiveSmallIntegerField(_("lent for at most, days"), default=60)
    conditions_fr = models.TextField(_("conditions in French"), blank=True)
    conditions_en = models.TextField(_("conditions in English"), blank=True)
    conditions_es = models.TextField(_("conditions in Spanish"), blank=True)
    is_offered = models.BooleanField(_("can be borrowed"), default=True)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ("setting", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(before_days__lte=90, transport_days__lte=90, after_days__lte=90),
                name="exhibitions_version_buffers",
                violation_error_message=_("Days around a loan: 90 at most each."),
            ),
            models.CheckConstraint(
                condition=Q(longest_days__range=(1, 366)),
                name="exhibitions_version_longest",
                violation_error_message=_("A version is lent for 1 to 366 days."),
            ),
        )

    def __str__(self) -> str:
        return self.name_in(get_language() or "fr")

    def clean(self) -> None:
        """Refuse a season with one end, or one that opens on no day of every year.

        Raises:
            ValidationError: names the field.
        """
        super().clean()
        try:
            season_of(self.season_opens, self.season_closes)
        except ValueError as error:
            words = _("Write both ends of the season as month and day, like 05-01, or leave both empty.")
            raise ValidationError({"season_opens": words}) from error

    def name_in(self, language: str) -> str:
        """Return the exhibition and the setting, in words."""
        kind = self.name or str(self.get_setting_display())
        return f"{self.exhibition.title_in(language)} ({kind})"

    def conditions_in(self, language: str) -> str:
        """Return the conditions in a language, the French ones where there are none."""
        return _in(self, "conditions", language)

    @property
    def buffers(self) -> Buffers:
        """Return the days around a loan with the legs of the version."""
        return Buffers(self.before_days, self.transport_days, self.transport_days, self.after_days)

    @property
    def season(self) -> Season | None:
        """Return when it is lent, None for the whole year."""
        return season_of(self.season_opens, self.season_closes)


class Panel(models.Model):
    """A panel of a version, in its crate. Personal data: none."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="panels", verbose_name=_("version"))
    crate = models.ForeignKey(
        Crate, on_delete=models.SET_NULL, null=True, blank=True, related_name="panels", verbose_name=_("crate")
    )
    work = models.ForeignKey(
        Work, on_delete=models.SET_NULL, null=True, blank=True, related_name="panels", verbose_name=_("work")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200, blank=True, help_text=_("Empty: that of the work."))
    state = models.CharField(_("state"), max_length=10, choices=ItemState, default=ItemState.IN_SERVICE, editable=False)

    class Meta:
        verbose_name = _("panel")
        verbose_name_plural = _("panels")
        ordering = ("number", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["version", "number"],
                name="exhibitions_panel_number",
                violation_error_message=_("Another panel of this version bears this number."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.title or self.work or ''}".strip()


class LoanQuerySet(models.QuerySet["Loan"]):
    """Loans, chainable."""

    def open(self) -> "LoanQuerySet":
        """Keep what is neither over, declined nor cancelled."""
        return self.filter(state__in=OPEN)

    def holding(self) -> "LoanQuerySet":
        """Keep what keeps its crates from others."""
        return self.filter(state__in=HOLDING)


class Loan(models.Model):
    """A loan, from the request to the return. `hold_start` and `hold_end` are drawn from its days by the commands.

    The personal link of the borrower is derived from `nonce` with the server's secret; only its digest is kept.
    Personal data: who asks (name, e-mail, telephone), emptied two years after the loan, or on erasure.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="loans", verbose_name=_("version"))
    borrower = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("borrower")
    )
    organisation_name = models.CharField(_("organisation"), max_length=200)
    contact_name = models.CharField(_("your name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=2, default="fr")
    venue = models.CharField(_("venue"), max_length=200)
    city = models.CharField(_("city"), max_length=100)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place on the map")
    )
    setting = models.CharField(_("indoors or outdoors"), max_length=7, choices=Setting)
    expected = models.PositiveIntegerField(_("people expected"), null=True, blank=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    out_days = models.PositiveSmallIntegerField(_("days on the way there"))
    back_days = models.PositiveSmallIntegerField(_("days on the way back"))
    hold_start = models.DateField(editable=False)
    hold_end = models.DateField(editable=False)
    is_announced = models.BooleanField(_("the stop may be announced to everybody"), default=False)
    message = models.TextField(_("what you want to tell us"), max_length=2000, blank=True)
    notes = models.TextField(_("notes of the team"), blank=True)
    state = models.CharField(_("state"), max_length=9, choices=LoanState, default=LoanState.REQUESTED)
    because = models.CharField(_("why"), max_length=300, blank=True)
    activity = models.OneToOneField(
        Activity, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("activity")
    )
    nonce = models.CharField(max_length=32, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    request_key = models.CharField(max_length=40, unique=True, null=True, blank=True, editable=False)
    requested_at = models.DateTimeField(_("requested"))
    changed_at = models.DateTimeField(_("changed"))
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)

    objects: ClassVar[models.Manager["Loan"]] = LoanQuerySet.as_manager()

    class Meta:
        verbose_name = _("loan")
        verbose_name_plural = _("loans")
        ordering = ("-first_day", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day"), hold_start__lte=F("first_day"), hold_end__gte=F("last_day")),
                name="exhibitions_loan_days",
                violation_error_message=_("The last day comes before the first. Correct one of the two."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(LoanState.DECLINED, LoanState.CANCELLED)) | ~Q(because=""),
                name="exhibitions_loan_because",
                violation_error_message=_("Say why in a few words: the borrower reads them."),
            ),
        )
        indexes = (
            models.Index(fields=["state", "first_day"], name="exhibitions_loan_next"),
            models.Index(fields=["-first_day", "-id"], name="exhibitions_loan_latest"),
        )

    def __str__(self) -> str:
        return f"{self.borrower_name}, {self.first_day:%Y-%m-%d}"

    @property
    def borrower_name(self) -> str:
        """Return who borrows: as in the register, else as written."""
        return self.borrower.name if self.borrower else self.organisation_name

    @property
    def stay(self) -> Span:
        """Return the days at the borrower's."""
        return Span(self.first_day, self.last_day)

    @property
    def hold(self) -> Span:
        """Return the days on which the crates cannot be elsewhere."""
        return Span(self.hold_start, self.hold_end)


class Hold(models.Model):
    """The days on which a loan keeps a crate. The database refuses two of one crate that share a day. Personal data: none."""

    loan = models.ForeignKey(Loan, on_delete=models.CASCADE, related_name="holds")
    crate = models.ForeignKey(Crate, on_delete=models.PROTECT, related_name="holds")
    start_date = models.DateField(_("from"))
    end_date = models.DateField(_("until"))

    class Meta:
        verbose_name = _("hold of a crate")
        verbose_name_plural = _("holds of crates")
        ordering = ("start_date", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(end_date__gte=F("start_date")),
                name="exhibitions_hold_days",
                violation_error_message=_("The last day comes before the first. Correct one of the two."),
            ),
        )
        indexes = (models.Index(fields=["crate", "end_date", "start_date"], name="exhibitions_hold_crate"),)

    def __str__(self) -> str:
        return f"{self.crate} {self.start_date}/{self.end_date}"


class Signature(models.Model):
    """A signature under a loan agreement, with the digest of what was signed.

    Personal data: name and title of who signed, kept with the agreement.
    """

    loan = models.ForeignKey(Loan, on_delete=models.CASCADE, related_name="signatures")
    party = models.CharField(pgettext_lazy("on behalf of", "for"), max_length=8, choices=Party)
    name = models.CharField(_("name"), max_length=200)
    title = models.CharField(_("title"), max_length=200, blank=True)
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField(_("signed"))
    signed_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("signature of an agreement")
        verbose_name_plural = _("signatures of agreements")
        ordering = ("-party",)
        constraints = (models.UniqueConstraint(fields=["loan", "party"], name="exhibitions_signature_once"),)

    def __str__(self) -> str:
        return f"{self.get_party_display()}: {self.name}"


class ConditionReport(models.Model):
    """The state of the panels when they leave, and when they come home. Personal data: the name of who looked."""

    loan = models.ForeignKey(Loan, on_delete=models.CASCADE, related_name="reports")
    direction = models.CharField(_("which way"), max_length=3, choices=Direction)
    seen_date = models.DateField(_("seen on"))
    seen_by = models.CharField(_("seen by"), max_length=200)
    remark = models.TextField(_("remark"), max_length=2000, blank=True)
    written_at = models.DateTimeField(_("written"))
    written_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("condition report")
        verbose_name_plural = _("condition reports")
        ordering = ("-direction",)
        constraints = (models.UniqueConstraint(fields=["loan", "direction"], name="exhibitions_report_once"),)

    def __str__(self) -> str:
        return f"{self.get_direction_display()}, {self.seen_date}"


class ConditionLine(models.Model):
    """One panel in a report. Personal data: none."""

    report = models.ForeignKey(ConditionReport, on_delete=models.CASCADE, related_name="lines")
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="+")
    condition = models.CharField(_("state"), max_length=7, choices=Condition)
    remark = models.CharField(_("remark"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("panel in a report")
        verbose_name_plural = _("panels in reports")
        ordering = ("panel__number", "pk")
        constraints = (models.UniqueConstraint(fields=["report", "panel"], name="exhibitions_line_once"),)

    def __str__(self) -> str:
        return f"{self.panel}: {self.get_condition_display()}"


class ConditionPhoto(models.Model):
    """A photograph of a report, made again without anything but the picture. Personal data: what it shows."""

    report = models.ForeignKey(ConditionReport, on_delete=models.CASCADE, related_name="photos")
    content = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    removed = models.CharField(_("removed from it"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("photograph of a report")
        verbose_name_plural = _("photographs of reports")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.report} ({self.pk})"


class Feedback(models.Model):
    """How it went at a stop. Personal data: the name of who says it, if they write it."""

    loan = models.OneToOneField(Loan, on_delete=models.CASCADE, related_name="feedback")
    mark = models.CharField(_("how it went"), max_length=6, choices=FeedbackMark, blank=True)
    text = models.TextField(_("what people said, what to do better"), max_length=2000, blank=True)
    may_quote = models.BooleanField(_("may be quoted with the name of the organisation"), default=False)
    given_at = models.DateTimeField(_("given"))

    class Meta:
        verbose_name = _("feedback of a stop")
        verbose_name_plural = _("feedback of stops")

    def __str__(self) -> str:
        return f"{self.loan}: {self.get_mark_display()}"


class Incident(models.Model):
    """Damage, loss or mending: takes a panel or a crate out of circulation until it is settled. Personal data: none."""

    loan = models.ForeignKey(
        Loan, on_delete=models.SET_NULL, null=True, blank=True, related_name="incidents", verbose_name=_("loan")
    )
    panel = models.ForeignKey(
        Panel, on_delete=models.CASCADE, null=True, blank=True, related_name="incidents", verbose_name=_("panel")
    )
    crate = models.ForeignKey(
        Crate, on_delete=models.CASCADE, null=True, blank=True, related_name="incidents", verbose_name=_("crate")
    )
    kind = models.CharField(_("what happened"), max_length=6, choices=IncidentKind)
    told = models.TextField(_("in a few words"), max_length=2000)
    happened_date = models.DateField(_("on"))
    settled = models.CharField(_("settled"), max_length=8, choices=Settlement, blank=True)
    settled_note = models.CharField(_("how"), max_length=300, blank=True)
    settled_date = models.DateField(_("settled on"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ("-happened_date", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(panel__isnull=False, crate__isnull=True) | Q(panel__isnull=True, crate__isnull=False),
                name="exhibitions_incident_of_one",
                violation_error_message=_("Choose a panel or a crate, not both."),
            ),
            models.CheckConstraint(
                condition=Q(settled="", settled_date__isnull=True) | (~Q(settled="") & Q(settled_date__isnull=False)),
                name="exhibitions_incident_settled",
                violation_error_message=_("Say how it was settled, and when."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.panel or self.crate}"
