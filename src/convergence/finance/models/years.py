"""Fiscal years, and what each payer carries from one to the next."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class FiscalYear(models.Model):
    """A year of the books; once closed, the database takes no entry dated inside it. Personal data: who closed it."""

    start_date = models.DateField(_("first day"), unique=True)
    end_date = models.DateField(_("last day"), unique=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("fiscal year")
        verbose_name_plural = _("fiscal years")
        ordering = ("-start_date",)
        constraints = (
            models.CheckConstraint(
                condition=Q(end_date__gt=F("start_date")),
                name="finance_year_dates",
                violation_error_message=_("The last day comes before the first."),
            ),
        )

    def __str__(self) -> str:
        if self.start_date.year == self.end_date.year:
            return str(self.start_date.year)
        return f"{self.start_date.year}-{self.end_date.year}"


class CarryOver(models.Model):
    """What a payer owed and held as credit on the last day of a closed year. Append-only. Personal data: debts."""

    year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="carry_overs")
    payer = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="carry_overs")
    owed_cents = models.BigIntegerField(_("owes"))
    credit_cents = models.BigIntegerField(_("credit"))

    class Meta:
        verbose_name = _("carry over")
        verbose_name_plural = _("carry overs")
        ordering = ("year_id", "payer_id")
        constraints = (models.UniqueConstraint(fields=["year", "payer"], name="finance_carry_over_once"),)

    def __str__(self) -> str:
        return f"{self.year} {self.payer_id}"
