"""What no committed file may hold: hosts of registries, paths of a machine, addresses of third parties in pages."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = {
    ".py",
    ".toml",
    ".txt",
    ".md",
    ".html",
    ".css",
    ".js",
    ".svg",
    ".po",
    ".typ",
    ".mjml",
    ".sh",
    ".json",
    ".yml",
    "",
}
# Written in two halves, so that this file does not hold what it looks for.
REGISTRIES = re.compile(
    "|".join(("pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.(org|com)", "deb" + r"\.debian\.org"))
)
MACHINE = re.compile(r"(?<![\w.])/(?:" + "|".join(("root", "home/[a-z]+", "work")) + r")/[\w.]")
ADDRESS = re.compile(
    r"""(?:src|href|action|url\(|@import|fetch\()\s*=?\s*["'(]?\s*((?:https?:)?//[^\s"'<>)]+)""", re.IGNORECASE
)


def committed() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return sorted(path for path in paths if path.suffix in TEXT and path.is_file())


@pytest.mark.parametrize("pattern", [REGISTRIES, MACHINE], ids=["registry hosts", "machine paths"])
def test_no_committed_file_holds(pattern: re.Pattern[str]):
    found = []
    for path in committed():
        if path == Path(__file__) or path.name == "LICENSE":
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            if pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert found == []


def test_pages_load_nothing_from_a_third_party():
    found = []
    for path in committed():
        if path.suffix not in {".html", ".css", ".js"} or "src/convergence" not in str(path):
            continue
        text = path.read_text(encoding="utf-8")
        found += [
            f"{path.relative_to(ROOT)}: {address}" for address in ADDRESS.findall(text) if "www.w3.org" not in address
        ]
    assert found == []


def test_lock_files_of_tools_that_write_hosts_are_absent():
    assert [path.name for path in committed() if path.name in {"uv.lock", "pylock.toml"}] == []


def test_requirements_are_locked_by_hash():
    for name in ("requirements.txt", "requirements-dev.txt"):
        blocks = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
        assert [line for line in blocks if line.strip() and "--hash=sha256:" not in line] == []


@pytest.mark.rule("S1")
def test_only_the_example_writes_the_name_of_an_organisation():
    names = re.compile(r"Centre international de solidarité|\bCISO\b")
    found = []
    for path in committed():
        if (
            "src/convergence" in str(path)
            and "src/convergence/demo" not in str(path)
            and names.search(path.read_text(encoding="utf-8"))
        ):
            found.append(str(path.relative_to(ROOT)))
    assert found == []
