"""The command that keeps the web server and the worker alive."""

from convergence.core.management.commands.serve import LONGEST_WAIT_SECONDS, Service


def test_a_child_that_dies_at_once_is_started_again_later_and_later() -> None:
    service = Service("carte", ["false"])
    service.started_at = 100.0
    assert [service.wait_before_restart(101.0) for _death in range(8)] == [1, 2, 4, 8, 16, 32, 60, LONGEST_WAIT_SECONDS]


def test_a_child_that_ran_for_a_minute_is_started_again_at_once() -> None:
    service = Service("web", ["false"])
    service.started_at = 100.0
    service.wait_before_restart(101.0)
    service.wait_before_restart(101.0)
    assert service.wait_before_restart(160.0) == 1
