"""The areas of the back office, one sub-package each, found by name: nobody edits a list to add one.

An area may have `urls.py` (with `app_name` and `prefix`, like `prefix = "cotisations/"`), `menu.py` (calls
`menus.add`), `home.py` (registers sources of the home page), `panels.py` (registers parts of a contact's page) and
`viewsets.py` (with a list `viewsets`).
"""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parent
PACKAGE = "convergence.backoffice"


def names() -> list[str]:
    """Return the names of the areas, in alphabetical order."""
    return sorted(
        init.parent.name
        for init in ROOT.glob("*/__init__.py")
        if init.parent.name not in {"migrations", "templatetags"}
    )


def modules(kind: str) -> list[ModuleType]:
    """Import and return the modules called `kind` of the areas that have one."""
    paths = (f"{PACKAGE}.{name}.{kind}" for name in names())
    return [import_module(path) for path in paths if find_spec(path) is not None]
