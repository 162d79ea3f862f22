"""The steps of a move: read and try, confirm, give up, publish what was held back."""

import zipfile
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from wagtail.models import Page

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.core.errors import DomainError
from convergence.website.models import MovedItem, MovingRun, MovingState, PublicPage
from convergence.website.moving.building import move
from convergence.website.moving.errors import MovingRefused, WrongStep
from convergence.website.moving.media import Media, NoMedia, ZipMedia
from convergence.website.moving.reading import Export, Unreadable, read
from convergence.website.moving.redirects import OldAddress, known_addresses
from convergence.website.moving.reporting import Report

ACTION = "website.publish_page"


def read_export(stream: IO[bytes]) -> Export:
    """Read an export.

    Raises:
        MovingRefused: it cannot be read, or is no export.
    """
    try:
        return read(stream)
    except Unreadable as error:
        raise MovingRefused(error.code, **error.values) from error


def bring(
    *, stream: IO[bytes], media: Media, actor: Any, at: datetime, for_good: bool, name: str = "",
    addresses: list[OldAddress] | None = None,
) -> Report:  # fmt: skip
    """Read an export and bring it, or only try to.

    Writes the audit line `website.wordpress.moved` when it is for good.

    Raises:
        NotAllowed: the actor may not publish pages.
        MovingRefused: the export cannot be read, or there is no place for it; nothing is written.
    """
    require(actor, ACTION)
    export = read_export(stream)
    with transaction.atomic():
        report = move(
            export,
            media=media,
            addresses=known_addresses() if addresses is None else addresses,
            actor=actor,
            at=at,
            for_good=for_good,
        )
        if for_good:
            audit.record(
                actor=actor,
                verb="website.wordpress.moved",
                object_type="website.movingrun",
                object_id=export.host,
                label=name or export.title,
                changes={key: (None, value) for key, value in report.counts.items()},
                at=at,
            )
    return report


def upload(*, file: File[bytes], media: File[bytes] | None, actor: Any, at: datetime) -> MovingRun:
    """Keep an export and the files that came with it. Nothing is read yet.

    Raises:
        NotAllowed: the actor may not publish pages.
    """
    require(actor, ACTION)
    run = MovingRun(
        file_name=str(file.name)[-255:],
        size=(file.size or 0) + (media.size or 0 if media else 0),
        created_at=at,
        created_by_label=str(actor)[:200],
    )
    run.file.save("export.xml", file, save=False)
    if media is not None:
        run.media.save("media.zip", media, save=False)
    run.save()
    return run


def check(*, run_id: int, actor: Any, at: datetime) -> MovingRun:
    """Try a move and keep its report; what refuses it is kept too, in words."""
    require(actor, ACTION)
    run = MovingRun.objects.get(pk=run_id, state=MovingState.CHECKING)
    try:
        run.report = _move(run, actor=actor, at=at, for_good=False).as_data()
        run.state, run.problem = MovingState.CHECKED, ""
    except DomainError as refusal:
        run.state, run.problem = MovingState.FAILED, str(refusal)
        _forget_files(run)
    run.save()
    return run


def start(*, run_id: int, actor: Any) -> MovingRun:
    """Say that a move is confirmed; a second confirmation is refused.

    Raises:
        WrongStep: it is not at that step.
    """
    require(actor, ACTION)
    if not MovingRun.objects.filter(pk=run_id, state=MovingState.CHECKED).update(state=MovingState.APPLYING):
        raise WrongStep
    return MovingRun.objects.get(pk=run_id)


def apply(*, run_id: int, actor: Any, at: datetime) -> MovingRun:
    """Bring a confirmed move for good; a refusal leaves nothing half-written.

    Raises:
        WrongStep: nobody confirmed it.
    """
    require(actor, ACTION)
    run = MovingRun.objects.filter(pk=run_id, state=MovingState.APPLYING).first()
    if run is None:
        raise WrongStep
    try:
        run.report = _move(run, actor=actor, at=at, for_good=True).as_data()
        run.state, run.applied_at = MovingState.APPLIED, at
    except DomainError as refusal:
        run.state, run.problem = MovingState.FAILED, str(refusal)
    except Exception:
        MovingRun.objects.filter(pk=run_id).update(state=MovingState.CHECKED)
        raise
    _forget_files(run)
    run.save()
    return run


def discard(*, run_id: int, actor: Any) -> MovingRun:
    """Give up a move before it is written, and delete its files.

    Raises:
        WrongStep: it is written already.
    """
    require(actor, ACTION)
    run = MovingRun.objects.filter(pk=run_id, state__in=[MovingState.CHECKED, MovingState.FAILED]).first()
    if run is None:
        raise WrongStep
    _forget_files(run)
    run.state = MovingState.DISCARDED
    run.save()
    return run


def held_pages() -> list[PublicPage]:
    """Return the pages brought as drafts because a picture lacked something."""
    ids = MovedItem.objects.filter(is_held=True, page__live=False).values("page_id")
    return [cast(PublicPage, page) for page in Page.objects.filter(pk__in=ids).order_by("title", "pk").specific()]


@transaction.atomic
def publish_ready(*, actor: Any, at: datetime) -> int:
    """Publish the held pages whose pictures are complete now; return how many.

    Writes the audit line `website.held_pages.published`.
    """
    require(actor, ACTION)
    user = actor if getattr(actor, "pk", None) else None
    done = []
    for page in held_pages():
        latest = page.get_latest_revision()
        draft = cast(PublicPage, latest.as_object()) if latest else page
        try:
            draft.refuse_unready_pictures()
            draft.body.stream_block.clean(draft.body)
            draft.full_clean()
        except ValidationError:
            continue
        (latest or page.save_revision(user=user)).publish(user=user)
        done.append(page.pk)
    MovedItem.objects.filter(page_id__in=done).update(is_held=False)
    if done:
        audit.record(
            actor=actor,
            verb="website.held_pages.published",
            object_type="website.movingrun",
            label=str(len(done)),
            changes={"pages": (None, done)},
            at=at,
        )
    return len(done)


def _move(run: MovingRun, *, actor: Any, at: datetime, for_good: bool) -> Report:
    with run.file.open("rb") as stream:
        if not run.media:
            return bring(stream=stream, media=NoMedia(), actor=actor, at=at, for_good=for_good, name=run.file_name)
        with run.media.open("rb") as archive:
            try:
                media = ZipMedia(archive)
            except (zipfile.BadZipFile, OSError, ValueError) as error:
                raise MovingRefused("bad_media") from error
            return bring(stream=stream, media=media, actor=actor, at=at, for_good=for_good, name=run.file_name)


def _forget_files(run: MovingRun) -> None:
    for file in (run.file, run.media):
        if file:
            file.delete(save=False)


def folder_of(path: str) -> Path:
    """Return a folder that a person named.

    Raises:
        MovingRefused: there is none.
    """
    folder = Path(path).expanduser()
    if not folder.is_dir():
        raise MovingRefused("no_such_folder", path=path)
    return folder
