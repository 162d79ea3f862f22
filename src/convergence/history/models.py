"""Tables of history. Dates, figures and wordings are kept as their sources state them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from convergence.contacts.models import Contact
from convergence.core.dates import UncertainDate
from convergence.core.db import UncertainDateField
from convergence.core.figures import Figure, Qualifier
from convergence.documents.models import LANGUAGES, Picture, PublicFile, Source
from convergence.history.choices import (
    ActorCapacity,
    CountryCapacity,
    LinkKind,
    MilestoneKind,
    PartOf,
    Precedence,
)
from convergence.vocabulary.countries import is_country
from convergence.vocabulary.models import Axis, NamedInThree, Place, Theme, WorldRegion


def refuse_unknown_country(code: str) -> None:
    """Refuse two letters that name no country."""
    if not is_country(code):
        raise ValidationError(_("Write the two letters of a country, as in CA or MX."), code="bad_country")


class Series(NamedInThree):
    """Milestones that answer one another: the anniversaries, the colloquia on debt (S28, S75). Personal data: none."""

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ("name_fr", "pk")


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    """Milestones, chainable."""

    def published(self) -> "MilestoneQuerySet":
        """Keep those that everybody may read."""
        return self.filter(is_published=True)

    def in_order(self) -> "MilestoneQuerySet":
        """Put them in order of time: what a year alone dates follows its dated months, what nobody dated comes last."""
        undated = models.Case(models.When(start="", then=1), default=0)
        return self.order_by(undated, Concat("start", Value("-99")), "position", "pk")

    def with_everything(self) -> "MilestoneQuerySet":
        """Fetch texts, figures, sources, countries and links in a fixed number of queries."""
        return self.select_related("place", "axis", "series", "picture").prefetch_related(
            "texts",
            "figures__source",
            "citations__source",
            "countries",
            "world_regions",
            "actors__contact",
            "themes",
            "links_out__target__texts",
            "links_in__origin__texts",
        )


class MilestoneManager(models.Manager.from_queryset(MilestoneQuerySet)):  # type: ignore[misc]
    """Milestones with their titles: a list of them never asks for each."""

    def get_queryset(self) -> MilestoneQuerySet:
        """Fetch the texts along."""
        rows: MilestoneQuerySet = super().get_queryset().prefetch_related("texts")
        return rows


class Milestone(ClusterableModel):  # type: ignore[misc]
    """Something that happened, as surely dated as its sources say (S21, S37, S38). Personal data: names of actors.

    `start` and `end` are as precise as the sources (`1975`, `1975-06`); empty `start` means that nobody dated it, and
    `undated_as` then says whether it still goes on or lies in the past.
    """

    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=14, choices=MilestoneKind)
    start = UncertainDateField(verbose_name=_("when, or from"))
    start_part = models.CharField(_("part of it"), max_length=5, choices=PartOf, blank=True)
    end = UncertainDateField(verbose_name=pgettext_lazy("an uncertain date", "until"))
    end_part = models.CharField(_("part of it"), max_length=5, choices=PartOf, blank=True)
    undated_as = models.CharField(_("without a date"), max_length=7, choices=Precedence, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("place"))
    axis = models.ForeignKey(Axis, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("work axis"))
    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, null=True, blank=True, related_name="milestones", verbose_name=_("series")
    )
    themes = ParentalManyToManyField(Theme, blank=True, verbose_name=_("themes"))
    world_regions = ParentalManyToManyField(WorldRegion, blank=True, verbose_name=_("parts of the world"))
    picture = models.ForeignKey(
        Picture, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    document = models.ForeignKey(
        PublicFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    position = models.PositiveSmallIntegerField(_("order within one date"), default=0)
    is_published = models.BooleanField(_("on the public site"), default=False)

    objects = MilestoneManager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ("start", "position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(start="") | Q(start_part=""),
                name="history_milestone_part_of_nothing",
                violation_error_message=_("“Early”, “mid” or “late” needs a month or a year."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse an end before the beginning, and a part of a single day."""
        super().clean()
        start, end = UncertainDate.read(self.start), UncertainDate.read(self.end)
        if start and end and end.latest < start.earliest:
            raise ValidationError({"end": _("The end comes before the beginning.")})
        for field in ("start", "end"):
            if getattr(self, f"{field}_part") and len(getattr(self, field)) == len("1975-06-12"):
                raise ValidationError(
                    {f"{field}_part": _("A day has no early, middle or late part: leave this empty.")}
                )

    def text_in(self, language: str) -> "MilestoneText | None":
        """Return the text in a language, else the French one, else any."""
        texts = {text.language: text for text in self.texts.all()}
        return texts.get(language[:2]) or texts.get("fr") or next(iter(texts.values()), None)

    @property
    def title(self) -> str:
        """Return the title in the active language."""
        text = self.text_in(get_language() or "fr")
        return text.title if text else self.slug


class MilestoneText(models.Model):
    """Title and words of a milestone in one language. Personal data: names of public actors, as published."""

    milestone = ParentalKey(Milestone, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    title = models.CharField(_("title"), max_length=160)
    summary = models.CharField(_("in one sentence"), max_length=400, blank=True)
    body = models.TextField(_("text"), blank=True)
    search_text = models.TextField(editable=False, blank=True)

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering = ("language", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["milestone", "language"],
                name="history_text_once",
                violation_error_message=_("There is a text in this language already."),
            ),
        )

    def __str__(self) -> str:
        return self.title


class MilestoneCountry(models.Model):
    """A country and what it is to a milestone. Personal data: none."""

    milestone = ParentalKey(Milestone, on_delete=models.CASCADE, related_name="countries")
    country = models.CharField(_("country"), max_length=2, validators=[refuse_unknown_country])
    capacity = models.CharField(_("what it is to it"), max_length=10, choices=CountryCapacity)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ("country", "pk")
        constraints = (
            models.UniqueConstraint(fields=["milestone", "country", "capacity"], name="history_country_once"),
        )

    def __str__(self) -> str:
        return self.country


class MilestoneActor(models.Model):
    """Who did it: a contact, or a collective known by a name only (S25). Personal data: the name of a public actor."""

    milestone = ParentalKey(Milestone, on_delete=models.CASCADE, related_name="actors")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("contact"))
    name = models.CharField(_("or its name"), max_length=200, blank=True)
    name_en = models.CharField(
        _("in English"), max_length=200, blank=True, help_text=_("Only where it is words, not the name of somebody.")
    )
    name_es = models.CharField(_("in Spanish"), max_length=200, blank=True)
    capacity = models.CharField(_("what they did"), max_length=11, choices=ActorCapacity)

    class Meta:
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(contact__isnull=False) | ~Q(name=""),
                name="history_actor_named",
                violation_error_message=_("Choose a contact or write a name."),
            ),
        )

    def __str__(self) -> str:
        return self.name_in(get_language() or "fr") or str(self.contact)

    def name_in(self, language: str) -> str:
        """Return the name in a language, as first written where it has no other; empty for a contact."""
        return str(getattr(self, f"name_{language[:2]}", "") or self.name)


class StatedFigure(models.Model):
    """A figure as one source states it; another source may state another, and both are shown (S22, S23).

    Figures of one milestone with the same `what` speak of the same thing. Personal data: none.
    """

    milestone = ParentalKey(Milestone, on_delete=models.CASCADE, related_name="figures")
    what = models.SlugField(_("what is counted (short name)"), max_length=40)
    value = models.PositiveBigIntegerField(pgettext_lazy("how many", "number"))
    qualifier = models.CharField(_("as stated"), max_length=14, choices=Qualifier, default=Qualifier.EXACT)
    unit_fr = models.CharField(_("what is counted, in French"), max_length=160)
    unit_en = models.CharField(_("what is counted, in English"), max_length=160, blank=True)
    unit_es = models.CharField(_("what is counted, in Spanish"), max_length=160, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, verbose_name=_("source"))

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ("what", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["milestone", "what", "source"],
                name="history_figure_once",
                violation_error_message=_("This source already states this figure."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.in_words(get_language() or 'fr')} {self.unit_in(get_language() or 'fr')}"

    def in_words(self, language: str) -> str:
        """Return « près de 500 »."""
        return Figure(self.value, self.qualifier).for_people(language)

    def unit_in(self, language: str) -> str:
        """Return what is counted, in a language."""
        return str(getattr(self, f"unit_{language[:2]}", "") or self.unit_fr)


class Citation(models.Model):
    """A source of a milestone. Personal data: none."""

    milestone = ParentalKey(Milestone, on_delete=models.CASCADE, related_name="citations")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations", verbose_name=_("source"))
    detail_fr = models.CharField(_("page or remark"), max_length=200, blank=True)
    detail_en = models.CharField(_("in English"), max_length=200, blank=True)
    detail_es = models.CharField(_("in Spanish"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["milestone", "source"], name="history_citation_once"),)

    def __str__(self) -> str:
        return str(self.source)

    @property
    def detail(self) -> str:
        """Return the page or remark in the language of the page, as first written where it has no other."""
        language = (get_language() or "fr")[:2]
        return str(getattr(self, f"detail_{language}", "") or self.detail_fr)


class MilestoneLink(models.Model):
    """One milestone leads to another. Personal data: none."""

    origin = ParentalKey(Milestone, on_delete=models.CASCADE, related_name="links_out")
    target = models.ForeignKey(
        Milestone, on_delete=models.CASCADE, related_name="links_in", verbose_name=_("other milestone")
    )
    kind = models.CharField(_("link"), max_length=15, choices=LinkKind)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["origin", "target", "kind"], name="history_link_once"),
            models.CheckConstraint(
                condition=~Q(origin=F("target")),
                name="history_link_elsewhere",
                violation_error_message=_("A milestone cannot lead to itself."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.origin} → {self.target}"


class MissionWording(models.Model):
    """A wording of the mission, held from a date on; the older ones stay readable (S5). Personal data: none."""

    valid_from = UncertainDateField(verbose_name=_("used from"), blank=True)
    attested = UncertainDateField(verbose_name=_("attested on"))
    adopted_by = models.CharField(pgettext_lazy("a wording", "adopted by"), max_length=200, blank=True)
    text_fr = models.TextField(_("French text"))
    text_en = models.TextField(_("English text"), blank=True)
    text_es = models.TextField(_("Spanish text"), blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, verbose_name=_("source"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("wording of the mission")
        verbose_name_plural = _("wordings of the mission")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.text_fr[:80]

    def text_in(self, language: str) -> str:
        """Return the text in a language, the French one where there is none."""
        return str(getattr(self, f"text_{language[:2]}", "") or self.text_fr)


class Claim(models.Model):
    """A claim that is only shown with who made it and when (S4). Personal data: the name of who said it."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    text_fr = models.TextField(_("French text"))
    text_en = models.TextField(_("English text"), blank=True)
    text_es = models.TextField(_("Spanish text"), blank=True)
    said_by = models.CharField(_("said by"), max_length=200, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, verbose_name=_("source"))

    class Meta:
        verbose_name = _("attributed claim")
        verbose_name_plural = _("attributed claims")
        ordering = ("slug", "pk")

    def __str__(self) -> str:
        return self.text_fr[:80]

    def text_in(self, language: str) -> str:
        """Return the text in a language, the French one where there is none."""
        return str(getattr(self, f"text_{language[:2]}", "") or self.text_fr)


class CountryTie(models.Model):
    """A country and what the organisation did or does there, for a time (S35, S36). Personal data: none."""

    country = models.CharField(_("country"), max_length=2, validators=[refuse_unknown_country])
    capacity = models.CharField(_("what"), max_length=10, choices=CountryCapacity)
    start = UncertainDateField(verbose_name=pgettext_lazy("an uncertain date", "from"))
    end = UncertainDateField(verbose_name=pgettext_lazy("an uncertain date", "until"))
    note_fr = models.CharField(_("in French"), max_length=300, blank=True)
    note_en = models.CharField(_("in English"), max_length=300, blank=True)
    note_es = models.CharField(_("in Spanish"), max_length=300, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, verbose_name=_("source"))

    class Meta:
        verbose_name = _("tie with a country")
        verbose_name_plural = _("ties with countries")
        ordering = ("country", "capacity", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["country", "capacity", "source"],
                name="history_tie_once",
                violation_error_message=_("This source already states this tie."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.country} {self.get_capacity_display()}"

    def note_in(self, language: str) -> str:
        """Return the note in a language, the French one where there is none."""
        return str(getattr(self, f"note_{language[:2]}", "") or self.note_fr)


class DeclaredTotal(models.Model):
    """A total of the past that nobody can count any more: « plus d’une cinquantaine de tournées » (S71–S76).

    `wording_*` is the total as the source says it; `value` and `qualifier` are compared with the records, once a
    register counts them. Personal data: none.
    """

    key = models.SlugField(_("short name"), max_length=40)
    value = models.PositiveBigIntegerField(pgettext_lazy("how many", "number"), null=True, blank=True)
    qualifier = models.CharField(_("as stated"), max_length=14, choices=Qualifier, default=Qualifier.APPROX)
    wording_fr = models.CharField(_("as written, in French"), max_length=200)
    wording_en = models.CharField(_("in English"), max_length=200, blank=True)
    wording_es = models.CharField(_("in Spanish"), max_length=200, blank=True)
    unit_fr = models.CharField(_("what is counted, in French"), max_length=160)
    unit_en = models.CharField(_("what is counted, in English"), max_length=160, blank=True)
    unit_es = models.CharField(_("what is counted, in Spanish"), max_length=160, blank=True)
    stated = UncertainDateField(verbose_name=_("stated on"))
    source = models.ForeignKey(Source, on_delete=models.PROTECT, verbose_name=_("source"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("declared total")
        verbose_name_plural = _("declared totals")
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=["key", "source"], name="history_total_once"),)

    def __str__(self) -> str:
        return self.wording_in(get_language() or "fr")

    def wording_in(self, language: str) -> str:
        """Return the total as written, in a language."""
        return str(getattr(self, f"wording_{language[:2]}", "") or self.wording_fr)

    def unit_in(self, language: str) -> str:
        """Return what is counted, in a language."""
        return str(getattr(self, f"unit_{language[:2]}", "") or self.unit_fr)
