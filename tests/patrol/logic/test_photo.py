"""Photos of our own making: read, cleaned, and refused."""

import hashlib
import io
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image

from patrol.logic import photo
from patrol.logic.phash import hamming
from patrol.logic.photo_facts import UnreadablePhoto, facts_from_json
from tests.patrol.logic.pictures import SAVED_AS, exif, picture, saved

PLACE = exif(
    GPSLatitudeRef="N",
    GPSLatitude=(39.0, 54.0, 26.0),
    GPSLongitudeRef="E",
    GPSLongitude=(116.0, 23.0, 28.0),
    DateTimeOriginal="2026:05:01 12:00:31",
    Make="HUAWEI",
)


def refusal(path: Path) -> str:
    """Say why a file is refused."""
    with pytest.raises(UnreadablePhoto) as caught:
        photo.read_facts(path)
    return caught.value.code


def file_of(folder: Path, content: bytes) -> Path:
    """Write the bytes to a file that calls itself a photo."""
    path = folder / "photo.jpg"
    path.write_bytes(content)
    return path


def png_header(width: int, height: int) -> bytes:
    """Write a PNG that claims a size and holds nothing."""
    body = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")


@pytest.mark.parametrize("suffix", SAVED_AS)
def test_read_facts_of_each_format(tmp_path: Path, suffix: str) -> None:
    path = saved(tmp_path, suffix, block=PLACE)
    facts = photo.read_facts(path)
    assert (facts.format, facts.width, facts.height) == ({"jpg": "jpeg"}.get(suffix, suffix), 320, 240)
    assert facts.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (round(facts.exif.latitude or 0, 4), facts.exif.camera) == (39.9072, "HUAWEI")


def test_read_facts_travel_as_json(tmp_path: Path) -> None:
    facts = photo.read_facts(saved(tmp_path, block=PLACE))
    assert facts_from_json(facts.as_json()) == facts


def test_read_facts_does_not_believe_the_name(tmp_path: Path) -> None:
    assert photo.read_facts(saved(tmp_path, "png").rename(tmp_path / "photo.jpg")).format == "png"


@pytest.mark.parametrize("orientation", photo.TURNS)
def test_read_facts_of_a_turned_picture_are_those_of_the_upright_one(tmp_path: Path, orientation: int) -> None:
    upright = photo.read_facts(saved(tmp_path))
    undo = {6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}.get(orientation, photo.TURNS[orientation])
    path = tmp_path / "turned.jpg"
    picture().transpose(undo).save(path, exif=exif(Orientation=orientation).tobytes())
    turned = photo.read_facts(path)
    assert (turned.width, turned.height) == (320, 240)
    assert hamming(turned.phash or 0, upright.phash or 0) <= 2


def test_read_facts_takes_a_film_behind_the_picture(tmp_path: Path) -> None:
    path = file_of(tmp_path, saved(tmp_path).read_bytes() + b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 500)
    assert photo.read_facts(path).format == "jpeg"


@pytest.mark.parametrize("suffix", [".webp", ".jpg"])
def test_write_thumbnail_is_small_upright_and_bare(tmp_path: Path, suffix: str) -> None:
    turned = tmp_path / "turned.jpg"
    picture().transpose(Image.Transpose.ROTATE_90).save(turned, exif=exif(Orientation=6, Make="HUAWEI").tobytes())
    photo.write_thumbnail(turned, tmp_path / f"small{suffix}", 100)
    with Image.open(tmp_path / f"small{suffix}") as small:
        assert (small.size, dict(small.getexif())) == ((100, 75), {})
    assert b"HUAWEI" not in (tmp_path / f"small{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", SAVED_AS)
def test_strip_metadata_keeps_the_picture_alone(tmp_path: Path, suffix: str) -> None:
    source = saved(tmp_path, suffix, block=PLACE)
    photo.strip_metadata(source, tmp_path / "clean.jpg")
    before, after = photo.read_facts(source), photo.read_facts(tmp_path / "clean.jpg")
    assert (after.width, after.height, after.exif.latitude, after.exif.camera) == (320, 240, None, "")
    assert hamming(before.phash or 0, after.phash or 0) <= 2
    assert b"HUAWEI" not in (tmp_path / "clean.jpg").read_bytes()


def test_strip_metadata_drops_comments_and_xmp(tmp_path: Path) -> None:
    source = tmp_path / "spoken.jpg"
    picture().save(source, comment=b"at my house", xmp=b"<x:xmpmeta>39.9N</x:xmpmeta>")
    photo.strip_metadata(source, tmp_path / "clean.jpg")
    clean = (tmp_path / "clean.jpg").read_bytes()
    assert (b"at my house" in clean, b"xmpmeta" in clean) == (False, False)


def test_write_thumbnail_puts_white_behind_what_is_transparent(tmp_path: Path) -> None:
    Image.new("RGBA", (50, 50), (255, 0, 0, 0)).save(tmp_path / "glass.png")
    photo.write_thumbnail(tmp_path / "glass.png", tmp_path / "small.jpg", 40)
    with Image.open(tmp_path / "small.jpg") as small:
        assert small.getpixel((20, 20)) == (255, 255, 255)


def test_write_thumbnail_to_another_format_is_our_own_mistake(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"cannot write \.gif"):
        photo.write_thumbnail(saved(tmp_path), tmp_path / "small.gif", 100)


def test_read_facts_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert (refusal(tmp_path / "none.jpg"), refusal(tmp_path)) == ("missing", "not_a_file")


def test_read_facts_refuses_an_empty_file(tmp_path: Path) -> None:
    assert refusal(file_of(tmp_path, b"")) == "empty"


def test_read_facts_refuses_too_many_bytes(tmp_path: Path) -> None:
    path = saved(tmp_path)
    with path.open("ab") as stream:
        stream.truncate(photo.MAX_BYTES + 1)
    assert refusal(path) == "too_many_bytes"


@pytest.mark.parametrize("format_name", ["GIF", "BMP", "TIFF", "AVIF"])
def test_read_facts_refuses_other_formats(tmp_path: Path, format_name: str) -> None:
    picture().save(tmp_path / "photo.jpg", format_name)
    assert refusal(tmp_path / "photo.jpg") == "format_not_taken"


@pytest.mark.parametrize("content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"MZ", b"\xff\xd8"])
def test_read_facts_refuses_what_is_no_picture(tmp_path: Path, content: bytes) -> None:
    assert refusal(file_of(tmp_path, content)) == "format_not_taken"


@pytest.mark.parametrize("suffix", SAVED_AS)
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_read_facts_refuses_a_truncated_file(tmp_path: Path, suffix: str, part: float) -> None:
    content = saved(tmp_path, suffix).read_bytes()
    assert refusal(file_of(tmp_path, content[: int(len(content) * part)])) == "damaged"


@pytest.mark.parametrize("size", [(8192, 8192), (60000, 60000)])
def test_read_facts_refuses_a_bomb_by_its_header(tmp_path: Path, size: tuple[int, int]) -> None:
    content = png_header(*size) + b"\x00\x00\x00\x00IDAT\x35\xaf\x06\x1e"
    assert refusal(file_of(tmp_path, content)) == "too_many_pixels"


def test_read_facts_refuses_an_archive_behind_the_picture(tmp_path: Path) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as files:
        files.writestr("run.class", "x")
    content = saved(tmp_path).read_bytes() + archive.getvalue()
    assert refusal(file_of(tmp_path, content)) == "two_formats_at_once"


@pytest.mark.parametrize("foreign", [b"%PDF-1.4", b"<script>alert(1)</script>", b"<?php system($_GET[0]); ?>"])
def test_read_facts_refuses_a_page_inside_the_head(tmp_path: Path, foreign: bytes) -> None:
    path = tmp_path / "photo.jpg"
    picture().save(path, comment=foreign)
    assert refusal(path) == "two_formats_at_once"
