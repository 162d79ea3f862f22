"""In which order the tests have their turn, so that two processors are busy to the end."""

import pytest

from tests.plugins.databases import asks_for_the_database

# What makes the example or an empty database for all, and lasts; then what needs neither, so that the other processor
# does not wait for it; then files of few and long tests: begun last, one of them keeps one processor busy alone.
ORDER = (
    (
        "tests/doors/test_every_door.py::test_walks_every_door[coordinator]",
        "tests/journeys/test_pages.py::TestRegisters",
    ),
    ("tests/journeys/test_sign_in.py",),
    (
        "tests/core/test_backup.py",
        "tests/contacts/importing/test_killed.py",
        "tests/messaging/test_killed_worker.py",
        "tests/finance/test_concurrency.py",
        "tests/backoffice/contacts/test_access.py",
        "tests/journeys/test_pages.py",
    ),
    ("tests/doors/", "tests/api/test_contract.py", "tests/demo/"),
    ("tests/journeys/test_year.py", "tests/journeys/test_html.py"),
)


def turn(item: pytest.Item) -> int:
    """Return when the file of a test has its turn: the lowest first."""
    for number, files in enumerate(ORDER):
        if item.nodeid.startswith(files):
            return number
    is_alone = item.path.parent.name != "journeys" and not asks_for_the_database(item)
    return 1 if is_alone else len(ORDER)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests in order of their turn; those of one turn stay as they were."""
    items.sort(key=turn)
