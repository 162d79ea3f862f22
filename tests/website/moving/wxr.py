"""A made-up export of WordPress: every kind of mess that twenty years of hands leave in a site."""

from dataclasses import dataclass
from html import escape

SITE = "https://www.centre.example"
NAMESPACES = (
    'xmlns:excerpt="http://wordpress.org/export/{0}/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:wp="http://wordpress.org/export/{0}/"'
)


def cdata(words: str) -> str:
    return "<![CDATA[" + words.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def item(
    number: int, kind: str = "page", title: str = "", content: str = "", *, slug: str = "", status: str = "publish",
    parent: int = 0, order: int = 0, date: str = "2019-05-12 10:30:00", link: str = "", author: str = "zoe", excerpt: str = "",
    file: str = "", labels: tuple[tuple[str, str, str], ...] = (), meta: dict[str, str] | None = None, password: str = "",
    comments: int = 0,
) -> str:  # fmt: skip
    """Write one item."""
    parts = [
        f"<title>{cdata(title)}</title>",
        f"<link>{escape(link or f'{SITE}/{slug}/')}</link>",
        f"<dc:creator>{cdata(author)}</dc:creator>",
        f"<content:encoded>{cdata(content)}</content:encoded>",
        f"<excerpt:encoded>{cdata(excerpt)}</excerpt:encoded>",
        f"<wp:post_id>{number}</wp:post_id>",
        f"<wp:post_date>{cdata(date)}</wp:post_date>",
        f"<wp:post_name>{cdata(slug)}</wp:post_name>",
        f"<wp:status>{cdata(status)}</wp:status>",
        f"<wp:post_parent>{parent}</wp:post_parent>",
        f"<wp:menu_order>{order}</wp:menu_order>",
        f"<wp:post_type>{cdata(kind)}</wp:post_type>",
        f"<wp:post_password>{cdata(password)}</wp:post_password>",
    ]
    if file:
        parts.append(f"<wp:attachment_url>{cdata(f'{SITE}/wp-content/uploads/{file}')}</wp:attachment_url>")
    parts += [
        f'<category domain="{domain}" nicename="{nicename}">{cdata(name)}</category>'
        for domain, nicename, name in labels
    ]
    parts += [
        f"<wp:postmeta><wp:meta_key>{cdata(key)}</wp:meta_key><wp:meta_value>{cdata(value)}</wp:meta_value></wp:postmeta>"
        for key, value in (meta or {}).items()
    ]
    parts += ["<wp:comment><wp:comment_content>Bravo!</wp:comment_content></wp:comment>"] * comments
    return f"<item>{''.join(parts)}</item>"


def export(*items: str, version: str = "1.2", language: str = "fr-CA", site: str = SITE) -> bytes:
    """Write an export of those items."""
    head = (
        f"<title>Centre d’exemple</title><link>{site}</link><language>{language}</language>"
        f"<wp:wxr_version>{version}</wp:wxr_version><wp:base_site_url>{site}</wp:base_site_url>"
        f"<wp:base_blog_url>{site}</wp:base_blog_url><wp:author><wp:author_login>{cdata('zoe')}</wp:author_login>"
        f"<wp:author_email>zoe@centre.example</wp:author_email>"
        f"<wp:author_display_name>{cdata('Zoé Tremblay')}</wp:author_display_name></wp:author>"
    )
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- generator="WordPress/5.9" -->\n'
        f'<rss version="2.0" {NAMESPACES.format(version)}><channel>{head}{"".join(items)}</channel></rss>'
    )
    return text.encode()


@dataclass(frozen=True)
class Words:
    """Contents of the messy export, by what they try."""

    history = """<h1>Historique</h1>
En juin 1975, face à la montée grandissante des multinationales, on convoque une conférence : "La lutte" dit-on...
Elle réunit près de 500 travailleuses&nbsp;&nbsp; &nbsp;et travailleurs, et 44 délégué-e-s. C'est l'organisation de *leur* 50^e !

&nbsp;

<p style="color: red">L'adresse reste : https://www.centre.example/a-propos?x=1...</p>
<p></p>
k

<h2>Petite histoire d'un grand réseau</h2>
<img class="wp-image-30 alignleft" src="https://www.centre.example/wp-content/uploads/2015/06/petite-hisoire-ciso-300x200.png" alt="petite-hisoire-ciso" width="300" height="200" />
"""
    wiki = (
        """Aller à : navigation, rechercher
<p>Fondé en 1975<sup>[1]</sup>, il relie[2] le Nord[3] et le Sud[4]; voir[5] aussi[6], puis[7] et[8] encore[9] ceci[10] enfin[11].</p>
<h2>Coordonnatrices [modifier | modifier le code]</h2>
<ul><li>1995-2006 : quelqu'une</li><li>k</li></ul>
<h2>Notes et références</h2>
<ol>"""
        + "".join(f'<li id="cite_note-{n}">↑ Source {n}, https://archives.example/{n}</li>' for n in range(1, 12))
        + """</ol>
<p>Erreur Lua dans Module:Suivi_des_biographies à la ligne 197 : attempt to index field 'wikibase' (a nil value).</p>
"""
    )
    gutenberg = """<!-- wp:heading --><h3>Un</h3><!-- /wp:heading -->
<!-- wp:paragraph {"align":"center"} --><p class="has-red-color">Bonjour<sup data-fn="a1-9e" class="fn"><a href="#a1-9e" id="a1-9e-link">1</a></sup> à
toutes.</p><!-- /wp:paragraph -->
<!-- wp:heading {"level":4} --><h4>Deux</h4><!-- /wp:heading -->
<!-- wp:quote --><blockquote><p>Nous marchons.</p><cite>Léa Roy, 2019</cite></blockquote><!-- /wp:quote -->
<!-- wp:quote --><blockquote><p>Des mots sans personne.</p></blockquote><!-- /wp:quote -->
<!-- wp:embed --><iframe src="https://videos.example/embed/1"></iframe><!-- /wp:embed -->"""
    hostile = """<p onclick="x()">Texte <a href="java&#10;script:alert(1)">un</a> <a href="#">deux</a>
<a href=" JavaScript:alert(2)">trois</a> <a href="data:text/html,x">quatre</a> <a href="https://ami.example/?a=1&amp;b='c'">cinq</a></p>
<script>document.write("<p>sournois</p>")</script><style>p{color:red}</style><svg><script>1</script></svg>
<img src="https://pixel.wp.com/g.gif?x" width="1" height="1"/><img src="https://www.facebook.com/tr?id=1" />
<img src="javascript:alert(1)" alt="x"><iframe src="javascript:alert(1)"></iframe>
[contact-form-7 id="4" title="Contact"] [sic] [...] [vc_row width="1/2"]Colonne[/vc_row]
<table><tr><th>Année</th><th>Nom</th></tr><tr><td>1975</td><td>Conférence</td></tr></table>"""
    links = """<p><a href="/notre-histoire/">interne</a> <a href="https://www.centre.example/?p=20">nouvelle</a>
<a href="http://centre.example/wp-content/uploads/2018/01/rapport.pdf">rapport</a> <a href="/perdue/">perdue</a></p>"""
    caption = """[caption id="attachment_31" align="alignnone" width="300"]<img class="wp-image-31" src="https://www.centre.example/wp-content/uploads/2019/05/marche.png" alt="Une marche de nuit sous des lanternes" width="300" height="200" /> La marche. Photo : Alix Saint-Onge, CSN[/caption]
Suite."""


THEME = ("post_tag", "travail-decent", "Travail décent")


def messy() -> bytes:
    """Write the whole messy export: thirty items."""
    words = Words
    return export(
        item(1, title="Accueil", slug="accueil", link=f"{SITE}/", content="Bienvenue."),
        item(2, title="Historique", slug="notre-histoire", content=words.history),
        item(3, title="Encyclopédie", slug="encyclopedie", content=words.wiki),
        item(4, title="Équipe &amp; conseil", slug="%c3%a9quipe", content="Texte.", order=2),
        item(5, title="Sous-page", slug="sous-page", parent=4, link=f"{SITE}/equipe/sous-page/", content=words.gutenberg, meta={"footnotes": '[{"id":"a1-9e","content":"Une <a href=\\"https://n.example/\\">note</a>"}]'}),
        item(6, title="Orpheline", slug="orpheline", parent=999, content="Seule."),
        item(7, title="Boucle A", slug="boucle-a", parent=8, content="A."),
        item(8, title="Boucle B", slug="boucle-b", parent=7, content="B."),
        item(9, title="Contact", slug="contact", content="Ancienne page."),
        item(10, title="Faites un don", slug="faites-un-don", link=f"{SITE}/outils/faites-un-don/", content="Donnez."),
        item(11, title="Brouillon", slug="brouillon", status="draft", content="À finir."),
        item(12, title="Privée", slug="privee", status="private", content="Secret."),
        item(13, title="Corbeille", slug="corbeille__trashed", status="trash", content="Non."),
        item(14, title="", slug="", link=f"{SITE}/?page_id=14", content="Sans titre."),
        item(15, title="Gestion", slug="gestion", content="Même nom que le produit."),
        item(16, title="Liens", slug="liens", content=words.links),
        item(17, title="Hostile", slug="hostile", content=words.hostile),
        item(20, "post", "Une nouvelle : \"enfin\"", words.caption, slug="une-nouvelle", link=f"{SITE}/2019/05/12/une-nouvelle/", labels=(THEME, ("category", "divers", "Divers")), comments=2),
        item(21, "post", "Communiqué", "<p>Un.</p>", slug="communique", link=f"{SITE}/2020/communique/", labels=(("category", "communiques", "Communiqués"),), date="2020-02-30 10:00:00"),
        item(22, "post", "Une nouvelle", "Autre.", slug="une-nouvelle", link=f"{SITE}/2020/01/une-nouvelle/", date="2020-01-02 23:30:00"),
        item(23, "post", "À venir", "Plus tard.", slug="a-venir", status="future"),
        item(24, "post", "Anglais", "Words.", slug="in-german", labels=(("language", "de", "Deutsch"),)),
        item(30, "attachment", "petite-hisoire-ciso", slug="petite-hisoire-ciso", status="inherit", file="2015/06/petite-hisoire-ciso.png", meta={"_wp_attachment_image_alt": "petite-hisoire-ciso"}),
        item(31, "attachment", "Marche", slug="marche", status="inherit", file="2019/05/marche.png"),
        item(32, "attachment", "Rapport", slug="rapport", status="inherit", file="2018/01/rapport.pdf", excerpt="Rapport annuel"),
        item(33, "attachment", "Disparue", slug="disparue", status="inherit", file="2010/01/disparue.jpg"),
        item(34, "attachment", "Dessin", slug="dessin", status="inherit", file="2010/01/dessin.svg"),
        item(35, "attachment", "Menteuse", slug="menteuse", status="inherit", file="2010/01/menteuse.jpg"),
        item(40, "nav_menu_item", "Menu", slug="menu"),
        item(41, "revision", "Vieille", slug="2-revision-v1"),
    )  # fmt: skip
