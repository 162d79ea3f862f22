"""Reading of the environment, failing loudly on a value that cannot be understood."""

import os
from pathlib import Path


class BadSetting(Exception):
    """A variable of the environment holds a value that cannot be used."""


def text(name: str, default: str = "") -> str:
    """Return the variable `name`, without surrounding blanks."""
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool) -> bool:
    """Return a yes/no variable; accepted: 1, 0, true, false, yes, no, on, off.

    Raises:
        BadSetting: any other value.
    """
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    message = f"{name}: {value!r} is neither yes nor no"
    raise BadSetting(message)


def whole(name: str, *, default: int) -> int:
    """Return a whole number.

    Raises:
        BadSetting: the value is not a whole number.
    """
    value = text(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError as error:
        message = f"{name}: {value!r} is not a whole number"
        raise BadSetting(message) from error


def several(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list, blanks dropped."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def folder(name: str, default: Path) -> Path:
    """Return a folder, absolute."""
    value = text(name)
    return Path(value).expanduser().resolve() if value else default
