"""Compile every catalogue (.po) that is newer than its .mo; needs no gettext."""

from __future__ import annotations

import sys
from pathlib import Path

import polib

SOURCES = Path(__file__).resolve().parent.parent / "src"


def compile_catalogues(root: Path = SOURCES) -> int:
    """Write the .mo beside each .po that changed; return how many were written."""
    written = 0
    for catalogue in sorted(root.glob("**/locale/*/LC_MESSAGES/*.po")):
        compiled = catalogue.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= catalogue.stat().st_mtime:
            continue
        polib.pofile(str(catalogue)).save_as_mofile(str(compiled))
        written += 1
    return written


if __name__ == "__main__":
    sys.stdout.write(f"{compile_catalogues()} catalogues compiled\n")
