"""Compile the catalogues before the tests, so that French is what the tests read."""

from __future__ import annotations

import fcntl
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).resolve().parents[2]


def pytest_configure(config: pytest.Config) -> None:
    """Compile what changed, once for all workers."""
    if hasattr(config, "workerinput"):
        return
    sys.path.insert(0, str(ROOT))
    from tools.compile_messages import compile_catalogues

    (ROOT / "build").mkdir(exist_ok=True)
    with (ROOT / "build" / "messages.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        compile_catalogues()
