"""Roles and how far they reach."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person may do here. Staff first, then the board and auditor, then people outside."""

    COORDINATOR = "COORDINATOR", _("Coordination")
    TREASURER = "TREASURER", _("Treasury")
    COMMUNICATIONS = "COMMUNICATIONS", _("Communications")
    EDUCATION = "EDUCATION", _("Education")
    PROJECTS = "PROJECTS", _("Projects")
    ANIMATOR = "ANIMATOR", _("Regional table")
    BOARD = "BOARD", _("Board")
    AUDITOR = "AUDITOR", _("Audit (read only)")
    DELEGATE = "DELEGATE", _("Delegate of a member")
    PARTNER = "PARTNER", _("Partner")


STAFF_ROLES = frozenset(set(Role) - {Role.DELEGATE, Role.PARTNER})


class ScopeKind(IntegerChoices):
    """How far a right reaches, from nothing to everything."""

    NONE = 0, _("none")
    OWN = 1, _("own organisation")
    REGION = 2, _("own region")
    ALL = 3, _("all")
