"""One file that holds everything: the rows of every table, the files of the media folder, the secret key.

The file is a zip. Rows are written table by table as JSON lines in the order of their keys, so that two backups of the
same data are the same bytes, and a backup made on SQLite can be restored on PostgreSQL or the reverse. Search indexes
are left out: they are made again. `manifest.json` lists a SHA-256 for each part; `restore` checks them all before it
writes anything, and writes everything in one transaction.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, connections, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.sql import InsertQuery
from django.utils.translation import gettext_lazy as _

from convergence.core.errors import BadValue, DomainError

FORMAT = 1
MANIFEST = "manifest.json"
SECRET_KEY = "secret-key"  # noqa: S105  (the name of a part, not a secret)
ROWS_AT_ONCE = 500
MOMENT = (1980, 1, 1, 0, 0, 0)  # the same for every part: the bytes depend on the data alone
DERIVED = {"wagtailsearch", "modelsearch"}


class NotEmpty(DomainError):
    """The database already holds data, and nobody asked to replace it."""

    code = "database_not_empty"
    message = _("This database already holds data. Add --replace to lose it and put the backup in its place.")


class BadBackup(BadValue):
    """The file is not a backup of ours, or it was damaged."""

    code = "bad_backup"
    message = _("This file is not a backup that can be restored: %(reason)s.")


def kept_models() -> list[type[models.Model]]:
    """Return every model with a table of its own, links between tables included, in order of table name."""
    found = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in DERIVED
    }
    return [found[table] for table in sorted(found)]


def _fields(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False)]


def _lines(model: type[models.Model]) -> Iterator[bytes]:
    names = [field.attname for field in _fields(model)]
    rows = model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=ROWS_AT_ONCE)
    for row in rows:
        yield json.dumps(row, cls=_Encoder, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


class _Encoder(DjangoJSONEncoder):
    """Writes instants to the microsecond, and bytes as hexadecimal digits."""

    def default(self, o: Any) -> Any:
        """Return what JSON can hold."""
        if hasattr(o, "isoformat"):
            return o.isoformat()
        if isinstance(o, bytes | memoryview):
            return bytes(o).hex()
        return super().default(o)


def migrations_known() -> list[str]:
    """Return the migrations of this version of the software, in alphabetical order."""
    return sorted(f"{app}.{name}" for app, name in MigrationLoader(connection).disk_migrations)


def migrations_applied() -> list[str]:
    """Return the migrations of the database, in alphabetical order."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def media_files() -> list[Path]:
    """Return the files of the media folder, in alphabetical order."""
    root = Path(settings.MEDIA_ROOT)
    return sorted(path for path in root.rglob("*") if path.is_file()) if root.is_dir() else []


class _Writer:
    """Adds parts to the zip and keeps their digests."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.digests: dict[str, str] = {}

    def add(self, name: str, chunks: Iterator[bytes]) -> None:
        """Write one part."""
        digest = hashlib.sha256()
        part = zipfile.ZipInfo(name, MOMENT)
        part.compress_type = zipfile.ZIP_DEFLATED
        part.external_attr = 0o600 << 16
        with self.archive.open(part, "w", force_zip64=True) as out:
            for chunk in chunks:
                digest.update(chunk)
                out.write(chunk)
        self.digests[name] = digest.hexdigest()


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(1 << 20):
        yield chunk


def _add_file(writer: _Writer, name: str, path: Path) -> None:
    with path.open("rb") as file:
        writer.add(name, _chunks(file))


@transaction.atomic
def write_backup(file: Path) -> str:
    """Write everything into one file, readable by its owner only; return the SHA-256 of the file.

    The rows are those of one instant (a repeatable read on PostgreSQL; SQLite's writers wait meanwhile).
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
    file.touch(mode=0o600)
    with zipfile.ZipFile(file, "w") as archive:
        writer = _Writer(archive)
        for model in kept_models():
            writer.add(f"tables/{model._meta.db_table}.jsonl", _lines(model))
        for path in media_files():
            _add_file(writer, f"media/{path.relative_to(settings.MEDIA_ROOT).as_posix()}", path)
        secret = Path(settings.DATA_DIR) / SECRET_KEY
        if secret.is_file():
            _add_file(writer, SECRET_KEY, secret)
        manifest = {"format": FORMAT, "migrations": migrations_applied(), "parts": writer.digests}
        writer.add(MANIFEST, iter([json.dumps(manifest, indent=1, sort_keys=True).encode()]))
    with file.open("rb") as written:
        return hashlib.file_digest(written, "sha256").hexdigest()


def _checked_manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    """Return the manifest after every part was compared with its digest."""
    names = set(archive.namelist())
    if MANIFEST not in names:
        raise BadBackup(reason="no manifest")
    manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    if manifest.get("format") != FORMAT:
        raise BadBackup(reason=f"format {manifest.get('format')}")
    if names != {MANIFEST, *manifest["parts"]}:
        raise BadBackup(reason="parts are missing or were added")
    for name, expected in manifest["parts"].items():
        if ".." in PurePosixPath(name).parts or name.startswith("/"):
            raise BadBackup(reason=name)
        with archive.open(name) as part:
            if hashlib.file_digest(part, "sha256").hexdigest() != expected:  # type: ignore[arg-type]
                raise BadBackup(reason=name)
    return manifest


def restore_backup(file: Path, *, replace: bool = False) -> None:
    """Put the content of a backup into the database and the media folder.

    Args:
        file: written by `write_backup`, by this version of the software or one with the same migrations.
        replace: allow a database that already holds users; all that it holds is lost.

    Raises:
        NotEmpty: the database holds users and `replace` is false.
        BadBackup: not a backup, damaged, or of another version.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (OSError, zipfile.BadZipFile) as error:
        raise BadBackup(reason=type(error).__name__) from error
    with archive:
        manifest = _checked_manifest(archive)
        if migrations_known() != manifest["migrations"]:
            raise BadBackup(reason="it was made by another version of this software")
        _empty_database(replace=replace)
        call_command("migrate", verbosity=0, interactive=False)
        _restore_rows(archive)
        _restore_files(archive)
        _restore_secret_key(archive)


def _empty_database(*, replace: bool) -> None:
    tables = connection.introspection.table_names()
    users = apps.get_model(settings.AUTH_USER_MODEL)
    if users._meta.db_table in tables and users._base_manager.exists() and not replace:
        raise NotEmpty
    if not tables:
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    else:
        name = Path(connection.settings_dict["NAME"])
        connections.close_all()
        for suffix in ("", "-wal", "-shm", "-journal"):
            name.with_name(name.name + suffix).unlink(missing_ok=True)


@transaction.atomic
def _restore_rows(archive: zipfile.ZipFile) -> None:
    kept = kept_models()
    with connection.constraint_checks_disabled():
        for model in kept:
            model._base_manager.all()._raw_delete(connection.alias)
        for model in kept:
            _restore_table(model, archive)
        connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kept):
            cursor.execute(statement)


def _restore_table(model: type[models.Model], archive: zipfile.ZipFile) -> None:
    fields = _fields(model)
    waiting: list[models.Model] = []
    with archive.open(f"tables/{model._meta.db_table}.jsonl") as lines:
        for line in lines:
            waiting.append(_row(model, fields, json.loads(line)))
            if len(waiting) == ROWS_AT_ONCE:
                _insert(model, fields, waiting)
                waiting = []
    _insert(model, fields, waiting)


def _row(model: type[models.Model], fields: list[Any], values: list[Any]) -> models.Model:
    row = model.__new__(model)
    models.Model.__init__(row)
    for field, value in zip(fields, values, strict=True):
        setattr(row, field.attname, _python_value(field, value))
    return row


def _python_value(field: Any, value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return bytes.fromhex(value)
    target = field.target_field if field.is_relation else field
    return target.to_python(value)


def _insert(model: type[models.Model], fields: list[Any], rows: list[models.Model]) -> None:
    size = max(1, connection.ops.bulk_batch_size(fields, rows)) if rows else 1
    for start in range(0, len(rows), size):
        query = InsertQuery(model)
        query.insert_values(fields, rows[start : start + size], raw=True)
        query.get_compiler(using=connection.alias).execute_sql()


def _restore_files(archive: zipfile.ZipFile) -> None:
    root = Path(settings.MEDIA_ROOT)
    for name in archive.namelist():
        if not name.startswith("media/"):
            continue
        target = root / name.removeprefix("media/")
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as part, target.open("wb") as out:
            out.writelines(_chunks(part))  # type: ignore[arg-type]


def _restore_secret_key(archive: zipfile.ZipFile) -> None:
    """Put the key of the restored data in its place; another key that lay there is kept beside it.

    A key lies there already on a new machine: the first command to run made it. It opens nothing of what was restored:
    personal links of letters still to be written are derived from the key of the backup.
    """
    if SECRET_KEY not in archive.namelist():
        return
    wanted = archive.read(SECRET_KEY)
    target = Path(settings.DATA_DIR) / SECRET_KEY
    if target.exists() and target.read_bytes() != wanted:
        target.replace(target.with_name(f"{SECRET_KEY}.before-restore"))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch(mode=0o600)
    target.chmod(0o600)
    target.write_bytes(wanted)
