"""Who sees and writes exhibitions and their loans."""

from django.utils.translation import gettext_lazy as _

from convergence.accounts.choices import Role, ScopeKind
from convergence.accounts.policies import declare, everywhere
from convergence.contacts.policies import of_contact, veil_of

WRITERS = everywhere(Role.COORDINATOR, Role.EDUCATION)
READERS = {**WRITERS, **everywhere(Role.TREASURER, Role.COMMUNICATIONS, Role.PROJECTS, Role.BOARD, Role.AUDITOR)}
_NARROW, _VEIL = of_contact("borrower"), veil_of("borrower")

declare("exhibitions.view_exhibition", _("See exhibitions, crates and kit lists"), READERS)
declare("exhibitions.edit_exhibition", _("Change exhibitions, versions, panels and crates"), WRITERS)
declare(
    "exhibitions.view_portrayed",
    _("See who is portrayed and what they agreed to"),
    everywhere(Role.COORDINATOR, Role.EDUCATION, Role.AUDITOR),
)
declare("exhibitions.record_consent", _("Write what people portrayed agreed to"), WRITERS)
declare(
    "exhibitions.view_loan",
    _("See loans"),
    READERS | {Role.ANIMATOR: ScopeKind.REGION, Role.DELEGATE: ScopeKind.OWN},
    narrow=_NARROW,
    veil=_VEIL,
)
declare("exhibitions.edit_loan", _("Offer, decline and follow loans"), WRITERS, veil=_VEIL)
declare(
    "exhibitions.sign_loan", _("Sign loan agreements for the organisation"), everywhere(Role.COORDINATOR), veil=_VEIL
)
declare(
    "exhibitions.answer_loan",
    _("Ask for a loan, sign and report in the members’ space"),
    {Role.DELEGATE: ScopeKind.OWN},
    narrow=_NARROW,
)
declare("exhibitions.settle_incident", _("Open and settle incidents"), WRITERS)
