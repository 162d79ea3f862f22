"""An exhibition in two versions, a union, and makers of loans in each state."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.images import ImageFile
from PIL import Image

from convergence.contacts.models import Contact
from convergence.documents.choices import PortrayedConsent
from convergence.documents.models import Picture
from convergence.education.exhibitions import commands
from convergence.education.exhibitions.models import Crate, Exhibition, Loan, Panel, Version, Work
from convergence.education.exhibitions.queries.agreement import digest_of

AT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


@pytest.fixture
def at() -> datetime:
    """Return a Monday of March 2026, in the morning of Montréal."""
    return AT


@pytest.fixture
def exhibition(db: None) -> Exhibition:
    """Return a public exhibition."""
    return Exhibition.objects.create(slug="valoristes", title_fr="Valoristes", title_es="Recicladores", is_public=True)


@pytest.fixture
def indoor(exhibition: Exhibition) -> Version:
    """Return the indoor version: two crates, four panels, no day around a loan but one on the way each way."""
    version = Version.objects.create(
        exhibition=exhibition, setting="INDOOR", before_days=0, transport_days=1, after_days=0, insurance_cents=650_000
    )
    for number in (1, 2):
        crate = Crate.objects.create(exhibition=exhibition, code=f"INT-{number}")
        version.crates.add(crate)
        for place in (1, 2):
            rank = number * 2 + place - 2
            work = Work.objects.create(exhibition=exhibition, title_fr=f"Portrait {rank}", position=rank)
            Panel.objects.create(version=version, crate=crate, work=work, number=rank)
    return version


@pytest.fixture
def outdoor(exhibition: Exhibition) -> Version:
    """Return the outdoor version: one crate, a season."""
    version = Version.objects.create(
        exhibition=exhibition, setting="OUTDOOR", season_opens="05-01", season_closes="10-31", after_days=4
    )
    version.crates.add(Crate.objects.create(exhibition=exhibition, code="EXT-1"))
    return version


@pytest.fixture
def union(db: None) -> Callable[..., Contact]:
    """Return a maker of unions."""

    def make(name: str = "Syndicat A", **values: Any) -> Contact:
        given: Any = {"kind": "ORGANISATION", "organisation_kind": "UNION", "name": name, "sort_name": name.lower()}
        return Contact.objects.create(**{**given, "created_at": AT, "changed_at": AT, **values})

    return make


@pytest.fixture
def ask(db: None) -> Callable[..., Loan]:
    """Return a maker of requests."""

    def make(version: Version, first: str = "2026-05-03", last: str = "2026-05-10", **values: Any) -> Loan:
        borrower = values.pop("borrower", None)
        when = values.pop("at", AT)
        given: dict[str, Any] = {
            "organisation_name": "Syndicat A",
            "contact_name": "Camille",
            "email": "camille@syndicat-a.example",
            "venue": "Salle des fêtes",
            "city": "Laval",
            "setting": version.setting,
        }
        asked = commands.Asked(
            **{**given, **values}, first_day=date.fromisoformat(first), last_day=date.fromisoformat(last)
        )
        return commands.request_loan(
            version_id=version.pk,
            asked=asked,
            accepts_conditions=True,
            borrower_id=borrower.pk if borrower else None,
            actor=None,
            at=when,
        )

    return make


@pytest.fixture
def offered(ask: Callable[..., Loan]) -> Callable[..., Loan]:
    """Return a maker of loans whose crates are kept."""

    def make(version: Version, first: str = "2026-05-03", last: str = "2026-05-10", **values: Any) -> Loan:
        loan = ask(version, first, last, **values)
        return commands.offer_loan(loan_id=loan.pk, actor=None, at=values.get("at", AT))

    return make


@pytest.fixture
def agreed(offered: Callable[..., Loan]) -> Callable[..., Loan]:
    """Return a maker of loans that both have signed."""

    def make(version: Version, first: str = "2026-05-03", last: str = "2026-05-10", **values: Any) -> Loan:
        loan = offered(version, first, last, **values)
        read, at = digest_of(loan), values.get("at", AT)
        commands.sign_as_lender(loan_id=loan.pk, name="Ana", title="coordination", read=read, actor=None, at=at)
        commands.sign_as_borrower(loan_id=loan.pk, name="Luc", title="présidence", read=read, actor=None, at=at)
        return Loan.objects.get(pk=loan.pk)

    return make


def picture(**exif: Any) -> bytes:
    """Return a small photograph with EXIF tags by number."""
    kept = BytesIO()
    tags = Image.Exif()
    for tag, value in exif.items():
        tags[int(tag.removeprefix("t"))] = value
    Image.new("RGB", (80, 60), (120, 90, 60)).save(kept, "JPEG", exif=tags)
    return kept.getvalue()


@pytest.fixture
def shown_picture(db: None) -> Callable[[str], Picture]:
    """Return a maker of pictures with credit and words."""

    def make(name: str) -> Picture:
        return Picture.objects.create(
            title=name,
            file=ImageFile(BytesIO(picture()), name=name),
            credit="Benoît Exemple",
            alt_fr="Une femme trie des bouteilles",
            consent=PortrayedConsent.NOBODY,
        )

    return make
