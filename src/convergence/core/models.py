"""Tables of the core: the organisation's profile, the audit log, counters, presses."""

from django.core.validators import FileExtensionValidator, MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from convergence.core.marks import check_mark

colour = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write a colour as # and six digits, like #c1121f."))


class OrganisationProfile(models.Model):
    """The organisation that runs this software: one row, read by every page, letter and receipt (S1).

    Personal data: name and contact of the person in charge of personal information, who is public by law (L1).
    """

    name = models.CharField(_("full name"), max_length=200, blank=True)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    kind = models.CharField(_("nature"), max_length=200, blank=True)
    founded = models.CharField(_("founded"), max_length=10, blank=True)
    mission = models.TextField(_("mission, in one sentence"), blank=True)
    language = models.CharField(_("main language"), max_length=2, default="fr")
    street = models.CharField(_("street address"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    province = models.CharField(_("province"), max_length=40, blank=True, default="QC")
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    country = models.CharField(_("country"), max_length=2, default="CA")
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    website = models.URLField(_("web site"), blank=True)
    mark = models.FileField(
        _("mark"),
        upload_to="organisation/",
        blank=True,
        validators=[FileExtensionValidator(["png", "svg"]), check_mark],
    )
    colour_paper = models.CharField(_("paper"), max_length=7, default="#faf6ee", validators=[colour])
    colour_ink = models.CharField(_("ink"), max_length=7, default="#191714", validators=[colour])
    colour_thread = models.CharField(_("thread"), max_length=7, default="#c1121f", validators=[colour])
    colour_night = models.CharField(_("night"), max_length=7, default="#14323b", validators=[colour])
    colour_straw = models.CharField(_("straw"), max_length=7, default="#f2c14e", validators=[colour])
    year_end_month = models.PositiveSmallIntegerField(
        _("month of the year-end"), default=3, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    year_end_day = models.PositiveSmallIntegerField(
        _("day of the year-end"), default=31, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    is_registered_charity = models.BooleanField(_("is a registered charity"), default=False)
    charity_number = models.CharField(_("charity registration number"), max_length=20, blank=True)
    is_club_or_association = models.BooleanField(_("is a club or association in the sense of CASL"), default=False)
    enterprise_number = models.CharField(_("Québec enterprise number"), max_length=20, blank=True)
    gst_number = models.CharField(_("GST number"), max_length=20, blank=True)
    qst_number = models.CharField(_("QST number"), max_length=20, blank=True)
    bank_instructions = models.TextField(_("how to pay by transfer"), blank=True)
    etransfer_email = models.EmailField(_("e-mail for Interac e-Transfer"), blank=True)
    privacy_officer_title = models.CharField(_("title of the privacy officer"), max_length=200, blank=True)
    privacy_officer_title_en = models.CharField(_("the same in English"), max_length=200, blank=True)
    privacy_officer_title_es = models.CharField(_("the same in Spanish"), max_length=200, blank=True)
    privacy_officer_contact = models.CharField(_("contact of the privacy officer"), max_length=200, blank=True)
    not_seen_months = models.PositiveSmallIntegerField(_("months without contact before a visit is due"), default=12)
    is_demo = models.BooleanField(_("holds example data"), default=False, editable=False)

    class Meta:
        verbose_name = _("organisation's profile")
        verbose_name_plural = _("organisation's profile")
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="core_organisation_profile_single"),)

    def __str__(self) -> str:
        return self.name or self.acronym or str(_("(organisation without a name yet)"))

    @property
    def privacy_officer(self) -> str:
        """Return the title of the privacy officer in the active language, as first written where it has no other (L1)."""
        language = (get_language() or "fr")[:2]
        return str(getattr(self, f"privacy_officer_title_{language}", "") or self.privacy_officer_title)


class Counter(models.Model):
    """A series of whole numbers given out once each, in the transaction that uses them. Personal data: none."""

    name = models.CharField(max_length=80, primary_key=True)
    value = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


class AuditEntry(models.Model):
    """One act: who, when, on what; the values stand in `AuditDetail`, whose salted digest is kept here.

    Append-only. Personal data: id of the actor and of the record.
    """

    at = models.DateTimeField(_("when"))
    actor_id = models.BigIntegerField(null=True, blank=True)
    verb = models.CharField(_("act"), max_length=80)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=40, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("audit line")
        verbose_name_plural = _("audit log")
        ordering = ("-pk",)
        indexes = (models.Index(fields=["object_type", "object_id"], name="core_audit_object"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.object_type}:{self.object_id}"


class AuditDetail(models.Model):
    """The values of an audit line: names and fields before/after. The law may empty them; the chain holds all the same.

    Personal data: label of the actor and of the record, values before and after; emptied on erasure (L10).
    """

    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, primary_key=True, related_name="detail")
    salt = models.CharField(max_length=32)
    actor_label = models.CharField(max_length=200, blank=True)
    object_label = models.CharField(max_length=300, blank=True)
    changes = models.JSONField(default=dict, blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.actor_label} {self.object_label}"


class AuditSeal(models.Model):
    """A link of the chain: hash of the previous seal and of the entry. Append-only. Personal data: none."""

    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, related_name="seal")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return self.hash


class Press(models.Model):
    """A page that was sent a moment ago: pressing its button twice does its act once. Deleted after a minute.

    Personal data: the sentence said after the act and where it leads, sealed with what only the page sent knows.
    """

    name = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(db_index=True)
    answer = models.BinaryField(null=True)

    def __str__(self) -> str:
        return self.name
