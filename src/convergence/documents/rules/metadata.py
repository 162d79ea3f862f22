"""Taking out of a picture file what nobody meant to publish: where it was taken, by whom, with what, and words (S51, L9).

The picture itself is not compressed anew where its form allows (JPEG, PNG, WebP): only the parts that describe it go.
What stays is what it takes to draw it: colour profile, size, and which way is up.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, UnidentifiedImageError

PLACE, NAMES, DEVICE, MOMENT, WORDS = "PLACE", "NAMES", "DEVICE", "MOMENT", "WORDS"
ORDER = (PLACE, NAMES, DEVICE, MOMENT, WORDS)

GPS_IFD = 0x8825
EXIF_IFD = 0x8769
ORIENTATION = 0x0112
TAGS = {
    0x010E: WORDS, 0x010F: DEVICE, 0x0110: DEVICE, 0x0131: DEVICE, 0x0132: MOMENT, 0x013B: NAMES, 0x8298: NAMES,
    0x9003: MOMENT, 0x9004: MOMENT, 0x9286: WORDS, 0x9C9B: WORDS, 0x9C9C: WORDS, 0x9C9D: NAMES, 0x9C9E: WORDS,
    0x9C9F: WORDS, 0xA430: NAMES, 0xA431: DEVICE, 0xA433: DEVICE, 0xA434: DEVICE, 0xA435: DEVICE,
}  # fmt: skip
XMP = {
    PLACE: (b"GPSLatitude", b"photoshop:City", b"Iptc4xmpExt:Location", b"photoshop:Country"),
    NAMES: (b"dc:creator", b"dc:rights", b"photoshop:Credit", b"PersonInImage", b"mwg-rs:Name"),
    DEVICE: (b"tiff:Model", b"xmp:CreatorTool"),
    WORDS: (b"dc:description", b"dc:title", b"dc:subject"),
}
IPTC = {5: WORDS, 25: WORDS, 55: MOMENT, 80: NAMES, 85: NAMES, 90: PLACE, 92: PLACE, 95: PLACE, 101: PLACE, 110: NAMES,
        115: NAMES, 116: NAMES, 118: NAMES, 120: WORDS, 122: NAMES}  # fmt: skip
ANEW = {"GIF": {}, "AVIF": {"quality": 90}}
"""Forms that are written anew, with what Pillow is told."""

SOI, EOI, SOS, APP0, APP1, APP2, APP13, APP14, COM = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xED, 0xEE, 0xFE
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs", b"sBIT", b"bKGD", b"acTL",
     b"fcTL", b"fdAT", b"cICP"}
)  # fmt: skip


@dataclass(frozen=True)
class Cleaned:
    """A picture without what described it; `found` names what was taken out, in the order of `ORDER`."""

    content: bytes
    found: tuple[str, ...]


def without_metadata(content: bytes) -> Cleaned:
    """Return a picture file without place, names, device, moment and words; a file that is no picture stays as it is."""
    try:
        with Image.open(BytesIO(content)) as image:
            form = image.format or ""
            told = told_by(image)
            turned = int(image.getexif().get(ORIENTATION) or 1)
            if form in ANEW:
                return _cleaned(content, _written_anew(image, form), told)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error):
        return Cleaned(content, ())
    cleaners = {"JPEG": _jpeg, "MPO": _jpeg, "PNG": _png, "WEBP": _webp}
    cleaner = cleaners.get(form)
    if cleaner is None:
        return Cleaned(content, ())
    return _cleaned(content, cleaner(content, turned), told)


def _cleaned(before: bytes, after: bytes, told: set[str]) -> Cleaned:
    return (
        Cleaned(after, tuple(what for what in ORDER if what in told))
        if told or after != before
        else Cleaned(before, ())
    )


def told_by(image: Image.Image) -> set[str]:
    """Return what the file tells beside the picture."""
    exif = image.getexif()
    tags = {**exif, **exif.get_ifd(EXIF_IFD)}
    told = {what for tag, what in TAGS.items() if str(tags.get(tag) or "").strip("\x00 ")}
    if exif.get_ifd(GPS_IFD):
        told.add(PLACE)
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    packet = packet.encode() if isinstance(packet, str) else packet
    told |= {what for what, marks in XMP.items() if any(mark in packet for mark in marks)}
    told |= {what for number, what in IPTC.items() if bytes((0x1C, 2, number)) in _photoshop(image)}
    if image.info.get("comment") or any(isinstance(word, str) for word in getattr(image, "text", {}).values()):
        told.add(WORDS)
    return told


def _photoshop(image: Image.Image) -> bytes:
    found = image.info.get("photoshop") or {}
    return b"".join(part for part in found.values() if isinstance(part, bytes)) if isinstance(found, dict) else b""


def _written_anew(image: Image.Image, form: str) -> bytes:
    made = BytesIO()
    for name in ("exif", "xmp", "comment", "XML:com.adobe.xmp"):
        image.info.pop(name, None)
    image.save(made, format=form, save_all=getattr(image, "n_frames", 1) > 1, exif=b"", **ANEW[form])
    return made.getvalue()


def _upright(turned: int) -> bytes:
    """Return an Exif block that says which way is up, and nothing else."""
    return b"MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, ORIENTATION, 3, 1, turned, 0, 0)


def _jpeg(content: bytes, turned: int) -> bytes:
    """Keep the segments that draw the picture; what stands after its end (a second picture, a trailer) goes too."""
    kept = [b"\xff\xd8"]
    if turned != 1:
        block = b"Exif\x00\x00" + _upright(turned)
        kept.append(b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block)
    for marker, segment in _segments(content):
        is_profile = marker == APP2 and segment[4:].startswith(b"ICC_PROFILE\x00")
        describes = (APP1 <= marker <= 0xEF and marker != APP14 and not is_profile) or marker == COM
        if not describes:
            kept.append(segment)
    return b"".join(kept)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the marker and the bytes of each segment after the first, the drawn lines with the segment before them."""
    at = 2
    while at + 1 < len(content):
        if content[at] != 0xFF:
            at += 1
            continue
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker == EOI:
            yield marker, content[at : at + 2]
            return
        elif marker == 0x01 or 0xD0 <= marker <= 0xD7:
            yield marker, content[at : at + 2]
            at += 2
        else:
            end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
            if marker == SOS:
                end = _end_of_scan(content, end)
            yield marker, content[at:end]
            at = end
    yield EOI, b"\xff\xd9"  # a file that was cut short


def _end_of_scan(content: bytes, at: int) -> int:
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            return len(content)
        following = content[at + 1]
        if following != 0 and not 0xD0 <= following <= 0xD7 and following != 0xFF:
            return at
        at += 1 if following == 0xFF else 2


def _png(content: bytes, turned: int) -> bytes:
    """Keep the chunks that draw the picture."""
    kept, at = [PNG_SIGNATURE], len(PNG_SIGNATURE)
    while at + 8 <= len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        name, chunk = content[at + 4 : at + 8], content[at : at + 12 + size]
        if name in PNG_KEPT:
            kept.append(chunk)
        if name == b"IHDR" and turned != 1:
            body = b"eXIf" + _upright(turned)
            kept.append(struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body)))
        if name == b"IEND":
            break
        at += 12 + size
    return b"".join(kept)


def _webp(content: bytes, turned: int) -> bytes:
    """Keep the chunks that draw the picture, and take the marks of the others out of the head."""
    kept, at = [], 12
    while at + 8 <= len(content):
        name, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        chunk = content[at : at + 8 + size + size % 2]
        if name == b"VP8X" and len(chunk) > 8:
            flags = (chunk[8] & ~0x0C) | (0x08 if turned != 1 else 0)
            chunk = chunk[:8] + bytes((flags,)) + chunk[9:]
        if name not in (b"EXIF", b"XMP "):
            kept.append(chunk)
        at += 8 + size + size % 2
    if turned != 1:
        block = _upright(turned)
        kept.append(b"EXIF" + struct.pack("<I", len(block)) + block)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body
