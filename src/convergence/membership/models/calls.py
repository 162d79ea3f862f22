"""The dues call: one object with its letter, enclosures, signatures and frozen audience."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from convergence.membership.choices import (
    CallState,
    Channel,
    GroupCode,
    Language,
    LinkState,
    SigningOffice,
    Standing,
)


class DuesCall(models.Model):
    """A call for the dues of one period (S58). What was issued stays as it is. Personal data: none."""

    period = models.CharField(_("period"), max_length=9)
    period_start = models.DateField(_("first day of the period"))
    period_end = models.DateField(_("last day of the period"))
    place = models.CharField(_("place"), max_length=100, blank=True)
    letter_date = models.DateField(_("date of the letter"))
    due_date = models.DateField(_("due date"))
    closing_date = models.DateField(_("closing date"), null=True, blank=True)
    query = models.JSONField(_("audience"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=CallState.choices, default=CallState.DRAFT)
    record_date = models.DateField(_("record date"), null=True, blank=True)
    links_checked_at = models.DateTimeField(null=True, blank=True)
    tested_at = models.DateTimeField(null=True, blank=True)
    issued_at = models.DateTimeField(_("sent on"), null=True, blank=True)
    issued_by_label = models.CharField(max_length=200, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True)
    closed_by_label = models.CharField(max_length=200, blank=True)
    mailing_number = models.PositiveSmallIntegerField(default=0)
    cursor = models.BigIntegerField(default=0)
    is_example = models.BooleanField(_("example"), default=False)

    class Meta:
        verbose_name = _("dues call")
        verbose_name_plural = _("dues calls")
        ordering = ("-period_start", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["period"],
                name="membership_one_call_a_period",
                violation_error_message=_("This period is already called: open its call and send a second mailing."),
            ),
            models.CheckConstraint(
                condition=Q(period_end__gt=F("period_start")),
                name="membership_call_period",
                violation_error_message=_("The period must end after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(due_date__gte=F("letter_date")),
                name="membership_call_due",
                violation_error_message=_("The due date cannot come before the date of the letter."),
            ),
            models.CheckConstraint(
                condition=Q(closing_date__isnull=True) | Q(closing_date__gt=F("due_date")),
                name="membership_call_closing",
                violation_error_message=_("The closing date must come after the due date."),
            ),
        )

    def __str__(self) -> str:
        return str(_("Dues call %(period)s") % {"period": self.period})


class CallLetter(models.Model):
    """The letter in one language; the text holds merge fields. Personal data: none."""

    call = models.ForeignKey(DuesCall, models.CASCADE, related_name="letters")
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    subject = models.CharField(_("object line"), max_length=150)
    addressees = models.CharField(_("addressees"), max_length=200, blank=True)
    body = models.TextField(_("letter"), max_length=40_000)
    closing_formula = models.CharField(_("closing formula"), max_length=300)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ("call_id", "-language")
        constraints = (
            models.UniqueConstraint(
                fields=["call", "language"],
                name="membership_one_letter_a_language",
                violation_error_message=_("This call already has a letter in that language."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.language}: {self.subject}"


class Enclosure(models.Model):
    """A document that goes with the letter, as a readable link. Personal data: none."""

    call = models.ForeignKey(DuesCall, models.CASCADE, related_name="enclosures")
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, blank=True)
    label = models.CharField(_("name"), max_length=150, help_text=_("For example: Annual report 2022-2023."))
    url = models.CharField(_("address"), max_length=500)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("enclosure")
        verbose_name_plural = _("enclosures")
        ordering = ("call_id", "position", "pk")

    def __str__(self) -> str:
        return self.label


class CallLink(models.Model):
    """What was found behind one link of the letters, and who said that an unreachable one may go. Personal data: none."""

    call = models.ForeignKey(DuesCall, models.CASCADE, related_name="links")
    url = models.CharField(_("address"), max_length=500)
    text = models.CharField(_("text of the link"), max_length=300)
    state = models.CharField(_("state"), max_length=12, choices=LinkState.choices)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    checked_at = models.DateTimeField()
    confirmed_by_label = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("call_id", "pk")

    def __str__(self) -> str:
        return f"{self.text}: {self.state}"


class Signature(models.Model):
    """One of the two signatures (S52). `digest` is that of the text that was signed.

    Personal data: name and office of the signatory.
    """

    call = models.ForeignKey(DuesCall, models.CASCADE, related_name="signatures")
    office = models.CharField(_("office"), max_length=12, choices=SigningOffice.choices)
    signatory = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    title = models.CharField(_("title"), max_length=100)
    signed_at = models.DateTimeField(_("signed on"), null=True, blank=True)
    signed_by_id = models.BigIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ("call_id", "-office")
        constraints = (
            models.UniqueConstraint(
                fields=["call", "office"],
                name="membership_one_signature_an_office",
                violation_error_message=_("This call already has a signatory for that office."),
            ),
            models.UniqueConstraint(
                fields=["call", "signatory"],
                name="membership_two_different_signatories",
                violation_error_message=_("Two different persons must sign."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.office})"


class CallExclusion(models.Model):
    """A member who was not called, frozen at issue with the reason. Personal data: name, reason."""

    call = models.ForeignKey(DuesCall, models.PROTECT, related_name="exclusions")
    member = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=300)
    group = models.CharField(_("group"), max_length=1, choices=GroupCode.choices)
    exclusion = models.CharField(_("reason"), max_length=24)

    class Meta:
        verbose_name = _("member not called")
        verbose_name_plural = _("members not called")
        ordering = ("call_id", "exclusion", "name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["call", "member"],
                name="membership_excluded_once",
                violation_error_message=_("This member is already in the list of those not called."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.exclusion}"


class CallRecipient(models.Model):
    """One member in a call, frozen at issue with the reason why it is in (S60).

    Personal data: name and addresses to which the letter went, the amount due, the answers.
    """

    call = models.ForeignKey(DuesCall, models.PROTECT, related_name="recipients")
    member = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="dues_calls")
    payer = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="dues_calls_paid")
    group = models.CharField(_("group"), max_length=1, choices=GroupCode.choices)
    reason = models.CharField(max_length=16)
    facts = models.JSONField(default=dict, blank=True)
    language_wanted = models.CharField(max_length=2, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    is_fallback = models.BooleanField(_("another language than wanted"), default=False)
    channel = models.CharField(_("sent by"), max_length=5, choices=Channel.choices, blank=True)
    name = models.CharField(_("name"), max_length=300)
    email = models.EmailField(_("e-mail"), blank=True)
    postal = models.TextField(_("postal address"), blank=True)
    region = models.CharField(_("region"), max_length=80, blank=True)
    centrals = models.JSONField(default=list, blank=True)
    scale = models.ForeignKey("membership.DuesScale", models.PROTECT, null=True, blank=True, related_name="recipients")
    declared_members = models.PositiveIntegerField(_("declared members"), null=True, blank=True)
    declared_as_of = models.DateField(null=True, blank=True)
    computation = models.JSONField(default=list, blank=True)
    amount_cents = models.BigIntegerField(_("amount"), null=True, blank=True)
    invoice = models.OneToOneField(
        "finance.Invoice", models.PROTECT, null=True, blank=True, related_name="dues_recipient"
    )
    mailing_number = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField(_("sent"), null=True, blank=True)
    opened_at = models.DateTimeField(_("form opened"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("details confirmed"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    way = models.CharField(_("says it pays"), max_length=10, blank=True)
    standing = models.CharField(_("standing"), max_length=12, choices=Standing.choices, default=Standing.NOT_CALLED)
    paid_cents = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        ordering = ("call_id", "name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["call", "member"],
                name="membership_called_once",
                violation_error_message=_("This member is already called for this period."),
            ),
            models.CheckConstraint(
                condition=Q(amount_cents__isnull=True) | Q(amount_cents__gte=0),
                name="membership_amount_positive",
                violation_error_message=_("An amount cannot be negative."),
            ),
        )
        indexes = (
            models.Index(fields=["call", "mailing_number"], name="membership_recipient_mailing"),
            models.Index(fields=["call", "standing"], name="membership_recipient_standing"),
        )

    def __str__(self) -> str:
        return self.name
