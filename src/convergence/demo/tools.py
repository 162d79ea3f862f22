"""Tools: the comic of the public letter with its facts, then what is written for the example, said so in each title.

No work of anybody is reproduced: the files are pages that say what they stand for. Prices, postage and stock are examples.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from convergence.activities.models import Activity
from convergence.core.profile import current_profile
from convergence.demo.stage import Stage, moment
from convergence.documents import content, pdf
from convergence.documents.branding import PAPER, brand_data
from convergence.documents.models import Source
from convergence.education.tools import commands
from convergence.education.tools.choices import Licence, ToolKind
from convergence.education.tools.models import Order, Printing, Tool
from convergence.finance.commands import record_payment
from convergence.vocabulary.models import Place, Theme

LETTER = "Appel à cotisation 2023-2024"
PRINTED = date(2024, 3, 1)
RESOLUTION = {
    "fr": """Attendu que les personnes qui cousent nos vêtements n’en vivent pas ;

Attendu que notre syndicat achète chaque année des vêtements de travail et des objets promotionnels ;

Il est proposé que notre assemblée demande à l’employeur une politique d’achats responsables, et que notre syndicat \
l’applique à ses propres achats. (Texte d’exemple, à adapter.)""",
    "en": """Whereas the people who sew our clothes cannot live on what they are paid;

Whereas every year our union buys work clothes and promotional items;

Be it resolved that our general meeting ask the employer for a policy of responsible purchasing, and that our union apply \
it to its own purchases. (Sample text, to be adapted.)""",
    "es": """Considerando que las personas que cosen nuestra ropa no pueden vivir de lo que se les paga;

Considerando que cada año nuestro sindicato compra ropa de trabajo y artículos promocionales;

Se propone que nuestra asamblea pida al empleador una política de compras responsables y que nuestro sindicato la aplique \
a sus propias compras. (Texto de ejemplo, para adaptar.)""",
}
GUIDE = {
    "fr": ("Guide d’animation : qui a cousu mon chandail ? (exemple)",
           "Étiquettes sur la table, puis : d’où vient chaque vêtement ?"),
    "en": ("Facilitation guide: who sewed my sweater? (example)", "Labels on the table, then: where does each garment come from?"),
    "es": ("Guía de animación: ¿quién cosió mi suéter? (ejemplo)",
           "Las etiquetas sobre la mesa, y después: ¿de dónde viene cada prenda?"),
}  # fmt: skip
KIT = {
    "fr": ("Trousse : achats responsables (exemple)", RESOLUTION["fr"]),
    "en": ("Kit: responsible purchasing (example)", RESOLUTION["en"]),
    "es": ("Carpeta: compras responsables (ejemplo)", RESOLUTION["es"]),
}
PAGES = {
    "fr": ("Page {page} de {pages}", "fr-CA", "PDF balisé", "1 page"),
    "en": ("Page {page} of {pages}", "en-CA", "Tagged PDF", "1 page"),
    "es": ("Página {page} de {pages}", "es", "PDF etiquetado", "1 página"),
}
"""How each language numbers pages, its code in a PDF, how an edition says that it is tagged, and how long it is."""


def load(stage: Stage) -> None:
    """Write the catalogue, the pool, the stock and two orders."""
    comic = _comic(stage)
    guide = _guide(stage)
    kit = _kit(stage, guide)
    _pool(stage)
    printing = _printed(stage, comic)
    _orders(stage, printing)
    union = _union(stage, 2)
    commands.adopt_kit(
        tool_id=kit.pk, union_id=union, body="assemblée générale (exemple)", adopted="2024-05", **_given(stage)
    )


def _given(stage: Stage) -> dict[str, Any]:
    return {"actor": stage.users["education"], "at": stage.at}


def _union(stage: Stage, number: int) -> int:
    return stage.ids[stage.world.unions[number].acronym]


def _themes(*slugs: str) -> list[int]:
    return list(Theme.objects.filter(slug__in=slugs).order_by("pk").values_list("pk", flat=True))


def _page(title: str, words: str, language: str = "fr") -> bytes:
    data = {
        "brand": brand_data(current_profile()),
        "paper": PAPER,
        "labels": {"page": PAGES[language][0]},
        "title": title,
        "heading": title,
        "recipient": [],
        "place_date": "",
        "facts": [],
        "body": content.to_data(content.parse(words)),
    }
    return pdf.render(
        "receipt", data, lang=PAGES[language][1], standards=pdf.UA, created=datetime(2024, 2, 22, tzinfo=UTC)
    )


def _published(stage: Stage, tool: Tool, editions: dict[str, tuple[str, str]]) -> None:
    """Write a version with its editions, by language: title and words. What is said of a file is in its own language."""
    version = commands.add_version(tool_id=tool.pk, **_given(stage))
    for language, (title, words) in editions.items():
        commands.add_edition(
            version_id=version.pk,
            language=language,
            title=title,
            content=_page(title, words, language),
            name=f"{tool.slug}.pdf" if language == "fr" else f"{tool.slug}-{language}.pdf",
            accessibility=PAGES[language][2],
            extent=PAGES[language][3],
            **_given(stage),
        )
    commands.publish_tool(tool_id=tool.pk, **_given(stage))


def _comic(stage: Stage) -> Tool:
    """Write what the letter of February 2024 tells of the comic; a second version shows how versions follow."""
    places = [Place.objects.get(slug=slug).pk for slug in ("quebec", "mexique", "bangladesh")]
    title = "Bande dessinée sur la mondialisation dans l’industrie textile"
    tool = commands.create_tool(
        kind=ToolKind.COMIC,
        title=title,
        slug="bande-dessinee-industrie-textile",
        summary_fr="Du Québec au Mexique, puis au Bangladesh : ce que la mode jetable fait à la nature et aux gens, et un "
        "appel à la solidarité avec les ouvrières.",
        summary_en="From Québec to Mexico, then to Bangladesh: what throwaway fashion does to nature and people, and a "
        "call for solidarity with the women who sew.",
        summary_es="De Quebec a México y luego a Bangladés: lo que la moda desechable hace a la naturaleza y a la gente, "
        "y un llamado a la solidaridad con las obreras.",
        licence=Licence.ASK,
        source=Source.objects.filter(title=LETTER).first(),
        themes=_themes("transition-juste", "industrie-du-vetement", "mondialisation"),
        places=places,
        **_given(stage),
    )
    commands.add_credit(tool_id=tool.pk, capacity="AUTHOR", name="Chloloula", **_given(stage))
    commands.add_link(tool_id=tool.pk, label="Mouvement ACTES", **_given(stage))
    words = "Cette page tient la place de l’œuvre, qui n’est pas reproduite dans l’exemple."
    _published(stage, tool, {"fr": (title, words)})
    second = commands.add_version(tool_id=tool.pk, changes="Seconde version (exemple)", **_given(stage))
    commands.add_edition(
        version_id=second.pk,
        language="fr",
        title=title,
        content=_page(title, f"{words} Seconde version (exemple)."),
        name=f"{tool.slug}-2.pdf",
        accessibility="PDF balisé",
        **_given(stage),
    )
    commands.publish_version(version_id=second.pk, **_given(stage))
    return tool


def _guide(stage: Stage) -> Tool:
    tool = commands.create_tool(
        kind=ToolKind.GUIDE,
        title=GUIDE["fr"][0],
        summary_fr="De quoi animer une heure de débat dans un local, sans préparation (exemple).",
        summary_en="All it takes to lead an hour of debate in a union local, without preparing (example).",
        summary_es="Lo necesario para animar una hora de debate en un local, sin preparación (ejemplo).",
        licence=Licence.CC_BY_NC_SA,
        minutes=60,
        accessibility="Gros caractères ; se lit à voix haute.",
        themes=_themes("industrie-du-vetement", "salaire-decent"),
        **_given(stage),
    )
    _published(stage, tool, GUIDE)
    for activity in Activity.objects.filter(kind="TRAINING", is_public=True).order_by("-first_day", "pk")[:3]:
        commands.tie_activity(tool_id=tool.pk, activity_id=activity.pk, **_given(stage))
    return tool


def _kit(stage: Stage, guide: Tool) -> Tool:
    tool = commands.create_tool(
        kind=ToolKind.KIT,
        title=KIT["fr"][0],
        summary_fr="Une résolution modèle, un guide et des arguments pour une assemblée (exemple).",
        summary_en="A model resolution, a guide and arguments for a general meeting (example).",
        summary_es="Una resolución modelo, una guía y argumentos para una asamblea (ejemplo).",
        licence=Licence.FREE_COPY,
        resolution_fr=RESOLUTION["fr"],
        resolution_en=RESOLUTION["en"],
        resolution_es=RESOLUTION["es"],
        themes=_themes("achats-responsables"),
        **_given(stage),
    )
    _published(stage, tool, KIT)
    commands.add_part(tool_id=tool.pk, part_id=guide.pk, **_given(stage))
    return tool


def _pool(stage: Stage) -> None:
    """Let two unions offer something: one accepted and taken by another, one that waits for the team."""
    offered = commands.offer_tool(
        union_id=_union(stage, 0),
        kind=ToolKind.LEAFLET,
        title="Dépliant : nos vêtements de travail (exemple)",
        licence=Licence.CC_BY,
        language="fr",
        summary="Un dépliant distribué aux portes de l’usine (exemple).",
        content=_page("Nos vêtements de travail (exemple)", "À plier en trois."),
        name="depliant.pdf",
        is_lent=True,
        actor=stage.coordinator,
        at=stage.at,
    )
    commands.publish_tool(tool_id=offered.pk, **_given(stage))
    taker = stage.users["delegate"]
    near = next(union for union in stage.world.unions if union.kind == "LOCAL")
    edition = offered.editions.get()
    commands.take_download(edition_id=edition.pk, union_id=stage.ids[near.acronym], actor=taker, at=stage.at)
    today = stage.at.date()
    if stage.ids[near.acronym] != offered.owner_id:
        commands.borrow(
            tool_id=offered.pk,
            union_id=stage.ids[near.acronym],
            from_date=today + timedelta(days=10),
            until_date=today + timedelta(days=20),
            actor=taker,
            at=stage.at,
        )
    commands.offer_tool(
        union_id=_union(stage, 3),
        kind=ToolKind.POSTER,
        title="Affiche du 1er mai (exemple)",
        licence=Licence.CC_BY_SA,
        language="fr",
        content=_page("Affiche (exemple)", "Solidarité, d’ici et d’ailleurs."),
        name="affiche.pdf",
        actor=stage.coordinator,
        at=stage.at,
    )


def _printed(stage: Stage, comic: Tool) -> Printing:
    printing = commands.create_printing(
        tool_id=comic.pk,
        name="album imprimé (exemple)",
        price_cents=1_200,
        taxes="BOTH",
        is_offered=True,
        is_example=True,
        **_given(stage),
    )
    commands.move_stock(
        printing_id=printing.pk,
        kind="RECEIVED",
        quantity=150,
        note="Stock d’exemple",
        actor=stage.users["education"],
        at=moment(PRINTED),
    )
    for up_to, cents in ((2, 450), (10, 1_200), (40, 2_200)):
        commands.write_postage(up_to=up_to, cents=cents, is_example=True, actor=stage.treasurer, at=stage.at)
    return printing


def _orders(stage: Stage, printing: Printing) -> None:
    """Write an order sent and paid in the spring of 2024, and one that waits."""
    day = PRINTED + timedelta(days=4)
    paid = _order(stage, printing, 8, moment(day), "Colloque du printemps (exemple)")
    given: dict[str, Any] = {"actor": stage.users["education"]}
    accepted = commands.accept_order(
        order_id=paid.pk, payer_id=_union(stage, 1), at=moment(day + timedelta(days=1)), **given
    )
    commands.ship_order(order_id=paid.pk, tracking="Postes (exemple)", at=moment(day + timedelta(days=2)), **given)
    received = day + timedelta(days=20)
    record_payment(
        payer_id=accepted.contact_id or 0,
        amount_cents=accepted.total_cents or 0,
        method="CHEQUE",
        received_date=received,
        allocations=[(accepted.invoice_id or 0, accepted.total_cents or 0)],
        reference="77",
        actor=stage.treasurer,
        at=moment(received),
    )
    _order(stage, printing, 3, stage.at - timedelta(days=1), "")


def _order(stage: Stage, printing: Printing, copies: int, at: datetime, note: str) -> Order:
    return commands.place_order(
        copies={printing.pk: copies},
        name="Personne (exemple)",
        email=f"commande-{copies}@syndicat.example",
        organisation="Syndicat (exemple)",
        street="12, rue de l’Exemple",
        city="Montréal",
        province="QC",
        postal_code="H2X 1Y4",
        note=note,
        at=at,
    )
