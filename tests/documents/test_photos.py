"""Photographs that people send: only the picture is kept, and what came with it is said (S97)."""

import random
from io import BytesIO

import pytest
from PIL import ExifTags, Image

from convergence.documents.photos import LONGEST_SIDE, PhotoTooHeavy, PhotoTooLarge, UnreadablePhoto, cleaned


def photograph(size: tuple[int, int] = (400, 300), *, turned: bool = False) -> bytes:
    """Return a photograph with place, hour, name, make, and a comment."""
    tags = Image.Exif()
    tags[ExifTags.Base.Make] = "Fabricant"
    tags[ExifTags.Base.Artist] = "Camille Exemple"
    tags[ExifTags.Base.DateTime] = "2026:05:03 10:00:00"
    if turned:
        tags[ExifTags.Base.Orientation] = 6
    tags.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (45.0, 31.0, 0.0)
    kept = BytesIO()
    Image.new("RGB", size, "#c1121f").save(kept, "JPEG", exif=tags, comment=b"chez Camille")
    return kept.getvalue()


@pytest.mark.rule("S97")
def test_only_the_picture_is_kept_and_what_came_with_it_is_said() -> None:
    photo = cleaned(photograph())
    assert photo.removed == (
        "où elle a été prise", "noms de personnes", "l’appareil", "quand elle a été prise", "mots cachés dans le fichier",
    )  # fmt: skip
    assert not {word for word in (b"Camille", b"Fabricant", b"2026:05:03", b"Exif") if word in photo.content}
    with Image.open(BytesIO(photo.content)) as kept:
        assert (kept.size, dict(kept.getexif()), "comment" in kept.info) == ((400, 300), {}, False)


def test_it_stands_upright_and_is_no_larger_than_a_screen() -> None:
    photo = cleaned(photograph((4000, 1000), turned=True))
    assert (photo.width, photo.height) == (LONGEST_SIDE // 4, LONGEST_SIDE)
    assert cleaned(b"".join([photo.content])).removed == ()


def test_what_is_no_photograph_is_refused() -> None:
    for raw in (b"", b"%PDF-1.7", b"<svg/>", photograph()[:200], b"\xff\xd8\xff" * 50):
        with pytest.raises(UnreadablePhoto):
            cleaned(raw, "photo.jpg")
    with pytest.raises(PhotoTooHeavy):
        cleaned(b"x" * (20 * 1024 * 1024 + 1), "photo.jpg")
    for side in (9_000, 20_000):
        vast = BytesIO()
        Image.new("1", (side, side)).save(vast, "PNG")
        with pytest.raises(PhotoTooLarge):
            cleaned(vast.getvalue(), "photo.png")


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow says what it skips
def test_a_photograph_bent_on_purpose_is_read_or_refused() -> None:
    drawn, whole = random.Random(7), photograph((60, 40))
    for _each in range(150):
        bent = bytearray(whole)
        for _place in range(drawn.randrange(1, 12)):
            bent[drawn.randrange(len(bent))] = drawn.randrange(256)
        try:
            assert cleaned(bytes(bent)).content[:2] == b"\xff\xd8"
        except UnreadablePhoto:
            continue
