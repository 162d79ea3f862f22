"""Home, mission, axes, history, members, people, networks, fifty years, contact."""

from convergence.demo.site.kit import Leaf, T, call, claim, counters, doors, figure, heading, parts, posters, words

HOME = Leaf(
    key="",
    model="HomePage",
    title=T("Accueil", "Home", "Inicio"),
    slug=T("accueil", "home-en", "inicio-es"),
    kicker=T("Solidarité ouvrière, depuis 1975", "Workers’ solidarity, since 1975", "Solidaridad obrera, desde 1975"),
    lede=T(
        "Des syndicats du Québec, toutes centrales confondues, se tiennent avec celles et ceux qui s’organisent dans le "
        "Sud. Ici, on apprend, on échange et on agit ensemble.",
        "Unions of Québec, whatever their federation, stand with people who organise in the South. Here we learn, share "
        "and act together.",
        "Sindicatos de Quebec, de todas las centrales, se mantienen junto a quienes se organizan en el Sur. Aquí "
        "aprendemos, intercambiamos y actuamos en conjunto.",
    ),
    more={
        "poster": T(
            "Leurs luttes sont les nôtres.",
            "Their fights are our fights.",
            "Sus luchas son las nuestras.",
        )
    },
    body=(
        doors(
            (
                "agir/devenir-membre",
                T("Devenir membre", "Become a member", "Hacerse miembro"),
                T("Un syndicat, un groupe ou vous", "A union, a group or you", "Un sindicato, un grupo o usted"),
            ),
            (
                "agir/faire-un-don",
                T("Donner", "Give", "Donar"),
                T(
                    "Pour les 50 ans et pour la suite",
                    "For the 50 years and the next",
                    "Por los 50 años y lo que viene",
                ),
            ),
            (
                "agir/recevoir-les-nouvelles",
                T("S’abonner", "Subscribe", "Suscribirse"),
                T("Des nouvelles, quand il y en a", "News, when there is some", "Noticias, cuando las hay"),
            ),
            (
                "agir/inviter",
                T("Nous inviter", "Invite us", "Invitarnos"),
                T(
                    "Dans votre assemblée, dans votre local",
                    "At your meeting, in your local",
                    "En su asamblea, en su local",
                ),
            ),
        ),
        heading("Trois fils, un seul nœud", "Three threads, one knot", "Tres hilos, un solo nudo"),
        posters("axes/education", "axes/cooperation", "axes/coalition"),
        counters("tours", "short-internships", "trainings"),
        call(
            "agir/inviter",
            T("On vient chez vous.", "We come to you.", "Vamos donde ustedes."),
            T(
                "Une heure d’assemblée suffit pour ouvrir une discussion. Dites-nous où et quand.",
                "One hour of a meeting is enough to open a discussion. Tell us where and when.",
                "Una hora de asamblea basta para abrir la discusión. Díganos dónde y cuándo.",
            ),
            T("Nous inviter", "Invite us", "Invitarnos"),
        ),
    ),
    rows=("S1", "S2", "S3", "S7", "S16", "S64"),
)

MISSION = Leaf(
    key="mission",
    model="MissionPage",
    in_menu=True,
    title=T("Mission", "Mission", "Misión"),
    slug=T("mission", "mission", "mision"),
    kicker=T("Pourquoi nous existons", "Why we exist", "Por qué existimos"),
    lede=T(
        "Le travail a été mondialisé. La solidarité doit l’être aussi.",
        "Work has been globalised. Solidarity must be too.",
        "El trabajo se globalizó. La solidaridad también debe hacerlo.",
    ),
    body=(
        words(
            "Les formulations ci-dessus sont rendues d’après leurs sources. On y voit les mots changer : « du Sud et du "
            "Nord », puis « d’ici et d’ailleurs », puis « un monde plus juste ». Les statuts modifiés le 17 juin 2024 "
            "parlent, eux, d’ici et du « Sud global » ; ce sont eux qui font foi.",
            "The wordings above are rendered after their sources. You can see the words change: “of the South and of the "
            "North”, then “here and elsewhere”, then “a more just world”. The by-laws amended on 17 June 2024 speak of "
            "here and of the “global South”; they are the authority.",
            "Las formulaciones de arriba se dan según sus fuentes. Se ve cómo cambian las palabras: «del Sur y del "
            "Norte», luego «de aquí y de otras partes», luego «un mundo más justo». Los estatutos modificados el 17 de "
            "junio de 2024 hablan de aquí y del «Sur global»; son ellos los que dan fe.",
        ),
        heading("Un même fil partout", "One thread throughout", "Un mismo hilo en todo"),
        words(
            "Quelle que soit l’activité, elle sert les droits des personnes qui travaillent :\n\n"
            "- connaître le droit du travail et le faire garantir ;\n"
            "- étendre les protections sociales et les défendre ;\n"
            "- amener employeurs et gouvernements à la table du dialogue social ;\n"
            "- obtenir un salaire décent.\n\n"
            "Le centre regarde ces droits à la lumière du [droit international du "
            "travail](page:axes/education/droit-international-du-travail).",
            "Whatever the activity, it serves the rights of people who work:\n\n"
            "- knowing labour law and having it guaranteed;\n"
            "- extending social protection and defending it;\n"
            "- bringing employers and governments to the table of social dialogue;\n"
            "- obtaining a living wage.\n\n"
            "The centre looks at these rights in the light of [international labour "
            "law](page:axes/education/droit-international-du-travail).",
            "Cualquiera que sea la actividad, sirve a los derechos de quienes trabajan:\n\n"
            "- conocer el derecho laboral y hacerlo garantizar;\n"
            "- ampliar la protección social y defenderla;\n"
            "- llevar a empleadores y gobiernos a la mesa del diálogo social;\n"
            "- obtener un salario digno.\n\n"
            "El centro mira estos derechos a la luz del [derecho internacional del "
            "trabajo](page:axes/education/droit-international-du-travail).",
        ),
        heading("Un lieu qui rassemble", "A place that gathers", "Un lugar que reúne"),
        words(
            "Les syndicats du Québec ne sont pas tous d’accord sur tout. Sur la solidarité internationale, ils ont ici un "
            "lieu commun : ils y mettent leurs moyens ensemble, y échangent une information qu’on ne lit pas partout, "
            "suivent les questions qui montent et s’en servent comme levier dans leurs propres rangs. Le centre les "
            "outille pour animer le débat et pour mobiliser quand l’enjeu le demande.\n\n"
            "Le centre est une ONG de solidarité et de coopération internationale. Ses membres sont surtout des "
            "syndicats, avec quelques groupes communautaires et des individus.",
            "The unions of Québec do not agree on everything. On international solidarity they have a common place here: "
            "they pool their means, share information that is not read everywhere, follow the questions that are rising "
            "and use them as a lever in their own ranks. The centre equips them to lead the debate, and to mobilise when "
            "the stakes ask for it.\n\n"
            "The centre is an NGO for international solidarity and co-operation. Its members are mostly unions, with a "
            "few community groups and individuals.",
            "Los sindicatos de Quebec no están de acuerdo en todo. En la solidaridad internacional tienen aquí un lugar "
            "común: ponen en conjunto sus medios, intercambian información que no se lee en todas partes, siguen los "
            "temas que van surgiendo y los usan como palanca en sus propias filas. El centro les da herramientas para "
            "animar el debate y para movilizarse cuando hace falta.\n\n"
            "El centro es una ONG de solidaridad y de cooperación internacional. Sus miembros son sobre todo sindicatos, "
            "con algunos grupos comunitarios y personas a título individual.",
        ),
        claim("seule-organisation-intersyndicale"),
    ),
    rows=("S2", "S4", "S5", "S6", "S7", "S8", "S9", "S10", "S11", "S12", "S13", "S18", "S19"),
    sources=("mission", "colloque", "wikimonde", "lettre", "statuts"),
)

AXES = Leaf(
    key="axes",
    drawing="knots",
    in_menu=True,
    title=T("Nos axes", "Our work", "Nuestros ejes"),
    slug=T("axes", "our-work", "ejes"),
    kicker=T("Ce que nous faisons", "What we do", "Lo que hacemos"),
    lede=T(
        "Trois axes de travail, qui se croisent le plus souvent possible.",
        "Three axes of work, which meet as often as they can.",
        "Tres ejes de trabajo, que se cruzan lo más a menudo posible.",
    ),
    more={"lists_children": True},
    body=(
        words(
            "Une formation naît d’un projet, un projet donne une exposition, une exposition fait naître une politique "
            "d’achat. C’est voulu : chaque action compte davantage quand plusieurs syndicats la portent et qu’elle en "
            "prolonge une autre.",
            "A training session grows out of a project, a project gives an exhibition, an exhibition leads to a "
            "purchasing policy. That is intended: each action counts for more when several unions carry it and when it "
            "extends another.",
            "Una formación nace de un proyecto, un proyecto da una exposición, una exposición lleva a una política de "
            "compras. Es lo que se busca: cada acción vale más cuando varios sindicatos la sostienen y cuando prolonga "
            "otra.",
        ),
    ),
    rows=("S16", "S17"),
    sources=("mission", "wikimonde"),
)

HISTORY = Leaf(
    key="histoire",
    model="HistoryPage",
    in_menu=True,
    title=T("Histoire", "History", "Historia"),
    slug=T("histoire", "history", "historia"),
    kicker=T("Depuis juin 1975", "Since June 1975", "Desde junio de 1975"),
    lede=T(
        "Un fil, des nœuds. Chaque date est celle que donnent les sources ; ce qu’on ignore reste en blanc.",
        "One thread, with knots. Each date is the one the sources give; what is unknown is left blank.",
        "Un hilo, con nudos. Cada fecha es la que dan las fuentes; lo que se ignora queda en blanco.",
    ),
    rows=("S3", "S21", "S24", "S28", "S30", "S37", "S38", "S75", "S117"),
    sources=("historique", "colloque", "wikimonde", "lettre", "areq"),
)

DIRECTORY = Leaf(
    key="membres",
    model="DirectoryPage",
    in_menu=True,
    title=T("Membres", "Members", "Miembros"),
    slug=T("membres", "members", "miembros"),
    kicker=T("Qui nous sommes", "Who we are", "Quiénes somos"),
    lede=T(
        "Les organisations qui ont accepté d’être nommées. Les personnes membres ne le sont jamais sans l’avoir demandé.",
        "The organisations that agreed to be named. Individual members never are unless they asked for it.",
        "Las organizaciones que aceptaron ser nombradas. Las personas nunca lo son sin haberlo pedido.",
    ),
    body=(
        words(
            "Les membres viennent surtout des organisations syndicales du Québec ; quelques groupes communautaires et des "
            "individus sont aussi de la partie. Les membres de la coalition ont [leur propre "
            "liste](page:axes/coalition/membres).",
            "Members come mostly from the unions of Québec; a few community groups and individuals are part of it too. "
            "Members of the coalition have [their own list](page:axes/coalition/membres).",
            "Los miembros vienen sobre todo de las organizaciones sindicales de Quebec; también participan algunos grupos "
            "comunitarios y personas a título individual. Los miembros de la coalición tienen [su propia "
            "lista](page:axes/coalition/membres).",
        ),
    ),
    rows=("S55",),
    sources=("wikimonde", "colloque"),
)

PEOPLE = Leaf(
    key="personnes",
    model="PeoplePage",
    title=T("Présidence et coordination", "Presidency and coordination", "Presidencia y coordinación"),
    slug=T("personnes", "people", "personas"),
    kicker=T("Qui, et quand", "Who, and when", "Quién, y cuándo"),
    lede=T(
        "Les mandats tels que les sources les donnent. Un trou dans la liste est un trou dans les sources.",
        "Terms of office as the sources give them. A gap in the list is a gap in the sources.",
        "Los mandatos tal como los dan las fuentes. Un vacío en la lista es un vacío en las fuentes.",
    ),
    body=(
        words(
            "Les titres suivent le genre que chaque personne emploie, ou à défaut celui de la source. De la présidence, "
            "rien n’est connu ici avant 1997 ; la coordination et la présidence de 2024 sont attestées par la lettre du "
            "22 février, signée par les deux.",
            "Titles follow the gender that each person uses, or failing that the one in the source. Of the presidency, "
            "nothing is known here before 1997; the coordination and the presidency of 2024 are attested by the letter "
            "of 22 February, signed by both.",
            "Los títulos siguen el género que usa cada persona o, en su defecto, el de la fuente. De la presidencia no se "
            "sabe nada aquí antes de 1997; la coordinación y la presidencia de 2024 constan en la carta del 22 de "
            "febrero, firmada por ambas.",
        ),
    ),
    rows=("S39", "S40", "S41", "S42", "S43", "S44", "S45", "S46", "S47", "S48", "S52"),
    sources=("wikimonde", "lettre"),
)

NETWORKS = Leaf(
    key="reseaux",
    model="NetworksPage",
    title=T(
        "Réseaux, partenaires et bailleurs de fonds",
        "Networks, partners and funders",
        "Redes, contrapartes y financiadores",
    ),
    slug=T("reseaux", "networks", "redes"),
    kicker=T("Avec qui", "With whom", "Con quiénes"),
    lede=T(
        "Seul, personne ne change une loi ni une usine.",
        "Nobody changes a law or a factory alone.",
        "Nadie cambia una ley ni una fábrica en soledad.",
    ),
    body=(
        words(
            "Le centre est membre de l’Association québécoise des organismes de coopération internationale (~AQOCI~), qui "
            "rassemble des groupes d’éducation populaire et de coopération.",
            "The centre is a member of the Association québécoise des organismes de coopération internationale (~AQOCI~), "
            "which brings together groups of popular education and co-operation.",
            "El centro es miembro de la Association québécoise des organismes de coopération internationale (~AQOCI~), que "
            "reúne a grupos de educación popular y de cooperación.",
        ),
        figure(
            50,
            "APPROX",
            T("organismes membres de l’AQOCI", "member organisations of AQOCI", "organizaciones miembros de la AQOCI"),
            "wikimonde",
        ),
        *parts(
            "### Hébergé chez nous\n\n"
            "Dans le passé, le centre a logé le Réseau québécois sur l’intégration continentale (~RQIC~). Les années ne "
            "sont pas connues.\n\n"
            "### Avec l’appui de\n\n"
            "Les Journées québécoises de la solidarité internationale, auxquelles le centre participe chaque année, se "
            "tiennent avec l’appui du ministère des Relations internationales, de la Francophonie et du Commerce "
            "extérieur : c’est son nom au moment où la source est écrite. La page d’un colloque réserve aussi une place "
            "aux bailleurs de fonds et aux partenaires, sans que leurs noms nous soient parvenus.\n\n"
            "### Partenaires\n\n"
            "Ici, des syndicats de toutes les centrales. Au Sud, des organisations civiles, souvent de longue date : "
            "syndicats, organisations paysannes, groupes de droits humains. [Où](page:pays) et [sur "
            "quoi](page:axes/cooperation).",
            "### Hosted by us\n\n"
            "In the past, the centre housed the Réseau québécois sur l’intégration continentale (~RQIC~). The years are "
            "not known.\n\n"
            "### With the support of\n\n"
            "The Journées québécoises de la solidarité internationale, in which the centre takes part each year, are "
            "held with the support of the ministère des Relations internationales, de la Francophonie et du Commerce "
            "extérieur: this was its name when the source was written. The page of a colloquium also keeps a place for "
            "funders and partners, but their names have not reached us.\n\n"
            "### Partners\n\n"
            "Here, unions of every federation. In the South, civil organisations, often of long standing: unions, "
            "peasant organisations, human rights groups. [Where](page:pays) and [on what](page:axes/cooperation).",
            "### Bajo nuestro techo\n\n"
            "En el pasado, el centro albergó al Réseau québécois sur l’intégration continentale (~RQIC~). No se conocen "
            "los años.\n\n"
            "### Con el apoyo de\n\n"
            "Las Journées québécoises de la solidarité internationale, en las que el centro participa cada año, se "
            "celebran con el apoyo del ministère des Relations internationales, de la Francophonie et du Commerce "
            "extérieur: así se llamaba cuando se escribió la fuente. La página de un coloquio también reserva un lugar a "
            "financiadores y contrapartes, pero sus nombres no nos han llegado.\n\n"
            "### Contrapartes\n\n"
            "Aquí, sindicatos de todas las centrales. En el Sur, organizaciones civiles, a menudo de larga data: "
            "sindicatos, organizaciones campesinas, grupos de derechos humanos. [Dónde](page:pays) y [sobre "
            "qué](page:axes/cooperation).",
        ),
    ),
    rows=("S14", "S20", "S37", "S87", "S114"),
    sources=("wikimonde", "historique", "colloque"),
)

COUNTRIES = Leaf(
    key="pays",
    model="MapPage",
    title=T("Dans quels pays", "In which countries", "En qué países"),
    slug=T("pays", "countries", "paises"),
    kicker=T("Une carte, et la même en tableau", "A map, and the same as a table", "Un mapa, y lo mismo en tabla"),
    lede=T(
        "Appuyer des partenaires, envoyer des stagiaires, raconter un pays : trois choses différentes, trois couleurs.",
        "Supporting partners, sending interns, telling of a country: three different things, three colours.",
        "Apoyar a contrapartes, enviar pasantes, hablar de un país: tres cosas distintas, tres colores.",
    ),
    body=(
        words(
            "Depuis 1995, sept pays où des organisations ont été appuyées. Cinq destinations de stages nommées en "
            "exemple, sur [plus d’une dizaine](page:axes/education/stages). Et le Bangladesh, où mène [la bande "
            "dessinée](page:axes/education/bande-dessinee).",
            "Since 1995, seven countries where organisations were supported. Five destinations of internships named as "
            "examples, out of [more than ten](page:axes/education/stages). And Bangladesh, where [the "
            "comic](page:axes/education/bande-dessinee) leads.",
            "Desde 1995, siete países donde se apoyó a organizaciones. Cinco destinos de pasantías citados como ejemplo, "
            "entre [más de diez](page:axes/education/stages). Y Bangladesh, adonde conduce [la "
            "historieta](page:axes/education/bande-dessinee).",
        ),
    ),
    rows=("S35", "S36", "S88"),
    sources=("historique", "wikimonde", "lettre"),
)

YEARS = Leaf(
    key="cinquante-ans",
    drawing="years",
    title=T("Cinquante ans en chiffres", "Fifty years in figures", "Cincuenta años en cifras"),
    slug=T("cinquante-ans", "fifty-years", "cincuenta-anos"),
    kicker=T("Le compte", "The count", "La cuenta"),
    lede=T(
        "Personne n’a tout compté. Voici ce que le centre a déclaré, dans les mots de sa page d’histoire.",
        "Nobody counted everything. Here is what the centre declared, as its history page puts it.",
        "Nadie lo contó todo. Esto es lo que declaró el centro, según su página de historia.",
    ),
    body=(
        counters(
            "tours",
            "short-internships",
            "internship-countries",
            "long-internships",
            "missions",
            "debt-colloquia",
            "trainings",
        ),
        *parts(
            "Chaque chiffre reste celui qui a été déclaré tant que nos registres n’en comptent pas davantage. Il le dit "
            "en dessous.\n\n"
            "### L’anniversaire\n\n"
            "Une réflexion stratégique menée en 2022 doit être mise en œuvre jusqu’en 2025, l’année des 50 ans. Le 22 "
            "février 2024, le centre écrivait à ses membres qu’ils militaient ensemble depuis près de 50 ans, et les "
            "invitait à fêter avec lui. Il demandait aussi [des dons](page:agir/faire-un-don) pour l’occasion.\n\n"
            "### À lire\n\n"
            "*Petite histoire d’un grand réseau de solidarité internationale* : une publication du centre sur lui-même. "
            "Son année n’est pas connue ; la couverture et le texte seront mis ici dès qu’ils auront été retrouvés.",
            "Each figure stays the declared one until our records count more. It says so underneath.\n\n"
            "### The anniversary\n\n"
            "A strategic review held in 2022 is to be put into practice until 2025, the year of the 50th anniversary. On "
            "22 February 2024 the centre wrote to its members that they had been active together for nearly 50 years, "
            "and invited them to celebrate with it. It also asked for [donations](page:agir/faire-un-don) for the "
            "occasion.\n\n"
            "### To read\n\n"
            "*Petite histoire d’un grand réseau de solidarité internationale*: a publication of the centre about itself, "
            "in French. Its year is not known; the cover and the text will be put here once they are found.",
            "Cada cifra sigue siendo la declarada mientras nuestros registros no cuenten más. Se indica debajo.\n\n"
            "### El aniversario\n\n"
            "Una reflexión estratégica realizada en 2022 debe ponerse en práctica hasta 2025, el año del 50.º "
            "aniversario. El 22 de febrero de 2024, el centro escribía a sus miembros que llevaban casi 50 años de "
            "militancia conjunta y los invitaba a celebrar. También pedía [donaciones](page:agir/faire-un-don) para la "
            "ocasión.\n\n"
            "### Para leer\n\n"
            "*Petite histoire d’un grand réseau de solidarité internationale*: una publicación del centro sobre sí "
            "mismo, en francés. No se conoce su año; la portada y el texto se pondrán aquí cuando se encuentren.",
        ),
    ),
    rows=("S29", "S30", "S31", "S32", "S34", "S71", "S72", "S73", "S74", "S75", "S76"),
    sources=("historique", "wikimonde", "lettre"),
)

CONTACT = Leaf(
    key="contact",
    model="ContactPage",
    title=T("Nous joindre", "Contact us", "Contacto"),
    slug=T("contact", "contact", "contacto"),
    kicker=T("Quelqu’un répond", "Somebody answers", "Alguien responde"),
    lede=T(
        "Un courriel ou un appel : dites-nous qui vous êtes et ce qui se passe chez vous.",
        "An e-mail or a call: tell us who you are and what is going on where you are.",
        "Un correo o una llamada: díganos quién es y qué está pasando donde usted está.",
    ),
    body=(
        words(
            "Vous êtes une organisation du Sud et vous demandez un appui à une lutte ? Écrivez-nous dans votre langue. "
            "Rien n’est rendu public sans votre accord.",
            "Are you an organisation in the South, asking for support in a struggle? Write to us in your language. "
            "Nothing is made public without your consent.",
            "¿Son una organización del Sur y piden apoyo para una lucha? Escríbannos en su idioma. Nada se hace público "
            "sin su acuerdo.",
        ),
    ),
    rows=("S1", "S80"),
    sources=("lettre",),
)

PAGES = (HOME, MISSION, AXES, HISTORY, DIRECTORY, PEOPLE, NETWORKS, COUNTRIES, YEARS, CONTACT)
