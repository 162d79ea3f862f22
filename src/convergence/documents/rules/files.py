"""What a paper that comes in may be: its kind, that it is what its name says, that it holds no program, nor a name to be kept."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator

MOST_BYTES = 150 * 1024 * 1024
OFFICE = {
    "epub": "application/epub+zip",
    "odt": "application/vnd.oasis.opendocument.text",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
KINDS = OFFICE | {
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "webm": "video/webm",
}
"""Ending of the name → media type."""
OFFICE_PARTS = {"docx": "word/", "pptx": "ppt/", "xlsx": "xl/"}
PROGRAMS = ("vbaproject.bin", ".exe", ".dll", ".scr", ".msi", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".hta", ".lnk",
            ".jar", ".apk", ".docm", ".xlsm", ".pptm")  # fmt: skip
"""How the names of programs end, inside an archive."""
BEGINS = (
    b"mz",
    b"\x7felf",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"#!",
    b"<!doctype",
    b"<html",
    b"<script",
    b"<?php",
    b"<svg",
)
"""How programs and pages of a browser begin, in small letters."""
PAGES = BEGINS[4:]
MOST_INFLATED = 64 * 1024 * 1024
MOST_UNPACKED, MOST_TIMES = 100 * 1024 * 1024, 50
"""What an archive may weigh once it is open, or how many times more: a light one that fills a disk is made for that."""
PROGRAM = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|XFA)(?=[\s/<>\[\](){}%]|$)"
)
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream\r?\n")
WHITE = b"\x00\t\n\x0c\r "


def kind_of(name: str) -> str:
    """Return the ending of a file's name, without its point, in small letters; empty when it has none."""
    _stem, point, ending = name.rpartition(".")
    return ending.lower() if point else ""


def fault_of(name: str, content: bytes) -> str:
    """Return what is wrong with a file, empty when nothing is.

    Returns:
        EMPTY, TOO_LARGE, WRONG_KIND, NOT_WHAT_IT_SAYS, LOCKED, PROGRAM or MACRO.
    """
    kind = kind_of(name)
    if kind not in KINDS:
        return "WRONG_KIND"
    if not content:
        return "EMPTY"
    if len(content) > MOST_BYTES:
        return "TOO_LARGE"
    if kind == "pdf":
        return _fault_of_pdf(content)
    if kind in OFFICE:
        return _fault_of_archive(kind, content)
    return "" if _fits(kind, content) else "NOT_WHAT_IT_SAYS"


def harm_of(name: str, content: bytes) -> str:
    """Return what is wrong with a file that anybody may be given, whatever its kind; empty when nothing is known to be.

    Returns:
        as `fault_of`; a kind that is not known is told from a program alone.
    """
    kind = kind_of(name)
    if kind == "pdf" or kind in OFFICE:
        return fault_of(name, content)
    if not content:
        return "EMPTY"
    if kind in {"zip", "xlsx"}:
        return _fault_of_archive(kind, content)
    head = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return "NOT_WHAT_IT_SAYS" if head.startswith(BEGINS) and kind not in {"mp3", "mp4", "webm"} else ""


def _fits(kind: str, content: bytes) -> bool:
    head = content[:16]
    if kind == "mp3":
        return head[:3] == b"ID3" or (head[0] == 0xFF and head[1:2] != b"" and head[1] & 0xE0 == 0xE0)
    if kind == "mp4":
        return head[4:8] == b"ftyp"
    if kind == "webm":
        return head[:4] == b"\x1a\x45\xdf\xa3"
    if b"\x00" in content[:65_536]:
        return False
    if kind == "vtt":
        return content.removeprefix(b"\xef\xbb\xbf")[:6] == b"WEBVTT"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not content.removeprefix(b"\xef\xbb\xbf").lstrip()[:9].lower().startswith(PAGES)


def _fault_of_pdf(content: bytes) -> str:
    if b"%PDF-" not in content[:1024]:
        return "NOT_WHAT_IT_SAYS"
    parts = list(pdf_parts(content))
    if any(re.search(rb"/Encrypt(?=[\s/<\[]|$)", part) for part in parts):
        return "LOCKED"
    return "PROGRAM" if any(PROGRAM.search(part) for part in parts) else ""


def pdf_parts(content: bytes) -> Iterator[bytes]:
    """Yield what a PDF is made of, names unescaped: all outside its streams, then its object streams and its metadata."""
    place, outside = 0, []
    while found := _STREAM.search(content, place):
        outside.append(content[place : found.start()])
        end = content.find(b"endstream", found.end())
        end = len(content) if end < 0 else end
        head = _plain(content[max(place, found.start() - 4096) : found.start()].rpartition(b"obj")[2])
        if b"/ObjStm" in head or b"/Metadata" in head or b"/XRef" in head:
            yield _plain(_inflated(content[found.end() : end]))
        place = end
    outside.append(content[place:])
    yield _plain(b" ".join(outside))


def _inflated(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed.lstrip(WHITE), MOST_INFLATED)
    except zlib.error:
        return packed


def _plain(part: bytes) -> bytes:
    """Write names as they are read: `/J#61vaScript` is `/JavaScript`."""
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), part)


def _fault_of_archive(kind: str, content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if any(one.flag_bits & 1 for one in archive.infolist()):
                return "LOCKED"
            if sum(one.file_size for one in archive.infolist()) > max(MOST_UNPACKED, MOST_TIMES * len(content)):
                return "TOO_LARGE"
            if any(name.lower().endswith(PROGRAMS) for name in names):
                return "MACRO"
            if kind == "zip":
                return ""
            if any(name.startswith(("Basic/", "Scripts/")) for name in names):
                return "MACRO"
            if kind in OFFICE_PARTS:
                return "" if any(name.startswith(OFFICE_PARTS[kind]) for name in names) else "NOT_WHAT_IT_SAYS"
            said = archive.read("mimetype") if archive.getinfo("mimetype").file_size < 200 else b""
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, zlib.error, ValueError):
        return "NOT_WHAT_IT_SAYS"
    return "" if said.strip() == OFFICE[kind].encode() else "NOT_WHAT_IT_SAYS"


def names_found(name: str, content: bytes, names: Iterable[str]) -> list[str]:
    """Return those of some names that the metadata of a PDF or of an office file hold (S50)."""
    kind = kind_of(name)
    texts = list(pdf_parts(content)) if kind == "pdf" else list(_office_metadata(content)) if kind in OFFICE else []
    return [one for one in names if one.strip() and any(_holds(text, one.strip()) for text in texts)]


def _holds(text: bytes, name: str) -> bool:
    folded = text.lower()
    written = (name, name.replace(" ", ", "), ", ".join(reversed(name.split(" ", 1))))
    ways = ("utf-8", "latin-1", "utf-16-be")
    return any(way.lower().encode(code, errors="ignore") in folded for way in written for code in ways if way)


def _office_metadata(content: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for one in archive.infolist():
                is_told = one.filename.endswith((".opf", "core.xml", "app.xml", "meta.xml"))
                if is_told and one.file_size < 1_000_000:
                    yield archive.read(one)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error):
        return
