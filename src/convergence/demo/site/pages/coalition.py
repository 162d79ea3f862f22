"""The coalition, its beginnings, its members, its regional tables, purchasing policies."""

from convergence.demo.site.kit import Leaf, T, call, figure, parts, words

COALITION = Leaf(
    key="axes/coalition",
    drawing="shirt",
    parent="axes",
    axis="cqcam",
    title=T(
        "Coalition québécoise contre les ateliers de misère",
        "Québec coalition against sweatshops",
        "Coalición quebequense contra los talleres de miseria",
    ),
    slug=T("coalition", "coalition", "coalicion"),
    kicker=T("La CQCAM, depuis 2003", "The CQCAM, since 2003", "La CQCAM, desde 2003"),
    lede=T(
        "Nos impôts paient des uniformes. À nous de dire comment ils sont cousus.",
        "Our taxes pay for uniforms. It is for us to say how they are sewn.",
        "Nuestros impuestos pagan uniformes. Nos toca decir cómo se cosen.",
    ),
    more={"lists_children": True},
    body=(
        words(
            "C’est au centre que se réunit la Coalition québécoise contre les ateliers de misère (CQCAM) : une table où des "
            "organisations se concertent. Elle a deux tâches :\n\n"
            "- faire savoir que les ateliers de misère existent, au Sud comme au Nord, d’abord dans le vêtement ;\n"
            "- bâtir des solutions de rechange concrètes. L’une d’elles : des [politiques d’achat "
            "responsable](page:axes/coalition/achats-responsables) et des codes de conduite.\n\n"
            "Le centre en coordonne les travaux depuis la fondation, en 2003, dit une page ; depuis la fin de 2003, dit "
            "une autre. [Les deux sont citées](page:histoire).",
            "The Coalition québécoise contre les ateliers de misère (CQCAM) is a table of the centre where organisations "
            "act in concert. It has two tasks:\n\n"
            "- making known that sweatshops exist, in the South and in the North, first of all in clothing;\n"
            "- building concrete alternatives. One of them: [responsible purchasing "
            "policies](page:axes/coalition/achats-responsables) and codes of conduct.\n\n"
            "The centre has coordinated its work since it was founded, in 2003, says one page; since the end of 2003, "
            "says another. [Both are cited](page:histoire).",
            "La Coalition québécoise contre les ateliers de misère (CQCAM) es una mesa de concertación del centro. Tiene "
            "dos tareas:\n\n"
            "- dar a conocer que los talleres de miseria existen, en el Sur y en el Norte, ante todo en la confección;\n"
            "- construir alternativas concretas. Una de ellas: [políticas de compra "
            "responsable](page:axes/coalition/achats-responsables) y códigos de conducta.\n\n"
            "El centro coordina sus trabajos desde la fundación, en 2003, dice una página; desde fines de 2003, dice "
            "otra. [Se citan las dos](page:histoire).",
        ),
        call(
            "agir/inviter",
            T("Votre ville achète quoi ?", "What does your town buy?", "¿Qué compra su ciudad?"),
            T(
                "Uniformes, vêtements de travail, chandails : quelqu’un les a cousus. Posons la question ensemble.",
                "Uniforms, work clothes, sweaters: somebody sewed them. Let us ask the question together.",
                "Uniformes, ropa de trabajo, suéteres: alguien los cosió. Hagamos la pregunta en conjunto.",
            ),
            T("Nous inviter", "Invite us", "Invitarnos"),
        ),
    ),
    rows=("S116", "S121", "S122", "S125", "S126", "S129"),
    sources=("colloque", "historique", "wikimonde", "mission"),
)

ORIGIN = Leaf(
    key="axes/coalition/origine",
    drawing="needle",
    parent="axes/coalition",
    axis="cqcam",
    title=T("D’où elle vient", "Where it comes from", "De dónde viene"),
    slug=T("origine", "origins", "origen"),
    kicker=T("Montréal, fin janvier 2003", "Montréal, late January 2003", "Montreal, fines de enero de 2003"),
    lede=T(
        "Un colloque, une promesse, une table.",
        "A colloquium, a promise, a table.",
        "Un coloquio, una promesa, una mesa.",
    ),
    body=(
        figure(
            25,
            "MORE_THAN",
            T(
                "organismes au colloque de la FTQ",
                "organisations at the FTQ colloquium",
                "organizaciones en el coloquio de la FTQ",
            ),
            "colloque",
        ),
        words(
            "La Fédération des travailleurs et travailleuses du Québec (~FTQ~) appelle à parler des ateliers de misère. Le "
            "débat finit par un engagement : chaque organisme préparera son propre cadre de travail contre ces usines, "
            "d’ici et d’ailleurs, qui habillent les uns en exploitant les autres.\n\n"
            "Il manque un endroit où se retrouver. Ce sera la coalition, à l’intérieur du centre.",
            "The Fédération des travailleurs et travailleuses du Québec (~FTQ~) calls a debate on sweatshops. It ends with a "
            "commitment: each organisation will prepare its own framework against these factories, here and elsewhere, "
            "which clothe some by exploiting others.\n\n"
            "A place to meet is missing. It will be the coalition, inside the centre.",
            "La Fédération des travailleurs et travailleuses du Québec (~FTQ~) convoca a hablar de los talleres de miseria. "
            "El debate termina con un compromiso: cada organización preparará su propio marco de trabajo contra estas "
            "fábricas, de aquí y de otras partes, que visten a unos explotando a otros.\n\n"
            "Falta un lugar donde encontrarse. Será la coalición, dentro del centro.",
        ),
    ),
    rows=("S117", "S118", "S119", "S128", "S129"),
    sources=("colloque",),
)

MEMBERS = Leaf(
    key="axes/coalition/membres",
    drawing="people",
    parent="axes/coalition",
    axis="cqcam",
    title=T("Membres de la coalition", "Members of the coalition", "Miembros de la coalición"),
    slug=T("membres", "members", "miembros"),
    lede=T(
        "On peut être de la coalition sans être membre du centre.",
        "You can be part of the coalition without being a member of the centre.",
        "Se puede ser parte de la coalición sin ser miembro del centro.",
    ),
    body=(
        figure(
            30,
            "APPROX",
            T(
                "organisations membres, de partout au Québec",
                "member organisations, from all over Québec",
                "organizaciones miembros, de todo Quebec",
            ),
            "colloque",
        ),
        words(
            "Trois familles s’y retrouvent : des syndicats, des ONG et des associations étudiantes. La page qui les "
            "compte n’est pas datée ; leur liste publique paraîtra ici avec l’accord de chacune.",
            "Three families meet there: unions, NGOs and student associations. The page that counts them is undated; "
            "their public list will appear here with the consent of each.",
            "Allí se encuentran tres familias: sindicatos, ONG y asociaciones estudiantiles. La página que las cuenta no "
            "lleva fecha; su lista pública aparecerá aquí con el acuerdo de cada una.",
        ),
    ),
    rows=("S55", "S116", "S120", "S127"),
    sources=("colloque",),
)

POLICIES = Leaf(
    key="axes/coalition/achats-responsables",
    drawing="scales",
    parent="axes/coalition",
    axis="cqcam",
    title=T("Politiques d’achat responsable", "Responsible purchasing policies", "Políticas de compra responsable"),
    slug=T("achats-responsables", "responsible-purchasing", "compras-responsables"),
    lede=T(
        "Une institution publique qui achète des vêtements peut exiger de savoir qui les a faits.",
        "A public institution that buys clothes can demand to know who made them.",
        "Una institución pública que compra ropa puede exigir saber quién la hizo.",
    ),
    body=(
        *parts(
            "C’est la solution de rechange que la coalition pousse le plus : que les institutions publiques adoptent une "
            "politique d’achat et un code de conduite pour leurs fournisseurs.\n\n"
            "### Chez qui frapper\n\n"
            "- les municipalités ;\n"
            "- les universités ;\n"
            "- les commissions scolaires — devenues depuis, pour la plupart, des centres de services scolaires ;\n"
            "- toute autre institution qui achète avec l’argent de tout le monde.\n\n"
            "### Avec qui\n\n"
            "Des tables régionales travaillent à Québec, à Montréal et en Estrie. Une institution n’est inscrite ici comme "
            "ayant adopté une politique que si le texte ou la résolution est au dossier ; cet exemple n’en affiche aucune.",
            "This is the alternative that the coalition pushes most: that public institutions adopt a purchasing policy "
            "and a code of conduct for their suppliers.\n\n"
            "### Whose door to knock on\n\n"
            "- municipalities;\n"
            "- universities;\n"
            "- school boards — most of them since turned into school service centres;\n"
            "- any other institution that buys with everybody’s money.\n\n"
            "### With whom\n\n"
            "Regional tables work in Québec City, in Montréal and in Estrie. An institution is listed here as having "
            "adopted a policy only if the text or the resolution is on file; this example shows none.",
            "Es la alternativa que más impulsa la coalición: que las instituciones públicas adopten una política de "
            "compras y un código de conducta para sus proveedores.\n\n"
            "### A qué puertas tocar\n\n"
            "- los municipios;\n"
            "- las universidades;\n"
            "- las comisiones escolares — hoy convertidas, en su mayoría, en centros de servicios escolares;\n"
            "- cualquier otra institución que compra con el dinero de todo el mundo.\n\n"
            "### Con quién\n\n"
            "Hay mesas regionales en la ciudad de Quebec, en Montreal y en Estrie. Una institución figura aquí como "
            "adoptante de una política solo si el texto o la resolución está en el expediente; este ejemplo no muestra "
            "ninguna.",
        ),
    ),
    rows=("S121", "S122", "S124"),
    sources=("colloque", "wikimonde", "mission"),
)


def _table(key: str, title: T, slug: T, where: T) -> Leaf:
    """Return the page of a regional table: the same facts, told of one place."""
    return Leaf(
        key=f"axes/coalition/{key}",
        parent="axes/coalition",
        axis="cqcam",
        title=title,
        slug=slug,
        lede=T(
            f"La coalition, {where.fr}.",
            f"The coalition, {where.en}.",
            f"La coalición, {where.es}.",
        ),
        body=(
            words(
                f"Une table régionale réunit, {where.fr}, des groupes qui veulent que leurs institutions publiques "
                "achètent autrement. Elle approche les municipalités, les universités, le milieu scolaire, et les aide à "
                "écrire une [politique d’achat responsable](page:axes/coalition/achats-responsables).\n\n"
                "La page qui présente les tables n’est pas datée ; elle les dit mises en place depuis peu. Pour savoir "
                "qui l’anime aujourd’hui, [écrivez-nous](page:contact).",
                f"A regional table gathers, {where.en}, groups that want their public institutions to buy differently. It "
                "approaches municipalities, universities and schools, and helps them to write a [responsible purchasing "
                "policy](page:axes/coalition/achats-responsables).\n\n"
                "The page that presents the tables is undated; it says that they were set up recently. To know who runs "
                "it today, [write to us](page:contact).",
                f"Una mesa regional reúne, {where.es}, a grupos que quieren que sus instituciones públicas compren de otra "
                "manera. Se acerca a los municipios, a las universidades, al medio escolar, y los ayuda a redactar una "
                "[política de compra responsable](page:axes/coalition/achats-responsables).\n\n"
                "La página que presenta las mesas no lleva fecha; dice que se crearon hacía poco. Para saber quién la "
                "anima hoy, [escríbanos](page:contact).",
            ),
        ),
        rows=("S123", "S124"),
        sources=("colloque",),
    )


TABLES = (
    _table(
        "table-quebec",
        T("Table de Québec", "Québec City table", "Mesa de la ciudad de Quebec"),
        T("table-quebec", "quebec-city-table", "mesa-ciudad-de-quebec"),
        T("dans la ville de Québec", "in Québec City", "en la ciudad de Quebec"),
    ),
    _table(
        "table-montreal",
        T("Table de Montréal", "Montréal table", "Mesa de Montreal"),
        T("table-montreal", "montreal-table", "mesa-montreal"),
        T("à Montréal", "in Montréal", "en Montreal"),
    ),
    _table(
        "table-estrie",
        T("Table de l’Estrie", "Estrie table", "Mesa de Estrie"),
        T("table-estrie", "estrie-table", "mesa-estrie"),
        T("en Estrie", "in Estrie", "en Estrie"),
    ),
)

PAGES = (COALITION, ORIGIN, MEMBERS, POLICIES, *TABLES)
