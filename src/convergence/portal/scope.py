"""For which organisations a person acts here: asked by every page of the members' space, before anything is read."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from convergence.accounts.policies import visible
from convergence.contacts.models import Contact, Organisation
from convergence.contacts.queries import organisations_of


def own_organisations(user: Any) -> QuerySet[Organisation]:
    """Return the organisations that the user acts for and may see, by name."""
    mine = Organisation.objects.filter(pk__in=organisations_of(user))
    return visible(user, "contacts.view_organisation", mine).order_by("sort_name", "pk")


def for_own_organisation(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the organisation of its address, of which the signed-in person must be a delegate.

    Raises:
        Http404: it is not theirs, or does not exist: the answer is the same.
    """

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, organisation: int, **kwargs: Any) -> HttpResponse:
        found = own_organisations(request.user).filter(pk=organisation).first()
        if found is None:
            raise Http404
        return view(request, found, **kwargs)

    return guarded


def own_contacts(organisation: Contact) -> list[int]:
    """Return the ids of the organisation and its bodies: whose addresses and posts its delegate looks after."""
    return [
        organisation.pk,
        *Contact.objects.filter(part_of=organisation, merged_into=None).values_list("pk", flat=True),
    ]
