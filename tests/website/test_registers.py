"""Pages that read the registers: members, networks, terms of office, pictures."""

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image

from convergence.contacts.models import Affiliation, Contact, FormerName, Mandate
from convergence.documents.models import Picture
from convergence.membership.models import DirectoryConsent, GroupMembership
from convergence.website.models import DirectoryPage, MissionPage, NetworksPage, PeoplePage
from convergence.website.queries.networks import name_on, networks
from convergence.website.queries.offices import office_histories
from tests.plugins.cast import MOMENT

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(profile):
    """Write a contact."""

    def make(name: str, kind: str = "ORGANISATION", **values: object) -> Contact:
        if kind == "ORGANISATION":
            values = {"organisation_kind": "UNION"} | values
        return Contact.objects.create(
            name=name, sort_name=name.lower(), kind=kind, created_at=MOMENT, changed_at=MOMENT, **values
        )

    return make


@pytest.fixture
def own(contact):
    """The organisation itself among its contacts."""
    return contact("Ligue des fils", organisation_kind="NGO")


@pytest.fixture
def member(contact):
    """A member, who answered yes, no or nothing to the public list."""

    def make(name: str, *answers: bool, kind: str = "ORGANISATION", **values: object) -> Contact:
        found = contact(name, kind, **values)
        group = "D" if kind == "PERSON" else "B"
        GroupMembership.objects.create(member=found, group=group, start_date=date(2000, 1, 1), created_at=MOMENT)
        for agreed in answers:
            DirectoryConsent.objects.create(member=found, agreed=agreed, said_by="x", wording="x", at=MOMENT)
        return found

    return make


@pytest.fixture
def shown(visitor, home):
    """Read a page of a kind, made for the occasion."""

    def read(model: type, query: str = "") -> str:
        page = home.add_child(instance=model(title=model.__name__, slug=model.__name__.lower(), locale=home.locale))
        return visitor.get(page.get_url() + query).content.decode()

    return read


@pytest.mark.rule("S55")
def test_only_those_who_agreed_are_named(member, shown) -> None:
    member("Syndicat d’accord", True)
    member("Syndicat muet")
    member("Syndicat contre", True, False)
    member("Syndicat à risque", True, is_sensitive=True)
    member("Personne d’accord", True, kind="PERSON")
    former = member("Syndicat parti", True)
    former.group_memberships.update(end_date=date(2010, 1, 1))
    page = shown(DirectoryPage)
    assert "Syndicat d’accord" in page
    for hidden in ("muet", "contre", "à risque", "Personne", "parti"):
        assert hidden not in page.split("<main")[1].split("</main>")[0].replace("Les personnes", "")
    assert "et 3 autres organisations" in page
    assert "1 membre individuel" in page


@pytest.mark.rule("S14")
def test_an_ended_membership_leaves_today_and_stays_in_the_past(own, contact, shown) -> None:
    for name, end in (("Réseau vivant", None), ("Réseau quitté", date(2010, 5, 1))):
        Affiliation.objects.create(
            child=own, parent=contact(name, organisation_kind="NGO"), start_date=date(1990, 1, 1), end_date=end
        )
    now, past = networks(date(2024, 1, 1))
    assert ([row.name for row in now], [row.name for row in past]) == (["Réseau vivant"], ["Réseau quitté"])
    page = shown(NetworksPage)
    assert "depuis 1990" in page
    assert "jusqu’en 2010" in page


@pytest.mark.rule("S87")
def test_a_funder_is_named_as_on_that_day(contact, shown) -> None:
    ministry = contact("Ministère d’aujourd’hui", organisation_kind="FUNDER")
    FormerName.objects.create(contact=ministry, name="Ministère d’avant", until="2014")
    FormerName.objects.create(contact=ministry, name="Ministère d’autrefois", until="2005")
    assert name_on(ministry, date(2013, 6, 1)) == "Ministère d’avant"
    assert name_on(ministry, date(2001, 6, 1)) == "Ministère d’autrefois"
    assert name_on(ministry, date(2020, 6, 1)) == "Ministère d’aujourd’hui"
    page = shown(NetworksPage)
    assert page.index("Ministère d’aujourd’hui") < page.index("Ministère d’autrefois") < page.index("Ministère d’avant")


@pytest.fixture
def coordination(own, contact):
    """The terms of a coordination, as an encyclopaedia gives them: in years."""

    def hold(name: str, start: str, end: str, **values: object) -> Mandate:
        person = contact(name, "PERSON")
        return Mandate.objects.create(
            person=person, held_in=own, office="COORDINATION", start=start, end=end, source="Encyclopédie", **values
        )

    hold("Robert", "1975", "1987")
    hold("Clotilde", "1975", "1995")
    hold("Roger", "1995", "2006")
    hold("Micheline", "2006", "2006", is_interim=True)
    hold("Francine", "2006", "2010")
    return hold


@pytest.mark.rule("S39", "S40", "S41", "S42", "S43", "S47")
def test_who_held_the_post_on_a_day(coordination, shown) -> None:
    page = shown(PeoplePage, "?le=2006-07-01")
    answer = page.split('class="holders"')[1].split("</dl>")[0]
    for name in ("Roger", "Micheline", "Francine"):
        assert name in answer
    assert answer.count("possible") == 3
    assert "par intérim" in answer
    assert "inconnu" in answer


def test_what_is_no_day_is_said(coordination, shown) -> None:
    assert "« vers 1980 » n’est pas une date" in shown(PeoplePage, "?le=vers 1980").replace("\u00a0", " ")


@pytest.mark.rule("S45", "S46")
def test_gaps_stay_gaps(coordination) -> None:
    coordination("Amélie", "", "", attested="2024-02-22")
    [office] = office_histories("fr")
    assert [(term.name, term.when) for term in office.terms][:3] == [
        ("Amélie", "au plus tard février 2024"),
        ("", "2010 – février 2024\u00a0: inconnu"),
        ("Francine", "2006 – 2010"),
    ]
    assert [term.when for term in office.terms if term.is_gap] == ["2010 – février 2024\u00a0: inconnu"]


@pytest.mark.rule("S50")
def test_a_pseudonym_stands_alone(own, contact, shown) -> None:
    person = contact("Nom Civil", "PERSON", pseudonym="Plume")
    Mandate.objects.create(person=person, held_in=own, office="COORDINATION", start="1990", end="1995")
    page = shown(PeoplePage, "?le=1992-01-01")
    assert page.count("Plume") == 2
    assert "Nom Civil" not in page


@pytest.fixture
def picture(db):
    """Make a picture of one colour."""

    def make(**values: object) -> Picture:
        file = BytesIO()
        Image.new("RGB", (64, 48), "#c1121f").save(file, "JPEG")
        return Picture.objects.create(title="Affiche", file=ContentFile(file.getvalue(), "affiche.jpg"), **values)

    return make


READY = {"credit": "Alliette, Comité", "alt_fr": "Une banderole", "consent": "NOBODY"}


@pytest.mark.rule("S51", "S91", "S97")
@pytest.mark.parametrize(
    ("missing", "lacks"),
    [
        ({"credit": ""}, "le crédit"),
        ({"alt_fr": ""}, "la description"),
        ({"consent": "UNKNOWN"}, "l’accord des personnes"),
        ({"consent": "PRINT_ONLY"}, "l’accord des personnes"),
        ({"consent": "WITHDRAWN"}, "l’accord des personnes"),
    ],
)
def test_an_unready_picture_is_neither_published_nor_shown(
    picture, text, visitor, missing: dict[str, str], lacks: str
) -> None:
    unready = picture(**READY | missing)
    page = text(body=[("picture", {"picture": unready, "caption": "Légende"})])
    with pytest.raises(ValidationError, match="ne peut pas encore être montrée") as refusal:
        page.refuse_unready_pictures()
    assert lacks in refusal.value.messages[0]
    assert "<img" not in visitor.get(page.get_url()).content.decode()


@pytest.mark.rule("S97")
def test_the_credit_comes_with_the_picture(picture, text, visitor) -> None:
    page = text(body=[("picture", {"picture": picture(**READY), "caption": ""})])
    page.refuse_unready_pictures()
    found = visitor.get(page.get_url()).content.decode()
    assert 'alt="Une banderole"' in found
    assert "Image\u00a0: Alliette, Comité" in found


@pytest.mark.rule("S5")
def test_an_empty_register_says_so(shown) -> None:
    assert "<h1>MissionPage</h1>" in shown(MissionPage)
