"""Subsets of the two type families, made once from their PyPI packages. Pure: no Django.

Regular and Black of the sans are preloaded by the pages, the others arrive when a page uses them.
"""

import logging
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
from fontTools import subset

logging.getLogger("fontTools.subset").setLevel(logging.WARNING)

# Latin with its accents and the signs of French, English and Spanish typography: spaces, quotes, dashes, arrows, money.
UNICODES = (
    "U+0020-007E,U+00A0-017F,U+0192,U+0218-021B,U+02C6,U+02DA,U+02DC,U+1D49,U+1E9E,U+2002-200B,U+2010-2015,U+2018-201E,"
    "U+2020-2022,U+2026,U+202F,U+2030,U+2032,U+2033,U+2039,U+203A,U+2044,U+2070,U+2074-2079,U+20AC,U+2116,U+2122,"
    "U+2190-2193,U+2197,U+2212,U+2215,U+2248,U+2260,U+2264,U+2265,U+2713"
)
FEATURES = [
    "kern",
    "liga",
    "ccmp",
    "locl",
    "mark",
    "mkmk",
    "sups",
    "ordn",
    "frac",
    "numr",
    "dnom",
    "onum",
    "pnum",
    "lnum",
    "tnum",
]
FAMILIES = {
    "source-sans-400": (font_source_sans_pro, "SourceSansPro-Regular.ttf"),
    "source-sans-600": (font_source_sans_pro, "SourceSansPro-Semibold.ttf"),
    "source-sans-700": (font_source_sans_pro, "SourceSansPro-Bold.ttf"),
    "source-sans-900": (font_source_sans_pro, "SourceSansPro-Black.ttf"),
    "source-serif-400": (font_source_serif_pro, "SourceSerifPro-Regular.ttf"),
    "source-serif-400-italic": (font_source_serif_pro, "SourceSerifPro-It.ttf"),
}


def source_file(name: str) -> Path:
    """Return the TrueType file a subset is made of."""
    package, file_name = FAMILIES[name]
    return Path(package.font_directory) / file_name


def missing(folder: Path) -> list[str]:
    """Return the names of the subsets that `folder` does not hold yet."""
    return [name for name in FAMILIES if not (folder / f"{name}.woff2").exists()]


def build(folder: Path, *, anew: bool = False) -> list[Path]:
    """Write the missing WOFF2 subsets into `folder` and return the files written (none when all are there)."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_build(name, folder) for name in (FAMILIES if anew else missing(folder))]


def _build(name: str, folder: Path) -> Path:
    options = subset.Options(
        flavor="woff2", layout_features=FEATURES, hinting=False, notdef_outline=True, name_IDs=["*"]
    )
    font = subset.load_font(str(source_file(name)), options)
    chosen = subset.Subsetter(options)
    chosen.populate(unicodes=subset.parse_unicodes(UNICODES.replace("U+", "")))
    chosen.subset(font)
    target = folder / f"{name}.woff2"
    unfinished = target.with_suffix(".part")
    subset.save_font(font, str(unfinished), options)
    font.close()
    return unfinished.rename(target)
