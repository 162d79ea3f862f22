"""What was written in French alone says so on English and Spanish pages (S89)."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from convergence.activities import commands as activities
from convergence.education.exhibitions import commands as exhibitions
from convergence.education.tools import commands as tools
from convergence.education.trainings import commands as trainings
from convergence.website.cache import copies

GIVEN: dict[str, Any] = {"actor": None, "at": datetime(2024, 6, 3, 15, 0, tzinfo=UTC)}
pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.rule("S89")]


def page(address: str) -> str:
    copies.forget()
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_training_in_french_alone_says_so_in_each_of_its_texts() -> None:
    training = trainings.write_training(
        title_fr="Au fil des déchets", summary_fr="Trier ensemble.", objectives_fr="Trier", audience_fr="tout le monde",
        minutes=90, languages="fr", is_published=True, **GIVEN,
    )  # fmt: skip
    english = page(f"/en/formations/{training.slug}/")
    for words in (
        '<h1 lang="fr">Au fil des déchets</h1>',
        '<p class="lede" lang="fr">Trier ensemble.</p>',
        '<dd lang="fr">tout le monde</dd>',
        '<ul lang="fr"><li>Trier</li></ul>',
    ):
        assert words in english
    assert '<p lang="fr">Trier ensemble.</p>' in page("/es/formations/")
    trainings.write_training(training_id=training.pk, summary_en="Sorting together.", **GIVEN)
    assert '<p class="lede">Sorting together.</p>' in page(f"/en/formations/{training.slug}/")
    assert '<p class="lede">Trier ensemble.</p>' in page(f"/formations/{training.slug}/")


def test_an_exhibition_and_its_conditions_say_their_language() -> None:
    exhibition = exhibitions.save_record(
        kind="exhibition", slug="fils", title_fr="Fils", summary_fr="Des portraits.", is_public=True, **GIVEN
    )
    crate = exhibitions.save_record(kind="crate", exhibition=exhibition, code="A", **GIVEN)
    exhibitions.save_record(
        kind="version", exhibition=exhibition, setting="INDOOR", crates=[crate], conditions_fr="Une salle sèche.",
        conditions_es="Una sala seca.", **GIVEN,
    )  # fmt: skip
    english, spanish = page("/en/expositions/fils/"), page("/es/expositions/fils/")
    assert (
        '<p class="lede" lang="fr">Des portraits.</p>' in english,
        '<p lang="fr">Une salle sèche.</p>' in english,
    ) == (
        True,
        True,
    )
    assert "<p>Una sala seca.</p>" in spanish


def test_a_kit_lists_its_parts_in_the_language_of_the_page_and_none_that_strangers_may_not_open() -> None:
    def made(title: str, kind: str = "GUIDE", **values: Any) -> Any:
        tool = tools.create_tool(kind=kind, title=title, licence="CC_BY", **values, **GIVEN)
        version = tools.add_version(tool_id=tool.pk, **GIVEN)
        for code, said in (("fr", title), ("en", f"{title} in English")):
            tools.add_edition(version_id=version.pk, language=code, title=said, url="https://outils.example/x", **GIVEN)
        return tools.publish_tool(tool_id=tool.pk, **GIVEN)

    kit = made("Trousse", "KIT", resolution_fr="Attendu que")
    for part in (made("Guide"), made("Affiche", audience="MEMBERS")):
        tools.add_part(tool_id=kit.pk, part_id=part.pk, **GIVEN)
    activity = activities.create_activity(
        kind="TRAINING", title_fr="Soir du tri", start="2024-05-01", is_public=True, **GIVEN
    )
    activities.change_state(activity_id=activity.pk, state="CONFIRMED", **GIVEN)
    tools.tie_activity(tool_id=kit.pk, activity_id=activity.pk, **GIVEN)
    english = page(f"/en/catalogue/{kit.slug}/")
    assert '<a href="/en/catalogue/guide/" lang="en">Guide in English</a>' in english
    assert "Affiche" not in english
    for code, order in (("", ["fr", "en"]), ("/en", ["en", "fr"])):
        assert re.findall(r'<strong lang="(..)">', page(f"{code}/catalogue/{kit.slug}/")) == order
    assert f'<a href="/en/calendrier/{activity.slug}/" lang="fr">Soir du tri</a>' in english


def test_an_activity_says_the_language_of_its_words_and_of_what_it_is_part_of() -> None:
    def made(title: str, **values: Any) -> Any:
        one = activities.create_activity(
            kind="TRAINING", title_fr=title, start=date(2024, 7, 1).isoformat(), is_public=True, **values, **GIVEN
        )
        return activities.change_state(activity_id=one.pk, state="CONFIRMED", **GIVEN)

    week = made("Semaine du tri")
    evening = made("Soir du tri", title_en="Sorting night", summary_fr="Apportez vos sacs.", part_of_id=week.pk)
    english = page(f"/en/calendrier/{evening.slug}/")
    assert '<h1 lang="en">Sorting night</h1>' in english
    assert '<p lang="fr">Apportez vos sacs.</p>' in english
    assert f'<a href="/en/calendrier/{week.slug}/" lang="fr">Semaine du tri</a>' in english
