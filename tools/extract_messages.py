"""Extract the strings of every app into its own French and Spanish catalogues."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command
from django.core.management.commands.makemessages import Command

SOURCES = Path(__file__).resolve().parent.parent / "src" / "convergence"
LANGUAGES = ["fr", "es"]
PACKAGES_OF_APPS = ["education"]  # each folder in them is an app with catalogues of its own
ENDINGS = ["html", "txt", "md", "py"]
Command.xgettext_options = [*Command.xgettext_options, "--keyword=_t", "--keyword=_n:1,2"]  # our short names


def extract(app: Path) -> None:
    """Bring the catalogues of one app up to date; translations already written are kept."""
    for language in LANGUAGES:
        (app / "locale" / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    os.chdir(app)
    call_command(
        "makemessages",
        locale=LANGUAGES,
        domain="django",
        extensions=ENDINGS,
        no_location=True,
        no_obsolete=True,
        verbosity=0,
    )
    for language in LANGUAGES:
        folder = app / "locale" / language / "LC_MESSAGES"
        if not any(folder.iterdir()):
            folder.rmdir()
            folder.parent.rmdir()
    if (app / "locale").is_dir() and not any((app / "locale").iterdir()):
        (app / "locale").rmdir()


def main(names: list[str]) -> None:
    """Extract the named apps, or all of them."""
    django.setup()
    apps = [SOURCES / name for name in names] or sorted(
        [path for path in SOURCES.iterdir() if (path / "__init__.py").exists() and path.name not in PACKAGES_OF_APPS]
        + [path.parent for name in PACKAGES_OF_APPS for path in (SOURCES / name).glob("*/apps.py")]
    )
    for app in apps:
        extract(app)


if __name__ == "__main__":
    main(sys.argv[1:])
