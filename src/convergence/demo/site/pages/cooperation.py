"""The axis Co-operation and the pages below it."""

from convergence.demo.site.kit import Leaf, T, doors, figure, heading, parts, picture, words

COOPERATION = Leaf(
    key="axes/cooperation",
    drawing="link",
    parent="axes",
    axis="cooperation",
    title=T("Coopération", "Co-operation", "Cooperación"),
    slug=T("cooperation", "co-operation", "cooperacion"),
    kicker=T("Des projets, pas de la charité", "Projects, not charity", "Proyectos, no caridad"),
    lede=T(
        "Les partenaires décident. Nous appuyons.",
        "The partners decide. We support.",
        "Las contrapartes deciden. Nosotros apoyamos.",
    ),
    more={"lists_children": True},
    body=(
        words(
            "Un projet de coopération est une façon concrète de tenir parole. Le centre choisit autant que possible des "
            "projets qui :\n\n"
            "- touchent au travail ou à l’organisation syndicale ;\n"
            "- sont portés ici par plusieurs syndicats à la fois ;\n"
            "- sont pilotés par un partenaire de confiance, souvent de longue date ;\n"
            "- nourrissent en retour [l’éducation](page:axes/education) de nos membres.\n\n"
            "Les partenaires sont des syndicats, des organisations paysannes, des groupes de droits humains. [Voir les "
            "pays](page:pays).",
            "A co-operation project is a concrete way of keeping one’s word. As far as possible the centre chooses "
            "projects that:\n\n"
            "- concern work or union organising;\n"
            "- are carried here by several unions at once;\n"
            "- are led by a trusted partner, often of long standing;\n"
            "- feed [the education](page:axes/education) of our members in return.\n\n"
            "Partners are unions, peasant organisations, human rights groups. [See the countries](page:pays).",
            "Un proyecto de cooperación es una manera concreta de cumplir la palabra. En lo posible, el centro elige "
            "proyectos que:\n\n"
            "- tienen que ver con el trabajo o con la organización sindical;\n"
            "- son sostenidos aquí por varios sindicatos a la vez;\n"
            "- son dirigidos por una contraparte de confianza, a menudo de larga data;\n"
            "- alimentan a cambio [la educación](page:axes/education) de nuestros miembros.\n\n"
            "Las contrapartes son sindicatos, organizaciones campesinas, grupos de derechos humanos. [Ver los "
            "países](page:pays).",
        ),
        heading("Contre les ateliers de misère", "Against sweatshops", "Contra los talleres de miseria"),
        words(
            "À côté de la [coalition](page:axes/coalition) qu’il coordonne, le centre a mené des projets "
            "sur ces ateliers : au Mexique, en Algérie et ailleurs au Sud, toujours avec des organisations de là-bas.",
            "Beside the [coalition](page:axes/coalition) that it coordinates, the centre ran projects on "
            "sweatshops with organisations in Mexico, in Algeria and in other countries of the South.",
            "Junto a la [coalición](page:axes/coalition) que coordina, el centro realizó proyectos sobre "
            "estos talleres con organizaciones de México, de Argelia y de otros países del Sur.",
        ),
    ),
    rows=("S17", "S20", "S98", "S100", "S113", "S115"),
    sources=("mission", "wikimonde", "historique", "colloque", "lettre"),
)

FAT = Leaf(
    key="axes/cooperation/economie-solidaire-mexique",
    drawing="loom",
    parent="axes/cooperation",
    axis="cooperation",
    title=T("Économie solidaire au Mexique", "Solidarity economy in Mexico", "Economía solidaria en México"),
    slug=T("economie-solidaire-mexique", "solidarity-economy-mexico", "economia-solidaria-mexico"),
    kicker=T("Depuis 2020 · avec le FAT", "Since 2020 · with FAT", "Desde 2020 · con el FAT"),
    lede=T(
        "Mises à la porte pour avoir parlé, des personnes montent leur propre entreprise.",
        "Thrown out for speaking up, people set up their own enterprise.",
        "Despedidas por alzar la voz, hay personas que crean su propia empresa.",
    ),
    body=(
        *parts(
            "Avec le **Frente Auténtico del Trabajo (~FAT~)**, un programme de formation et d’accompagnement soutient des "
            "coopératives de travail et d’autres initiatives d’économie solidaire dans plusieurs régions du Mexique. Il "
            "était en cours en février 2024.\n\n"
            "### Pour qui\n\n"
            "D’abord pour les plus précaires : des gens congédiés parce qu’ils militaient, d’autres qui vivent de "
            "l’économie informelle et n’ont aucune protection sociale. On les compte ; on ne les nomme pas.\n\n"
            "### Quatre thèmes d’ateliers\n\n"
            "- les droits des travailleuses et travailleurs ;\n"
            "- l’équité entre hommes et femmes ;\n"
            "- comment fonctionne une coopérative ;\n"
            "- comment organiser une entreprise collective.\n\n"
            "Entre les ateliers, le FAT accompagne régulièrement chaque groupe.",
            "With the **Frente Auténtico del Trabajo (~FAT~)**, a programme of training and guidance supports worker "
            "co-operatives and other solidarity-economy initiatives in several regions of Mexico. It was under way in "
            "February 2024.\n\n"
            "### For whom\n\n"
            "First for the most precarious: people dismissed because they were active in their union, others who live "
            "from the informal economy and have no social protection. They are counted; they are not named.\n\n"
            "### Four themes of workshops\n\n"
            "- the rights of workers;\n"
            "- equity between men and women;\n"
            "- how a co-operative runs;\n"
            "- how to organise a collective enterprise.\n\n"
            "Between workshops, FAT regularly accompanies each group.",
            "Con el **Frente Auténtico del Trabajo (~FAT~)**, un programa de formación y acompañamiento apoya a "
            "cooperativas de trabajo y a otras iniciativas de economía solidaria en varias regiones de México. Estaba en "
            "marcha en febrero de 2024.\n\n"
            "### Para quién\n\n"
            "Primero para las personas más precarias: gente despedida por su actividad sindical, otras que viven de la "
            "economía informal y no tienen ninguna protección social. Se las cuenta; no se las nombra.\n\n"
            "### Cuatro temas de talleres\n\n"
            "- los derechos de las trabajadoras y los trabajadores;\n"
            "- la equidad entre hombres y mujeres;\n"
            "- cómo funciona una cooperativa;\n"
            "- cómo organizar una empresa colectiva.\n\n"
            "Entre un taller y otro, el FAT acompaña regularmente a cada grupo.",
        ),
    ),
    rows=("S101", "S102", "S103", "S104"),
    sources=("lettre",),
)

INISA = Leaf(
    key="axes/cooperation/inisa-2000",
    drawing="needle",
    parent="axes/cooperation",
    axis="cooperation",
    title=T("Un syndicat à INISA 2000", "A union at INISA 2000", "Un sindicato en INISA 2000"),
    slug=T("inisa-2000", "inisa-2000", "inisa-2000"),
    kicker=T("Aguascalientes, Mexique", "Aguascalientes, Mexico", "Aguascalientes, México"),
    lede=T(
        "Derrière nos jeans, une usine. Dans l’usine, des gens qui se donnent un syndicat libre.",
        "Behind our jeans, a plant. In the plant, people who give themselves a free union.",
        "Detrás de nuestros pantalones, una planta. En la planta, gente que se da un sindicato libre.",
    ),
    body=(
        figure(
            670,
            "APPROX_BELOW",
            T(
                "travailleuses et travailleurs que le syndicat indépendant doit représenter",
                "workers whom the independent union is to represent",
                "trabajadoras y trabajadores que el sindicato independiente ha de representar",
            ),
            "lettre",
        ),
        figure(
            180_000,
            "MORE_THAN",
            T("jeans par semaine", "pairs of jeans a week", "pantalones de mezclilla por semana"),
            "lettre",
        ),
        words(
            "INISA 2000 est une maquiladora du vêtement. Parmi les grandes compagnies pour lesquelles elle fabrique, la "
            "lettre nomme Walmart et Amazon.\n\n"
            "Le FAT y a aidé les gens à s’organiser et à fonder un syndicat indépendant, élu par eux. Le centre et des "
            "syndicats alliés l’ont soutenu dans cette démarche.",
            "INISA 2000 is a garment maquiladora. Among the large companies for which it makes clothes, the letter names "
            "Walmart and Amazon.\n\n"
            "FAT helped people there to organise and to found an independent union, of their own choosing. The centre and "
            "allied unions supported it along the way.",
            "INISA 2000 es una maquiladora de ropa. Entre las grandes compañías para las que fabrica, la carta nombra a "
            "Walmart y Amazon.\n\n"
            "El FAT ayudó allí a la gente a organizarse y a fundar un sindicato independiente, elegido por ella. El "
            "centro y sindicatos aliados lo apoyaron en ese camino.",
        ),
        picture(
            "atelier",
            T(
                "Une salle de couture avant le premier quart. C’est un dessin : aucune photo de l’usine ne nous est parvenue.",
                "A sewing hall before the first shift. It is a drawing: no photograph of the plant has reached us.",
                "Una sala de costura antes del primer turno. Es un dibujo: no nos ha llegado ninguna foto de la planta.",
            ),
        ),
        doors(
            (
                "axes/coalition",
                T("Remonter la chaîne", "Follow the chain", "Seguir la cadena"),
                T(
                    "La coalition contre les ateliers de misère",
                    "The coalition against sweatshops",
                    "La coalición contra los talleres de miseria",
                ),
            ),
        ),
    ),
    rows=("S105", "S106", "S107", "S108"),
    sources=("lettre",),
)

REFORM = Leaf(
    key="axes/cooperation/reforme-du-travail",
    drawing="scales",
    parent="axes/cooperation",
    axis="cooperation",
    title=T("La réforme du travail au Mexique", "Labour reform in Mexico", "La reforma laboral en México"),
    slug=T("reforme-du-travail", "labour-reform", "reforma-laboral"),
    lede=T(
        "Un droit écrit ne sert à rien si personne ne sait qu’il l’a.",
        "A written right is useless if nobody knows they have it.",
        "Un derecho escrito no sirve si nadie sabe que lo tiene.",
    ),
    body=(
        *parts(
            "La réforme du travail a donné des droits nouveaux aux travailleuses et travailleurs du Mexique, dont ceux de "
            "se syndiquer et de négocier collectivement. Le projet les fait connaître.\n\n"
            "### Ici\n\n"
            "- Syndicat canadien de la fonction publique (~SCFP~)\n"
            "- Alliance de la fonction publique du Canada (~AFPC~)\n"
            "- Congrès du travail du Canada (~CTC~)\n"
            "- Métallos\n\n"
            "### Au Mexique\n\n"
            "4 organisations mexicaines (dont ~FAT~) ; la source ne nomme pas les trois autres, et nous non plus.",
            "The labour reform gave new rights to workers in Mexico, among them the right to unionise and to bargain "
            "collectively. The project makes them known.\n\n"
            "### Here\n\n"
            "- Canadian Union of Public Employees (~SCFP~ in French)\n"
            "- Public Service Alliance of Canada (~AFPC~ in French)\n"
            "- Canadian Labour Congress (~CTC~ in French)\n"
            "- Métallos\n\n"
            "### In Mexico\n\n"
            "4 Mexican organisations (including ~FAT~); the source does not name the three others, and neither do we.",
            "La reforma laboral dio nuevos derechos a las trabajadoras y los trabajadores de México, entre ellos los de "
            "sindicalizarse y negociar colectivamente. El proyecto los da a conocer.\n\n"
            "### Aquí\n\n"
            "- Sindicato canadiense de la función pública (~SCFP~)\n"
            "- Alianza de la función pública de Canadá (~AFPC~)\n"
            "- Congreso del trabajo de Canadá (~CTC~)\n"
            "- Métallos\n\n"
            "### En México\n\n"
            "4 organizaciones mexicanas (entre ellas ~FAT~); la fuente no nombra a las otras tres, y nosotros tampoco.",
        ),
    ),
    rows=("S109", "S110", "S111", "S112"),
    sources=("lettre",),
)

HAITI = Leaf(
    key="axes/cooperation/haiti",
    drawing="fists",
    parent="axes/cooperation",
    axis="cooperation",
    title=T("Haïti", "Haiti", "Haití"),
    slug=T("haiti", "haiti", "haiti"),
    lede=T(
        "Plusieurs projets, toujours avec des partenaires haïtiens.",
        "Several projects, always with Haitian partners.",
        "Varios proyectos, siempre con contrapartes haitianas.",
    ),
    body=(
        words(
            "Selon une page non datée, Haïti est un des sept pays où le centre a appuyé des organisations à partir de 1995. "
            "Une encyclopédie rapporte "
            "plusieurs projets avec des partenaires haïtiens, sans les nommer. Leurs noms paraîtront ici quand ils "
            "l’auront voulu.",
            "According to an undated page, Haiti is one of the seven countries where the centre has supported organisations "
            "from 1995 on. An "
            "encyclopaedia reports several projects with Haitian partners, without naming them. Their names will appear "
            "here when they so wish.",
            "Según una página sin fecha, Haití es uno de los siete países donde el centro ha apoyado a organizaciones a partir "
            "de 1995. Una enciclopedia "
            "menciona varios proyectos con contrapartes haitianas, sin nombrarlas. Sus nombres aparecerán aquí cuando lo "
            "deseen.",
        ),
    ),
    rows=("S35", "S99"),
    sources=("wikimonde", "historique"),
)

PAGES = (COOPERATION, FAT, INISA, REFORM, HAITI)
