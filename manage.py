#!/usr/bin/env python3
"""Commands of Convergence."""

import gc
import os
import sys
from pathlib import Path


def main() -> None:
    """Run one command."""
    sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convergence.config.settings")
    # A command makes many small things that stay (migrations, an import, the example): looking through them for cycles
    # every 700 takes a fifth of the time of `migrate`.
    gc.set_threshold(50_000, 20, 50)
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
