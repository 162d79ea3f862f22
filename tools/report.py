"""The shape of the code, printed and never blocking: sizes, dead code, spelling, unused dependencies."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def lines_of(path: Path) -> int:
    """Return the number of lines of a file."""
    return len(path.read_text(encoding="utf-8").splitlines())


def sources(folder: str) -> list[Path]:
    """Return the Python files of a folder, migrations left out."""
    return sorted(path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)


def functions(path: Path) -> list[tuple[int, str]]:
    """Return the length of each function of a file, docstring left out, with its place."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            length = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            found.append((length, f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"))
    return found


def shape() -> None:
    """Print sizes of files and functions, and how much test there is for the code."""
    code, tests = sources("src"), sources("tests")
    lengths = sorted(found for path in code for found in functions(path))
    sizes = [length for length, _ in lengths] or [0, 0]
    code_lines, test_lines = (sum(map(lines_of, files)) for files in (code, tests))
    sys.stdout.write(
        f"code {code_lines} lines in {len(code)} files; tests {test_lines} ({test_lines / max(code_lines, 1):.2f} x)\n"
    )
    sys.stdout.write(
        f"functions: median {statistics.median(sizes):.0f} lines, "
        f"90th percentile {statistics.quantiles(sizes, n=10)[-1]:.0f}\n"
    )
    for path in sorted(code, key=lines_of, reverse=True):
        if lines_of(path) > 400:
            sys.stdout.write(f"  long file: {path.relative_to(ROOT)} {lines_of(path)}\n")
    for length, place in reversed(lengths[-10:]):
        sys.stdout.write(f"  longest functions: {length:3} {place}\n")


def main() -> None:
    """Print the whole report."""
    shape()
    for command in (
        ["vulture"],
        ["codespell", "src", "docs", "tests", "README.md", "CONTRIBUTING.md"],
        ["deptry", "src"],
    ):
        sys.stdout.write(f"\n== {' '.join(command)}\n")
        sys.stdout.flush()
        subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, check=False)


if __name__ == "__main__":
    main()
