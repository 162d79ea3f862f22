"""From an export to pages, news, pictures, files and redirects: one transaction, tried or for good."""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime
from html import escape, unescape
from typing import Any, cast
from urllib.parse import parse_qs, urljoin, urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.blocks import StreamBlockValidationError
from wagtail.models import Page, Site

from convergence.documents.models import Picture
from convergence.vocabulary.models import Axis, Theme
from convergence.website.dressing import dress_line
from convergence.website.models import HomePage, MovedItem, NewsIndexPage, NewsPage, PublicPage, TextPage
from convergence.website.models.news import NewsKind
from convergence.website.moving.cleaning import Block, Cleaned, clean, folded
from convergence.website.moving.errors import MovingRefused
from convergence.website.moving.files import Library
from convergence.website.moving.media import Media, library_path, says_something
from convergence.website.moving.placing import free_name, is_front, language_of, parents_first, short_name
from convergence.website.moving.reading import Export, Item, bare_host
from convergence.website.moving.redirects import OldAddress, Redirects, lead_known, old_path
from convergence.website.moving.reporting import Report
from convergence.website.moving.words import plain

DRAFTS = frozenset({"draft", "pending", "private", "future"})
BROUGHT = frozenset({"publish", *DRAFTS})
RELEASES = frozenset({"communique", "communiques", "communiques de presse", "press releases", "comunicados"})
_HREF = re.compile(r'<a href="([^"]*)">')


def move(
    export: Export, *, media: Media, addresses: list[OldAddress], actor: Any, at: datetime, for_good: bool
) -> Report:
    """Bring an export into the site, or try to: the report is the same.

    Everything is written or nothing is: a fault in the middle leaves neither rows nor files.

    Raises:
        MovingRefused: the site has no home page or page of news to put things under, or the export holds nothing.
    """
    report = Report(is_try=not for_good)
    mover: Mover | None = None
    try:
        with transaction.atomic():
            mover = Mover(export, media, report, actor, at)
            mover.run(addresses)
            if not for_good:
                transaction.set_rollback(True)
    except BaseException:
        if mover is not None:
            mover.library.forget()
        raise
    if not for_good and mover is not None:
        mover.library.forget()
    return report


class Mover:
    """One move. Pages are made first, empty; then their bodies, so that links between them find each other."""

    def __init__(self, export: Export, media: Media, report: Report, actor: Any, at: datetime) -> None:
        self.export, self.report, self.at = export, report, at
        self.user = actor if getattr(actor, "pk", None) else None
        site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        if site is None or not HomePage.objects.filter(pk=site.root_page_id).exists():
            raise MovingRefused("no_home")
        self.site = site
        self.homes = {
            home.locale.language_code[:2]: home
            for home in HomePage.objects.select_related("locale").filter(translation_key=site.root_page.translation_key)
        }
        self.language = export.language[:2].lower() if export.language[:2].lower() in self.homes else "fr"
        self.library = Library(site=export.host, language=self.language, media=media, report=report, at=at)
        self.redirects = Redirects(site, report)
        self.places: dict[int, Page] = {}
        self.known = {row.wp_id: row for row in MovedItem.objects.filter(site=export.host).select_related("page")}
        self.by_path: dict[str, int] = {}
        self.replaced: dict[str, Page] = {}
        self.themes = _by_name(Theme.objects.all())
        self.axes = _by_name(Axis.objects.all())
        self.labels_left: dict[str, int] = {}

    def run(self, addresses: list[OldAddress]) -> None:
        """Bring everything."""
        brought = [item for item in self.export.items if self._is_brought(item)]
        if not brought:
            raise MovingRefused("nothing")
        self._report_whole()
        self.replaced = lead_known(self.redirects, addresses)
        for item in brought:
            if item.kind == "attachment":
                self._file(item)
        self.by_path = {old_path(item.link): item.wp_id for item in brought if item.kind in {"page", "post"}}
        made = [*self._pages([item for item in brought if item.kind == "page"])]
        made += self._news([item for item in brought if item.kind == "post"])
        for item, page in made:
            self._fill(item, page)
        for brought_file in dict.fromkeys(self.library.by_number.values()):
            if isinstance(brought_file, Picture):
                self._report_picture(brought_file)
        for label, count in sorted(self.labels_left.items()):
            self.report.add("label_left", text=label, count=count)

    # --- what is brought ---------------------------------------------------------------------------------------------

    def _is_brought(self, item: Item) -> bool:
        if item.kind == "attachment":
            return item.status != "trash"
        if item.kind not in {"page", "post"}:
            return False
        if item.status == "trash":
            self.report.add("trashed", item.title, item.link)
            return False
        if item.is_too_long:
            self.report.add("too_long", item.title, item.link)
            return False
        return item.status in BROUGHT

    def _report_whole(self) -> None:
        left: dict[str, int] = {}
        for item in self.export.items:
            if item.kind not in {"page", "post", "attachment"}:
                left[item.kind] = left.get(item.kind, 0) + 1
        for kind, count in sorted(left.items()):
            self.report.add("kind_left", text=kind, count=count)
        if comments := sum(item.comments for item in self.export.items):
            self.report.add("comments_left", count=comments)
        if self.export.repaired:
            self.report.add("repaired", count=self.export.repaired)

    def _file(self, item: Item) -> None:
        brought = self.library.bring(item)
        if brought is None:
            return
        link = brought.file.url if isinstance(brought, Picture) else brought.url
        for address in (item.file_url, item.link):
            self.redirects.lead(address, link=link, title=brought.title)

    def _report_picture(self, picture: Picture) -> None:
        if not picture.alt_fr:
            self.report.add("no_alt", picture.title, text=picture.title)
        if not picture.credit:
            self.report.add("no_credit", picture.title, text=picture.title)
        if picture.alt_fr and picture.credit and not picture.may_be_shown:
            self.report.add("no_consent", picture.title, text=picture.title)

    # --- pages, empty at first ---------------------------------------------------------------------------------------

    def _pages(self, items: list[Item]) -> list[tuple[Item, PublicPage]]:
        made = []
        for item, above in parents_first(items, self.report):
            home = self._home(item)
            if home is None:
                continue
            parent = self.places.get(above) or home
            page = self._place(item, parent, TextPage)
            if page is not None:
                made.append((item, page))
        return made

    def _news(self, items: list[Item]) -> list[tuple[Item, PublicPage]]:
        made = []
        indexes: dict[int, NewsIndexPage | None] = {}
        for item in sorted(items, key=lambda one: (one.date, one.wp_id)):
            home = self._home(item)
            if home is None:
                continue
            if home.pk not in indexes:
                indexes[home.pk] = NewsIndexPage.objects.descendant_of(home).order_by("depth", "pk").first()
            index = indexes[home.pk]
            if index is None:
                raise MovingRefused("no_news")
            page = self._place(item, index, lambda **words: NewsPage(date=self._day(item), **words))  # noqa: B023
            if page is not None:
                made.append((item, page))
        return made

    def _home(self, item: Item) -> HomePage | None:
        language = language_of(item, self.export, self.homes)
        if language not in self.homes:
            self.report.add("no_language", item.title, item.link, language)
            return None
        return self.homes[language]

    def _place(self, item: Item, parent: Page, make: Callable[..., PublicPage]) -> PublicPage | None:
        """Find the page that an item became before, or make it, empty and unpublished."""
        known = self.known.get(item.wp_id)
        if known is not None:
            if known.page is None:
                self.report.add("deleted_since", item.title, item.link)
                return None
            found = cast(PublicPage, known.page.specific)
            self.places[item.wp_id] = found
            return found
        title = dress_line(plain(item.title), parent.locale.language_code)[:255]
        if not title:
            self.report.add("no_title", item.link, item.link)
            title = f"({item.kind} {item.wp_id})"
        parent = Page.objects.get(pk=parent.pk)
        slug = free_name(short_name(item, self.report), parent, item, self.report)
        page = make(title=title, slug=slug, locale=parent.locale, live=False)
        parent.add_child(instance=page)
        self.places[item.wp_id] = page
        self.known[item.wp_id] = MovedItem.objects.create(
            site=self.export.host, wp_id=item.wp_id, kind=item.kind, old_address=item.link, page=page, moved_at=self.at
        )
        self.report.counts["news" if item.kind == "post" else "pages"] += 1
        return page

    def _day(self, item: Item) -> Any:
        moment = self._moment(item)
        if moment is None:
            self.report.add("no_date", item.title, item.link)
        return timezone.localdate(moment or self.at)

    def _moment(self, item: Item) -> datetime | None:
        try:
            return timezone.make_aware(datetime.fromisoformat(item.date)) if item.date else None
        except ValueError:
            return None

    # --- their bodies ------------------------------------------------------------------------------------------------

    def _fill(self, item: Item, page: PublicPage) -> None:
        language = page.locale.language_code[:2]
        title = dress_line(plain(item.title), language)[:255] or page.title
        cleaned = clean(
            item.content, language=language, title=plain(item.title), footnotes=item.meta.get("footnotes", "")
        )
        self.report.add_findings(cleaned.findings, title, item.link)
        body = self._body(cleaned, item, title)
        values: dict[str, Any] = {"title": title, "lede": dress_line(plain(item.excerpt), language)}
        labels: dict[str, Any] = self._labels(item)
        if not isinstance(page, NewsPage):
            labels = {"axis": labels["axis"]}
        cover = self.library.find("", item.meta.get("_thumbnail_id", ""))
        values["picture"] = cover if isinstance(cover, Picture) else None
        fingerprint = _fingerprint(values, labels, body, item)
        known = self.known[item.wp_id]
        if known.fingerprint == fingerprint:
            self.report.counts["unchanged"] += 1
            self._lead(item, page)
            return
        if known.fingerprint and page.latest_revision_id != known.revision_id:
            self.report.add("edited_since", title, item.link)
            return
        if known.fingerprint:
            self.report.counts["updated"] += 1
        self._write(item, page, {**values, **labels, "body": json.dumps(body)}, known, fingerprint)

    def _write(self, item: Item, page: PublicPage, values: dict[str, Any], known: MovedItem, fingerprint: str) -> None:
        for name, value in values.items():
            setattr(page, name, value)
        moment = self._moment(item)
        if moment is not None:
            page.first_published_at = moment
        why_draft = self._why_draft(item, page)
        revision = page.save_revision(user=self.user, log_action=True, changed=True, clean=False)
        if not why_draft:
            revision.publish(user=self.user)
        elif moment is not None:
            Page.objects.filter(pk=page.pk).update(first_published_at=moment)
        self.report.counts["drafts" if why_draft else "published"] += 1
        known.fingerprint, known.revision_id, known.moved_at = fingerprint, revision.pk, self.at
        known.is_held = why_draft == "held"
        known.save(update_fields=["fingerprint", "revision_id", "moved_at", "is_held"])
        if item.author:
            self.report.add("author", page.title, item.link, self.export.authors.get(item.author, item.author))
        self._lead(item, page)

    def _lead(self, item: Item, page: PublicPage) -> None:
        """Make the old address lead to the page, once it is or may be published."""
        if item.status != "publish" or item.has_password or bare_host(item.link) != self.export.host:
            return
        if old_path(item.link) in self.replaced:
            return
        page = cast(PublicPage, Page.objects.get(pk=page.pk))
        self.redirects.lead(item.link, page=page, title=page.title)

    def _why_draft(self, item: Item, page: PublicPage) -> str:
        """Return why the page stays a draft, and say it in the report; nothing when it goes public at once."""
        code, text = "", ""
        if item.status == "private" or item.has_password:
            code = "private"
        elif item.status == "future":
            code = "planned"
        elif item.status != "publish":
            return "draft"
        elif is_front(item, self.export):
            code = "front_page"
        elif old_path(item.link) in self.replaced:
            code, text = "replaced", self.replaced[old_path(item.link)].title
        elif any(picture.missing() for picture in page.pictures()):
            code = "held"
        elif text := _refusal(page):
            code = "not_valid"
        if code:
            self.report.add(code, page.title, item.link, text)
        return code

    def _labels(self, item: Item) -> dict[str, Any]:
        axis, themes, kind = None, [], NewsKind.NEWS
        for label in item.labels:
            if label.domain not in {"category", "post_tag"} or label.slug in {"uncategorized", "non-classe"}:
                continue
            name = folded(label.name or label.slug)
            if name in self.themes:
                themes.append(self.themes[name])
            elif name in self.axes:
                axis = self.axes[name]
            elif name in RELEASES:
                kind = NewsKind.RELEASE
            else:
                self.labels_left[label.name or label.slug] = self.labels_left.get(label.name or label.slug, 0) + 1
        return {"axis": axis, "themes": themes, "kind": kind}

    # --- blocks ------------------------------------------------------------------------------------------------------

    def _body(self, cleaned: Cleaned, item: Item, title: str) -> list[dict[str, Any]]:
        body = []
        for block in cleaned.blocks:
            if block.kind == "text":
                body.append({"type": "text", "value": _HREF.sub(lambda found: self._inner(found, item, title), block.value)})  # fmt: skip
            elif block.kind == "picture":
                value = self._picture(block, item, title)
                if value:
                    body.append({"type": "picture", "value": value})
            elif block.kind == "notes":
                body.append(
                    {
                        "type": "notes",
                        "value": [
                            {"type": "item", "value": note, "id": f"note-{number}"}
                            for number, note in enumerate(block.value, start=1)
                        ],
                    }
                )
            else:
                body.append({"type": block.kind, "value": block.value})
        return body

    def _picture(self, block: Block, item: Item, title: str) -> dict[str, Any] | None:
        value = block.value
        found = self.library.find(urljoin(self.export.address, value["src"]), value["number"])
        if not isinstance(found, Picture):
            self.report.add("picture_missing", title, item.link, value["src"] or value["number"])
            return None
        name = library_path(urljoin(self.export.address, value["src"])).rpartition("/")[2]
        alt = value["alt"] if says_something(value["alt"], name) else ""
        self.library.complete(found, alt=alt, credit=value["credit"])
        if value["src"]:
            self.redirects.lead(urljoin(self.export.address, value["src"]), link=found.file.url, title=found.title)
        return {"picture": found.pk, "caption": value["caption"]}

    def _inner(self, found: re.Match[str], item: Item, title: str) -> str:
        """Return the opening of a link: to the page or file that the old address stood for, else as it was."""
        written = unescape(found[1])
        if written.startswith(("mailto:", "tel:")):
            return found[0]
        address = urljoin(item.link or self.export.address, written)
        if bare_host(address) != self.export.host:
            return f'<a href="{escape(address)}">'
        target = self.library.find(address)
        if isinstance(target, Picture):
            return f'<a href="{escape(target.file.url)}">'
        if target is not None:
            return f'<a linktype="document" id="{target.pk}">'
        page = self._page_at(address)
        if page is not None:
            return f'<a linktype="page" id="{page.pk}">'
        self.report.add("inner_link_lost", title, item.link, address)
        return f'<a href="{escape(address)}">'

    def _page_at(self, address: str) -> Page | None:
        parts = urlsplit(address)
        query = parse_qs(parts.query)
        for name in ("p", "page_id"):
            number = query.get(name, [""])[0]
            if number.isdecimal() and int(number) in self.places:
                return self.places[int(number)]
        path = old_path(parts.path)
        if not path:
            return self.homes[self.language] if parts.path.strip("/") == "" and not query else None
        return self.places.get(self.by_path.get(path, 0)) or self.replaced.get(path) or self.redirects.live_at(path)


def _by_name(rows: Any) -> dict[str, Any]:
    return {folded(name): row for row in rows for name in (row.slug, row.name_es, row.name_en, row.name_fr) if name}


def _fingerprint(values: dict[str, Any], labels: dict[str, Any], body: list[dict[str, Any]], item: Item) -> str:
    told = [
        values["title"],
        values["lede"],
        getattr(values["picture"], "pk", None),
        getattr(labels["axis"], "pk", None),
        sorted(theme.pk for theme in labels.get("themes", [])),
        str(labels.get("kind", "")),
        body,
        (item.status, item.date, item.has_password, item.link),
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _refusal(page: PublicPage) -> str:
    try:
        page.body.stream_block.clean(page.body)
        page.full_clean(exclude=["slug", "path", "depth"])
    except StreamBlockValidationError as error:
        return str(error.as_json_data())[:200]
    except ValidationError as error:
        return " ".join(error.messages)[:200]
    return ""
