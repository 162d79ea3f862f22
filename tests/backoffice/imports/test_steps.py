"""A list, from the upload to the undo, in the browser."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from convergence.accounts.models import User
from convergence.contacts.import_models import ImportRun, RunState
from convergence.contacts.importing.errors import CannotUndo
from convergence.contacts.importing.tasks import undo_import
from convergence.contacts.importing.undoing import start_undo
from convergence.contacts.models import Contact
from convergence.core import audit
from tests.contacts.importing.bad_files import BAD_FILES

HEADERS = "No;Nom de l'organisation;Sigle;Ville;Code postal;Téléphone;Courriel"
UNION = "1001;Syndicat des travailleuses et travailleurs de l'usine textile de Val-Joli;STTUTVA;Val-Joli;g7l5w9;581.555.0145 #20;val-joli@syndicat.example"
TWIN = ";STT Val-Joli;;Val-Joli;G7L 5W9;5815550145 p.20;VAL-JOLI@SYNDICAT.EXAMPLE"
OTHER = ";Comité de solidarité du port;;Port-Ancien;;appeler Luc;port@comite.example"


@pytest.fixture(autouse=True)
def private_folder(tmp_path: Path, settings: LazySettings) -> None:
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def browser(cast: Any) -> Client:
    return cast.client("coordinator")


def upload(browser: Client, lines: Sequence[str] = (HEADERS, UNION, TWIN, OTHER)) -> ImportRun:
    file = SimpleUploadedFile("membres.csv", "\n".join(["Liste", *lines]).encode("cp1252"))
    response = browser.post(reverse("imports:index"), {"file": file})
    assert response.status_code == 302
    return ImportRun.objects.get()


def post(browser: Client, name: str, run: ImportRun, **data: Any) -> Any:
    return browser.post(reverse(f"imports:{name}", args=[run.pk]), data, follow=True)


def test_from_the_file_to_the_register_and_back(browser: Client) -> None:
    run = upload(browser)
    page = browser.get(reverse("imports:run", args=[run.pk]))
    assert "Texte lu en Windows-1252" in page.content.decode()
    preview = post(browser, "columns", run, **{"use-0": "1", "act": "check", "profile_name": "Val-Joli"})
    assert "1 ligne ressemble à une autre" in preview.content.decode()
    row = run.rows.to_settle().get()
    assert "est réglée" in post(browser, "settle", run, decision=f"MERGE:{row.pk}").content.decode()
    result = post(browser, "apply", run)
    assert "La liste est dans le registre." in result.content.decode()
    assert Contact.objects.current().filter(kind="ORGANISATION", number="1001").count() == 1
    undone = post(browser, "undo", run)
    assert "Ce que la liste avait écrit a été retiré." in undone.content.decode()
    assert Contact.objects.current().filter(number="1001").count() == 0


@pytest.mark.parametrize("verdict", ["", "settle", "NEW", "IGNORED", "reasons", "all", "'"])
def test_the_preview_is_filtered(browser: Client, verdict: str) -> None:
    run = upload(browser)
    post(browser, "columns", run, **{"use-0": "1", "act": "check"})
    assert browser.get(reverse("imports:run", args=[run.pk]), {"verdict": verdict}).status_code == 200


def test_a_bad_cell_says_why(browser: Client) -> None:
    run = upload(browser)
    post(browser, "columns", run, **{"use-0": "1", "act": "check"})
    page = browser.get(reverse("imports:run", args=[run.pk]), {"verdict": "reasons"}).content.decode()
    assert "« appeler Luc » n’est pas un numéro de téléphone" in page.replace("\u00a0", " ")


def test_columns_are_corrected(browser: Client) -> None:
    run = upload(browser)
    codes = {f"column-0-{place}": "" for place in range(7)} | {"column-0-1": "name"}
    post(browser, "columns", run, **{"use-0": "1", "header-0": "2", "act": "keep", **codes})
    run.refresh_from_db()
    assert [column["code"] for column in run.plan["sheets"][0]["columns"]] == ["", "name", "", "", "", "", ""]


def test_another_header_line_is_guessed_anew(browser: Client) -> None:
    run = upload(browser)
    post(browser, "columns", run, **{"use-0": "1", "header-0": "0", "act": "keep"})
    run.refresh_from_db()
    assert run.plan["sheets"][0]["header_line"] == 0


def test_another_encoding_is_read(browser: Client) -> None:
    run = upload(browser)
    post(browser, "reading", run, encoding="mac_roman", delimiter=";")
    run.refresh_from_db()
    assert run.plan["encoding"] == "mac_roman"


def test_a_file_that_is_no_list_is_refused_in_words(browser: Client) -> None:
    file = SimpleUploadedFile("membres.xlsx", b"%PDF-1.7")
    page = browser.post(reverse("imports:index"), {"file": file})
    assert (page.status_code, ImportRun.objects.count()) == (422, 0)
    assert "n’est pas une liste CSV ou XLSX" in page.content.decode()


def test_a_double_click_applies_once(browser: Client) -> None:
    run = upload(browser)
    post(browser, "columns", run, **{"use-0": "1", "act": "check"})
    post(browser, "apply", run)
    page = post(browser, "apply", run)
    assert "n’en est plus à cette étape" in page.content.decode()
    assert Contact.objects.filter(number="1001").count() == 1


def test_a_list_is_given_up(browser: Client) -> None:
    run = upload(browser)
    post(browser, "discard", run)
    run.refresh_from_db()
    assert (run.state, bool(run.file)) == (RunState.DISCARDED, False)


def test_the_report_is_downloaded(browser: Client) -> None:
    run = upload(browser)
    post(browser, "columns", run, **{"use-0": "1", "act": "check"})
    response: Any = browser.get(reverse("imports:report", args=[run.pk]))
    text = b"".join(response.streaming_content).decode()
    assert text.splitlines()[0] == "\ufeffFeuille;Ligne;Verdict;Décision;Correspondance;Raisons;Nom;Résultat"


ADDRESSES: tuple[Callable[[], str], ...] = (
    lambda: reverse("imports:index"),
    lambda: reverse("imports:duplicates"),
    lambda: reverse("imports:run", args=[1]),
    lambda: reverse("imports:report", args=[1]),
)


@pytest.mark.parametrize("who", ["communications", "auditor", "animator"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_only_those_who_may_import_see_it(cast: Any, who: str, address: Callable[[], str]) -> None:
    assert cast.client(who).get(address()).status_code == 403


def test_two_contacts_that_look_like_one_are_shown_and_kept_apart(browser: Client) -> None:
    run = upload(browser)
    post(browser, "columns", run, **{"use-0": "1", "act": "check"})
    post(browser, "settle", run, decision=f"ACCEPT:{run.rows.to_settle().get().pk}")
    post(browser, "apply", run)
    first, second = Contact.objects.filter(name__contains="Val-Joli", acronym__in=("STTUTVA", "")).order_by("pk")[:2]
    assert "STT Val-Joli" in browser.get(reverse("imports:duplicates")).content.decode()
    page = browser.post(reverse("imports:keep_apart"), {"first": first.pk, "second": second.pk}, follow=True)
    assert "STT Val-Joli" not in page.content.decode().split("</header>")[-1]


@pytest.mark.parametrize("name", sorted(set(BAD_FILES) - {"sans-noms.csv"}))
def test_a_bad_file_is_refused_beside_its_field(browser: Client, name: str) -> None:
    make, words = BAD_FILES[name]
    response = browser.post(reverse("imports:index"), {"file": SimpleUploadedFile(name, make())})
    page = response.content.decode()
    assert (response.status_code, words in page, ImportRun.objects.count()) == (422, True, 0)


def test_a_file_without_names_asks_which_column_holds_them(browser: Client) -> None:
    run = upload(browser, ("A;B", "1;2", "3;4"))
    response = post(browser, "columns", run, **{"use-0": "1", "act": "check"})
    assert response.status_code == 422
    assert "ne contient les noms. Dites laquelle." in response.content.decode()


def test_a_column_of_dues_without_a_year_asks_for_it(browser: Client) -> None:
    run = upload(browser, ("Nom;Prénom;Courriel;Cotisation", "Roy;Luc;luc@courriel.example;25 $"))
    page = browser.get(reverse("imports:run", args=[run.pk])).content.decode()
    assert "De quelle année\u00a0? Écrivez-la ici" in page


def test_a_line_says_what_was_understood_of_it(browser: Client) -> None:
    run = upload(browser)
    post(browser, "columns", run, **{"use-0": "1", "act": "check"})
    page = browser.get(reverse("imports:run", args=[run.pk]), {"verdict": "NEW"}).content.decode()
    assert "1001 · STTUTVA · Val-Joli · 581-555-0145 poste 20 · val-joli@syndicat.example" in page
    assert "Nouvelles (2)" in page


def test_a_long_list_is_taken_back_by_the_worker(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    run = upload(browser)
    post(browser, "columns", run, **{"use-0": "1", "act": "check"})
    post(browser, "apply", run)
    monkeypatch.setattr("convergence.backoffice.imports.views.SMALL", 0)
    page = post(browser, "undo", run)
    assert "en train d’être retiré" in page.content.decode()
    run.refresh_from_db()
    assert run.state == RunState.UNDOING
    undo_import.func(run_id=run.pk, actor_id=run.created_by_id)
    undo_import.func(run_id=run.pk, actor_id=run.created_by_id)  # a second time does no harm
    run.refresh_from_db()
    assert run.state == RunState.UNDONE
    assert Contact.objects.current().filter(number="1001").count() == 0


def test_an_undoing_that_meets_an_obstacle_says_so(browser: Client) -> None:
    run = upload(browser)
    post(browser, "columns", run, **{"use-0": "1", "act": "check"})
    post(browser, "apply", run)
    start_undo(run_id=run.pk, actor=run_owner(run), at=timezone.now())
    union = Contact.objects.current().get(number="1001", kind="ORGANISATION")
    audit.record(actor=run_owner(run), verb="contacts.contact.changed", obj=union, at=timezone.now())
    with pytest.raises(CannotUndo):
        undo_import.func(run_id=run.pk, actor_id=run.created_by_id)
    page = browser.get(reverse("imports:run", args=[run.pk])).content.decode()
    assert "a été modifié" in page
    run.refresh_from_db()
    assert run.state == RunState.APPLIED


def run_owner(run: ImportRun) -> User:
    return User.objects.get(pk=run.created_by_id)
