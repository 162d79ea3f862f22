"""What unions took from the pool, and the kits they adopted."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from convergence.contacts.models import Contact
from convergence.core.db import UncertainDateField
from convergence.education.tools.choices import LoanState, UseKind
from convergence.education.tools.models.catalogue import Edition, Tool


class PoolUse(models.Model):
    """A download or a loan by a union; it counts for that union and for the one that offers the tool (S8).

    Personal data: none.
    """

    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="uses")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    union = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+", verbose_name=_("union"))
    kind = models.CharField(_("how"), max_length=8, choices=UseKind)
    state = models.CharField(_("state"), max_length=8, choices=LoanState, blank=True)
    from_date = models.DateField(_("from"), null=True, blank=True)
    until_date = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("use of the pool")
        verbose_name_plural = _("uses of the pool")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=(Q(kind=UseKind.DOWNLOAD) & Q(state="")) | (Q(kind=UseKind.LOAN) & ~Q(state="")),
                name="tools_use_state",
            ),
            models.CheckConstraint(
                condition=Q(from_date__isnull=True) | Q(until_date__gte=F("from_date")),
                name="tools_loan_dates",
                violation_error_message=_("The end comes before the beginning."),
            ),
        )
        indexes = (models.Index(fields=["tool", "union"], name="tools_uses"),)

    def __str__(self) -> str:
        return f"{self.tool} → {self.union}"


class Adoption(models.Model):
    """A body of a union adopted the resolution of a kit, on a date as precise as known (S11). Personal data: none."""

    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="adoptions", verbose_name=_("kit"))
    union = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+", verbose_name=_("union"))
    body = models.CharField(_("which body"), max_length=200)
    adopted = UncertainDateField(verbose_name=_("adopted"), blank=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_named = models.BooleanField(_("the union may be named in public"), default=False)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("adoption of a kit")
        verbose_name_plural = _("adoptions of kits")
        ordering = ("-adopted", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["tool", "union", "body", "adopted"],
                name="tools_adoption_once",
                violation_error_message=_("This adoption is already written."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.union} – {self.tool}"
