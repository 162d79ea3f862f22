"""News: what the letter of 22 February 2024 tells, under its own date. No statement: no source holds one."""

from datetime import date

from convergence.demo.site.kit import Leaf, T, words

LETTER_DAY = date(2024, 2, 22)

INDEX = Leaf(
    key="nouvelles",
    model="NewsIndexPage",
    in_menu=True,
    title=T("Nouvelles", "News", "Noticias"),
    slug=T("nouvelles", "news", "noticias"),
    kicker=T("Ce qui bouge", "What is moving", "Lo que se mueve"),
    lede=T(
        "Nouvelles, prises de position, communiqués. Une prise de position porte le nom de l’instance qui l’a adoptée.",
        "News, statements, press releases. A statement bears the name of the body that adopted it.",
        "Noticias, posicionamientos, comunicados. Un posicionamiento lleva el nombre de la instancia que lo adoptó.",
    ),
    rows=("S9", "S78"),
)

LETTER = Leaf(
    key="nouvelles/appel-a-cotisation-2023-2024",
    drawing="letter",
    parent="nouvelles",
    model="NewsPage",
    title=T(
        "La lettre de février est partie : cotisation 2023-2024",
        "The February letter has gone out: dues for 2023-2024",
        "Salió la carta de febrero: cuota 2023-2024",
    ),
    slug=T("appel-a-cotisation-2023-2024", "dues-call-2023-2024", "llamado-a-cotizar-2023-2024"),
    lede=T(
        "Deux signatures, une année racontée, et un rendez-vous : 2025.",
        "Two signatures, a year told, and a date to keep: 2025.",
        "Dos firmas, un año contado y una cita: 2025.",
    ),
    more={"date": LETTER_DAY, "kind": "NEWS", "themes": ("solidarite-internationale",)},
    body=(
        words(
            "Luc Allaire, président, et Amélie Nguyen, coordonnatrice, écrivent à tous les membres, organisations et "
            "individus. Leur lettre invite à cotiser pour 2023-2024 ; le rapport annuel 2022-2023 et les perspectives "
            "d’action 2023-2024 l’accompagnent.\n\n"
            "Elle rappelle près de 50 ans de militantisme, et énumère ce qu’on peut faire en plus d’être membre : "
            "[donner](page:agir/faire-un-don), [s’inscrire au bulletin](page:agir/recevoir-les-nouvelles), répondre aux "
            "[actions urgentes](page:agir/actions-urgentes), [faire circuler les outils](page:agir/diffuser) et [nous "
            "inviter](page:agir/inviter).",
            "Luc Allaire, president, and Amélie Nguyen, coordinator, write to all members, organisations and individuals. "
            "Their letter invites them to pay dues for 2023-2024; the annual report 2022-2023 and the outlook for action "
            "2023-2024 go with it.\n\n"
            "It recalls nearly 50 years of activism, and lists what can be done besides being a member: "
            "[giving](page:agir/faire-un-don), [signing up for the bulletin](page:agir/recevoir-les-nouvelles), answering "
            "[urgent actions](page:agir/actions-urgentes), [passing the tools on](page:agir/diffuser) and [inviting "
            "us](page:agir/inviter).",
            "Luc Allaire, presidente, y Amélie Nguyen, coordinadora, escriben a todos los miembros, organizaciones y "
            "personas. Su carta invita a pagar la cuota 2023-2024; la acompañan el informe anual 2022-2023 y las "
            "perspectivas de acción 2023-2024.\n\n"
            "Recuerda casi 50 años de militancia y enumera lo que se puede hacer además de ser miembro: "
            "[donar](page:agir/faire-un-don), [inscribirse al boletín](page:agir/recevoir-les-nouvelles), responder a las "
            "[acciones urgentes](page:agir/actions-urgentes), [hacer circular las herramientas](page:agir/diffuser) e "
            "[invitarnos](page:agir/inviter).",
        ),
    ),
    rows=("S31", "S52", "S64"),
    sources=("lettre",),
)

PLANT = Leaf(
    key="nouvelles/inisa-2000",
    drawing="needle",
    picture="atelier",
    parent="nouvelles",
    model="NewsPage",
    axis="cooperation",
    title=T(
        "À Aguascalientes, les gens d’INISA 2000 se donnent un syndicat",
        "In Aguascalientes, the people of INISA 2000 give themselves a union",
        "En Aguascalientes, la gente de INISA 2000 se da un sindicato",
    ),
    slug=T("syndicat-inisa-2000", "union-inisa-2000", "sindicato-inisa-2000"),
    lede=T(
        "Près de 670 travailleuses et travailleurs du textile, une voix à eux.",
        "Nearly 670 textile workers, with a voice of their own.",
        "Cerca de 670 trabajadoras y trabajadores textiles, con voz propia.",
    ),
    more={"date": LETTER_DAY, "kind": "NEWS", "themes": ("libertes-syndicales", "industrie-du-vetement")},
    body=(
        words(
            "La lettre du 22 février l’annonce : dans cette usine qui coud plus de 180 000 jeans par semaine, le Frente "
            "Auténtico del Trabajo (~FAT~) a appuyé la création d’un syndicat indépendant, avec la solidarité du centre et "
            "de syndicats alliés. [Toute l’histoire](page:axes/cooperation/inisa-2000).",
            "The letter of 22 February announces it: in this plant that sews more than 180,000 pairs of jeans a week, the "
            "Frente Auténtico del Trabajo (~FAT~) supported the creation of an independent union, with the solidarity of "
            "the centre and of allied unions. [The whole story](page:axes/cooperation/inisa-2000).",
            "Lo anuncia la carta del 22 de febrero: en esta planta que cose más de 180 000 pantalones de mezclilla por "
            "semana, el Frente Auténtico del Trabajo (~FAT~) apoyó la creación de un sindicato independiente, con la "
            "solidaridad del centro y de sindicatos aliados. [Toda la historia](page:axes/cooperation/inisa-2000).",
        ),
    ),
    rows=("S105", "S106", "S107"),
    sources=("lettre",),
)

ON_SHOW = Leaf(
    key="nouvelles/exposition-et-bande-dessinee",
    drawing="panels",
    parent="nouvelles",
    model="NewsPage",
    axis="education",
    title=T(
        "Une bande dessinée et une exposition pour parler de transition juste",
        "A comic and an exhibition to speak of just transition",
        "Una historieta y una exposición para hablar de transición justa",
    ),
    slug=T("bande-dessinee-et-exposition", "comic-and-exhibition", "historieta-y-exposicion"),
    lede=T(
        "Deux projets d’éducation, de la machine à coudre au dépotoir.",
        "Two education projects, from the sewing machine to the dump.",
        "Dos proyectos de educación, de la máquina de coser al vertedero.",
    ),
    more={"date": LETTER_DAY, "kind": "NEWS", "themes": ("transition-juste", "dechets")},
    body=(
        words(
            "Avec Chloloula, [une bande dessinée](page:axes/education/bande-dessinee) sur l’industrie textile. Avec Benoit "
            "Taillefer, [une exposition](page:axes/education/exposition) de portraits de *pepenadores* et de valoristes, "
            "qui circule dans les événements syndicaux.",
            "With Chloloula, [a comic](page:axes/education/bande-dessinee) on the textile industry. With Benoit "
            "Taillefer, [an exhibition](page:axes/education/exposition) of portraits of *pepenadores* and valoristes, "
            "which goes around union events.",
            "Con Chloloula, [una historieta](page:axes/education/bande-dessinee) sobre la industria textil. Con Benoit "
            "Taillefer, [una exposición](page:axes/education/exposition) de retratos de *pepenadores* y valoristes, que "
            "circula en eventos sindicales.",
        ),
    ),
    rows=("S89", "S91", "S92", "S93"),
    sources=("lettre",),
)

PAGES = (INDEX, LETTER, PLANT, ON_SHOW)
