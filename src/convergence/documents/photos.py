"""Photographs that people send: made again as a picture and nothing else, and what was left behind is said (S97)."""

import struct
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps, UnidentifiedImageError

from convergence.core.errors import DomainError
from convergence.documents.choices import TakenOut
from convergence.documents.rules.metadata import ORDER, told_by

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 80_000_000
LONGEST_SIDE = 1600
QUALITY = 82
KINDS = ("JPEG", "PNG", "WEBP", "TIFF", "GIF")
BROKEN = (
    UnidentifiedImageError, OSError, EOFError, ValueError, SyntaxError, LookupError, TypeError,
    ArithmeticError, struct.error,
)  # fmt: skip
"""What a file that is no photograph, or was bent on purpose, makes of the reader."""


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


class PhotoTooLarge(DomainError):
    """The picture has more points than can be read, however light the file is."""

    code = "photo_too_large"
    status = 422
    message = gettext_lazy("“%(name)s” has more than 80 million points. Choose a smaller copy of it.")


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
        PhotoTooHeavy: over 20 MB.
        PhotoTooLarge: over 80 million points.
        UnreadablePhoto: no photograph, whatever its name says.
    """
    if len(raw) > MOST_BYTES:
        raise PhotoTooHeavy(name=name)
    try:
        with Image.open(BytesIO(raw), formats=KINDS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise PhotoTooLarge(name=name)
            told = told_by(opened)
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except Image.DecompressionBombError as error:
        raise PhotoTooLarge(name=name) from error
    except BROKEN as error:
        raise UnreadablePhoto(name=name) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    kept = BytesIO()
    bare.save(kept, "JPEG", quality=QUALITY, optimize=True)
    removed = tuple(str(TakenOut(what).label) for what in ORDER if what in told)
    return Photo(kept.getvalue(), bare.width, bare.height, removed)
