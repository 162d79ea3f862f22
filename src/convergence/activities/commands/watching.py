"""What practices above ask of an activity before it is written: they may raise its guard, or refuse."""

from collections.abc import Callable
from datetime import datetime

from convergence.activities.models import Activity

Watcher = Callable[[Activity, datetime, bool], None]
_watchers: list[Watcher] = []


def register_watcher(watcher: Watcher) -> None:
    """Let a higher app look at an activity that is about to be written, and at one that gets a picture.

    It is called with the activity (without a key when it is new), when, and whether a picture is put to it. It may change
    `security` and `return_date`, never weaken them, and may raise a `DomainError`; called from its `AppConfig.ready`.
    """
    if watcher not in _watchers:
        _watchers.append(watcher)


def watch(activity: Activity, *, at: datetime, with_picture: bool = False) -> None:
    """Ask every watcher.

    Raises:
        DomainError: one of them refuses.
    """
    for watcher in _watchers:
        watcher(activity, at, with_picture)
