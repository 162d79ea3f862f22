"""What internships and missions collected from a person (L12), and what keeps it from being erased (L10)."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from convergence.contacts.models import Contact
from convergence.contacts.queries.held import Rows, rows_of
from convergence.education.stays.choices import ParticipantState
from convergence.education.stays.models import Application, Commitment, Participant


def collected_from(ids: Sequence[int]) -> Mapping[str, Rows]:
    """Return what a person wrote to apply, where they went, what they promised; marks are no data collected from them."""
    applications = Application.objects.filter(person__in=ids)
    went = Participant.objects.filter(person__in=ids)
    promised = Commitment.objects.filter(participant__person__in=ids)
    return {
        "stay_applications": rows_of(
            applications,
            *("call__title_fr", "name", "email", "phone", "birth_date", "union_name", "motivation", "experience"),
            *("after", "needs", "language", "state", "received_at"),
        ),
        "stays": rows_of(went, "stay__activity__title_fr", "name", "email", "language", "state", "alumni_at"),
        "stay_commitments": rows_of(promised, "kind", "words", "due", "done_date", "outcome"),
    }


def still_away(person: Contact, ids: Sequence[int]) -> str:
    """Say that somebody is away: who to call is needed until the return."""
    away = Participant.objects.filter(person__in=ids, state=ParticipantState.GOING, stay__returned=None)
    if not away.exists():
        return ""
    return _("This person goes on a stay: whom to call is needed until the return. Take them off the stay first.")
