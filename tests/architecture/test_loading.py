"""Libraries that are slow to load are loaded where they are used: every command and every process would pay for them."""

import ast
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "src" / "convergence"
SLOW = ("fontTools", "httpx", "markdown_it", "openpyxl", "phonenumbers", "requests", "stripe")
#: A command of its own: nothing else loads it.
ALONE = {"ui/fonts.py"}


def loaded_at_once(path: Path) -> set[str]:
    """Return the packages that a module imports as soon as it is imported itself."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


@pytest.mark.parametrize("name", SLOW)
def test_a_slow_library_is_loaded_where_it_is_used(name: str) -> None:
    paths = sorted(SOURCES.rglob("*.py"))
    assert [
        str(path.relative_to(SOURCES))
        for path in paths
        if name in loaded_at_once(path) and str(path.relative_to(SOURCES)) not in ALONE
    ] == []
