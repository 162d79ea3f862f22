"""One-click sign-in of the demo: demo mode only, from this machine only, no second factor."""

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from convergence.accounts.choices import Role
from convergence.accounts.models import User

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
FORWARDING_HEADERS = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_FORWARDED",
    "HTTP_X_REAL_IP",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_VIA",
)


def is_offered(request: Any) -> bool:
    """Tell whether demo links work for this request.

    The connection must come from this machine, under a name of this machine (another name means that a foreign page
    leads the browser here), and through no proxy: behind one everybody seems local. A proxy that says nothing of
    itself, not even the name that was asked for, shows in the address under which the installation is published.
    """
    if not settings.DEMO_MODE or settings.BEHIND_PROXY:
        return False
    if any(header in request.META for header in FORWARDING_HEADERS):
        return False
    names = {_name_of(request.get_host()), _name_of(urlsplit(settings.BASE_URL).netloc)}
    return names <= LOCAL_HOSTS and _is_loopback(request.META.get("REMOTE_ADDR", ""))


def user_of_role(role: str) -> User | None:
    """Return the first active user who holds a role today, None when nobody does or the role is unknown."""
    if role not in Role.values:
        return None
    today = timezone.localdate()
    held = User.objects.filter(is_active=True, assignments__role=role)
    held = held.exclude(assignments__role=role, assignments__end_date__lt=today)
    return held.order_by("pk").first()


def path_of(role: Role) -> str:
    """Return the path of the demo link of a role, for those who print it."""
    return f"/demo/entrer/{role.value.lower()}/"


def _name_of(host: str) -> str:
    """Return a host without its port."""
    return host if host.endswith("]") else host.rsplit(":", 1)[0]


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
