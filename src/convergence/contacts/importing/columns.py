"""What a column can mean: the meanings, the header words by which each is known, and how a sheet is laid out.

Pure functions, without Django. Headers are compared folded (see `folding.plain`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .folding import plain

ORGANISATION, PERSON = "ORGANISATION", "PERSON"
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
        only_values: regular expression of the few values that there are; a column that only says what sort of member each
            is (`Type`), and whose cells are all among them, has this meaning.
    """

    code: str
    reader: str
    patterns: tuple[str, ...]
    subjects: frozenset[str] = frozenset({ORGANISATION, PERSON})
    by_period: bool = False
    follows: str = ""
    repeats: bool = False
    only_values: str = ""


def _kind(code: str, reader: str, *patterns: str, only: str = "", repeats: bool = False) -> ColumnKind:
    subjects = frozenset({only}) if only else frozenset({ORGANISATION, PERSON})
    return ColumnKind(code, reader, patterns, subjects, repeats=repeats)


_ORG = r"(?:org|organi[sz]ation membre|organizacion miembro|organisme membre|organi[sz]ation|organisme|organismo|organizacion|syndicat|sindicato|union|association|asociacion|asoc|assoc|synd|local|section locale|groupe membre|membre organisationnel|member (?:organi[sz]ation|union)|entite|entidad|institution|institucion|etablissement|employeur)"
_CONTACT = r"(?:pers(?:onne)?s? (?:deleguee?s?|contacts?|ressources?|ress|responsables?|resp|a contacter)|resp|interlocut\w+|correspondante?|contact|persona (?:de )?contacto|contacto|contact person|delegue?e?[es]*|delegue e|representante?[es]*|representant e|responsable|repondante?|delegate|delegad[oa]|representative)"

KINDS: tuple[ColumnKind, ...] = (
    _kind("number", "text", r"n|no|nos|nr|num|numero|nro|number|id|ident(?:ifiant)?|code|matricule|ref(?:erence)?|dossier|clave|cle|codigo|org(?:ani[sz]ation)? id", r"(?:n|no|n o|num|numero|nro|number|code|codigo|id|matricule|ref(?:erence)?|cle) (?:de |d |du |of |del? )?(?:la |l )?(?:membre|member|miembro|socio|socia|afiliad[oa]|afiliacion|membresia|adhesion|dossier|adherent|client|contact|fiche|organisme|organisation|syndicat|mbre?|ref|afil)", r"(?:membre|member|membership|socio|afiliad[oa]|mbre?|adherent|dossier|file|contact) (?:no|n|num|numero|number|id|nr|nro|code)"),
    _kind("first_name", "text", r"prenom s?|pren|prenoms?|first ?name|given names?|forename|nombres? de pila|prenom usuel|pnom|^first$", only=PERSON),
    _kind("last_name", "text", r"noms? de famille|last ?name|surname|family name|apellidos?|primer apellido|patronyme|^last$", only=PERSON),
    _kind("full_name", "person", r"nom complet|full name|nombre completo|nom (?:et )?prenom s?|nom (?:et )?prenoms?|prenom (?:et )?nom|nombre y apellidos?|apellidos? y nombres?|personne|membre individuel|nom du membre individuel|individu", only=PERSON),
    _kind("contact_first", "text", rf"prenom (?:de |du |de la )?{_CONTACT}", rf"{_CONTACT} (?:prenom|first ?name)", rf"(?:prenom|first ?name) {_CONTACT}|contact first ?name|nombre (?:del? )?contacto", only=ORGANISATION),
    _kind("contact_last", "text", rf"nom de famille (?:de |du |de la )?{_CONTACT}", rf"{_CONTACT} (?:nom|last ?name|surname)", rf"(?:last ?name|surname) {_CONTACT}|contact last ?name|apellidos? (?:del? )?contacto", only=ORGANISATION),
    _kind("contact", "person", _CONTACT, rf"(?:(?:nom )?(?:et )?prenom (?:et )?nom|nom (?:et )?prenom|nom|name|nombre) (?:de |du |de la |of (?:the )?|del? )?{_CONTACT}", rf"{_CONTACT} (?:name|principale?|solidarite(?: internationale)?|1)", r"main contact|primary contact|a l attention de|attn|contact name", only=ORGANISATION),
    _kind("name", "text", rf"noms? (?:complets? )?(?:de |du |d |des )?(?:la |l )?{_ORG}s?", rf"{_ORG}s? (?:name|nom)", rf"(?:name|nombre) (?:of |de |del )?(?:the |la |el )?{_ORG}", rf"{_ORG}s?", r"raison sociale|denomination(?: sociale)?|legal name|razon social|nom officiel|nom legal|nombre oficial|affilie|afiliad[oa]|nom (?:et )?(?:section locale|local)|nom du groupe|group name|nom de l unite"),
    _kind("acronym", "text", r"sigles?|sigle acronyme|sigla|siglas|acronymes?|acronym|acronimo|acron|abrev(?:iation|iatura)?|abbr(?:ev(?:iation)?)?|short name|nom court|nom abrege|initiales", only=ORGANISATION),
    _kind("kind", "text", r"type|types? d organi[sz]ation|type d organisme|kind|tipo|organi[sz]ation type|tipo de organizacion|nature", only=ORGANISATION),
    _kind("central", "text", r"centrale?s?(?: syndicale)?|centr|ctrale|fed|labou?r fed|(?:centrale? ou |centrale )?federation centrale?|centrale? ou federation|organi[sz]ation affiliee|centrale federation|central sindical|labou?r (?:central|centre|federation|body)|confederation|confederacion|affiliation|affiliee? a|affiliated (?:to|with)|afiliacion|afiliad[oa] a|allegeance|union central|organisation mere|parent(?: organi[sz]ation)?|federation", only=ORGANISATION),
    _kind("region", "text", r"regions?(?: admin(?:istrative)?)?|reg|reg admin|territoire|district|secteur(?: geographique)?|table regionale|region s|zona|zone|departamento"),
    _kind("count", "count", r"(?:nb|nbr|nbre|nombre|no|num|number|numero|total|cant(?:idad)?|n) ?(?:de |d |of |total de )?(?:membres|members|miembros|mbre?s|memb|afiliad[oa]s|cotisant\w*(?: e s)?|syndique\w*(?: e s)?|adherents|travailleu\w*|salarie\w*)(?: (?:declares|cotisants|actifs|declared|declarados))?", r"membres|members|miembros|effectifs?|headcount|membership(?: size| count)?|taille|size|adherents|members count|member count|cotisants?|afiliad[oa]s|membresia|nb mb|nbre mb\w*|eff|mbre?s|memb|(?:membres|members|miembros) (?:declares|cotisants|actifs|declared|paying|active|declarados|activos)|declared (?:members|membership)", only=ORGANISATION),
    _kind("office", "text", r"fonctions?|functions?|fonct|fct|roles?|cargo|positions?|job title|titre(?: du contact)?|title|poste occupe|mandat|charge|puesto|responsabilite|funcion", r"postes?",
        r"(?:fonction|titre|cargo) (?:de |du |de la |del? )?\w+(?: \w+)?"),
    _kind("street", "text", r"adresses?(?: postale| civique| 1| complete| de correspondance)?|address(?: line)?(?: 1)?|(?:mailing|postal|street) address|street|rue|direccion(?: postal| 1)?|domicilio|calle|no et rue|adr|adr (?:postale|civique|compl(?:ete)?)|rue et numero|(?:no |numero )?(?:civique )?et rue|calle y numero"),
    _kind("street_2", "text", r"adresse (?:2|suite)|address(?: line)? 2|suite|bureau|app(?:artement)?|complement(?: d adresse)?|direccion 2|unit|apt"),
    _kind("city", "text", r"villes?|(?:villes?|city|ciudad|munic(?:ipalite)?) (?:et |and |ou |or |y )?(?:province|prov|etat|state|estado|municipalite|town|code postal|c p|cp|zip)(?: (?:et )?(?:code postal|c p|cp|zip))?|munic|mun|municipalites?|city|town|localites?|ciudad|municipio|localidad|poblacion"),
    _kind("province", "text", r"prov(?:ince|incia)?s?|etat|state|estado|province etat|prov state|state province"),
    _kind("country", "text", r"pays|country|pais"),
    _kind("postal", "postal", r"codes? postal|codepostal|code p|c postal|cod postal|pc|postal zip|zip postal|codes? postaux|c p|cp|code post|postal ?code|postcode|zip|zip ?code|codigo postal|postal"),
    _kind("phone", "phone", r"tel(?:ephone)?s?(?: 1| 2| s)?|ph|phones?(?: 1| 2)?|telefonos?|(?:no|n|num|numero|number) (?:de |du )?tel(?:ephone|efono)?|phone (?:number|no)|tel(?:ephone)? (?:bureau|bur|travail|trav|residence|res|maison|dom|domicile|principal)|(?:tel(?:ephone|efono)?s?|phones?)(?: no| number)? (?:et |and |y |ou )?(?:(?:no |n )?(?:de )?postes?|ext(?:ension)?s?)|(?:work|home|office|business) phone|telephone s", repeats=True),
    _kind("mobile", "phone", r"cell?(?:ulaires?)?|mobiles?|celular|portables?|cell ?phone|mobile phone|tel(?:ephone)? (?:cell?(?:ulaire)?|mobile|portable)|movil", repeats=True),
    _kind("extension", "extension", r"postes?(?: tel(?:ephonique)?)?|ext(?:ension)?s?|no (?:de )?poste|interno|anexo"),
    _kind("fax", "ignored", r"fax|telec|telecopieur|telecopie|facsimile"),
    _kind("email", "email", r"courriels?(?: s| 1| 2| principal| secondaire| electronique)?|courr|couriels?|adr (?:courriel|el(?:ectronique)?)|e ?mails?(?: address(?:es)?| 1| 2)?|mails?|correos?(?: electronicos?)?(?: e)?|adresses? (?:courriel|electronique|email|mail|de courriel)s?|mel|adr(?:esse)? el|emailadresse", r"(?:courriels?|e ?mails?|correos?(?: electronicos?)?) (?:de |du |of |del? )?(?:la |l |the )?\w+|(?:contact|delegue?e?|organi[sz]ation|union) (?:e ?mail|courriel)", repeats=True),
    _kind("website", "text", r"sites?(?: web| internet)?|url|web ?site|web|sitio(?: web)?|pagina web"),
    _kind("language", "language", r"langues? (?:parlee|maternelle|d usage)|langues?(?: (?:de )?(?:correspondance|communication|preferee))?|languages?|idiomas?|lang|lng|preferred language|lengua"),
    _kind("newsletter", "yes_no", r"bulletins?|infolettres?|newsletters?|boletin(?:es)?|abonnee?s?|abonnement(?: (?:au )?(?:bulletin|infolettre))?|(?:recoit |inscrite? (?:a |au )?|abonnee? (?:a |au )?)(?:le |l )?(?:bulletin|infolettre)|subscribed|suscrit[oa]|e ?bulletin"),
    _kind("do_not_contact", "yes_no", r"ne (?:plus|pas) (?:appeler|contacter|solliciter)|do not (?:call|contact|solicit)|no (?:llamar|contactar)|dnc"),
    _kind("honorific", "text", r"civilites?|salutation|titre de civilite|tratamiento|mr mrs|m mme|mme m|mrs? ms|ms mrs?|mrs mr|prefix|appel"),
    _kind("notes", "text", r"notes?|remarques?|commentaires?|remarks?|comments?|observaci(?:on|ones)|observations?|memo|notas?|divers|info(?:rmation)?s?(?: complementaires)?|comentarios?|obs|rem|comm|comments? notes?", repeats=True),
)  # fmt: skip

BY_CODE = {kind.code: kind for kind in KINDS}
PERIOD = re.compile(r"((?:19|20)\d{2})\s*[-–—/_ aà]+\s*((?:19|20)?\d{2})(?!\d)")
SHORT_PERIOD = re.compile(r"(?<!\d)(\d{2})\s*[-–—/]\s*(\d{2})(?!\d)")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")


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
    if match := PERIOD.search(header):
        start = int(match[1])
        end = int(match[2]) if len(match[2]) == 4 else start - start % 100 + int(match[2])
        if end < start:
            end += 100
        return f"{start}-{end}" if end != start else str(start)
    if (match := SHORT_PERIOD.search(header)) and int(match[2]) == (int(match[1]) + 1) % 100:
        return f"{_century(int(match[1]))}-{_century(int(match[2]))}"
    if match := YEAR.search(header):
        return match[1]
    return ""


def _century(year: int) -> int:
    return 2000 + year if year < 70 else 1900 + year


def header_key(header: str) -> str:
    """The folded header by which a profile remembers a column."""
    return plain(header) or header
