"""Regions: administrative regions, regional tables' territories, cities used as regions by a list."""

from django.db import models
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Region(models.Model):
    """A region, named in three languages. Personal data: none."""

    slug = models.SlugField(_("short name"), unique=True)
    name_fr = models.CharField(_("French name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100, blank=True)
    name_es = models.CharField(_("Spanish name"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ("name_fr", "pk")

    def __str__(self) -> str:
        return getattr(self, f"name_{(get_language() or 'fr')[:2]}", "") or self.name_fr


def region_slug(name: str) -> str:
    """Return the short name under which a region is kept: « Trois-Rivières » → `trois-rivieres`."""
    return slugify(name)
