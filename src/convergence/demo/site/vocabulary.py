"""Axes, themes, places and parts of the world: short name, then French, English and Spanish names."""

from convergence.demo.site.kit import T

AXES: tuple[tuple[str, T, T], ...] = (
    (
        "education",
        T("Éducation", "Education", "Educación"),
        T(
            "Comprendre ensemble pourquoi les droits du travail reculent ici et au loin, puis agir.",
            "Understanding together why labour rights are losing ground, here and far away, and then acting.",
            "Comprender en conjunto por qué retroceden los derechos laborales, aquí y lejos, y después actuar.",
        ),
    ),
    (
        "cooperation",
        T("Coopération", "Cooperation", "Cooperación"),
        T(
            "Des projets menés avec des partenaires du Sud, sur le travail et sur le droit de s’organiser.",
            "Projects run with partners in the South, about work and about the right to organise.",
            "Proyectos realizados con contrapartes del Sur, sobre el trabajo y sobre el derecho a organizarse.",
        ),
    ),
    (
        "cqcam",
        T(
            "Coalition québécoise contre les ateliers de misère",
            "Québec coalition against sweatshops",
            "Coalición quebequense contra los talleres de miseria",
        ),
        T(
            "Une table de concertation pour que l’argent public cesse d’acheter des vêtements faits dans la misère.",
            "A table where organisations agree on how public money can stop paying for sweatshop clothing.",
            "Una mesa de concertación para que el dinero público deje de pagar ropa hecha en talleres de miseria.",
        ),
    ),
)

THEMES: dict[str, T] = {
    "droits-du-travail": T("droit du travail", "labour rights", "derechos laborales"),
    "libertes-syndicales": T("libertés syndicales", "freedom of association", "libertad sindical"),
    "negociation-collective": T("négociation collective", "collective bargaining", "negociación colectiva"),
    "protections-sociales": T("protections sociales", "social protection", "protección social"),
    "dialogue-social": T("dialogue social", "social dialogue", "diálogo social"),
    "salaire-decent": T("salaire décent", "living wage", "salario digno"),
    "justice-sociale-et-ecologique": T(
        "justice sociale et écologique", "social and ecological justice", "justicia social y ecológica"
    ),
    "transition-juste": T("transition juste", "just transition", "transición justa"),
    "ateliers-de-misere": T("ateliers de misère", "sweatshops", "talleres de miseria"),
    "industrie-du-vetement": T("industrie du vêtement", "garment industry", "industria de la confección"),
    "achats-responsables": T("achats responsables", "responsible purchasing", "compras responsables"),
    "mondialisation": T("mondialisation", "globalisation", "globalización"),
    "delocalisation": T("délocalisation", "offshoring", "deslocalización"),
    "dette-exterieure": T("dette extérieure", "external debt", "deuda externa"),
    "multinationales-et-dictatures": T(
        "multinationales et dictatures", "multinationals and dictatorships", "multinacionales y dictaduras"
    ),
    "mouvements-de-liberation": T("mouvements de libération", "liberation movements", "movimientos de liberación"),
    "surproduction": T("surproduction", "overproduction", "sobreproducción"),
    "hyperconsommation": T("hyperconsommation", "overconsumption", "hiperconsumo"),
    "dechets": T("déchets", "waste", "residuos"),
    "economie-solidaire": T("économie solidaire", "solidarity economy", "economía solidaria"),
    "fonctionnement-cooperatif": T("fonctionnement coopératif", "running a co-operative", "gestión cooperativa"),
    "entreprise-collective": T(
        "organisation d’une entreprise collective", "setting up a collective enterprise", "creación de empresas colectivas"
    ),
    "equite-femmes-hommes": T(
        "équité entre femmes et hommes", "equity between women and men", "equidad entre mujeres y hombres"
    ),
    "droit-international-du-travail": T(
        "droit international du travail", "international labour law", "derecho internacional del trabajo"
    ),
    "droits-humains": T("droits humains", "human rights", "derechos humanos"),
    "education-populaire": T("éducation populaire", "popular education", "educación popular"),
    "solidarite-internationale": T(
        "solidarité internationale", "international solidarity", "solidaridad internacional"
    ),
}  # fmt: skip

WORLD_REGIONS: dict[str, tuple[T, str]] = {
    "afrique": (T("Afrique", "Africa", "África"), "002"),
    "moyen-orient": (T("Moyen-Orient", "Middle East", "Oriente Medio"), ""),
    "amerique-latine": (T("Amérique latine", "Latin America", "América Latina"), ""),
    "caraibes": (T("Caraïbes", "Caribbean", "Caribe"), "029"),
    "asie": (T("Asie", "Asia", "Asia"), "142"),
}

PLACES: dict[str, tuple[T, str]] = {
    "montreal": (T("Montréal", "Montréal", "Montreal"), "CA"),
    "ville-de-quebec": (T("Québec (ville)", "Québec City", "Ciudad de Quebec"), "CA"),
    "quebec": (T("Québec", "Québec", "Quebec"), "CA"),
    "estrie": (T("Estrie", "Estrie (Eastern Townships)", "Estrie (Cantones del Este)"), "CA"),
    "place-emilie-gamelin": (
        T("Place Émilie-Gamelin, Montréal", "Place Émilie-Gamelin, Montréal", "Plaza Émilie-Gamelin, Montreal"),
        "CA",
    ),
    "aguascalientes": (T("Aguascalientes", "Aguascalientes", "Aguascalientes"), "MX"),
    "mexique": (T("Mexique", "Mexico", "México"), "MX"),
    "bangladesh": (T("Bangladesh", "Bangladesh", "Bangladés"), "BD"),
}

COORDINATES = {
    "montreal": ("45.51", "-73.55"),
    "ville-de-quebec": ("46.81", "-71.21"),
    "estrie": ("45.40", "-71.89"),
    "place-emilie-gamelin": ("45.52", "-73.56"),
    "aguascalientes": ("21.88", "-102.29"),
}
"""Degrees north and east, for the map."""

SERIES: dict[str, T] = {
    "anniversaires": T("Anniversaires", "Anniversaries", "Aniversarios"),
    "dette-exterieure": T(
        "Colloques sur la dette extérieure", "Colloquia on external debt", "Coloquios sobre la deuda externa"
    ),
}

# What acronyms stand for: in the languages in which the organisation has a name (S112).
ACRONYMS: dict[str, T] = {
    "AFPC": T("Alliance de la Fonction publique du Canada", "Public Service Alliance of Canada", ""),
    "AQOCI": T("Association québécoise des organismes de coopération internationale", "", ""),
    "CQCAM": T("Coalition québécoise contre les ateliers de misère", "", ""),
    "CSN": T("Confédération des syndicats nationaux", "", ""),
    "CTC": T("Congrès du travail du Canada", "Canadian Labour Congress", ""),
    "FAT": T("", "", "Frente Auténtico del Trabajo"),
    "FTQ": T("Fédération des travailleurs et travailleuses du Québec", "", ""),
    "RQIC": T("Réseau québécois sur l’intégration continentale", "", ""),
    "SCFP": T("Syndicat canadien de la fonction publique", "Canadian Union of Public Employees", ""),
}
