"""Several at once: acts in threads, each with its own connection, that start together."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connections

from convergence.core.errors import DomainError

BROWSERS = 5


def at_once(acts: list[Callable[[], Any]], browsers: int = BROWSERS) -> list[Any]:
    """Run acts in as many threads as there are browsers; return what each gave back, or the refusal that it met.

    Raises:
        AssertionError: one failed in another way.
    """
    start, left, done, failed = Barrier(browsers), list(acts), [], []

    def run() -> None:
        start.wait()
        try:
            while left:
                try:
                    act = left.pop()
                except IndexError:
                    return
                try:
                    done.append(act())
                except DomainError as refusal:
                    done.append(refusal)
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run) for _browser in range(browsers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed, failed
    return done


def refusals(done: list[Any]) -> list[str]:
    """Return the names of the refusals that were met, in order of their names."""
    return sorted(type(one).__name__ for one in done if isinstance(one, DomainError))
