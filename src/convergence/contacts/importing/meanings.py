"""What each column of a sheet means, from its header, its neighbours and its cells.

Pure functions, without Django. A guess has a confidence from 0 to 1; a person corrects it and a
profile remembers the correction by the header's folded text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from .cells import as_text, is_empty, read_date, read_emails, read_money, read_phones, read_postal
from .columns import (
    BY_CODE,
    IGNORE,
    ORGANISATION,
    PERIOD,
    PERSON,
    SHORT_PERIOD,
    YEAR,
    Column,
    ColumnKind,
    Layout,
    find_period,
)
from .folding import plain, tidy, words
from .readers import Cell

_PAYMENTS = frozenset({"paiement", "paiements", "payment", "payments", "pago", "pagos"})
_COMPILED: dict[str, re.Pattern[str]] = {}


def match_header(text: str, kind: ColumnKind, subject: str | None) -> float:
    """How well a header names a kind: 1 for the whole header, less when words remain."""
    if subject and subject not in kind.subjects:
        return 0.0
    bare = _bare_header(text, kind)
    if kind.by_period and not kind.follows and bare in _PAYMENTS and find_period(text):
        return 0.9
    if not bare:
        return 0.7 if kind.by_period and not kind.follows and find_period(text) else 0.0
    partly = 0.0
    for place, pattern in enumerate(kind.patterns):
        compiled = _COMPILED.get(pattern)
        if compiled is None:
            compiled = _COMPILED.setdefault(pattern, re.compile(pattern))
        if compiled.fullmatch(bare):
            return 1.0 - place * 0.02
        found = compiled.match(bare) or compiled.search(bare)
        if not partly and found and len(found[0]) >= 3 and _whole_words(bare, found):
            partly = 0.45 + 0.4 * len(found[0]) / len(bare)
    return partly


def _whole_words(bare: str, found: re.Match[str]) -> bool:
    before = found.start() == 0 or bare[found.start() - 1] == " "
    after = found.end() == len(bare) or bare[found.end()] == " "
    return before and after


def _bare_header(text: str, kind: ColumnKind) -> str:
    if kind.by_period:
        text = YEAR.sub(" ", SHORT_PERIOD.sub(" ", PERIOD.sub(" ", text)))
    if text.strip() in {"#", "№", "N°", "Nº"}:
        return "no"
    text = re.sub(r"(?i)\bn\.?\s?[°º]|^#\s*|\s*#$", " no ", text)
    text = re.sub(r"\((?:e|s|es|le|la|trice|ère|\$|cad|fr)\)", "", text, flags=re.IGNORECASE)
    text = re.sub(r"(?<=\w)[·.\-](?:e|es|s|trice|ère)(?:[·.\-]s)?\b", "", text)
    return plain(text)


def guess_subject(
    texts: Sequence[str],
    samples: Sequence[Sequence[Cell]],
    kinds: Sequence[ColumnKind],
    groups: Sequence[str] = (),
) -> str:
    """What the lines of a sheet are mainly about: an organisation or a person, from its headers, then its cells.

    `Prénom` and `Nom` under the words « Personne déléguée », or after a column of organisations that seldom repeats
    one, name the contact of each organisation.
    """

    def best(code: str, subject: str) -> float:
        kind = BY_CODE[code]
        return max((match_header(text, kind, subject) for text in texts), default=0.0)

    first = best("first_name", PERSON)
    last = best("last_name", PERSON)
    full = best("full_name", PERSON)
    organisation = best("name", ORGANISATION)
    traits = sum(best(code, ORGANISATION) >= 0.9 for code in ("acronym", "count", "central", "contact"))
    traits += best("kind", ORGANISATION) >= 0.9 and (organisation >= 0.9 or max(first, last) < 0.9)
    traits += best("contact_first", ORGANISATION) >= 0.9
    traits += any(group and match_header(group, BY_CODE["contact"], ORGANISATION) >= 0.9 for group in groups)
    if traits:
        return ORGANISATION
    if (first >= 0.9 or last >= 0.9) and organisation < 0.9:
        return PERSON
    if organisation >= 0.9 and _organisations_lead(texts, samples):
        return ORGANISATION
    if first >= 0.9 or full >= 0.9 > organisation:
        return ORGANISATION if _content_says_organisations(texts, samples) else PERSON
    if organisation >= 0.9:
        return ORGANISATION
    looks_like_people = _content_says_people(texts, samples)
    return PERSON if looks_like_people else ORGANISATION


_ORG_WORDS = frozenset(
    {"syndicat", "synd", "stt", "union", "association", "assoc", "federation", "fed", "conseil", "comite",
     "local", "section", "centre", "center", "centro", "organisation", "sindicato", "conseils", "council",
     "coalition", "confederation", "regroupement", "alliance", "societe", "cooperative", "coop", "workers",
     "travailleurs", "travailleuses", "trabajadores", "employes", "employees", "committee", "comision",
     "fondation", "foundation", "ong", "ngo", "reseau", "network", "red", "table", "seccion", "asociacion",
     "federacion", "college", "cegep", "universite", "university", "sptsss", "scfp", "cupe", "sfpq", "fiq",
     "unifor", "teamsters", "metallos", "trav", "caisse", "maison", "groupe", "group", "mouvement", "fraternite"}
)  # fmt: skip


def looks_like_organisation(text: str) -> bool:
    """Whether a name holds a word by which organisations are known."""
    return any(word in _ORG_WORDS for word in words(text))


def _organisations_lead(texts: Sequence[str], samples: Sequence[Sequence[Cell]]) -> bool:
    """Whether a column of organisations stands before the names of people, is as full, and seldom repeats one."""
    people: list[int] = []
    organisations: list[int] = []
    for place, text in enumerate(texts):
        if any(match_header(text, BY_CODE[code], PERSON) >= 0.9 for code in ("first_name", "last_name", "full_name")):
            people.append(place)
        elif match_header(text, BY_CODE["name"], ORGANISATION) >= 0.9:
            organisations.append(place)
    if not people or not organisations or organisations[0] > people[0]:
        return False
    named = [plain(as_text(cell)) for cell in samples[organisations[0]] if plain(as_text(cell))]
    filled = max(sum(1 for cell in samples[place] if tidy(as_text(cell))) for place in people)
    return bool(named) and len(named) >= filled and len(set(named)) >= 0.8 * len(named)


def _content_says_people(texts: Sequence[str], samples: Sequence[Sequence[Cell]]) -> bool:
    for text, cells in zip(texts, samples, strict=True):
        if plain(text) in {"nom", "name", "nombre", "noms", "names", "membre", "member"}:
            filled = [tidy(as_text(cell)) for cell in cells if tidy(as_text(cell))]
            if filled:
                return sum(map(looks_like_organisation, filled)) < 0.3 * len(filled)
    return False


def _content_says_organisations(texts: Sequence[str], samples: Sequence[Sequence[Cell]]) -> bool:
    for text, cells in zip(texts, samples, strict=True):
        if match_header(text, BY_CODE["full_name"], PERSON) >= 0.9:
            filled = [tidy(as_text(cell)) for cell in cells if tidy(as_text(cell))]
            return bool(filled) and sum(map(looks_like_organisation, filled)) >= 0.5 * len(filled)
    return False


def assign_meanings(
    layout: Layout,
    texts: Sequence[str],
    samples: Sequence[Sequence[Cell]],
    kinds: Sequence[ColumnKind],
    groups: Sequence[str] = (),
) -> None:
    """Best matches first; a meaning that may not repeat is given once.

    A header that says nothing by itself (`Montant`) is read with the group that it stands under (`Cotisation 2022-2023`).
    """
    _assign(layout, texts, samples, kinds)
    _settle_types(layout, texts, samples, kinds)
    if any(groups):
        under = [
            f"{group} {text}" if group and not column.code else ""
            for column, text, group in zip(layout.columns, texts, groups, strict=True)
        ]
        _assign(layout, under, samples, kinds)
        by_period = {kind.code for kind in kinds if kind.by_period}
        for column, group in zip(layout.columns, groups, strict=True):
            if column.code in by_period and not column.period:
                column.period = find_period(group)
    _drop_orphans(layout, kinds)


def _assign(
    layout: Layout, texts: Sequence[str], samples: Sequence[Sequence[Cell]], kinds: Sequence[ColumnKind]
) -> None:
    offers = []
    for index, text in enumerate(texts):
        if not text:
            continue
        for rank, kind in enumerate(kinds):
            score = match_header(text, kind, layout.subject)
            if score >= 0.6:
                offers.append((score * (0.7 + 0.3 * _agreement(kind.reader, samples[index])), -rank, index, kind))
    taken = {column.code for column in layout.columns if column.code}
    for score, _rank, index, kind in sorted(offers, key=lambda offer: (-offer[0], -offer[1], offer[2])):
        column = layout.columns[index]
        if column.code or (kind.code in taken and not (kind.repeats or kind.by_period or kind.follows)):
            continue
        column.code, column.confidence = kind.code, round(min(score, 1.0), 2)
        column.period = find_period(texts[index]) if kind.by_period else ""
        taken.add(kind.code)


def _settle_types(
    layout: Layout, texts: Sequence[str], samples: Sequence[Sequence[Cell]], kinds: Sequence[ColumnKind]
) -> None:
    """`Type` whose cells are all among the few values of another meaning, not found in the sheet, has that one."""
    for kind in kinds:
        if not kind.only_values or layout.with_code(kind.code):
            continue
        for column, text, cells in zip(layout.columns, texts, samples, strict=True):
            if column.code not in {IGNORE, "kind"} or match_header(text, BY_CODE["kind"], None) < 0.9:
                continue
            said = [plain(as_text(cell)) for cell in cells if not is_empty(tidy(as_text(cell)))]
            if said and all(re.fullmatch(kind.only_values, one) for one in said):
                column.code, column.confidence = kind.code, 0.9
                break


def _drop_orphans(layout: Layout, kinds: Sequence[ColumnKind]) -> None:
    """A column that completes another means nothing where the other is missing, or far, when its header is vague."""
    follows = {kind.code: kind.follows for kind in kinds if kind.follows}
    codes = [column.code for column in layout.columns]
    for place, column in enumerate(layout.columns):
        wanted = follows.get(column.code)
        beside = {*codes[max(place - 1, 0) : place], *codes[place + 1 : place + 2]}
        if wanted and (wanted not in codes or (column.confidence < 0.97 and wanted not in beside)):
            column.code, column.confidence = IGNORE, 0.0


_READERS: dict[str, Callable[[Cell], bool]] = {
    "email": lambda cell: bool(read_emails(cell)[0]),
    "phone": lambda cell: bool(read_phones(cell)[0]),
    "postal": lambda cell: read_postal(cell)[0] is not None,
    "date": lambda cell: read_date(cell, "dmy")[0] is not None,
    "money": lambda cell: read_money(cell)[0] is not None,
    "extension": lambda cell: bool(re.fullmatch(r"\W*(?:p|poste|ext|x)?\W*\d{1,7}\W*", as_text(cell).lower())),
    "count": lambda cell: bool(re.search(r"\d", as_text(cell))),
    "person": lambda cell: bool(re.search(r"[^\W\d_]{2}", as_text(cell))) and not re.search(r"\d", as_text(cell)),
}


def _agreement(reader: str, cells: Sequence[Cell]) -> float:
    """Share of the filled cells that can be read that way; 1 when there is nothing to say."""
    test = _READERS.get(reader)
    filled = [cell for cell in cells[:200] if not is_empty(tidy(as_text(cell)))]
    if test is None or not filled:
        return 1.0
    return sum(1 for cell in filled if test(cell)) / len(filled)


_NAME_HEADERS = frozenset({"nom", "name", "nombre", "noms", "names", "membre", "member", "nom membre", "nom du membre", "member name"})  # fmt: skip


def names_alone(text: str) -> bool:
    """Whether a header is one of those that take their meaning from their neighbours: `Nom`, `Name`, `Nombre`."""
    return _bare_header(text, BY_CODE["name"]) in _NAME_HEADERS


def settle_names(layout: Layout, texts: Sequence[str]) -> None:
    """Give the bare headers `Nom`, `Name`, `Nombre` their meaning from their neighbours."""
    codes = {column.code for column in layout.columns}
    for column, text in zip(layout.columns, texts, strict=True):
        bare = _bare_header(text, BY_CODE["name"])
        if column.code not in {IGNORE, "name"} or not names_alone(text):
            continue
        if column.code == "name" and len(layout.with_code("name")) == 1:
            continue
        surname = any(match_header(other, BY_CODE["last_name"], PERSON) >= 0.9 for other in texts)
        column.code, column.confidence = _name_meaning(layout.subject, bare, codes, surname=surname), 0.85
        codes.add(column.code)
    if layout.subject == ORGANISATION and "name" not in codes:
        for column, text in zip(layout.columns, texts, strict=True):
            if not column.code and match_header(text, BY_CODE["full_name"], PERSON) >= 0.9:
                column.code, column.confidence = "name", 0.8
                break
    if layout.subject == ORGANISATION:
        _contacts_in_two_columns(layout, texts, codes)


def _name_meaning(subject: str, bare: str, codes: set[str], *, surname: bool) -> str:
    """`surname`: another column holds family names, so that this one (`Nombre` beside `Apellidos`) holds first names."""
    if subject == ORGANISATION:
        if "name" in codes and surname and "contact_first" not in codes:
            return "contact_first"
        return "name" if "name" not in codes else "contact_last" if "contact_last" not in codes else IGNORE
    if "last_name" in codes:
        return "first_name" if "first_name" not in codes else IGNORE
    if "first_name" in codes:
        return "last_name"
    if "full_name" in codes:
        return IGNORE
    return "full_name"


def _contacts_in_two_columns(layout: Layout, texts: Sequence[str], codes: set[str]) -> None:
    """An organisations' sheet with bare `Prénom` and `Nom` columns names the contact in two cells."""
    if "contact_first" in codes and "contact_last" not in codes:
        for column in layout.with_code("contact"):
            column.code = "contact_last"
            codes.add("contact_last")
    for column, text in zip(layout.columns, texts, strict=True):
        if column.code:
            continue
        if match_header(text, BY_CODE["first_name"], PERSON) >= 0.9 and "contact_first" not in codes:
            column.code, column.confidence = "contact_first", 0.8
            codes.add("contact_first")
        elif match_header(text, BY_CODE["last_name"], PERSON) >= 0.9 and "contact_last" not in codes:
            column.code, column.confidence = "contact_last", 0.8
            codes.add("contact_last")


def guess_from_content(layout: Layout, samples: Sequence[Sequence[Cell]]) -> None:
    """Columns without a known header whose cells speak for themselves, and the missing name."""
    codes = {column.code for column in layout.columns}
    for column, cells in zip(layout.columns, samples, strict=True):
        filled = [cell for cell in cells[:200] if not is_empty(tidy(as_text(cell)))]
        if column.code or len(filled) < 2:
            continue
        for code in ("email", "postal", "phone"):
            if code not in codes and _agreement(code, filled) >= 0.8 and _is_telling(code, filled):
                column.code, column.confidence = code, 0.5
                codes.add(code)
                break
    wanted = {"name"} if layout.subject == ORGANISATION else {"last_name", "full_name"}
    if not codes & wanted:
        _guess_name_column(layout, samples)


def _is_telling(code: str, cells: Sequence[Cell]) -> bool:
    if code == "postal":
        return sum(1 for c in cells if re.search(r"[a-zA-Z]\d[a-zA-Z]", as_text(c))) >= 0.8 * len(cells)
    if code == "phone":
        return all(len(re.sub(r"\D", "", as_text(cell))) >= 10 for cell in cells[:20])
    return True


def _guess_name_column(layout: Layout, samples: Sequence[Sequence[Cell]]) -> None:
    best: tuple[float, Column | None, bool] = (0.0, None, False)
    for column, cells in zip(layout.columns, samples, strict=True):
        filled = [tidy(as_text(cell)) for cell in cells[:200] if not is_empty(tidy(as_text(cell)))]
        if column.code or len(filled) < 1 or any("@" in text for text in filled):
            continue
        wordy = sum(1 for text in filled if re.search(r"[^\W\d_]{2}.*\s.*[^\W\d_]{2}", text)) / len(filled)
        organisations = sum(map(looks_like_organisation, filled)) / len(filled)
        distinct = len(set(filled)) / len(filled)
        score = (wordy + organisations) * distinct
        if score > best[0]:
            best = (score, column, organisations >= 0.3)
    column = best[1]
    if column and best[0] > 0.5:
        layout.subject = ORGANISATION if best[2] else layout.subject
        column.code = "name" if layout.subject == ORGANISATION else "full_name"
        column.confidence = 0.4
