"""Addresses that the site leads to, and how they answered last (S143)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from convergence.messaging.choices import LinkVerdict


class WatchedLinkQuerySet(models.QuerySet["WatchedLink"]):
    """Links, chainable."""

    def failing(self) -> "WatchedLinkQuerySet":
        """Keep those that did not answer last time, the longest first."""
        return self.exclude(failing_since=None).order_by("failing_since", "pk")

    def to_settle(self) -> "WatchedLinkQuerySet":
        """Keep those that fail and have no archived copy yet."""
        return self.failing().filter(archived_url="")


class WatchedLink(models.Model):
    """An address of another site that a source, a milestone or a page leads to. Personal data: none.

    `places` names where it stands: `[{"kind": "source" | "milestone" | "page", "id", "title"}]`. `failing_since` is the
    first check of the present row of failures. `offered_url` is an archived copy that nobody has accepted yet.
    """

    url = models.CharField(_("address"), max_length=500, unique=True)
    places = models.JSONField(default=list)
    verdict = models.CharField(_("answer"), max_length=12, choices=LinkVerdict, blank=True)
    status_code = models.PositiveSmallIntegerField(null=True, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    failing_since = models.DateTimeField(_("since"), null=True, blank=True)
    offered_url = models.CharField(max_length=500, blank=True)
    archived_url = models.CharField(_("address of the archived copy"), max_length=500, blank=True)

    objects = WatchedLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("watched address")
        verbose_name_plural = _("watched addresses")
        ordering = ("url",)

    def __str__(self) -> str:
        return self.url
