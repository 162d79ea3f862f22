"""Each door: staff by task, the report as PDF, files, the API, public pages, the page of an activity, the home page (S93)."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pypdf
import pytest
from django.test import Client
from django.utils import timezone

from convergence.accounts.models import ApiToken
from convergence.accounts.policies import may
from convergence.accounts.tokens import digest_of as digest_of_token
from convergence.activities.models import Activity
from convergence.contacts.models import Contact
from convergence.core.models import AuditEntry
from convergence.education.projects import commands
from convergence.education.projects.models import BudgetLine, Project, Report
from convergence.finance.models import ActivityEntry, Purse
from convergence.website.cache import copies
from tests.education.projects.conftest import AT

pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.rule("S93")]
BASE = "/gestion/projets/"
Maker = Callable[..., Any]


@pytest.fixture(autouse=True)
def fresh() -> None:
    """Forget the copies of public pages that another test made."""
    copies.forget()


def words(answer: Any) -> str:
    said = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
    return re.sub(r"[\u00a0\u202f]", " ", said)


def test_staff_leads_a_project_from_the_draft_to_the_report(
    cast: Any, session: Maker, tool: Maker, theme: Any, fund: Contact
) -> None:
    staff, treasurer = cast.client("education"), cast.client("treasurer")
    given = {"title_fr": "Transition juste", "first_day": "2026-01-01", "last_day": "2026-10-31", "themes": [theme.pk]}
    assert "vient avant le premier" in words(staff.post(f"{BASE}ajouter/", {**given, "last_day": "2025-12-31"}))
    assert staff.post(f"{BASE}ajouter/", given).status_code == 302
    project = Project.objects.get()
    here = f"{BASE}{project.pk}/"
    funder = {"organisation": fund.name, "promised_cents": "10 000,00", "agreement_number": "E-12"}
    for amount in ("-5", "0", ""):
        assert staff.post(f"{here}bailleurs/ajouter/", {**funder, "promised_cents": amount}).status_code == 422
    assert staff.post(f"{here}bailleurs/ajouter/", funder).status_code == 302
    assert "déjà inscrit" in words(staff.post(f"{here}bailleurs/ajouter/", funder))
    assert staff.post(f"{here}postes/ajouter/", {"name_fr": "Salles", "planned_cents": "4000"}).status_code == 302
    line = project.lines.get()
    assert staff.post(f"{BASE}postes/{line.pk}/", {"name_fr": "Locaux", "planned_cents": "5000"}).status_code == 302
    assert staff.post(f"{here}demarrer/").status_code == 302
    one, guide = session(title_fr="Atelier du fleuve"), tool("Guide du fleuve")
    assert "Atelier du fleuve" in words(staff.get(f"{here}realisations/"))
    assert "Transition juste" in words(staff.get(f"/gestion/activites/{one.pk}/"))
    assert staff.post(f"{here}activites/{one.pk}/rattacher/").status_code == 302
    assert staff.post(f"{here}activites/ajouter/", {"activity": one.pk}).status_code == 422
    assert staff.post(f"{here}outils/ajouter/", {"tool": guide.pk}).status_code == 302
    cost = {"kind": "COST", "what": "Coordination", "amount_cents": "1 250,50", "booked_date": "2026-04-01"}
    assert staff.post(f"{here}argent/ajouter/", {**cost, "amount_cents": "-1"}).status_code == 422
    assert treasurer.post(f"{here}argent/ajouter/", cost).status_code == 302
    entry = ActivityEntry.objects.get()
    refused = words(treasurer.post(f"{here}fermer/"))
    assert "Coordination" in refused
    assert Report.objects.count() == 0
    assert treasurer.post(f"{here}argent/postes/", {f"entry_{entry.pk}": line.pk}).status_code == 302
    assert "1 250,50 $" in words(staff.get(f"{here}argent/"))
    assert staff.get(f"{here}rapport.pdf?langue=es")["Content-Type"] == "application/pdf"
    assert staff.post(f"{here}fermer/").status_code in (302, 403)
    assert Report.objects.count() == 0
    assert treasurer.post(f"{here}fermer/").status_code == 302
    report = Report.objects.get()
    assert report.digest in words(staff.get(here))
    assert "est fermé" in words(staff.post(f"{here}activites/{one.pk}/retirer/", follow=True))
    assert cast.client("coordinator").post(f"{here}rouvrir/", {"reason": "Un oubli"}).status_code == 302
    assert "Un oubli" in words(staff.get(here))


def test_the_report_is_a_tagged_paper_in_three_languages(
    project: Project, attached: Maker, tool: Maker, cast: Any
) -> None:
    attached(project, title_fr="Atelier du fleuve", title_en="Workshop of the river")
    attached(project, "2026-05", title_fr="Rencontre discrète", security="CONFIDENTIAL")
    commands.attach_tool(project_id=project.pk, tool_id=tool().pk, actor=None, at=AT)
    report = commands.close_project(project_id=project.pk, actor=None, at=AT)
    browser = cast.client("board")
    for language, title, said in (
        ("fr", "Rapport du projet", "Séance gardée confidentielle"),
        ("en", "Report of the project", "Workshop of the river"),
        ("es", "Informe del proyecto", "Sesión mantenida confidencial"),
    ):
        paper = browser.get(f"{BASE}rapports/{report.pk}.pdf?langue={language}").content
        text = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(paper)).pages).split())
        for part in (title, said, "E-12", report.digest[:16]):
            assert part in re.sub(r"[\u00a0\u202f]", " ", text), (language, part)
        assert "discrète" not in text
        with pikepdf.open(BytesIO(paper)) as opened:
            assert str(opened.Root.Lang).startswith(language)
            assert opened.Root.MarkInfo.Marked
    assert browser.get(f"{BASE}rapports/{report.pk}.pdf?langue=xx").status_code == 200
    assert cast.client("communications").get(f"{BASE}rapports/{report.pk}.pdf").status_code != 200


def test_who_may_see_which_amounts(project: Project, attached: Maker, spend: Maker, cast: Any) -> None:
    spend(attached(project), 123_456)
    for name, sees in (("coordinator", True), ("treasurer", True), ("auditor", True), ("projects", True),
                       ("board", False), ("communications", False)):  # fmt: skip
        browser = cast.client(name)
        pages = [words(browser.get(f"{BASE}{project.pk}/{page}")) for page in ("", "argent/")]
        assert any("1 234,56" in page for page in pages) is sees, name
        assert "Fonds exemple" in pages[0]
    for name in ("delegate", "animator", "anonymous"):
        assert cast.client(name).get(f"{BASE}{project.pk}/").status_code != 200
    for name in ("board", "auditor", "projects", "communications"):
        assert cast.client(name).post(f"{BASE}{project.pk}/modifier/", {"title_fr": "x"}).status_code != 200


def test_a_funder_kept_at_risk_is_named_to_those_who_may_know(project: Project, fund: Contact, cast: Any) -> None:
    Contact.objects.filter(pk=fund.pk).update(is_sensitive=True)
    Project.objects.update(is_public=True)
    seen = {
        name
        for name in ("coordinator", "treasurer", "communications")
        for page in ("?q=exemple", f"{project.pk}/", f"{project.pk}/argent/")
        if "Fonds exemple" in words(cast.client(name).get(BASE + page))
    }
    assert seen == {name for name in ("coordinator", "treasurer", "communications")
                    if may(cast.users[name], "contacts.view_contact", fund)}  # fmt: skip
    assert "Fonds exemple" not in words(Client().get(f"/projets/{project.slug}/"))


def test_lists_and_files(project: Project, make: Maker, attached: Maker, cast: Any) -> None:
    make("Autre projet", is_started=False)
    attached(project, title_fr="Atelier du fleuve")
    browser = cast.client("auditor")
    for query, found in (
        ("", 2), ("?state=DRAFT", 1), ("?when=over", 0), ("?q=E-12", 1), ("?q=%22%00%27", 0), ("?theme=transition-juste", 2),
        ("?state=x&when=y", 2),
    ):  # fmt: skip
        said = words(browser.get(f"{BASE}{query}"))
        assert sum(title in said for title in ("Autre projet", f'projets/{project.pk}/"')) == found, query
    assert "Fonds exemple" in words(browser.get(f"{BASE}?format=csv"))
    assert browser.get(f"{BASE}?format=xlsx").status_code == 200
    sheet = words(browser.get(f"{BASE}{project.pk}/realisations/?format=csv"))
    assert "Atelier du fleuve" in sheet
    assert ";20" in sheet


def test_the_home_page_says_which_project_is_over(make: Maker, cast: Any) -> None:
    today = timezone.localdate()
    make("Terminé", first_day=today - timedelta(days=60), last_day=today - timedelta(days=1))
    for name, told in (("treasurer", True), ("coordinator", True), ("board", False)):
        assert ("/gestion/projets/?when=over" in words(cast.client(name).get("/gestion/"))) is told, name


def test_anybody_reads_public_projects_without_amounts(
    project: Project, attached: Maker, tool: Maker, spend: Maker
) -> None:
    spend(attached(project, title_fr="Atelier du fleuve"), 123_456)
    attached(project, "2026-04-04", title_fr="Rencontre interne", is_public=False)
    commands.attach_tool(project_id=project.pk, tool_id=tool("Guide du fleuve").pk, actor=None, at=AT)
    page = f"/projets/{project.slug}/"
    for values in ({"is_public": False}, {"is_public": True, "state": "DRAFT"}):
        Project.objects.update(**values)
        copies.forget()
        assert Client().get(page).status_code == 404
    Project.objects.update(state="RUNNING")
    copies.forget()
    said = words(Client().get(page))
    for part in ("Atelier du fleuve", "Guide du fleuve", "Fonds exemple"):
        assert part in said
    for part in ("Rencontre interne", "1 234,56", "10 000", "E-12"):
        assert part not in said
    assert page in words(Client().get("/projets/"))
    assert page in words(Client().get("/theme/transition-juste/"))
    assert "Education projects" in words(Client().get("/en/projets/"))


def test_the_api_reads_what_its_holder_may(project: Project, attached: Maker, cast: Any) -> None:
    one: Activity = attached(project, title_fr="Atelier du fleuve")
    attached(project, "2026-04-04", title_fr="Rencontre discrète", security="CONFIDENTIAL")
    found = {}
    for name in ("treasurer", "communications", "delegate"):
        secret = f"cvg_{name}"
        ApiToken.objects.create(
            digest=digest_of_token(secret), user=cast.users[name], name=name, created_at=timezone.now()
        )
        head = {"authorization": f"Bearer {secret}"}
        rows = Client().get("/api/v1/education-projects?state=RUNNING", headers=head).json()
        found[name] = rows.get("count", 0)
        answer = Client().get(f"/api/v1/education-projects/{project.pk}", headers=head)
        if name == "treasurer":
            whole = answer.json()
            assert [row["id"] for row in whole["sessions"]] == [one.pk, None]
            assert whole["funders"][0]["promised_cents"] == 1_000_000
            assert "discrète" not in json.dumps(whole, ensure_ascii=False)
        elif name == "communications":
            assert (answer.json()["lines"], answer.json()["funders"][0]["promised_cents"]) == (None, None)
        else:
            assert answer.status_code == 404
    assert found == {"treasurer": 1, "communications": 1, "delegate": 0}


def test_a_form_sent_six_times_writes_once_and_another_answer_is_another_form(cast: Any, theme: Any) -> None:
    staff, treasurer = cast.client("education"), cast.client("treasurer")

    def pressed(who: Any, address: str, **given: Any) -> None:
        answers = [who.post(address, {**given, "csrfmiddlewaretoken": "t" * 64}) for _click in range(6)]
        assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, answers[0]["Location"])}

    days = {"first_day": "2026-01-01", "last_day": "2026-10-31", "themes": [theme.pk]}
    pressed(staff, f"{BASE}ajouter/", title_fr="Transition juste", **days)
    here = f"{BASE}{Project.objects.get().pk}/"
    for name in ("Salles", "Encre"):
        pressed(staff, f"{here}postes/ajouter/", name_fr=name, planned_cents="4000")
    pressed(treasurer, f"{here}argent/ajouter/", kind="COST", what="Local", amount_cents="12", booked_date="2026-04-01")
    pressed(staff, f"{here}modifier/", title_fr="Transition", **days)
    pressed(staff, f"{here}demarrer/")
    assert (BudgetLine.objects.count(), ActivityEntry.objects.count()) == (2, 1)
    assert Project.objects.get().state == "RUNNING"


def test_a_draft_that_nothing_depends_on_is_deleted(
    cast: Any, make: Maker, session: Maker, tool: Maker, fund: Contact
) -> None:
    staff = cast.client("education")
    project = make(is_started=False)
    here = f"{BASE}{project.pk}/"
    commands.save_funder(project_id=project.pk, organisation_id=fund.pk, promised_cents=500, actor=None, at=AT)
    commands.save_line(project_id=project.pk, name_fr="Salles", planned_cents=500, actor=None, at=AT)
    given: Any = {"project_id": project.pk, "actor": None, "at": AT}
    one, guide = session(title_fr="Atelier du fleuve"), tool("Guide du fleuve")
    commands.attach_activity(activity_id=one.pk, **given)
    commands.attach_tool(tool_id=guide.pk, **given)
    said = words(staff.post(f"{here}supprimer/"))
    assert "Atelier du fleuve" in said
    assert "Retirez ce qui lui appartient" in said
    commands.detach_activity(activity_id=one.pk, **given)
    commands.detach_tool(tool_id=guide.pk, **given)
    for name in ("board", "communications", "auditor"):
        assert cast.client(name).post(f"{here}supprimer/").status_code == 403
    assert "Supprimer le brouillon" in words(staff.get(here))
    assert "le journal garde ce qu’il était" in words(staff.get(f"{here}supprimer/"))
    assert staff.post(f"{here}supprimer/").status_code == 302
    assert (Project.objects.count(), Purse.objects.count()) == (0, 0)
    assert staff.post(f"{here}supprimer/").status_code == 404
    entry = AuditEntry.objects.get(verb="projects.project.removed")
    assert entry.detail.changes["lines"] == ["Salles", None]
    assert entry.detail.object_label == "Transition juste"


def test_a_project_that_was_started_or_has_money_is_not_deleted(cast: Any, make: Maker) -> None:
    staff, treasurer = cast.client("education"), cast.client("treasurer")
    started, draft = make(), make("Brouillon", is_started=False)
    assert "Supprimer" not in words(staff.get(f"{BASE}{started.pk}/"))
    assert "seul un brouillon se supprime" in words(staff.post(f"{BASE}{started.pk}/supprimer/"))
    cost = {"kind": "COST", "what": "Local", "amount_cents": "12", "booked_date": "2026-04-01"}
    assert treasurer.post(f"{BASE}{draft.pk}/argent/ajouter/", cost).status_code == 302
    entry = ActivityEntry.objects.get()
    assert treasurer.post(f"{BASE}{draft.pk}/argent/{entry.pk}/reprendre/").status_code == 302
    assert "rien ne s’efface des comptes" in words(staff.post(f"{BASE}{draft.pk}/supprimer/"))
    assert Project.objects.count() == 2
