"""What a picture file tells beside the picture is taken out: place, names, device, moment, words; the picture stays."""

import struct
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from convergence.core.errors import BadValue
from convergence.core.models import AuditEntry
from convergence.documents.commands import describe_picture, take_file, take_picture
from convergence.documents.models import Picture
from convergence.documents.rules.metadata import without_metadata

NAME = "Béatrice Xochimilco"
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>{NAME}</dc:creator><exif:GPSLatitude>19</exif:GPSLatitude></x:xmpmeta>'


def exif(turned: int = 1) -> bytes:
    made = Image.Exif()
    made[Base.Artist] = NAME
    made[Base.Make] = "Appareil"
    made[Base.DateTime] = "2024:05:03 10:00:00"
    made[Base.Orientation] = turned
    made.get_ifd(IFD.GPSInfo)[GPS.GPSLatitudeRef] = "N"
    made.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (19.0, 15.0, 27.0)
    return made.tobytes()


def picture(form: str, *, turned: int = 1, size: tuple[int, int] = (40, 20), **values: Any) -> bytes:
    made = BytesIO()
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.save(made, form, exif=exif(turned), **values)
    return made.getvalue()


def pixels(content: bytes) -> bytes:
    with Image.open(BytesIO(content)) as image:
        return image.convert("RGB").tobytes()


@pytest.mark.parametrize(
    ("form", "values"),
    [
        ("JPEG", {"xmp": XMP.encode(), "comment": NAME.encode(), "progressive": True}),
        ("PNG", {}),
        ("WEBP", {"xmp": XMP.encode(), "lossless": True}),
    ],
)
def test_place_names_and_device_go_and_every_pixel_stays(form: str, values: dict[str, Any]) -> None:
    content = picture(form, **values)
    cleaned = without_metadata(content)
    assert {"PLACE", "NAMES", "DEVICE", "MOMENT"} <= set(cleaned.found)
    assert NAME.encode() not in cleaned.content
    assert NAME.encode("latin-1") not in cleaned.content
    assert b"GPS" not in cleaned.content
    assert pixels(cleaned.content) == pixels(content)
    with Image.open(BytesIO(cleaned.content)) as image:
        assert not image.getexif()
        assert "xmp" not in image.info
    assert without_metadata(cleaned.content).found == ()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_which_way_is_up_is_kept_and_nothing_else(form: str) -> None:
    cleaned = without_metadata(picture(form, turned=6))
    with Image.open(BytesIO(cleaned.content)) as image:
        assert dict(image.getexif()) == {Base.Orientation: 6}
        assert image.size == (40, 20)


@pytest.mark.parametrize("form", ["GIF", "AVIF"])
def test_other_forms_are_written_anew(form: str) -> None:
    made = BytesIO()
    Image.new("RGB", (8, 8), "red").save(made, form, **({"comment": NAME} if form == "GIF" else {"exif": exif()}))
    cleaned = without_metadata(made.getvalue())
    assert cleaned.found != ()
    assert NAME.encode() not in cleaned.content
    with Image.open(BytesIO(cleaned.content)) as image:
        assert image.format == form


def test_what_stands_after_the_end_of_a_photograph_goes() -> None:
    content = picture("JPEG")
    hidden = content + b"\x00" * 8 + picture("JPEG")
    assert without_metadata(hidden).content == without_metadata(content).content


def test_the_colour_profile_stays() -> None:
    content = picture("JPEG", icc_profile=b"profile of this screen")
    with Image.open(BytesIO(without_metadata(content).content)) as image:
        assert image.info["icc_profile"] == b"profile of this screen"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\xff\xd8\xff", struct.pack("<I", 7) * 40])
def test_what_is_no_picture_stays_as_it_is(content: bytes) -> None:
    assert without_metadata(content).content == content
    assert without_metadata(content).found == ()


@pytest.mark.rule("S97", "S51")
def test_a_picture_is_taken_in_with_its_credit_and_what_was_taken_out_is_written_down(
    db: None, settings, tmp_path
) -> None:
    from datetime import UTC, datetime

    at = datetime(2024, 6, 3, tzinfo=UTC)
    settings.MEDIA_ROOT = tmp_path
    given = {"name": "IMG_1.jpg", "content": picture("JPEG"), "consent": "WEB", "actor": None, "at": at}
    with pytest.raises(BadValue):
        take_picture(credit=" ", **given)
    with pytest.raises(BadValue):
        take_picture(credit="A", **{**given, "consent": "?"})
    made = take_picture(credit="Alliette St-Pierre CSN", **given)
    made.refresh_from_db()
    assert (made.width, made.height, made.title) == (40, 20, "IMG 1")
    assert made.taken_out == "PLACE NAMES DEVICE MOMENT"
    assert made.taken_out_words[0] == "où elle a été prise"
    assert made.missing() == ["la description pour qui ne la voit pas"] or not made.may_be_shown
    with made.file.open("rb") as file:
        assert NAME.encode() not in file.read()
    describe_picture(picture_id=made.pk, alt_fr="Une main", actor=None, at=at)
    made.refresh_from_db()
    assert made.may_be_shown
    with pytest.raises(BadValue):
        describe_picture(picture_id=made.pk, credit="", actor=None, at=at)
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["documents.picture.added", "documents.picture.changed"]
    file = take_file(name="actes.pdf", content=b"%PDF-1.7", title="Actes", language="fr", actor=None, at=at)
    assert (file.title, file.file_size) == ("Actes", 8)


def test_the_form_of_every_door_takes_it_out(db: None, settings, tmp_path) -> None:
    from wagtail.images.forms import get_image_form

    settings.MEDIA_ROOT = tmp_path
    form_class = get_image_form(Picture, ["title", "file"])
    form = form_class({"title": "Marche"}, {"file": SimpleUploadedFile("a.jpg", picture("JPEG"), "image/jpeg")})
    form.fields.pop("collection", None)
    assert form.is_valid(), form.errors
    made = form.save()
    assert made.taken_out == "PLACE NAMES DEVICE MOMENT"
    with made.file.open("rb") as file:
        assert NAME.encode() not in file.read()


def test_a_file_that_only_calls_itself_a_picture_is_refused_by_name() -> None:
    from convergence.backoffice.activities.showing import PicturesField

    with pytest.raises(ValidationError) as refusal:
        PicturesField().clean([SimpleUploadedFile("virus.jpg", b"MZ program")])
    assert "virus.jpg" in str(refusal.value)
