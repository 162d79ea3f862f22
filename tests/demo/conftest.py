"""The example has pictures: they are written once for a module, beside its rows."""

from collections.abc import Iterator

import pytest
from django.test import override_settings


@pytest.fixture(scope="module", autouse=True)
def media_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep files out of var/, for all tests of a module."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield
