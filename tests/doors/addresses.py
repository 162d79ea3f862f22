"""Every address of the project, filled with the ids of real records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

# Served by others, without our data: files, and the pages of sign-in, which faces' own tests walk.
LEFT_OUT = ("static/", "media/", "comptes/")
IDS_EACH = 4


@dataclass(frozen=True)
class Address:
    """A pattern of the project, its parameters, and the model its view is about (None when it does not say).

    `is_ours` when the view or the model is of this project, and not of a library.
    """

    route: str
    name: str
    parameters: tuple[tuple[str, str], ...]
    model: type[Model] | None
    is_ours: bool

    def __str__(self) -> str:
        return self.route


def _model_of(pattern: URLPattern) -> type[Model] | None:
    view = pattern.callback
    initkwargs = getattr(view, "view_initkwargs", {})
    found = initkwargs.get("model") or getattr(getattr(view, "view_class", None), "model", None)
    return found if isinstance(found, type) else None


def _is_ours(pattern: URLPattern, route: str) -> bool:
    if route.startswith("api/"):  # its views are wrapped by a library
        return True
    view = getattr(pattern.callback, "view_class", pattern.callback)
    return any(
        (getattr(one, "__module__", None) or "").startswith("convergence.") for one in (view, _model_of(pattern))
    )


def _walk(resolver: URLResolver, prefix: str, namespace: str, converters: dict[str, Any]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        known = {**converters, **pattern.pattern.converters}
        route = prefix + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, route, ":".join(filter(None, (namespace, pattern.namespace))), known)
            continue
        parameters = tuple((name, type(converter).__name__) for name, converter in known.items())
        groups = getattr(pattern.pattern, "regex", None)
        if not parameters and groups is not None:
            parameters = tuple((name, "StringConverter") for name in groups.groupindex)
        name = ":".join(filter(None, (namespace, pattern.name or "")))
        yield Address(route, name, parameters, _model_of(pattern), _is_ours(pattern, route))


def all_addresses() -> list[Address]:
    """Return every address that the project serves, in alphabetical order."""
    found = {str(address): address for address in _walk(get_resolver(), "", "", {})}
    return [found[route] for route in sorted(found) if not route.startswith(LEFT_OUT)]
