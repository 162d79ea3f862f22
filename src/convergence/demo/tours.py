"""Tours of guests, all made up: one that is over, one that is being prepared, one with somebody at risk.

The sources count “more than fifty” tours and name none: the figure is a declared total of the history, not a tour here.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from convergence.activities.choices import ActivityKind, ActivityState
from convergence.activities.commands import change_state
from convergence.activities.models import Activity
from convergence.demo.activities import Titles, titled
from convergence.demo.stage import Stage
from convergence.education.tours import commands
from convergence.education.tours.models import Leg, Tour
from convergence.finance.commands import record_activity_entry
from convergence.vocabulary.models import Theme

ON_CALL = "Équipe de l’exemple, 514 555-0100"


FEED: Titles = ("Conférence : nourrir un quartier", "Talk: feeding a neighbourhood", "Conferencia: alimentar un barrio")
KITCHEN: Titles = (
    "Dîner-causerie : du quartier au syndicat",
    "Lunch talk: from the neighbourhood to the union",
    "Almuerzo-charla: del barrio al sindicato",
)
SWEATER: Titles = (
    "Conférence : le prix d’un chandail",
    "Talk: the price of a sweater",
    "Conferencia: el precio de un suéter",
)
SHOP: Titles = ("Visite d’un atelier syndiqué", "Visit to a unionised workshop", "Visita a un taller sindicalizado")
TEXTILE: Titles = (
    "Dîner-causerie avec des travailleuses du textile",
    "Lunch talk with women textile workers",
    "Almuerzo-charla con trabajadoras textiles",
)
CLOSED: Titles = ("Rencontre à huis clos", "Meeting behind closed doors", "Reunión a puerta cerrada")


def load(stage: Stage) -> None:
    """Write the three tours."""
    _over(stage)
    _prepared(stage)
    _at_risk(stage)


def _given(stage: Stage) -> dict[str, Any]:
    return {"actor": stage.users["education"], "at": stage.at}


def _day(stage: Stage, number: int) -> date:
    return stage.at.date() + timedelta(days=number)


def _moment(stage: Stage, number: int, hour: int) -> datetime:
    return stage.at.replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=number)


def _tour(stage: Stage, titles: tuple[str, str, str], first: int, last: int, **more: Any) -> Tour:
    themes = Theme.objects.filter(slug="droits-du-travail").values_list("pk", flat=True)
    return commands.create_tour(
        title_fr=titles[0],
        title_en=titles[1],
        title_es=titles[2],
        start=_day(stage, first),
        end=_day(stage, last),
        on_call=ON_CALL,
        themes=list(themes),
        is_public=True,
        **more,
        **_given(stage),
    )


def _leg(stage: Stage, tour: Tour, number: int, first: int, last: int, city: str, **more: Any) -> Leg:
    union = stage.world.unions[number]
    return commands.save_leg(
        tour_id=tour.pk,
        first_day=_day(stage, first),
        last_day=_day(stage, last),
        city=city,
        host_id=stage.ids[union.acronym],
        contact_name="Camille Exemple",
        contact_email=f"accueil-{number}@syndicat.example",
        contact_phone="514 555-0142",
        **more,
        **_given(stage),
    )


def _confirmed(stage: Stage, leg: Leg, days_ago: int = 0) -> Leg:
    at = stage.at - timedelta(days=days_ago)
    commands.ask_host(leg_id=leg.pk, actor=stage.users["education"], at=at)
    return commands.confirm_leg(leg_id=leg.pk, read=commands.read_of(leg), actor=None, at=at)


def _meeting(stage: Stage, leg: Leg, kind: str, titles: Titles, number: int, hour: int) -> Activity:
    return commands.add_meeting(
        tour_id=leg.tour_id,
        kind=kind,
        **titled(titles),
        day=_day(stage, number),
        start_time=time(hour),
        end_time=time(hour + 2),
        host_id=leg.host_id,
        venue="Local syndical (exemple)",
        is_confirmed=True,
        **_given(stage),
    )


def _night(stage: Stage, tour: Tour, first: int, leaves: int, name: str) -> None:
    commands.save_part(
        kind="lodging",
        tour_id=tour.pk,
        first_night=_day(stage, first),
        leaves_date=_day(stage, leaves),
        name=name,
        address="1, rue de l’Exemple",
        phone="514 555-0143",
        **_given(stage),
    )


def _way(stage: Stage, tour: Tour, number: int, means: str, start: str, end: str, hour: int) -> None:
    commands.save_part(
        kind="way",
        tour_id=tour.pk,
        means=means,
        leaves_from=start,
        goes_to=end,
        leaves_at=_moment(stage, number, hour),
        arrives_at=_moment(stage, number, hour + 3),
        remark="Quelqu’un attend à l’arrivée (exemple)",
        **_given(stage),
    )


def _over(stage: Stage) -> None:
    """A tour that was held: people present, a mention, people who came nearer, its costs."""
    titles = (
        "Tournée : les cuisines communautaires s’organisent (exemple)",
        "Tour: community kitchens get organised (example)",
        "Gira: las cocinas comunitarias se organizan (ejemplo)",
    )
    tour = _tour(stage, titles, -206, -200, return_date=_day(stage, -199))
    commands.save_guest(
        tour_id=tour.pk,
        name="Maribel Exemple",
        presents_fr="Animatrice d’un réseau de cuisines communautaires (exemple)",
        presents_en="Organiser of a network of community kitchens (example)",
        presents_es="Animadora de una red de cocinas comunitarias (ejemplo)",
        country="PE",
        agreed="NAMED",
        agreed_how="formulaire signé (exemple)",
        agreed_date=_day(stage, -230),
        **_given(stage),
    )
    first = _confirmed(stage, _leg(stage, tour, 20, -206, -203, "Montréal", interpreter="Ana Exemple"), 240)
    last = _confirmed(stage, _leg(stage, tour, 23, -203, -200, "Sherbrooke", interpreter="Ana Exemple"), 240)
    commands.state_people(
        leg_id=first.pk,
        people={_meeting(stage, first, ActivityKind.CONFERENCE, FEED, -205, 19).pk: 64},
        actor=None,
        at=stage.at,
    )
    commands.state_people(
        leg_id=last.pk,
        people={_meeting(stage, last, ActivityKind.LUNCH_TALK, KITCHEN, -202, 12).pk: 28},
        actor=None,
        at=stage.at,
    )
    commands.save_part(
        kind="mention",
        tour_id=tour.pk,
        medium="Le journal de l’exemple",
        medium_kind="PAPER",
        said_date=_day(stage, -204),
        title="Des cuisines qui tiennent tête à la faim (exemple)",
        url="https://journal.example/cuisines",
        is_public=True,
        **_given(stage),
    )
    for how, words in (("COMMITTEE", "l’a dit à la rencontre (exemple)"), ("INVITES", "au téléphone (exemple)")):
        commands.add_joined(tour_id=tour.pk, how=how, consent=words, joined_date=_day(stage, -190), **_given(stage))
    for state in (ActivityState.CONFIRMED, ActivityState.HELD, ActivityState.REPORTED):
        for pk in [tour.activity_id, *tour.activity.parts.values_list("pk", flat=True)]:
            if Activity.objects.get(pk=pk).state != state:
                change_state(activity_id=pk, state=state, **_given(stage))
    record_activity_entry(
        activity_id=tour.activity_id,
        kind="COST",
        stage="REAL",
        amount_cents=184_000,
        what="Billet d’avion (exemple)",
        booked_date=_day(stage, -230),
        actor=stage.treasurer,
        at=stage.at,
    )


def _prepared(stage: Stage) -> None:
    """A tour that begins in three weeks: hosts confirmed, asked and still to be asked, and what remains to be done."""
    titles = (
        "Tournée : coudre ici, coudre là-bas (exemple)",
        "Tour: sewing here, sewing there (example)",
        "Gira: coser aquí, coser allá (ejemplo)",
    )
    tour = _tour(stage, titles, 21, 30, return_date=_day(stage, 31))
    commands.save_guest(
        tour_id=tour.pk,
        name="Yolanda Exemple",
        presents_fr="Couturière et déléguée d’un syndicat indépendant (exemple)",
        presents_en="Seamstress and delegate of an independent union (example)",
        presents_es="Costurera y delegada de un sindicato independiente (ejemplo)",
        country="MX",
        agreed="NAMED",
        agreed_how="au téléphone (exemple)",
        agreed_date=_day(stage, -10),
        visa="GIVEN",
        visa_from=_day(stage, 15),
        visa_until=_day(stage, 40),
        insured_from=_day(stage, 21),
        insured_until=_day(stage, 29),
        passport_until=_day(stage, 500),
        emergency="Sa sœur, 555-0144 (exemple)",
        email="yolanda@exemple.example",
        per_day_cents=6_000,
        **_given(stage),
    )
    commands.save_guest(
        tour_id=tour.pk,
        name="Anwar Exemple",
        presents_fr="Organisateur dans le vêtement (exemple)",
        presents_en="Organiser in the garment industry (example)",
        presents_es="Organizador en la industria de la confección (ejemplo)",
        country="BD",
        language="en",
        spoken="bn en",
        per_day_cents=6_000,
        visa="ASKED",
        **_given(stage),
    )
    first = _confirmed(stage, _leg(stage, tour, 26, 21, 24, "Montréal", interpreter="Ana Exemple"))
    second = _leg(stage, tour, 29, 24, 27, "Québec")
    commands.ask_host(leg_id=second.pk, **_given(stage))
    _leg(stage, tour, 32, 28, 30, "Rimouski", interpreter="Ana Exemple")
    _meeting(stage, first, ActivityKind.CONFERENCE, SWEATER, 22, 19)
    _meeting(stage, first, ActivityKind.VISIT, SHOP, 23, 9)
    _meeting(stage, second, ActivityKind.LUNCH_TALK, TEXTILE, 25, 12)
    _night(stage, tour, 21, 24, "Auberge de l’exemple")
    _night(stage, tour, 24, 27, "Chez Ana Exemple")
    _way(stage, tour, 21, "PLANE", "Mexico", "Montréal", 13)
    _way(stage, tour, 24, "TRAIN", "Montréal", "Québec", 16)
    change_state(activity_id=tour.activity_id, state=ActivityState.CONFIRMED, **_given(stage))


def _at_risk(stage: Stage) -> None:
    """A tour of somebody at risk who was not asked yet what may be told: on no public door, by the pseudonym for the others."""
    titles = (
        "Tournée : tenir un syndicat malgré la peur (exemple)",
        "Tour: keeping a union in spite of fear (example)",
        "Gira: sostener un sindicato a pesar del miedo (ejemplo)",
    )
    tour = _tour(stage, titles, 60, 66, return_date=_day(stage, 70))
    commands.save_guest(
        tour_id=tour.pk,
        name="Esperanza Izquixóchitl",
        pseudonym="Camarade Sol",
        presents_fr="Syndicaliste (exemple)",
        presents_en="Trade unionist (example)",
        presents_es="Sindicalista (ejemplo)",
        country="MX",
        safety="AT_RISK",
        visa="TO_ASK",
        emergency="La coordination, qui sait qui prévenir (exemple)",
        **_given(stage),
    )
    leg = _leg(stage, tour, 35, 60, 63, "Montréal", interpreter="Ana Exemple")
    _meeting(stage, leg, ActivityKind.MEETING, CLOSED, 61, 14)
