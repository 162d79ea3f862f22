"""The pictures of the example, with their credit, their words and what the people shown agreed to (S51, S91, S97).

They are drawn for the example, and say so: no photograph of anybody is taken from anywhere. One of them stands for a
portrait that may be printed and not put on the web: pages name it, and nobody sees it there.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.base import ContentFile

from convergence.demo.site import scenes
from convergence.demo.site.kit import LANGUAGES, T
from convergence.demo.stage import Stage
from convergence.documents.choices import PortrayedConsent
from convergence.documents.models import Picture

CREDIT = "Convergence (démo)"


@dataclass(frozen=True)
class Shown:
    """A picture: what draws it, what it shows in words, who made it, what the people in it agreed to."""

    title: str
    draw: Callable[[], bytes]
    words: T
    credit: str = CREDIT
    consent: PortrayedConsent = PortrayedConsent.NOBODY
    note: str = ""


PICTURES: dict[str, Shown] = {
    "atelier": Shown(
        "Salle de couture",
        scenes.hall,
        T(
            "Illustration : une salle de couture vide, des rangées de machines, un fil rouge qui passe de l’une à l’autre.",
            "Illustration: an empty sewing hall, rows of machines, a red thread that goes from one to the next.",
            "Ilustración: una sala de costura vacía, hileras de máquinas, un hilo rojo que pasa de una a otra.",
        ),
    ),
    "assemblee": Shown(
        "Assemblée",
        scenes.assembly,
        T(
            "Illustration : une salle comble vue de dos, des poings levés, une banderole sans mots au-dessus de la tribune.",
            "Illustration: a full hall seen from behind, raised fists, a banner without words above the platform.",
            "Ilustración: una sala llena vista de espaldas, puños en alto, una pancarta sin palabras sobre la tarima.",
        ),
    ),
    "place": Shown(
        "Exposition en plein air",
        scenes.square,
        T(
            "Illustration : trois grands panneaux sous les arbres d’une place, des gens arrêtés devant des portraits sans "
            "visage.",
            "Illustration: three large panels under the trees of a square, people who stop before portraits without faces.",
            "Ilustración: tres grandes paneles bajo los árboles de una plaza, gente detenida ante retratos sin rostro.",
        ),
        credit="Comité de solidarité (exemple)",
    ),
    "portrait": Shown(
        "Portrait à la casquette",
        scenes.portrait,
        T(
            "Illustration : une personne à casquette, un sac sur l’épaule, devant un soleil rond.",
            "Illustration: somebody with a cap, a sack over the shoulder, before a round sun.",
            "Ilustración: una persona con gorra, un saco al hombro, ante un sol redondo.",
        ),
        consent=PortrayedConsent.PRINT_ONLY,
        note="Exemple : accord donné pour l’imprimé seulement. Le site n’en montre rien.",
    ),
}


def load(stage: Stage) -> dict[str, Picture]:
    """Draw the pictures and put them in the library; return them by short name."""
    return {key: _kept(key, shown, stage) for key, shown in PICTURES.items()}


def _kept(key: str, shown: Shown, stage: Stage) -> Picture:
    picture = Picture(
        title=shown.title,
        file=ContentFile(shown.draw(), name=f"{key}.jpg"),
        credit=shown.credit,
        consent=shown.consent,
        consent_note=shown.note,
        uploaded_by_user=stage.coordinator,
        **{f"alt_{language}": shown.words.to(language) for language in LANGUAGES},
    )
    picture.full_clean()
    picture.save()
    return picture
