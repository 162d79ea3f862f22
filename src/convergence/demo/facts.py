"""What is publicly known of the example organisation; nothing here is guessed.

Sources: the organisers' page of a colloquium (about 2010), an encyclopaedia's article, the pages “mission” and
“historique” of the organisation's site, and its dues letter of 22 February 2024.
"""

from dataclasses import dataclass

LETTER = "Lettre d’appel à cotisation, 22 février 2024"
ENCYCLOPAEDIA = "Encyclopédie Wikimonde, article sur l’organisation"

NAME = "Centre international de solidarité ouvrière"
ACRONYM = "CISO"
FOUNDED = 1975
KIND = "ONG de solidarité et de coopération internationale"
MISSION = (
    "Resserrer les liens entre les travailleuses et travailleurs d’ici et d’ailleurs qui luttent pour leurs droits et "
    "pour de meilleures conditions de travail."
)
COORDINATOR = "Amélie Nguyen"
PRESIDENT = "Luc Allaire"
EMAIL = "ciso@ciso.qc.ca"
WEBSITE = "http://www.ciso.qc.ca"
PHONE = "514-383-2266 poste 225"
CITY = "Montréal"


@dataclass(frozen=True)
class Term:
    """A term of office as a source states it: years when only years are known."""

    person: str
    office: str
    start: int | None
    end: int | None
    source: str
    interim: bool = False
    attested: str = ""

    @property
    def gender(self) -> str:
        """Return the gender of the title that the sources write."""
        return "M" if self.person.split()[0] in {"Robert", "Roger", "Daniel", "Jean", "Luc"} else "F"


TERMS = (
    Term("Robert Quevillon", "CO_COORDINATION", 1975, 1987, ENCYCLOPAEDIA),
    Term("Clotilde Bertrand", "CO_COORDINATION", 1975, 1987, ENCYCLOPAEDIA),
    Term("Clotilde Bertrand", "COORDINATION", 1987, 1995, ENCYCLOPAEDIA),
    Term("Roger Saucier", "COORDINATION", 1995, 2006, ENCYCLOPAEDIA),
    Term("Micheline Jalbert", "COORDINATION", 2006, 2006, ENCYCLOPAEDIA, interim=True),
    Term("Francine Némeh", "COORDINATION", 2006, 2010, ENCYCLOPAEDIA),
    Term("Michèle Asselin", "COORDINATION", 2010, None, ENCYCLOPAEDIA),
    Term("Amélie Nguyen", "COORDINATION", None, None, LETTER, attested="2024-02-22"),
    Term("Daniel Lachance", "PRESIDENCY", 1997, 1999, ENCYCLOPAEDIA),
    Term("Régine Laurent", "PRESIDENCY", 1999, 2001, ENCYCLOPAEDIA),
    Term("Claire Lalande", "PRESIDENCY", 2001, 2003, ENCYCLOPAEDIA),
    Term("Jean Lapointe", "PRESIDENCY", 2003, 2008, ENCYCLOPAEDIA),
    Term("Michèle Boisclair", "PRESIDENCY", 2008, 2014, ENCYCLOPAEDIA),
    Term("Luc Allaire", "PRESIDENCY", None, None, LETTER, attested="2024-02-22"),
)

# Public organisations named by those sources; they are parents and partners here, never members with amounts.
PUBLIC_ORGANISATIONS = (
    ("CONFEDERATION", "Fédération des travailleuses et travailleurs du Québec", "FTQ"),
    ("CONFEDERATION", "Confédération des syndicats nationaux", "CSN"),
    ("CONFEDERATION", "Centrale des syndicats du Québec", "CSQ"),
    ("CONFEDERATION", "Congrès du travail du Canada", "CTC"),
    ("UNION", "Syndicat canadien de la fonction publique", "SCFP"),
    ("NATIONAL_SECTION", "Alliance de la fonction publique du Canada", "AFPC"),
    ("REGIONAL_COUNCIL", "Conseil central du Montréal métropolitain–CSN", "CCMM-CSN"),
    ("PARTNER", "Frente Auténtico del Trabajo", "FAT"),
    ("NGO", "Association québécoise des organismes de coopération internationale", "AQOCI"),
    ("NGO", "Réseau québécois sur l’intégration continentale", "RQIC"),
    ("FUNDER", "Ministère des Relations internationales et de la Francophonie", "MRIF"),
)

# Names that they bore; the day of the change is not in the sources.
FORMER_NAMES = (("MRIF", "Ministère des Relations internationales, de la Francophonie et du Commerce extérieur"),)

# Child, parent, kind of link: as the names themselves say.
LINKS = (
    ("FTQ", "CTC", "AFFILIATION"),
    ("SCFP", "FTQ", "AFFILIATION"),
    ("CCMM-CSN", "CSN", "REGIONAL_COUNCIL"),
    ("CISO", "AQOCI", "AFFILIATION"),
)
LINK_SOURCE = "pages publiques"
