"""Work of the public site outside the request: long moves, and the watch over links."""

from django.utils import timezone
from django_tasks import task

from convergence.accounts.models import User
from convergence.core.tasks import NOBODY_WAITS, periodic
from convergence.website import cache, sizes
from convergence.website.linkwatch import watching
from convergence.website.moving import runs
from convergence.website.publishing import publish_due
from convergence.website.searching import index


@task()
def check_move(run_id: int, actor_id: int | None) -> None:
    """Try a move that is too long for a request."""
    runs.check(run_id=run_id, actor=User.objects.filter(pk=actor_id).first(), at=timezone.now())


@task()
def apply_move(run_id: int, actor_id: int | None) -> None:
    """Write a confirmed move."""
    runs.apply(run_id=run_id, actor=User.objects.filter(pk=actor_id).first(), at=timezone.now())


@periodic(seconds=6 * 3600)
def watch_links() -> None:
    """Bring the list of watched addresses up to date and check those whose turn it is."""
    watching.refresh()
    watching.check_due(at=timezone.now())


@periodic(seconds=60, priority=NOBODY_WAITS)
def read_for_search() -> None:
    """Let search read all that changed, however much it is."""
    index.bring_up_to_date(whole=True)


@periodic(seconds=60, priority=NOBODY_WAITS)
def make_sizes() -> None:
    """Make the sizes of new pictures before anybody waits for them."""
    sizes.make_missing(at=timezone.now())


@periodic(seconds=60)
def publish_on_time() -> None:
    """Publish the pages whose moment has come, take down those whose time is over."""
    publish_due(at=timezone.now())


@periodic(seconds=600)
def forget_copies() -> None:
    """Delete copies of pages that are of no use any more."""
    cache.forget_former()
