"""PDF documents by typst: tagged, in their own language, the same bytes for the same input.

Data reach a template as JSON through ``sys.inputs``: they are words, never code. A compiler is
not safe to share between threads, so each thread keeps one per template; the fonts are read once
per process and shared.
"""

import json
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import typst

from convergence.documents.coverage import showable

TEMPLATES = Path(__file__).parent / "typst"

UA = ("ua-1",)
"""Letters and other documents to be read: accessible."""

ARCHIVE = ("a-2a", "ua-1")
"""Receipts and other documents to be kept: archival and accessible."""

_local = threading.local()


@cache
def fonts() -> typst.Fonts:
    """The two families of the design, read from their Python packages; no font of the machine."""
    folders = [str(_package_folder(name)) for name in ("font_source_sans_pro", "font_source_serif_pro")]
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    missing = {"Source Sans Pro", "Source Serif Pro"} - set(found.families())
    if missing:  # typst would leave the words out without an error
        message = f"fonts not found: {sorted(missing)}"
        raise FileNotFoundError(message)
    return found


def render(template: str, data: Mapping[str, Any], *, lang: str, standards: Sequence[str], created: datetime) -> bytes:
    """Render ``template`` (a file of ``documents/typst`` without its ending) to PDF.

    ``lang`` is a BCP 47 code (``fr-CA``) and becomes the document's ``/Lang``. ``created`` (aware)
    is the date of the document: the same data, language and date always give the same bytes.
    A sign that the typefaces cannot show is replaced (`documents.coverage`). ``data`` must be JSON-ready; the keys each template reads are at its head, and in ``documents.letters``.

    Raises:
        typst.TypstError: a key is missing, or the document breaks a rule of its PDF standard.
    """
    language, _, region = lang.partition("-")
    created = created.astimezone(UTC).replace(microsecond=0)  # typst knows fixed offsets and whole seconds
    moment = (created.year, created.month, created.day, created.hour, created.minute, created.second)
    whole = {**data, "lang": language, "region": region or None, "created": moment}
    # typst reads a missing region as `none`, which JSON writes null.
    pdf = _compiler(template).compile(
        sys_inputs={"data": showable(json.dumps(whole, ensure_ascii=False, sort_keys=True))},
        format="pdf",
        pdf_standards=cast("Any", list(standards)),
        timestamp=created,
    )
    if not isinstance(pdf, bytes):  # pragma: no cover - a PDF is always one file
        message = f"typst gave no PDF for {template}"
        raise TypeError(message)
    return pdf


def _compiler(template: str) -> typst.Compiler:
    compilers: dict[str, typst.Compiler] | None = getattr(_local, "compilers", None)
    if compilers is None:
        compilers = _local.compilers = {}
    if template not in compilers:
        compilers[template] = typst.Compiler(
            str(TEMPLATES / f"{template}.typ"), root=str(TEMPLATES), font_paths=fonts()
        )
    return compilers[template]


def _package_folder(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:  # pragma: no cover - a declared dependency
        message = f"the package {name} is not installed"
        raise ModuleNotFoundError(message)
    return Path(spec.origin).parent / "files"
