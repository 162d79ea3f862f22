"""What waits in the settings."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from convergence.accounts.models import User
from convergence.backoffice import home
from convergence.contacts.models import Contact


@home.waiting("accounts.edit_user", order=2)
def nobody_else(user: Any, at: datetime) -> home.WaitingSource:
    """A centre that has its list, and one person only who signs in: a letter takes two signatures."""
    others, listed = yield home.Counted(
        User.objects.filter(pk__in=User.objects.filter(is_active=True).exclude(pk=user.pk).values("pk")[:1]),
        Contact.objects.filter(pk__in=Contact.objects.order_by("pk").values("pk")[:1]),
    )
    if listed and not others:
        why = _("Treasury, board: two people sign the letter of a dues call, each for themselves.")
        yield home.Waiting(1, _("Invite those who work with you"), why, reverse("settings:users"))
