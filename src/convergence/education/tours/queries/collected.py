"""What tours collected from a person (L12)."""

from collections.abc import Mapping, Sequence

from convergence.contacts.queries.held import Rows, rows_of
from convergence.education.tours.models import Joined, TourGuest


def collected_from(ids: Sequence[int]) -> Mapping[str, Rows]:
    """Return the tours on which a person was a guest, with their papers, and those after which they came nearer."""
    guests = TourGuest.objects.filter(person__in=ids)
    return {
        "guest_of_tours": rows_of(
            guests,
            *(
                "tour__activity__title_fr",
                "tour__activity__start",
                "pseudonym",
                "presents_fr",
                "presents_en",
                "presents_es",
                "country",
                "language",
                "spoken",
            ),
            *("safety", "agreed", "agreed_how", "agreed_date", "visa", "visa_from", "visa_until", "insured_from"),
            *("insured_until", "passport_until", "emergency", "phone", "email"),
        ),
        "met_on_tours": rows_of(
            Joined.objects.filter(person__in=ids), "tour__activity__title_fr", "how", "consent", "joined_date"
        ),
    }
