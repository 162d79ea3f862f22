"""Printed editions and what is left of them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from convergence.activities.models import Activity
from convergence.education.tools.choices import Movement, Taxes
from convergence.education.tools.models.catalogue import Edition, Tool


class PrintingQuerySet(models.QuerySet["Printing"]):
    """Printed editions, chainable."""

    def with_left(self) -> "PrintingQuerySet":
        """Add `left`: what the last movement left."""
        last = StockMovement.objects.filter(printing=OuterRef("pk")).order_by("-rank").values("left")[:1]
        return self.annotate(left=Coalesce(Subquery(last), Value(0)))

    def for_sale(self) -> "PrintingQuerySet":
        """Keep what anybody may order: offered, priced, of a tool that is published for everybody."""
        return self.filter(
            is_offered=True, price_cents__isnull=False, tool__state="PUBLISHED", tool__audience="PUBLIC"
        ).order_by("tool__title", "pk")


class Printing(models.Model):
    """A printed edition that can be ordered once it has a price. Personal data: none."""

    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="printings")
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("printed from")
    )
    name = models.CharField(_("what is printed"), max_length=200)
    price_cents = models.PositiveIntegerField(_("price of a copy"), null=True, blank=True)
    taxes = models.CharField(_("taxes"), max_length=4, choices=Taxes, default=Taxes.BOTH)
    is_offered = models.BooleanField(_("can be ordered"), default=False)
    is_example = models.BooleanField(_("example price, adopted by nobody"), default=False)

    # Added by `with_left()`.
    left: int

    objects: ClassVar[Any] = PrintingQuerySet.as_manager()

    class Meta:
        verbose_name = _("printed edition")
        verbose_name_plural = _("printed editions")
        ordering = ("tool", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(is_offered=False) | Q(price_cents__isnull=False),
                name="tools_offered_with_price",
                violation_error_message=_("Write the price first, 0 if the copies are given."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.tool}, {self.name}"


class StockMovement(models.Model):
    """Copies that came or went; append-only. The database refuses a rank twice and anything below zero.

    Personal data: none.
    """

    printing = models.ForeignKey(Printing, on_delete=models.PROTECT, related_name="movements")
    rank = models.PositiveIntegerField()
    kind = models.CharField(_("why"), max_length=9, choices=Movement)
    quantity = models.IntegerField(_("copies"))
    left = models.IntegerField(_("left"))
    order = models.ForeignKey("tools.Order", on_delete=models.PROTECT, null=True, blank=True, related_name="movements")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("note"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("movement of stock")
        verbose_name_plural = _("movements of stock")
        ordering = ("printing", "-rank")
        constraints = (
            models.UniqueConstraint(fields=["printing", "rank"], name="tools_movement_rank"),
            models.CheckConstraint(
                condition=Q(left__gte=0),
                name="tools_stock_not_below_zero",
                violation_error_message=_("There are not so many copies left."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("RECEIVED", "CANCELLED"), quantity__gt=0)
                | Q(kind__in=("ORDERED", "GIVEN", "LOST"), quantity__lt=0)
                | (Q(kind="COUNTED") & ~Q(quantity=0)),
                name="tools_movement_sign",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.quantity:+d}"
