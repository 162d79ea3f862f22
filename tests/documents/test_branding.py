"""Paper and e-mail wear the colours of the screens: the five of the organisation, readable whatever they are."""

import pytest

from convergence.core.models import OrganisationProfile
from convergence.documents import branding
from convergence.ui import palette
from convergence.ui.context import palette_of

PALE = {"colour_night": "#c9d6da", "colour_ink": "#8a8a8a"}


@pytest.mark.rule("A1")
@pytest.mark.parametrize("chosen", [{}, PALE], ids=["own", "pale"])
def test_paper_and_email_take_their_colours_from_the_one_palette(chosen: dict[str, str]) -> None:
    profile = OrganisationProfile(name="Ligue", **chosen)
    light, dark = palette.light(palette_of(profile)), palette.dark(palette_of(profile))
    page, mail = branding.light_colours(profile), branding.email_colours(profile)
    assert {name: page[name] for name in page if name != "link"} == {
        name: light[name] for name in page if name != "link"
    }
    assert mail["light_ink"] == light["ink"]
    assert (mail["dark_ink"], mail["dark_paper"], mail["dark_link"]) == (dark["ink"], dark["paper"], dark["straw"])


@pytest.mark.rule("A1")
@pytest.mark.parametrize("chosen", [{}, PALE], ids=["own", "pale"])
def test_words_on_paper_can_be_read_whatever_the_five_colours(chosen: dict[str, str]) -> None:
    colours = branding.light_colours(OrganisationProfile(name="Ligue", **chosen))
    for name in ("ink", "soft", "link"):
        assert palette.contrast(colours[name], colours["paper"]) >= palette.TEXT


def test_a_change_of_one_letter_s_colours_changes_nothing_in_the_next() -> None:
    profile = OrganisationProfile(name="Ligue")
    branding.light_colours(profile)["ink"] = "#ffffff"
    assert branding.light_colours(profile)["ink"] == palette.light(palette.DEFAULT)["ink"]
