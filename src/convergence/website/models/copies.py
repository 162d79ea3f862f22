"""Copies of answered pages, shared by the processes."""

from django.db import models


class PageCopy(models.Model):
    """A public page as last answered, under the version of the site. May be emptied at any time. Personal data: none."""

    key = models.CharField(max_length=64, primary_key=True)
    version = models.CharField(max_length=40)
    content = models.BinaryField()
    headers = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.key[:12]} {self.version}"
