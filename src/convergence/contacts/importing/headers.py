"""Which line holds the headers and what each column means.

Pure functions, without Django. A guess has a confidence from 0 to 1; a person corrects it and a
profile remembers the correction by the header's folded text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from .cells import as_text, is_empty, read_date, read_emails, read_money, read_phones, read_postal
from .folding import plain, tidy, words
from .readers import Cell, Line

ORGANISATION, PERSON = "ORGANISATION", "PERSON"
HEADER_SEARCH = 40
IGNORE = ""


@dataclass(frozen=True, slots=True)
class ColumnKind:
    """One meaning a column can have.

    Attributes:
        code: stable name; codes of other apps carry a dot (`membership.dues`).
        reader: how its cells are read: text, number, name, person, count, money, date, phone,
            email, postal, yes_no, language.
        patterns: regular expressions on the folded header, the surest first.
        subjects: the kinds of sheet in which the header may mean this.
        by_period: a header may carry a period (`Cotis. 2022-2023`), and several may stand
            side by side.
        follows: code of the column that this one completes (a date after its amount).
        repeats: several columns may have this meaning.
    """

    code: str
    reader: str
    patterns: tuple[str, ...]
    subjects: frozenset[str] = frozenset({ORGANISATION, PERSON})
    by_period: bool = False
    follows: str = ""
    repeats: bool = False


def _kind(code: str, reader: str, *patterns: str, only: str = "", repeats: bool = False) -> ColumnKind:
    subjects = frozenset({only}) if only else frozenset({ORGANISATION, PERSON})
    return ColumnKind(code, reader, patterns, subjects, repeats=repeats)


_ORG = r"(?:organi[sz]ation|organisme|organismo|organizacion|syndicat|sindicato|union|association|asociacion|section locale|groupe membre|membre organisationnel|entite|etablissement|employeur)"
_CONTACT = r"(?:personne[s]? (?:contact|ressource|responsable)|contact|persona (?:de )?contacto|contacto|contact person|delegue?e?[es]*|delegue e|representante?[es]*|representant e|responsable|repondante?|delegate|delegad[oa]|representative)"

KINDS: tuple[ColumnKind, ...] = (
    _kind("number", "text", r"n|no|nos|num|numero|nro|number|id|ident(?:ifiant)?|code|matricule|ref(?:erence)?|dossier|clave", r"(?:n|no|num|numero|nro|number|code|id|matricule|ref(?:erence)?|cle) (?:de |d |du |of |del? )?(?:la |l )?(?:membre|member|socio|socia|afiliad[oa]|dossier|adherent|client|contact|fiche|organisme|organisation|syndicat|mbr|ref)", r"(?:membre|member|membership|socio|mbr|adherent|dossier|file|contact) (?:no|n|num|numero|number|id|nr|nro|code)"),
    _kind("first_name", "text", r"prenom s?|prenoms?|first ?name|given names?|forename|nombres? de pila|prenom usuel|pnom", only=PERSON),
    _kind("last_name", "text", r"noms? de famille|last ?name|surname|family name|apellidos?|primer apellido|patronyme", only=PERSON),
    _kind("full_name", "person", r"nom complet|full name|nombre completo|nom (?:et )?prenom s?|nom (?:et )?prenoms?|prenom (?:et )?nom|nombre y apellidos?|apellidos? y nombres?|personne|membre individuel|nom du membre individuel|individu", only=PERSON),
    _kind("contact_first", "text", rf"prenom (?:de |du |de la )?{_CONTACT}", rf"{_CONTACT} (?:prenom|first ?name)", r"contact first ?name|nombre (?:del? )?contacto", only=ORGANISATION),
    _kind("contact_last", "text", rf"nom de famille (?:de |du |de la )?{_CONTACT}", rf"{_CONTACT} (?:nom|last ?name|surname)", r"contact last ?name|apellidos? (?:del? )?contacto", only=ORGANISATION),
    _kind("contact", "person", _CONTACT, rf"(?:nom|name|nombre) (?:de |du |de la |of (?:the )?|del? )?{_CONTACT}", rf"{_CONTACT} (?:name|principale?|solidarite(?: internationale)?|1)", r"main contact|primary contact|a l attention de|attn|contact name", only=ORGANISATION),
    _kind("name", "text", rf"noms? (?:de |du |d |des )?(?:la |l )?{_ORG}s?", rf"{_ORG}s? (?:name|nom)", rf"(?:name|nombre) (?:of |de |del )?(?:the |la |el )?{_ORG}", rf"{_ORG}s?", r"raison sociale|denomination(?: sociale)?|legal name|razon social|nom officiel|nom legal|nombre oficial|affilie|afiliad[oa]"),
    _kind("acronym", "text", r"sigles?|sigla|siglas|acronymes?|acronym|acronimo|abrev(?:iation|iatura)?|abbr(?:ev(?:iation)?)?|short name|nom court|nom abrege|initiales", only=ORGANISATION),
    _kind("kind", "text", r"type|types? d organi[sz]ation|type d organisme|kind|tipo|organi[sz]ation type|tipo de organizacion|nature", only=ORGANISATION),
    _kind("central", "text", r"centrale?s?(?: syndicale)?|central sindical|labou?r (?:central|centre|federation)|confederation|confederacion|affiliation|affiliee? a|affiliated (?:to|with)|afiliacion|afiliad[oa] a|allegeance|union central|organisation mere|parent(?: organi[sz]ation)?|federation", only=ORGANISATION),
    _kind("region", "text", r"regions?(?: admin(?:istrative)?)?|territoire|district|secteur(?: geographique)?|table regionale|region s|zona|zone|departamento"),
    _kind("count", "count", r"(?:nb|nbr|nbre|nombre|no|num|number|numero|total|cant(?:idad)?) ?(?:de |d |of |total de )?(?:membres|members|miembros|afiliad[oa]s|cotisant\w*(?: e s)?|syndique\w*(?: e s)?|adherents?|travailleu\w*|salarie\w*)(?: (?:declares|cotisants|actifs|declared|declarados))?", r"membres|members|miembros|effectifs?|headcount|membership(?: size| count)?|taille|size|adherents|members count|member count|cotisants?|afiliad[oa]s|membresia|nb mbres?|nb mb|nbre mb\w*", only=ORGANISATION),
    _kind("office", "text", r"fonctions?|roles?|cargo|positions?|job title|titre(?: du contact)?|title|poste occupe|mandat|charge|puesto|responsabilite|funcion", r"(?:fonction|titre|cargo) (?:de |du |de la |del? )?\w+(?: \w+)?"),
    _kind("street", "text", r"adresses?(?: postale| civique| 1| complete| de correspondance)?|address(?: line)?(?: 1)?|(?:mailing|postal|street) address|street|rue|direccion(?: postal| 1)?|domicilio|calle|no et rue|adr"),
    _kind("street_2", "text", r"adresse (?:2|suite)|address(?: line)? 2|suite|bureau|app(?:artement)?|complement(?: d adresse)?|direccion 2|unit|apt"),
    _kind("city", "text", r"villes?|municipalites?|city|town|localites?|ciudad|municipio|localidad|poblacion"),
    _kind("province", "text", r"prov(?:ince|incia)?s?|etat|state|estado|province etat|prov state|state province"),
    _kind("country", "text", r"pays|country|pais"),
    _kind("postal", "postal", r"codes? postal|codes? postaux|c p|cp|code post|postal ?code|postcode|zip|zip ?code|codigo postal|postal"),
    _kind("phone", "phone", r"tel(?:ephone)?s?(?: 1| 2| s)?|phones?(?: 1| 2)?|telefonos?|(?:no|n|num|numero|number) (?:de |du )?tel(?:ephone|efono)?|phone (?:number|no)|tel(?:ephone)? (?:bureau|bur|travail|trav|residence|res|maison|dom|domicile|principal)|(?:work|home|office|business) phone|telephone s", repeats=True),
    _kind("mobile", "phone", r"cell?(?:ulaires?)?|mobiles?|celular|portables?|cell ?phone|mobile phone|tel(?:ephone)? (?:cell?(?:ulaire)?|mobile|portable)|movil", repeats=True),
    _kind("extension", "text", r"postes?(?: tel(?:ephonique)?)?|ext(?:ension)?s?|no (?:de )?poste|interno|anexo"),
    _kind("fax", "ignored", r"fax|telecopieur|telecopie|facsimile"),
    _kind("email", "email", r"courriels?(?: s| 1| 2| principal| secondaire| electronique)?|e ?mails?(?: address(?:es)?| 1| 2)?|mails?|correos?(?: electronicos?)?(?: e)?|adresses? (?:courriel|electronique|email|mail|de courriel)s?|mel|adr(?:esse)? el|emailadresse", repeats=True),
    _kind("website", "text", r"sites?(?: web| internet)?|url|web ?site|web|sitio(?: web)?|pagina web"),
    _kind("language", "language", r"langues?(?: (?:de )?(?:correspondance|communication|preferee))?|languages?|idiomas?|lang|lng|preferred language|lengua"),
    _kind("newsletter", "yes_no", r"bulletins?|infolettres?|newsletters?|boletin(?:es)?|abonnee?s?|abonnement(?: (?:au )?(?:bulletin|infolettre))?|(?:recoit|inscrite? (?:a |au )?)(?:le |l )?(?:bulletin|infolettre)|subscribed|suscrit[oa]|e ?bulletin"),
    _kind("do_not_contact", "yes_no", r"ne (?:plus|pas) (?:appeler|contacter|solliciter)|do not (?:call|contact|solicit)|no (?:llamar|contactar)|dnc"),
    _kind("honorific", "text", r"civilites?|salutation|titre de civilite|tratamiento|mr mrs|m mme|prefix|appel"),
    _kind("notes", "text", r"notes?|remarques?|commentaires?|remarks?|comments?|observaci(?:on|ones)|observations?|memo|notas?|divers|info(?:rmation)?s?(?: complementaires)?|comentarios?", repeats=True),
)  # fmt: skip

_BY_CODE = {kind.code: kind for kind in KINDS}
_PERIOD = re.compile(r"((?:19|20)\d{2})\s*[-–—/_ aà]+\s*((?:19|20)?\d{2})(?!\d)")
_SHORT_PERIOD = re.compile(r"(?<!\d)(\d{2})\s*[-–—/]\s*(\d{2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")


@dataclass(slots=True)
class Column:
    """One column of a sheet and what it is taken to mean.

    Attributes:
        index: position from 0.
        header: the header as typed, made unique in its sheet; a letter when there is none.
        code: meaning, or empty when the column is not understood or set aside.
        confidence: 0 to 1; 1 when a person or a profile decided.
        period: `2022-2023` when the header carries one.
    """

    index: int
    header: str
    code: str = IGNORE
    confidence: float = 0.0
    period: str = ""


@dataclass(slots=True)
class Layout:
    """How a sheet is laid out.

    Attributes:
        header_line: line of the headers; 0 when there are none.
        subject: what its lines are mainly about, an organisation or a person.
        columns: in order.
        confidence: of the header line.
    """

    header_line: int
    subject: str
    columns: list[Column] = field(default_factory=list)
    confidence: float = 0.0

    def with_code(self, code: str) -> list[Column]:
        """The columns that mean `code`, in order."""
        return [column for column in self.columns if column.code == code]


def find_period(header: str) -> str:
    """`Cotis. 2022-2023` → `2022-2023`; `cotis 22-23` → `2022-2023`; `Dues 2022` → `2022`."""
    if match := _PERIOD.search(header):
        start = int(match[1])
        end = int(match[2]) if len(match[2]) == 4 else start - start % 100 + int(match[2])
        if end < start:
            end += 100
        return f"{start}-{end}" if end != start else str(start)
    if (match := _SHORT_PERIOD.search(header)) and int(match[2]) == (int(match[1]) + 1) % 100:
        return f"{_century(int(match[1]))}-{_century(int(match[2]))}"
    if match := _YEAR.search(header):
        return match[1]
    return ""


def _century(year: int) -> int:
    return 2000 + year if year < 70 else 1900 + year


def guess_layout(sample: Sequence[Line], extra: Iterable[ColumnKind] = ()) -> Layout:
    """The layout of a sheet from its first lines (some hundreds are enough)."""
    kinds = (*tuple(extra), *KINDS)
    header_line, cells, confidence = _guess_header(sample, kinds)
    body = [row for line, row in sample if line > header_line]
    return lay_out(header_line, cells, body, kinds, confidence)


def lay_out(
    header_line: int,
    header_cells: Sequence[Cell],
    body: Sequence[Sequence[Cell]],
    kinds: Sequence[ColumnKind],
    confidence: float = 1.0,
) -> Layout:
    """Give a meaning to every column once the header line is known."""
    width = max([len(header_cells), *(len(row) for row in body[:300])], default=0)
    width = _used_width(width, header_cells, body)
    texts = [tidy(as_text(header_cells[i])) if i < len(header_cells) else "" for i in range(width)]
    columns = [Column(i, name) for i, name in enumerate(_unique(texts))]
    samples = [[row[i] for row in body if i < len(row)] for i in range(width)]
    subject = _guess_subject(texts, samples, kinds)
    layout = Layout(header_line, subject, columns, confidence)
    _assign(layout, texts, samples, kinds)
    _settle_names(layout, texts, samples)
    _guess_from_content(layout, samples)
    return layout


def _used_width(width: int, header: Sequence[Cell], body: Sequence[Sequence[Cell]]) -> int:
    while width:
        cells = [row[width - 1] for row in (header, *body) if len(row) >= width]
        if any(tidy(as_text(cell)) for cell in cells):
            return width
        width -= 1
    return 0


def column_letter(index: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _unique(texts: Sequence[str]) -> list[str]:
    seen: dict[str, int] = {}
    out = []
    for index, text in enumerate(texts):
        name = text or column_letter(index)
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return out


# --- The header line ------------------------------------------------------------------------


def _guess_header(sample: Sequence[Line], kinds: Sequence[ColumnKind]) -> tuple[int, Sequence[Cell], float]:
    """The line whose texts are most like headers; line 0 when none is."""
    widths = sorted(_filled(row) for _line, row in sample if _filled(row))
    typical = max(widths[len(widths) * 3 // 4], min(widths[-1], 3)) if widths else 0
    best: tuple[float, int, Sequence[Cell]] = (0.0, 0, [])
    looked = 0
    for line, row in sample:
        if not _filled(row):
            continue
        looked += 1
        if looked > HEADER_SEARCH:
            break
        score = _header_score(row, typical, kinds)
        if score > best[0] + 0.001:
            best = (score, line, row)
    score, line, row = best
    if score < 0.34:
        return _first_wide_line(sample, typical)
    return line, row, min(1.0, score)


def _filled(row: Sequence[Cell]) -> int:
    return sum(1 for cell in row if tidy(as_text(cell)))


def _header_score(row: Sequence[Cell], typical: int, kinds: Sequence[ColumnKind]) -> float:
    texts = [tidy(as_text(cell)) for cell in row]
    filled = [text for text in texts if text]
    if len(filled) < 2 or any(not isinstance(cell, str) for cell in row if cell not in ("", None)):
        if len(filled) < 2 and typical > 1:
            return 0.0
        if not all(isinstance(cell, str) or _is_year(cell) for cell in row if cell not in ("", None)):
            return 0.0
    if any("@" in text or len(text) > 60 for text in filled):
        return 0.0
    known = sum(1 for text in filled if any(_match(text, kind, None) for kind in kinds))
    distinct = len(set(filled)) / len(filled)
    return (known / len(filled)) * 0.8 * distinct + min(len(filled) / max(typical, 1), 1.0) * 0.2 * bool(known)


def _is_year(cell: Cell) -> bool:
    return isinstance(cell, float | int) and 1900 <= float(cell) <= 2100


def _first_wide_line(sample: Sequence[Line], typical: int) -> tuple[int, Sequence[Cell], float]:
    """No known header: a line of distinct words above lines of figures, or none at all."""
    for line, row in sample:
        texts = [tidy(as_text(cell)) for cell in row if tidy(as_text(cell))]
        if len(texts) < max(2, typical * 0.6):
            continue
        wordy = all(isinstance(cell, str) and not re.search(r"\d|@", cell) for cell in row if tidy(as_text(cell)))
        if wordy and len(set(texts)) == len(texts) and max(map(len, texts)) <= 40:
            return line, row, 0.2
        break
    return 0, [], 0.0


# --- Meanings -------------------------------------------------------------------------------

_COMPILED: dict[str, re.Pattern[str]] = {}


def _match(text: str, kind: ColumnKind, subject: str | None) -> float:
    """How well a header names a kind: 1 for the whole header, less when words remain."""
    if subject and subject not in kind.subjects:
        return 0.0
    bare = _bare_header(text, kind)
    if not bare:
        return 0.0
    for place, pattern in enumerate(kind.patterns):
        compiled = _COMPILED.get(pattern)
        if compiled is None:
            compiled = _COMPILED.setdefault(pattern, re.compile(pattern))
        if compiled.fullmatch(bare):
            return 1.0 - place * 0.02
        found = compiled.match(bare) or compiled.search(bare)
        if found and len(found[0]) >= 3 and _whole_words(bare, found):
            return 0.45 + 0.4 * len(found[0]) / len(bare)
    return 0.0


def _whole_words(bare: str, found: re.Match[str]) -> bool:
    before = found.start() == 0 or bare[found.start() - 1] == " "
    after = found.end() == len(bare) or bare[found.end()] == " "
    return before and after


def _bare_header(text: str, kind: ColumnKind) -> str:
    if kind.by_period:
        text = _YEAR.sub(" ", _SHORT_PERIOD.sub(" ", _PERIOD.sub(" ", text)))
    if text.strip() in {"#", "№", "N°", "Nº"}:
        return "no"
    text = re.sub(r"(?i)\bn\s?[°º]|^#\s*", "no ", text)
    text = re.sub(r"\((?:e|s|es|le|la|trice|ère|\$|cad|fr)\)", "", text, flags=re.IGNORECASE)
    text = re.sub(r"(?<=\w)[·.\-](?:e|es|s|trice|ère)(?:[·.\-]s)?\b", "", text)
    return plain(text)


def _guess_subject(texts: Sequence[str], samples: Sequence[Sequence[Cell]], kinds: Sequence[ColumnKind]) -> str:
    def best(code: str, subject: str) -> float:
        kind = _BY_CODE[code]
        return max((_match(text, kind, subject) for text in texts), default=0.0)

    first = best("first_name", PERSON)
    last = best("last_name", PERSON)
    full = best("full_name", PERSON)
    organisation = best("name", ORGANISATION)
    traits = sum(best(code, ORGANISATION) >= 0.9 for code in ("acronym", "count", "central", "contact", "kind"))
    traits += best("contact_first", ORGANISATION) >= 0.9
    if traits:
        return ORGANISATION
    if (first >= 0.9 or last >= 0.9) and organisation < 0.9:
        return PERSON
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


def _content_says_people(texts: Sequence[str], samples: Sequence[Sequence[Cell]]) -> bool:
    for text, cells in zip(texts, samples, strict=True):
        if plain(text) in {"nom", "name", "nombre", "noms", "names", "membre", "member"}:
            filled = [tidy(as_text(cell)) for cell in cells if tidy(as_text(cell))]
            if filled:
                return sum(map(looks_like_organisation, filled)) < 0.3 * len(filled)
    return False


def _content_says_organisations(texts: Sequence[str], samples: Sequence[Sequence[Cell]]) -> bool:
    for text, cells in zip(texts, samples, strict=True):
        if _match(text, _BY_CODE["full_name"], PERSON) >= 0.9:
            filled = [tidy(as_text(cell)) for cell in cells if tidy(as_text(cell))]
            return bool(filled) and sum(map(looks_like_organisation, filled)) >= 0.5 * len(filled)
    return False


def _assign(
    layout: Layout, texts: Sequence[str], samples: Sequence[Sequence[Cell]], kinds: Sequence[ColumnKind]
) -> None:
    """Best matches first; a meaning that may not repeat is given once."""
    offers = []
    for index, text in enumerate(texts):
        if not text:
            continue
        for rank, kind in enumerate(kinds):
            score = _match(text, kind, layout.subject)
            if score >= 0.6:
                offers.append((score * (0.7 + 0.3 * _agreement(kind.reader, samples[index])), -rank, index, kind))
    taken: set[str] = set()
    for score, _rank, index, kind in sorted(offers, key=lambda offer: (-offer[0], -offer[1], offer[2])):
        column = layout.columns[index]
        if column.code or (kind.code in taken and not (kind.repeats or kind.by_period or kind.follows)):
            continue
        column.code, column.confidence = kind.code, round(min(score, 1.0), 2)
        column.period = find_period(texts[index]) if kind.by_period else ""
        taken.add(kind.code)
    _drop_orphans(layout, kinds)


def _drop_orphans(layout: Layout, kinds: Sequence[ColumnKind]) -> None:
    """A column that completes another means nothing where the other is missing."""
    follows = {kind.code: kind.follows for kind in kinds if kind.follows}
    present = {column.code for column in layout.columns}
    for column in layout.columns:
        if follows.get(column.code) and follows[column.code] not in present:
            column.code, column.confidence = IGNORE, 0.0


_READERS: dict[str, Callable[[Cell], bool]] = {
    "email": lambda cell: bool(read_emails(cell)[0]),
    "phone": lambda cell: bool(read_phones(cell)[0]),
    "postal": lambda cell: read_postal(cell)[0] is not None,
    "date": lambda cell: read_date(cell, "dmy")[0] is not None,
    "money": lambda cell: read_money(cell)[0] is not None,
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


def _settle_names(layout: Layout, texts: Sequence[str], samples: Sequence[Sequence[Cell]]) -> None:
    """Give the bare headers `Nom`, `Name`, `Nombre` their meaning from their neighbours."""
    codes = {column.code for column in layout.columns}
    for column, text, cells in zip(layout.columns, texts, samples, strict=True):
        bare = plain(text)
        if column.code not in {IGNORE, "name"} or bare not in _NAME_HEADERS:
            continue
        column.code, column.confidence = _name_meaning(layout.subject, bare, codes, cells), 0.85
        codes.add(column.code)
    if layout.subject == ORGANISATION and "name" not in codes:
        for column, text in zip(layout.columns, texts, strict=True):
            if not column.code and _match(text, _BY_CODE["full_name"], PERSON) >= 0.9:
                column.code, column.confidence = "name", 0.8
                break
    if layout.subject == ORGANISATION:
        _contacts_in_two_columns(layout, texts, codes)


def _name_meaning(subject: str, bare: str, codes: set[str], cells: Sequence[Cell]) -> str:
    if subject == ORGANISATION:
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
        if _match(text, _BY_CODE["first_name"], PERSON) >= 0.9 and "contact_first" not in codes:
            column.code, column.confidence = "contact_first", 0.8
            codes.add("contact_first")
        elif _match(text, _BY_CODE["last_name"], PERSON) >= 0.9 and "contact_last" not in codes:
            column.code, column.confidence = "contact_last", 0.8
            codes.add("contact_last")


def _guess_from_content(layout: Layout, samples: Sequence[Sequence[Cell]]) -> None:
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


# --- Corrections and profiles ---------------------------------------------------------------


def header_key(header: str) -> str:
    """The folded header by which a profile remembers a column."""
    return plain(header) or header


def remember(layout: Layout) -> dict[str, dict[str, str]]:
    """What a profile keeps of a layout: each header's meaning."""
    return {header_key(column.header): {"code": column.code, "period": column.period} for column in layout.columns}


def recall(layout: Layout, remembered: dict[str, dict[str, str]], known: set[str]) -> Layout:
    """Apply a profile: the meanings a person gave before win over the guess."""
    columns = []
    for column in layout.columns:
        kept = remembered.get(header_key(column.header))
        if kept is not None and (kept["code"] in known or not kept["code"]):
            columns.append(replace(column, code=kept["code"], period=kept.get("period", ""), confidence=1.0))
        else:
            columns.append(column)
    return replace(layout, columns=columns)
