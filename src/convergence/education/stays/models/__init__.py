"""Tables of internships and missions."""

from convergence.education.stays.models.applications import (
    Application,
    ApplicationPaper,
    Assessment,
    CommitteeLink,
    Score,
)
from convergence.education.stays.models.calls import CommitteeMember, Criterion, Expected, Programme, StayCall
from convergence.education.stays.models.stays import Commitment, EmergencySheet, Finding, Participant, Stay

__all__ = [
    "Application",
    "ApplicationPaper",
    "Assessment",
    "Commitment",
    "CommitteeLink",
    "CommitteeMember",
    "Criterion",
    "EmergencySheet",
    "Expected",
    "Finding",
    "Participant",
    "Programme",
    "Score",
    "Stay",
    "StayCall",
]
