"""Internships and missions: programmes that the public sources tell of; calls, people and findings are made up."""

from datetime import timedelta
from typing import Any

from convergence.demo.stage import Stage
from convergence.documents.papers import checked
from convergence.education.stays import commands
from convergence.education.stays.commands.calls import publish_call
from convergence.education.stays.models import Application, Programme, StayCall

SOURCE = "Page « Historique », consultée en 2024"
CV = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
PROGRAMMES = (
    ("stages-de-courte-duree", "SHORT_INTERNSHIP", "Stages de courte durée", "Short internships", "Pasantías cortas",
     "Une quarantaine de stages, dans une dizaine de pays.", "Some forty internships, in about ten countries.",
     "Unas cuarenta pasantías, en una decena de países."),
    ("stages-de-longue-duree", "LONG_INTERNSHIP", "Stages de longue durée pour des jeunes", "Long internships for young people",
     "Pasantías largas para jóvenes", "Une dizaine de stages de longue durée.", "About ten long internships.",
     "Una decena de pasantías largas."),
    ("missions-d-observation", "MISSION", "Missions d’observation", "Observation missions", "Misiones de observación",
     "Plusieurs missions, à la demande de partenaires du Sud.", "Several missions, at the request of partners of the South.",
     "Varias misiones, a petición de organizaciones socias del Sur."),
)  # fmt: skip
CRITERIA = (
    ("Engagement syndical", "Commitment in the union", "Compromiso sindical", 50),
    ("Projet au retour", "Project for the return", "Proyecto para el regreso", 30),
    ("Langues et adaptation", "Languages and adaptation", "Idiomas y adaptación", 20),
)
WORDS = (
    "Trois semaines chez une fédération, chez l’habitant·e. Le transport et l’assurance sont couverts ; le syndicat libère. (exemple)",
    "Three weeks with a federation, staying with families. Travel and insurance are covered; the union releases. (example)",
    "Tres semanas con una federación, en casas de familia. El viaje y el seguro están cubiertos; el sindicato libera. (ejemplo)",
)
LONG = {
    "words_fr": "Dix semaines dans une fédération de la maquila, en équipe de trois. Une formation de quatre soirs précède. (exemple)",
    "words_en": "Ten weeks with a federation of the maquila, as a team of three, after a training of four evenings. (example)",
    "words_es": "Diez semanas con una federación de la maquila, en equipo de tres, tras una formación de cuatro tardes. (ejemplo)",
}
# What was found, who says so (in three languages), how sure it is, whether anybody may read it.
FINDINGS = (
    (
        (
            "Trois locaux syndicaux fermés depuis un an. (exemple)",
            "Three union offices closed for a year. (example)",
            "Tres locales sindicales cerrados desde hace un año. (ejemplo)",
        ),
        ("Visite des lieux", "Visit on site", "Visita del lugar"),
        "ESTABLISHED",
        True,
    ),
    (
        (
            "Les congédiements suivent les demandes de négociation. (exemple)",
            "Dismissals follow requests to bargain. (example)",
            "Los despidos siguen a las solicitudes de negociación. (ejemplo)",
        ),
        ("Délégué·e·s de deux entreprises", "Delegates of two companies", "Delegadas y delegados de dos empresas"),
        "SEVERAL",
        True,
    ),
    (
        (
            "Des listes noires circuleraient entre employeurs. (exemple)",
            "Blacklists are said to circulate among employers. (example)",
            "Circularían listas negras entre empleadores. (ejemplo)",
        ),
        ("Un avocat", "A lawyer", "Un abogado"),
        "ONE",
        False,
    ),
)
PEOPLE = (
    ("Mireille Exemple", (5, 4, 4), True),
    ("Karim Exemple", (4, 5, 3), True),
    ("Solène Exemple", (4, 3, 4), False),
    ("Tomás Exemple", (3, 3, 5), True),
    ("Odile Exemple", (1, 2, 2), False),
)


def load(stage: Stage) -> None:
    """Write the programmes, a call that is over with its stay, one that is open, and a mission under guard that is back."""
    given = {"actor": stage.users["education"], "at": stage.at}
    programmes = {slug: _programme(row, given) for row in PROGRAMMES for slug in row[:1]}
    _finished(stage, programmes["stages-de-courte-duree"])
    _open(stage, programmes["stages-de-longue-duree"])
    _mission(stage, programmes["missions-d-observation"])


def _programme(row: tuple[str, ...], given: dict[str, Any]) -> Programme:
    names = ("slug", "kind", "title_fr", "title_en", "title_es", "summary_fr", "summary_en", "summary_es")
    values: dict[str, Any] = dict(zip(names, row, strict=True))
    return commands.write_programme(source=SOURCE, is_public=True, **values, **given)


def _call(stage: Stage, programme: Programme, start: Any, **values: Any) -> StayCall:
    """Write and publish a call whose first day is `start`: open for thirty days, departure ninety days later."""
    given: dict[str, Any] = {"actor": stage.users["education"], "at": stage.at}
    days = {
        "opens": start,
        "closes": start + timedelta(days=30),
        "leaves": start + timedelta(days=120),
        "returns": start + timedelta(days=141),
    }
    texts = dict(zip(("words_fr", "words_en", "words_es"), WORDS, strict=True))
    call = commands.write_call(programme=programme, **{**days, **texts, **values}, **given)
    for place, (french, english, spanish, weight) in enumerate(CRITERIA):
        names = {"name_fr": french, "name_en": english, "name_es": spanish}
        commands.write_part(part="criterion", call_id=call.pk, weight=weight, position=place, **names, **given)
    for kind, within, *words in (
        ("TALK", 60, "causerie dans mon syndicat", "a talk in my union", "una charla en mi sindicato"),
        ("ARTICLE", 90, "article pour le bulletin", "an article for the bulletin", "un artículo para el boletín"),
    ):
        said = dict(zip(("words_fr", "words_en", "words_es"), words, strict=True))
        commands.write_part(part="expected", call_id=call.pk, kind=kind, days=within, **said, **given)
    for name in ("education", "projects"):
        commands.seat_member(call_id=call.pk, user_id=stage.users[name].pk, **given)
    return publish_call(call_id=call.pk, **given)


def _apply(stage: Stage, call: StayCall, number: int, name: str, *, tells: bool, days: int) -> Application:
    union = stage.world.unions[number]
    told = commands.Told(
        name=name,
        email=f"{name.split()[0].lower().encode('ascii', 'ignore').decode()}@candidature.example",
        birth_date=(stage.at - timedelta(days=365 * (24 + 5 * number))).date(),
        motivation="Voir comment une fédération s’organise sans local ni budget, et le raconter dans nos assemblées. (exemple)",
        experience="Déléguée d’atelier, comité de solidarité internationale. (exemple)",
        after="Une causerie dans trois sections, un article. (exemple)",
        phone="514 555-0142",
        union_name=union.acronym or union.name,
        tells_union=tells,
        papers={"CV": checked("cv.pdf", CV)},
    )
    at = stage.at - timedelta(days=days)
    return commands.apply(call_id=call.pk, told=told, form_key=f"demo-stay-{call.slug}-{number}", at=at)


def _finished(stage: Stage, programme: Programme) -> None:
    """A call of two places that was decided: two left and are back, one waits, one was not kept."""
    today = stage.at.date()
    call = _call(
        stage, programme, today - timedelta(days=200), slug="stage-cuba-exemple", title_fr="Stage à Cuba (exemple)",
        title_en="Internship in Cuba (example)", title_es="Pasantía en Cuba (ejemplo)", country="CU", places=2,
    )  # fmt: skip
    keys = [one.pk for one in call.criteria.all()]
    for number, (name, points, tells) in enumerate(PEOPLE):
        application = _apply(stage, call, number, name, tells=tells, days=180 + number)
        for member in ("education", "projects"):
            commands.score(
                application_id=application.pk,
                points=dict(zip(keys, points, strict=True)),
                actor=stage.users[member],
                at=stage.at - timedelta(days=165),
            )
    decided = stage.at - timedelta(days=160)
    commands.decide_call(call_id=call.pk, actor=stage.coordinator, at=decided)
    going = [
        commands.accept_offer(application_id=one.pk, at=decided + timedelta(days=1))
        for one in call.applications.filter(state="OFFERED").order_by("rank")
    ]
    for participant in going:
        words = {"call_name": "Rosa Exemple", "call_phone": "514 555-0143", "insurance": "police 000-EXEMPLE"}
        commands.write_sheet(participant_id=participant.pk, words=words, at=decided + timedelta(days=2))
    stay = going[0].stay
    back = stage.at - timedelta(days=200 - 141)
    commands.welcome_back(stay_id=stay.pk, returned=stay.returns, actor=stage.users["education"], at=back)
    first = going[0].commitments.order_by("due").first()
    if first is not None:
        commands.settle_promise(
            commitment_id=first.pk, done_date=today - timedelta(days=20), outcome="38 personnes, à l’assemblée (exemple)",
            actor=stage.users["education"], at=stage.at,
        )  # fmt: skip
    commands.join_circle(participant_id=going[0].pk, words="Je veux rester dans le cercle. (exemple)", at=stage.at)


def _open(stage: Stage, programme: Programme) -> None:
    """A call that is open, with two applications."""
    call = _call(
        stage, programme, stage.at.date() - timedelta(days=12), slug="stage-jeunes-mexique-exemple",
        title_fr="Stage de dix semaines au Mexique (exemple)", title_en="Ten weeks in Mexico (example)",
        title_es="Diez semanas en México (ejemplo)", country="MX", places=3,
        returns=stage.at.date() + timedelta(days=178), **LONG,
    )  # fmt: skip
    for number, name in ((5, "Inès Exemple"), (6, "Noah Exemple")):
        _apply(stage, call, number, name, tells=number == 5, days=4)


def _mission(stage: Stage, programme: Programme) -> None:
    """A mission that was kept from every public door until its return, with findings."""
    at = stage.at - timedelta(days=90)
    given = {"actor": stage.users["projects"], "at": at}
    stay = commands.write_stay(
        programme_id=programme.pk, country="CO", leaves=at.date() - timedelta(days=12), returns=at.date(),
        title_fr="Mission d’observation en Colombie (exemple)", title_en="Observation mission in Colombia (example)",
        title_es="Misión de observación en Colombia (ejemplo)", security="HIGH", is_public=True, **given,
    )  # fmt: skip
    for name in ("Aline Exemple", "Victor Exemple"):
        email = f"{name.split()[0].lower()}@mission.example"
        commands.add_participant(stay_id=stay.pk, name=name, email=email, language="fr", **given)
    commands.welcome_back(stay_id=stay.pk, returned=stay.returns, **given)
    for found, source, certainty, is_public in FINDINGS:
        said = {
            f"{name}_{code}": words[place]
            for name, words in (("text", found), ("source", source))
            for place, code in enumerate(("fr", "en", "es"))
        }
        commands.write_finding(stay_id=stay.pk, certainty=certainty, is_public=is_public, **said, **given)
