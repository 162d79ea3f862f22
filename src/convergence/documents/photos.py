"""Photographs that people send: made again as a picture and nothing else, and what was left behind is said (S97)."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from convergence.core.errors import DomainError

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 80_000_000
LONGEST_SIDE = 1600
QUALITY = 82
KINDS = ("JPEG", "PNG", "WEBP", "TIFF", "GIF")
BROKEN = (
    UnidentifiedImageError, Image.DecompressionBombError, OSError, EOFError, ValueError, SyntaxError, LookupError, TypeError,
    ArithmeticError, struct.error,
)  # fmt: skip
"""What a file that is no photograph, or was bent on purpose, makes of the reader."""
_NAMES = (ExifTags.Base.Artist, ExifTags.Base.Copyright, ExifTags.Base.XPAuthor)
_HOURS = (ExifTags.Base.DateTime, ExifTags.Base.DateTimeOriginal, ExifTags.Base.DateTimeDigitized)
_DEVICES = (ExifTags.Base.Make, ExifTags.Base.Model, ExifTags.Base.Software)


class UnreadablePhoto(DomainError):
    """The file is no photograph that can be read."""

    code = "unreadable_photo"
    status = 422
    message = gettext_lazy("“%(name)s” is no photograph that can be read. Send a JPEG, PNG or WebP file.")


class PhotoTooHeavy(DomainError):
    """The file is too heavy."""

    code = "photo_too_heavy"
    status = 422
    message = gettext_lazy("“%(name)s” weighs more than 20 MB. Choose a lighter copy of it.")


@dataclass(frozen=True)
class Photo:
    """A photograph as it is kept: JPEG, without anything but the picture; `removed` says what came with it."""

    content: bytes
    width: int
    height: int
    removed: tuple[str, ...]


def cleaned(raw: bytes, name: str = "") -> Photo:
    """Make a photograph again: turned the right way up, 1 600 pixels at most, without place, hour, names or device.

    Raises:
        PhotoTooHeavy: over 20 MB or 80 million pixels.
        UnreadablePhoto: no photograph, whatever its name says.
    """
    if len(raw) > MOST_BYTES:
        raise PhotoTooHeavy(name=name)
    try:
        with Image.open(BytesIO(raw), formats=KINDS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise PhotoTooHeavy(name=name)
            removed = _found_in(opened)
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except BROKEN as error:
        raise UnreadablePhoto(name=name) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    kept = BytesIO()
    bare.save(kept, "JPEG", quality=QUALITY, optimize=True)
    return Photo(kept.getvalue(), bare.width, bare.height, removed)


def _found_in(opened: Image.Image) -> tuple[str, ...]:
    exif = opened.getexif()
    inner: Mapping[int, Any] = exif.get_ifd(ExifTags.IFD.Exif)
    told = {**dict(exif), **dict(inner)}
    found = []
    if exif.get_ifd(ExifTags.IFD.GPSInfo):
        found.append(_("the place"))
    if any(told.get(tag) for tag in _HOURS):
        found.append(_("the hour"))
    if any(told.get(tag) for tag in _NAMES):
        found.append(_("names"))
    if any(told.get(tag) for tag in _DEVICES):
        found.append(_("the device"))
    if not found and (exif or opened.info.get("comment") or opened.info.get("xmp")):
        found.append(_("other notes"))
    return tuple(found)
