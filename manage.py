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
    _load()
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(sys.argv)


def _load() -> None:
    """Load the application without looking for garbage in it: what is loaded stays, and there is a lot of it.

    The collector would go through all of it a dozen times, then once more at the end: a third of a short command.
    """
    import django  # noqa: PLC0415
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415

    gc.disable()
    try:
        django.setup()
    except ImproperlyConfigured:
        return  # the command says it better
    finally:
        gc.freeze()
        gc.enable()


if __name__ == "__main__":
    main()
