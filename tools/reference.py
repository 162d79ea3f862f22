"""Write the reference pages that are read from the code: commands, addresses, roles (`make reference`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import django
from django.core.management import get_commands, load_command_class
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import override

PAGES_FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"


def commands_page() -> str:
    """Return the page of our management commands, with what each says of itself."""
    lines = [
        "# Commands",
        "",
        "Written from the code by `make reference`. Each takes `--help`.",
        "",
        "| command | what it does |",
        "| --- | --- |",
    ]
    for name, app in sorted(get_commands().items()):
        if str(app).startswith("convergence."):
            command = load_command_class(str(app), name)
            lines.append(f"| `manage.py {name}` | {' '.join(str(command.help).split())} |")
    return "\n".join(lines) + "\n"


def routes(resolver: URLResolver, prefix: str = "", namespace: str = "") -> Iterator[tuple[str, str]]:
    """Yield every address with its name."""
    for pattern in resolver.url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = ":".join(part for part in (namespace, pattern.namespace) if part)
            yield from routes(pattern, address, inner)
        elif isinstance(pattern, URLPattern):
            yield address, ":".join(part for part in (namespace, pattern.name or "") if part)


def ours(pattern_name: str) -> bool:
    """Say whether an address is ours to document: Wagtail's and allauth's own are in their documentation."""
    return not pattern_name.startswith(("wagtail", "account_", "mfa_"))


def routes_page() -> str:
    """Return the page of the addresses we serve."""
    lines = [
        "# Addresses",
        "",
        "Written from the code by `make reference`. The back office is Wagtail's (`gestion/`);",
        "sign-in is allauth's (`comptes/`).",
        "",
        "| address | name |",
        "| --- | --- |",
    ]
    found = {(address, name) for address, name in routes(get_resolver()) if ours(name)}
    lines += [
        f"| `/{address.replace('|', chr(92) + '|')}` | {f'`{name}`' if name else ''} |"
        for address, name in sorted(found)
    ]
    return "\n".join(lines) + "\n"


def roles_page() -> str:
    """Return the matrix of rights."""
    with override("en"):
        table = load_command_class("convergence.accounts", "roles").as_markdown()  # type: ignore[attr-defined]
    return (
        "# Roles\n\nWritten from the code by `make reference`; `manage.py roles` prints the same. "
        "Scopes: all, region, own; empty for none.\n\n" + table + "\n"
    )


def demo_site_page() -> str:
    """Return where the example site holds each fact."""
    from convergence.demo.site.rows import table  # noqa: PLC0415  (needs the models)

    return table()


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "demo-site.md": demo_site_page,
    "roles.md": roles_page,
    "routes.md": routes_page,
}


def main() -> None:
    """Write every page."""
    django.setup()
    for name, page in PAGES.items():
        (PAGES_FOLDER / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
