"""The reference pages say what the code does: settings, commands, addresses, roles."""

import re
from pathlib import Path

import pytest

from tools import reference

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r"""env\.(?:text|flag|whole|several|folder)\(\s*["']([A-Z_]+)["']""")


def test_every_variable_of_the_environment_is_described():
    read = set(READ.findall((ROOT / "src/convergence/config/settings.py").read_text(encoding="utf-8")))
    page = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE))
    assert described == read


@pytest.mark.parametrize("page", sorted(reference.PAGES), ids=str)
def test_page_written_from_the_code_is_up_to_date(page: str):
    assert (ROOT / "docs/reference" / page).read_text(encoding="utf-8") == reference.PAGES[page](), "make reference"


def test_the_readme_promises_what_the_makefile_has():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for page in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        named = {
            word
            for line in re.findall(r"(?:^|`)make ([a-z -]+?)(?:`|\s{2,}|$)", text, re.MULTILINE)
            for word in line.split()
        }
        assert {target for target in named if not re.search(rf"^{target}:", makefile, re.MULTILINE)} == set()
