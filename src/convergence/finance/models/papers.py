"""Papers given out: receipts of payment and deposit slips, kept to the byte."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _


class ChequeBatch(models.Model):
    """Cheques taken to the bank together, with the slip that went with them. Append-only. Personal data: none."""

    number = models.CharField(_("number"), max_length=24, unique=True)
    deposit_date = models.DateField(_("deposited on"))
    control_total_cents = models.BigIntegerField(_("control total"))
    cheque_count = models.PositiveSmallIntegerField(_("cheques"))
    slip_pdf = models.BinaryField()
    slip_sha256 = models.CharField(max_length=64)
    actor_id = models.BigIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("cheque deposit")
        verbose_name_plural = _("cheque deposits")
        ordering = ("-deposit_date", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(control_total_cents__gt=0) & Q(cheque_count__gt=0), name="finance_batch_not_empty"
            ),
        )

    def __str__(self) -> str:
        return self.number


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    """Chainable filters of receipts."""

    def with_state(self) -> "ReceiptQuerySet":
        """Add `is_cancelled`."""
        return self.annotate(is_cancelled=Exists(ReceiptCancellation.objects.filter(receipt=OuterRef("pk"))))

    def live(self) -> "ReceiptQuerySet":
        """Keep receipts that were not cancelled."""
        return self.with_state().filter(is_cancelled=False)

    def light(self) -> "ReceiptQuerySet":
        """Leave the bytes of the papers in the database."""
        return self.defer("pdf")


class Receipt(models.Model):
    """A receipt of payment: its content, its bytes and their hash, for ever (DR12–DR16). Append-only.

    It says that money was received and never speaks of tax (DR1, DR19). `content` is what the paper says.

    Personal data: name and address of the payer, amounts.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    payment = models.ForeignKey("finance.Payment", on_delete=models.PROTECT, related_name="receipts")
    payer = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="receipts")
    issue_date = models.DateField(_("issued on"))
    amount_cents = models.BigIntegerField(_("amount"))
    language = models.CharField(_("language"), max_length=2)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    content = models.JSONField()
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    actor_id = models.BigIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))

    # Added by `with_state()`.
    is_cancelled: bool

    objects: ClassVar[Any] = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt of payment")
        verbose_name_plural = _("receipts of payment")
        ordering = ("-pk",)
        constraints = (models.CheckConstraint(condition=Q(amount_cents__gt=0), name="finance_receipt_positive"),)

    def __str__(self) -> str:
        return self.number


class ReceiptCancellation(models.Model):
    """A receipt that no longer holds; it is kept (DR13, DR14). Append-only. Personal data: reason given."""

    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="cancellation")
    reason = models.CharField(_("reason"), max_length=300)
    actor_id = models.BigIntegerField(null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"))

    class Meta:
        verbose_name = _("cancelled receipt")
        verbose_name_plural = _("cancelled receipts")

    def __str__(self) -> str:
        return str(self.receipt)


class ReceiptMailing(models.Model):
    """A receipt was handed over to the mail. Append-only. Personal data: address."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="mailings")
    address = models.CharField(_("address"), max_length=254)
    message_key = models.CharField(max_length=120, blank=True)
    actor_id = models.BigIntegerField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("receipt sent")
        verbose_name_plural = _("receipts sent")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.receipt} → {self.address}"
