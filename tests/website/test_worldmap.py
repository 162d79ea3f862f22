"""The map of the world: where places stand on it, and the threads between them."""

import pytest

from convergence.documents.models import Source
from convergence.history.models import CountryTie
from convergence.vocabulary.models import Place
from convergence.website.models import MapPage
from convergence.website.worldmap import point_of, shapes, thread


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [("HT", 19.0, -72.6), ("LK", 7.6, 80.7), ("UY", -32.8, -56.0), ("AE", 23.9, 54.3)],
)
def test_degrees_fall_in_the_middle_of_their_country(code: str, latitude: float, longitude: float) -> None:
    there = {shape.code: (shape.x, shape.y) for shape in shapes({})}[code]
    here = point_of(latitude, longitude)
    assert abs(here[0] - there[0]) < 4
    assert abs(here[1] - there[1]) < 4


def test_a_thread_bends_upwards() -> None:
    assert thread((0, 100), (100, 100)) == "M0 100Q50.0 78.0 100 100"


def test_threads_begin_where_the_organisation_is(visitor, home) -> None:
    source = Source.objects.create(title="Historique")
    CountryTie.objects.create(country="HT", capacity="SUPPORT", source=source)
    page = home.add_child(instance=MapPage(title="Pays", slug="pays", locale=home.locale))
    assert "world__thread" not in visitor.get(page.url).content.decode()
    Place.objects.create(slug="ici", name_fr="Montréal", country="CA", latitude="45.51", longitude="-73.55")
    drawn = visitor.get(f"{page.url}?quoi=SUPPORT").content.decode()
    assert drawn.count('class="world__thread"') == 1
    assert f'class="world__home" cx="{point_of(45.51, -73.55)[0]:g}"' in drawn
