"""How much is owed: scales as bodies adopted them, exemptions, extraordinary contributions, who pays for whom."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from convergence.membership.choices import Basis, CoverageKind, GroupCode


class DuesScale(models.Model):
    """One version of a group's dues. A version that a call has used is never edited. Personal data: none."""

    group = models.CharField(_("group"), max_length=1, choices=GroupCode.choices)
    basis = models.CharField(_("computed"), max_length=12, choices=Basis.choices)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("last valid day"), null=True, blank=True)
    adopted_by = models.CharField(_("adopted by"), max_length=200, help_text=_("For example: general assembly."))
    adopted_date = models.DateField(_("adopted on"))
    rate_cents = models.DecimalField(
        _("rate per member, in cents"), max_digits=10, decimal_places=4, default=Decimal(0)
    )
    floor_cents = models.BigIntegerField(_("minimum"), null=True, blank=True)
    ceiling_cents = models.BigIntegerField(_("maximum"), null=True, blank=True)
    flat_cents = models.BigIntegerField(_("amount"), default=0)
    suggested_cents = models.BigIntegerField(_("suggestion"), default=0)
    minimum_cents = models.BigIntegerField(_("least free amount"), default=0)
    pro_rata = models.BooleanField(_("reduced for those who join during the period"), default=False)
    is_example = models.BooleanField(_("example, not a real amount"), default=False)
    note = models.TextField(_("note"), blank=True, max_length=2000)

    class Meta:
        verbose_name = _("dues scale")
        verbose_name_plural = _("dues scales")
        ordering = ("group", "-valid_from", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="membership_scale_dates",
                violation_error_message=_("The last valid day cannot come before the first one."),
            ),
            models.CheckConstraint(
                condition=Q(rate_cents__gte=0)
                & Q(flat_cents__gte=0)
                & Q(suggested_cents__gte=0)
                & Q(minimum_cents__gte=0)
                & (Q(floor_cents__isnull=True) | Q(floor_cents__gte=0))
                & (Q(ceiling_cents__isnull=True) | Q(ceiling_cents__gte=0)),
                name="membership_scale_positive",
                violation_error_message=_("An amount cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(floor_cents__isnull=True)
                | Q(ceiling_cents__isnull=True)
                | Q(ceiling_cents__gte=F("floor_cents")),
                name="membership_scale_bounds",
                violation_error_message=_("The maximum cannot be below the minimum."),
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(valid_to__isnull=True),
                name="membership_one_open_scale",
                violation_error_message=_("This group already has a scale without end: make a new version of it."),
            ),
            models.UniqueConstraint(
                fields=["group", "valid_from"],
                name="membership_scale_once",
                violation_error_message=_("This group already has a scale from that day on."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.group} {self.valid_from}"


class DuesTier(models.Model):
    """From so many declared members on, this amount. Personal data: none."""

    scale = models.ForeignKey(DuesScale, models.CASCADE, related_name="tiers")
    from_members = models.PositiveIntegerField(_("from this many members"))
    amount_cents = models.BigIntegerField(_("amount"), validators=[MinValueValidator(0)])

    class Meta:
        ordering = ("scale_id", "from_members")
        constraints = (
            models.UniqueConstraint(
                fields=["scale", "from_members"],
                name="membership_tier_once",
                violation_error_message=_("Two tiers start at the same number of members."),
            ),
            models.CheckConstraint(
                condition=Q(amount_cents__gte=0),
                name="membership_tier_positive",
                violation_error_message=_("An amount cannot be negative."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.from_members}: {self.amount_cents}"


class Exemption(models.Model):
    """A decision to take a part of a member's dues off, for one period. Personal data: the reason, when a person."""

    member = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="dues_exemptions")
    period = models.CharField(_("period"), max_length=9)
    percent = models.PositiveSmallIntegerField(
        _("part taken off, in per cent"), default=100, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    covers_extraordinary = models.BooleanField(_("also covers extraordinary contributions"), default=False)
    reason = models.CharField(_("reason"), max_length=300)
    decided_by = models.CharField(_("decided by"), max_length=200)
    decided_date = models.DateField(_("decided on"))

    class Meta:
        verbose_name = _("exemption")
        verbose_name_plural = _("exemptions")
        ordering = ("-period", "member_id")
        constraints = (
            models.UniqueConstraint(
                fields=["member", "period"],
                name="membership_one_exemption",
                violation_error_message=_("This member already has an exemption for that period."),
            ),
            models.CheckConstraint(
                condition=Q(percent__gte=1, percent__lte=100),
                name="membership_exemption_percent",
                violation_error_message=_("Write a part between 1 and 100 per cent."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.member_id} {self.period}: {self.percent} %"


class ExtraordinaryContribution(models.Model):
    """A contribution beyond the scale for one period, of one group or of all. Personal data: none."""

    period = models.CharField(_("period"), max_length=9)
    group = models.CharField(_("group"), max_length=1, choices=GroupCode.choices, blank=True)
    label = models.CharField(_("object"), max_length=200)
    amount_cents = models.BigIntegerField(_("amount"), validators=[MinValueValidator(1)])
    adopted_by = models.CharField(_("adopted by"), max_length=200)
    adopted_date = models.DateField(_("adopted on"))
    is_example = models.BooleanField(_("example, not a real amount"), default=False)

    class Meta:
        verbose_name = _("extraordinary contribution")
        verbose_name_plural = _("extraordinary contributions")
        ordering = ("-period", "group", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0),
                name="membership_extra_positive",
                violation_error_message=_("An extraordinary contribution is more than zero."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.period}: {self.label}"


class CoverageQuerySet(models.QuerySet["Coverage"]):
    """Chainable questions about who pays for whom."""

    def on(self, day: date) -> Self:
        """Keep what holds on a day."""
        return self.filter(Q(end_date__isnull=True) | Q(end_date__gte=day), start_date__lte=day)


class Coverage(models.Model):
    """One member pays for another, from a day to a day. Personal data: none."""

    payer = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="coverages_paid")
    member = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="coverages")
    kind = models.CharField(_("how"), max_length=10, choices=CoverageKind.choices, default=CoverageKind.PAYS_FOR)
    start_date = models.DateField(_("from"))
    end_date = models.DateField(_("last day"), null=True, blank=True)

    objects = CoverageQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment for another member")
        verbose_name_plural = _("payments for other members")
        ordering = ("payer_id", "member_id", "start_date")
        constraints = (
            models.CheckConstraint(
                condition=~Q(payer=F("member")),
                name="membership_coverage_other",
                violation_error_message=_("A member cannot pay for itself: choose another one."),
            ),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="membership_coverage_dates",
                violation_error_message=_("The last day cannot come before the first one."),
            ),
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(end_date__isnull=True),
                name="membership_one_payer",
                violation_error_message=_("Another member already pays for this one."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.payer_id} → {self.member_id}"
