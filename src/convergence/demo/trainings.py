"""Trainings: a catalogue, people who facilitate and requests in every state; all of it made up for the example."""

from datetime import date, datetime, time, timedelta
from typing import Any

from convergence.contacts.commands import add_contact_point, create_person
from convergence.demo.stage import Stage
from convergence.education.tools.models import Tool
from convergence.education.trainings import commands
from convergence.education.trainings.commands.booking import Proposal
from convergence.education.trainings.models import Facilitator, Training, TrainingRequest
from convergence.vocabulary.models import Axis, Region, Theme

Texts = tuple[str, str, str]
"""A text in French, English and Spanish."""

# Titles, objectives, audience, minutes, languages, themes, in the series: written for the example.
CATALOGUE: tuple[tuple[Texts, Texts, Texts, int, str, tuple[str, ...], bool], ...] = (
    (
        ("La mode éphémère et ses coutures (exemple)", "Fast fashion and its seams (example)",
         "La moda efímera y sus costuras (ejemplo)"),
        ("Suivre un vêtement du champ au placard\nReconnaître qui est payé combien\nChoisir un geste pour son milieu",
         "Follow a garment from the field to the wardrobe\nFind out who is paid how much\nChoose one thing to do where you work",
         "Seguir una prenda del campo al armario\nReconocer a quién se le paga cuánto\nElegir un gesto para su lugar de trabajo"),
        ("membres de comités, personnel de bureau", "committee members, office staff",
         "integrantes de comités, personal de oficina"), 120, "fr es", ("surproduction", "salaire-decent"), True,
    ),
    (
        ("Du chiffon à la décharge (exemple)", "From rag to landfill (example)", "Del trapo al basural (ejemplo)"),
        ("Comprendre où vont les vêtements jetés\nRencontrer le travail des valoristes",
         "Understand where discarded clothes go\nDiscover the work of valoristes",
         "Comprender adónde va la ropa desechada\nConocer el trabajo de las y los valoristes"),
        ("toute personne curieuse", "anybody who is curious", "toda persona curiosa"), 90, "fr", ("dechets", "surproduction"), True,
    ),
    (
        ("Libertés syndicales et droit international (exemple)", "Union rights and international law (example)",
         "Libertades sindicales y derecho internacional (ejemplo)"),
        ("Lire une convention de l’OIT\nÉcrire une lettre d’appui qui porte",
         "Read an ILO convention\nWrite a letter of support that carries weight",
         "Leer un convenio de la OIT\nEscribir una carta de apoyo que tenga peso"),
        ("personnes déléguées et exécutifs", "delegates and executive committees",
         "delegadas, delegados y comités ejecutivos"), 180, "fr en es", ("libertes-syndicales", "droit-international-du-travail"),
        False,
    ),
    (
        ("Animer un débat sur la mondialisation (exemple)", "Leading a debate on globalisation (example)",
         "Animar un debate sobre la globalización (ejemplo)"),
        ("Préparer une question qui ouvre\nFaire parler tout le monde",
         "Prepare a question that opens the discussion\nGet everybody to speak",
         "Preparar una pregunta que abra la discusión\nLograr que todas y todos hablen"),
        ("personnes qui animent des assemblées", "people who lead meetings", "personas que animan asambleas"), 150, "fr", ("mondialisation",), False,
    ),
)  # fmt: skip
SUMMARY = (
    "Une rencontre qui part de ce que les gens savent déjà (exemple).",
    "A session that starts from what people already know (example).",
    "Un encuentro que parte de lo que la gente ya sabe (ejemplo).",
)
GUIDES = {
    "fr": "Guide d’animation (exemple)",
    "en": "Facilitation guide (example)",
    "es": "Guía de animación (ejemplo)",
}
PEOPLE = (
    ("Maïté", "Lanavette", "fr es", ("surproduction", "salaire-decent", "dechets"), ("montreal", "estrie"), False),
    ("Anselme", "Ducanevas", "fr", ("mondialisation", "surproduction", "salaire-decent"), (), True),
    ("Pilar", "del Telar", "es fr en", ("libertes-syndicales", "droit-international-du-travail"), ("montreal",), False),
)


def load(stage: Stage) -> None:
    """Write the catalogue, who facilitates, requests from received to held, and a session that has just begun."""
    themes = dict(Theme.objects.values_list("slug", "pk"))
    trainings = _catalogue(stage, themes)
    people = [_facilitator(stage, one, themes) for one in PEOPLE]
    unions = [union.acronym for union in stage.world.unions]
    _received(stage, trainings[0], unions[5])
    _proposed(stage, trainings[1], unions[6], people[:2])
    _confirmed(stage, trainings[2], unions[7], people[2])
    _held(stage, trainings[0], unions[8], people[0])
    _refused(stage, trainings[3], unions[9])
    _begun(stage, trainings[3], unions[10], people[1])


def _given(stage: Stage, at: datetime | None = None) -> dict[str, Any]:
    return {"actor": stage.users["education"], "at": at or stage.at}


def _catalogue(stage: Stage, themes: dict[str, int]) -> list[Training]:
    axis = Axis.objects.get(slug="education")
    series = commands.write_series(
        name_fr="Vêtir le monde (exemple)", name_en="Clothing the world (example)", name_es="Vestir al mundo (ejemplo)",
        url="https://formations.example/vetir-le-monde/", **_given(stage),
    )  # fmt: skip
    guide = Tool.objects.published().filter(kind="GUIDE").order_by("pk").first()
    made = []
    for place, (titles, objectives, audience, minutes, languages, slugs, in_series) in enumerate(CATALOGUE):
        training = commands.write_training(
            **_texts(title=titles, objectives=objectives, audience=audience, summary=SUMMARY), minutes=minutes,
            languages=languages, themes=[themes[slug] for slug in slugs], series=series if in_series else None,
            axis=axis, may_be_online=place % 2 == 0, position=place, is_published=True, **_given(stage),
        )  # fmt: skip
        for language in languages.split():
            commands.add_material(
                training_id=training.pk,
                title=GUIDES[language],
                language=language,
                minutes=minutes,
                tool=guide if set(slugs) & {"salaire-decent", "surproduction"} else None,
                **_given(stage),
            )
        made.append(training)
    return made


def _texts(**texts: Texts) -> dict[str, str]:
    """Return the fields of texts in three languages."""
    return {f"{name}_{code}": text[place] for name, text in texts.items() for place, code in enumerate(GUIDES)}


def _facilitator(stage: Stage, one: tuple[Any, ...], themes: dict[str, int]) -> Facilitator:
    given_name, family_name, languages, slugs, regions, everywhere = one
    person = create_person(given_name=given_name, family_name=family_name, language=languages[:2], **_given(stage))
    add_contact_point(
        contact_id=person.pk, channel="EMAIL", purpose="GENERAL", value=f"{family_name.split()[-1].lower()}@animation.example",
        **_given(stage),
    )  # fmt: skip
    made = commands.write_facilitator(
        person_id=person.pk,
        languages=languages,
        themes=[themes[slug] for slug in slugs],
        regions=list(Region.objects.filter(slug__in=regions).values_list("pk", flat=True)),
        goes_everywhere=everywhere,
        **_given(stage),
    )
    for weekday in (1, 2, 3):
        commands.add_availability(
            facilitator_id=made.pk, weekday=weekday, start=time(17), end=time(22), **_given(stage)
        )
    return made


def _asked(stage: Stage, training: Training, union: str, at: datetime, **more: Any) -> TrainingRequest:
    values: dict[str, Any] = {
        "training": training,
        "asked_organisation": union,
        "asked_name": "Personne de l’exemple",
        "asked_email": f"education@{union.lower()}.example".replace(" ", ""),
        "people": 20,
        "venue": "salle du local syndical (exemple)",
        "wished_dates": "un soir de semaine, pas le lundi (exemple)",
        **more,
    }
    key = f"demo-{training.pk}-{union}-{at:%Y%m%d}"
    return commands.receive_request(form_key=key, via="FORM", actor=None, at=at, **values)


def _linked(stage: Stage, request: TrainingRequest, union: str, at: datetime) -> TrainingRequest:
    return commands.link_union(request_id=request.pk, organisation_id=stage.ids[union], **_given(stage, at))


def _evening(after: datetime, days: int) -> date:
    """Return the first Tuesday, Wednesday or Thursday so many days after."""
    day = after.date() + timedelta(days=days)
    while day.weekday() not in (1, 2, 3):
        day += timedelta(days=1)
    return day


def _received(stage: Stage, training: Training, union: str) -> None:
    _asked(stage, training, union, stage.at - timedelta(days=2), access_needs="Rampe à l’entrée (exemple)")


def _proposed(stage: Stage, training: Training, union: str, people: list[Facilitator]) -> None:
    at = stage.at - timedelta(days=1)
    request = _linked(stage, _asked(stage, training, union, at), union, at)
    proposals = [
        Proposal(_evening(at, 21 + 7 * place), time(18, 30), training.minutes, one.pk)
        for place, one in enumerate(people)
    ]
    commands.propose_dates(request_id=request.pk, proposals=proposals, **_given(stage, at))


def _confirmed(stage: Stage, training: Training, union: str, one: Facilitator) -> None:
    at = stage.at - timedelta(days=9)
    request = _linked(stage, _asked(stage, training, union, at, is_online=True, venue=""), union, at)
    proposal = Proposal(_evening(stage.at, 12), time(18), training.minutes, one.pk)
    commands.agree(request_id=request.pk, proposal=proposal, **_given(stage, at))
    commands.open_sheet(request_id=request.pk, **_given(stage, at))


def _begun(stage: Stage, training: Training, union: str, one: Facilitator) -> None:
    """Write a session that began half an hour ago: its sheet takes names for two hours and a half more."""
    at = stage.at - timedelta(days=12)
    start = stage.at.replace(second=0, microsecond=0) - timedelta(minutes=30)
    request = _linked(stage, _asked(stage, training, union, at, people=15), union, at)
    proposal = Proposal(start.date(), start.time(), training.minutes, one.pk, start=start)
    commands.agree(request_id=request.pk, proposal=proposal, **_given(stage, at))
    commands.open_sheet(request_id=request.pk, **_given(stage, at))


def _held(stage: Stage, training: Training, union: str, one: Facilitator) -> None:
    at = stage.at - timedelta(days=60)
    request = _linked(stage, _asked(stage, training, union, at, people=12), union, at)
    proposal = Proposal(_evening(stage.at, -24), time(18, 30), training.minutes, one.pk)
    commands.agree(request_id=request.pk, proposal=proposal, **_given(stage, at))
    option = request.options.get(state="CHOSEN")
    sheet = commands.open_sheet(request_id=request.pk, **_given(stage, at))
    names = (
        "Rose Bobine",
        "Émile Quenouille",
        "Lin Chanvre",
        "Aude Feutre",
        "Rose Bobine",
        "Jute Sisal",
        "Ida Percale",
    )
    lines = [
        commands.sign_in(
            sheet_id=sheet.pk, form_key=f"demo-{place}-{request.code}", name=f"{name} (exemple)", gender="",
            at=option.starts_at + timedelta(minutes=place),
        )
        for place, name in enumerate(names)
    ]  # fmt: skip
    commands.mark_held(request_id=request.pk, **_given(stage, option.ends_at))
    commands.issue_attestation(
        line_id=lines[0].pk,
        name="Rose Bobine (exemple)",
        language="fr",
        actor=None,
        at=option.ends_at + timedelta(days=1),
    )


def _refused(stage: Stage, training: Training, union: str) -> None:
    at = stage.at - timedelta(days=30)
    request = _linked(stage, _asked(stage, training, union, at, wished_dates="demain (exemple)"), union, at)
    words = "Personne n’est libre si tôt ; proposez-nous une date dans un mois (exemple)."
    commands.refuse_request(request_id=request.pk, answer=words, **_given(stage, at))
