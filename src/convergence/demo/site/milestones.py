"""What happened, as surely dated as the sources say; no date is guessed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from convergence.demo.site.kit import NOTHING, T


@dataclass(frozen=True)
class Number:
    """A figure as a source states it."""

    what: str
    value: int
    qualifier: str
    unit: T
    source: str


@dataclass(frozen=True)
class Happening:
    """A milestone: `cited` maps sources to a remark, `countries` are (code, capacity), `actors` (acronym or name, capacity)."""

    slug: str
    kind: str
    title: T
    summary: T
    body: T = NOTHING
    start: str = ""
    start_part: str = ""
    end: str = ""
    undated_as: str = ""
    place: str = ""
    axis: str = ""
    series: str = ""
    themes: tuple[str, ...] = ()
    world_regions: tuple[str, ...] = ()
    countries: tuple[tuple[str, str], ...] = ()
    actors: tuple[tuple[str | T, str], ...] = ()
    figures: tuple[Number, ...] = ()
    cited: Mapping[str, str | T] = field(default_factory=dict)
    rows: tuple[str, ...] = ()
    position: int = 0
    picture: str = ""


COLLECTIVE = T(
    "Responsables du mouvement syndical, du mouvement populaire et d’ONG de Montréal",
    "Leaders of the union movement, the popular movement and NGOs of Montréal",
    "Responsables del movimiento sindical, del movimiento popular y de ONG de Montreal",
)

BEGINNINGS = (
    Happening(
        slug="conference-1975",
        kind="CONFERENCE",
        picture="assemblee",
        start="1975-06",
        place="montreal",
        themes=("multinationales-et-dictatures", "mouvements-de-liberation", "solidarite-internationale"),
        world_regions=("afrique", "moyen-orient", "amerique-latine", "caraibes"),
        countries=(("CA", "PLACE"),),
        actors=((COLLECTIVE, "ORGANISER"),),
        title=T(
            "Conférence internationale de solidarité ouvrière",
            "International workers’ solidarity conference",
            "Conferencia internacional de solidaridad obrera",
        ),
        summary=T(
            "Montréal reçoit des syndicats et des mouvements de libération de quatre parties du monde.",
            "Montréal hosts unions and liberation movements from four parts of the world.",
            "Montreal recibe a sindicatos y movimientos de liberación de cuatro partes del mundo.",
        ),
        body=T(
            "En 1975, de grandes entreprises étendent leur pouvoir en s’appuyant sur des dictatures du Sud. "
            "À Montréal, des responsables de syndicats, de groupes populaires et d’ONG décident de répondre ensemble : "
            "ils appellent à une conférence en juin.\n\n"
            "Des délégations arrivent d’Afrique, du Moyen-Orient, d’Amérique latine et des Caraïbes. Dans la salle, "
            "des travailleuses et travailleurs du Québec et du Canada les écoutent et leur répondent.\n\n"
            "Le nombre de personnes présentes dépend de la source. Les deux chiffres sont donnés, sans moyenne.",
            "In 1975 large companies extend their power by leaning on dictatorships in the South. In Montréal, leaders "
            "of unions, community groups and NGOs decide to answer together: they call a conference for June.\n\n"
            "Delegations come from Africa, the Middle East, Latin America and the Caribbean. In the hall, workers from "
            "Québec and from the rest of Canada listen and reply.\n\n"
            "How many people were there depends on the source. Both figures are given, with no average.",
            "En 1975, grandes empresas extienden su poder apoyándose en dictaduras del Sur. En Montreal, dirigentes de "
            "sindicatos, de grupos populares y de ONG deciden responder en conjunto: convocan a una conferencia para "
            "junio.\n\n"
            "Llegan delegaciones de África, de Oriente Medio, de América Latina y del Caribe. En la sala, trabajadoras "
            "y trabajadores de Quebec y de Canadá escuchan y responden.\n\n"
            "Cuántas personas asistieron depende de la fuente. Se dan las dos cifras, sin promedio.",
        ),
        figures=(
            Number(
                "participants",
                500,
                "APPROX_BELOW",
                T(
                    "travailleuses et travailleurs du Québec et du Canada",
                    "workers from Québec and Canada",
                    "trabajadoras y trabajadores de Quebec y de Canadá",
                ),
                "historique",
            ),
            Number(
                "participants",
                600,
                "MORE_THAN",
                T("participantes et participants", "participants", "participantes"),
                "areq",
            ),
            Number(
                "delegues",
                44,
                "EXACT",
                T(
                    "délégué·es de mouvements syndicaux et de libération",
                    "delegates of union and liberation movements",
                    "delegadas y delegados de movimientos sindicales y de liberación",
                ),
                "historique",
            ),
        ),
        cited={
            "historique": "",
            "wikimonde": "",
            "areq": T(
                "autre nombre de participant·es", "another number of participants", "otra cantidad de participantes"
            ),
        },
        rows=("S21", "S22", "S23", "S24", "S25", "S26", "S27"),
    ),
    Happening(
        slug="fondation-1975",
        kind="FOUNDING",
        start="1975",
        place="montreal",
        themes=("education-populaire", "solidarite-internationale"),
        actors=(("CISO", "ORGANISER"),),
        title=T(
            "Le centre est fondé",
            "The centre is founded",
            "Se funda el centro",
        ),
        summary=T(
            "Pour que la conférence ne reste pas sans lendemain, le milieu syndical se donne un lieu permanent.",
            "So that the conference does not end there, the union milieu gives itself a permanent place.",
            "Para que la conferencia no quede sin continuidad, el medio sindical se da un lugar permanente.",
        ),
        body=T(
            "Sensibiliser, éduquer : ce que la conférence de juin avait commencé demandait du temps. Le Centre "
            "international de solidarité ouvrière (CISO) naît la même année, créé par le milieu syndical du Québec.\n\n"
            "Depuis, il porte les questions internationales dans les syndicats et les groupes populaires, et il répond "
            "quand des partenaires du Sud demandent un appui à leurs luttes.",
            "Raising awareness, educating: what the June conference had begun needed time. The Centre international de "
            "solidarité ouvrière (CISO) is born the same year, created by the union milieu of Québec.\n\n"
            "Ever since, it has carried international questions into unions and community groups, and answered when "
            "partners in the South ask for support in their struggles.",
            "Sensibilizar, educar: lo que la conferencia de junio había empezado requería tiempo. El Centre "
            "international de solidarité ouvrière (CISO) nace el mismo año, creado por el medio sindical de "
            "Quebec.\n\n"
            "Desde entonces lleva las cuestiones internacionales a los sindicatos y a los grupos populares, y responde "
            "cuando contrapartes del Sur piden apoyo para sus luchas.",
        ),
        cited={"historique": "", "colloque": "", "wikimonde": "", "lettre": ""},
        rows=("S1", "S3", "S27", "S38", "S80"),
    ),
    Happening(
        slug="appui-sept-pays-1995",
        kind="CAMPAIGN",
        start="1995",
        undated_as="ONGOING",
        axis="cooperation",
        themes=("droits-humains", "libertes-syndicales"),
        countries=tuple((code, "SUPPORT") for code in ("GT", "HT", "MX", "CU", "ML", "BF", "DZ")),
        title=T(
            "Un appui à des organisations de sept pays",
            "Support for organisations in seven countries",
            "Apoyo a organizaciones de siete países",
        ),
        summary=T(
            "Syndicats, organisations paysannes, groupes de droits humains : des partenaires au Guatemala, en Haïti, "
            "au Mexique, à Cuba, au Mali, au Burkina Faso et en Algérie.",
            "Unions, peasant organisations, human rights groups: partners in Guatemala, Haiti, Mexico, Cuba, Mali, "
            "Burkina Faso and Algeria.",
            "Sindicatos, organizaciones campesinas, grupos de derechos humanos: contrapartes en Guatemala, Haití, "
            "México, Cuba, Malí, Burkina Faso y Argelia.",
        ),
        body=T(
            "La source ne porte pas de date : elle dit que l’appui commence en 1995 et dure encore au moment où elle "
            "est écrite. Elle ne donne pas les années de chaque pays.",
            "The source bears no date: it says that the support began in 1995 and was still going on when it was "
            "written. It does not give the years for each country.",
            "La fuente no lleva fecha: dice que el apoyo empezó en 1995 y seguía cuando se escribió. No da los años de "
            "cada país.",
        ),
        cited={"historique": ""},
        rows=("S35", "S100"),
    ),
    *(
        Happening(
            slug=f"colloque-dette-{number}",
            kind="COLLOQUIUM",
            undated_as="PAST",
            axis="education",
            series="dette-exterieure",
            themes=("dette-exterieure",),
            position=number,
            title=T(
                f"Colloque international sur la dette extérieure ({number} de 3)",
                f"International colloquium on external debt ({number} of 3)",
                f"Coloquio internacional sobre la deuda externa ({number} de 3)",
            ),
            summary=T(
                "Un des trois colloques consacrés à la dette des pays en développement ; sa date reste à retrouver.",
                "One of three colloquia about the debt of developing countries; its date is still to be found.",
                "Uno de los tres coloquios sobre la deuda de los países en desarrollo; falta encontrar su fecha.",
            ),
            body=T(
                "Vous y étiez ? Un programme, une photo, un souvenir daté aideraient à compléter cette fiche. Le numéro "
                "sert à distinguer les trois colloques ; leur ordre n’est pas connu.",
                "Were you there? A programme, a photograph or a dated memory would help to complete this record. The "
                "number only tells the three colloquia apart; their order is not known.",
                "¿Estuvo usted allí? Un programa, una foto o un recuerdo con fecha ayudarían a completar esta ficha. El "
                "número solo distingue los tres coloquios; no se conoce su orden.",
            ),
            cited={"historique": ""},
            rows=("S75",),
        )
        for number in (1, 2, 3)
    ),
    Happening(
        slug="rqic-heberge",
        kind="COALITION",
        undated_as="PAST",
        actors=(("RQIC", "HOSTED"),),
        title=T(
            "Le Réseau québécois sur l’intégration continentale sous notre toit",
            "The Réseau québécois sur l’intégration continentale under our roof",
            "El Réseau québécois sur l’intégration continentale bajo nuestro techo",
        ),
        summary=T(
            "Le centre a hébergé le RQIC. La source parle du passé, sans dire de quand à quand.",
            "The centre hosted the RQIC network. The source speaks of the past, without saying from when to when.",
            "El centro albergó a la red RQIC. La fuente habla del pasado, sin decir desde cuándo ni hasta cuándo.",
        ),
        cited={"historique": ""},
        rows=("S37",),
    ),
    Happening(
        slug="colloque-ateliers-de-misere-2003",
        kind="COLLOQUIUM",
        start="2003-01",
        start_part="LATE",
        place="montreal",
        axis="cqcam",
        themes=("ateliers-de-misere", "industrie-du-vetement"),
        countries=(("CA", "PLACE"),),
        actors=(("FTQ", "ORGANISER"),),
        title=T(
            "Colloque de la FTQ sur les ateliers de misère",
            "FTQ colloquium on sweatshops",
            "Coloquio de la FTQ sobre los talleres de miseria",
        ),
        summary=T(
            "Des syndicats, des ONG et d’autres groupes cherchent une réponse commune aux usines de la honte.",
            "Unions, NGOs and other groups look for a common answer to factories that shame us.",
            "Sindicatos, ONG y otros grupos buscan una respuesta común a las fábricas de la vergüenza.",
        ),
        body=T(
            "À l’invitation de la Fédération des travailleurs et travailleuses du Québec (FTQ), le colloque se tient à "
            "Montréal. En sortant, chaque organisme s’engage à préparer son propre cadre de travail contre les usines "
            "qui fabriquent nos vêtements en exploitant des gens, au Québec comme dans le Sud.\n\n"
            "L’idée d’une table commune vient de là.",
            "Invited by the Fédération des travailleurs et travailleuses du Québec (FTQ), people meet in Montréal. Each "
            "organisation leaves with a promise: to prepare its own framework against factories that make our clothes "
            "by exploiting people, in Québec and in the South.\n\n"
            "The idea of a common table comes from there.",
            "Por invitación de la Fédération des travailleurs et travailleuses du Québec (FTQ), el coloquio se celebra "
            "en Montreal. Al salir, cada organización se compromete a preparar su propio marco de trabajo contra las "
            "fábricas que hacen nuestra ropa explotando a la gente, en Quebec y en el Sur.\n\n"
            "De ahí viene la idea de una mesa común.",
        ),
        figures=(
            Number(
                "organismes",
                25,
                "MORE_THAN",
                T("organismes représentés", "organisations represented", "organizaciones representadas"),
                "colloque",
            ),
        ),
        cited={"colloque": ""},
        rows=("S117", "S118", "S119", "S128"),
    ),
    Happening(
        slug="coalition-2003",
        kind="COALITION",
        start="2003",
        undated_as="ONGOING",
        axis="cqcam",
        themes=("ateliers-de-misere", "achats-responsables", "industrie-du-vetement"),
        actors=(("CISO", "ORGANISER"),),
        title=T(
            "La Coalition québécoise contre les ateliers de misère",
            "The Québec coalition against sweatshops",
            "La Coalición quebequense contra los talleres de miseria",
        ),
        summary=T(
            "Une table de concertation du centre, née du colloque de janvier.",
            "A table of the centre where organisations act in concert, born of the January colloquium.",
            "Una mesa de concertación del centro, nacida del coloquio de enero.",
        ),
        body=T(
            "Deux pages ne disent pas la même chose du début. Selon l’une, le centre coordonne la coalition depuis sa "
            "fondation, en 2003 ; selon l’autre, depuis la fin de 2003. Les deux sont citées.",
            "Two pages do not say the same about the beginning. According to one, the centre has coordinated the "
            "coalition since it was founded, in 2003; according to the other, since the end of 2003. Both are cited.",
            "Dos páginas no dicen lo mismo del comienzo. Según una, el centro coordina la coalición desde su fundación, "
            "en 2003; según la otra, desde fines de 2003. Se citan las dos.",
        ),
        figures=(
            Number(
                "membres",
                30,
                "APPROX",
                T(
                    "organisations : syndicats, ONG, associations étudiantes",
                    "organisations: unions, NGOs, student associations",
                    "organizaciones: sindicatos, ONG, asociaciones estudiantiles",
                ),
                "colloque",
            ),
        ),
        cited={
            "colloque": T(
                "depuis la fondation de la coalition, en 2003",
                "since the coalition was founded, in 2003",
                "desde la fundación de la coalición, en 2003",
            ),
            "historique": T("depuis la fin de 2003", "since the end of 2003", "desde fines de 2003"),
            "wikimonde": "",
            "mission": "",
        },
        rows=("S116", "S120", "S125"),
    ),
)

RECENT = (
    Happening(
        slug="soiree-delocalisation-2005",
        kind="EVENING",
        start="2005",
        series="anniversaires",
        axis="education",
        themes=("delocalisation", "mondialisation"),
        world_regions=("asie",),
        title=T(
            "30 ans : une soirée de réflexion sur la délocalisation vers l’Asie",
            "30 years: an evening of reflection on offshoring to Asia",
            "30 años: una velada de reflexión sobre la deslocalización hacia Asia",
        ),
        summary=T(
            "Pour ses 30 ans, le centre prend la question qui inquiète ses membres : nos emplois partent, et après ?",
            "For its 30th birthday the centre takes up what worries its members: our jobs are leaving, and then?",
            "En su 30.º aniversario, el centro toma la pregunta que inquieta a sus miembros: nuestros empleos se van, "
            "¿y después?",
        ),
        cited={"colloque": ""},
        rows=("S28",),
    ),
    Happening(
        slug="formation-economie-solidaire-mexique",
        kind="PROJECT",
        start="2020",
        undated_as="ONGOING",
        axis="cooperation",
        themes=("economie-solidaire", "fonctionnement-cooperatif", "equite-femmes-hommes", "droits-du-travail"),
        countries=(("MX", "SUPPORT"),),
        actors=(("FAT", "PARTNER"),),
        title=T(
            "Économie solidaire et coopératives de travail au Mexique",
            "Solidarity economy and worker co-operatives in Mexico",
            "Economía solidaria y cooperativas de trabajo en México",
        ),
        summary=T(
            "Avec le Frente Auténtico del Trabajo (FAT) : des ateliers, puis quelqu’un à qui parler entre les ateliers.",
            "With the Frente Auténtico del Trabajo (FAT): workshops, and someone to talk to between them.",
            "Con el Frente Auténtico del Trabajo (FAT): talleres, y alguien con quien hablar entre uno y otro.",
        ),
        cited={"lettre": T("en cours à cette date", "under way at that date", "en marcha en esa fecha")},
        rows=("S101", "S102", "S103"),
    ),
    Happening(
        slug="reflexion-strategique-2022",
        kind="LIFE",
        start="2022",
        end="2025",
        themes=("education-populaire",),
        title=T("Réflexion stratégique", "Strategic review", "Reflexión estratégica"),
        summary=T(
            "Une conclusion : resserrer les liens avec les syndicats membres. La mise en œuvre va jusqu’au 50e.",
            "One conclusion: tighten the links with member unions. Putting it into practice leads to the 50th year.",
            "Una conclusión: estrechar los lazos con los sindicatos miembros. La puesta en práctica llega al año 50.",
        ),
        cited={"lettre": ""},
        rows=("S30",),
    ),
    Happening(
        slug="lettre-fevrier-2024",
        kind="LIFE",
        start="2024-02-22",
        place="montreal",
        title=T(
            "Lettre aux membres : cotisation 2023-2024",
            "Letter to members: dues for 2023-2024",
            "Carta a los miembros: cuota 2023-2024",
        ),
        summary=T(
            "La présidence et la coordination signent ensemble l’appel à cotisation et racontent l’année.",
            "The presidency and the coordination sign the dues call together and tell the year.",
            "La presidencia y la coordinación firman juntas el llamado de cuotas y cuentan el año.",
        ),
        cited={"lettre": ""},
        rows=("S31", "S45", "S47", "S52"),
    ),
    Happening(
        slug="anniversaire-2025",
        kind="ANNIVERSARY",
        start="2025",
        series="anniversaires",
        title=T("50 ans", "50 years", "50 años"),
        summary=T(
            "En février 2024, le centre invitait déjà ses membres à préparer la fête avec lui.",
            "In February 2024 the centre was already inviting its members to prepare the celebration with it.",
            "En febrero de 2024 el centro ya invitaba a sus miembros a preparar con él la celebración.",
        ),
        cited={"lettre": T("annoncé", "announced", "anunciado")},
        rows=("S30",),
    ),
    Happening(
        slug="syndicat-inisa-2000",
        picture="atelier",
        kind="CAMPAIGN",
        place="aguascalientes",
        axis="cooperation",
        themes=("libertes-syndicales", "industrie-du-vetement"),
        countries=(("MX", "SUPPORT"),),
        actors=(("FAT", "PARTNER"),),
        title=T(
            "Un syndicat indépendant à l’usine INISA 2000",
            "An independent union at the INISA 2000 plant",
            "Un sindicato independiente en la planta INISA 2000",
        ),
        summary=T(
            "À Aguascalientes, dans une maquiladora de jeans, les gens se donnent une voix à eux.",
            "In Aguascalientes, in a maquiladora that makes jeans, people give themselves a voice of their own.",
            "En Aguascalientes, en una maquiladora de pantalones de mezclilla, la gente se da una voz propia.",
        ),
        body=T(
            "La lettre de février 2024 en parle sans donner le jour ; aucune date n’est avancée ici.",
            "The letter of February 2024 speaks of it without giving the day; no date is put forward here.",
            "La carta de febrero de 2024 lo menciona sin dar el día; aquí no se propone ninguna fecha.",
        ),
        figures=(
            Number(
                "travailleuses-et-travailleurs",
                670,
                "APPROX_BELOW",
                T(
                    "travailleuses et travailleurs du textile",
                    "textile workers",
                    "trabajadoras y trabajadores textiles",
                ),
                "lettre",
            ),
            Number(
                "jeans-par-semaine",
                180_000,
                "MORE_THAN",
                T("jeans par semaine", "pairs of jeans a week", "pantalones de mezclilla por semana"),
                "lettre",
            ),
        ),
        cited={"lettre": ""},
        rows=("S105", "S106", "S107", "S108"),
    ),
    Happening(
        slug="reforme-du-travail-mexique",
        kind="PROJECT",
        undated_as="ONGOING",
        axis="cooperation",
        themes=("libertes-syndicales", "negociation-collective"),
        countries=(("MX", "SUPPORT"),),
        actors=(
            ("FAT", "PARTNER"),
            ("SCFP", "PARTNER"),
            ("AFPC", "PARTNER"),
            ("CTC", "PARTNER"),
            ("Métallos", "PARTNER"),
        ),
        title=T(
            "Faire vivre la réforme du travail au Mexique",
            "Making Mexico’s labour reform work",
            "Hacer realidad la reforma laboral en México",
        ),
        summary=T(
            "Quatre organisations d’ici et quatre du Mexique font connaître le droit de se syndiquer et de négocier.",
            "Four organisations from here and four from Mexico spread word of the right to unionise and to bargain.",
            "Cuatro organizaciones de aquí y cuatro de México dan a conocer el derecho a sindicalizarse y a negociar.",
        ),
        figures=(
            Number(
                "organisations-mexicaines",
                4,
                "EXACT",
                T(
                    "organisations mexicaines (dont FAT)",
                    "Mexican organisations (including FAT)",
                    "organizaciones mexicanas (entre ellas FAT)",
                ),
                "lettre",
            ),
        ),
        cited={"lettre": T("en cours à cette date", "under way at that date", "en marcha en esa fecha")},
        rows=("S109", "S110", "S111"),
    ),
    Happening(
        slug="bande-dessinee-chloloula",
        kind="PUBLICATION",
        axis="education",
        themes=("transition-juste", "industrie-du-vetement", "mondialisation"),
        countries=(("CA", "SUBJECT"), ("MX", "SUBJECT"), ("BD", "SUBJECT")),
        actors=(("Chloloula", "AUTHOR"),),
        title=T(
            "Une bande dessinée sur la route de nos vêtements",
            "A comic on the road our clothes travel",
            "Una historieta sobre la ruta de nuestra ropa",
        ),
        summary=T(
            "La bédéiste Chloloula suit l’industrie textile du Québec au Mexique, puis au Bangladesh.",
            "The comic artist Chloloula follows the textile industry from Québec to Mexico, then to Bangladesh.",
            "La historietista Chloloula sigue la industria textil de Quebec a México y después a Bangladesh.",
        ),
        cited={"lettre": T("paru avant cette date", "published before that date", "publicada antes de esa fecha")},
        rows=("S50", "S89", "S36"),
    ),
    Happening(
        slug="exposition-pepenadores-valoristes",
        picture="place",
        kind="EDUCATION",
        place="place-emilie-gamelin",
        axis="education",
        themes=("dechets", "surproduction", "hyperconsommation", "transition-juste"),
        countries=(("CA", "SUBJECT"), ("MX", "SUBJECT")),
        actors=(("Benoit Taillefer", "AUTHOR"),),
        title=T(
            "Exposition « pepenadores » et valoristes",
            "Exhibition: pepenadores and valoristes",
            "Exposición: pepenadores y valoristes",
        ),
        summary=T(
            "Au Mexique et au Québec, des portraits de celles et ceux qui vivent de nos déchets.",
            "In Mexico and in Québec, portraits of the people who live from our waste.",
            "En México y en Quebec, retratos de quienes viven de nuestros desechos.",
        ),
        cited={"lettre": T("circule à cette date", "travelling at that date", "en circulación en esa fecha")},
        rows=("S49", "S91", "S92", "S96"),
    ),
    Happening(
        slug="petite-histoire",
        kind="PUBLICATION",
        themes=("solidarite-internationale",),
        title=T(
            "« Petite histoire d’un grand réseau de solidarité internationale »",
            "A booklet: “Petite histoire d’un grand réseau de solidarité internationale”",
            "Una publicación: «Petite histoire d’un grand réseau de solidarité internationale»",
        ),
        summary=T(
            "Le centre a raconté sa propre histoire dans une publication en français ; son année reste à retrouver.",
            "The centre told its own story in a publication in French; its year is still to be found.",
            "El centro contó su propia historia en una publicación en francés; falta encontrar su año.",
        ),
        cited={"historique": T("présentée sur cette page", "presented on that page", "presentada en esa página")},
        rows=("S32",),
    ),
)

HAPPENINGS = BEGINNINGS + RECENT

LINKS = (
    ("conference-1975", "fondation-1975", "GAVE_RISE_TO"),
    ("colloque-ateliers-de-misere-2003", "coalition-2003", "GAVE_RISE_TO"),
    ("fondation-1975", "soiree-delocalisation-2005", "COMMEMORATED_BY"),
    ("fondation-1975", "anniversaire-2025", "COMMEMORATED_BY"),
)
