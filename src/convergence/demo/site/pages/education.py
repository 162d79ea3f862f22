"""The axis Education and the pages below it."""

from convergence.demo.site.kit import Leaf, T, counters, doors, figure, heading, parts, picture, registers, words

EDUCATION = Leaf(
    key="axes/education",
    drawing="book",
    parent="axes",
    axis="education",
    title=T("Éducation", "Education", "Educación"),
    slug=T("education", "education", "educacion"),
    kicker=T("L’axe central", "The central axis", "El eje central"),
    lede=T(
        "On ne se bat pas longtemps pour des gens dont on ne sait rien.",
        "You do not fight for long for people you know nothing about.",
        "Nadie lucha mucho tiempo por gente de la que no sabe nada.",
    ),
    more={"lists_children": True},
    body=(
        words(
            "L’éducation populaire est le cœur du centre : partir de ce que les gens vivent au travail, remonter la "
            "chaîne, redescendre avec une idée de ce qu’on peut faire. Elle prend toutes les formes que permet un local "
            "syndical : une formation d’un soir, un dîner-causerie, une conférence, un colloque, une tournée, une "
            "campagne sur un thème, un stage, une mission.\n\n"
            "Autant que possible, elle s’appuie sur un [projet de coopération](page:axes/cooperation) réel et réunit des "
            "membres de plusieurs centrales. Elle porte sur les droits fondamentaux, d’ici et d’ailleurs.",
            "Popular education is the heart of the centre: starting from what people live at work, following the chain "
            "up, coming back with an idea of what can be done. It takes every form that a union hall allows: an evening "
            "of training, a lunch talk, a lecture, a colloquium, a tour, a campaign on one theme, an internship, a "
            "mission.\n\n"
            "As far as possible it rests on a real [co-operation project](page:axes/cooperation) and gathers members of "
            "several federations. It is about fundamental rights, here and elsewhere.",
            "La educación popular es el corazón del centro: partir de lo que la gente vive en el trabajo, remontar la "
            "cadena y volver con una idea de lo que se puede hacer. Toma todas las formas que permite un local sindical: "
            "una formación de una tarde, una charla de mediodía, una conferencia, un coloquio, una gira, una campaña "
            "sobre un tema, una pasantía, una misión.\n\n"
            "En lo posible, se apoya en un [proyecto de cooperación](page:axes/cooperation) real y reúne a miembros de "
            "varias centrales. Trata de los derechos fundamentales, de aquí y de otras partes.",
        ),
        registers(),
    ),
    rows=("S15", "S81", "S82", "S85", "S98"),
    sources=("mission", "wikimonde", "lettre"),
)

TRAININGS = Leaf(
    key="axes/education/formations",
    drawing="table",
    parent="axes/education",
    axis="education",
    title=T("Formations", "Training", "Formaciones"),
    slug=T("formations", "training", "formaciones"),
    lede=T(
        "La mondialisation, vue de votre chaîne de montage, de votre école, de votre hôpital.",
        "Globalisation, seen from your assembly line, your school, your hospital.",
        "La globalización, vista desde su línea de montaje, su escuela, su hospital.",
    ),
    body=(
        words(
            "Ce que la mondialisation fait aux conditions de travail et de vie, au Sud comme au Nord : c’est le fil des "
            "formations que le centre a bâties au fil des ans. La page qui les présente, non datée, parle d’une "
            "préoccupation de « plus de dix ans ».\n\n"
            "La plus récente série connue porte sur la [transition juste](page:axes/education/transition-juste) et sur "
            "l’industrie du vêtement ; elle accompagne [la bande dessinée](page:axes/education/bande-dessinee).",
            "What globalisation does to working and living conditions, in the South and in the North: that is the thread "
            "of the training that the centre has built over the years. The page that presents it, undated, speaks of a "
            "concern of “more than ten years”.\n\n"
            "The most recent series known is about [just transition](page:axes/education/transition-juste) and the "
            "garment industry; it goes with [the comic](page:axes/education/bande-dessinee).",
            "Lo que la globalización hace a las condiciones de trabajo y de vida, en el Sur y en el Norte: ese es el hilo "
            "de las formaciones que el centro ha construido con los años. La página que las presenta, sin fecha, habla "
            "de una preocupación de «más de diez años».\n\n"
            "La serie más reciente conocida trata de la [transición justa](page:axes/education/transition-juste) y de la "
            "industria de la confección; acompaña [la historieta](page:axes/education/bande-dessinee).",
        ),
        counters("trainings"),
        doors(
            (
                "agir/inviter",
                T("Demander une formation", "Ask for training", "Pedir una formación"),
                T(
                    "Pour votre syndicat ou votre groupe",
                    "For your union or your group",
                    "Para su sindicato o su grupo",
                ),
            ),
        ),
    ),
    more={"offers_course": True},
    rows=("S29", "S76", "S83", "S90"),
    sources=("colloque", "historique", "lettre"),
)

TOOLS = Leaf(
    key="axes/education/outils",
    drawing="spool",
    parent="axes/education",
    axis="education",
    title=T("Outils pédagogiques", "Teaching tools", "Herramientas pedagógicas"),
    slug=T("outils", "tools", "herramientas"),
    lede=T(
        "Prenez, photocopiez, faites circuler.",
        "Take, photocopy, pass on.",
        "Tome, fotocopie, haga circular.",
    ),
    body=(
        words(
            "Le centre produit des outils pour apprendre à plusieurs : de quoi lancer une discussion, tenir un kiosque, "
            "préparer un vote. Les plus récents traitent de la transition juste dans le textile. Le Mouvement ACTES en "
            "présente plusieurs sur son site.\n\n"
            "Vous avez fait circuler un outil ? Dites-le-nous : ce qui sert dans un local peut servir dans dix autres.",
            "The centre makes tools for learning together: what it takes to start a discussion, run a stall, prepare a "
            "vote. The latest deal with just transition in textiles. Mouvement ACTES presents several on its site.\n\n"
            "Have you passed a tool on? Tell us: what is useful in one local can be useful in ten others.",
            "El centro produce herramientas para aprender en grupo: lo necesario para iniciar una discusión, atender una "
            "mesa informativa, preparar una votación. Las más recientes tratan de la transición justa en el sector "
            "textil. Mouvement ACTES presenta varias en su sitio.\n\n"
            "¿Hizo circular una herramienta? Díganoslo: lo que sirve en un local puede servir en otros diez.",
        ),
        doors(
            (
                "agir/diffuser",
                T("Faire circuler", "Pass it on", "Hacer circular"),
                T("Nos outils, dans votre milieu", "Our tools, where you are", "Nuestras herramientas, en su medio"),
            ),
        ),
    ),
    rows=("S8", "S12", "S84", "S90"),
    sources=("colloque", "lettre", "mission"),
)

COMIC = Leaf(
    key="axes/education/bande-dessinee",
    drawing="panels",
    parent="axes/education",
    axis="education",
    title=T("La bande dessinée", "The comic", "La historieta"),
    slug=T("bande-dessinee", "comic", "historieta"),
    kicker=T("Québec → Mexique → Bangladesh", "Québec → Mexico → Bangladesh", "Quebec → México → Bangladesh"),
    lede=T(
        "Suivez le fil d’un vêtement. Il mène à des femmes qui ont besoin de nous.",
        "Follow the thread of a garment. It leads to women who need us.",
        "Siga el hilo de una prenda. Lleva a mujeres que nos necesitan.",
    ),
    body=(
        words(
            "Avec la bédéiste **Chloloula**, le centre a raconté en images comment l’industrie textile a quitté le "
            "Québec pour le Mexique, puis pour le Bangladesh. À chaque étape, la mode jetable — la *fast fashion* — fait "
            "payer la nature et les gens.\n\n"
            "La dernière page n’est pas une fin : elle demande au public de se solidariser avec les ouvrières.\n\n"
            "Une série de formations et plusieurs outils l’accompagnent ; le Mouvement ACTES les présente sur une page "
            "de son site. L’œuvre est en français. Pour en obtenir une copie, [écrivez-nous](page:contact).",
            "With the comic artist **Chloloula**, the centre told in pictures how the textile industry left Québec for "
            "Mexico, then for Bangladesh. At each stage, throwaway fashion — *fast fashion* — makes nature and "
            "people pay.\n\n"
            "The last page is not an end: it asks readers to stand with the women who sew.\n\n"
            "A series of training sessions and several tools go with it; Mouvement ACTES presents them on a page of its "
            "site. The work is in French. To obtain a copy, [write to us](page:contact).",
            "Con la historietista **Chloloula**, el centro contó en imágenes cómo la industria textil dejó Quebec por "
            "México y luego por Bangladesh. En cada etapa, la moda desechable — la *fast fashion* — hace pagar a la "
            "naturaleza y a la gente.\n\n"
            "La última página no es un final: pide al público que se solidarice con las obreras.\n\n"
            "La acompañan una serie de formaciones y varias herramientas; Mouvement ACTES las presenta en una página de "
            "su sitio. La obra está en francés. Para obtener un ejemplar, [escríbanos](page:contact).",
        ),
    ),
    rows=("S36", "S50", "S89", "S90"),
    sources=("lettre",),
)

EXHIBITION = Leaf(
    key="axes/education/exposition",
    drawing="frames",
    picture="place",
    parent="axes/education",
    axis="education",
    title=T(
        "L’exposition « pepenadores » et valoristes",
        "The exhibition: pepenadores and valoristes",
        "La exposición: pepenadores y valoristes",
    ),
    slug=T("exposition", "exhibition", "exposicion"),
    kicker=T("Une exposition qui voyage", "An exhibition that travels", "Una exposición que viaja"),
    lede=T(
        "Ils et elles ramassent ce que nous jetons. Regardez-les en face.",
        "They pick up what we throw away. Look them in the eye.",
        "Recogen lo que tiramos. Mírelos a los ojos.",
    ),
    body=(
        *parts(
            "Au Mexique, on les appelle *pepenadores*. Au Québec, valoristes. Leurs portraits posent une question simple : "
            "pourquoi une économie qui produit et consomme trop, et qui jette des montagnes, tient-elle en marge "
            "celles et ceux qui protègent l’environnement ?\n\n"
            "Les photographies sont de **Benoit Taillefer**, membre du Comité de solidarité internationale du Conseil "
            "central du Montréal métropolitain–CSN et ancien stagiaire.\n\n"
            "### Deux versions\n\n"
            "- À l’intérieur : elle passe d’un événement syndical à l’autre.\n"
            "- En plein air : elle a été installée près de la place Émilie-Gamelin, à Montréal, pour tout le monde.\n\n"
            "### Les crédits\n\n"
            "Les photos de la lettre de février 2024 sont d’Alliette St-Pierre (CSN) et de Benoit Taillefer. Aucune n’est "
            "reproduite ici : une image ne paraît sur ce site qu’avec son crédit, sa description et l’accord des "
            "personnes montrées. Celle du haut est un dessin fait pour la démonstration. Un autre, « Portrait à la "
            "casquette », attend dans la photothèque : inscrit pour l’imprimé seulement, il a sa place au bas de cette page, "
            "et le site ne le montre pas.",
            "In Mexico they are called *pepenadores*. In Québec, valoristes. Their portraits ask a simple question: why "
            "does an economy that makes and consumes too much, and throws mountains away, keep at its edge the people "
            "who protect the environment?\n\n"
            "The photographs are by **Benoit Taillefer**, of the Comité de solidarité internationale of the Conseil "
            "central du Montréal métropolitain–CSN, and a former intern.\n\n"
            "### Two versions\n\n"
            "- Indoors: it goes from one union event to the next.\n"
            "- Outdoors: it was set up near Place Émilie-Gamelin, in Montréal, for everybody.\n\n"
            "### Credits\n\n"
            "The photographs in the letter of February 2024 are by Alliette St-Pierre (CSN) and Benoit Taillefer. None is "
            "reproduced here: a picture appears on this site only with its credit, its description and the consent of "
            "the people shown. The one above is a drawing made for the demonstration. Another, “Portrait with a cap”, waits "
            "in the picture library: entered for print only, it has its place at the foot of this page, and the site does "
            "not show it.",
            "En México se les llama *pepenadores*. En Quebec, valoristes. Sus retratos plantean una pregunta sencilla: "
            "¿por qué una economía que produce y consume demasiado, y que tira montañas, mantiene al margen a quienes "
            "protegen el medio ambiente?\n\n"
            "Las fotografías son de **Benoit Taillefer**, del Comité de solidarité internationale del Conseil central du "
            "Montréal métropolitain–CSN y antiguo pasante.\n\n"
            "### Dos versiones\n\n"
            "- En interior: va de un evento sindical a otro.\n"
            "- Al aire libre: se instaló cerca de la plaza Émilie-Gamelin, en Montreal, para todo el público.\n\n"
            "### Los créditos\n\n"
            "Las fotos de la carta de febrero de 2024 son de Alliette St-Pierre (CSN) y de Benoit Taillefer. Ninguna se "
            "reproduce aquí: una imagen solo aparece en este sitio con su crédito, su descripción y el acuerdo de las "
            "personas retratadas. La de arriba es un dibujo hecho para la demostración. Otro, «Retrato con gorra», espera en "
            "la fototeca: inscrito solo para impresos, tiene su lugar al pie de esta página, y el sitio no lo muestra.",
        ),
        picture(
            "portrait",
            T("Un portrait de l’exposition", "A portrait of the exhibition", "Un retrato de la exposición"),
        ),
        doors(
            (
                "agir/inviter",
                T("Recevoir l’exposition", "Host the exhibition", "Recibir la exposición"),
                T(
                    "Dites où, quand, dedans ou dehors",
                    "Say where, when, indoors or out",
                    "Diga dónde, cuándo, dentro o fuera",
                ),
            ),
        ),
    ),
    rows=("S49", "S51", "S91", "S92", "S96", "S97"),
    sources=("lettre",),
)

TRANSITION = Leaf(
    key="axes/education/transition-juste",
    drawing="globe",
    parent="axes/education",
    axis="education",
    title=T("Transition juste", "Just transition", "Transición justa"),
    slug=T("transition-juste", "just-transition", "transicion-justa"),
    lede=T(
        "Sauver le climat sur le dos des mêmes ? Non.",
        "Saving the climate on the same backs again? No.",
        "¿Salvar el clima a costa de las mismas personas? No.",
    ),
    body=(
        words(
            "Une transition est juste quand elle sert à la fois la justice sociale et la justice écologique, et quand "
            "elle écoute d’abord les personnes les plus opprimées par le travail d’aujourd’hui.\n\n"
            "Dans les mois qui ont précédé février 2024, deux projets d’éducation l’ont expliquée :\n\n"
            "- [une bande dessinée](page:axes/education/bande-dessinee) sur l’industrie textile, avec une série de "
            "formations ;\n"
            "- [une exposition](page:axes/education/exposition) sur les personnes qui récupèrent nos déchets.",
            "A transition is just when it serves social justice and ecological justice together, and when it listens "
            "first to the people most oppressed by work as it is today.\n\n"
            "In the months before February 2024, two education projects explained it:\n\n"
            "- [a comic](page:axes/education/bande-dessinee) about the textile industry, with a series of training "
            "sessions;\n"
            "- [an exhibition](page:axes/education/exposition) about the people who recover our waste.",
            "Una transición es justa cuando sirve a la vez a la justicia social y a la justicia ecológica, y cuando "
            "escucha primero a las personas más oprimidas por el trabajo de hoy.\n\n"
            "En los meses anteriores a febrero de 2024, dos proyectos de educación la explicaron:\n\n"
            "- [una historieta](page:axes/education/bande-dessinee) sobre la industria textil, con una serie de "
            "formaciones;\n"
            "- [una exposición](page:axes/education/exposition) sobre las personas que recuperan nuestros residuos.",
        ),
    ),
    rows=("S19", "S93", "S96"),
    sources=("lettre",),
)

INTERNSHIPS = Leaf(
    key="axes/education/stages",
    drawing="link",
    parent="axes/education",
    axis="education",
    title=T("Stages syndicaux", "Union internships", "Pasantías sindicales"),
    slug=T("stages", "internships", "pasantias"),
    lede=T(
        "Partir voir, revenir dire.",
        "Go and see, come back and tell.",
        "Ir a ver, volver a contar.",
    ),
    body=(
        words(
            "Des membres de plusieurs syndicats partent ensemble, rencontrent celles et ceux qui luttent, puis "
            "racontent dans leur propre assemblée. D’autres stages, plus longs, ont été faits par des jeunes.\n\n"
            "Parmi les pays de destination : **Cuba, le Niger, le Mexique, le Burkina Faso et la Colombie**.",
            "Members of several unions leave together, meet people who struggle, then tell of it in their own "
            "assembly. Other internships, longer, were done by young people.\n\n"
            "Among the countries of destination: **Cuba, Niger, Mexico, Burkina Faso and Colombia**.",
            "Miembros de varios sindicatos parten en grupo, se encuentran con quienes luchan y luego lo cuentan en su propia "
            "asamblea. Otras pasantías, más largas, las hicieron jóvenes.\n\n"
            "Entre los países de destino: **Cuba, Níger, México, Burkina Faso y Colombia**.",
        ),
        figure(
            10,
            "MORE_THAN",
            T("pays de stages syndicaux", "countries of union internships", "países de pasantías sindicales"),
            "wikimonde",
        ),
        counters("short-internships", "long-internships"),
    ),
    rows=("S17", "S36", "S72", "S73", "S88"),
    sources=("wikimonde", "historique"),
)

TOURS = Leaf(
    key="axes/education/tournees-et-missions",
    drawing="voice",
    parent="axes/education",
    axis="education",
    title=T("Tournées, missions, colloques", "Tours, missions, colloquia", "Giras, misiones, coloquios"),
    slug=T("tournees-et-missions", "tours-and-missions", "giras-y-misiones"),
    lede=T(
        "Rien ne remplace la voix de la personne qui vit la lutte.",
        "Nothing replaces the voice of the person who lives the struggle.",
        "Nada reemplaza la voz de quien vive la lucha.",
    ),
    body=(
        counters("tours", "missions", "colloquia", "debt-colloquia"),
        *parts(
            "### Les tournées\n\n"
            "Des invité·es du Sud vont de local en local, de région en région.\n\n"
            "### Les missions d’observation\n\n"
            "Des syndicalistes d’ici vont voir sur place, notent, et rapportent ce qui doit être su.\n\n"
            "### Les colloques et les soirées\n\n"
            "Trois colloques internationaux ont porté sur la dette extérieure des pays en développement. En 2005, pour "
            "ses 30 ans, le centre a tenu une soirée de réflexion sur la délocalisation vers l’Asie. Entre les grands "
            "rendez-vous, des conférences et des dîners-causeries.",
            "### Tours\n\n"
            "Guests from the South go from local to local, from region to region.\n\n"
            "### Observation missions\n\n"
            "Union members from here go and see for themselves, take notes, and bring back what must be known.\n\n"
            "### Colloquia and evenings\n\n"
            "Three international colloquia dealt with the external debt of developing countries. In 2005, for its 30th "
            "year, the centre held an evening of reflection on offshoring to Asia. Between the great gatherings, "
            "lectures and lunch talks.",
            "### Las giras\n\n"
            "Invitadas e invitados del Sur van de local en local, de región en región.\n\n"
            "### Las misiones de observación\n\n"
            "Sindicalistas de aquí van a ver en el terreno, toman notas y traen lo que debe saberse.\n\n"
            "### Los coloquios y las veladas\n\n"
            "Tres coloquios internacionales trataron de la deuda externa de los países en desarrollo. En 2005, por sus "
            "30 años, el centro celebró una velada de reflexión sobre la deslocalización hacia Asia. Entre las grandes "
            "citas, conferencias y charlas de mediodía.",
        ),
    ),
    rows=("S28", "S71", "S74", "S75", "S85", "S95"),
    sources=("historique", "mission", "colloque"),
)

DAYS = Leaf(
    key="axes/education/journees-quebecoises",
    drawing="people",
    parent="axes/education",
    axis="education",
    title=T(
        "Journées québécoises de la solidarité internationale",
        "Québec’s international solidarity days",
        "Jornadas quebequenses de la solidaridad internacional",
    ),
    slug=T("journees-quebecoises", "quebec-solidarity-days", "jornadas-quebequenses"),
    lede=T(
        "Chaque année, le centre en est.", "Every year, the centre is part of them.", "Cada año, el centro participa."
    ),
    body=(
        words(
            "Tous les ans, des groupes de partout au Québec parlent de solidarité internationale pendant quelques jours. "
            "Le centre y prend part. La source les dit appuyées par le ministère des Relations internationales, de la "
            "Francophonie et du Commerce extérieur : c’était son nom à ce moment-là.",
            "Every year, groups from all over Québec speak of international solidarity for some days. The centre takes "
            "part. The source says that they are supported by the ministère des Relations internationales, de la "
            "Francophonie et du Commerce extérieur: that was its name at the time.",
            "Todos los años, grupos de todo Quebec hablan de solidaridad internacional durante unos días. El centro "
            "participa. La fuente dice que cuentan con el apoyo del ministère des Relations internationales, de la "
            "Francophonie et du Commerce extérieur: así se llamaba entonces.",
        ),
    ),
    rows=("S86", "S87"),
    sources=("wikimonde",),
)

LAW = Leaf(
    key="axes/education/droit-international-du-travail",
    drawing="scales",
    parent="axes/education",
    axis="education",
    title=T("Droit international du travail", "International labour law", "Derecho internacional del trabajo"),
    slug=T("droit-international-du-travail", "international-labour-law", "derecho-internacional-del-trabajo"),
    lede=T(
        "Des règles existent. Encore faut-il les connaître pour s’en servir.",
        "Rules exist. You have to know them to use them.",
        "Las reglas existen. Hay que conocerlas para usarlas.",
    ),
    body=(
        words(
            "Le centre s’y intéresse de près, parce qu’un droit reconnu à Genève se gagne encore à l’usine. Deux droits "
            "reviennent dans ses projets :\n\n"
            "- **se syndiquer** librement ;\n"
            "- **négocier collectivement**.\n\n"
            "On les retrouve dans le [projet sur la réforme mexicaine](page:axes/cooperation/reforme-du-travail) et dans "
            "l’appui au [syndicat d’INISA 2000](page:axes/cooperation/inisa-2000).",
            "The centre takes a close interest in it, because a right recognised in Geneva still has to be won in the "
            "plant. Two rights come back in its projects:\n\n"
            "- **to unionise** freely;\n"
            "- **to bargain collectively**.\n\n"
            "You find them in the [project on Mexico’s reform](page:axes/cooperation/reforme-du-travail) and in the "
            "support for the [union at INISA 2000](page:axes/cooperation/inisa-2000).",
            "El centro le presta mucha atención, porque un derecho reconocido en Ginebra todavía se gana en la fábrica. "
            "Dos derechos vuelven en sus proyectos:\n\n"
            "- **sindicalizarse** libremente;\n"
            "- **negociar colectivamente**.\n\n"
            "Se encuentran en el [proyecto sobre la reforma mexicana](page:axes/cooperation/reforme-du-travail) y en el "
            "apoyo al [sindicato de INISA 2000](page:axes/cooperation/inisa-2000).",
        ),
    ),
    rows=("S18", "S111"),
    sources=("wikimonde", "lettre"),
)

EXCHANGE = Leaf(
    key="axes/education/echanger",
    drawing="letter",
    parent="axes/education",
    axis="education",
    title=T("S’informer et débattre", "Keeping informed and debating", "Informarse y debatir"),
    slug=T("echanger", "exchange", "intercambiar"),
    lede=T(
        "Ce que les grands médias taisent, on se le dit ici.",
        "What the big media leave out, we tell each other here.",
        "Lo que callan los grandes medios, aquí nos lo contamos.",
    ),
    body=(
        words(
            "Le centre suit l’actualité internationale du travail et en fait circuler une lecture différente. Quand le "
            "droit international ou les droits humains sont en jeu, il réunit ses membres syndicaux pour échanger, se "
            "concerter et s’informer : la lettre de février 2024 cite la solidarité avec le peuple palestinien.\n\n"
            "Une prise de position n’est publiée ici qu’avec le nom de l’instance qui l’a adoptée et la date. Les sources "
            "de ce site d’exemple n’en contiennent pas.",
            "The centre follows international labour news and passes on another reading of it. When international law or "
            "human rights are at stake, it gathers its union members to exchange, to act in concert and to learn: the "
            "letter of February 2024 mentions solidarity with the Palestinian people.\n\n"
            "A statement is published here only with the name of the body that adopted it and the date. The sources of "
            "this example site contain none.",
            "El centro sigue la actualidad internacional del trabajo y hace circular una lectura distinta. Cuando están "
            "en juego el derecho internacional o los derechos humanos, reúne a sus miembros sindicales para "
            "intercambiar, concertar e informarse: la carta de febrero de 2024 menciona la solidaridad con el pueblo "
            "palestino.\n\n"
            "Un posicionamiento solo se publica aquí con el nombre de la instancia que lo adoptó y la fecha. Las fuentes "
            "de este sitio de ejemplo no contienen ninguno.",
        ),
        heading("Des sujets qui reviennent", "Subjects that come back", "Temas que vuelven"),
        words(
            "La mondialisation et ses effets sur les sociétés, les économies et la politique ; la délocalisation ; la "
            "dette ; les ateliers de misère. La page qui parle de « plus de dix ans » d’attention à la mondialisation "
            "n’est pas datée : ne comptez pas ces années à partir d’aujourd’hui.",
            "Globalisation and its effects on societies, economies and politics; offshoring; debt; sweatshops. The page "
            "that speaks of “more than ten years” of attention to globalisation bears no date: do not count those years "
            "from today.",
            "La globalización y sus efectos en las sociedades, las economías y la política; la deslocalización; la "
            "deuda; los talleres de miseria. La página que habla de «más de diez años» de atención a la globalización no "
            "lleva fecha: no cuente esos años desde hoy.",
        ),
    ),
    rows=("S9", "S10", "S29", "S78", "S79"),
    sources=("lettre", "mission", "wikimonde", "colloque"),
)

PAGES = (EDUCATION, TRAININGS, TOOLS, COMIC, EXHIBITION, TRANSITION, INTERNSHIPS, TOURS, DAYS, LAW, EXCHANGE)
