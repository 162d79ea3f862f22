"""What members answer, and what they are reminded of."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from convergence.membership.choices import Language, NextStep
from convergence.membership.models.calls import CallRecipient, DuesCall


class PersonalLink(models.Model):
    """The way into a recipient's form. Only the digest of its token is kept (S61).

    Personal data: that a recipient opened its form, and when.
    """

    recipient = models.ForeignKey(CallRecipient, models.CASCADE, related_name="links")
    nonce = models.CharField(max_length=32, editable=False)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    uses = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")
        ordering = ("recipient_id", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["recipient"],
                condition=Q(revoked_at__isnull=True),
                name="membership_one_live_link",
                violation_error_message=_("This member already has a link that opens."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.recipient_id}"


class Promise(models.Model):
    """A member says when it will pay; the latest row counts. Personal data: the words of the person."""

    recipient = models.ForeignKey(CallRecipient, models.CASCADE, related_name="promises")
    amount_cents = models.BigIntegerField(_("amount"))
    promised_date = models.DateField(pgettext_lazy("a day", "by"))
    way = models.CharField(max_length=10, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    said_by = models.CharField(_("said by"), max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        ordering = ("recipient_id", "-at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0),
                name="membership_promise_positive",
                violation_error_message=_("A promise is for more than zero."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.recipient_id}: {self.promised_date}"


class AmountRevision(models.Model):
    """A corrected count and the entry that it led to; the invoice itself is not touched.

    Personal data: who declared.
    """

    recipient = models.ForeignKey(CallRecipient, models.PROTECT, related_name="revisions")
    old_members = models.PositiveIntegerField(null=True, blank=True)
    new_members = models.PositiveIntegerField(null=True, blank=True)
    old_cents = models.BigIntegerField(null=True, blank=True)
    new_cents = models.BigIntegerField()
    entry_id = models.BigIntegerField(null=True, blank=True)
    said_by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ("recipient_id", "-at", "-pk")

    def __str__(self) -> str:
        return f"{self.recipient_id}: {self.old_cents} → {self.new_cents}"


class NextStepChoice(models.Model):
    """What a member wants to do besides being a member, of its own choice (S64). Personal data: the choice."""

    recipient = models.ForeignKey(CallRecipient, models.CASCADE, related_name="next_steps")
    step = models.CharField(_("next step"), max_length=16, choices=NextStep.choices)
    at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("recipient_id", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["recipient", "step"],
                name="membership_next_step_once",
                violation_error_message=_("This next step is already noted."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.recipient_id}: {self.step}"


class ReminderLevel(models.Model):
    """A reminder of a call: its number and the days after the due date. Personal data: none."""

    call = models.ForeignKey(DuesCall, models.CASCADE, related_name="reminder_levels")
    number = models.PositiveSmallIntegerField(_("level"))
    days_after_due = models.PositiveSmallIntegerField(_("days after the due date"))

    class Meta:
        ordering = ("call_id", "number")
        constraints = (
            models.UniqueConstraint(
                fields=["call", "number"],
                name="membership_level_once",
                violation_error_message=_("This call already has that level of reminder."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} (+{self.days_after_due})"


class ReminderText(models.Model):
    """The words of a reminder level in one language. Personal data: none."""

    level = models.ForeignKey(ReminderLevel, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=Language.choices)
    subject = models.CharField(_("object line"), max_length=150)
    body = models.TextField(_("text"), max_length=10_000)

    class Meta:
        ordering = ("level_id", "-language")
        constraints = (
            models.UniqueConstraint(
                fields=["level", "language"],
                name="membership_reminder_text_once",
                violation_error_message=_("This reminder already has words in that language."),
            ),
        )

    def __str__(self) -> str:
        return self.subject


class ReminderSent(models.Model):
    """A reminder that left; one per recipient and level. Personal data: that a member was reminded."""

    recipient = models.ForeignKey(CallRecipient, models.PROTECT, related_name="reminders")
    level = models.ForeignKey(ReminderLevel, models.PROTECT, related_name="sent")
    about = models.CharField(max_length=16)
    balance_cents = models.BigIntegerField()
    sent_date = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ("recipient_id", "level_id")
        constraints = (
            models.UniqueConstraint(
                fields=["recipient", "level"],
                name="membership_reminded_once",
                violation_error_message=_("This reminder already left for this member."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.recipient_id}: {self.level_id}"
