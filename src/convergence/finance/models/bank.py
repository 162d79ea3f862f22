"""Bank statements, their lines, and what was decided about each."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from convergence.finance.choices import Verdict


class BankStatement(models.Model):
    """A bank file that was read. Append-only. Personal data: none (its lines have)."""

    account = models.CharField(_("account"), max_length=60, blank=True)
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    format = models.CharField(_("format"), max_length=4)
    first_date = models.DateField(_("from"))
    last_date = models.DateField(_("until"))
    line_count = models.PositiveIntegerField(_("lines"))
    repeated_count = models.PositiveIntegerField(_("already known"))
    warnings = models.JSONField(default=list, blank=True)
    imported_by_id = models.BigIntegerField(null=True, blank=True)
    imported_at = models.DateTimeField(_("read"))

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        ordering = ("-imported_at", "-pk")

    def __str__(self) -> str:
        return f"{self.file_name} ({self.first_date} – {self.last_date})"


class BankLineQuerySet(models.QuerySet["BankLine"]):
    """Chainable filters of bank lines."""

    def with_verdict(self) -> "BankLineQuerySet":
        """Add `verdict` and `attempt` of the last decision (None when nobody decided)."""
        last = BankDecision.objects.filter(line=OuterRef("pk")).order_by("-attempt")
        return self.annotate(verdict=Subquery(last.values("verdict")[:1]), attempt=Subquery(last.values("attempt")[:1]))

    def waiting(self) -> "BankLineQuerySet":
        """Keep lines about which somebody must still decide."""
        return self.with_verdict().filter(Q(verdict__isnull=True) | Q(verdict=Verdict.REOPENED))

    def settled(self) -> "BankLineQuerySet":
        """Keep lines about which somebody decided."""
        return self.with_verdict().filter(verdict__isnull=False).exclude(verdict=Verdict.REOPENED)


class BankLine(models.Model):
    """A movement of the account. Append-only. Personal data: what the bank writes about who paid."""

    statement = models.ForeignKey(BankStatement, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField(_("line"))
    account = models.CharField(max_length=60, blank=True)
    key = models.CharField(max_length=48)
    bank_id = models.CharField(_("bank's id"), max_length=120, blank=True)
    date = models.DateField(_("date"))
    label = models.CharField(_("label"), max_length=500)
    amount_cents = models.BigIntegerField(_("amount"))
    balance_cents = models.BigIntegerField(_("balance"), null=True, blank=True)
    reference = models.CharField(_("reference"), max_length=140, blank=True)

    objects: ClassVar[Any] = BankLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("bank line")
        verbose_name_plural = _("bank lines")
        ordering = ("date", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["account", "key"],
                name="finance_bank_line_once",
                violation_error_message=_("This bank line is already known."),
            ),
        )
        indexes = (models.Index(fields=["date", "id"], name="finance_bank_line_date"),)

    def __str__(self) -> str:
        return f"{self.date} {self.label}"


class BankDecision(models.Model):
    """What a person decided about a bank line. Append-only; the last attempt holds.

    `payments` are those that it recorded or tied, `entries` those that it wrote beside them: a payout and its fee.

    Two people who decide at once both write the same attempt: the database lets one in (finance_bank_decision_once).

    Personal data: id of who decided, reason given.
    """

    line = models.ForeignKey(BankLine, on_delete=models.PROTECT, related_name="decisions")
    attempt = models.PositiveSmallIntegerField()
    verdict = models.CharField(_("decision"), max_length=10, choices=Verdict)
    basis = models.CharField(_("because of"), max_length=20, blank=True)
    confidence = models.PositiveSmallIntegerField(_("confidence"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    payments = models.ManyToManyField("finance.Payment", related_name="bank_decisions", blank=True)
    entries = models.ManyToManyField("finance.Entry", related_name="bank_decisions", blank=True)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_label = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(_("decided"))

    class Meta:
        verbose_name = _("decision about a bank line")
        verbose_name_plural = _("decisions about bank lines")
        ordering = ("line_id", "attempt")
        constraints = (
            models.UniqueConstraint(
                fields=["line", "attempt"],
                name="finance_bank_decision_once",
                violation_error_message=_("Somebody else has just decided about this line."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.line} — {self.get_verdict_display()}"
