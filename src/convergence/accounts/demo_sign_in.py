"""One-click sign-in of the demo: demo mode only, from this machine only, no second factor."""

import ipaddress
from typing import Any

from django.conf import settings
from django.utils import timezone

from convergence.accounts.choices import Role
from convergence.accounts.models import User

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
FORWARDING_HEADERS = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_HOST")


def is_offered(request: Any) -> bool:
    """Tell whether demo links work for this request.

    The connection must come from this machine, under a name of this machine (another name means that a foreign page
    leads the browser here), and through no proxy (behind one everybody seems local).
    """
    if not settings.DEMO_MODE or any(header in request.META for header in FORWARDING_HEADERS):
        return False
    host = request.get_host().rsplit(":", 1)[0] if not request.get_host().endswith("]") else request.get_host()
    return host in LOCAL_HOSTS and _is_loopback(request.META.get("REMOTE_ADDR", ""))


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


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
