"""Each door: public catalogue, files, order form, personal link, members' space, back office, API, feed, search."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.utils import timezone

from convergence.accounts.models import ApiToken
from convergence.accounts.tokens import digest_of
from convergence.contacts.commands import create_person
from convergence.education.tools import commands
from convergence.education.tools.models import DownloadCount, Order, PoolUse, Tool
from convergence.education.tools.queries.orders import token_of
from convergence.messaging.models import Delivery
from convergence.vocabulary.models import Place
from convergence.website.cache import copies
from convergence.website.searching import index
from convergence.website.searching.finding import find
from tests.education.tools.conftest import PDF

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
BUYER = {
    "name": "Ana Exemple",
    "email": "ana@syndicat.example",
    "street": "12, rue de l’Exemple",
    "city": "Montréal",
    "province": "QC",
    "postal_code": "H2X 1Y4",
}


@pytest.fixture(autouse=True)
def patient() -> None:
    """Forget how many orders came from this network."""
    cache.clear()


def page(path: str, **given: Any) -> str:
    copies.forget()
    answer = Client().get(path, **given)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def upload(name: str = "depliant.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.rule("S89")
def test_the_comic_shows_its_french_title_in_spanish_until_a_spanish_edition_exists(tool: Any, at: Any) -> None:
    places = [
        Place.objects.create(slug=slug, name_fr=french, name_es=spanish, country=country).pk
        for slug, french, spanish, country in (
            ("quebec", "Québec", "Quebec", "CA"),
            ("mexique", "Mexique", "México", "MX"),
            ("bangladesh", "Bangladesh", "Bangladés", "BD"),
        )
    ]
    comic = tool("La bande dessinée", summary_es="La ruta de la ropa", places=places)
    spanish = page("/es/catalogue/la-bande-dessinee/")
    assert '<h1 lang="fr">La bande dessinée</h1>' in spanish
    assert '<p class="lede" lang="es">La ruta de la ropa</p>' in spanish
    assert "Quebec → México → Bangladés" in " ".join(spanish.split())
    version = commands.add_version(tool_id=comic.pk, actor=None, at=at)
    given: dict[str, Any] = {"version_id": version.pk, "actor": None, "at": at}
    commands.add_edition(language="es", title="La historieta", url="https://historieta.example/", **given)
    assert '<h1 lang="fr">La bande dessinée</h1>' in page("/es/catalogue/la-bande-dessinee/")
    commands.publish_version(**given)
    assert '<h1 lang="es">La historieta</h1>' in page("/es/catalogue/la-bande-dessinee/")
    assert '<h1 lang="fr">La bande dessinée</h1>' in page("/catalogue/la-bande-dessinee/")
    assert 'lang="es"><a href="/es/catalogue/la-bande-dessinee/">La historieta</a>' in page("/es/catalogue/")


@pytest.mark.rule("S84")
def test_an_old_version_is_still_downloadable_and_says_that_a_newer_one_exists(tool: Any, at: Any) -> None:
    made = tool("Guide")
    old = made.editions.get()
    address = f"/catalogue/fichier/{old.pk}/{old.name}"
    second = commands.add_version(tool_id=made.pk, actor=None, at=at)
    given: dict[str, Any] = {"version_id": second.pk, "actor": None, "at": at}
    commands.add_edition(language="fr", content=PDF + b"% 2", name="guide-2.pdf", **given)
    assert Client().get("/catalogue/guide/version-2/").status_code == 404
    commands.publish_version(**given)
    said = page("/catalogue/guide/version-1/")
    assert "Une plus récente existe" in said
    assert address in said
    assert b"".join(Client().get(address).streaming_content) == PDF
    assert "Une plus récente existe" not in page("/catalogue/guide/")
    commands.change_tool(tool_id=made.pk, slug="guide-du-fil", actor=None, at=at)
    copies.forget()
    moved = [Client().get(f"/catalogue/guide/{rest}") for rest in ("", "version-1/")]
    assert [(one.status_code, one["Location"]) for one in moved] == [
        (301, "/catalogue/guide-du-fil/"),
        (301, "/catalogue/guide-du-fil/version-1/"),
    ]
    assert Client().get(address).status_code == 200
    assert Client().get(f"/catalogue/fichier/{old.pk}/autre.pdf").status_code == 301


@pytest.mark.rule("S84")
def test_a_download_is_counted_without_a_trace(tool: Any) -> None:
    edition = tool().editions.get()
    address = f"/catalogue/fichier/{edition.pk}/{edition.name}"
    browser = Client()
    for agent in (BROWSER, BROWSER, "curl/8", "Mozilla/5.0 (compatible; Examplebot/1.0)"):
        answer = browser.get(address, headers={"user-agent": agent})
        assert answer["Content-Disposition"] == 'attachment; filename="outil.pdf"'
        assert answer["X-Content-Type-Options"] == "nosniff"
    browser.head(address, headers={"user-agent": BROWSER})
    assert not browser.cookies
    assert list(DownloadCount.objects.values_list("edition", "number")) == [(edition.pk, 2)]
    assert {field.name for field in DownloadCount._meta.fields} == {"id", "edition", "day", "number"}
    assert "2 fois" in page("/catalogue/bande-dessinee/")


def test_what_is_not_public_has_no_address(tool: Any, at: Any) -> None:
    hidden = [tool("Brouillon", published=False), tool("Membres", audience="MEMBERS"), tool("Retiré")]
    commands.withdraw_tool(tool_id=hidden[2].pk, reason="erreur", actor=None, at=at)
    for made in hidden:
        edition = made.editions.get()
        for address in (f"/catalogue/{made.slug}/", f"/catalogue/fichier/{edition.pk}/{edition.name}"):
            assert Client().get(address).status_code == 404, address
    index.bring_up_to_date(whole=True)
    assert find("brouillon membres retiré", "fr").found == 0
    shown = page("/catalogue/") + page("/fil/outils.atom") + page("/sitemap.xml")
    assert [made.title for made in hidden if made.title in shown] == []


@pytest.mark.rule("S50")
def test_a_pseudonym_is_all_that_any_door_tells_and_machines_read_the_page(cast: Any, tool: Any, at: Any) -> None:
    made = tool("Fil")
    person = create_person(given_name="Chloé", family_name="Civil", pseudonym="Chloloula", actor=None, at=at)
    commands.add_credit(tool_id=made.pk, capacity="AUTHOR", person_id=person.pk, actor=None, at=at)
    said = page("/catalogue/fil/")
    token(cast, "education")
    api = client_api("education", "tools").json()["results"][0]
    assert "Civil" not in said + page("/fil/outils.atom") + json.dumps(api)
    assert api["credits"] == [{"name": "Chloloula", "capacity": "AUTHOR"}]
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', said, re.DOTALL)[1])
    work = data["@graph"][1]
    assert (work["@type"], work["creator"][0]["name"]) == ("ComicStory", "Chloloula")
    assert work["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert 'property="og:title" content="Fil"' in said
    assert 'hreflang="es" href="http://localhost:8000/es/catalogue/fil/"' in said
    index.bring_up_to_date(whole=True)
    assert [group.kind for group in find("chloloula", "fr").groups] == ["TOOL"]
    assert "CC BY 4.0" in page("/fil/outils.atom")
    assert "/en/catalogue/fil/" in page("/sitemap.xml")


def test_the_catalogue_is_filtered(tool: Any) -> None:
    tool("Guide du fil", "GUIDE")
    tool("Bande du fil")
    for query, shown in (
        ("genre=GUIDE", ["Guide"]),
        ("langue=es", []),
        ("langue=fr", ["Guide", "Bande"]),
        ("theme=x", ["Guide", "Bande"]),
    ):
        said = page(f"/catalogue/?{query}")
        assert [name for name in ("Guide", "Bande") if f"{name} du fil" in said] == shown, query


@pytest.mark.rule("S84", "C4")
def test_anybody_orders_without_an_account_and_follows_the_order(printing: Any, cast: Any) -> None:
    made = printing(left=10)
    browser = Client(enforce_csrf_checks=True)
    form = browser.get("/catalogue/commander/")
    assert "checked" not in form.content.decode()
    assert "no-store" in form["Cache-Control"]
    key = re.search(r'name="key" value="([^"]+)"', form.content.decode())[1]
    refused = browser.post("/catalogue/commander/", {**BUYER, "key": key, f"copies_{made.pk}": 11})
    assert (refused.status_code, Order.objects.count()) == (422, 0)
    assert "Il reste 10 exemplaires" in refused.content.decode()
    for absurd in ("-1", "501", "abc", "²", "9" * 40, ""):
        answer = browser.post("/catalogue/commander/", {**BUYER, "key": key, f"copies_{made.pk}": absurd})
        assert (answer.status_code, Order.objects.count()) == (422, 0), absurd
    sent = {**BUYER, "key": key, f"copies_{made.pk}": 2, "note": "<b>Merci</b>"}
    done = [browser.post("/catalogue/commander/", sent) for _twice in range(2)]
    order = Order.objects.get()
    address = f"/commandes/{token_of(order.nonce)}/"
    assert [one["Location"] for one in done] == [address] * 2
    assert not browser.cookies
    mine = browser.get(address)
    assert mine["X-Robots-Tag"] == "noindex, nofollow"
    assert "24,00" in mine.content.decode()
    assert "à confirmer" in mine.content.decode()
    assert browser.get(f"{address}facture.pdf").status_code == 404
    assert Client().get("/commandes/" + "x" * 32 + "/").status_code == 404
    assert "Nous avons votre commande" in " ".join(Delivery.objects.get().message.subject.split())


def test_too_many_orders_of_one_network_wait(printing: Any) -> None:
    made = printing(left=100)
    for number in range(11):
        answer = Client().post("/catalogue/commander/", {**BUYER, "key": f"k{number}", f"copies_{made.pk}": 1})
    assert (answer.status_code, Order.objects.count()) == (422, 10)


@pytest.mark.rule("S84")
def test_the_team_accepts_sends_and_cancels_and_the_link_follows(printing: Any, ordered: Any, cast: Any) -> None:
    made = printing(left=10)
    order = ordered({made.pk: 2}, organisation=cast.amiante.name, at=timezone.now())
    address, link = f"/gestion/outils/commandes/{order.pk}/", f"/commandes/{token_of(order.nonce)}/"
    browser = cast.client("education")
    assert cast.amiante.name in browser.get(f"{address}accepter/").content.decode()
    assert browser.post(f"{address}accepter/", {"payer": "SAVT"}).status_code == 422  # no postage yet
    assert browser.post(f"{address}accepter/", {"payer": "SAVT", "postage": "4,50"}).status_code == 302
    order.refresh_from_db()
    assert (order.state, order.contact, order.total_cents) == ("ACCEPTED", cast.amiante, 2_850)
    assert browser.get(f"{address}facture.pdf").content[:5] == b"%PDF-"
    assert Client().get(f"{link}facture.pdf").content[:5] == b"%PDF-"
    said = Client().get(link).content.decode()
    assert "28,50" in said
    assert order.number in said
    assert Client().post(f"{link}annuler/").status_code == 409
    assert browser.post(f"{address}expedier/", {"tracking": "Postes 1"}).status_code == 302
    assert "Postes 1" in Client().get(link).content.decode()
    assert "Annuler la commande" not in browser.get(address).content.decode()
    other = ordered({made.pk: 1}, at=timezone.now())
    other_link = f"/commandes/{token_of(other.nonce)}/"
    assert Client().post(f"{other_link}annuler/").status_code == 302
    other.refresh_from_db()
    assert other.state == "CANCELLED"
    assert "C20" in browser.get("/gestion/outils/commandes/?q=Ana&format=csv").getvalue().decode()
    for name in ("board", "animator", "communications", "projects"):
        assert order.name not in cast.client(name).get(address).content.decode(), name
    mine = cast.client("delegate").get(f"/espace/{cast.amiante.pk}/commandes/").content.decode()
    assert order.number in mine
    assert other.number not in mine
    assert cast.client("stranger").get(f"/espace/{cast.amiante.pk}/commandes/").status_code == 404


def test_the_card_is_offered_when_its_keys_are_there(printing: Any, ordered: Any, at: Any) -> None:
    order = ordered({printing().pk: 1})
    commands.accept_order(order_id=order.pk, writes_record=True, postage_cents=0, actor=None, at=at)
    link = f"/commandes/{token_of(order.nonce)}/"
    assert "Payer par carte" not in Client().get(link).content.decode()
    with override_settings(STRIPE_SECRET_KEY="sk_test", STRIPE_WEBHOOK_SECRET="whsec"):
        assert "Payer par carte" in Client().get(link).content.decode()
    assert Client().post(f"{link}carte/").status_code == 302
    assert Client().get("/commandes/retour/abc/paye/").status_code == 200


@pytest.mark.rule("S8")
def test_a_union_offers_the_team_accepts_another_takes(cast: Any) -> None:
    own, other = cast.client("delegate"), cast.client("stranger")
    space, theirs = f"/espace/{cast.amiante.pk}/outils/", f"/espace/{cast.zibeline.pk}/outils/"
    given = {"title": "Dépliant du fil", "kind": "LEAFLET", "language": "fr", "licence": "CC_BY", "audience": "MEMBERS"}
    bad: tuple[dict[str, Any], ...] = (
        {"licence": "", "file": upload()},
        {"file": upload("a.exe", b"MZ")},
        {"file": upload("a.pdf", PDF + b"<< /JS (app.alert) >>")},
        {"url": "javascript:alert(1)"},
        {"url": "https://a.example/", "file": upload()},
        {},
    )
    for wrong in bad:
        assert own.post(f"{space}offrir/", {**given, **wrong}).status_code == 200, (
            wrong
        )  # the form again, with its errors
        assert not Tool.objects.exists(), wrong
    assert own.post(f"{space}offrir/", {**given, "file": upload(), "is_lent": "on"}).status_code == 302
    tool = Tool.objects.get()
    edition = tool.editions.get()
    assert "Dépliant du fil" not in other.get(theirs).content.decode()
    assert other.post(f"{theirs}fichiers/{edition.pk}/").status_code == 404
    assert "outil offert par un syndicat" in cast.client("education").get("/gestion/").content.decode()
    assert (
        cast.client("education").post(f"/gestion/outils/{tool.pk}/publier/", {"audience": "MEMBERS"}).status_code == 302
    )
    said = other.get(theirs).content.decode()
    assert "Dépliant du fil" in said
    assert "CC BY 4.0" in said
    assert cast.amiante.name in said
    assert b"".join(other.post(f"{theirs}fichiers/{edition.pk}/").streaming_content) == PDF
    today = timezone.localdate()
    days = {"from_date": today.isoformat(), "until_date": (today + timedelta(days=2)).isoformat()}
    assert other.post(f"{theirs}{tool.pk}/emprunter/", days).status_code == 302
    loan = PoolUse.objects.get(kind="LOAN")
    assert other.post(f"{theirs}prets/{loan.pk}/", {"state": "LENT"}).status_code == 404
    assert own.post(f"{space}prets/{loan.pk}/", {"state": "LENT"}).status_code == 302
    assert [
        re.findall(r'figure__number">\s*(\d+)', browser.get(place).content.decode())
        for browser, place in ((own, space), (other, theirs))
    ] == [["2", "0"], ["0", "2"]]
    assert own.post(f"{theirs}offrir/", {**given, "file": upload()}).status_code == 404


@pytest.mark.rule("S11")
def test_an_adoption_is_counted_once_on_the_page_of_the_kit(cast: Any, tool: Any) -> None:
    kit = tool("Trousse", "KIT", resolution_fr="Il est proposé…")
    own = cast.client("delegate")
    address = f"/espace/{cast.amiante.pk}/outils/{kit.pk}/adopter/"
    given = {"body": "assemblée générale", "adopted": "2024-05-02"}
    assert own.post(address, given).status_code == 302
    assert own.post(address, given).status_code == 200  # said again, with its error
    said = page("/catalogue/trousse/")
    assert re.findall(r'figure__number">\s*(\d+)', said) == ["1", "1"]
    assert "Il est proposé…" in said
    assert cast.amiante.name not in said
    assert own.post(address, {**given, "adopted": "2024-06", "is_named": "on"}).status_code == 302
    said = page("/catalogue/trousse/")
    assert f"{cast.amiante.name}, assemblée générale" in said
    assert "2024-05" in cast.client("education").get(f"/gestion/outils/{kit.pk}/").content.decode()


def test_the_back_office_from_a_draft_to_a_sale(cast: Any) -> None:
    browser = cast.client("education")
    given = {"kind": "COMIC", "title": "Fil", "language": "fr", "audience": "PUBLIC"}
    assert browser.post("/gestion/outils/ecrire/", {**given, "places": "Atlantide"}).status_code == 422
    assert browser.post("/gestion/outils/ecrire/", given).status_code == 302
    tool = Tool.objects.get()
    place = f"/gestion/outils/{tool.pk}/"
    assert browser.post(f"{place}publier/", {"audience": "PUBLIC"}).status_code == 422
    assert browser.post(f"{place}modifier/", {**given, "licence": "CC_BY"}).status_code == 302
    assert browser.post(f"{place}version/", {"dated": "2024-02"}).status_code == 302
    version = tool.versions.get()
    add = f"/gestion/outils/versions/{version.pk}/fichier/"
    refused = browser.post(add, {"language": "fr", "title": "Fil", "file": upload("a.pdf", b"MZ")})
    assert (refused.status_code, "n’est pas ce que dit son nom" in refused.content.decode()) == (422, True)
    assert browser.post(add, {"language": "fr", "title": "Fil", "file": upload()}).status_code == 302
    assert browser.post(f"{place}generique/", {"name": "Chloloula", "capacity": "AUTHOR"}).status_code == 302
    assert browser.post(f"{place}ailleurs/", {"label": "Page", "url": "javascript:alert(1)"}).status_code == 422
    assert browser.post(f"{place}ailleurs/", {"label": "Page", "url": "https://a.example/"}).status_code == 302
    assert browser.post(f"{place}publier/", {"audience": "PUBLIC"}).status_code == 302
    assert (
        browser.post(
            f"{place}imprimer/", {"name": "album", "price_cents": "12,00", "taxes": "BOTH", "is_offered": "on"}
        ).status_code
        == 302
    )
    printing = tool.printings.get()
    stock = f"/gestion/outils/stock/{printing.pk}/"
    assert browser.post(f"{stock}mouvement/", {"kind": "RECEIVED", "quantity": 5}).status_code == 302
    assert browser.post(f"{stock}mouvement/", {"kind": "LOST", "quantity": 6}).status_code == 422
    assert browser.post(f"{stock}mouvement/", {"kind": "COUNTED", "quantity": 5}).status_code == 422
    assert browser.post(f"{stock}modifier/", {"name": "album", "price_cents": "", "taxes": "BOTH"}).status_code == 302
    assert browser.get("/gestion/outils/prix/").status_code == 403
    treasurer = cast.client("treasurer")
    assert treasurer.post("/gestion/outils/prix/envoi/", {"up_to": 5, "cents": "4,50"}).status_code == 302
    assert (
        treasurer.post(
            "/gestion/outils/prix/taux/", {"tax": "GST", "percent": "5", "start_date": "2024-01-01"}
        ).status_code
        == 302
    )
    shown = treasurer.get("/gestion/outils/prix/").content.decode()
    assert "5 %" in shown
    assert browser.get(place).status_code == 200
    for row in ("credits", "links"):
        noun = row.removesuffix("s")
        pk = getattr(tool, row).get().pk
        assert browser.post(f"/gestion/outils/lignes/{noun}/{pk}/retirer/").status_code == 302
        assert not getattr(tool, row).exists()
    assert browser.post("/gestion/outils/lignes/user/1/retirer/").status_code == 404
    for name in ("delegate", "partner", "nobody"):
        for address in ("", "ecrire/", "commandes/", "stock/", "prets/", "prix/", f"{tool.pk}/"):
            assert cast.client(name).get(f"/gestion/outils/{address}").status_code != 200, (name, address)
    for address in ("", "commandes/", "stock/", "prets/"):
        assert browser.get(f"/gestion/outils/{address}?format=xlsx").content[:2] == b"PK", address


def token(cast: Any, name: str) -> None:
    ApiToken.objects.create(
        digest=digest_of(f"cvg_secret-of-{name}"), user=cast.users[name], name=name, created_at=timezone.now()
    )


def client_api(name: str, path: str) -> Any:
    return Client().get(f"/api/v1/{path}", headers={"authorization": f"Bearer cvg_secret-of-{name}"})


def test_the_api_tells_each_what_they_may_see(cast: Any, tool: Any, printing: Any, ordered: Any, at: Any) -> None:
    tool("Brouillon", published=False)
    made = printing(tool_id=tool("Fil").pk)
    order = ordered({made.pk: 1})
    commands.accept_order(order_id=order.pk, payer_id=cast.amiante.pk, postage_cents=0, actor=None, at=at)
    ordered({made.pk: 1})
    for name in ("education", "delegate", "partner"):
        token(cast, name)
    titles = {
        name: [row["title"] for row in client_api(name, "tools").json()["results"]]
        for name in ("education", "delegate", "partner")
    }
    assert titles == {"education": ["Brouillon", "Fil"], "delegate": ["Fil"], "partner": []}
    edition = client_api("delegate", f"tools/{made.tool_id}").json()["editions"][0]
    assert edition["url"].endswith(f"/catalogue/fichier/{edition['id']}/outil.pdf")
    counts = {name: client_api(name, "orders").json()["count"] for name in ("education", "delegate", "partner")}
    assert counts == {"education": 2, "delegate": 1, "partner": 0}
    mine = client_api("delegate", f"orders/{order.pk}").json()
    assert (mine["owed_cents"], mine["payer"]["name"], "email" in mine) == (1_200, cast.amiante.name, False)


@pytest.mark.rule("L9")
def test_a_union_at_risk_is_named_on_no_page_of_the_pool(cast: Any, tool: Any, at: Any) -> None:
    made = tool("Affiche", "POSTER", owner_id=cast.zibeline.pk)
    kit = tool("Trousse", "KIT")
    given: dict[str, Any] = {"body": "congrès", "adopted": "2024", "is_named": True, "actor": None, "at": at}
    commands.adopt_kit(tool_id=kit.pk, union_id=cast.zibeline.pk, **given)
    type(cast.zibeline).objects.filter(pk=cast.zibeline.pk).update(is_sensitive=True)
    said = page("/catalogue/affiche/") + page("/catalogue/trousse/")
    said += cast.client("delegate").get(f"/espace/{cast.amiante.pk}/outils/").content.decode()
    for name in ("education", "communications", "board", "animator"):
        for address in ("", "prets/", f"{made.pk}/", f"{kit.pk}/"):
            said += cast.client(name).get(f"/gestion/outils/{address}").content.decode()
    assert cast.zibeline.name not in said


def test_lists_read_no_more_for_thirty_rows(
    cast: Any, tool: Any, printing: Any, ordered: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(4):
        made = printing(tool_id=tool(f"Outil {number}").pk)
        ordered({made.pk: 1})
    places = [("coordinator", f"/gestion/outils/{place}") for place in ("", "commandes/", "stock/", "prets/")]
    places += [("delegate", f"/espace/{cast.amiante.pk}/{place}") for place in ("outils/", "commandes/")]
    places += [
        ("anonymous", "/catalogue/"),
        ("anonymous", "/catalogue/outil-1/"),
        ("anonymous", "/catalogue/commander/"),
    ]
    for name, place in places:
        browser = cast.client(name)
        assert browser.get(place).status_code == 200, place
        copies.forget()
        most = 30 if place.endswith(("outil-1/", "/outils/")) and "gestion" not in place else 16
        with django_assert_max_num_queries(most, info=place):
            browser.get(place + "?")
