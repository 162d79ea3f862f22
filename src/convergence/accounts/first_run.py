"""The very first start of a real centre: no user yet, one page that asks who the organisation is and who begins.

The page opens with a setup code that `make run` and `manage.py first_run` print on the machine itself, so that nobody
who merely finds the address can take the place. The code comes from the installation's secret key; it is worth nothing
once a user exists.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from convergence.accounts.choices import Role
from convergence.accounts.models import RoleAssignment, User
from convergence.core import audit
from convergence.core.errors import AlreadyDone, BadValue
from convergence.core.profile import change_profile

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 12


def is_open() -> bool:
    """Tell whether nobody uses this installation yet."""
    return not User.objects.exists()


def setup_code() -> str:
    """Return the setup code of this installation, written in three groups of four."""
    digest = salted_hmac("convergence.first_run", "setup code", algorithm="sha256").digest()
    signs = "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:LENGTH])
    return "-".join(signs[i : i + 4] for i in range(0, LENGTH, 4))


def is_setup_code(given: str) -> bool:
    """Tell whether this is the setup code, whatever the case, blanks and dashes."""
    return constant_time_compare(_plain(given), _plain(setup_code()))


@transaction.atomic
def begin(
    *, code: str, email: str, first_name: str, last_name: str, language: str, profile: dict[str, Any], at: datetime
) -> User:
    """Write the organisation's profile and its first user, who holds the coordinator's role.

    Raises:
        AlreadyDone: somebody uses this installation already.
        BadValue: the setup code is not the one of this installation.

    Writes the audit lines `core.profile.changed` and `accounts.user.first`.
    """
    if not is_open():
        raise AlreadyDone(_("This installation already has its first user. Sign in instead."))
    if not is_setup_code(code):
        raise BadValue(
            _("This is not the setup code of this installation. It is printed where the server was started."),
            field="code",
        )
    user = User.objects.create_user(email, first_name=first_name, last_name=last_name, language=language)
    RoleAssignment.objects.create(user=user, role=Role.COORDINATOR)
    change_profile(actor=user, at=at, language=language, **profile)
    audit.record(actor=user, verb="accounts.user.first", obj=user, at=at)
    return user


def _plain(code: str) -> str:
    return "".join(sign for sign in code.upper() if sign.isalnum())
