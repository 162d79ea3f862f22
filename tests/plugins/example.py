"""The example organisation, loaded once for all workers and copied by whoever tries something on it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.test import override_settings
from django.utils.translation import override

from convergence.demo.load import load_demo
from tests.plugins.databases import KEPT_TEMPLATES, ROOT, TEMPLATES, locked, state_of_migrations

if TYPE_CHECKING:
    from tests.plugins.databases import PostgresCopies, SqliteCopies

AT = datetime(2024, 6, 4, 2, tzinfo=UTC)  # in the evening of the third in Montréal: days are those of the place
MADE = {".mo", ".pyc"}


def state_of_the_product() -> str:
    """Return a short digest of everything that may shape the example: all that the product is made of."""
    digest = hashlib.sha256(state_of_migrations().encode())
    for path in sorted((ROOT / "src" / "convergence").rglob("*")):
        if path.is_file() and path.suffix not in MADE:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def example(copies: SqliteCopies | PostgresCopies, media: Path) -> Iterator[None]:
    """Put the example in the place of the empty database, its files in a folder; put the empty one back at the end."""
    name = f"convergence_example_{connection.vendor}_{state_of_the_product()}"
    files = TEMPLATES / f"{name}.files"
    with locked("example"):
        if not copies.has(name):
            shutil.rmtree(files, ignore_errors=True)
            files.mkdir()
            with override_settings(MEDIA_ROOT=files), override("fr"), transaction.atomic():
                load_demo(at=AT)
                connection.run_on_commit = []  # no letter leaves, no worker is told: the walks undo what they do
            copies.keep(name)
            made = TEMPLATES.glob(f"convergence_example_{connection.vendor}_*.files")
            for old in sorted(made, key=lambda path: path.stat().st_mtime)[:-KEPT_TEMPLATES]:
                shutil.rmtree(old)
    copies.restore(name)
    shutil.copytree(files, media, dirs_exist_ok=True)
    yield
    copies.restore()
