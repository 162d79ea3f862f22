"""What an activity costs, and who pays for it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from convergence.activities.models import Activity
from convergence.contacts.models import Contact
from convergence.finance.choices import CostKind, CostStage


class Purse(models.Model):
    """What several activities cost together and what is given for all of them at once: of a project, for instance.

    It knows its name only; the practice that opened it knows what it is for. Personal data: none.
    """

    name = models.CharField(_("name"), max_length=200)
    opened_at = models.DateTimeField(_("opened"))

    class Meta:
        verbose_name = _("purse")
        verbose_name_plural = _("purses")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class ActivityEntry(models.Model):
    """A cost of an activity or of a purse, or a sum that somebody puts into it; planned or real. Append-only (K8).

    A correction is an entry of the opposite amount that names the one it answers. The register of activities knows
    nothing of money: this key points down to it.

    Personal data: which contact pays or is paid; what is written of it.
    """

    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("activity")
    )
    purse = models.ForeignKey(
        Purse, on_delete=models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("purse")
    )
    kind = models.CharField(_("cost or support"), max_length=7, choices=CostKind)
    stage = models.CharField(_("planned or real"), max_length=7, choices=CostStage)
    amount_cents = models.BigIntegerField(_("amount"))
    what = models.CharField(pgettext_lazy("a cost", "what for"), max_length=200)
    party = models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who pays or is paid"),
    )
    booked_date = models.DateField(_("date"))
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")
    actor_id = models.BigIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("cost or support of an activity")
        verbose_name_plural = _("costs and support of activities")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0, reverses__isnull=True) | Q(amount_cents__lt=0, reverses__isnull=False),
                name="finance_activity_entry_amount",
                violation_error_message=_("An amount is more than zero."),
            ),
            models.CheckConstraint(
                condition=Q(activity__isnull=False, purse__isnull=True) | Q(activity__isnull=True, purse__isnull=False),
                name="finance_activity_entry_of_one",
                violation_error_message=_("An entry belongs to an activity or to a purse, to one of the two."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.what} {self.amount_cents / 100:.2f}"
