"""Which page or record of the example site holds each fact, and where the fact was read.

The ids are those of the inventory of facts that the product was drawn from; `docs/reference/demo-site.md` prints this.
"""

from collections import defaultdict
from dataclasses import dataclass

from convergence.demo.site import statements
from convergence.demo.site.milestones import HAPPENINGS
from convergence.demo.site.pages import PAGES
from convergence.demo.site.sources import SOURCES

NOT_PUBLIC = {"S33": "stray signs of an old page: an importer drops them, no reader needs them"}


@dataclass(frozen=True)
class Where:
    """A page (by key) or a record (`kind` names its table, `name` the row), and short names of the sources."""

    kind: str
    name: str
    sources: tuple[str, ...]


# Rows that live in records other than milestones.
RECORDS: tuple[tuple[tuple[str, ...], Where], ...] = (
    (("S1", "S2"), Where("OrganisationProfile", "CISO", ("colloque", "lettre"))),
    (("S4",), Where("Claim", statements.CLAIM[0], (statements.CLAIM[2],))),
    (("S5",), Where("MissionWording", "", tuple(key for _attested, key, _text in statements.MISSION))),
    (("S6", "S19"), Where("Theme", "salaire-decent", ("mission", "lettre"))),
    (("S14",), Where("Affiliation", "CISO → AQOCI", ("wikimonde",))),
    (("S16", "S82", "S98", "S116"), Where("Axis", "education", ("mission", "wikimonde"))),
    (("S24",), Where("WorldRegion", "caraibes", ("historique",))),
    (("S28",), Where("Series", "anniversaires", ("colloque", "lettre"))),
    (("S75",), Where("Series", "dette-exterieure", ("historique",))),
    (("S35",), Where("CountryTie", "SUPPORT", ("historique",))),
    (("S36", "S88"), Where("CountryTie", "INTERNSHIP", ("wikimonde",))),
    (("S36", "S89"), Where("CountryTie", "SUBJECT", ("lettre",))),
    (("S39", "S40", "S41", "S42", "S43", "S44", "S46", "S48"), Where("Mandate", "COORDINATION", ("wikimonde",))),
    (("S45", "S47"), Where("Mandate", "PRESIDENCY", ("lettre",))),
    (("S71",), Where("DeclaredTotal", "tours", ("historique",))),
    (("S72",), Where("DeclaredTotal", "short-internships", ("historique",))),
    (("S73",), Where("DeclaredTotal", "long-internships", ("historique",))),
    (("S74", "S95"), Where("DeclaredTotal", "missions", ("historique",))),
    (("S75",), Where("DeclaredTotal", "debt-colloquia", ("historique",))),
    (("S76",), Where("DeclaredTotal", "trainings", ("historique",))),
    (("S87", "S114"), Where("Contact", "MRIF", ("wikimonde",))),
    (("S103",), Where("Theme", "fonctionnement-cooperatif", ("lettre",))),
    (("S126",), Where("Redirect", "/ateliersdemisere", ("colloque",))),
    (("S128",), Where("Contact", "FTQ", ("colloque",))),
)


def places() -> dict[str, list[Where]]:
    """Return where each row has its place: pages first, then records."""
    found: dict[str, list[Where]] = defaultdict(list)
    for leaf in PAGES:
        for row in leaf.rows:
            found[row].append(Where("page", leaf.key, leaf.sources))
    for told in HAPPENINGS:
        for row in told.rows:
            found[row].append(Where("Milestone", told.slug, tuple(told.cited)))
    for rows, where in RECORDS:
        for row in rows:
            found[row].append(where)
    return dict(sorted(found.items(), key=lambda item: (item[0][0] != "S", int(item[0][1:]))))


def table() -> str:
    """Return the reference page."""
    lines = [
        "# The example site: where each fact has its place",
        "",
        "The example site tells facts read in five public pages and a letter, in sentences of its own. This table is",
        "written from `convergence.demo.site`; a test loads the example and looks for every page and record named here.",
        "A page is named by its key; its French address is made of the slugs in `demo/site/pages/`.",
        "",
        "| row | page or record | sources |",
        "| --- | --- | --- |",
    ]
    for row, wheres in places().items():
        for where in wheres:
            kind = "page" if where.kind == "page" else where.kind
            name = f"`{where.name}`" if where.name else ("home" if where.kind == "page" else "all")
            sources = ", ".join(f"`{key}`" for key in where.sources) or "written for the example"
            lines.append(f"| {row} | {kind} {name} | {sources} |")
    lines += ["", "Not shown on purpose:", ""]
    lines += [f"- {row}: {why}." for row, why in NOT_PUBLIC.items()]
    lines += ["", "## Sources", ""]
    for key, values in SOURCES.items():
        said = ", ".join(str(values[name]) for name in ("author", "title", "publisher") if values.get(name))
        lines.append(f"- `{key}`: {said}, {values.get('published') or 'undated'}.")
    return "\n".join(lines) + "\n"
