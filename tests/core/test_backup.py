"""One file holds everything and gives it back, byte for byte."""

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from convergence.core import audit
from convergence.core.backup import BadBackup, kept_models, restore_backup, write_backup
from convergence.core.models import AuditEntry
from tests.plugins.cast import MOMENT, make_cast


def rows() -> dict[str, int]:
    return {model._meta.db_table: model._base_manager.count() for model in kept_models()}


@pytest.fixture
def filled(transactional_db: None, settings, tmp_path: Path) -> Path:
    """A database with people, an audit chain and two files."""
    settings.DATA_DIR = tmp_path / "data"
    settings.MEDIA_ROOT = tmp_path / "data" / "media"
    (settings.MEDIA_ROOT / "receipts").mkdir(parents=True)
    (settings.MEDIA_ROOT / "receipts" / "reçu 1.pdf").write_bytes(b"%PDF-1.7 \x00\xff")
    (settings.DATA_DIR / "secret-key").write_text("a secret of the tests")
    cast = make_cast()
    audit.record(
        actor=cast.coordinator, verb="core.test.done", obj=cast.amiante, changes={"name": ("a", "é")}, at=MOMENT
    )
    audit.seal_pending()
    return tmp_path / "backup.zip"


@pytest.mark.rule("K2")
def test_restored_database_is_the_same_rows_files_and_bytes_and_goes_on_numbering(
    filled: Path, settings, tmp_path: Path
):
    before = rows()
    last = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True)[0]
    digest = write_backup(filled)
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path / "new", tmp_path / "new" / "media"
    settings.DATA_DIR.mkdir()
    key = settings.DATA_DIR / "secret-key"
    key.write_text("made by the first command")

    restore_backup(filled, replace=True)

    assert rows() == before
    assert (tmp_path / "new" / "media" / "receipts" / "reçu 1.pdf").read_bytes() == b"%PDF-1.7 \x00\xff"
    assert key.read_text() == "a secret of the tests"
    assert key.stat().st_mode & 0o077 == 0
    assert (settings.DATA_DIR / "secret-key.before-restore").read_text() == "made by the first command"
    assert audit.faults() == []
    assert write_backup(tmp_path / "again.zip") == digest
    assert (tmp_path / "again.zip").read_bytes() == filled.read_bytes()
    assert audit.record(actor=None, verb="core.test.done", at=MOMENT).pk == last + 1


def test_database_in_use_is_not_replaced_unless_asked(filled: Path):
    write_backup(filled)
    before = rows()
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", filled)
    assert rows() == before


@pytest.mark.parametrize("damage", ["changed", "added", "cut", "no zip"])
def test_damaged_backup_is_refused_before_anything_is_written(filled: Path, tmp_path: Path, damage: str):
    write_backup(filled)
    bad = tmp_path / "bad.zip"
    if damage == "cut":
        bad.write_bytes(filled.read_bytes()[:-200])
    elif damage == "no zip":
        bad.write_text("hello")
    else:
        with zipfile.ZipFile(filled) as good, zipfile.ZipFile(bad, "w") as out:
            for name in good.namelist():
                content = good.read(name)
                out.writestr(
                    name, content.replace(b"Val-Tisserand", b"Val-Tisserang") if damage == "changed" else content
                )
            if damage == "added":
                out.writestr("media/../../escaped.txt", "x")
    before = rows()
    with pytest.raises(BadBackup):
        restore_backup(bad, replace=True)
    assert rows() == before


def test_backup_of_another_version_is_refused(filled: Path, tmp_path: Path):
    write_backup(filled)
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(filled) as good, zipfile.ZipFile(other, "w") as out:
        for name in good.namelist():
            content = good.read(name)
            if name == "manifest.json":
                manifest = json.loads(content)
                manifest["migrations"].append("contacts.9999_of_tomorrow")
                content = json.dumps(manifest).encode()
            out.writestr(name, content)
    with pytest.raises(BadBackup):
        restore_backup(other, replace=True)


def test_command_prints_the_digest_and_does_not_write_over(filled: Path, capsys: pytest.CaptureFixture[str]):
    call_command("backup", filled)
    digest = hashlib.sha256(filled.read_bytes()).hexdigest()
    assert capsys.readouterr().out == f"{digest}  {filled}\n"
    assert filled.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="already exists"):
        call_command("backup", filled)


def test_every_table_of_the_database_is_kept_but_indexes_and_migrations():
    kept = {model._meta.db_table for model in kept_models()}
    left_out = {table for table in connection.introspection.django_table_names() if table not in kept}
    assert {table for table in left_out if not table.startswith(("wagtailsearch_", "modelsearch_"))} == set()
