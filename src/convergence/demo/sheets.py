"""The two lists with which the example organisation starts, as its spreadsheet exports them.

A list of members and a list of people, each with its title lines, subtotals, blanks, dates and amounts typed in several
ways: what the real import is there to read.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from convergence.demo import facts
from convergence.demo.unions import NUMBERS, OFFICES, Person, Union, World

LISTED = date(2024, 1, 15)
"""The day of both lists: what they say is true from then on."""

MEMBERS_FILE = "liste-des-membres-2024-01.csv"
PEOPLE_FILE = "personnes-2024-01.csv"
MEMBERS = (
    "No membre", "Nom de l’organisation", "Sigle", "Type", "Groupe", "Centrale", "Région", "Nb membres",
    "Personne contact", "Fonction", "Adresse", "Ville", "Prov.", "Code postal", "Téléphone", "Courriel(s)", "Langue",
    "Cotis. 2022-2023", "Reçue le",
)  # fmt: skip
PEOPLE = ("Civilité", "Prénom", "Nom de famille", "Courriel", "Téléphone", "Langue", "Groupe")
KINDS = {
    "FEDERATION": "Fédération",
    "REGIONAL_COUNCIL": "Conseil régional",
    "UNION": "Syndicat",
    "LOCAL": "Section locale",
    "ASSOCIATION": "Association",
    "STUDENT_ASSOCIATION": "Association étudiante",
    "NGO": "ONG",
}
LANGUAGES = {"I": "espagnol", "O": "espagnol", "K": "anglais"}
MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc.")

Row = Sequence[str]


def members_file(world: World) -> bytes:
    """Return the list of member organisations with last year's dues, as a French Excel saves it (Windows-1252)."""
    grouped = [union for union in world.unions if union.group]
    due = {union.number: (index, cents) for index, (union, cents) in enumerate(last_dues(grouped))}
    rows: list[Row] = [
        [f"{facts.NAME} – Liste des membres"],
        [f"Mise à jour : {_long(LISTED)}"],
        [],
        MEMBERS,
    ]
    for title, unions in _parts(world.unions):
        rows += [_member(union, due.get(union.number)) for union in unions]
        rows += [["", f"Sous-total – {title}", *[""] * 5, str(sum(union.members for union in unions))], []]
    return _written(rows, ";").encode("cp1252")


def people_file(world: World) -> bytes:
    """Return the list of people, in UTF-8: officers of unions that have an e-mail, then individual members."""
    officers = [person for union in world.unions for person in union.people[by_post_only(union) :]]
    rows: list[Row] = [["Personnes et membres individuels"], [], PEOPLE]
    rows += [_person(person, "", with_email=person.email in _written_to(world)) for person in officers]
    rows += [_person(person, "D", with_email=True) for person in world.individuals]
    return _written(rows, ",").encode("utf-8-sig")


def last_dues(unions: Iterable[Union]) -> Iterator[tuple[Union, int]]:
    """Tell the dues of last year, in cents, of each union in a group; those of every eleventh were never paid."""
    for union in unions:
        yield union, min(max(5_000, union.members * 11) if union.members else 7_500, 300_000)


def was_paid(index: int) -> bool:
    """Tell whether the union at this place among the grouped ones paid last year."""
    return index % 11 != 5


def by_post_only(union: Union) -> bool:
    """Tell whether a union has no e-mail, as some still have none."""
    return int(union.number) % 9 == 0


def _written_to(world: World) -> frozenset[str]:
    return frozenset(person.email for union in world.unions if not by_post_only(union) for person in union.people)


def _parts(unions: Sequence[Union]) -> Iterator[tuple[str, list[Union]]]:
    for title, kinds in (
        ("fédérations et conseils", ("FEDERATION", "REGIONAL_COUNCIL")),
        ("syndicats nationaux", ("UNION",)),
        ("sections locales", ("LOCAL",)),
        ("associations et ONG", ("ASSOCIATION", "STUDENT_ASSOCIATION", "NGO")),
    ):
        yield title, [union for union in unions if union.kind in kinds]


def _member(union: Union, due: tuple[int, int] | None) -> Row:
    number = int(union.number)
    person = union.people[0]
    emails = [] if by_post_only(union) else [union.email, f"tresorerie.{union.email}", person.email]
    index, cents = due or (5, 0)
    paid = date(2023, 2, 1) + timedelta(days=index)
    return (
        union.number if union.group else "",
        union.name,
        union.acronym,
        KINDS[union.kind],
        union.group,
        union.parents[0] if union.parents else "",
        union.region,
        _count(union.members, number) if union.members else "",
        _contact(person, number),
        OFFICES[0][1],
        f"{number - NUMBERS + 100}, rue des Tisserandes",
        union.town,
        "QC",
        f"H0H {number % 10}H{number // 10 % 10}",
        f"{person.phone} {('poste ', '#', 'p.')[number % 3]}12",
        " / ".join(emails),
        "français",
        _money(cents, number) if was_paid(index) else "",
        (paid.isoformat() if number % 2 else _long(paid)) if was_paid(index) else "",
    )


def _person(person: Person, group: str, *, with_email: bool) -> Row:
    return (
        _title(person),
        person.first_name,
        person.last_name,
        person.email if with_email else "",
        person.phone if group else "",
        LANGUAGES.get(person.first_name[0], "français") if group else "français",
        group,
    )


def _contact(person: Person, number: int) -> str:
    if number % 9 and not number % 4:
        return f"{person.last_name.upper()} {person.first_name}"
    return f"{_title(person)} {person.name}"


def _title(person: Person) -> str:
    return "Mme" if person.gender == "F" else "M."


def _count(value: int, number: int) -> str:
    return f"{value:,}".replace(",", " ") if number % 2 else str(value)


def _money(cents: int, number: int) -> str:
    dollars = f"{cents // 100:,}".replace(",", " ")
    return f"{dollars},{cents % 100:02} $" if number % 3 else f"{cents // 100}.{cents % 100:02}"


def _long(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _written(rows: Iterable[Row], delimiter: str) -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return file.getvalue()
