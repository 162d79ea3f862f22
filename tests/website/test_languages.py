"""The address of a public page decides its language, whoever reads it."""

import pytest

from convergence.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_who_is_signed_in_reads_the_page_of_the_address(visitor, home, english, text, language: str) -> None:
    text()
    visitor.force_login(User.objects.create_user("lea@ligue.example", language=language))
    for path, spoken in (
        ("/", "fr"),
        ("/agir/", "fr"),
        ("/en/", "en"),
        ("/recherche/", "fr"),
        ("/en/recherche/", "en"),
    ):
        answer = visitor.get(path)
        assert (path, answer.status_code) == (path, 200)
        assert f'<html lang="{spoken}">' in answer.content.decode()


def test_the_members_space_speaks_the_language_of_the_person(visitor, home) -> None:
    visitor.force_login(User.objects.create_user("lea@ligue.example", language="en"))
    assert '<html lang="en">' in visitor.get("/espace/", follow=True).content.decode()
