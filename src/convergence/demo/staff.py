"""One example user per role; people outside the staff get access to one organisation."""

from convergence.accounts.choices import Role
from convergence.accounts.models import RoleAssignment, User
from convergence.core.profile import change_profile
from convergence.demo import facts
from convergence.demo.stage import Stage

# Names of a demonstration, but for the two people who signed the public letter of 2024.
PEOPLE = {
    Role.COORDINATOR: ("Amélie", "Nguyen"),
    Role.TREASURER: ("Trésorerie", "(exemple)"),
    Role.COMMUNICATIONS: ("Communications", "(exemple)"),
    Role.EDUCATION: ("Éducation", "(exemple)"),
    Role.PROJECTS: ("Projets", "(exemple)"),
    Role.ANIMATOR: ("Table régionale", "(exemple)"),
    Role.BOARD: ("Luc", "Allaire"),
    Role.AUDITOR: ("Audit", "(exemple)"),
    Role.DELEGATE: ("Délégation", "(exemple)"),
    Role.PARTNER: ("Partenaire", "(exemple)"),
}
ANIMATED_REGION = "estrie"


def email_of(role: Role) -> str:
    """Return the address under which the example person of a role signs in."""
    return f"{role.value.lower()}@convergence.example"


def load(stage: Stage) -> None:
    """Write the profile and the users."""
    for role, (first, last) in PEOPLE.items():
        user = User.objects.create_user(email_of(role), first_name=first, last_name=last)
        region = ANIMATED_REGION if role == Role.ANIMATOR else ""
        RoleAssignment.objects.create(user=user, role=role, region=region)
        stage.users[role.value.lower()] = user
    change_profile(
        actor=stage.coordinator,
        at=stage.at,
        name=facts.NAME,
        acronym=facts.ACRONYM,
        kind=facts.KIND,
        founded=str(facts.FOUNDED),
        mission=facts.MISSION,
        city=facts.CITY,
        street="1, rue de l’Exemple",
        postal_code="H0H 0H0",
        email=facts.EMAIL,
        phone=facts.PHONE,
        website=facts.WEBSITE,
        etransfer_email="cotisations@convergence.example",
        privacy_officer_title="Coordination",
        privacy_officer_title_es="Coordinación",
        privacy_officer_contact=facts.EMAIL,
        is_club_or_association=True,
        is_demo=True,
    )
