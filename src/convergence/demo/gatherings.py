"""Events open to registration, made up: a full lunch talk, a paid colloquium with a group, an evening online, one past."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from convergence.activities import commands as activities
from convergence.activities.choices import ActivityKind as Kind
from convergence.activities.models import Activity
from convergence.demo.stage import Stage
from convergence.education.gatherings import commands
from convergence.education.gatherings.commands import Asked, Press
from convergence.education.gatherings.models import Gathering, Registration
from convergence.vocabulary.models import Axis, Place, Theme

GIVEN = (
    "Amélie",
    "Bernard",
    "Camille",
    "Diego",
    "Élodie",
    "Farid",
    "Gaëlle",
    "Hugo",
    "Inès",
    "Joaquim",
    "Karima",
    "Louis",
)
FAMILY = ("Arsenault", "Benoît-Roy", "Cormier", "Desrosiers", "Émond", "Fiset", "Guay", "Hamel", "Imbeault", "Jutras")
SERIES = "jqsi"


def load(stage: Stage) -> None:
    """Write the events and their people."""
    given = {"actor": stage.users["education"], "at": stage.at}
    commands.write_series(
        slug=SERIES,
        name_fr="Journées québécoises de la solidarité internationale",
        name_en="Québec International Solidarity Days",
        name_es="Jornadas quebequenses de la solidaridad internacional",
        **given,
    )
    _lunch(stage, given)
    _colloquium(stage, given)
    _evening(stage, given)
    _past(stage, given)


def _activity(stage: Stage, kind: str, titles: tuple[str, str, str], days: int, **values: Any) -> Activity:
    day: date = timezone.localdate(stage.at) + timedelta(days=days)
    given = {"actor": stage.users["education"], "at": stage.at}
    made = activities.create_activity(
        kind=kind,
        title_fr=titles[0],
        title_en=titles[1],
        title_es=titles[2],
        summary_fr="Événement inventé pour l’exemple : inscrivez-vous, rien ne part de votre poste.",
        summary_en="An event made up for the example.",
        summary_es="Un evento inventado para el ejemplo.",
        start=day.isoformat(),
        axis_id=Axis.objects.get(slug="education").pk,
        themes=[Theme.objects.get(slug="salaire-decent").pk],
        is_public=True,
        **{"start_time": time(12), "end_time": time(13, 30), **values},
        **given,
    )
    return activities.change_state(activity_id=made.pk, state="CONFIRMED", **given)


def _opened(stage: Stage, activity: Activity, onsite: int | None, online: int | None, **values: Any) -> Gathering:
    starts_at = Gathering(activity=activity).starts_at
    assert starts_at is not None  # noqa: S101  (written above with its day)
    return commands.open_gathering(
        activity_id=activity.pk,
        capacities={"ONSITE": onsite, "ONLINE": online},
        opens_at=min(stage.at, starts_at) - timedelta(days=30),
        closes_at=starts_at - timedelta(hours=4),
        actor=stage.users["education"],
        at=stage.at,
        **values,
    )


def _people(
    gathering: Gathering, number: int, at: datetime, *, way: str = "ONSITE", first: int = 0, **asked: Any
) -> None:
    for one in range(first, first + number):
        given_name, family_name = GIVEN[one % len(GIVEN)], FAMILY[(one * 3 + one // 12) % len(FAMILY)]
        commands.register(
            gathering_id=gathering.pk,
            way=way,
            asked=Asked(given_name, family_name, email=f"inscription{gathering.pk}-{one}@exemple.example", **asked),
            key=f"demo-{gathering.pk}-{way}-{one}",
            actor=None,
            at=at,
        )


def _place() -> int:
    return Place.objects.get(slug="montreal").pk


def _lunch(stage: Stage, given: dict[str, Any]) -> None:
    titles = (
        "Dîner-causerie : un salaire décent, ici et là-bas (exemple)",
        "Lunch talk: a living wage, here and there (example)",
        "Almuerzo-charla: un salario digno, aquí y allá (ejemplo)",
    )
    activity = _activity(stage, Kind.LUNCH_TALK, titles, 16, place_id=_place(), venue="salle de l’exemple")
    gathering = _opened(stage, activity, 12, 30, asks_meal=True, asks_access=True, asks_childcare=True)
    commands.change_gathering(gathering_id=gathering.pk, online_link="https://visio.example/diner", **given)
    _people(gathering, 15, stage.at, meal="VEGETARIAN")
    _people(gathering, 5, stage.at, way="ONLINE", first=20)


def _colloquium(stage: Stage, given: dict[str, Any]) -> None:
    titles = (
        "Colloque : la mode jetable et celles qui la cousent (exemple)",
        "Colloquium: fast fashion and those who sew it (example)",
        "Coloquio: la moda desechable y quienes la cosen (ejemplo)",
    )
    hours = {"start_time": time(9), "end_time": time(17)}
    activity = _activity(stage, Kind.COLLOQUIUM, titles, 44, place_id=_place(), venue="pavillon de l’exemple", **hours)
    assert activity.first_day is not None  # noqa: S101  (written above)
    last = activity.first_day - timedelta(days=7)
    gathering = _opened(stage, activity, 80, None, asks_meal=True, refund_until=last)
    prices = (
        ("Membre en règle", "Member in good standing", "Miembro al día", 2_500, True),
        ("Autre personne", "Anybody else", "Otra persona", 6_000, False),
        ("Étudiant·e, sans emploi", "Student, out of work", "Estudiante, sin empleo", 0, False),
    )
    made = [
        commands.add_price(
            gathering_id=gathering.pk,
            name_fr=fr,
            name_en=en,
            name_es=es,
            amount_cents=cents,
            for_members=members,
            **given,
        )
        for fr, en, es, cents, members in prices
    ]
    rooms = (
        (("Ouverture", "Opening", "Apertura"), time(9), time(10, 30), "grande salle", None),
        (
            ("Atelier : lire une étiquette", "Workshop: reading a label", "Taller: leer una etiqueta"),
            time(11), time(12, 30), "salle 1", 20,
        ),
        (
            ("Atelier : négocier une clause d’achat", "Workshop: bargaining for a buying clause",
             "Taller: negociar una cláusula de compra"),
            time(11), time(12, 30), "salle 2", 20,
        ),
    )  # fmt: skip
    sittings = [
        commands.add_sitting(
            gathering_id=gathering.pk, title_fr=titles[0], title_en=titles[1], title_es=titles[2],
            day=activity.first_day, start=start, end=end, room=room, capacity=capacity, **given,
        ).pk
        for titles, start, end, room, capacity in rooms
    ]  # fmt: skip
    _people(gathering, 6, stage.at, price_id=made[2].pk, sitting_ids=sittings[:2])
    _people(gathering, 3, stage.at, first=6, price_id=made[1].pk, sitting_ids=sittings[:1])
    union = stage.world.unions[0]
    party = commands.reserve_party(
        gathering_id=gathering.pk,
        organisation_id=stage.ids[union.acronym],
        way="ONSITE",
        places=5,
        price_id=made[1].pk,
        contact_name="Camille Exemple",
        email="groupe@exemple.example",
        key="demo-group",
        **given,
    )
    for number, place in enumerate(party.registrations.order_by("rank")[:2]):
        asked = Asked(GIVEN[number + 4], FAMILY[number + 4])
        commands.name_place(registration_id=place.pk, asked=asked, **given)


def _evening(stage: Stage, given: dict[str, Any]) -> None:
    titles = (
        "Soirée de réflexion : qui paie la dette ? (exemple)",
        "Evening of reflection: who pays the debt? (example)",
        "Velada de reflexión: ¿quién paga la deuda? (ejemplo)",
    )
    hours = {"start_time": time(19), "end_time": time(21)}
    activity = _activity(stage, Kind.EVENING, titles, 25, is_online=True, **hours)
    series = commands.write_series(slug=SERIES, name_fr="Journées québécoises de la solidarité internationale", **given)
    edition = str(activity.first_day.year) if activity.first_day else ""
    gathering = _opened(stage, activity, None, 200, series=series, edition=edition)
    _people(gathering, 9, stage.at, way="ONLINE")


def _past(stage: Stage, given: dict[str, Any]) -> None:
    titles = (
        "Conférence : la liberté syndicale sous pression (exemple, passée)",
        "Conference: freedom of association under pressure (example, past)",
        "Conferencia: la libertad sindical bajo presión (ejemplo, pasada)",
    )
    activity = _activity(stage, Kind.CONFERENCE, titles, -20, place_id=_place(), venue="salle de l’exemple")
    series = commands.write_series(slug=SERIES, name_fr="Journées québécoises de la solidarité internationale", **given)
    edition = str(activity.first_day.year) if activity.first_day else ""
    gathering = _opened(stage, activity, 40, None, series=series, edition=edition)
    _people(gathering, 10, stage.at - timedelta(days=25))
    rows = list(Registration.objects.filter(gathering=gathering).order_by("rank"))
    presses = [Press(f"demo-{row.pk}", row.pk, True, stage.at - timedelta(days=20)) for row in rows[:8]]
    commands.check_in(gathering_id=gathering.pk, presses=presses, **given)
    commands.write_attendance(gathering_id=gathering.pk, **given)
    activities.change_state(activity_id=activity.pk, state="HELD", **given)
