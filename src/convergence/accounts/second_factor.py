"""Staff hold a second factor: a passkey or an authenticator app, beside the e-mailed code.

Sign-in itself asks for the factor of whoever holds one (allauth); `accounts.middleware` keeps staff who hold none
yet out of the back office until they add one. Sessions opened by a demo link are let through, in demo mode only.
"""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings

from convergence.accounts.policies import is_staff

DEMO_SESSION = "demo_sign_in"
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def holds_second_factor(user: Any) -> bool:
    """Tell whether the user has added a passkey or an authenticator app."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def lacks_second_factor(request: Any) -> bool:
    """Tell whether the person of this request must add a second factor before working here."""
    user = request.user
    if not settings.SECOND_FACTOR_REQUIRED or not user.is_authenticated or not is_staff(user):
        return False
    if settings.DEMO_MODE and request.session.get(DEMO_SESSION):
        return False
    return not holds_second_factor(user)


def remember_proof(*, request: Any, user: Any, authenticator: Any, **_told: Any) -> None:
    """Keep in the session that the person has a factor at hand: they used it to add it, and are not asked again."""
    record_authentication(request, user, "mfa", reauthenticated=True, id=authenticator.pk, type=authenticator.type)
