"""People whom a member announces; the team accepts each in one click."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from convergence.contacts.choices import Office
from convergence.membership.choices import AnnouncementState


class AnnouncedPerson(models.Model):
    """Somebody who arrived in a member organisation, as its delegate says; nobody yet in the contacts.

    Personal data: name, post, e-mail and telephone of the person; who announced them.
    """

    member = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="announced_people")
    given_name = models.CharField(_("first name"), max_length=120)
    family_name = models.CharField(_("family name"), max_length=120)
    office = models.CharField(pgettext_lazy("an office", "post"), max_length=32, choices=Office.choices)
    title = models.CharField(_("title"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    said_by = models.CharField(_("said by"), max_length=200)
    announced_at = models.DateTimeField(_("announced on"))
    state = models.CharField(
        _("state"), max_length=8, choices=AnnouncementState.choices, default=AnnouncementState.PENDING
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_label = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey("contacts.Contact", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("announced person")
        verbose_name_plural = _("announced people")
        ordering = ("announced_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["member", "given_name", "family_name", "office"],
                condition=Q(state="PENDING"),
                name="membership_announced_once",
                violation_error_message=_("You have already announced this person; the team will look at it."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"
