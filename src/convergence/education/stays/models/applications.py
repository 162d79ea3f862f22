"""Applications, their papers, the links that keep a member from scoring, the points."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from convergence.contacts.models import Contact
from convergence.education.stays.choices import LIVING, ApplicationState, LinkKind, PaperKind
from convergence.education.stays.models.calls import CommitteeMember, Criterion, StayCall


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Applications, chainable."""

    def living(self) -> "ApplicationQuerySet":
        """Keep what is neither over nor withdrawn."""
        return self.filter(state__in=LIVING)


class Application(models.Model):
    """An application to a call. Its personal link is derived from `nonce`; only the digest is kept (S61).

    `mark_hundredths` and `rank` are drawn when the call is decided. Personal data: all of it; emptied six months after it is
    over, two years after the return of those who went, or on erasure.
    """

    call = models.ForeignKey(StayCall, on_delete=models.PROTECT, related_name="applications", verbose_name=_("call"))
    code = models.CharField(_("reference"), max_length=12, unique=True, editable=False)
    person = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    union = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("union")
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    parent_agreed = models.CharField(_("parent who agrees"), max_length=200, blank=True)
    union_name = models.CharField(_("union, as written"), max_length=200, blank=True)
    tells_union = models.BooleanField(_("the union may follow the application"), default=False)
    motivation = models.TextField(_("why this stay"), max_length=6000, blank=True)
    experience = models.TextField(_("experience"), max_length=6000, blank=True)
    after = models.TextField(_("what I will do after the return"), max_length=6000, blank=True)
    needs = models.TextField(_("needs"), max_length=2000, blank=True)
    language = models.CharField(_("language"), max_length=2, default="fr")
    supported_at = models.DateTimeField(_("supported by the union"), null=True, blank=True)
    support = models.CharField(_("words of the union"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=ApplicationState, default=ApplicationState.RECEIVED)
    mark_hundredths = models.PositiveIntegerField(
        pgettext_lazy("of an application", "mark"), null=True, blank=True, editable=False
    )
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True, editable=False)
    offer_until = models.DateField(_("offer holds until"), null=True, blank=True, editable=False)
    because = models.CharField(_("why"), max_length=300, blank=True)
    nonce = models.CharField(max_length=32, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    form_key = models.CharField(max_length=64, unique=True, editable=False)
    received_at = models.DateTimeField(_("received"))
    changed_at = models.DateTimeField(_("changed"))
    settled_at = models.DateTimeField(_("over since"), null=True, blank=True)
    emptied_at = models.DateTimeField(_("emptied"), null=True, blank=True)

    objects: ClassVar[models.Manager["Application"]] = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ("received_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["call", "email"],
                condition=Q(state__in=LIVING) & ~Q(email=""),
                name="stays_application_once",
                violation_error_message=_("An application with this e-mail exists already for this call."),
            ),
        )
        indexes = (
            models.Index(fields=["call", "state", "rank"], name="stays_application_rank"),
            models.Index(fields=["state", "settled_at"], name="stays_application_old"),
        )

    def __str__(self) -> str:
        return self.name or self.code

    @property
    def mark(self) -> str:
        """Return the mark to one decimal, empty before the call is decided."""
        from django.utils.formats import number_format  # noqa: PLC0415

        return "" if self.mark_hundredths is None else number_format(round(self.mark_hundredths / 100, 1), 1)


class ApplicationPaper(models.Model):
    """A paper of an application, checked and kept in the database. Personal data: what the paper holds."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(_("what it is"), max_length=7, choices=PaperKind)
    name = models.CharField(_("name of the file"), max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("bytes"))
    content = models.BinaryField()
    removed = models.CharField(_("taken out of the file"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("paper of an application")
        verbose_name_plural = _("papers of applications")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class CommitteeLink(models.Model):
    """A link between a member and a candidate: no points, nothing seen. Append-only; words emptied with the application.

    Personal data: who is tied to whom, and how.
    """

    member = models.ForeignKey(CommitteeMember, on_delete=models.PROTECT, related_name="links")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(_("link"), max_length=10, choices=LinkKind)
    words = models.CharField(_("in a few words"), max_length=300, blank=True)
    declared_at = models.DateTimeField(_("recorded"))
    declared_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("link of a member of a committee")
        verbose_name_plural = _("links of members of committees")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["member", "application", "kind"], name="stays_link_once"),)

    def __str__(self) -> str:
        return f"{self.member}: {self.get_kind_display()}"


class Assessment(models.Model):
    """What one member gave to one application. Personal data: an opinion of somebody, and whose it is."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="assessments")
    member = models.ForeignKey(CommitteeMember, on_delete=models.PROTECT, related_name="assessments")
    remark = models.TextField(_("remark"), max_length=2000, blank=True)
    is_void = models.BooleanField(_("does not count: a link"), default=False)
    given_at = models.DateTimeField(_("given"))

    class Meta:
        verbose_name = _("points of a member")
        verbose_name_plural = _("points of members")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["application", "member"], name="stays_assessment_once"),)

    def __str__(self) -> str:
        return f"{self.member}: {self.application.code}"


class Score(models.Model):
    """Points for one criterion. Personal data: an opinion of somebody."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(_("points"))

    class Meta:
        verbose_name = _("points for a criterion")
        verbose_name_plural = _("points for criteria")
        ordering = ("criterion__position", "pk")
        constraints = (models.UniqueConstraint(fields=["assessment", "criterion"], name="stays_score_once"),)

    def __str__(self) -> str:
        return f"{self.points}"
