"""Orders of printed copies, and the settings that price them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from convergence.contacts.models import Contact
from convergence.education.tools.choices import OrderState, Tax, Taxes
from convergence.education.tools.models.stock import Printing
from convergence.finance.models import Invoice


class Order(models.Model):
    """Printed copies that somebody asked for, without an account.

    `digest` opens its personal link; `key` makes a form sent twice harmless. Amounts are whole cents; `postage_cents` is
    empty until it is known.

    Personal data: name, organisation, e-mail, telephone and address of who orders; emptied with the person, or 90 days after
    an order without invoice was cancelled.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    nonce = models.CharField(max_length=32)
    digest = models.CharField(max_length=64, unique=True)
    key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    language = models.CharField(_("language"), max_length=2, default="fr")
    name = models.CharField(_("name"), max_length=200)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    email = models.CharField(_("e-mail"), max_length=254)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    street = models.CharField(_("street address"), max_length=300)
    city = models.CharField(_("city"), max_length=120)
    province = models.CharField(_("province or state"), max_length=60, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=16)
    country = models.CharField(_("country"), max_length=2, default="CA")
    note = models.TextField(_("a word for the team"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=OrderState, default=OrderState.RECEIVED)
    postage_cents = models.PositiveIntegerField(_("postage"), null=True, blank=True)
    gst_cents = models.PositiveIntegerField(_("GST"), null=True, blank=True)
    qst_cents = models.PositiveIntegerField(_("QST"), null=True, blank=True)
    total_cents = models.PositiveIntegerField(_("total"), null=True, blank=True)
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("payer")
    )
    invoice = models.OneToOneField(Invoice, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    because = models.CharField(_("why it is cancelled"), max_length=300, blank=True)
    tracking = models.CharField(_("carrier and tracking number"), max_length=120, blank=True)
    placed_at = models.DateTimeField(_("ordered"))
    accepted_at = models.DateTimeField(pgettext_lazy("an order", "accepted"), null=True, blank=True)
    shipped_at = models.DateTimeField(_("shipped"), null=True, blank=True)
    cancelled_at = models.DateTimeField(pgettext_lazy("an order", "cancelled"), null=True, blank=True)

    objects: ClassVar[models.Manager["Order"]]

    class Meta:
        verbose_name = pgettext_lazy("a purchase", "order")
        verbose_name_plural = _("orders")
        ordering = ("-placed_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state=OrderState.CANCELLED) | ~Q(because=""),
                name="tools_order_cancelled_with_reason",
                violation_error_message=_("Say in a few words why it is cancelled: the person will ask."),
            ),
        )
        indexes = (models.Index(fields=["state", "-placed_at"], name="tools_orders_waiting"),)

    def __str__(self) -> str:
        return self.number

    @property
    def goods_cents(self) -> int:
        """Return what the copies cost, without postage nor taxes."""
        return sum(line.cents for line in self.lines.all())


class OrderLine(models.Model):
    """Copies of one printed edition, at the price of the day. Personal data: none."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    printing = models.ForeignKey(Printing, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(_("what"), max_length=300)
    quantity = models.PositiveIntegerField(_("copies"))
    unit_cents = models.PositiveIntegerField(_("price of a copy"))
    taxes = models.CharField(max_length=4, choices=Taxes)

    class Meta:
        verbose_name = _("line of an order")
        verbose_name_plural = _("lines of orders")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["order", "printing"], name="tools_line_once"),
            models.CheckConstraint(condition=Q(quantity__range=(1, 500)), name="tools_line_copies"),
        )

    def __str__(self) -> str:
        return f"{self.quantity} × {self.label}"

    @property
    def cents(self) -> int:
        """Return what the copies cost."""
        return self.quantity * self.unit_cents


class PostageBand(models.Model):
    """What sending costs up to a number of copies; none until the team writes it. Personal data: none."""

    up_to = models.PositiveIntegerField(_("up to how many copies"), unique=True)
    cents = models.PositiveIntegerField(_("postage"))
    is_example = models.BooleanField(_("example"), default=False)

    class Meta:
        verbose_name = _("postage")
        verbose_name_plural = _("postage")
        ordering = ("up_to",)
        constraints = (models.CheckConstraint(condition=Q(up_to__gt=0), name="tools_postage_copies"),)

    def __str__(self) -> str:
        return f"≤ {self.up_to}"


class TaxRate(models.Model):
    """The rate of a tax from a day on, in thousandths of a percent; none until the team writes it. Personal data: none."""

    tax = models.CharField(_("tax"), max_length=3, choices=Tax)
    rate = models.PositiveIntegerField(_("rate"))
    start_date = models.DateField(_("from"))

    class Meta:
        verbose_name = _("rate of a tax")
        verbose_name_plural = _("rates of taxes")
        ordering = ("tax", "-start_date")
        constraints = (
            models.UniqueConstraint(
                fields=["tax", "start_date"],
                name="tools_rate_once",
                violation_error_message=_("This tax already has a rate from that day."),
            ),
            models.CheckConstraint(condition=Q(rate__lt=100_000), name="tools_rate_below_whole"),
        )

    def __str__(self) -> str:
        return f"{self.tax} {self.rate / 1000:g} %"
