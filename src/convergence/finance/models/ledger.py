"""Invoices, payments and the entries between them."""

from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from convergence.finance.choices import EntryKind, InvoiceKind, Method

period_label = RegexValidator(
    r"^\d{4}(-\d{4})?$", _("Write the period as two years, like 2023-2024, or one calendar year, like 2024.")
)


def _sum_of(column: str, key: str) -> Coalesce:
    rows = Entry.objects.filter(**{key: OuterRef("pk")}).order_by().values(key).annotate(total=Sum(column))
    return Coalesce(Subquery(rows.values("total")), Value(0), output_field=models.BigIntegerField())


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    """Chainable filters of invoices."""

    def with_balance(self) -> "InvoiceQuerySet":
        """Add `due_cents`, `owed_cents` and `paid_cents` (due − owed)."""
        due = (
            Entry.objects.filter(invoice=OuterRef("pk"), source__in=[EntryKind.DUE, EntryKind.OPENING_DUE])
            .order_by()
            .values("invoice")
            .annotate(total=Sum("owed_cents"))
            .values("total")
        )
        return self.annotate(
            due_cents=Coalesce(Subquery(due), Value(0), output_field=models.BigIntegerField()),
            owed_cents=_sum_of("owed_cents", "invoice"),
        ).annotate(paid_cents=F("due_cents") - F("owed_cents"))

    def open(self) -> "InvoiceQuerySet":
        """Keep invoices that still owe something."""
        return self.with_balance().filter(owed_cents__gt=0)


class Invoice(models.Model):
    """What a payer owes for a named period (S59). Append-only: a correction is an entry.

    `reference` is the code the payer copies (P3). `key` makes issuing the same thing twice harmless.

    Personal data: which payer owes.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    kind = models.CharField(
        pgettext_lazy("of an entry", "kind"), max_length=8, choices=InvoiceKind, default=InvoiceKind.DUES
    )
    payer = models.ForeignKey(
        "contacts.Contact", on_delete=models.PROTECT, related_name="invoices", verbose_name=_("payer")
    )
    period = models.CharField(_("period"), max_length=9, validators=[period_label])
    object = models.CharField(_("object"), max_length=200)
    issue_date = models.DateField(_("issued on"))
    due_date = models.DateField(_("due on"), null=True, blank=True)
    reference = models.CharField(_("reference"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=2, default="fr")
    key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    recorded_at = models.DateTimeField(_("recorded"))

    # Added by `with_balance()`, in cents.
    due_cents: int
    owed_cents: int
    paid_cents: int

    objects: ClassVar[Any] = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ("-issue_date", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["reference"],
                condition=~Q(reference=""),
                name="finance_invoice_reference_once",
                violation_error_message=_("Another invoice already has this reference code."),
            ),
            models.CheckConstraint(
                condition=Q(due_date__isnull=True) | Q(due_date__gte=F("issue_date")),
                name="finance_invoice_due_after_issue",
                violation_error_message=_("The due date comes before the date of the invoice."),
            ),
        )
        indexes = (
            models.Index(fields=["period", "payer"], name="finance_invoice_period"),
            models.Index(fields=["-issue_date", "-id"], name="finance_invoice_recent"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.object}"


class InvoiceLine(models.Model):
    """A line of an invoice as issued. Append-only. Personal data: none."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(_("label"), max_length=300)
    amount_cents = models.BigIntegerField(_("amount"))

    class Meta:
        verbose_name = _("invoice line")
        verbose_name_plural = _("invoice lines")
        ordering = ("invoice_id", "position")
        constraints = (models.UniqueConstraint(fields=["invoice", "position"], name="finance_invoice_line_once"),)

    def __str__(self) -> str:
        return self.label


class PaymentQuerySet(models.QuerySet["Payment"]):
    """Chainable filters of payments."""

    def with_unused(self) -> "PaymentQuerySet":
        """Add `unused_cents` (credit left) and `till_cents` (what it brought, 0 once reversed or refunded)."""
        return self.annotate(
            unused_cents=_sum_of("unused_cents", "payment"), till_cents=_sum_of("till_cents", "payment")
        )

    def with_state(self) -> "PaymentQuerySet":
        """Add `is_reversed`: a reversal answers the entry by which it came in."""
        undone = Entry.objects.filter(
            payment=OuterRef("pk"), kind=EntryKind.REVERSED, source__in=[EntryKind.PAID, EntryKind.OPENING_PAID]
        )
        return self.annotate(is_reversed=models.Exists(undone))

    def standing(self) -> "PaymentQuerySet":
        """Keep payments that were not reversed."""
        return self.with_state().filter(is_reversed=False)

    def bringing(self) -> "PaymentQuerySet":
        """Keep payments of which something stayed in the till."""
        return self.with_unused().filter(till_cents__gt=0)

    def with_credit(self) -> "PaymentQuerySet":
        """Keep payments that hold an unused part."""
        return self.with_unused().filter(unused_cents__gt=0)


class Payment(models.Model):
    """Money that came in from a payer. Append-only: a mistake is reversed.

    `key` makes recording the same thing twice harmless (a form sent twice, a webhook replayed).

    Personal data: which payer paid, name on the cheque.
    """

    payer = models.ForeignKey(
        "contacts.Contact", on_delete=models.PROTECT, related_name="payments", verbose_name=_("payer")
    )
    method = models.CharField(pgettext_lazy("to pay", "how"), max_length=8, choices=Method)
    amount_cents = models.BigIntegerField(_("amount"))
    received_date = models.DateField(_("received on"))
    reference = models.CharField(_("cheque or transfer number"), max_length=120, blank=True)
    drawer = models.CharField(_("name on the payment"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    batch = models.ForeignKey(
        "finance.ChequeBatch", on_delete=models.PROTECT, null=True, blank=True, related_name="payments"
    )
    key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    recorded_at = models.DateTimeField(_("recorded"))

    # Added by `with_unused()`, in cents, and by `with_state()`.
    unused_cents: int
    till_cents: int
    is_reversed: bool

    objects: ClassVar[Any] = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ("-received_date", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0),
                name="finance_payment_positive",
                violation_error_message=_("A payment is more than zero; money sent back is a refund."),
            ),
        )
        indexes = (models.Index(fields=["-received_date", "-id"], name="finance_payment_recent"),)

    def __str__(self) -> str:
        return f"{self.received_date} {self.get_method_display()}"


class Entry(models.Model):
    """A line of the ledger. Append-only (K8).

    `source` is the kind whose effect counts: its own, or for REVERSED the one of the entry answered. The three effects
    (owed on the invoice, unused part of the payment, till) are computed once by `rules.ledger.effects`.

    Personal data: which payer, the reason given.
    """

    kind = models.CharField(pgettext_lazy("of an entry", "kind"), max_length=12, choices=EntryKind)
    source = models.CharField(max_length=12, choices=EntryKind)
    amount_cents = models.BigIntegerField(_("amount"))
    owed_cents = models.BigIntegerField(default=0)
    unused_cents = models.BigIntegerField(default=0)
    till_cents = models.BigIntegerField(default=0)
    payer = models.ForeignKey(
        "contacts.Contact", on_delete=models.PROTECT, null=True, blank=True, related_name="ledger_entries"
    )
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, null=True, blank=True, related_name="entries")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, blank=True, related_name="entries")
    period = models.CharField(_("period"), max_length=9, blank=True)
    booked_date = models.DateField(_("date in the books"))
    reverses = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reversed_by",
        verbose_name=pgettext_lazy("the entry that it answers", "answers"),
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    actor_id = models.BigIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=EntryKind.REVERSED, reverses__isnull=False)
                | (~Q(kind=EntryKind.REVERSED) & Q(reverses__isnull=True) & Q(source=F("kind"))),
                name="finance_entry_reversal_names_entry",
            ),
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0) | (Q(source=EntryKind.DUE) & Q(amount_cents__lt=0)),
                name="finance_entry_amount",
                violation_error_message=_("An amount is more than zero."),
            ),
            models.CheckConstraint(
                condition=~Q(source__in=[EntryKind.DUE, EntryKind.OPENING_DUE, EntryKind.ALLOCATED])
                | Q(invoice__isnull=False),
                name="finance_entry_has_invoice",
            ),
            models.CheckConstraint(
                condition=~Q(
                    source__in=[EntryKind.PAID, EntryKind.OPENING_PAID, EntryKind.ALLOCATED, EntryKind.REFUNDED]
                )
                | Q(payment__isnull=False),
                name="finance_entry_has_payment",
            ),
        )
        indexes = (
            models.Index(fields=["booked_date", "id"], name="finance_entry_booked"),
            models.Index(fields=["period", "payer"], name="finance_entry_period"),
        )

    def __str__(self) -> str:
        return f"{self.booked_date} {self.get_kind_display()}"
