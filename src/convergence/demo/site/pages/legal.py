"""Privacy, governance of personal information, legal notice: example texts, to be adopted before use."""

from convergence.demo.site.kit import Leaf, T, parts, words

MAIL = "mailto:ciso@ciso.qc.ca"
EXAMPLE = T(
    "Texte d’exemple, à faire adopter par votre conseil.",
    "Example text, to be adopted by your board.",
    "Texto de ejemplo, que su consejo debe adoptar.",
)

PRIVACY = Leaf(
    key="confidentialite",
    drawing="lock",
    title=T("Confidentialité", "Privacy", "Privacidad"),
    slug=T("confidentialite", "privacy", "privacidad"),
    kicker=EXAMPLE,
    lede=T(
        "Ce que nous savons de vous, pourquoi, et comment nous le reprendre.",
        "What we know about you, why, and how to take it back.",
        "Lo que sabemos de usted, por qué, y cómo recuperarlo.",
    ),
    more={"tells_changes": True},
    body=(
        *parts(
            "### Sur ce site\n\n"
            "Aucun traceur, aucune publicité, aucune demande à un autre site. Un témoin de connexion n’est posé que si "
            "vous entrez dans l’espace des membres.\n\n"
            "### Ce que nous demandons\n\n"
            "- **Pour cotiser** : l’organisation, une personne à joindre, le nombre de membres déclaré.\n"
            "- **Pour le bulletin** : une adresse de courriel, et les mots exacts auxquels vous avez dit oui.\n"
            "- **Quand vous nous écrivez** : ce que vous nous dites.\n\n"
            "Chaque but demande son propre accord. Une adresse donnée pour la cotisation ne sert pas à solliciter un don.\n\n"
            "### Vos droits\n\n"
            "Voir ce que nous avons sur vous, le faire corriger, en recevoir une copie, retirer votre accord. Écrivez à la "
            f"coordination, responsable de la protection des renseignements personnels : [ciso@ciso.qc.ca]({MAIL}). La "
            "réponse vient au plus tard en 30 jours.\n\n"
            "### Hors du Québec\n\n"
            "Rien n’est transmis hors du Québec sans une évaluation préalable et une entente écrite.\n\n"
            "### Changements\n\n"
            "Toute modification de cette politique est annoncée ici avec sa date. Voir aussi [la gouvernance des "
            "renseignements personnels](page:gouvernance-des-renseignements).",
            "### On this site\n\n"
            "No tracker, no advertising, no request to another site. A session cookie is set only if you enter the "
            "members’ space.\n\n"
            "### What we ask for\n\n"
            "- **To pay dues**: the organisation, a person to reach, the declared number of members.\n"
            "- **For the bulletin**: an e-mail address, and the exact words to which you said yes.\n"
            "- **When you write to us**: what you tell us.\n\n"
            "Each purpose needs its own consent. An address given for dues is not used to ask for a donation.\n\n"
            "### Your rights\n\n"
            "Seeing what we hold about you, having it corrected, receiving a copy of it, withdrawing your consent. Write to "
            f"the coordination, in charge of protecting personal information: [ciso@ciso.qc.ca]({MAIL}). The answer "
            "comes within 30 days.\n\n"
            "### Outside Québec\n\n"
            "Nothing is passed on outside Québec without a prior assessment and a written agreement.\n\n"
            "### Changes\n\n"
            "Any change to this policy is announced here with its date. See also [the governance of personal "
            "information](page:gouvernance-des-renseignements).",
            "### En este sitio\n\n"
            "Ningún rastreador, ninguna publicidad, ninguna solicitud a otro sitio. Solo se coloca una cookie de sesión si "
            "usted entra en el espacio de los miembros.\n\n"
            "### Lo que pedimos\n\n"
            "- **Para las cuotas**: la organización, una persona de contacto, el número de miembros declarado.\n"
            "- **Para el boletín**: una dirección de correo, y las palabras exactas a las que dijo que sí.\n"
            "- **Cuando nos escribe**: lo que usted nos dice.\n\n"
            "Cada fin requiere su propio consentimiento. Una dirección dada para la cuota no sirve para pedir una "
            "donación.\n\n"
            "### Sus derechos\n\n"
            "Ver lo que tenemos sobre usted, hacerlo corregir, recibir una copia, retirar su consentimiento. Escriba a la "
            f"coordinación, responsable de la protección de los datos personales: [ciso@ciso.qc.ca]({MAIL}). La respuesta "
            "llega a más tardar en 30 días.\n\n"
            "### Fuera de Quebec\n\n"
            "Nada se transmite fuera de Quebec sin una evaluación previa y un acuerdo escrito.\n\n"
            "### Cambios\n\n"
            "Toda modificación de esta política se anuncia aquí con su fecha. Véase también [la gobernanza de los datos "
            "personales](page:gouvernance-des-renseignements).",
        ),
    ),
    rows=("L1", "L3", "L4"),
)

GOVERNANCE = Leaf(
    key="gouvernance-des-renseignements",
    drawing="lock",
    title=T(
        "Gouvernance des renseignements personnels",
        "Governance of personal information",
        "Gobernanza de los datos personales",
    ),
    slug=T("gouvernance-des-renseignements", "governance-of-personal-information", "gobernanza-de-los-datos"),
    kicker=EXAMPLE,
    lede=T(
        "Qui fait quoi avec les renseignements, du premier jour au dernier.",
        "Who does what with information, from the first day to the last.",
        "Quién hace qué con los datos, del primer día al último.",
    ),
    more={"tells_changes": True},
    body=(
        *parts(
            "### La personne responsable\n\n"
            f"Titre : coordination. Pour la joindre : [ciso@ciso.qc.ca]({MAIL}).\n\n"
            "### Les rôles\n\n"
            "Chaque membre de l’équipe ne voit que ce que son rôle demande : la trésorerie voit les paiements, les tables "
            "régionales leur région, les personnes déléguées leur organisation. Chaque modification laisse une trace.\n\n"
            "### Conserver, détruire\n\n"
            "Les pièces comptables et les reçus restent aussi longtemps que la loi l’exige. Le reste est détruit ou rendu "
            "anonyme quand son but est atteint.\n\n"
            "### Se plaindre\n\n"
            "Écrivez à la personne responsable. Elle accuse réception, vérifie, répond par écrit. Si la réponse ne vous "
            "satisfait pas, la Commission d’accès à l’information du Québec peut être saisie.",
            "### The person in charge\n\n"
            f"Title: coordination. To reach them: [ciso@ciso.qc.ca]({MAIL}).\n\n"
            "### The roles\n\n"
            "Each member of the team sees only what their role calls for: the treasury sees payments, the regional tables "
            "their region, delegates their organisation. Every change leaves a trace.\n\n"
            "### Keeping, destroying\n\n"
            "Accounting papers and receipts stay as long as the law requires. The rest is destroyed or made anonymous once "
            "its purpose is achieved.\n\n"
            "### Complaining\n\n"
            "Write to the person in charge. They acknowledge, check and answer in writing. If the answer does not satisfy "
            "you, the Commission d’accès à l’information du Québec can be seized of it.",
            "### La persona responsable\n\n"
            f"Cargo: coordinación. Para contactarla: [ciso@ciso.qc.ca]({MAIL}).\n\n"
            "### Las funciones\n\n"
            "Cada integrante del equipo solo ve lo que exige su función: la tesorería ve los pagos, las mesas regionales su "
            "región, las personas delegadas su organización. Cada cambio deja una huella.\n\n"
            "### Conservar, destruir\n\n"
            "Los documentos contables y los recibos se guardan tanto tiempo como lo exija la ley. El resto se destruye o se "
            "vuelve anónimo cuando se cumple su fin.\n\n"
            "### Quejarse\n\n"
            "Escriba a la persona responsable. Ella acusa recibo, verifica y responde por escrito. Si la respuesta no le "
            "satisface, puede acudir a la Commission d’accès à l’information du Québec.",
        ),
    ),
    rows=("L1", "L2"),
)

LEGAL = Leaf(
    key="mentions-legales",
    drawing="scales",
    title=T("Mentions légales", "Legal notice", "Aviso legal"),
    slug=T("mentions-legales", "legal-notice", "aviso-legal"),
    kicker=EXAMPLE,
    lede=T(
        "Ce site est une démonstration.",
        "This site is a demonstration.",
        "Este sitio es una demostración.",
    ),
    more={"tells_changes": True},
    body=(
        words(
            "Les faits sur le centre viennent des pages publiques citées au bas de chaque page, dites avec d’autres mots. "
            "Les syndicats, les personnes, les montants et les adresses des registres sont inventés, sauf les noms que ces "
            "sources rendent publics.\n\n"
            "Une erreur ? Écrivez-nous par la page [Nous joindre](page:contact) ; elle sera corrigée avec sa source.",
            "The facts about the centre come from the public pages cited at the foot of each page, said in other words. The "
            "unions, people, amounts and addresses of the registers are made up, except the names that these sources make "
            "public.\n\n"
            "A mistake? Write to us from the page [Contact us](page:contact); it will be corrected with its source.",
            "Los hechos sobre el centro provienen de las páginas públicas citadas al pie de cada página, dichos con otras "
            "palabras. Los sindicatos, las personas, los montos y las direcciones de los registros son inventados, salvo los "
            "nombres que esas fuentes hacen públicos.\n\n"
            "¿Un error? Escríbanos desde la página [Contacto](page:contact); se corregirá con su fuente.",
        ),
    ),
    rows=(),
)

PAGES = (PRIVACY, GOVERNANCE, LEGAL)
