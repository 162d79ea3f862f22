"""A stay, those who go, their emergency sheets and commitments, what a mission found."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from convergence.activities.models import Activity
from convergence.contacts.models import Contact
from convergence.education.stays.choices import Certainty, CommitmentKind, ParticipantState
from convergence.education.stays.models.applications import Application
from convergence.education.stays.models.calls import Programme, StayCall, text_in
from convergence.vocabulary.countries import country_name


class Stay(models.Model):
    """A group that leaves and returns: one activity of the register, which says when, where and under which guard.

    `returned` is the day on which it really came back. Personal data: none of its own.
    """

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="stays", verbose_name=_("programme")
    )
    call = models.OneToOneField(
        StayCall, on_delete=models.PROTECT, null=True, blank=True, related_name="stay", verbose_name=_("call")
    )
    activity = models.OneToOneField(Activity, on_delete=models.PROTECT, related_name="stay", verbose_name=_("activity"))
    country = models.CharField(_("country"), max_length=2)
    partner = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partner there")
    )
    leaves = models.DateField(_("departure"))
    returns = models.DateField(_("planned return"))
    returned = models.DateField(_("came back on"), null=True, blank=True)
    welcomed_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("stay")
        verbose_name_plural = _("stays")
        ordering = ("-leaves", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(returns__gte=models.F("leaves")),
                name="stays_stay_days",
                violation_error_message=_("The return comes before the departure. Correct one of the two."),
            ),
        )

    def __str__(self) -> str:
        return str(self.activity)

    @property
    def country_name(self) -> str:
        """Return the name of the country in the language of the page."""
        return country_name(self.country, get_language() or "fr")


class Participant(models.Model):
    """Somebody who goes. The personal link is derived from `nonce`; only the digest is kept (S61).

    Personal data: name, e-mail and language, emptied two years after the return unless the person agreed to stay in the circle
    of former participants; that answer, its words and days.
    """

    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="participants", verbose_name=_("stay"))
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="participant"
    )
    person = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    union = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sponsored by")
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2, default="fr")
    tells_union = models.BooleanField(_("the union may follow"), default=False)
    state = models.CharField(_("state"), max_length=9, choices=ParticipantState, default=ParticipantState.GOING)
    nonce = models.CharField(max_length=32, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    alumni_at = models.DateTimeField(_("agreed to stay in the circle"), null=True, blank=True)
    alumni_words = models.CharField(max_length=500, blank=True)
    alumni_until = models.DateTimeField(_("took it back"), null=True, blank=True)
    emptied_at = models.DateTimeField(_("emptied"), null=True, blank=True)

    class Meta:
        verbose_name = _("participant of a stay")
        verbose_name_plural = _("participants of stays")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name or str(_("somebody whose data were deleted"))

    @property
    def is_alumni(self) -> bool:
        """Tell whether the person agreed to stay in the circle, and did not take it back."""
        return self.alumni_at is not None and self.alumni_until is None


class EmergencySheet(models.Model):
    """Whom to call, health, papers, insurance: sealed words (`rules.sealing`), for named roles only (L9).

    Personal data: sensitive; sealed, each opening is in the audit log, destroyed thirty days after the return.
    """

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="emergency")
    box = models.BinaryField()
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("emergency sheet")
        verbose_name_plural = _("emergency sheets")

    def __str__(self) -> str:
        return str(self.participant_id)


class Commitment(models.Model):
    """What somebody promised for the return. Personal data: whose it is, and what came of it."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="commitments")
    kind = models.CharField(_("what"), max_length=7, choices=CommitmentKind)
    words = models.CharField(_("in a few words"), max_length=200, blank=True)
    days = models.PositiveSmallIntegerField(_("days after the return"), default=60)
    due = models.DateField(_("to be done by"), null=True, blank=True)
    done_date = models.DateField(_("done on"), null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=500, blank=True)
    is_waived = models.BooleanField(pgettext_lazy("commitment", "waived"), default=False)
    activity = models.ForeignKey(
        Activity, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("activity")
    )
    reminders = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ("due", "days", "pk")
        indexes = (models.Index(fields=["done_date", "due"], name="stays_commitment_due"),)

    def __str__(self) -> str:
        return self.words or str(self.get_kind_display())

    def in_language(self, language: str) -> str:
        """Return what it is, in a language."""
        with override(language):
            return str(CommitmentKind(self.kind).label)

    @property
    def is_settled(self) -> bool:
        """Tell whether nothing is asked any more."""
        return self.done_date is not None or self.is_waived


class Finding(models.Model):
    """Something that a mission found, with its source and how sure it is (S74). Personal data: none; sources are roles."""

    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="findings", verbose_name=_("stay"))
    text_fr = models.TextField(_("what was found, in French"), max_length=4000)
    text_en = models.TextField(_("what was found, in English"), max_length=4000, blank=True)
    text_es = models.TextField(_("what was found, in Spanish"), max_length=4000, blank=True)
    source_fr = models.CharField(
        _("source, in French"),
        max_length=300,
        help_text=_("Who says so: a role or a document, no name of somebody at risk."),
    )
    source_en = models.CharField(_("source, in English"), max_length=300, blank=True)
    source_es = models.CharField(_("source, in Spanish"), max_length=300, blank=True)
    certainty = models.CharField(_("how sure"), max_length=11, choices=Certainty)
    is_public = models.BooleanField(_("may be read by everybody"), default=False)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("finding of a mission")
        verbose_name_plural = _("findings of missions")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text_in(get_language() or "fr")[:80]

    def text_in(self, language: str) -> str:
        """Return what was found in a language, in French where it was not translated."""
        return text_in(self, "text", language)

    def source_in(self, language: str) -> str:
        """Return who says so in a language, in French where it was not translated."""
        return text_in(self, "source", language)
