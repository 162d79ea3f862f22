"""Copies of public pages, shared by all processes, never more than a second behind the registers.

Whatever changes a page leaves a line, in the audit log (every act on a register) or in Wagtail's log of pages, or changes
a picture or a file, which bear the moment of their last change. The last numbers of both logs, these moments, the files
that the product is made of and the day (what was to come is past the day after) are the version of the whole site. A
process asks for it at most once a second; a copy of another version is not served. A hit costs no query, or one when
another process made the copy.
"""

import gzip
import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from http import HTTPStatus
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone

from convergence.core.models import AuditEntry
from convergence.documents.models import Picture, PublicFile
from convergence.ui.language import is_public_page
from convergence.website.models import PageCopy

Answer = Callable[[HttpRequest], HttpResponse]
PRODUCT = Path(__file__).resolve().parents[1]
PAGE_LOG = "wagtailcore_pagelogentry"
MEMORY = 500
MOST_KEPT = 5_000
FRESH_SECONDS = 1.0
LONGEST_QUERY = 200
PACKED = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))")
KEPT_HEADERS = ("Content-Type", "Content-Language", "Content-Security-Policy", "Link")


@dataclass(frozen=True)
class Copy:
    """A page as it was answered."""

    version: str
    content: bytes
    headers: dict[str, str]

    @cached_property
    def etag(self) -> str:
        """Return the fingerprint of the content, as HTTP writes it."""
        return f'"{hashlib.sha256(self.content).hexdigest()[:24]}"'

    @cached_property
    def packed(self) -> bytes:
        """Return the content compressed once for all who read it so."""
        return gzip.compress(self.content, 6, mtime=0)


class Copies:
    """The copies of one process: the latest asked for, and the version of the site as of less than a second ago."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Copy] = OrderedDict()
        self._lock = Lock()
        self._version = ""
        self._asked_at = float("-inf")

    def version(self) -> str:
        """Return the version of the site, asked for at most once a second."""
        now = time.monotonic()
        if now - self._asked_at >= FRESH_SECONDS:
            self._version = current_version()
            self._asked_at = now
        return self._version

    def remembered(self, key: str) -> Copy | None:
        """Return the last copy from memory, of whichever version."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def shared(self, key: str, version: str) -> Copy | None:
        """Return the copy of this version from the table that all processes share."""
        row = PageCopy.objects.filter(key=_digest(key), version=version).first()
        if row is None:
            return None
        found = Copy(version, bytes(row.content), row.headers)
        self._remember(key, found)
        return found

    def put(self, key: str, version: str, response: HttpResponse) -> Copy:
        """Keep an answer under a version, in memory and for the other processes."""
        headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
        made = Copy(version, response.content, headers)
        PageCopy.objects.update_or_create(
            key=_digest(key), defaults={"version": version, "content": made.content, "headers": headers}
        )
        self._remember(key, made)
        return made

    def _remember(self, key: str, copy: Copy) -> None:
        with self._lock:
            self._kept[key] = copy
            self._kept.move_to_end(key)
            while len(self._kept) > MEMORY:
                self._kept.popitem(last=False)

    def forget(self) -> None:
        """Forget everything in this process; for tests."""
        with self._lock:
            self._kept.clear()
            self._asked_at = float("-inf")


copies = Copies()


def forget_former() -> int:
    """Delete the copies that nobody will be given any more, and all of them when there are too many; return how many."""
    rows = PageCopy.objects.exclude(version=current_version())
    if PageCopy.objects.count() - rows.count() > MOST_KEPT:
        rows = PageCopy.objects.all()
    return rows.delete()[0]


@cache
def fingerprint_of_code() -> str:
    """Return a digest of the product's files, by name, size and time: another release answers otherwise."""
    files = (path for path in PRODUCT.rglob("*") if path.suffix in {".py", ".html", ".css", ".js", ".mo"})
    known = sorted((str(path), (told := path.stat()).st_size, told.st_mtime_ns) for path in files)
    return hashlib.sha256(repr(known).encode()).hexdigest()[:8]


def current_version() -> str:
    """Return the version of the site, in one query: code, day, last lines of both logs, last change of a file."""
    acts, pages, *files = last_marks()
    changed = hashlib.sha256(repr(files).encode()).hexdigest()[:8]
    return f"{fingerprint_of_code()}.{timezone.localdate():%y%m%d}.{acts}.{pages}.{changed}"


def last_marks() -> tuple[int, int, str, int, str, int]:
    """Return the last numbers of the audit log and of Wagtail's log of pages, then what tells of pictures and of files.

    Of these, of which Wagtail leaves no line: when one changed last, and how many there are.
    """
    marks = [f"SELECT COALESCE(MAX(id), 0) FROM {table}" for table in (AuditEntry._meta.db_table, PAGE_LOG)]  # noqa: S608
    for model in (Picture, PublicFile):
        table = model._meta.db_table
        marks += [f"SELECT MAX(changed_at) FROM {table}", f"SELECT COUNT(*) FROM {table}"]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(f'({mark})' for mark in marks)}")
        acts, pages, pictured, pictures, filed, files = cursor.fetchone()
    return acts, pages, str(pictured or ""), pictures, str(filed or ""), files


def _may_be_copied(request: HttpRequest) -> bool:
    return request.method in {"GET", "HEAD"} and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY


def _is_nobody(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME not in request.COOKIES


def _key(request: HttpRequest) -> str:
    return f"{request.get_host()}\n{request.get_full_path()}"


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _answer(copy: Copy, request: HttpRequest) -> HttpResponse:
    response: HttpResponse
    is_packed = PACKED.search(request.headers.get("Accept-Encoding", "")) is not None
    etag = f'{copy.etag[:-1]}-gzip"' if is_packed else copy.etag
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponseNotModified()
    else:
        content = copy.packed if is_packed else copy.content
        response = HttpResponse(b"" if request.method == "HEAD" else content)
        for name, value in copy.headers.items():
            response.headers[name] = value
        response.headers["Content-Length"] = str(len(content))
        if is_packed:
            response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def _is_whole(response: HttpResponse) -> bool:
    """Tell whether an answer may be kept: a page as everybody gets it, which says nothing else of itself."""
    plain = not response.streaming and not response.cookies and "Cache-Control" not in response.headers
    return plain and response.status_code == HTTPStatus.OK


class PageCopyMiddleware:
    """Answers from the copies; makes the copy when there is none of this version and nobody is signed in.

    A public page is the same for everybody: who is signed in reads the copy made for a visitor, and never makes one.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer from a copy, or make it."""
        if not _may_be_copied(request):
            return self.get_response(request)
        key = _key(request)
        kept = copies.remembered(key)  # of public pages alone: the address need not be resolved again
        if kept is None and not is_public_page(request):
            return self.get_response(request)
        version = copies.version()
        found = kept if kept and kept.version == version else copies.shared(key, version)
        if found:
            return _answer(found, request)
        response = self.get_response(request)
        if request.method == "GET" and _is_nobody(request) and _is_whole(response):
            return _answer(copies.put(key, version, response), request)
        return response
