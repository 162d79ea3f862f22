"""Who may do what with members and dues."""

from django.utils.translation import gettext_lazy as _

from convergence.accounts.choices import Role, ScopeKind
from convergence.accounts.policies import declare, everywhere
from convergence.contacts.policies import of_contact, veil_of

_READERS = (Role.COORDINATOR, Role.TREASURER, Role.COMMUNICATIONS, Role.BOARD, Role.AUDITOR)
_WRITERS = (Role.COORDINATOR, Role.TREASURER)


_OF_MEMBER = of_contact("member")
_MEMBER_READERS = {**everywhere(*_READERS), Role.ANIMATOR: ScopeKind.REGION, Role.DELEGATE: ScopeKind.OWN}

for _name, _label, _keys in (
    ("groupmembership", _("see the groups of members"), ("member",)),
    ("callrecipient", _("see the recipients of a dues call"), ("member", "payer")),
):
    declare(f"membership.view_{_name}", _label, _MEMBER_READERS, narrow=_OF_MEMBER, veil=veil_of(*_keys))

for _name, _label, _held in (
    ("membershipapplication", _("see membership applications"), ("applicant",)),
    ("duesscale", _("see dues scales"), ()),
    ("duescall", _("see dues calls"), ()),
    ("exemption", _("see exemptions"), ("member",)),
    ("coverage", _("see who pays for whom"), ("payer", "member")),
    ("extraordinarycontribution", _("see extraordinary contributions"), ()),
):
    declare(f"membership.view_{_name}", _label, everywhere(*_READERS), veil=veil_of(*_held) if _held else None)

for _verb in ("add", "edit"):
    declare(f"membership.{_verb}_groupmembership", _("change the group of a member"), everywhere(Role.COORDINATOR))
    declare(
        f"membership.{_verb}_membershipapplication", _("record a membership application"), everywhere(Role.COORDINATOR)
    )
    declare(f"membership.{_verb}_duesscale", _("adopt a dues scale"), everywhere(*_WRITERS))
    declare(f"membership.{_verb}_exemption", _("record an exemption"), everywhere(*_WRITERS))
    declare(f"membership.{_verb}_coverage", _("record who pays for whom"), everywhere(*_WRITERS))
    declare(
        f"membership.{_verb}_extraordinarycontribution",
        _("record an extraordinary contribution"),
        everywhere(*_WRITERS),
    )
    declare(f"membership.{_verb}_duescall", _("prepare a dues call"), everywhere(Role.COORDINATOR, Role.COMMUNICATIONS))

declare(
    "membership.view_announcedperson",
    _("see the people whom members announce"),
    {**everywhere(*_READERS), Role.DELEGATE: ScopeKind.OWN},
    narrow=_OF_MEMBER,
    veil=veil_of("member"),
)
declare(
    "membership.announce_person",
    _("announce a person of one's own organisation"),
    {Role.DELEGATE: ScopeKind.OWN, **everywhere(Role.COORDINATOR)},
    narrow=_OF_MEMBER,
)
declare("membership.decide_person", _("accept a person whom a member announces"), everywhere(Role.COORDINATOR))
declare("membership.decide_application", _("record the board's decision"), everywhere(Role.COORDINATOR, Role.BOARD))
declare("membership.sign_dues_call", _("sign a dues call"), everywhere(Role.COORDINATOR, Role.BOARD))
declare("membership.issue_dues_call", _("send a dues call"), everywhere(Role.COORDINATOR))
declare("membership.remind_dues", _("send reminders"), everywhere(*_WRITERS))
declare("membership.answer_for_member", _("answer a dues call for a member"), everywhere(*_WRITERS))
declare(
    "membership.answer_dues_call",
    _("answer the dues call of one's own organisation"),
    {Role.DELEGATE: ScopeKind.OWN, **everywhere(*_WRITERS)},
    narrow=_OF_MEMBER,
)
declare(
    "membership.consent_directory",
    _("answer on the public list"),
    {Role.DELEGATE: ScopeKind.OWN, **everywhere(Role.COORDINATOR)},
    narrow=_OF_MEMBER,
)
