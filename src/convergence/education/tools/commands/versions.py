"""Versions of a tool, their files, and how often these are taken."""

import hashlib
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import get_valid_filename

from convergence.accounts.policies import require
from convergence.core import facts
from convergence.core.errors import NotFound
from convergence.documents.rules import files
from convergence.education.tools.choices import ToolState
from convergence.education.tools.commands.catalogue import locked, note
from convergence.education.tools.errors import (
    CivilNameInside,
    EditionThere,
    NothingToPublish,
    VersionIsPublished,
    file_refused,
)
from convergence.education.tools.events import ToolPublished
from convergence.education.tools.models import DownloadCount, Edition, Tool, ToolVersion


@transaction.atomic
def add_version(*, tool_id: int, actor: Any, at: datetime, dated: str = "", changes: str = "") -> ToolVersion:
    """Begin the next version of a tool; nobody sees it before it is published.

    Raises:
        NotFound, NotAllowed, ValidationError.

    Writes the audit line `tools.version.added`.
    """
    tool = locked(tool_id)
    require(actor, "tools.edit_tool", tool)
    last = tool.versions.order_by("-number").first()
    version = ToolVersion(tool=tool, number=(last.number if last else 0) + 1, dated=dated, changes=changes.strip())
    version.full_clean()
    version.save(force_insert=True)
    note(tool, "version.added", actor, at, version=(None, version.number))
    return version


@transaction.atomic
def add_edition(
    *,
    version_id: int,
    language: str,
    actor: Any,
    at: datetime,
    title: str = "",
    content: bytes | None = None,
    name: str = "",
    url: str = "",
    extent: str = "",
    accessibility: str = "",
) -> Edition:
    """Add a file or an address to a version, in a language.

    Args:
        version_id: the version, not published yet.
        language: a code of the product's languages.
        actor: who does it.
        at: when.
        title: title in that language; the tool's own when it is left out.
        content: the bytes of the file; then `name` is its name.
        name: name of the file.
        url: or an http(s) address.
        extent: how long it is, in words: « 24 pages ».
        accessibility: what was done so that everybody can use it.

    Raises:
        NotFound, NotAllowed, VersionIsPublished, FileRefused, CivilNameInside, EditionThere, ValidationError.

    Writes the audit line `tools.edition.added`.
    """
    version = _open_version(version_id)
    tool = locked(version.tool_id)
    require(actor, "tools.edit_tool", tool)
    return written_edition(
        tool,
        version,
        language,
        title,
        content,
        name,
        url,
        actor=actor,
        at=at,
        extent=extent,
        accessibility=accessibility,
    )


def written_edition(
    tool: Tool,
    version: ToolVersion,
    language: str,
    title: str,
    content: bytes | None,
    name: str,
    url: str,
    *,
    actor: Any,
    at: datetime,
    **more: str,
) -> Edition:
    """Write an edition, whoever may; its file is looked into first."""
    edition = Edition(tool=tool, version=version, language=language, title=title.strip() or tool.title, **more)
    if content is not None:
        _check_file(tool, name, content)
        edition.kind = files.kind_of(name)
        edition.name = get_valid_filename(name.replace("\\", "/").rpartition("/")[2])[-150:]
        edition.size, edition.sha256 = len(content), hashlib.sha256(content).hexdigest()
        edition.file = f"tools/{tool.pk}/{edition.name}"
    else:
        edition.url = url.strip()
    if version.editions.filter(language=language, kind=edition.kind).exists():
        raise EditionThere
    edition.full_clean(validate_unique=False)
    if content is not None:
        edition.file = ""
        edition.file.save(f"{tool.pk}/{edition.name}", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            edition.save(force_insert=True)
    except IntegrityError as error:
        raise EditionThere from error
    note(tool, "edition.added", actor, at, edition=("", str(edition)))
    return edition


def _check_file(tool: Tool, name: str, content: bytes) -> None:
    fault = files.fault_of(name, content)
    if fault:
        raise file_refused(fault)
    for credit in tool.credits.select_related("person").filter(person__isnull=False):
        person = credit.person
        if person and person.pseudonym and person.name != person.pseudonym:
            civil = f"{person.given_name} {person.family_name}".strip() or person.name
            if civil != person.pseudonym and files.names_found(name, content, [civil]):
                raise CivilNameInside(field="file", pseudonym=person.pseudonym)


def _open_version(version_id: int) -> ToolVersion:
    version = ToolVersion.objects.select_related("tool").filter(pk=version_id).first()
    if version is None:
        raise NotFound
    if version.published_at:
        raise VersionIsPublished(number=version.number)
    return version


@transaction.atomic
def remove_edition(*, edition_id: int, actor: Any, at: datetime) -> Tool:
    """Take a file out of a version that nobody saw yet.

    Raises:
        NotFound, NotAllowed, VersionIsPublished.

    Writes the audit line `tools.edition.removed`.
    """
    edition = Edition.objects.filter(pk=edition_id).first()
    if edition is None:
        raise NotFound
    version = _open_version(edition.version_id)
    tool = locked(version.tool_id)
    require(actor, "tools.edit_tool", tool)
    said, file = str(edition), edition.file
    edition.delete()
    if file:
        transaction.on_commit(lambda: file.delete(save=False))
    note(tool, "edition.removed", actor, at, edition=(said, ""))
    return tool


@transaction.atomic
def publish_version(*, version_id: int, actor: Any, at: datetime) -> ToolVersion:
    """Publish a version; the older ones stay where they are (S84).

    Raises:
        NotFound, NotAllowed, VersionIsPublished, NothingToPublish.

    Writes the audit line `tools.version.published`; publishes ToolPublished when the tool is published.
    """
    version = _open_version(version_id)
    tool = locked(version.tool_id)
    require(actor, "tools.edit_tool", tool)
    if not version.editions.exists():
        raise NothingToPublish(number=version.number)
    version.published_at = at
    version.save(update_fields=["published_at"])
    note(tool, "version.published", actor, at, version=(None, version.number))
    if tool.state == ToolState.PUBLISHED:
        facts.publish(ToolPublished(tool.pk))
    return version


@transaction.atomic
def count_download(*, edition_id: int, day: date) -> None:
    """Add one to the downloads of an edition on a day; nothing else is known of it, and no audit line is written."""
    added = DownloadCount.objects.filter(edition=edition_id, day=day).update(number=F("number") + 1)
    if added:
        return
    try:
        with transaction.atomic():
            DownloadCount.objects.create(edition_id=edition_id, day=day, number=1)
    except IntegrityError:
        DownloadCount.objects.filter(edition=edition_id, day=day).update(number=F("number") + 1)
