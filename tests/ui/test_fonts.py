"""Web subsets of the type."""

from pathlib import Path

from fontTools.ttLib import TTFont

from convergence.ui import fonts


def test_the_subsets_are_made_once_and_hold_french(tmp_path: Path) -> None:
    made = fonts.build(tmp_path)
    assert sorted(path.stem for path in made) == sorted(fonts.FAMILIES)
    assert fonts.build(tmp_path) == []
    assert fonts.missing(tmp_path) == []
    assert all(path.stat().st_size < 32_000 for path in made)
    known = TTFont(tmp_path / "source-sans-400.woff2").getBestCmap()
    assert not [sign for sign in "ÀÇÉÈÊËÎÏÔŒÙÛÜŸàçéèêëîïôœùûüÿñÑ¿¡«»’…–—·€\u00a0\u202f→≈−" if ord(sign) not in known]
