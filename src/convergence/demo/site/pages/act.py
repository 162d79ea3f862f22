"""Ways to act: join, give, subscribe, urgent actions, campaigns, pass on, invite."""

from convergence.demo.site.kit import Leaf, T, doors, parts, registers, words

MAIL = "mailto:ciso@ciso.qc.ca"

ACT = Leaf(
    key="agir",
    drawing="spool",
    in_menu=True,
    title=T("Agir", "Act", "Actuar"),
    slug=T("agir", "act", "actuar"),
    kicker=T("Ce que vous pouvez faire", "What you can do", "Lo que usted puede hacer"),
    lede=T(
        "Cinq minutes ou toute une année : il y a une place pour vous.",
        "Five minutes or a whole year: there is a place for you.",
        "Cinco minutos o todo un año: hay un lugar para usted.",
    ),
    more={"lists_children": True},
    body=(
        words(
            "Devenir membre, c’est le plus solide. Mais on peut aussi donner, s’abonner, répondre à une action urgente, "
            "faire circuler nos outils ou nous inviter. Rien n’est coché d’avance ; choisissez.",
            "Becoming a member is the most solid. But you can also give, subscribe, answer an urgent action, pass on our "
            "tools or invite us. Nothing is ticked in advance; choose.",
            "Hacerse miembro es lo más sólido. Pero también se puede donar, suscribirse, responder a una acción urgente, "
            "hacer circular nuestras herramientas o invitarnos. Nada está marcado de antemano; elija.",
        ),
        registers(),
    ),
    rows=("S64",),
    sources=("lettre",),
)

JOIN = Leaf(
    key="agir/devenir-membre",
    drawing="people",
    parent="agir",
    title=T("Devenir membre", "Become a member", "Hacerse miembro"),
    slug=T("devenir-membre", "become-a-member", "hacerse-miembro"),
    lede=T(
        "Un syndicat, un groupe, une personne : la solidarité a besoin des trois.",
        "A union, a group, a person: solidarity needs all three.",
        "Un sindicato, un grupo, una persona: la solidaridad necesita a los tres.",
    ),
    body=(
        *parts(
            "### Quatre groupes de membres\n\n"
            "- **A** — centrales, fédérations et syndicats nationaux d’au moins 30 000 membres ;\n"
            "- **B** — les autres syndicats ;\n"
            "- **C** — les organisations et groupes non syndicaux ;\n"
            "- **D** — les individus.\n\n"
            "On adhère en faisant sienne la mission, les statuts et les politiques du centre.\n\n"
            "### Comment faire\n\n"
            f"Le formulaire d’adhésion en ligne n’est pas encore ouvert. Écrivez à [ciso@ciso.qc.ca]({MAIL}) : le nom de "
            "votre organisation ou le vôtre, et une façon de vous joindre. Si vous êtes déjà membre, la lettre d’appel à "
            "cotisation contient votre lien personnel ; il suffit de l’ouvrir.",
            "### Four groups of members\n\n"
            "- **A** — federations and national unions with at least 30,000 members;\n"
            "- **B** — other unions;\n"
            "- **C** — organisations and groups that are not unions;\n"
            "- **D** — individuals.\n\n"
            "You join by making the mission, the by-laws and the policies of the centre your own.\n\n"
            "### How to do it\n\n"
            f"The online application form is not open yet. Write to [ciso@ciso.qc.ca]({MAIL}): the name of your "
            "organisation or your own, and a way to reach you. If you are a member already, the dues letter holds your "
            "personal link; just open it.",
            "### Cuatro grupos de miembros\n\n"
            "- **A** — centrales, federaciones y sindicatos nacionales de al menos 30 000 miembros;\n"
            "- **B** — los demás sindicatos;\n"
            "- **C** — las organizaciones y grupos no sindicales;\n"
            "- **D** — las personas a título individual.\n\n"
            "Uno se adhiere haciendo suya la misión, los estatutos y las políticas del centro.\n\n"
            "### Cómo hacerlo\n\n"
            f"El formulario de adhesión en línea todavía no está abierto. Escriba a [ciso@ciso.qc.ca]({MAIL}): el nombre "
            "de su organización o el suyo, y una manera de contactarle. Si ya es miembro, la carta del llamado de cuotas "
            "contiene su enlace personal; basta con abrirlo.",
        ),
    ),
    rows=("S64",),
    sources=("statuts", "lettre"),
)

GIVE = Leaf(
    key="agir/faire-un-don",
    drawing="box",
    parent="agir",
    title=T("Faire un don", "Give", "Donar"),
    slug=T("faire-un-don", "give", "donar"),
    kicker=T("En vue des 50 ans", "Towards the 50 years", "Hacia los 50 años"),
    lede=T(
        "Un don, c’est un billet d’autobus pour une invitée, une salle, une traduction.",
        "A gift is a bus ticket for a guest, a room, a translation.",
        "Una donación es un pasaje de autobús para una invitada, una sala, una traducción.",
    ),
    body=(
        words(
            "La lettre de février 2024 demande des dons, surtout en vue du 50e anniversaire.\n\n"
            f"Le formulaire de don en ligne n’existe pas encore sur ce site. Pour donner, écrivez à [ciso@ciso.qc.ca]({MAIL}) "
            "ou [appelez](page:contact). Aucun montant n’est suggéré, et aucun reçu aux fins de l’impôt n’est promis.",
            "The letter of February 2024 asks for donations, above all with the 50th anniversary in view.\n\n"
            f"The online donation form does not exist on this site yet. To give, write to [ciso@ciso.qc.ca]({MAIL}) or "
            "[call](page:contact). No amount is suggested, and no tax receipt is promised.",
            "La carta de febrero de 2024 pide donaciones, sobre todo con miras al 50.º aniversario.\n\n"
            f"El formulario de donación en línea todavía no existe en este sitio. Para donar, escriba a "
            f"[ciso@ciso.qc.ca]({MAIL}) o [llame](page:contact). No se sugiere ningún monto ni se promete ningún recibo "
            "fiscal.",
        ),
    ),
    rows=("S30", "S64", "S67"),
    sources=("lettre",),
)

SUBSCRIBE = Leaf(
    key="agir/recevoir-les-nouvelles",
    drawing="letter",
    parent="agir",
    title=T("Recevoir le bulletin", "Receive the bulletin", "Recibir el boletín"),
    slug=T("recevoir-les-nouvelles", "receive-the-bulletin", "recibir-el-boletin"),
    lede=T(
        "Des nouvelles des luttes, et de quoi les appuyer.",
        "News of struggles, and what it takes to support them.",
        "Noticias de las luchas, y con qué apoyarlas.",
    ),
    body=(
        words(
            f"L’inscription en ligne n’est pas encore ouverte. Écrivez « bulletin » à [ciso@ciso.qc.ca]({MAIL}) : vous "
            "recevrez un message pour confirmer, et rien d’autre tant que vous n’aurez pas confirmé. On se désabonne aussi "
            "simplement.\n\n"
            "Le bulletin annonce aussi les [campagnes de solidarité](page:agir/campagnes).",
            f"Online sign-up is not open yet. Write “bulletin” to [ciso@ciso.qc.ca]({MAIL}): you will receive a message to "
            "confirm, and nothing else until you have confirmed. Unsubscribing is just as simple.\n\n"
            "The bulletin also announces [solidarity campaigns](page:agir/campagnes).",
            f"La inscripción en línea todavía no está abierta. Escriba «boletín» a [ciso@ciso.qc.ca]({MAIL}): recibirá un "
            "mensaje para confirmar, y nada más mientras no haya confirmado. Darse de baja es igual de sencillo.\n\n"
            "El boletín también anuncia las [campañas de solidaridad](page:agir/campagnes).",
        ),
    ),
    rows=("S64", "S68"),
    sources=("lettre",),
)

URGENT = Leaf(
    key="agir/actions-urgentes",
    drawing="bell",
    parent="agir",
    title=T("Actions urgentes", "Urgent actions", "Acciones urgentes"),
    slug=T("actions-urgentes", "urgent-actions", "acciones-urgentes"),
    lede=T(
        "Quand une crise frappe une communauté amie, chaque jour compte.",
        "When a crisis strikes a friendly community, every day counts.",
        "Cuando una crisis golpea a una comunidad amiga, cada día cuenta.",
    ),
    body=(
        words(
            "Une action urgente répond à un besoin immédiat d’une communauté que le centre appuie. Elle part toujours "
            "d’une demande des gens sur place, et n’est publiée que s’ils le veulent.\n\n"
            "Aucune action n’est ouverte sur ce site d’exemple. Pour être averti·e de la prochaine, [recevez le "
            "bulletin](page:agir/recevoir-les-nouvelles).",
            "An urgent action answers an immediate need of a community that the centre supports. It always starts from a "
            "request of the people there, and is published only if they want it.\n\n"
            "No action is open on this example site. To hear of the next one, [receive the "
            "bulletin](page:agir/recevoir-les-nouvelles).",
            "Una acción urgente responde a una necesidad inmediata de una comunidad que el centro apoya. Siempre parte de "
            "un pedido de la gente del lugar, y solo se publica si ella lo quiere.\n\n"
            "Ninguna acción está abierta en este sitio de ejemplo. Para enterarse de la próxima, [reciba el "
            "boletín](page:agir/recevoir-les-nouvelles).",
        ),
    ),
    rows=("S64", "S70", "S80"),
    sources=("lettre", "historique"),
)

CAMPAIGNS = Leaf(
    key="agir/campagnes",
    drawing="fists",
    parent="agir",
    title=T("Campagnes de solidarité", "Solidarity campaigns", "Campañas de solidaridad"),
    slug=T("campagnes", "campaigns", "campanas"),
    lede=T(
        "Un thème, une demande, beaucoup de monde.",
        "One theme, one demand, many people.",
        "Un tema, un reclamo, mucha gente.",
    ),
    body=(
        words(
            "Une campagne prend une question qui monte et en fait une demande claire, que les syndicats reprennent chez "
            "eux : une résolution d’assemblée, une lettre, une présence dans la rue. Le centre fournit de quoi en "
            "débattre avant de voter.\n\n"
            "Les campagnes terminées gardent leur page, avec ce qu’elles ont donné. Les sources de ce site ne nomment "
            "aucune campagne en cours.",
            "A campaign takes up a rising question and makes a clear demand of it, which unions carry at home: a "
            "resolution of an assembly, a letter, people in the street. The centre provides what is needed to debate it "
            "before the vote.\n\n"
            "Campaigns that are over keep their page, with what came of them. The sources of this site name no campaign "
            "under way.",
            "Una campaña toma una cuestión que crece y la convierte en un reclamo claro, que los sindicatos hacen suyo: "
            "una resolución de asamblea, una carta, una presencia en la calle. El centro proporciona con qué debatirlo "
            "antes de votar.\n\n"
            "Las campañas terminadas conservan su página, con lo que dieron. Las fuentes de este sitio no nombran ninguna "
            "campaña en curso.",
        ),
    ),
    rows=("S11", "S13", "S69", "S77"),
    sources=("lettre", "mission", "wikimonde"),
)

SPREAD = Leaf(
    key="agir/diffuser",
    drawing="leaflets",
    parent="agir",
    title=T("Faire circuler", "Pass it on", "Hacer circular"),
    slug=T("diffuser", "pass-it-on", "hacer-circular"),
    lede=T(
        "Le meilleur haut-parleur du centre, c’est vous.",
        "The best loudspeaker of the centre is you.",
        "El mejor altavoz del centro es usted.",
    ),
    body=(
        words(
            "Partagez nos [outils](page:axes/education/outils) et nos analyses dans votre milieu : babillard, infolettre, "
            "réunion du matin. Puis racontez-nous ce qui a pris.",
            "Share our [tools](page:axes/education/outils) and our analyses where you are: notice board, newsletter, "
            "morning meeting. Then tell us what caught on.",
            "Comparta nuestras [herramientas](page:axes/education/outils) y nuestros análisis en su medio: cartelera, "
            "boletín, reunión de la mañana. Y cuéntenos qué funcionó.",
        ),
    ),
    rows=("S64", "S94"),
    sources=("lettre",),
)

INVITE = Leaf(
    key="agir/inviter",
    drawing="table",
    parent="agir",
    title=T("Nous inviter", "Invite us", "Invitarnos"),
    slug=T("inviter", "invite-us", "invitarnos"),
    lede=T(
        "Une assemblée, un comité, une pause du midi : on vient.",
        "An assembly, a committee, a lunch break: we come.",
        "Una asamblea, un comité, una pausa de mediodía: vamos.",
    ),
    body=(
        words(
            f"Écrivez à [ciso@ciso.qc.ca]({MAIL}) — la demande en ligne n’existe pas encore — et dites-nous :\n\n"
            "- qui invite, et combien de personnes environ ;\n"
            "- deux dates possibles, et le lieu ;\n"
            "- ce qui vous intéresse : [une formation](page:axes/education/formations), [la bande "
            "dessinée](page:axes/education/bande-dessinee), [l’exposition](page:axes/education/exposition), de l’aide "
            "pour animer votre propre débat.",
            f"Write to [ciso@ciso.qc.ca]({MAIL}) — the online request does not exist yet — and tell us:\n\n"
            "- who invites, and about how many people;\n"
            "- two possible dates, and the place;\n"
            "- what interests you: [training](page:axes/education/formations), [the "
            "comic](page:axes/education/bande-dessinee), [the exhibition](page:axes/education/exposition), help to lead "
            "your own debate.",
            f"Escriba a [ciso@ciso.qc.ca]({MAIL}) — la solicitud en línea todavía no existe — y díganos:\n\n"
            "- quién invita, y cuántas personas aproximadamente;\n"
            "- dos fechas posibles, y el lugar;\n"
            "- lo que les interesa: [una formación](page:axes/education/formations), [la "
            "historieta](page:axes/education/bande-dessinee), [la exposición](page:axes/education/exposition), ayuda "
            "para animar su propio debate.",
        ),
        doors(
            (
                "axes/education",
                T("Voir ce qu’on offre", "See what we offer", "Ver lo que ofrecemos"),
                T("Tout l’axe Éducation", "The whole Education axis", "Todo el eje Educación"),
            ),
        ),
    ),
    rows=("S12", "S64", "S94"),
    sources=("lettre", "historique"),
)

PAGES = (ACT, JOIN, GIVE, SUBSCRIBE, URGENT, CAMPAIGNS, SPREAD, INVITE)
