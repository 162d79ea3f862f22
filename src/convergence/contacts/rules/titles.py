"""Titles of offices in the grammatical gender that a person chose, and forms of address (S48).

A list names the office (« Coordination »); a person's line names the person in office
(« coordonnatrice »). Nothing is guessed from a first name: who chose nothing gets the
neutral form. An office outside the table is shown as it was typed.
"""

from typing import Final, Literal

Gender = Literal["F", "M", "N", ""]
Forms = tuple[str, str, str, str]
"""Name of the office, then the person's title: feminine, masculine, neutral."""

_FR: Final[dict[str, Forms]] = {
    "PRESIDENCY": ("Présidence", "présidente", "président", "présidence"),
    "CO_PRESIDENCY": ("Coprésidence", "coprésidente", "coprésident", "coprésidence"),
    "VICE_PRESIDENCY": ("Vice-présidence", "vice-présidente", "vice-président", "vice-présidence"),
    "GENERAL_SECRETARY": (
        "Secrétariat général",
        "secrétaire générale",
        "secrétaire général",
        "secrétariat général",
    ),
    "SECRETARY": ("Secrétariat", "secrétaire", "secrétaire", "secrétaire"),
    "TREASURER": ("Trésorerie", "trésorière", "trésorier", "trésorerie"),
    "SECRETARY_TREASURER": (
        "Secrétariat-trésorerie",
        "secrétaire-trésorière",
        "secrétaire-trésorier",
        "secrétariat-trésorerie",
    ),
    "COORDINATION": ("Coordination", "coordonnatrice", "coordonnateur", "coordination"),
    "CO_COORDINATION": (
        "Cocoordination",
        "co-coordonnatrice",
        "co-coordonnateur",
        "co-coordination",
    ),
    "DIRECTION": ("Direction", "directrice", "directeur", "direction"),
    "GENERAL_DIRECTION": (
        "Direction générale",
        "directrice générale",
        "directeur général",
        "direction générale",
    ),
    "ADMINISTRATOR": (
        "Conseil d’administration",
        "administratrice",
        "administrateur",
        "membre du conseil",
    ),
    "COMMITTEE_LEAD": ("Responsabilité du comité", "responsable", "responsable", "responsable"),
    "SOLIDARITY_OFFICER": (
        "Solidarité internationale",
        "responsable de la solidarité internationale",
        "responsable de la solidarité internationale",
        "responsable de la solidarité internationale",
    ),
    "DELEGATE": ("Délégation", "déléguée", "délégué", "délégué·e"),
    "ALTERNATE": ("Suppléance", "suppléante", "suppléant", "suppléant·e"),
    "OBSERVER": ("Observation", "observatrice", "observateur", "observateur·trice"),
    "UNION_ADVISER": (
        "Conseil syndical",
        "conseillère syndicale",
        "conseiller syndical",
        "conseil syndical",
    ),
    "ADMINISTRATIVE_ASSISTANT": (
        "Adjointe ou adjoint",
        "adjointe administrative",
        "adjoint administratif",
        "adjoint·e à l’administration",
    ),
    "SPOKESPERSON": ("Porte-parole", "porte-parole", "porte-parole", "porte-parole"),
    "MEMBER": ("Membres", "membre", "membre", "membre"),
}

_EN: Final[dict[str, Forms]] = {
    code: (label, person, person, person)
    for code, label, person in (
        ("PRESIDENCY", "Presidency", "president"),
        ("CO_PRESIDENCY", "Co-presidency", "co-president"),
        ("VICE_PRESIDENCY", "Vice-presidency", "vice-president"),
        ("GENERAL_SECRETARY", "General secretariat", "general secretary"),
        ("SECRETARY", "Secretariat", "secretary"),
        ("TREASURER", "Treasury", "treasurer"),
        ("SECRETARY_TREASURER", "Secretariat and treasury", "secretary-treasurer"),
        ("COORDINATION", "Coordination", "coordinator"),
        ("CO_COORDINATION", "Co-coordination", "co-coordinator"),
        ("DIRECTION", "Direction", "director"),
        ("GENERAL_DIRECTION", "Executive direction", "executive director"),
        ("ADMINISTRATOR", "Board of directors", "board member"),
        ("COMMITTEE_LEAD", "Committee lead", "committee lead"),
        ("SOLIDARITY_OFFICER", "International solidarity", "international solidarity lead"),
        ("DELEGATE", "Delegation", "delegate"),
        ("ALTERNATE", "Alternates", "alternate"),
        ("OBSERVER", "Observers", "observer"),
        ("UNION_ADVISER", "Union advice", "union adviser"),
        ("ADMINISTRATIVE_ASSISTANT", "Assistance", "administrative assistant"),
        ("SPOKESPERSON", "Spokesperson", "spokesperson"),
        ("MEMBER", "Members", "member"),
    )
}

_ES: Final[dict[str, Forms]] = {
    "PRESIDENCY": ("Presidencia", "presidenta", "presidente", "presidencia"),
    "CO_PRESIDENCY": ("Copresidencia", "copresidenta", "copresidente", "copresidencia"),
    "VICE_PRESIDENCY": ("Vicepresidencia", "vicepresidenta", "vicepresidente", "vicepresidencia"),
    "GENERAL_SECRETARY": (
        "Secretaría general",
        "secretaria general",
        "secretario general",
        "secretaría general",
    ),
    "SECRETARY": ("Secretaría", "secretaria", "secretario", "secretaría"),
    "TREASURER": ("Tesorería", "tesorera", "tesorero", "tesorería"),
    "SECRETARY_TREASURER": (
        "Secretaría-tesorería",
        "secretaria tesorera",
        "secretario tesorero",
        "secretaría-tesorería",
    ),
    "COORDINATION": ("Coordinación", "coordinadora", "coordinador", "coordinación"),
    "CO_COORDINATION": ("Cocoordinación", "cocoordinadora", "cocoordinador", "cocoordinación"),
    "DIRECTION": ("Dirección", "directora", "director", "dirección"),
    "GENERAL_DIRECTION": (
        "Dirección general",
        "directora general",
        "director general",
        "dirección general",
    ),
    "ADMINISTRATOR": (
        "Consejo de administración",
        "consejera",
        "consejero",
        "integrante del consejo",
    ),
    "COMMITTEE_LEAD": ("Responsable del comité", "responsable", "responsable", "responsable"),
    "SOLIDARITY_OFFICER": (
        "Solidaridad internacional",
        "responsable de solidaridad internacional",
        "responsable de solidaridad internacional",
        "responsable de solidaridad internacional",
    ),
    "DELEGATE": ("Delegación", "delegada", "delegado", "delegade"),
    "ALTERNATE": ("Suplencia", "suplenta", "suplente", "suplente"),
    "OBSERVER": ("Observación", "observadora", "observador", "observación"),
    "UNION_ADVISER": (
        "Asesoría sindical",
        "asesora sindical",
        "asesor sindical",
        "asesoría sindical",
    ),
    "ADMINISTRATIVE_ASSISTANT": (
        "Asistencia",
        "asistente administrativa",
        "asistente administrativo",
        "asistencia administrativa",
    ),
    "SPOKESPERSON": ("Portavocía", "portavoz", "portavoz", "portavoz"),
    "MEMBER": ("Integrantes", "integrante", "integrante", "integrante"),
}

_TABLES: Final = {"fr": _FR, "en": _EN, "es": _ES}
_COLUMN: Final = {"F": 1, "M": 2, "N": 3, "": 3}

OFFICES: Final[tuple[str, ...]] = tuple(_FR)

_WRITTEN: Final = {
    "mme": "MADAM",
    "madame": "MADAM",
    "mrs": "MADAM",
    "ms": "MADAM",
    "sra": "MADAM",
    "m": "SIR",
    "mr": "SIR",
    "monsieur": "SIR",
    "sr": "SIR",
    "camarade": "COMRADE",
    "comrade": "COMRADE",
}

_ADDRESS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "fr": {
        "MADAM": ("Mme", "Madame"),
        "SIR": ("M.", "Monsieur"),
        "COMRADE": ("", "Camarade"),
        "NAME": ("", "Bonjour"),
    },
    "en": {
        "MADAM": ("Ms.", "Dear Ms."),
        "SIR": ("Mr.", "Dear Mr."),
        "COMRADE": ("", "Dear comrade"),
        "NAME": ("", "Dear"),
    },
    "es": {
        "MADAM": ("Sra.", "Estimada señora"),
        "SIR": ("Sr.", "Estimado señor"),
        "COMRADE": ("", "Compañero/a"),
        "NAME": ("", "Saludos,"),
    },
}


def _forms(office: str, language: str) -> Forms | None:
    return _TABLES.get(language[:2], _FR).get(office)


def office_label(office: str, language: str = "fr") -> str:
    """The neutral name of an office, for lists: « Coordination »."""
    forms = _forms(office, language)
    return forms[0] if forms else office


def offices_of(office: str) -> tuple[str, ...]:
    """Return the codes under which an office is held: alone, or shared by several people (S39, S40)."""
    shared = f"CO_{office}"
    return (office, shared) if shared in OFFICES else (office,)


def office_title(office: str, gender: Gender | str = "", language: str = "fr") -> str:
    """The title of a person in office, in the gender that the person chose.

    Args:
        office: a code of `OFFICES`, or a title as typed, which comes back unchanged.
        gender: F, M, N, or empty when the person chose nothing (the neutral form).
        language: two letters; French stands in for a language without a table.
    """
    forms = _forms(office, language)
    return forms[_COLUMN.get(gender, 3)] if forms else office


def form_of_address(written: str) -> str:
    """The form of address that a code or a usual abbreviation stands for: `Mme` → MADAM; else NAME."""
    codes = {"MADAM", "SIR", "COMRADE", "NAME"}
    return written if written in codes else _WRITTEN.get(written.strip().rstrip(".").lower(), "NAME")


def salutation(form: str, *, given: str = "", family: str = "", language: str = "fr", gender: str = "") -> str:
    """The opening words of a letter, without the comma: « Madame », « Bonjour Ada Roy ».

    Args:
        form: a code or an abbreviation of `form_of_address`; NAME guesses nothing.
        given: first name.
        family: family name.
        language: language of the letter.
        gender: used only by the Spanish comrade, which has two forms and a neutral one.
    """
    form = form_of_address(form)
    name = " ".join(part for part in (given, family) if part)
    words = _ADDRESS.get(language[:2], _ADDRESS["fr"])
    opening = words[form][1]
    if form == "COMRADE":
        spanish = {"F": "Compañera", "M": "Compañero"}
        opening = spanish.get(gender, opening) if language[:2] == "es" else opening
        return " ".join(part for part in (opening, name) if part)
    if form in {"MADAM", "SIR"}:
        shown = "" if language[:2] == "fr" else family
        return " ".join(part for part in (opening, shown) if part)
    return " ".join(part for part in (opening, name) if part) if name else opening.rstrip(",")


def address_prefix(form: str, language: str = "fr") -> str:
    """What goes before the name on an envelope: `Mme`, `M.`, or nothing."""
    words = _ADDRESS.get(language[:2], _ADDRESS["fr"])
    return words[form_of_address(form)][0]
