"""Tables of membership and dues."""

from convergence.membership.models.calls import (
    CallExclusion,
    CallLetter,
    CallLink,
    CallRecipient,
    DuesCall,
    Enclosure,
    Signature,
)
from convergence.membership.models.members import (
    DirectoryConsent,
    GroupMembership,
    GroupRule,
    MembershipApplication,
)
from convergence.membership.models.people import AnnouncedPerson
from convergence.membership.models.responses import (
    AmountRevision,
    NextStepChoice,
    PersonalLink,
    Promise,
    ReminderLevel,
    ReminderSent,
    ReminderText,
)
from convergence.membership.models.scales import (
    Coverage,
    DuesScale,
    DuesTier,
    Exemption,
    ExtraordinaryContribution,
)

__all__ = [
    "AmountRevision",
    "AnnouncedPerson",
    "CallExclusion",
    "CallLetter",
    "CallLink",
    "CallRecipient",
    "Coverage",
    "DirectoryConsent",
    "DuesCall",
    "DuesScale",
    "DuesTier",
    "Enclosure",
    "Exemption",
    "ExtraordinaryContribution",
    "GroupMembership",
    "GroupRule",
    "MembershipApplication",
    "NextStepChoice",
    "PersonalLink",
    "Promise",
    "ReminderLevel",
    "ReminderSent",
    "ReminderText",
    "Signature",
]
