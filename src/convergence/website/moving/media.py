"""The files of the old library, from a folder or a .zip given with the export; never from the web."""

import re
import zipfile
from pathlib import Path, PurePosixPath
from typing import IO, Protocol
from urllib.parse import unquote, urlsplit

LARGEST = 60 * 1024 * 1024
MOST_ENTRIES = 100_000
UPLOADS = "wp-content/uploads/"
_SIZE = re.compile(r"-(?:\d{1,5}x\d{1,5}|scaled|rotated|e\d{10,13})(?=\.[A-Za-z0-9]{2,5}$)")
_CAMERA = re.compile(r"(?:img|dsc[nf]?|p|pic|photo|image|capture|screenshot|sans titre|untitled|wp|\d)*[\W_\d]*(?:\(?\d+\)?)?", re.IGNORECASE)  # fmt: skip
MISSPELT = {"hisoire": "histoire", "solidarite-internationnale": "solidarite-internationale"}
"""Words misspelt in names of files of the older site, and what they stand for (S32)."""


class Media(Protocol):
    """Where the files of the library are read."""

    def read(self, path: str) -> bytes | None:
        """Return a file by its path below `wp-content/uploads`, or None."""


class NoMedia:
    """Nothing was given."""

    def read(self, path: str) -> bytes | None:
        """Return nothing."""
        return None


class FolderMedia:
    """A folder: `uploads` itself, or one that holds `wp-content/uploads`. No link leads out of it."""

    def __init__(self, folder: Path) -> None:
        self._root = folder.resolve()

    def read(self, path: str) -> bytes | None:
        """Return a file of the folder, or None."""
        for start in ("", UPLOADS, "uploads/"):
            found = (self._root / start / path).resolve()
            if found.is_relative_to(self._root) and found.is_file() and found.stat().st_size <= LARGEST:
                return found.read_bytes()
        return None


class ZipMedia:
    """A .zip of the same.

    Raises:
        zipfile.BadZipFile: it does not open, or holds too much.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(stream)
        entries = self._zip.infolist()
        if len(entries) > MOST_ENTRIES:
            raise zipfile.BadZipFile
        self._entries = {entry.filename.rpartition(UPLOADS)[2].removeprefix("uploads/"): entry for entry in entries}

    def read(self, path: str) -> bytes | None:
        """Return a file of the archive, or None; no more is unfolded than a file may weigh."""
        entry = self._entries.get(path)
        if entry is None or entry.flag_bits & 1 or entry.file_size > LARGEST:
            return None
        try:
            with self._zip.open(entry) as stream:
                content = stream.read(LARGEST + 1)
        except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError):
            return None
        return content if len(content) <= LARGEST else None


def library_path(address: str) -> str:
    """Return the path of a file below `wp-content/uploads`: `2019/05/a.jpg`; empty when the address is none of it."""
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return ""
    _before, found, after = path.partition(f"/{UPLOADS}")
    parts = PurePosixPath(after).parts
    if not found or not parts or ".." in parts or "\x00" in after or parts[0] == "/":
        return ""
    return "/".join(parts)


def full_size(path: str) -> str:
    """Return the path of the whole picture of which one is a smaller copy: `a-300x200.jpg` → `a.jpg`."""
    return _SIZE.sub("", path)


def corrected_name(name: str) -> str:
    """Return the name of a file with its known misspellings corrected: `petite-hisoire-ciso` → `petite-histoire-ciso`."""
    for wrong, right in MISSPELT.items():
        name = name.replace(wrong, right)
    return name


def says_something(alt: str, name: str) -> bool:
    """Tell whether words for a picture are words: not its file name, not what a camera calls it."""
    from convergence.website.moving.cleaning import folded  # noqa: PLC0415

    words = folded(alt)
    stem = name.rpartition(".")[0] or name
    if not words or words in {folded(stem), folded(name), folded(corrected_name(stem))}:
        return False
    is_name = " " not in alt.strip() and any(sign in alt for sign in "-_.")
    return not is_name and not _CAMERA.fullmatch(alt.strip())
