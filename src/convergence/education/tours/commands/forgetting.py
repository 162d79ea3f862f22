"""What has served its purpose is emptied (rules page, “How long it is kept”; L10)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from convergence.core import audit
from convergence.education.tours.choices import Agreement, Safety, VisaState
from convergence.education.tours.models import Joined, Leg, Lodging, Tour, TourGuest

PAPERS_KEPT, ADDRESSES_KEPT = timedelta(days=30), timedelta(days=2 * 366)
PAPERS: dict[str, Any] = {
    "visa": VisaState.UNKNOWN,
    "visa_from": None,
    "visa_until": None,
    "insured_from": None,
    "insured_until": None,
    "passport_until": None,
    "emergency": "",
    "phone": "",
    "email": "",
}
LEG: dict[str, Any] = {
    "contact_name": "", "contact_email": "", "contact_phone": "", "interpreter": "", "interpreter_phone": "",
    "message": "", "notes": "",
}  # fmt: skip


@transaction.atomic
def empty_old(*, at: datetime) -> tuple[int, int]:
    """Empty the papers of guests who are home for thirty days, and the addresses of tours of two years ago; return how many.

    Writes the audit line `tours.old.emptied` when there were any.
    """
    today = timezone.localdate(at)
    home = Coalesce(F("tour__activity__return_date"), F("tour__activity__last_day"))
    guests = TourGuest.objects.annotate(home=home).filter(home__lt=today - PAPERS_KEPT, emptied_at=None)
    keys = list(guests.values_list("pk", flat=True))
    TourGuest.objects.filter(pk__in=keys).update(**PAPERS, emptied_at=at)
    tours = Tour.objects.filter(activity__last_day__lt=today - ADDRESSES_KEPT, emptied_at=None)
    old = list(tours.values_list("pk", flat=True))
    Leg.objects.filter(tour__in=old).update(**LEG)
    Lodging.objects.filter(tour__in=old).update(address="", phone="")
    unnamed = TourGuest.objects.filter(tour__in=old, safety=Safety.AT_RISK).exclude(agreed=Agreement.NAMED)
    unnamed.update(name="", person=None)
    Tour.objects.filter(pk__in=old).update(emptied_at=at)
    if keys or old:
        changes = {"guests": (None, len(keys)), "tours": (None, len(old))}
        audit.record(actor=None, verb="tours.old.emptied", object_type="tours.tour", changes=changes, at=at)
    return len(keys), len(old)


def forget_people(ids: Sequence[int], at: datetime) -> None:
    """Empty what is held of people who are erased: guests with their papers, and that they came nearer; counts stay (L10)."""
    rows = TourGuest.objects.filter(person__in=ids)
    empty = {
        **PAPERS,
        "name": "",
        "presents_fr": "",
        "presents_en": "",
        "presents_es": "",
        "country": "",
        "agreed_how": "",
        "picture": None,
        "emptied_at": at,
    }
    rows.filter(Q(pseudonym="") | ~Q(safety=Safety.AT_RISK)).update(**empty, pseudonym="", person=None)
    TourGuest.objects.filter(person__in=ids).update(**empty, person=None)
    Joined.objects.filter(person__in=ids).update(person=None, consent="")
