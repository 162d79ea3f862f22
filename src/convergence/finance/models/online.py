"""Online payments: sessions at the card provider, and its notices. These follow the provider, so they may change."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convergence.finance.choices import CheckoutState, EventState


class CheckoutSession(models.Model):
    """A page of the provider opened to pay one invoice. Personal data: which payer pays."""

    invoice = models.ForeignKey("finance.Invoice", on_delete=models.PROTECT, related_name="checkouts")
    amount_cents = models.BigIntegerField(_("amount"))
    attempt = models.PositiveSmallIntegerField()
    provider_id = models.CharField(max_length=255, blank=True)
    intent_id = models.CharField(max_length=255, blank=True, db_index=True)
    url = models.URLField(max_length=2000, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=CheckoutState, default=CheckoutState.OPEN)
    payment = models.OneToOneField(
        "finance.Payment", on_delete=models.PROTECT, null=True, blank=True, related_name="checkout"
    )
    created_at = models.DateTimeField(_("opened"))
    expires_at = models.DateTimeField(_("expires"))

    class Meta:
        verbose_name = _("online payment")
        verbose_name_plural = _("online payments")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=["invoice", "attempt"], name="finance_checkout_attempt_once"),
            models.UniqueConstraint(
                fields=["provider_id"], condition=~Q(provider_id=""), name="finance_checkout_provider_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.invoice} #{self.attempt}"


class ProviderEvent(models.Model):
    """A signed notice of the provider, received once however often it is sent.

    Personal data: what the provider writes of the payer (kept as received).
    """

    provider = models.CharField(max_length=10)
    event_id = models.CharField(max_length=255)
    type = models.CharField(_("type"), max_length=80)
    payload = models.JSONField()
    state = models.CharField(_("state"), max_length=8, choices=EventState)
    received_at = models.DateTimeField(_("received"))

    class Meta:
        verbose_name = _("notice of the card provider")
        verbose_name_plural = _("notices of the card provider")
        ordering = ("-pk",)
        constraints = (models.UniqueConstraint(fields=["provider", "event_id"], name="finance_event_once"),)

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"
