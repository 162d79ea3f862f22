"""What no link leads to, acted out for the pictures: forms on their way, letters, refusals, a first day.

A scene is given a window and an installation, and yields (name, page to take) or (name, the bytes of a PDF).
"""

import re
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import BrowserContext, Page, Route

from tests.journeys.server import Installation
from tests.website.moving.wxr import messy

Taken = Iterator[tuple[str, Page | bytes]]
Scene = Callable[[BrowserContext, Installation], Taken]
Opener = Callable[[], BrowserContext]

SETTINGS = {"CONVERGENCE_DEBUG": "0"}
EMPTY = SETTINGS | {"SECOND_FACTOR_REQUIRED": "0"}
LIST = """Liste des membres en règle;;;;;
;;;;;
No membre;Organisation;Responsable;Courriel;Effectif;Cotisation 2022-2023
1901;Syndicat des métiers du fil (exemple);Bœuf, Étienne;fil@syndicat.example;env. 240;1 250,00 $
1902;Syndicat de la teinture (exemple);Mme Rose Caron;teinture@syndicat.example; ;s. o.
;Syndicat des metiers du fil (exemple);;fil@syndicat.example;245;
Total;;;;485;1 250,00 $
"""
# Picture, list of the back office, and words of the line that is opened.
REGISTERS = (
    ("savoir-1-activite", "/gestion/activites/", "avec des travailleuses du textile"),
    ("savoir-2-evenement", "/gestion/evenements/?when=coming", "un salaire décent"),
    ("savoir-4-outil", "/gestion/outils/", "Bande dessinée"),
    ("savoir-5-commande", "/gestion/outils/commandes/?state=RECEIVED", "C2"),
    ("savoir-6-pret", "/gestion/expositions/", "bibliothèque"),
    ("savoir-7-formation", "/gestion/formations/?state=PROPOSED", "Port-Lumière"),
    ("savoir-8-projet", "/gestion/projets/?state=RUNNING", "valoristes"),
)
# Subjects that differ only by a number, a name or an amount are one kind of message.
SAME_KIND = re.compile(r"[\d\s$,.-]+|«[^»]*»")


def somebody(context: BrowserContext, there: Installation, role: str) -> Page:
    """Open a page as the demo's person of a role."""
    page = context.new_page()
    page.goto(urljoin(there.url, f"/demo/entrer/{role}/"))
    return page


def outbox(page: Page, there: Installation) -> Iterator[tuple[str, str]]:
    """Yield the subject and the address of every message of the outbox."""
    page.goto(urljoin(there.url, "/gestion/messages/boite-denvoi/"))
    while True:
        rows = page.locator("main table a")
        yield from [(row.inner_text(), urljoin(there.url, row.get_attribute("href") or "")) for row in rows.all()]
        further = page.locator("a[rel=next]")
        if not further.count():
            return
        page.goto(urljoin(page.url, further.first.get_attribute("href") or ""))


def e_mails(context: BrowserContext, there: Installation) -> Taken:
    """Take one message of every kind, as its reader sees it."""
    page = somebody(context, there, "coordinator")
    kinds: dict[str, str] = {}
    for subject, address in outbox(page, there):
        kinds.setdefault(SAME_KIND.sub(" ", subject).strip(), address)
    for kind, address in kinds.items():
        answer = page.goto(urljoin(address, "courriel.html"))
        if answer is not None and answer.ok:
            yield "courriel-" + re.sub(r"\W+", "-", kind.lower())[:50].strip("-"), page


def personal_form(context: BrowserContext, there: Installation) -> Taken:
    """Answer a call behind its personal link."""
    page = somebody(context, there, "coordinator")
    for _subject, address in outbox(page, there):
        html = context.request.get(urljoin(address, "courriel.html"))
        link = re.search(r"/c/[A-Za-z0-9_-]{32}/", html.text()) if html.ok else None
        amount = context.request.get(urljoin(there.url, link[0] + "cotisation/")).text() if link else ""
        if "computation__total" in amount and 'name="members"' in amount:  # computed on a number that may be corrected
            break
    else:
        return
    start = urljoin(there.url, link[0])
    page.goto(start)
    yield "lien-1-coordonnees", page
    page.goto(start + "cotisation/")
    yield "lien-2-cotisation", page
    page.locator("main form.form input:not([type=hidden])").first.fill("-3")
    page.locator("main form button").first.click()
    yield "lien-2-erreur", page
    page.goto(start + "reponse/")
    yield "lien-3-reponse", page
    page.locator("main form.form button").first.click()
    yield "lien-3-erreur", page
    page.goto(start + "merci/")
    yield "lien-4-merci", page


def unsubscribing(context: BrowserContext, there: Installation) -> Taken:
    """Open the link at the foot of a message, stop, and see what is said."""
    page = somebody(context, there, "coordinator")
    for _subject, address in outbox(page, there):
        html = context.request.get(urljoin(address, "courriel.html"))
        if html.ok and (link := re.search(r"/desabonnement/[^\"'?\s<]+", html.text())):
            page.goto(urljoin(there.url, link[0]))
            yield "desabonnement-1", page
            page.locator("main form button").first.click()
            yield "desabonnement-2-sans-choix", page
            if page.locator("main input[type=radio]").count():
                page.locator("main input[type=radio]").first.check()
                page.locator("main form button").first.click()
                yield "desabonnement-3-fait", page
            return


def signing_in(context: BrowserContext, there: Installation) -> Taken:
    """Ask for a code, and mistype it."""
    page = context.new_page()
    page.goto(urljoin(there.url, "/comptes/login/"))
    page.locator("main form button").first.click()
    yield "connexion-1-erreur", page
    page.locator("[name=login]").fill("personne@syndicat.example")
    page.locator("main form button").first.click()
    yield "connexion-2-code", page
    page.locator("[name=code]").fill("000000")
    page.locator("main form button").first.click()
    yield "connexion-3-erreur", page


def importing(context: BrowserContext, there: Installation) -> Taken:
    """Read a list, check its columns, see its lines, write them."""
    page = somebody(context, there, "coordinator")
    page.goto(urljoin(there.url, "/gestion/listes/"))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "membres.csv"
        file.write_text(LIST, encoding="utf-8")
        page.locator("main input[type=file]").set_input_files(file)
        page.locator("main .button--primary").click()
        page.wait_for_load_state()
    yield "liste-1-colonnes", page
    page.locator("main button[value=check]").click()
    page.wait_for_selector("article.import-row, .tabs", timeout=20_000)
    yield "liste-2-apercu", page
    page.locator("main .button--primary").first.click()
    page.wait_for_selector(".figures", timeout=20_000)
    yield "liste-3-resultat", page


def calling(context: BrowserContext, there: Installation) -> Taken:
    """Prepare a call until it waits for its signatures."""
    page = somebody(context, there, "coordinator")
    page.goto(urljoin(there.url, "/gestion/cotisations/nouvel-appel/"))
    page.locator("main input").nth(1).fill("2024-2025")
    page.locator("main .button--primary").click()
    page.wait_for_load_state()
    call = re.sub(r"lettre/.*", "", page.url)
    for number, name in enumerate(("periode", "lettre/fr", "destinataires", "apercu", "signatures", "envoi"), 1):
        page.goto(urljoin(call, f"{name}/"))
        yield f"appel-{number}-{name.replace('/', '-')}", page


def editing(context: BrowserContext, there: Installation) -> Taken:
    """Open what an editor of the site works with: a page, a piece of news, a milestone, a picture, the languages."""
    page = somebody(context, there, "coordinator")
    for name, words in (("site-1-page", "Formations"), ("site-2-nouvelle", "Aguascalientes, les gens")):
        page.goto(urljoin(there.url, "/gestion/site/langues/"))
        page.locator("main tr", has_text=words).locator("a[href$='/edit/']").first.click()
        page.wait_for_load_state("networkidle")
        yield name, page
    page.goto(urljoin(there.url, "/gestion/site/jalons/"))
    page.locator("main table a[href*='/edit/']").first.click()
    yield "site-3-jalon", page
    page.goto(urljoin(there.url, "/gestion/images/add/"))
    yield "site-4-image", page
    page.goto(urljoin(there.url, "/gestion/site/langues/"))
    yield "site-5-langues", page


def composing(context: BrowserContext, there: Installation) -> Taken:
    """Begin a page below the home page, and open the list of blocks."""
    page = somebody(context, there, "coordinator")
    page.goto(urljoin(there.url, "/gestion/site/langues/"))
    home = page.locator("main tbody tr a[href$='/edit/']").first.get_attribute("href") or ""
    page.goto(urljoin(there.url, re.sub(r"(\d+)/edit/$", r"add/website/textpage/\1/", home)))
    page.wait_for_load_state("networkidle")
    page.locator("[name=title]").fill("Une tournée dans les hôpitaux")
    page.locator("[name=lede]").fill("Trois semaines, douze assemblées, une même question : qui coud nos uniformes ?")
    page.locator("[data-streamfield-stream-container] button[title], .c-sf-add-button").first.click()
    page.wait_for_timeout(300)
    yield "site-6-composer", page


def learning(context: BrowserContext, there: Installation) -> Taken:
    """Open what is done from day to day for activities, events, tools, exhibitions and trainings."""
    page = somebody(context, there, "coordinator")
    for name, place, words in REGISTERS:
        page.goto(urljoin(there.url, place))
        page.locator("main table a, main article a").filter(has_text=words).first.click()
        page.wait_for_load_state()
        yield name, page
        if name == "savoir-2-evenement":
            page.goto(urljoin(page.url, "accueil/"))
            yield "savoir-3-accueil", page


def touring(context: BrowserContext, there: Installation) -> Taken:
    """Open a tour that is being prepared: what remains, its legs, the page of a host, a road book."""
    page = somebody(context, there, "education")
    page.goto(urljoin(there.url, "/gestion/tournees/?when=coming"))
    page.locator("main table a", has_text="coudre ici").first.click()
    page.wait_for_load_state()
    tour = page.url
    yield "tournee-1-a-faire", page
    page.goto(urljoin(tour, "itineraire/"))
    yield "tournee-2-itineraire", page
    page.goto(urljoin(tour, "invites/"))
    book = page.locator("main a[href$='.pdf']").first.get_attribute("href") or ""
    yield "tournee-3-invites", page
    yield "tournee-4-feuille-de-route", context.request.get(urljoin(page.url, book)).body()
    desk = somebody(context, there, "coordinator")  # who hosts is written to: the link stands in the message
    for _subject, address in outbox(desk, there):
        html = context.request.get(urljoin(address, "courriel.html"))
        if html.ok and (link := re.search(r"/accueil/[A-Za-z0-9_-]{32}/", html.text())):
            page.goto(urljoin(there.url, link[0]))
            if page.locator("main form").count():  # this host has not answered yet
                yield "tournee-5-hote", page
                return


def internships(context: BrowserContext, there: Installation) -> Taken:
    """Follow an internship: the call, points to give, the ranking, who went, the form of a candidate."""
    page = somebody(context, there, "education")
    page.goto(urljoin(there.url, "/gestion/stages/"))
    page.locator("main table a", has_text="dix semaines").first.click()
    page.wait_for_load_state()
    call = page.url
    yield "stage-1-appel", page
    page.goto(urljoin(call, "candidatures/"))
    page.locator("main td a[href$='/noter/']").first.click()
    page.wait_for_load_state()
    yield "stage-2-points", page
    page.goto(urljoin(there.url, "/gestion/stages/?state=DECIDED"))
    page.locator("main table a", has_text="Cuba").first.click()
    page.wait_for_load_state()
    page.goto(urljoin(page.url, "classement/"))
    yield "stage-3-classement", page
    page.goto(urljoin(there.url, "/gestion/stages/sejours/?when=past"))
    page.locator("main table a", has_text="Cuba").first.click()
    page.wait_for_load_state()
    yield "stage-4-sejour", page
    page.goto(urljoin(there.url, "/stages/"))
    page.locator("main a.rows__title").first.click()
    page.locator("main a.button--primary").first.click()
    page.wait_for_load_state()
    yield "stage-5-candidature", page


def moving_in(context: BrowserContext, there: Installation) -> Taken:
    """Read an export of WordPress: what would be done, before anything is."""
    page = somebody(context, there, "coordinator")
    page.goto(urljoin(there.url, "/gestion/site/emmenager/"))
    yield "site-7-emmenager", page
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ancien-site.xml"
        file.write_bytes(messy())
        page.locator("main input[type=file]").first.set_input_files(file)
        page.locator("main .button--primary").click()
        page.wait_for_load_state()
    yield "site-8-rapport", page


def errors_in_forms(context: BrowserContext, there: Installation) -> Taken:
    """Send forms as they come."""
    page = somebody(context, there, "coordinator")
    for name, address in (
        ("paiement", "/gestion/argent/paiements/ajouter/"),
        ("organisation", "/gestion/organisations/new/"),
        ("acces", "/gestion/reglages/personnes/ajouter/"),
    ):
        page.goto(urljoin(there.url, address))
        page.evaluate("document.querySelectorAll('main form').forEach(one => one.noValidate = true)")
        page.locator("main form[method=post] button[type=submit], main form[method=post] .button--primary").last.click()
        page.wait_for_load_state()
        yield f"erreur-{name}", page


def refusals(context: BrowserContext, there: Installation) -> Taken:
    """Meet every refusal, inside and outside."""
    page = context.new_page()
    page.goto(urljoin(there.url, "/rien-ici/"))
    yield "refus-404", page
    page.goto(urljoin(there.url, "/c/" + "A" * 32 + "/"))
    yield "refus-lien-personnel", page
    page.goto(urljoin(there.url, "/desabonnement/" + "A" * 32 + "/"))
    yield "refus-lien-desabonnement", page
    for status, name in ((400, "400.html"), (403, "403_csrf.html"), (500, "500.html")):
        html = there.manage("shell", "-v", "0", "-c", RENDER.format(name=name))
        page.route("**/refus/", partial(Route.fulfill, body=html, content_type="text/html"))
        page.goto(urljoin(there.url, "/refus/"))
        yield f"refus-{status}", page
        page.unroute("**/refus/")
    delegate = somebody(context, there, "delegate")
    delegate.goto(urljoin(there.url, "/espace/999999/"))
    yield "refus-espace-d-une-autre", delegate
    delegate.goto(urljoin(there.url, "/gestion/"))
    yield "refus-gestion", delegate
    staff = somebody(context, there, "coordinator")
    for name, address in (("404", "/gestion/rien-ici/"), ("403", "/gestion/argent/exercices/999999/fermer/")):
        staff.goto(urljoin(there.url, address))
        yield f"refus-gestion-{name}", staff
    for _attempt in range(25):
        context.request.get(urljoin(there.url, "/c/" + "B" * 32 + "/"))
    page.goto(urljoin(there.url, "/c/" + "A" * 32 + "/"))
    yield "refus-429", page


def first_run(context: BrowserContext, there: Installation) -> Taken:
    """Begin a centre."""
    page = context.new_page()
    page.goto(there.url)
    yield "premiers-pas-1", page
    page.locator("main form button").last.click()
    yield "premiers-pas-2-erreur", page
    code = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", there.manage("first_run"))[0]
    answers = {
        "code": code,
        "name": "Ligue des fils",
        "first_name": "Léa",
        "last_name": "Roy",
        "email": "lea@ligue.example",
    }
    for field, value in answers.items():
        page.locator(f"main [name$={field}]").first.fill(value)
    page.locator("main form button").last.click()
    page.wait_for_load_state()
    yield "premiers-pas-3-fait", page


RENDER = (
    "from django.template.loader import render_to_string; from django.test import RequestFactory; "
    "from convergence.ui.context import organisation; r = RequestFactory().get('/'); "
    "print(render_to_string('{name}', organisation(r)))"
)
OF_THE_DEMO: tuple[Scene, ...] = (
    signing_in,
    personal_form,
    unsubscribing,
    e_mails,
    importing,
    calling,
    editing,
    composing,
    learning,
    touring,
    internships,
    moving_in,
    errors_in_forms,
    refusals,
)
OF_THE_FIRST_DAY: tuple[Scene, ...] = (first_run,)
