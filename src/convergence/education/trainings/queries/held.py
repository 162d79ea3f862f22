"""What trainings collected from a person (L12)."""

from collections.abc import Mapping, Sequence

from convergence.contacts.models import ContactPoint
from convergence.contacts.queries.held import Rows, rows_of
from convergence.education.trainings.models import Absence, Availability, DateOption, Facilitator, TrainingRequest


def collected_from(ids: Sequence[int]) -> Mapping[str, Rows]:
    """Return that a person facilitates, their hours and sessions, and the requests sent from their e-mails."""
    facilitator = Facilitator.objects.filter(person__in=ids)
    addresses = ContactPoint.objects.filter(contact__in=ids, channel="EMAIL").values("normalised")
    return {
        "facilitates": rows_of(facilitator, "languages", "goes_everywhere", "is_active"),
        "usual_hours": rows_of(Availability.objects.filter(facilitator__in=facilitator), "weekday", "start", "end"),
        "absences": rows_of(Absence.objects.filter(facilitator__in=facilitator), "first_day", "last_day"),
        "sessions": rows_of(
            DateOption.objects.filter(facilitator__in=facilitator), "request__code", "state", "starts_at", "ends_at"
        ),
        "training_requests": rows_of(
            TrainingRequest.objects.filter(asked_email__in=addresses).exclude(asked_email=""),
            *("code", "received_at", "asked_name", "asked_email", "asked_phone", "access_needs", "message"),
        ),
    }
