"""Who is a member, in which group, since when, and where it stands."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from convergence.membership.choices import ApplicationState, GroupCode


class GroupRule(models.Model):
    """The rule of a group from a day on, as the by-laws state it. Personal data: none."""

    group = models.CharField(_("group"), max_length=1, choices=GroupCode.choices)
    valid_from = models.DateField(_("valid from"))
    min_members = models.PositiveIntegerField(_("least number of declared members"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("rule of a group")
        verbose_name_plural = _("rules of the groups")
        ordering = ("group", "-valid_from", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["group", "valid_from"],
                name="membership_group_rule_once",
                violation_error_message=_("This group already has a rule from that day on."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.group}, {self.valid_from}"


class GroupMembershipQuerySet(models.QuerySet["GroupMembership"]):
    """Chainable questions about stays in a group."""

    def on(self, day: date) -> Self:
        """Keep the stays that cover a day, both ends included."""
        return self.filter(Q(end_date__isnull=True) | Q(end_date__gte=day), start_date__lte=day)


class GroupMembership(models.Model):
    """A member's stay in a group; `end_date` is its last day.

    Personal data: that a person is a member, and since when.
    """

    member = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="group_memberships")
    group = models.CharField(_("group"), max_length=1, choices=GroupCode.choices)
    start_date = models.DateField(_("from"))
    end_date = models.DateField(_("last day"), null=True, blank=True)
    source = models.CharField(_("source or decision"), max_length=300, blank=True)
    end_reason = models.CharField(_("reason of the end"), max_length=300, blank=True)
    created_at = models.DateTimeField(editable=False)

    objects = GroupMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("stay in a group")
        verbose_name_plural = _("stays in a group")
        ordering = ("member_id", "start_date", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="membership_stay_dates",
                violation_error_message=_("The last day cannot come before the first one."),
            ),
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(end_date__isnull=True),
                name="membership_one_open_stay",
                violation_error_message=_("This member already is in a group: change its group instead."),
            ),
            models.UniqueConstraint(
                fields=["member", "start_date"],
                name="membership_one_stay_a_day",
                violation_error_message=_("This member already changed group on that day."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.member_id}: {self.group}"


class MembershipApplication(models.Model):
    """Somebody asks to become a member; the board decides.

    Personal data: who applied, and the decision.
    """

    applicant = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="membership_applications")
    group = models.CharField(_("group asked for"), max_length=1, choices=GroupCode.choices)
    submitted_date = models.DateField(_("received on"))
    motive = models.TextField(_("why they join"), blank=True, max_length=4000)
    state = models.CharField(
        _("state"), max_length=12, choices=ApplicationState.choices, default=ApplicationState.SUBMITTED
    )
    decided_group = models.CharField(_("group decided"), max_length=1, choices=GroupCode.choices, blank=True)
    decided_date = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    decision_note = models.TextField(_("note of the decision"), blank=True, max_length=4000)

    class Meta:
        verbose_name = _("membership application")
        verbose_name_plural = _("membership applications")
        ordering = ("-submitted_date", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["applicant"],
                condition=Q(state="SUBMITTED"),
                name="membership_one_open_application",
                violation_error_message=_("An application of this contact already waits for a decision."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.applicant_id}: {self.group} ({self.state})"


class DirectoryConsent(models.Model):
    """Yes or no to the public list of members (S55); the latest row counts, none is changed.

    Personal data: the answer and who gave it.
    """

    member = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="directory_consents")
    agreed = models.BooleanField(_("agrees to be in the public list"))
    said_by = models.CharField(_("said by"), max_length=200)
    wording = models.TextField(_("words shown"), max_length=2000)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("answer on the public list")
        verbose_name_plural = _("answers on the public list")
        ordering = ("member_id", "-at", "-pk")

    def __str__(self) -> str:
        return f"{self.member_id}: {self.agreed}"
