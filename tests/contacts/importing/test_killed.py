"""An import whose process is killed, and a web write while one is being written: nothing half-written, never a 500."""

import signal
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse
from django.utils import timezone

from convergence.contacts.import_models import ImportRun, RunState
from convergence.contacts.importing import applying, staging, tasks
from convergence.contacts.models import Contact, ContactPoint
from convergence.core.models import AuditEntry
from tests.contacts.conftest import NOW

from .other_process import start

Csv = Callable[..., Path]
Checked = Callable[..., ImportRun]
pytestmark = pytest.mark.django_db(transaction=True)
LINES = [
    ["No", "Nom de l'organisation", "Ville", "Courriel"],
    *(
        [str(number), f"Syndicat du quai {number}", "Val-Joli", f"quai-{number}@syndicat.example"]
        for number in range(30)
    ),
]


def remember(request: HttpRequest) -> HttpResponse:
    """A page whose only write is its session, saved after the view."""
    request.session["seen"] = timezone.now().isoformat()
    return HttpResponse("vu")


def urls_with_a_remembering_page() -> list[Any]:
    from convergence.config.urls import urlpatterns

    return [path("memoire/", remember), *urlpatterns]


@pytest.fixture
def half_checked(csv_file: Csv, tmp_path: Path) -> ImportRun:
    listed = csv_file(LINES)
    with listed.open("rb") as stream:
        run = staging.upload(file=File(stream), file_name="membres.csv", actor=None, at=NOW)
    staging.start_check(run_id=run.pk, actor=None, at=NOW)
    killed = start("check", run.pk, when="kill", signs=tmp_path / "signs")
    assert killed.wait(60) == -signal.SIGKILL
    run.refresh_from_db()
    return run


def test_a_check_that_was_killed_begins_again(half_checked: ImportRun) -> None:
    assert half_checked.state == RunState.CHECKING
    assert 0 < half_checked.rows.count() < len(LINES)
    assert Contact.objects.count() == 0
    tasks.check_import.func(half_checked.pk)
    half_checked.refresh_from_db()
    assert (half_checked.state, half_checked.totals) == (RunState.CHECKED, {"IGNORED": 1, "NEW": 30})


def test_a_writing_that_was_killed_leaves_nothing_and_is_done_again(
    checked: Checked, csv_file: Csv, tmp_path: Path
) -> None:
    run = checked(csv_file(LINES))
    applying.start_apply(run_id=run.pk, actor=None, at=NOW)
    before = AuditEntry.objects.count()
    killed = start("apply", run.pk, when="kill", signs=tmp_path / "signs")
    assert killed.wait(60) == -signal.SIGKILL
    run.refresh_from_db()
    assert (run.state, Contact.objects.count(), ContactPoint.objects.count()) == (RunState.APPLYING, 0, 0)
    for _twice in range(2):
        tasks.apply_import.func(run.pk, None)
    run.refresh_from_db()
    assert (run.state, Contact.objects.count(), ContactPoint.objects.count()) == (RunState.APPLIED, 30, 30)
    assert AuditEntry.objects.count() == before + 1


def test_the_sweep_goes_on_with_an_import_that_gives_no_sign_of_life(checked: Checked, csv_file: Csv) -> None:
    run = checked(csv_file(LINES))
    applying.start_apply(run_id=run.pk, actor=None, at=timezone.now())
    tasks.resume_imports()
    assert _jobs() == []
    ImportRun.objects.update(touched_at=timezone.now() - timedelta(minutes=6))
    tasks.resume_imports()
    tasks.resume_imports()
    assert _jobs() == [{"run_id": run.pk, "actor_id": None}]


def test_the_sweep_goes_on_in_the_name_of_who_began(checked: Checked, csv_file: Csv, cast: Any) -> None:
    run = checked(csv_file(LINES))
    applying.start_apply(run_id=run.pk, actor=cast.coordinator, at=timezone.now())
    ImportRun.objects.update(touched_at=timezone.now() - timedelta(minutes=6), created_by_id=cast.treasurer.pk)
    tasks.resume_imports()
    assert _jobs() == [{"run_id": run.pk, "actor_id": cast.coordinator.pk}]


def _jobs() -> list[dict[str, Any]]:
    from django_tasks_db.models import DBTaskResult

    return [job.args_kwargs["kwargs"] for job in DBTaskResult.objects.all()]


def test_a_web_write_during_a_large_import_waits_or_is_told_so(
    checked: Checked, csv_file: Csv, tmp_path: Path, cast: Any, settings: Any
) -> None:
    settings.ROOT_URLCONF = type("Urls", (), {"urlpatterns": urls_with_a_remembering_page()})
    run = checked(csv_file(LINES))
    browser: Client = cast.client("coordinator")
    applying.start_apply(run_id=run.pk, actor=None, at=NOW)
    signs = tmp_path / "signs"
    writing = start("apply", run.pk, when="wait", signs=signs)
    try:
        _wait_for(signs / "reached", writing)
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout = 200")
            for answer in (browser.post(reverse("imports:index"), _list()), browser.get("/memoire/")):
                assert answer.status_code == 503
                assert "Un import est en train de s’écrire" in answer.content.decode()
        else:
            assert browser.post(reverse("imports:index"), _list()).status_code == 302
            assert browser.get("/memoire/").status_code == 200
        assert browser.get(reverse("imports:run", args=[run.pk])).status_code == 200  # reading never waits
    finally:
        (signs / "go on").write_text("")
        assert writing.wait(60) == 0
    assert browser.get("/memoire/").content == b"vu"
    assert browser.post(reverse("imports:index"), _list()).status_code == 302
    run.refresh_from_db()
    assert (run.state, Contact.objects.filter(name__startswith="Syndicat du quai").count()) == (RunState.APPLIED, 30)


def _list() -> dict[str, Any]:
    return {"file": SimpleUploadedFile("autre.csv", b"Nom de l'organisation;Ville\nSyndicat du phare;Val-Joli\n")}


def _wait_for(sign: Path, process: Any) -> None:
    until = time.monotonic() + 60
    while not sign.exists():
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.05)
