"""Each door: the public form, the personal links, the members' space, staff, API, letters; hostile and heavy papers."""

import io
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from convergence.accounts.models import ApiToken
from convergence.accounts.tokens import digest_of as digest_of_token
from convergence.backoffice.stays.home import points_to_give
from convergence.contacts.models import Access
from convergence.core.models import AuditEntry
from convergence.education.stays import commands
from convergence.education.stays.choices import ApplicationState
from convergence.education.stays.models import Application, ApplicationPaper, Participant, Programme, Stay, StayCall
from convergence.education.stays.queries.links import APPLICATION, PARTICIPANT, token_of
from convergence.messaging.models import Delivery
from convergence.messaging.rendering import letter_of
from convergence.website.cache import copies
from tests.education.stays.conftest import AT, PDF, seat_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PROGRAM = PDF.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /J#61vaScript /JS (app.alert(1)) >>")


@pytest.fixture(autouse=True)
def fresh() -> None:
    """Forget the copies of public pages that another test made."""
    copies.forget()


@pytest.fixture
def opened(make_call: Callable[..., StayCall]) -> StayCall:
    """Return a call that is open today."""
    return make_call(today=timezone.localdate())


def sent(**values: Any) -> dict[str, Any]:
    return {
        "name": "Sacha",
        "email": "sacha@candidat.example",
        "birth_date": "1990-05-01",
        "union_name": "SAVT",
        "motivation": "Voir et raconter.",
        "form_key": "stay:0123456789abcdef",
        **values,
    }


def form(call: StayCall) -> str:
    return f"/stages/{call.slug}/candidature/"


def page_of(application: Application, more: str = "") -> str:
    return f"/stage/candidature/{token_of(APPLICATION, application.nonce)}/{more}"


def stay_of(participant: Participant, more: str = "") -> str:
    return f"/stage/sejour/{token_of(PARTICIPANT, participant.nonce)}/{more}"


def decided(call: StayCall, cast: Any, points: dict[str, int]) -> None:
    """Give points to everybody and decide, as if the call had closed."""
    now = timezone.now()
    keys = [one.pk for one in call.criteria.all()]
    for name, given in points.items():
        for member in ("education", "board"):
            commands.score(
                application_id=call.applications.get(name=name).pk,
                points=dict.fromkeys(keys, given),
                actor=cast.users[member],
                at=now,
            )
    day = timezone.localdate()
    StayCall.objects.filter(pk=call.pk).update(opens=day - timedelta(days=9), closes=day - timedelta(days=1))
    commands.decide_call(call_id=call.pk, actor=cast.coordinator, at=now)


@pytest.mark.rule("L5")
def test_public_pages_tell_machines_their_address_their_languages_and_what_they_are(opened: StayCall) -> None:
    base = "http://localhost:8000"
    told = {
        "/stages/": {},
        "/es/stages/programmes/stages-courts/": {"name": "Pasantías", "inLanguage": "es"},
        f"/en/stages/{opened.slug}/": {"description": "Trois semaines dans une fédération.", "inLanguage": "en"},
    }
    for path, about in told.items():
        page = Client().get(path).content.decode()
        bare = path.removeprefix("/es").removeprefix("/en")
        assert f'<link rel="canonical" href="{base}{path}">' in page
        named = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', page))
        languages = {"fr": bare, "en": f"/en{bare}", "es": f"/es{bare}", "x-default": bare}
        assert named == {code: f"{base}{there}" for code, there in languages.items()}
        [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        organisation, data = json.loads(block)["@graph"]
        assert data | about | {"@type": "WebPage", "url": f"{base}{path}"} == data
        assert data["publisher"] == {"@id": organisation["@id"]}


def test_a_stranger_applies_without_account_and_comes_back_by_the_link(opened: StayCall) -> None:
    visitor = Client(enforce_csrf_checks=True)
    assert "Stage à Cuba" in visitor.get("/stages/").content.decode()
    assert "Poser ma candidature" in visitor.get(f"/stages/{opened.slug}/").content.decode()
    page = visitor.get(form(opened)).content.decode()
    assert "checked" not in page
    cv = SimpleUploadedFile("mon cv.pdf", PDF, content_type="application/pdf")
    answer = visitor.post(form(opened), sent(paper_cv=cv))
    assert (answer.status_code, answer.url) == (302, f"/stages/{opened.slug}/merci/")
    assert visitor.get(answer.url).status_code == 200
    application = Application.objects.get()
    assert (application.state, application.tells_union, application.papers.get().name) == (
        "RECEIVED",
        False,
        "mon cv.pdf",
    )
    shown = visitor.get(page_of(application))
    assert "mon cv.pdf" in shown.content.decode()
    assert shown["X-Robots-Tag"] == "noindex, nofollow"
    letter = SimpleUploadedFile("lettre.pdf", PDF, content_type="application/pdf")
    more = {"motivation": "Encore.", "tells_union": "on", "paper_letter": letter}
    assert visitor.post(page_of(application, "completer/"), more).status_code == 302
    paper = application.papers.get(kind="LETTER")
    assert visitor.get(page_of(application, f"pieces/{paper.pk}/")).status_code == 200
    assert ApplicationPaper.objects.count() == 2
    assert visitor.post(page_of(application, f"pieces/{paper.pk}/")).status_code == 302
    assert ApplicationPaper.objects.count() == 1
    assert visitor.post(page_of(application, "retirer/"), {"because": ""}).status_code == 302
    application.refresh_from_db()
    assert (application.state, application.motivation) == ("WITHDRAWN", "Encore.")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("cv.pdf", PROGRAM, "contient un programme"),
        ("cv.pdf", PDF + b"<< /Encrypt 5 0 R >>", "verrouillé par un mot de passe"),
        ("cv.pdf", b"MZ\x90 program", "n’est pas ce que dit son nom"),
        ("cv.pdf", b"", "est vide"),
        ("cv.exe", b"MZ\x90", "n’est ni un PDF"),
        ("photo.jpg", b"<?php", "n’est pas ce que dit son nom"),
    ],
)
def test_a_hostile_paper_is_refused_beside_its_field_and_the_words_stay(
    opened: StayCall, name: str, content: bytes, words: str
) -> None:
    answer = Client().post(form(opened), sent(paper_cv=SimpleUploadedFile(name, content)))
    said = answer.content.decode()
    assert (answer.status_code, Application.objects.count()) == (422, 0)
    assert words in said
    assert "Voir et raconter." in said


class Heavy(io.RawIOBase):
    """The body of a form with one file of 300 MB that is never in memory."""

    def __init__(self, boundary: str, fields: dict[str, str], size: int) -> None:
        super().__init__()
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{text}\r\n'
            for key, text in fields.items()
        ]
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="paper_cv"; filename="film.pdf"\r\n\r\n'
        self.head = ("".join(parts) + head).encode()
        self.tail = f"\r\n--{boundary}--\r\n".encode()
        self.size, self.place = len(self.head) + size + len(self.tail), 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes: the head, then nothing but dots, then the tail."""
        start, end = self.place, min(self.size, self.place + (size if size >= 0 else self.size))
        self.place = end
        body_ends = self.size - len(self.tail)
        head = self.head[start:end]
        dots = max(0, min(end, body_ends) - max(start, len(self.head)))
        tail = self.tail[max(0, start - body_ends) : max(0, end - body_ends)]
        return head + b"." * dots + tail


def test_a_paper_of_300_mb_is_kept_nowhere_and_refused_in_a_clear_sentence(
    opened: StayCall, tmp_path: Any, settings: Any
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    body = Heavy("edge", sent(), 300 * 1024 * 1024)
    answer = Client().generic(
        "POST", form(opened), CONTENT_TYPE="multipart/form-data; boundary=edge",
        CONTENT_LENGTH=str(body.size), **{"wsgi.input": body},
    )  # fmt: skip
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "« film.pdf » pèse plus de 10 Mo" in said.replace("\u00a0", " ")
    assert "Voir et raconter." in said
    assert list(tmp_path.iterdir()) == []
    assert Application.objects.count() == 0


def test_a_file_just_too_heavy_is_dropped_while_it_comes(opened: StayCall) -> None:
    heavy = SimpleUploadedFile("cv.pdf", PDF + b" " * (10 * 1024 * 1024))
    said = Client().post(form(opened), sent(paper_cv=heavy)).content.decode().replace("\u00a0", " ")
    assert "« cv.pdf » pèse plus de 10 Mo" in said


def test_a_machine_that_fills_everything_is_thanked_and_kept_nowhere(opened: StayCall) -> None:
    assert Client().post(form(opened), sent(website="http://x.example")).status_code == 302
    assert Application.objects.count() == 0


def test_a_closed_call_leads_back_to_its_page(make_call: Callable[..., StayCall]) -> None:
    call = make_call(today=timezone.localdate() - timedelta(days=60))
    assert Client().get(form(call)).status_code == 302
    assert "Cet appel est fermé" in Client().get(f"/stages/{call.slug}/").content.decode()
    commands.cancel_call(call_id=call.pk, reason="Visa refusé", actor=None, at=timezone.now())
    copies.forget()
    assert Client().get(f"/stages/{call.slug}/").status_code == 404


def test_wrong_links_open_nothing(db: None) -> None:
    for path in ("candidature", "sejour"):
        assert Client().get(f"/stage/{path}/{'x' * 32}/").status_code == 404


def test_from_the_offer_to_the_circle_by_links(opened: StayCall, apply: Callable[..., Application], cast: Any) -> None:
    now = timezone.now()
    rows = {name: apply(opened, name, at=now) for name in ("Ana", "Bob")}
    decided(opened, cast, {"Ana": 5, "Bob": 4})
    browser = Client()
    assert "Une place vous est offerte" in browser.get(page_of(rows["Ana"])).content.decode()
    assert "liste d’attente" in browser.get(page_of(rows["Bob"])).content.decode()
    refused = browser.post(page_of(rows["Bob"], "accepter/"))
    assert (refused.status_code, "Aucune place" in refused.content.decode()) == (409, True)
    first = browser.post(page_of(rows["Ana"], "accepter/"))
    participant = Participant.objects.get()
    assert (first.status_code, first.url) == (302, stay_of(participant))
    again = browser.post(page_of(rows["Ana"], "accepter/"), follow=True)
    assert (again.status_code, "déjà à vous" in again.content.decode()) == (200, True)
    assert Participant.objects.count() == 1
    assert browser.post(stay_of(participant, "urgence/"), {"call_name": "Rosa"}).status_code == 422
    words = {"call_name": "Rosa", "call_phone": "514 555-0101", "health": "arachides"}
    assert browser.post(stay_of(participant, "urgence/"), words).status_code == 302
    assert "arachides" in browser.get(stay_of(participant, "urgence/")).content.decode()
    assert "arachides" not in browser.get(stay_of(participant)).content.decode()
    Stay.objects.update(leaves=timezone.localdate())
    participant.stay.activity.__class__.objects.update(
        first_day=timezone.localdate(), start=timezone.localdate().isoformat()
    )
    staff = cast.client("education")
    back = staff.post(
        f"/gestion/stages/sejours/{participant.stay_id}/retour/", {"returned": timezone.localdate().isoformat()}
    )
    assert back.status_code == 302
    shown = browser.get(stay_of(participant)).content.decode()
    assert "/evaluation/" in shown
    assert "checked" not in shown
    browser.post(stay_of(participant, "cercle/"), {"agrees": "on"})
    assert "Ana" in staff.get("/gestion/stages/anciens/").content.decode()
    browser.post(stay_of(participant, "cercle/"), {"leave": "1"})
    assert "Ana" not in staff.get("/gestion/stages/anciens/?format=csv").getvalue().decode()
    one = participant.commitments.get()
    done = {"done_date": timezone.localdate().isoformat(), "outcome": "30 personnes"}
    assert browser.post(stay_of(participant, f"engagements/{one.pk}/"), done).status_code == 302
    assert "30 personnes" in staff.get(f"/gestion/stages/sejours/{participant.stay_id}/").content.decode()


@pytest.mark.rule("L9")
def test_the_emergency_sheet_opens_for_two_roles_with_a_reason(
    opened: StayCall, apply: Callable[..., Application], cast: Any
) -> None:
    application = apply(opened, "Ana", at=timezone.now())
    decided(opened, cast, {"Ana": 5})
    participant = commands.accept_offer(application_id=application.pk, at=timezone.now())
    words = {"call_name": "Rosa", "call_phone": "514 555-0101", "health": "arachides"}
    commands.write_sheet(participant_id=participant.pk, words=words, at=timezone.now())
    page = f"/gestion/stages/personnes/{participant.pk}/urgence/"
    seen = []
    for name in cast.everybody:
        browser = cast.client(name)
        assert "arachides" not in browser.get(page).content.decode()
        if "arachides" in browser.post(page, {"reason": "fièvre"}).content.decode():
            seen.append(name)
    assert sorted(seen) == ["coordinator", "education"]
    assert AuditEntry.objects.filter(verb="stays.emergency.opened").count() == 2
    assert cast.client("education").post(page, {"reason": ""}).status_code == 422
    answer = cast.client("education").post(page, {"reason": "appel"})
    assert "no-store" in answer["Cache-Control"]
    for name in cast.everybody:
        assert (
            "arachides" not in cast.client(name).get(f"/gestion/stages/sejours/{participant.stay_id}/").content.decode()
        )


def test_a_member_with_a_link_sees_neither_points_nor_mark_nor_rank_anywhere(
    opened: StayCall, apply: Callable[..., Application], cast: Any
) -> None:
    now = timezone.now()
    ana, bob = apply(opened, "Ana", at=now), apply(opened, "Bob", at=now)
    seat = seat_of(opened, cast.board)
    commands.declare_link(member_id=seat.pk, application_id=ana.pk, kind="FAMILY", words="", actor=None, at=now)
    keys = [one.pk for one in opened.criteria.all()]
    commands.score(application_id=ana.pk, points=dict.fromkeys(keys, 5), actor=cast.education, at=now)
    board, here = cast.client("board"), f"/gestion/stages/appels/{opened.pk}/"
    page = f"/gestion/stages/candidatures/{ana.pk}/"
    assert board.get(page).status_code == 404
    refused = board.get(f"{page}noter/")
    assert (refused.status_code, "famille" in refused.content.decode()) == (403, True)
    assert board.post(f"{page}noter/", {f"criterion_{key}": 1 for key in keys}).status_code == 403
    assert ana.assessments.count() == 1
    for path in ("candidatures/", "candidatures/?format=csv", "classement/"):
        answer = board.get(here + path)
        said = answer.getvalue().decode() if answer.streaming else answer.content.decode()
        assert "Ana" not in said, path
    good = {f"criterion_{key}": 3 for key in keys} | {"remark": "solide"}
    assert board.post(f"/gestion/stages/candidatures/{bob.pk}/noter/", good).status_code == 302
    assert "solide" not in cast.client("education").get(f"/gestion/stages/candidatures/{bob.pk}/").content.decode()
    assert "solide" in cast.client("coordinator").get(f"/gestion/stages/candidatures/{bob.pk}/").content.decode()
    for name in ("treasurer", "communications"):
        assert cast.client(name).get(page).status_code in (302, 403, 404)


def test_papers_are_downloads_for_those_who_read_applications(opened: StayCall, cast: Any) -> None:
    Client().post(form(opened), sent(paper_cv=SimpleUploadedFile("cv.pdf", PDF)))
    path = f"/gestion/stages/pieces/{ApplicationPaper.objects.get().pk}/"
    given = {name: cast.client(name).get(path) for name in cast.everybody}
    assert {name for name, answer in given.items() if answer.status_code == 200} == {
        "coordinator", "education", "projects", "auditor", "board",
    }  # fmt: skip
    assert given["board"]["Content-Disposition"].startswith("attachment")
    assert given["board"]["X-Content-Type-Options"] == "nosniff"


def test_staff_prepares_publishes_scores_and_decides(programme: Programme, cast: Any) -> None:
    staff, here, day = cast.client("education"), "/gestion/stages/", timezone.localdate()
    call = {
        "programme": programme.pk, "title_fr": "Stage au Mexique", "words_fr": "Dix jours.", "country": "MX",
        "opens": day.isoformat(), "closes": (day + timedelta(days=5)).isoformat(),
        "leaves": (day + timedelta(days=50)).isoformat(), "returns": (day + timedelta(days=60)).isoformat(),
        "places": 2, "least_age": 18, "scorers": 1, "pass_mark": 50, "answer_days": 10, "security": "ORDINARY",
    }  # fmt: skip
    wrong = staff.post(f"{here}ajouter/", {**call, "returns": day.isoformat()})
    assert (wrong.status_code, "Dans l’ordre du temps" in wrong.content.decode()) == (422, True)
    made = staff.post(f"{here}ajouter/", call)
    found = StayCall.objects.get()
    assert (made.status_code, found.slug) == (302, "stage-au-mexique")
    page = f"{here}appels/{found.pk}/"
    assert "écrivez au moins un critère" in staff.get(page).content.decode()
    criterion = {"name_fr": "Engagement", "weight": 1, "most": 5, "position": 0}
    assert staff.post(f"{page}ajouter/criterion/", criterion).status_code == 302
    assert staff.post(f"{page}ajouter/expected/", {"kind": "TALK", "words_fr": "", "days": 30}).status_code == 302
    assert staff.post(f"{page}comite/", {"user": cast.projects.pk}).status_code == 302
    assert staff.post(f"{page}comite/", {"user": cast.delegate.pk}).status_code == 422
    assert staff.post(f"{page}publier/").status_code == 302
    assert Client().post(form(found), sent()).status_code == 302
    assert "candidature à noter" in cast.client("projects").get("/gestion/").content.decode()
    application = Application.objects.get()
    key = found.criteria.get().pk
    scored = cast.client("projects").post(f"{here}candidatures/{application.pk}/noter/", {f"criterion_{key}": 4})
    assert scored.status_code == 302
    StayCall.objects.update(closes=day - timedelta(days=1), opens=day - timedelta(days=5))
    assert "appel à décider" in staff.get("/gestion/").content.decode()
    assert "Décider et avertir" in staff.get(f"{page}classement/").content.decode()
    assert cast.client("auditor").post(f"{page}classement/").status_code in (302, 403)
    assert staff.post(f"{page}classement/").status_code == 302
    application.refresh_from_db()
    assert (application.state, application.mark) == (ApplicationState.OFFERED, "80,0")
    assert "80,0" in staff.get(f"{page}candidatures/?format=csv").getvalue().decode()


def test_the_union_follows_only_those_who_agreed(
    opened: StayCall, apply: Callable[..., Application], cast: Any
) -> None:
    now = timezone.now()
    told = apply(opened, "Ana", at=now, union_name="SAVT", tells_union=True)
    kept = apply(opened, "Bob", at=now, union_name="SAVT")
    browser, space = cast.client("delegate"), f"/espace/{cast.amiante.pk}/stages/"
    said = browser.get(space).content.decode()
    assert ("Ana" in said, "Bob" in said, "Stage à Cuba" in said) == (True, False, True)
    assert browser.post(f"{space}{kept.pk}/appuyer/", {"words": "oui"}).status_code == 404
    assert browser.post(f"{space}{told.pk}/appuyer/", {"words": "Libération payée."}).status_code == 302
    assert "Libération payée." in cast.client("board").get(f"/gestion/stages/candidatures/{told.pk}/").content.decode()
    assert cast.client("stranger").get(f"/espace/{cast.zibeline.pk}/stages/{told.pk}/appuyer/").status_code == 404


@pytest.mark.rule("S95")
def test_a_guarded_stay_is_on_no_door_of_those_without_the_right(cast: Any, db: None) -> None:
    day = timezone.localdate()
    programme = Programme.objects.create(slug="missions", kind="MISSION", title_fr="Missions", is_public=True)
    stay = commands.write_stay(
        programme_id=programme.pk, country="CO", leaves=day - timedelta(days=5), returns=day + timedelta(days=5),
        title_fr="Mission sous garde", title_es="Misión bajo guarda", security="HIGH", is_public=True, actor=None, at=timezone.now(),
    )  # fmt: skip
    finding = {
        "text_fr": "Locaux fermés", "source_fr": "délégués", "text_en": "Offices closed", "certainty": "SEVERAL", "is_public": "on",
    }  # fmt: skip
    assert cast.client("education").post(f"/gestion/stages/sejours/{stay.pk}/constats/", finding).status_code == 302
    for name in ("board", "treasurer", "communications"):
        assert "Mission sous garde" not in cast.client(name).get("/gestion/stages/sejours/").content.decode()
        assert cast.client(name).get(f"/gestion/stages/sejours/{stay.pk}/").status_code == 404
    public = ("/stages/", "/stages/programmes/missions/", "/calendrier/", "/fil/calendrier.ics", "/fil/calendrier.json")
    for path in public:
        said = Client().get(path).content.decode()
        assert "Mission sous garde" not in said
        assert "Locaux fermés" not in said
    commands.welcome_back(stay_id=stay.pk, returned=day, actor=None, at=timezone.now())
    copies.forget()
    said = Client().get("/stages/programmes/missions/").content.decode()
    assert ("Mission sous garde" in said, "Locaux fermés" in said, "Rapporté par plusieurs sources" in said) == (
        True,
    ) * 3
    english, spanish = (Client().get(f"/{code}/stages/programmes/missions/").content.decode() for code in ("en", "es"))
    assert ("<p>Offices closed</p>" in english, '<span lang="fr">délégués</span>' in english) == (True, True)
    assert ('<p lang="fr">Locaux fermés</p>' in spanish, "Misión bajo guarda" in spanish) == (True, True)


def test_the_interface_tells_no_name(opened: StayCall, apply: Callable[..., Application], cast: Any) -> None:
    apply(opened, "Ana", at=timezone.now())

    def read(name: str, path: str) -> Any:
        secret = f"cvg_secret-of-{name}"
        ApiToken.objects.get_or_create(
            digest=digest_of_token(secret),
            defaults={"user": cast.users[name], "name": name, "created_at": timezone.now()},
        )
        return Client().get(f"/api/v1/{path}", headers={"authorization": f"Bearer {secret}"})

    calls = read("board", "stay-calls")
    assert [row["applications"] for row in calls.json()["results"]] == [1]
    assert "Ana" not in calls.content.decode()
    assert read("delegate", "stay-calls").json()["results"] == []
    assert read("board", "stays").json()["results"] == []
    assert read("board", "stay-programmes").json()["results"][0]["kind"] == "SHORT_INTERNSHIP"


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_letters_are_whole_in_each_language(
    opened: StayCall, apply: Callable[..., Application], cast: Any, language: str
) -> None:
    from convergence.documents.letters import html

    now = timezone.now()
    for name in ("Ana", "Bob", "Eve"):
        apply(opened, name, at=now, language=language)
    decided(opened, cast, {"Ana": 5, "Bob": 4, "Eve": 0})
    commands.accept_offer(application_id=opened.applications.get(name="Ana").pk, at=now)
    token = token_of(PARTICIPANT, Participant.objects.get().nonce)
    rows = list(Delivery.objects.order_by("pk"))
    assert len(rows) == 7
    for row in rows:
        said = html(letter_of(row))
        assert letter_of(row).language == language
        assert "{{" not in said
        assert token not in row.message.source
    assert f"/stage/sejour/{token}/" in html(letter_of(rows[-1]))


@pytest.mark.rule("S72")
def test_points_to_somebody_of_one_s_own_union_are_not_waited_for(call: StayCall, apply: Any, cast: Any) -> None:
    apply(call, "Ana")
    apply(call, "Bob", union_name=cast.amiante.name)
    Access.objects.create(user=cast.users["board"], organisation=cast.amiante)
    waiting = {
        name: [row.name for row in next(points_to_give(cast.users[name], AT)).querysets[0]]
        for name in ("board", "education")
    }
    assert waiting == {"board": ["Ana"], "education": ["Ana", "Bob"]}
