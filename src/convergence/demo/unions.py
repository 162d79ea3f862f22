"""About eighty fictional unions and three hundred fictional people, the same ones each time.

Towns, unions and people do not exist; the confederations they belong to do.
"""

import random
import unicodedata
from dataclasses import dataclass, field

SEED = 1975
#: The member numbers of the example come after this one: far from those of a list that somebody tries in it.
NUMBERS = 90_200
PEOPLE = 300

TOWNS = (
    "Rivière-aux-Ormes", "Pointe-Bleuet", "Saint-Aurèle", "Mont-Tison", "Lac-Fanal", "Sainte-Ardoise", "Grand-Sillon",
    "Anse-au-Cuivre", "Val-Tisserand", "Port-Lumière", "Belle-Écluse", "Haute-Navette", "Trois-Fuseaux",
    "Cap-Quenouille",
)  # fmt: skip
REGIONS = (
    "Montréal",
    "Québec",
    "Estrie",
    "Outaouais",
    "Mauricie",
    "Montérégie",
    "Saguenay–Lac-Saint-Jean",
    "Bas-Saint-Laurent",
)
TRADES = (
    ("du centre hospitalier", "H"), ("du cégep", "C"), ("de la commission scolaire", "S"), ("de l’usine textile", "T"),
    ("de la bibliothèque", "B"), ("des transports", "R"), ("de l’épicerie coopérative", "É"), ("de la papeterie", "P"),
    ("du port", "O"), ("des services municipaux", "M"), ("de l’aluminerie", "A"), ("des garderies", "G"),
)  # fmt: skip
FEDERATIONS = (
    ("Fédération des métiers du soin (exemple)", "FMSE", "CSN"),
    ("Fédération de l’enseignement des rivières (exemple)", "FERE", "CSN"),
    ("Fédération du personnel de soutien du fleuve (exemple)", "FPSF", "CSQ"),
    ("Fédération des fils et des étoffes (exemple)", "FFEE", "CSN"),
)
COUNCILS = (
    ("Conseil central de la Haute-Navette (exemple)", "CCHN", "CSN"),
    ("Conseil central du Grand-Sillon (exemple)", "CCGS", "CSN"),
    ("Conseil régional de Port-Lumière (exemple)", "CRPL", "FTQ"),
)
NATIONAL_UNIONS = (
    ("Syndicat national des métiers publics (exemple)", "SNMP", 41_500),
    ("Alliance nationale des soignantes et soignants (exemple)", "ANSS", 76_200),
    ("Union nationale de l’énergie et des réseaux (exemple)", "UNER", 29_999),
)
GROUPS = (
    ("Comité de solidarité Aurèle–Oaxaca (exemple)", "CSAO", "ASSOCIATION"),
    ("Association étudiante du cégep de Mont-Tison (exemple)", "AECMT", "STUDENT_ASSOCIATION"),
    ("Atelier de commerce équitable de Lac-Fanal (exemple)", "ACELF", "ASSOCIATION"),
    ("Maison des femmes de Sainte-Ardoise (exemple)", "MFSA", "NGO"),
    ("Coopérative Le fil commun (exemple)", "CLFC", "ASSOCIATION"),
    ("Réseau des droits du Sud (exemple)", "RDS", "NGO"),
)

FIRST_NAMES_F = (
    "Amina", "Béatrice", "Camila", "Denise", "Élodie", "Fatou", "Geneviève", "Huguette", "Inès", "Jocelyne", "Karima",
    "Louise", "Maude", "Nadège", "Odette", "Paulina", "Rosalie", "Solange", "Thérèse", "Yolande",
)  # fmt: skip
FIRST_NAMES_M = (
    "Alain", "Benoît", "Cédric", "Dieudonné", "Étienne", "Francis", "Gaétan", "Hamid", "Ignacio", "Jean-Yves", "Kevin",
    "Léandre", "Marcel", "Normand", "Óscar", "Patrice", "Rachid", "Sylvain", "Tomás", "Yvon",
)  # fmt: skip
SURNAMES = (
    "Arsenault", "Beauséjour", "Bœuf", "Cardin", "Desruisseaux", "Élie", "Faucher", "Garneau-Solis", "Hamelin",
    "Isidore",
    "Jean-Baptiste", "Kaboré", "L’Heureux", "Marchessault", "Noël", "Ouellet-Diaz", "Pépin", "Quirion", "Rasamoelina",
    "St-Onge", "Théorêt", "Umba", "Vadeboncœur", "Wilhelmy", "Yelle",
)  # fmt: skip
OFFICES = (
    ("PRESIDENCY", "présidence"),
    ("TREASURY", "trésorerie"),
    ("SECRETARIAT", "secrétariat"),
    ("DELEGATE", "délégation"),
)


@dataclass(frozen=True)
class Person:
    """A made-up person and how to reach them."""

    first_name: str
    last_name: str
    gender: str
    email: str
    phone: str

    @property
    def name(self) -> str:
        """Return both names, as they are shown."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True)
class Union:
    """A made-up organisation with its parents (by acronym) and its people."""

    number: str
    kind: str
    name: str
    acronym: str
    parents: tuple[str, ...]
    town: str
    region: str
    members: int
    group: str
    people: tuple[Person, ...] = field(default=())

    @property
    def email(self) -> str:
        """Return the made-up address of its office."""
        return f"{plain(self.acronym)}@syndicat.example"


def plain(text: str) -> str:
    """Return text in lower-case ASCII letters and digits, for an address."""
    letters = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "Oe"))
    return "".join(char for char in letters.encode("ascii", "ignore").decode().lower() if char.isalnum())


def of(town: str) -> str:
    """Return “de” or “d’” and the town, as French wants."""
    return f"d’{town}" if plain(town)[0] in "aeiou" else f"de {town}"


class Maker:
    """Draws unions and people, the same ones for the same seed."""

    def __init__(self, seed: int = SEED) -> None:
        self.random = random.Random(seed)  # noqa: S311  (an example, not a secret)
        self.names: set[tuple[str, str]] = set()
        self.number = NUMBERS

    def person(self, domain: str) -> Person:
        """Draw a person whose name nobody bears yet."""
        while True:
            gender = self.random.choice(("F", "M"))
            first = self.random.choice(FIRST_NAMES_F if gender == "F" else FIRST_NAMES_M)
            last = self.random.choice(SURNAMES)
            if (first, last) not in self.names:
                break
        self.names.add((first, last))
        area = self.random.choice(("418", "450", "514", "819"))
        return Person(
            first,
            last,
            gender,
            f"{plain(first)}.{plain(last)}@{domain}",
            f"{area}-555-01{self.random.randrange(100):02}",
        )

    def people(self, count: int, domain: str) -> tuple[Person, ...]:
        """Draw several people of one organisation."""
        return tuple(self.person(domain) for _ in range(count))

    def union(
        self, kind: str, name: str, acronym: str, parents: tuple[str, ...], members: int, group: str, people: int
    ) -> Union:
        """Draw the town, the region and the people of an organisation."""
        self.number += 1
        town, region = self.random.choice(TOWNS), self.random.choice(REGIONS)
        crowd = self.people(people, f"{plain(acronym)}.example")
        return Union(str(self.number), kind, name, acronym, parents, town, region, members, group, crowd)

    def local(self, index: int) -> Union:
        """Draw a local union: under CSN it has a federation and a central council, elsewhere one parent."""
        trade, letter = TRADES[index % len(TRADES)]
        town = TOWNS[(index * 5 + index // len(TRADES)) % len(TOWNS)]
        central = ("CSN", "FTQ", "CSQ", "CSN", "")[index % 5]
        parents = {
            "CSN": (FEDERATIONS[(0, 1, 3)[index % 3]][1], COUNCILS[index % 2][1]),
            "FTQ": ("SCFP", COUNCILS[2][1]) if index % 2 else ("FTQ",),
            "CSQ": (FEDERATIONS[2][1],),
            "": (),
        }[central]
        suffix = f"–{central}" if central else ""
        name = f"Syndicat des travailleuses et travailleurs {trade} {of(town)}{suffix}"
        members = int(self.random.lognormvariate(5.6, 1.1)) + 12
        acronym = f"STT{letter}{plain(town)[:3].upper()}{index}"
        self.number += 1
        crowd = self.people(3, f"{plain(acronym)}.example")
        region = REGIONS[index % len(REGIONS)]
        return Union(str(self.number), "LOCAL", name, acronym, parents, town, region, members, "B", crowd)


@dataclass(frozen=True)
class World:
    """Everything drawn: parents first."""

    unions: tuple[Union, ...]
    individuals: tuple[Person, ...]


def draw(seed: int = SEED) -> World:
    """Draw the whole example: eighty unions, six groups, forty individual members."""
    maker = Maker(seed)
    unions = [maker.union("FEDERATION", name, acronym, (central,), 0, "", 2) for name, acronym, central in FEDERATIONS]
    unions += [
        maker.union("REGIONAL_COUNCIL", name, acronym, (central,), 0, "", 2) for name, acronym, central in COUNCILS
    ]
    unions += [
        maker.union("UNION", name, acronym, (), members, "A" if members >= 30_000 else "B", 4)
        for name, acronym, members in NATIONAL_UNIONS
    ]
    unions += [maker.local(index) for index in range(70)]
    unions += [maker.union(kind, name, acronym, (), 0, "C", 2) for name, acronym, kind in GROUPS]
    taken = sum(len(union.people) for union in unions)
    return World(tuple(unions), maker.people(max(0, PEOPLE - taken), "personne.example"))
