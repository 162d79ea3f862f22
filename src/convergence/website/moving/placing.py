"""Where the items of an export go: in which order, under which page, under which short name."""

from collections.abc import Iterable, Mapping
from urllib.parse import unquote, urlsplit

from django.utils.text import slugify
from wagtail.models import Page

from convergence.website.addresses import is_taken
from convergence.website.moving.reading import Export, Item, bare_host
from convergence.website.moving.redirects import path_of
from convergence.website.moving.reporting import Report

LONGEST_SLUG = 200
MOST_ALIKE = 500


def parents_first(pages: Iterable[Item], report: Report) -> list[tuple[Item, int]]:
    """Return pages with the number of their parent (0: none), each after its parent.

    A parent that is not in the export, or a circle of parents, is reported and becomes none.
    """
    by_number = {item.wp_id: item for item in pages}
    parents: dict[int, int] = {}
    for item in by_number.values():
        parents[item.wp_id] = _parent(item, by_number, report)
    depths = {number: _depth(number, parents) for number in parents}
    order = sorted(by_number.values(), key=lambda item: (depths[item.wp_id], item.order, item.date, item.wp_id))
    return [(item, parents[item.wp_id]) for item in order]


def _parent(item: Item, by_number: Mapping[int, Item], report: Report) -> int:
    if not item.parent:
        return 0
    if item.parent not in by_number:
        report.add("parent_missing", item.title, item.link)
        return 0
    seen = {item.wp_id}
    above = item.parent
    while above:
        if above in seen:
            report.add("parent_loop", item.title, item.link)
            return 0
        seen.add(above)
        above = by_number[above].parent if above in by_number else 0
    return item.parent


def _depth(number: int, parents: Mapping[int, int]) -> int:
    depth = 0
    while parents.get(number):
        number = parents[number]
        depth += 1
    return depth


def short_name(item: Item, report: Report) -> str:
    """Return the short name of an item: its own, without accents; made from its title when it has none."""
    own = slugify(unquote(item.slug))[:LONGEST_SLUG].strip("-")
    if own:
        return own
    made = slugify(item.title)[:60].strip("-") or f"page-{item.wp_id}"
    report.add("slug_made", item.title, item.link, made)
    return made


def free_name(wished: str, parent: Page, item: Item, report: Report) -> str:
    """Return the short name, or the first free one made from it: one page per address, and none over the product's."""
    taken = set(parent.get_children().values_list("slug", flat=True))
    start = path_of(parent)
    name, number = wished, 1
    while name in taken or is_taken(f"{start.rstrip('/')}/{name}/"):
        number += 1
        if number > MOST_ALIKE:
            name = f"{item.kind}-{item.wp_id}"
            break
        name = f"{wished[: LONGEST_SLUG - 5]}-{number}"
    if name != wished:
        report.add("slug_taken", item.title, item.link, name)
    return name


def language_of(item: Item, export: Export, languages: Iterable[str]) -> str:
    """Return the language of an item: the label that plugins of languages give, else the site's, else French."""
    known = tuple(languages)
    for label in item.labels:
        if label.domain == "language" and label.slug:
            return label.slug[:2].lower()
    site = export.language[:2].lower()
    return site if site in known else "fr"


def is_front(item: Item, export: Export) -> bool:
    """Tell whether an item was the home page of the old site."""
    try:
        parts = urlsplit(item.link)
    except ValueError:
        return False
    root = urlsplit(export.address).path.rstrip("/")
    is_here = bare_host(item.link) == export.host
    return is_here and not parts.query and parts.path.rstrip("/") == root
