"""Only a whole WordPress export is read; anything else is refused in words."""

from io import BytesIO

import pytest
from django.utils.translation import override

from convergence.website.moving import reading
from convergence.website.moving.errors import SENTENCES, MovingRefused
from convergence.website.moving.reading import Unreadable, read
from convergence.website.moving.runs import read_export
from tests.website.moving.wxr import export, item, messy

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<rss version="2.0"><channel><title>&b;</title></channel></rss>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel>&x;</channel></rss>"""


def test_the_whole_export_is_read() -> None:
    found = read(BytesIO(messy()))
    assert (found.version, found.host, found.language, len(found.items)) == ("1.2", "centre.example", "fr-CA", 30)
    assert found.authors == {"zoe": "Zoé Tremblay"}
    news = next(one for one in found.items if one.wp_id == 20)
    assert (news.kind, news.date, news.comments, [label.name for label in news.labels]) == (
        "post", "2019-05-12 10:30:00", 2, ["Travail décent", "Divers"],
    )  # fmt: skip


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_every_version_is_read(version: str) -> None:
    assert len(read(BytesIO(export(item(1, title="A"), version=version))).items) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"PK\x03\x04rest", "compressed"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"<!DOCTYPE html><html></html>", "web_page"),
        (b"nom;courriel", "not_xml"),
        (b"<feed><entry/></feed>", "not_wordpress"),
        (b"<rss version='2.0'><channel><title>x</title></channel></rss>", "not_wordpress"),
        (messy()[:-200], "broken"),
        (messy().replace(b"</item>", b"</itme>", 1), "broken"),
        (export(version="9.9"), "unknown_version"),
        (LAUGHS, "hostile"),
        (OUTSIDE, "hostile"),
        (b'<?xml version="1.0" encoding="klingon"?><rss/>', "broken"),
    ],
)
def test_what_is_no_export_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(BytesIO(content))
    assert refusal.value.code == code


def test_a_file_that_is_too_big_is_refused_before_it_is_held() -> None:
    with pytest.raises(Unreadable) as refusal:
        read(BytesIO(messy()), max_bytes=2000)
    assert refusal.value.code == "too_big"


def test_too_many_items_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_ITEMS", 10)
    with pytest.raises(Unreadable) as refusal:
        read(BytesIO(messy()))
    assert refusal.value.code == "too_many"


def test_characters_that_xml_forbids_are_left_out() -> None:
    found = read(BytesIO(export(item(1, title="A\x0bB\x00", content="\x08mots"))))
    assert (found.items[0].title, found.items[0].content, found.repaired) == ("AB", "mots", 3)


def test_a_refusal_names_the_line_and_the_way_out() -> None:
    with override("fr"), pytest.raises(MovingRefused) as refusal:
        read_export(BytesIO(messy().replace(b"</item>", b"</itme>", 1)))
    assert str(refusal.value).startswith("L’export est brisé à la ligne 3, colonne ")


def test_every_refusal_has_its_sentence() -> None:
    with override("fr"):
        assert [code for code, words in SENTENCES.items() if not str(words)] == []
