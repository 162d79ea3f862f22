"""Threads that want the same lock of the database come one after the other; who holds one waits for nobody."""

from threading import Event, Thread

import pytest
from django.db import transaction

from convergence.core.db import in_turn


@pytest.mark.one_database
def test_the_second_thread_comes_after_the_first() -> None:
    said: list[str] = []
    inside, leave = Event(), Event()

    def first() -> None:
        with in_turn("gathering:1"):
            inside.set()
            leave.wait(5)
            said.append("first")

    def second() -> None:
        inside.wait(5)
        with in_turn("gathering:1"):
            said.append("second")

    threads = [Thread(target=one) for one in (second, first)]
    for one in threads:
        one.start()
    inside.wait(5)
    leave.set()
    for one in threads:
        one.join()
    assert said == ["first", "second"]


@pytest.mark.django_db
def test_within_a_transaction_nobody_waits() -> None:
    inside, leave, done = Event(), Event(), Event()

    def holds() -> None:
        with in_turn("gathering:1"):
            inside.set()
            leave.wait(5)

    holder = Thread(target=holds)
    holder.start()
    inside.wait(5)
    with transaction.atomic(), in_turn("gathering:1"):
        done.set()
    assert done.is_set()
    leave.set()
    holder.join()
