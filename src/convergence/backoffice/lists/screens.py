"""The lists whose filters can be kept: each view says so, with the action that opens it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve

from convergence.accounts.policies import require

NOT_FILTERS = ("page", "p", "format", "export", "_w_filter_fragment")


@dataclass(frozen=True)
class Screen:
    """A list: the name of its address and the action that opens it."""

    name: str
    action: str


def listing(action: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a view a list: refuse whoever may not do the action, and let people keep its filters."""

    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def listed(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            require(request.user, action)
            return view(request, *args, **kwargs)

        listed.list_action = action  # type: ignore[attr-defined]
        return listed

    return mark


def screen_of(address: str) -> Screen | None:
    """Return the list that an address of this site shows, None when it shows none."""
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return None
    action = getattr(match.func, "list_action", None)
    return Screen(match.view_name, action) if action else None


def filters_in(request: HttpRequest) -> str:
    """Return the filters of the address as a query, without its page or format."""
    query = request.GET.copy()
    for name in list(query):
        if name in NOT_FILTERS or not any(query.getlist(name)):
            query.pop(name)
    return query.urlencode()
