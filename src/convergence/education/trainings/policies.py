"""Who sees and settles requests, facilitators and attestations."""

from django.utils.translation import gettext_lazy as _

from convergence.accounts.choices import Role, ScopeKind
from convergence.accounts.policies import declare, everywhere
from convergence.contacts.policies import of_contact, veil_of

WRITERS = everywhere(Role.COORDINATOR, Role.EDUCATION)
READERS = {**WRITERS, **everywhere(Role.AUDITOR)}
STAFF = everywhere(
    Role.COORDINATOR, Role.TREASURER, Role.COMMUNICATIONS, Role.EDUCATION, Role.PROJECTS, Role.BOARD, Role.AUDITOR,
    Role.ANIMATOR,
)  # fmt: skip

declare("trainings.view_training", _("See the catalogue of trainings"), STAFF)
declare("trainings.edit_training", _("Change the catalogue of trainings"), WRITERS)
declare(
    "trainings.view_trainingrequest",
    _("See requests for trainings"),
    READERS | {Role.ANIMATOR: ScopeKind.REGION, Role.DELEGATE: ScopeKind.OWN},
    narrow=of_contact("organisation"),
    veil=veil_of("organisation"),
)
declare(
    "trainings.edit_trainingrequest",
    _("Settle requests for trainings: dates, who facilitates, states"),
    WRITERS,
    narrow=of_contact("organisation"),
    veil=veil_of("organisation"),
)
declare("trainings.view_facilitator", _("See who facilitates"), READERS, veil=veil_of("person"))
declare("trainings.edit_facilitator", _("Change who facilitates"), WRITERS, veil=veil_of("person"))
declare(
    "trainings.view_signin",
    _("See and settle the names of who signed in"),
    READERS,
    veil=veil_of("request__organisation"),
)
declare(
    "trainings.view_attestation",
    _("See attestations of participation"),
    READERS,
    veil=veil_of("request__organisation"),
)
declare(
    "trainings.issue_attestation",
    _("Issue and cancel attestations of participation"),
    WRITERS,
    veil=veil_of("request__organisation"),
)
