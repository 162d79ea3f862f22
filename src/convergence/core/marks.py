"""What a mark has to be: a drawing that pages, letters and receipts can show."""

from typing import Any

from defusedxml import DefusedXmlException, ElementTree  # type: ignore[import-untyped]
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image

MARK_BYTES = 512 * 1024
MARK_PIXELS = 4_000
SVG = "{http://www.w3.org/2000/svg}svg"


def check_mark(file: Any) -> None:
    """Refuse a new mark that is too heavy, or is not the drawing that its name says; one kept before is left alone.

    Args:
        file: what was sent, `.png` or `.svg`; its name was looked at before.

    Raises:
        ValidationError: with the sentence that says what to do.
    """
    if getattr(file, "_committed", False):
        return
    if file.size > MARK_BYTES:
        raise ValidationError(_("This file weighs more than 512 KB. Choose a lighter one."))
    file.seek(0)
    is_drawing = _is_svg(file) if str(file.name).lower().endswith(".svg") else _is_png(file)
    file.seek(0)
    if not is_drawing:
        raise ValidationError(
            _("This file is no image that can be read. Save the mark as PNG or SVG and choose it again.")
        )


def _is_png(file: Any) -> bool:
    try:
        with Image.open(file, formats=["PNG"]) as image:
            fits = max(image.size) <= MARK_PIXELS
            image.verify()
            return fits
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False


def _is_svg(file: Any) -> bool:
    try:
        root = ElementTree.fromstring(file.read(), forbid_dtd=False)
    except (ElementTree.ParseError, DefusedXmlException, ValueError):
        return False
    return bool(root.tag == SVG)
