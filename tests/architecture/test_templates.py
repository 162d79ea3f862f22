"""A template includes and extends its own app's templates, or those of lower layers."""

import re
from pathlib import Path

from tests.architecture.test_models import HEIGHT

SOURCES = Path(__file__).resolve().parents[2] / "src" / "convergence"
USED = re.compile(r"""{%\s*(?:include|extends)\s+["']([a-z_]+)/""")


def test_no_template_uses_another_apps_template_sideways_or_upwards():
    wrong = []
    for path in sorted(SOURCES.glob("**/templates/**/*.html")):
        parts = path.relative_to(SOURCES).parts
        app = parts[parts.index("templates") - 1]
        for other in USED.findall(path.read_text(encoding="utf-8")):
            if other in HEIGHT and other != app and HEIGHT[other] >= HEIGHT[app]:
                wrong.append(f"{path.relative_to(SOURCES)} -> {other}")
    assert wrong == []
