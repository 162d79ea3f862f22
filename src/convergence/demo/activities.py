"""Activities: what the public sources tell of the past, and three years of examples up to the day of loading."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from convergence.activities import commands
from convergence.activities.choices import ActivityKind as Kind
from convergence.activities.choices import ActivityState as State
from convergence.activities.models import Activity
from convergence.demo.stage import Stage
from convergence.documents.models import Picture
from convergence.finance.commands.costs import record_activity_entry
from convergence.vocabulary.models import Axis, Place, Theme

Titles = tuple[str, str, str]
"""A title in French, English and Spanish."""

EXAMPLE = ("exemple", "example", "ejemplo")
HISTORY = "Page « Historique » de l’organisation"
APART = 26
"""Days between two examples."""
EXAMPLES = 42
COMING = 4
# Kind of activity → title of the picture that its latest examples bear.
SHOWN = {Kind.TRAINING: "Assemblée", Kind.EXHIBITION: "Exposition en plein air", Kind.WORKSHOP: "Salle de couture"}
# What for, kind, whole dollars meant, whole dollars spent or received.
MONEY = (
    ("Location de la salle (exemple)", "COST", 400, 385),
    ("Interprétation (exemple)", "COST", 350, 420),
    ("Appui d’un syndicat hôte (exemple)", "SUPPORT", 500, 500),
)


@dataclass(frozen=True)
class Told:
    """An activity of the past that a public source tells; figures are (what, value, qualifier, source)."""

    kind: str
    title: tuple[str, str, str]
    start: str = ""
    end: str = ""
    place: str = ""
    axis: str = "education"
    themes: tuple[str, ...] = ()
    organisations: tuple[tuple[str, str], ...] = ()
    figures: tuple[tuple[str, int, str, str], ...] = ()


PAST = (
    Told(
        Kind.CONFERENCE,
        ("Conférence internationale de 1975", "International conference of 1975", "Conferencia internacional de 1975"),
        start="1975-06",
        place="montreal",
        themes=("solidarite-internationale",),
        figures=(("ATTENDED", 500, "APPROX_BELOW", HISTORY),),
    ),
    Told(
        Kind.COLLOQUIUM,
        (
            "Colloque sur les ateliers de misère",
            "Colloquium on sweatshops",
            "Coloquio sobre los talleres de miseria",
        ),
        start="2003-01",
        axis="cqcam",
        themes=("ateliers-de-misere",),
        figures=(("ORGANISATIONS", 25, "MORE_THAN", "Page d’un colloque"),),
    ),
    *(
        Told(
            Kind.COLLOQUIUM,
            (
                f"Colloque sur la dette extérieure ({number})",
                f"Colloquium on external debt ({number})",
                f"Coloquio sobre la deuda externa ({number})",
            ),
            themes=("dette-exterieure",),
        )
        for number in (1, 2, 3)
    ),
    Told(
        Kind.VISIT,
        (
            "Accompagnement de coopératives de travail au Mexique",
            "Support of workers’ co-operatives in Mexico",
            "Acompañamiento de cooperativas de trabajo en México",
        ),
        start="2020",
        place="aguascalientes",
        axis="cooperation",
        themes=("economie-solidaire", "fonctionnement-cooperatif"),
        organisations=(("FAT", "LEAD_PARTNER"),),
    ),
)

# Kind, titles, axis, themes: written for the example.
TURNS: tuple[tuple[str, Titles, str, tuple[str, ...]], ...] = (
    (Kind.TRAINING,
     ("Formation : la mondialisation dans nos milieux", "Training: globalisation where we live and work",
      "Formación: la globalización donde vivimos y trabajamos"),
     "education", ("mondialisation", "salaire-decent")),
    (Kind.WORKSHOP,
     ("Atelier : fonctionnement coopératif et équité", "Workshop: working as a co-operative, with equity",
      "Taller: funcionamiento cooperativo y equidad"),
     "cooperation", ("fonctionnement-cooperatif", "equite-femmes-hommes")),
    (Kind.LUNCH_TALK,
     ("Dîner-causerie : achats responsables", "Lunch talk: responsible purchasing", "Almuerzo-charla: compras responsables"),
     "cqcam", ("achats-responsables",)),
    (Kind.EXHIBITION,
     ("Exposition : pepenadores et valoristes", "Exhibition: pepenadores and valoristes",
      "Exposición: pepenadores y valoristes"),
     "education", ("surproduction", "dechets")),
    (Kind.TRAINING,
     ("Formation : liberté syndicale et conventions de l’OIT", "Training: freedom of association and ILO conventions",
      "Formación: libertad sindical y convenios de la OIT"),
     "education", ("libertes-syndicales", "droit-international-du-travail")),
    (Kind.MEETING,
     ("Rencontre intersyndicale de solidarité", "Inter-union solidarity meeting", "Encuentro intersindical de solidaridad"),
     "education", ("solidarite-internationale",)),
    (Kind.WORKSHOP,
     ("Atelier : droits des travailleuses et travailleurs", "Workshop: workers’ rights",
      "Taller: derechos de las trabajadoras y los trabajadores"),
     "cooperation", ("droits-du-travail",)),
)  # fmt: skip
PLACES = ("montreal", "ville-de-quebec", "estrie", "", "montreal", "place-emilie-gamelin", "aguascalientes")


def load(stage: Stage) -> None:
    """Write what is told, what is made up, what is coming, and a mission under guard."""
    words = {
        "axes": dict(Axis.objects.values_list("slug", "pk")),
        "themes": dict(Theme.objects.values_list("slug", "pk")),
        "places": dict(Place.objects.values_list("slug", "pk")),
    }
    for told in PAST:
        _told(stage, told, words)
    for number in range(EXAMPLES):
        _example(stage, number, words)
    for number in range(COMING):
        _coming(stage, number, words)
    _mission(stage, words)
    _week(stage, words)
    _pictures(stage)
    _costs(stage)


def _given(stage: Stage) -> dict[str, Any]:
    return {"actor": stage.users["education"], "at": stage.at}


def titled(titles: Titles, marks: Titles = EXAMPLE) -> dict[str, str]:
    """Return the three titles of an activity, each marked as made up, in its language."""
    codes = ("fr", "en", "es")
    return {f"title_{code}": f"{titles[place]} ({marks[place]})" for place, code in enumerate(codes)}


def _themes(words: dict[str, dict[str, int]], slugs: tuple[str, ...]) -> list[int]:
    return [words["themes"][slug] for slug in slugs]


def _told(stage: Stage, told: Told, words: dict[str, dict[str, int]]) -> None:
    made = commands.create_activity(
        kind=told.kind,
        title_fr=told.title[0],
        title_en=told.title[1],
        title_es=told.title[2],
        start=told.start,
        end=told.end,
        place_id=words["places"].get(told.place),
        axis_id=words["axes"][told.axis],
        themes=_themes(words, told.themes),
        organisations=[(stage.ids[name], what) for name, what in told.organisations],
        is_public=True,
        **_given(stage),
    )
    commands.change_state(activity_id=made.pk, state=State.HELD, **_given(stage))
    for what, value, qualifier, source in told.figures:
        commands.state_figure(
            activity_id=made.pk, what=what, value=value, qualifier=qualifier, source=source, **_given(stage)
        )


def _example(stage: Stage, number: int, words: dict[str, dict[str, int]]) -> None:
    kind, titles, axis, themes = TURNS[number % len(TURNS)]
    day = stage.at.date() - timedelta(days=APART * (EXAMPLES - number) - 5)
    unions = [union.acronym for union in stage.world.unions]
    present = sorted({unions[(number * step + step) % len(unions)] for step in (3, 7, 11)})
    organisations = [(stage.ids[name], "PARTICIPANT") for name in present]
    organisations.append((stage.ids[unions[number % len(unions)]], "HOST"))
    made = commands.create_activity(
        kind=kind,
        **titled(titles),
        start=day.isoformat(),
        start_time=time(18, 30) if kind == Kind.LUNCH_TALK else None,
        place_id=words["places"].get(PLACES[number % len(PLACES)]),
        is_online=not PLACES[number % len(PLACES)],
        axis_id=words["axes"][axis],
        themes=_themes(words, themes),
        organisations=organisations,
        languages="fr es" if axis == "cooperation" else "fr",
        is_public=number % 3 != 2,
        **_given(stage),
    )
    commands.change_state(activity_id=made.pk, state=State.HELD, **_given(stage))
    for gender, people in (("WOMAN", 9 + number % 7), ("MAN", 4 + number % 5), ("", 3 + number % 4)):
        commands.record_attendance(activity_id=made.pk, number=people, gender=gender, **_given(stage))
    if number % 2 == 0:
        commands.change_state(activity_id=made.pk, state=State.REPORTED, **_given(stage))
    for answer in range(number % 8):
        commands.answer_evaluation(
            activity_id=made.pk, answers={"USEFUL": 3 + answer % 2, "CLEAR": 4, "VOICE": 2 + answer % 3}
        )


def _coming(stage: Stage, number: int, words: dict[str, dict[str, int]]) -> None:
    kind, titles, axis, themes = TURNS[number]
    day: date = stage.at.date() + timedelta(days=12 + 19 * number)
    made = commands.create_activity(
        kind=kind,
        **titled(titles, ("exemple, à venir", "example, to come", "ejemplo, por venir")),
        summary_fr="Pour membres des syndicats ; entrée libre (exemple).",
        summary_en="For union members; admission is free (example).",
        summary_es="Para integrantes de los sindicatos; entrada libre (ejemplo).",
        start=day.isoformat(),
        start_time=time(18),
        end_time=time(20, 30),
        place_id=words["places"]["montreal"],
        venue="salle de l’exemple",
        axis_id=words["axes"][axis],
        themes=_themes(words, themes),
        is_public=True,
        **_given(stage),
    )
    commands.name_person(
        activity_id=made.pk, capacity="FACILITATOR", name="Équipe de l’éducation", is_named=True, **_given(stage)
    )
    if number:
        commands.change_state(activity_id=made.pk, state=State.CONFIRMED, **_given(stage))


def _mission(stage: Stage, words: dict[str, dict[str, int]]) -> None:
    leaves = stage.at.date() + timedelta(days=40)
    commands.create_activity(
        kind=Kind.MISSION,
        **titled(
            ("Mission d’observation", "Observation mission", "Misión de observación"),
            ("exemple, protégée", "example, under guard", "ejemplo, protegida"),
        ),
        start=leaves.isoformat(),
        end=(leaves + timedelta(days=12)).isoformat(),
        axis_id=words["axes"]["cooperation"],
        security="HIGH",
        return_date=leaves + timedelta(days=13),
        is_public=True,
        organisations=[(stage.ids["FAT"], "LEAD_PARTNER")],
        **_given(stage),
    )


def _week(stage: Stage, words: dict[str, dict[str, int]]) -> None:
    """Write a week with its parts: what is counted is counted at the parts."""
    first = stage.at.date() - timedelta(days=75)
    given = {"axis_id": words["axes"]["education"], "is_public": True, "place_id": words["places"]["montreal"]}
    week = commands.create_activity(
        kind=Kind.OTHER, start=first.isoformat(), end=(first + timedelta(days=4)).isoformat(),
        **titled(("Semaine de l’éducation solidaire", "Week of solidarity education", "Semana de la educación solidaria")),
        **given, **_given(stage),
    )  # fmt: skip
    commands.change_state(activity_id=week.pk, state=State.CONFIRMED, **_given(stage))
    for number, (kind, titles, _axis, themes) in enumerate(TURNS[:3]):
        part = commands.create_activity(
            kind=kind, start=(first + timedelta(days=number)).isoformat(),
            **titled(titles, ("exemple, semaine", "example, week", "ejemplo, semana")),
            themes=_themes(words, themes), part_of_id=week.pk, **given, **_given(stage),
        )  # fmt: skip
        commands.change_state(activity_id=part.pk, state=State.HELD, **_given(stage))
        commands.record_attendance(activity_id=part.pk, number=14 + 5 * number, **_given(stage))
    commands.change_state(activity_id=week.pk, state=State.HELD, **_given(stage))


def _pictures(stage: Stage) -> None:
    for kind, title in SHOWN.items():
        picture = Picture.objects.get(title=title)
        rows = Activity.objects.filter(kind=kind, state__in=(State.HELD, State.REPORTED), is_public=True)
        for activity in rows.order_by("-first_day", "-pk")[:3]:
            commands.add_picture(activity_id=activity.pk, picture_id=picture.pk, **_given(stage))


def _costs(stage: Stage) -> None:
    """Write what the latest trainings were meant to cost, what they cost, and who helped."""
    given = {"actor": stage.treasurer, "at": stage.at}
    rows = Activity.objects.filter(kind=Kind.TRAINING, state__in=(State.HELD, State.REPORTED), part_of=None)
    for activity in rows.order_by("-first_day", "-pk")[:3]:
        host = activity.participations.filter(capacity="HOST").first()
        for what, kind, meant, real in MONEY:
            party = host.contact_id if host is not None and kind == "SUPPORT" else None
            for step, dollars in (("PLANNED", meant), ("REAL", real)):
                record_activity_entry(
                    activity_id=activity.pk, kind=kind, stage=step, amount_cents=100 * dollars, what=what,
                    booked_date=activity.first_day or stage.at.date(), party_id=party, **given,
                )  # fmt: skip
