"""Where the facts were read. What bears no date is left undated."""

from typing import Any

ORGANISATION = "Centre international de solidarité ouvrière"

SOURCES: dict[str, dict[str, Any]] = {
    "colloque": {
        "title": "Historique et profil des organisateurs",
        "publisher": f"{ORGANISATION}, page d’un colloque",
    },
    "wikimonde": {"title": ORGANISATION, "publisher": "Encyclopédie Wikimonde", "kind": "ARTICLE"},
    "mission": {"title": "Mission et actions", "publisher": ORGANISATION},
    "historique": {"title": "Historique", "publisher": ORGANISATION},
    "lettre": {
        "title": "Appel à cotisation 2023-2024",
        "publisher": ORGANISATION,
        "author": "Luc Allaire et Amélie Nguyen",
        "published": "2024-02-22",
        "kind": "LETTER",
    },
    "areq": {
        "title": "Article sur la conférence de 1975",
        "publisher": "AREQ-CSQ, quoideneuf.areq.lacsq.org",
        "published": "2022",
        "url": "https://quoideneuf.areq.lacsq.org",
        "kind": "ARTICLE",
    },
    "statuts": {
        "title": "Statuts et règlements, version modifiée le 17 juin 2024",
        "publisher": ORGANISATION,
        "published": "2024-06-17",
        "url": "https://www.ciso.qc.ca/a-propos-du-ciso/politiques/statuts-et-reglements",
    },
}
