"""What goes together says so on both sides, and stands on the page of its theme."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from convergence.activities import commands as activities
from convergence.education.exhibitions import commands as exhibitions
from convergence.education.tools import commands as tools
from convergence.education.trainings import commands as trainings
from convergence.vocabulary.models import Theme
from convergence.website.cache import copies

AT = datetime(2024, 6, 3, 15, 0, tzinfo=UTC)
GIVEN: dict[str, Any] = {"actor": None, "at": AT}


def page(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.fixture
def guide(db: None) -> Callable[..., Any]:
    """Return a maker of published guides of an hour."""

    def make(title: str, **values: Any) -> Any:
        made = tools.create_tool(kind="GUIDE", title=title, licence="CC_BY", minutes=60, **values, **GIVEN)
        version = tools.add_version(tool_id=made.pk, **GIVEN)
        url = "https://outils.example/guide"
        tools.add_edition(version_id=version.pk, language="fr", title=title, url=url, **GIVEN)
        return tools.publish_tool(tool_id=made.pk, **GIVEN)

    return make


@pytest.mark.one_database
@pytest.mark.rule("S12", "S90", "S96")
def test_a_guide_a_training_an_exhibition_and_an_activity_lead_to_one_another_and_to_their_theme(guide: Any) -> None:
    copies.forget()
    waste = Theme.objects.create(slug="dechets", name_fr="Déchets")
    tool = guide("Guide du tri", themes=[waste.pk])
    hidden = guide("Guide caché", themes=[waste.pk], audience="MEMBERS")
    training = trainings.write_training(
        title_fr="Au fil des déchets",
        objectives_fr="Trier",
        audience_fr="tout le monde",
        minutes=90,
        languages="fr",
        themes=[waste.pk],
        is_published=True,
        **GIVEN,
    )
    trainings.add_material(training_id=training.pk, title="Guide du tri", language="fr", minutes=60, tool=tool, **GIVEN)
    exhibition = exhibitions.save_record(
        kind="exhibition", slug="dechets", title_fr="Valoristes", is_public=True, themes=[waste], tools=[tool, hidden],
        **GIVEN,
    )  # fmt: skip
    session = activities.create_activity(
        kind="WORKSHOP", title_fr="Atelier de tri", start="2024-05-03", is_public=True, themes=[waste.pk], **GIVEN
    )
    activities.change_state(activity_id=session.pk, state="CONFIRMED", **GIVEN)
    tools.tie_activity(tool_id=tool.pk, activity_id=session.pk, **GIVEN)

    of_tool = page(f"/catalogue/{tool.slug}/")
    assert [word in of_tool for word in ("Au fil des déchets", "Valoristes", "Atelier de tri")] == [True] * 3
    of_training = page(f"/formations/{training.slug}/")
    assert f'href="/catalogue/{tool.slug}/"' in of_training
    assert re.search(r"\([Ff]rançais, (1\sh|60\smin)\)", of_training)
    for address in (f"/expositions/{exhibition.slug}/", f"/calendrier/{session.slug}/"):
        words = page(address)
        assert (f'href="/catalogue/{tool.slug}/"' in words, "Guide caché" in words) == (True, False)
    for language in ("", "/en", "/es"):
        of_theme = page(f"{language}/theme/dechets/")
        found = [word in of_theme for word in ("Au fil des déchets", "Guide du tri", "Valoristes", "Atelier de tri")]
        assert (found, "Guide caché" in of_theme) == ([True] * 4, False)
