"""Wordings of the mission, an attributed claim, ties with countries, totals of the past.

The wordings keep the terms that tell them apart; they are rendered after their sources, which hold the letter of each.
"""

from convergence.demo.site.kit import T

# Attested on, source, text. The order is that of the sources' dates, as far as they bear one.
MISSION: tuple[tuple[str, str, T], ...] = (
    (
        "2024-02-22",
        "lettre",
        T(
            "Renforcer la solidarité internationale entre travailleuses et travailleurs, pour un monde plus juste et "
            "démocratique : comprendre que les violations de leurs droits ont des causes communes, par l’éducation "
            "populaire, et mener des actions concrètes que pilotent des partenaires de confiance et de longue date.",
            "To strengthen international solidarity among workers, for a more just and democratic world: understanding "
            "through popular education that violations of their rights have common causes, and carrying out concrete "
            "actions led by trusted, long-standing partners.",
            "Reforzar la solidaridad internacional entre trabajadoras y trabajadores, por un mundo más justo y "
            "democrático: comprender, mediante la educación popular, que las violaciones de sus derechos tienen causas "
            "comunes, y realizar acciones concretas dirigidas por contrapartes de confianza y de larga data.",
        ),
    ),
    (
        "",
        "mission",
        T(
            "Développer la solidarité internationale : resserrer les liens entre les travailleuses et travailleurs d’ici "
            "et d’ailleurs qui luttent pour leurs droits, pour de meilleures conditions de travail et pour une société "
            "plus juste et plus démocratique.",
            "To develop international solidarity: tightening the links between workers here and elsewhere who struggle "
            "for their rights, for better working conditions and for a more just and more democratic society.",
            "Desarrollar la solidaridad internacional: estrechar los lazos entre trabajadoras y trabajadores de aquí y "
            "de otras partes que luchan por sus derechos, por mejores condiciones de trabajo y por una sociedad más "
            "justa y más democrática.",
        ),
    ),
    (
        "",
        "wikimonde",
        T(
            "Développer la solidarité internationale : resserrer les liens entre les travailleuses et travailleurs du "
            "Nord et du Sud qui luttent pour leurs droits, pour de meilleures conditions de travail et pour une société "
            "plus juste et démocratique.",
            "To develop international solidarity: tightening the links between workers of the North and of the South "
            "who struggle for their rights, for better working conditions and for a more just and democratic society.",
            "Desarrollar la solidaridad internacional: estrechar los lazos entre trabajadoras y trabajadores del Norte y "
            "del Sur que luchan por sus derechos, por mejores condiciones de trabajo y por una sociedad más justa y "
            "democrática.",
        ),
    ),
    (
        "",
        "colloque",
        T(
            "Renforcer, avec ses membres, les liens entre les travailleuses et les travailleurs du Sud et du Nord, et "
            "prendre part à la construction d’une société plus juste et plus démocratique.",
            "To reinforce, with its members, the links between workers of the South and of the North, and to take part "
            "in building a more just and more democratic society.",
            "Reforzar, con sus miembros, los lazos entre las trabajadoras y los trabajadores del Sur y del Norte, y "
            "participar en la construcción de una sociedad más justa y más democrática.",
        ),
    ),
)

CLAIM = (
    "seule-organisation-intersyndicale",
    "Luc Allaire, président, et Amélie Nguyen, coordonnatrice",
    "lettre",
    T(
        "La seule organisation intersyndicale de solidarité internationale au Québec et dans les Amériques.",
        "The only cross-union organisation for international solidarity in Québec and in the Americas.",
        "La única organización intersindical de solidaridad internacional en Quebec y en las Américas.",
    ),
)

SUPPORT_NOTE = T(
    "Des organisations syndicales, paysannes ou de droits humains y ont été appuyées ; l’année de chacune n’est pas dite.",
    "Unions, peasant organisations or human rights groups were supported there; the year of each is not stated.",
    "Allí se apoyó a organizaciones sindicales, campesinas o de derechos humanos; no se dice el año de cada una.",
)
INTERNSHIP_NOTE = T(
    "Destination de stages syndicaux ; leurs années ne sont pas dites.",
    "Destination of union internships; their years are not stated.",
    "Destino de pasantías sindicales; no se dicen los años.",
)
COMIC_NOTE = T(
    "Dernière étape de la bande dessinée de Chloloula sur l’industrie textile.",
    "Last stage of Chloloula’s comic on the textile industry.",
    "Última etapa de la historieta de Chloloula sobre la industria textil.",
)
# Country, capacity, start, source, note.
TIES: tuple[tuple[str, str, str, str, T], ...] = (
    *((code, "SUPPORT", "1995", "historique", SUPPORT_NOTE) for code in ("GT", "HT", "MX", "CU", "ML", "BF", "DZ")),
    *((code, "INTERNSHIP", "", "wikimonde", INTERNSHIP_NOTE) for code in ("CU", "NE", "MX", "BF", "CO")),
    ("BD", "SUBJECT", "", "lettre", COMIC_NOTE),
)

# Key, number, qualifier, words of the source, what is counted, source.
TOTALS: tuple[tuple[str, int | None, str, T, T, str], ...] = (
    (
        "tours",
        50,
        "MORE_THAN",
        T("plus d’une cinquantaine", "more than fifty", "más de cincuenta"),
        T("tournées avec des invité·es du Sud", "tours with guests from the South", "giras con invitados del Sur"),
        "historique",
    ),
    (
        "short-internships",
        40,
        "APPROX",
        T("une quarantaine", "about forty", "unas cuarenta"),
        T("stages de courte durée", "short internships", "pasantías cortas"),
        "historique",
    ),
    (
        "long-internships",
        10,
        "APPROX",
        T("une dizaine", "about ten", "unas diez"),
        T("stages de longue durée pour des jeunes", "long internships for young people", "pasantías largas de jóvenes"),
        "historique",
    ),
    (
        "internship-countries",
        10,
        "APPROX",
        T("une dizaine", "about ten", "unos diez"),
        T("pays de stages de courte durée", "countries of short internships", "países de pasantías cortas"),
        "historique",
    ),
    (
        "internship-countries",
        10,
        "MORE_THAN",
        T("plus d’une dizaine", "more than ten", "más de diez"),
        T("pays de stages syndicaux", "countries of union internships", "países de pasantías sindicales"),
        "wikimonde",
    ),
    (
        "missions",
        None,
        "APPROX",
        T("plusieurs", "several", "varias"),
        T("missions d’observation", "observation missions", "misiones de observación"),
        "historique",
    ),
    (
        "colloquia",
        None,
        "APPROX",
        T("de nombreux", "many", "numerosos"),
        T("colloques internationaux", "international colloquia", "coloquios internacionales"),
        "historique",
    ),
    (
        "debt-colloquia",
        3,
        "EXACT",
        T("trois", "three", "tres"),
        T("colloques sur la dette extérieure", "colloquia on external debt", "coloquios sobre la deuda externa"),
        "historique",
    ),
    (
        "trainings",
        None,
        "APPROX",
        T("plusieurs centaines", "several hundred", "varios cientos"),
        T("de formations", "training sessions", "de formaciones"),
        "historique",
    ),
)
