"""The move as staff see it: the export, the report, the confirmation."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from convergence.website.models import MovedItem, MovingRun
from tests.website.moving.conftest import picture
from tests.website.moving.wxr import export, item

CONTENT = export(
    item(1, title="Une page", slug="une-page", content="Texte.\n\nk\n\nSuite."),
    item(2, "attachment", "Marche", status="inherit", file="2019/05/marche.png"),
)


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path / "data"


def archive() -> SimpleUploadedFile:
    stream = BytesIO()
    with ZipFile(stream, "w") as made:
        made.writestr("site/wp-content/uploads/2019/05/marche.png", picture())
        made.writestr("../../evil.png", b"x")
    return SimpleUploadedFile("uploads.zip", stream.getvalue())


def upload(client: Any, content: bytes, media: Any = None) -> Any:
    files = {"file": SimpleUploadedFile("export.xml", content)} | ({"media": media} if media else {})
    return client.post("/gestion/site/emmenager/", files)


def test_nothing_is_written_before_the_confirmation(site: Any, cast: Any) -> None:
    staff = cast.client("communications")
    upload(staff, CONTENT, archive())
    run = MovingRun.objects.get()
    assert (run.state, MovedItem.objects.count()) == ("CHECKED", 0)
    page = staff.get(f"/gestion/site/emmenager/{run.pk}/").content.decode()
    assert "« k »" in page.replace("\u00a0", " ").replace("\u202f", " ")
    staff.post(f"/gestion/site/emmenager/{run.pk}/confirmer/")
    run.refresh_from_db()
    assert (run.state, bool(run.file), MovedItem.objects.count()) == ("APPLIED", False, 2)
    staff.post(f"/gestion/site/emmenager/{run.pk}/confirmer/")
    assert MovedItem.objects.count() == 2


def test_a_broken_export_is_refused_in_words(site: Any, cast: Any) -> None:
    staff = cast.client("communications")
    upload(staff, CONTENT[:-300])
    run = MovingRun.objects.get()
    assert run.state == "FAILED"
    assert run.problem.startswith("L’export est brisé à la ligne")
    assert run.problem in staff.get(f"/gestion/site/emmenager/{run.pk}/").content.decode()


def test_files_that_are_no_archive_are_refused(site: Any, cast: Any) -> None:
    upload(cast.client("communications"), CONTENT, SimpleUploadedFile("uploads.zip", b"not a zip"))
    assert MovingRun.objects.get().state == "FAILED"


def test_a_move_is_given_up(site: Any, cast: Any) -> None:
    staff = cast.client("communications")
    upload(staff, CONTENT)
    run = MovingRun.objects.get()
    staff.post(f"/gestion/site/emmenager/{run.pk}/abandonner/")
    run.refresh_from_db()
    assert (run.state, bool(run.file)) == ("DISCARDED", False)


@pytest.mark.parametrize("role", ["treasurer", "education", "board", "delegate", "nobody", "anonymous"])
def test_only_those_who_publish_may(site: Any, cast: Any, role: str) -> None:
    assert upload(cast.client(role), CONTENT).status_code in {302, 403, 404}
    assert not MovingRun.objects.exists()
