"""The exhibition that travels: what the public sources tell of it, and loans that are made up, past and to come."""

from datetime import date, datetime, timedelta
from typing import Any

from convergence.demo.stage import Stage
from convergence.education.exhibitions import commands
from convergence.education.exhibitions.choices import Condition, Direction, Setting
from convergence.education.exhibitions.commands.reports import panels_for
from convergence.education.exhibitions.models import Exhibition, Loan, Version
from convergence.education.exhibitions.queries.agreement import digest_of
from convergence.education.exhibitions.queries.availability import next_stay
from convergence.education.exhibitions.rules.slots import Span
from convergence.education.tools.models import Tool
from convergence.vocabulary.models import Place, Theme

SOURCE = "Lettre d’appel à cotisation, 22 février 2024"
PHOTOGRAPHER = "Benoit Taillefer"
SUMMARY = (
    "Au Mexique, on les appelle pepenadores ; au Québec, valoristes. Des portraits de celles et ceux qui vivent de nos "
    "déchets et que notre économie tient en marge.",
    "In Mexico they are called pepenadores; in Québec, valoristes. Portraits of the people who live from our waste and whom "
    "our economy keeps at its edge.",
    "En México se les llama pepenadores; en Quebec, valoristes. Retratos de quienes viven de nuestros desechos y a quienes "
    "nuestra economía mantiene al margen.",
)
# Panels of the example: the sources do not number the works.
WORKS = 6
INDOOR = {
    "conditions_fr": "Une salle fermée à clé la nuit, à l’abri de l’humidité (exemple)\n"
    "Un mur ou des grilles : 12 m en tout (exemple)\nDeux personnes pour monter et démonter (exemple)",
    "conditions_en": "A room that is locked at night and dry (example)\n"
    "A wall or display grids: 12 m in all (example)\nTwo people to set up and take down (example)",
    "conditions_es": "Una sala cerrada con llave de noche, protegida de la humedad (ejemplo)\n"
    "Una pared o rejillas: 12 m en total (ejemplo)\nDos personas para montar y desmontar (ejemplo)",
}
OUTDOOR = {
    "conditions_fr": "Un sol plat et un accès pour un camion (exemple)\n"
    "La permission écrite de la ville ou du propriétaire (exemple)\nQuelqu’un qui passe chaque jour (exemple)",
    "conditions_en": "Level ground that a truck can reach (example)\n"
    "Written permission from the city or the owner (example)\nSomebody who comes by every day (example)",
    "conditions_es": "Un suelo plano al que llegue un camión (ejemplo)\n"
    "El permiso escrito de la ciudad o del propietario (ejemplo)\nAlguien que pase todos los días (ejemplo)",
}


def load(stage: Stage) -> None:
    """Write the exhibition, its kit, and loans in each state."""
    given = {"actor": stage.users["education"], "at": stage.at}
    exhibition = commands.save_record(
        kind="exhibition",
        slug="pepenadores-et-valoristes",
        title_fr="Pepenadores et valoristes",
        title_en="Pepenadores and valoristes",
        title_es="Pepenadores y valoristes",
        summary_fr=SUMMARY[0],
        summary_en=SUMMARY[1],
        summary_es=SUMMARY[2],
        source=SOURCE,
        is_public=True,
        themes=Theme.objects.filter(slug__in=("dechets", "surproduction")),
        tools=Tool.objects.in_public().filter(kind__in=("COMIC", "KIT")),
        **given,
    )
    indoor, outdoor = _kit(exhibition, given)
    _consents(exhibition, given)
    _past(stage, indoor)
    _under_way(stage, indoor)
    _to_come(stage, indoor, outdoor)


def _kit(exhibition: Exhibition, given: dict[str, Any]) -> tuple[Version, Version]:
    crates = {
        code: commands.save_record(
            kind="crate", exhibition=exhibition, code=code, contents=contents, weight_kg=weight, size_cm=size, **given
        )
        for code, contents, weight, size in (
            ("INT-1", "panneaux 1 à 3", 32, "130 × 95 × 30"),
            ("INT-2", "panneaux 4 à 6", 34, "130 × 95 × 30"),
            ("EXT-1", "panneaux d’extérieur et lests", 78, "160 × 110 × 40"),
        )
    }
    indoor = commands.save_record(
        kind="version",
        exhibition=exhibition,
        setting=Setting.INDOOR,
        crates=[crates["INT-1"], crates["INT-2"]],
        insurance_cents=650_000,
        **INDOOR,
        **given,
    )
    outdoor = commands.save_record(
        kind="version",
        exhibition=exhibition,
        setting=Setting.OUTDOOR,
        crates=[crates["EXT-1"]],
        insurance_cents=900_000,
        season_opens="05-01",
        season_closes="10-31",
        after_days=4,
        **OUTDOOR,
        **given,
    )
    for number in range(1, WORKS + 1):
        work = commands.save_record(
            kind="work",
            exhibition=exhibition,
            position=number,
            title_fr=f"Portrait {number} (exemple)",
            title_en=f"Portrait {number} (example)",
            title_es=f"Retrato {number} (ejemplo)",
            author=PHOTOGRAPHER,
            **given,
        )
        for version, code in ((indoor, "INT-1" if number <= WORKS // 2 else "INT-2"), (outdoor, "EXT-1")):
            commands.save_record(kind="panel", version=version, crate=crates[code], work=work, number=number, **given)
    return indoor, outdoor


def _consents(exhibition: Exhibition, given: dict[str, Any]) -> None:
    """Portrait 1 agreed to all, 2 to print only, 3 withdrew: what the kit list and the site do then (S91)."""
    said = given["at"].date() - timedelta(days=200)
    told = (("EXHIBITION", "PRINT", "WEB"), ("EXHIBITION", "PRINT"), ("EXHIBITION",))
    for work, uses in zip(exhibition.works.order_by("position"), told, strict=False):
        person = commands.name_portrayed(
            work_id=work.pk, name=f"Personne du portrait {work.position} (exemple)", **given
        )
        for use in uses:
            _said(person.pk, use, "AGREED", said, given)
        if len(uses) == 1:
            _said(person.pk, "EXHIBITION", "WITHDRAWN", said + timedelta(days=90), given)


def _said(person: int, use: str, answer: str, day: date, given: dict[str, Any]) -> None:
    how = "formulaire signé (exemple)" if answer == "AGREED" else "au téléphone (exemple)"
    commands.record_consent(portrayed_id=person, use=use, answer=answer, how=how, said_date=day, **given)


def _asked(stage: Stage, version: Version, number: int, stay: Span, at: datetime, **more: Any) -> Loan:
    union = stage.world.unions[number]
    return commands.request_loan(
        version_id=version.pk,
        asked=commands.Asked(
            organisation_name=union.name,
            contact_name="Camille Exemple",
            email=f"exposition-{number}@syndicat.example",
            phone="514 555-0142",
            venue=more.get("venue", "Local syndical (exemple)"),
            city=more.get("city", "Montréal"),
            setting=more.get("setting", Setting.INDOOR),
            first_day=stay.start,
            last_day=stay.end,
            expected=120,
            is_announced=True,
        ),
        borrower_id=stage.ids[union.acronym],
        accepts_conditions=True,
        actor=None,
        at=at,
    )


def _agreed(stage: Stage, loan: Loan, place: str, at: datetime) -> None:
    found = Place.objects.filter(slug=place).values_list("pk", flat=True).first()
    commands.offer_loan(loan_id=loan.pk, place_id=found, actor=stage.users["education"], at=at)
    loan = Loan.objects.get(pk=loan.pk)
    read = digest_of(loan)
    commands.sign_as_lender(
        loan_id=loan.pk, name="La coordination", title="coordination", read=read, actor=stage.coordinator, at=at
    )
    commands.sign_as_borrower(loan_id=loan.pk, name="Camille Exemple", title="présidence", read=read, actor=None, at=at)


def _report(loan: Loan, direction: str, at: datetime) -> None:
    found = Loan.objects.select_related("version").get(pk=loan.pk)
    commands.write_report(
        loan_id=loan.pk,
        direction=direction,
        panels={panel.pk: commands.Seen(Condition.GOOD) for panel in panels_for(found, direction)},
        seen_by="Camille Exemple",
        seen_date=at.date(),
        actor=None,
        at=at,
    )


def _days(stage: Stage, first: int, last: int) -> Span:
    today = stage.at.date()
    return Span(today + timedelta(days=first), today + timedelta(days=last))


def _past(stage: Stage, indoor: Version) -> None:
    """Two loans that came home, with their visitors and what people said."""
    stops = ((3, -120, "ville-de-quebec", "Québec", 210), (5, -60, "estrie", "Sherbrooke", 140))
    for number, first, place, city, visitors in stops:
        asked = stage.at + timedelta(days=first - 30)
        loan = _asked(stage, indoor, number, _days(stage, first, first + 7), asked, city=city)
        _agreed(stage, loan, place, asked + timedelta(days=3))
        _report(loan, Direction.OUT, stage.at + timedelta(days=first - 2))
        home = stage.at + timedelta(days=first + 9)
        _report(loan, Direction.IN, home)
        commands.state_visitors(loan_id=loan.pk, number=visitors, qualifier="APPROX_BELOW", actor=None, at=home)
        commands.give_feedback(
            loan_id=loan.pk,
            mark="WELL",
            text="Des membres sont revenus avec leur famille (exemple).",
            may_quote=True,
            actor=None,
            at=home,
        )


def _under_way(stage: Stage, indoor: Version) -> None:
    asked = stage.at - timedelta(days=40)
    loan = _asked(stage, indoor, 8, _days(stage, -6, 4), asked, venue="Hall du local (exemple)")
    _agreed(stage, loan, "montreal", asked + timedelta(days=2))
    _report(loan, Direction.OUT, stage.at - timedelta(days=8))


def _to_come(stage: Stage, indoor: Version, outdoor: Version) -> None:
    """One to sign, one asked for, and one agreed outdoors in the next season."""
    offered = _asked(stage, indoor, 11, _days(stage, 30, 37), stage.at)
    commands.offer_loan(loan_id=offered.pk, actor=stage.users["education"], at=stage.at)
    _asked(stage, indoor, 14, _days(stage, 60, 66), stage.at, city="Laval")
    stay = next_stay(outdoor, _days(stage, 20, 33), today=stage.at.date())
    if stay is None:
        return
    outside = {"venue": "Place Émilie-Gamelin (exemple)", "setting": Setting.OUTDOOR}
    _agreed(stage, _asked(stage, outdoor, 17, stay, stage.at, **outside), "place-emilie-gamelin", stage.at)
