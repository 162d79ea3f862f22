"""Filters of lists that a user keeps for themselves."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from convergence.accounts.models import SavedFilter, User
from convergence.core.errors import BadValue

MOST = 30


@transaction.atomic
def keep_filter(*, user: User, screen: str, name: str, query: str) -> SavedFilter:
    """Keep the search and filters of a list under a name; the same name again replaces what it kept.

    Raises:
        BadValue: no name, or too many filters.
    """
    name = " ".join(name.replace("\x00", " ").split())[:60]
    if not name:
        raise BadValue(_("Write a name for this filter."), field="name")
    if user.saved_filters.filter(screen=screen).exclude(name=name).count() >= MOST:
        raise BadValue(_("That is enough filters for one list: forget one first."), field="name")
    kept, _made = SavedFilter.objects.update_or_create(
        user=user, screen=screen, name=name, defaults={"query": query.replace("\x00", "")[:1000]}
    )
    return kept


@transaction.atomic
def forget_filter(*, user: User, filter_id: int) -> None:
    """Forget a filter of one's own; somebody else's, or none, is left alone."""
    SavedFilter.objects.filter(user=user, pk=filter_id).delete()
