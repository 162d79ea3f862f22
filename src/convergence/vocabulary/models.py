"""Words shared by every register: regions, work axes, themes, places, parts of the world; named in three languages."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from convergence.vocabulary.countries import is_country


class NamedInThree(models.Model):
    """Something with a short name and a name in three languages; French stands in for a missing one."""

    slug = models.SlugField(_("short name"), unique=True)
    name_fr = models.CharField(_("French name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100, blank=True)
    name_es = models.CharField(_("Spanish name"), max_length=100, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_in(get_language() or "fr")

    def name_in(self, language: str) -> str:
        """Return the name in a language of the product, the French one where there is none."""
        return str(getattr(self, f"name_{language[:2]}", "") or self.name_fr)


class Region(NamedInThree):
    """A region, named in three languages. Personal data: none."""

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ("name_fr", "pk")


class Axis(NamedInThree):
    """A work axis: every activity, budget line and section of a report carries one (S16). Personal data: none."""

    position = models.PositiveSmallIntegerField(_("order"), default=0)
    summary_fr = models.TextField(_("French summary"), blank=True)
    summary_en = models.TextField(_("English summary"), blank=True)
    summary_es = models.TextField(_("Spanish summary"), blank=True)

    class Meta:
        verbose_name = _("work axis")
        verbose_name_plural = _("work axes")
        ordering = ("position", "pk")


class Theme(NamedInThree):
    """A theme that any content may carry, with one stable address in every language (S6, S19). Personal data: none."""

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ("name_fr", "pk")


class WorldRegion(NamedInThree):
    """A part of the world as people name it: Africa, the Caribbean (S24). Personal data: none."""

    m49 = models.CharField(_("UN M49 code"), max_length=3, blank=True)

    class Meta:
        verbose_name = _("part of the world")
        verbose_name_plural = _("parts of the world")
        ordering = ("name_fr", "pk")


class Place(NamedInThree):
    """A city, region or spot, with its country and, when known, where it lies (S141). Personal data: none."""

    country = models.CharField(_("country"), max_length=2, help_text=_("Two letters, as in CA or MX."))
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ("name_fr", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="vocabulary_place_position",
                violation_error_message=_(
                    "Give both a latitude (−90 to 90) and a longitude (−180 to 180), or neither."
                ),
            ),
        )

    def clean(self) -> None:
        """Refuse a country that does not exist."""
        super().clean()
        if not is_country(self.country):
            raise ValidationError({"country": _("Write the two letters of a country, as in CA or MX.")})


def region_slug(name: str) -> str:
    """Return the short name under which a region is kept: « Trois-Rivières » → `trois-rivieres`."""
    return slugify(name)


class Acronym(models.Model):
    """An acronym and what it stands for; public texts say it the first time they write it (S112). Personal data: none."""

    short = models.CharField(_("acronym"), max_length=20, unique=True)
    stands_for_fr = models.CharField(_("stands for, in French"), max_length=200, blank=True)
    stands_for_en = models.CharField(_("stands for, in English"), max_length=200, blank=True)
    stands_for_es = models.CharField(_("stands for, in Spanish"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("acronym")
        verbose_name_plural = _("acronyms")
        ordering = ("short",)

    def __str__(self) -> str:
        return self.short

    def clean(self) -> None:
        """Refuse an acronym that stands for nothing, or that holds a space.

        Raises:
            ValidationError: names the field.
        """
        super().clean()
        if not any((self.stands_for_fr, self.stands_for_en, self.stands_for_es)):
            raise ValidationError({"stands_for_fr": _("Say what it stands for, in one language at least.")})
        if len(self.short.split()) != 1:
            raise ValidationError({"short": _("An acronym is one word.")})

    def stands_for(self, language: str) -> tuple[str, str]:
        """Return what it stands for and the language of that: the one asked for, else French, Spanish or English."""
        order = dict.fromkeys((language[:2], "fr", "es", "en"))
        return next((said, code) for code in order if (said := getattr(self, f"stands_for_{code}", "")))
