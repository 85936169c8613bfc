"""Photos: only the picture is kept."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from planner.errors import LayerError, OutputError
from planner.sources.survey import photos
from planner.sources.survey.photos import carries_position, clean_photo, is_photo_name, keep_photo, photo_name
from planner.texts import Language, translate

GPS, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112


def picture(size: tuple[int, int] = (40, 20), format_: str = "JPEG", **options: object) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, "red").save(content, format_, **options)
    return content.getvalue()


def located() -> bytes:
    """Return a picture that tells where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(GPS)[1] = "S"
    return picture(exif=exif)


def refusal(content: bytes) -> str:
    with pytest.raises(LayerError) as caught:
        clean_photo(content, "foto.jpg")
    return translate(caught.value.message, Language.ENGLISH)


def test_position_camera_and_comment_are_taken_out() -> None:
    exif = Image.Exif()
    exif[MAKE] = "Secret Camera"
    exif.get_ifd(GPS)[1] = "S"
    content = picture(exif=exif, comment=b"Secret Comment")
    assert b"Secret" in content
    clean = clean_photo(content, "foto.jpg")
    with Image.open(io.BytesIO(clean)) as image:
        assert not image.getexif()
        assert "comment" not in image.info
    assert b"Secret" not in clean


def test_a_position_is_noticed_and_gone_afterwards() -> None:
    assert carries_position(located())
    assert not carries_position(picture())
    assert not carries_position(clean_photo(located(), "foto.jpg"))


def test_a_picture_that_lies_on_its_side_is_set_upright() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    with Image.open(io.BytesIO(clean_photo(picture((40, 20), exif=exif), "foto.jpg"))) as image:
        assert image.size == (20, 40)


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_a_large_picture_becomes_a_small_jpeg(format_: str) -> None:
    with Image.open(io.BytesIO(clean_photo(picture((3200, 1000), format_), "foto"))) as image:
        assert (image.format, image.size) == ("JPEG", (1600, 500))


def test_what_is_no_picture_or_damaged_is_refused() -> None:
    for content in (b"", b"<svg/>", b"GIF89a", picture()[:200], picture(format_="GIF"), picture(format_="PNG")[:60]):
        assert "can't be read as a picture" in refusal(content)


def test_too_many_bytes_or_pixels_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MAX_PHOTO_PIXELS", 799)
    assert "too many pixels" in refusal(picture((40, 20)))
    monkeypatch.setattr(photos, "MAX_PHOTO_BYTES", 10)
    assert "larger than" in refusal(picture())


def test_a_picture_that_claims_to_be_huge_is_refused_before_it_is_unpacked() -> None:
    content = bytearray(picture((8, 8), "PNG"))
    # Width and height in the header of a PNG, 16 bytes in.
    content[16:24] = (30_000).to_bytes(4, "big") * 2
    assert "too many pixels" in refusal(bytes(content)) or "can't be read" in refusal(bytes(content))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_crash_it(content: bytes) -> None:
    for start in (b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x20\x00\x00\x00WEBP"):
        refusal(start + content)


def test_the_name_follows_from_the_picture(tmp_path: Path) -> None:
    clean = clean_photo(picture(), "../../evil.php")
    name = keep_photo(tmp_path, clean)
    assert name == photo_name(clean) == keep_photo(tmp_path, clean)
    assert is_photo_name(name)
    assert [path.name for path in (tmp_path / "photos").iterdir()] == [name]
    assert (tmp_path / "photos" / name).read_bytes() == clean


def test_a_folder_that_is_a_file_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "photos").write_text("")
    with pytest.raises(OutputError):
        keep_photo(tmp_path, clean_photo(picture(), "foto.jpg"))


@pytest.mark.parametrize("name", ["../city.toml", "0123456789abcdef.JPG", "0123456789abcdef.jpg\n", "a.jpg", ""])
def test_no_other_name_is_a_photo(name: str) -> None:
    assert not is_photo_name(name)
