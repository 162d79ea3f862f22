"""Loading of the public site: sources, vocabulary, history, then the pages in three languages."""

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import override
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Revision, Site

from convergence.demo.site import history, pictures
from convergence.demo.site.kit import LANGUAGES, Finder, Leaf, T, body_of
from convergence.demo.site.pages import PAGES
from convergence.demo.site.translations import keep_side_by_side
from convergence.demo.stage import Stage
from convergence.documents.models import Picture
from convergence.history.models import Claim
from convergence.vocabulary.models import Axis, Theme
from convergence.website import models

# Addresses of the organisation's former site, and the page that answers there now (S67, S68, S126).
FORMER = (
    ("/outils/faites-un-don", "agir/faire-un-don"),
    ("/outils/nouvelle-page-dinscription", "agir/recevoir-les-nouvelles"),
    ("/ateliersdemisere", "axes/coalition"),
)
Made = dict[str, dict[str, Any]]
"""Pages by key, then by language."""
DATED = (
    "latest_revision", "live_revision", "first_published_at", "last_published_at", "latest_revision_created_at"
)  # fmt: skip


def load(stage: Stage) -> None:
    """Write the whole site."""
    shown = pictures.load(stage)
    sources = history.load(stage, shown)
    languages = locales()
    made = _tree(languages, shown)
    Site.clear_site_root_paths_cache()
    find = Finder(
        {key: pages["fr"].pk for key, pages in made.items()},
        {key: source.pk for key, source in sources.items()},
        {key: picture.pk for key, picture in shown.items()},
        dict(Claim.objects.values_list("slug", "pk")),
        lambda key, language: sources[key].in_words(language),
        lambda key: sources[key].url,
    )
    _fill(made, find, stage.at)
    keep_side_by_side(made, languages, stage.at)
    for old, key in FORMER:
        row = Redirect(old_path=Redirect.normalise_path(old), redirect_page=made[key]["fr"], is_permanent=True)
        row.full_clean()
        row.save()


def locales() -> dict[str, Locale]:
    """Return the languages of the site, made where they are missing."""
    return {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}


def _tree(languages: dict[str, Locale], shown: dict[str, Picture]) -> Made:
    """Make the pages, their bodies still empty: a link needs the page that it leads to."""
    made: Made = {leaf.key: {} for leaf in PAGES}
    for language, locale in languages.items():
        with override(language):
            for leaf in PAGES:
                made[leaf.key][language] = _place(leaf, language, locale, made, shown)
        if language == "fr":
            _open_site(made[""]["fr"])
    return made


def _place(leaf: Leaf, language: str, locale: Locale, made: Made, shown: dict[str, Picture]) -> Any:
    kind: Any = getattr(models, leaf.model)
    page = kind(title=leaf.title.to(language), slug=getattr(leaf.slug, language), locale=locale)
    page.kicker, page.lede, page.show_in_menus = leaf.kicker.to(language), leaf.lede.to(language), leaf.in_menu
    page.drawing, page.picture = leaf.drawing, shown.get(leaf.picture)
    if language != "fr":
        page.translation_key = made[leaf.key]["fr"].translation_key
    if leaf.axis:
        page.axis = Axis.objects.get(slug=leaf.axis)
    for name, value in leaf.more.items():
        if name == "themes":
            page.themes = list(Theme.objects.filter(slug__in=value))
        else:
            setattr(page, name, value.to(language) if isinstance(value, T) else value)
    parent = made[leaf.parent][language] if leaf.key else Page.get_first_root_node()
    return parent.add_child(instance=page)


def _fill(made: Made, find: Finder, at: datetime) -> None:
    """Write the bodies and a published revision of every page, with few queries."""
    pages = []
    for leaf in PAGES:
        for language, page in made[leaf.key].items():
            block: Any = page._meta.get_field("body").stream_block
            with override(language):
                page.body = block.to_python(body_of(leaf, language, find))
            pages.append(page)
    for kind in {type(page) for page in pages}:
        kind.objects.bulk_update([page for page in pages if type(page) is kind], ["body"])
    revisions = Revision.objects.bulk_create([_revision(page, at) for page in pages])
    rows = Page.objects.in_bulk([page.pk for page in pages])
    for page, revision in zip(pages, revisions, strict=True):
        row = rows[page.pk]
        row.latest_revision = row.live_revision = revision
        row.first_published_at = row.last_published_at = row.latest_revision_created_at = at
    Page.objects.bulk_update(rows.values(), DATED)


def _revision(page: Any, at: datetime) -> Revision:
    return Revision(
        content_type=ContentType.objects.get_for_model(type(page)),
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=str(page.pk),
        object_str=str(page),
        content=page.serializable_data(),
        created_at=at,
    )


def _open_site(home: Page) -> None:
    """Make the French home page the root of the site; the page that Wagtail put there goes, if nobody used it."""
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
    former = site.root_page if site.pk else None
    site.root_page = home
    site.save()
    if former and type(former.specific) is Page and former.is_leaf() and former.pk != home.pk:
        Page.objects.get(pk=former.pk).delete()
