import hashlib
import io
from pathlib import Path

import pytest

from patrol.storage import content_type_of, store_photo
from tests.factories import sent

PHOTO = sent.jpeg(1)
SHA256 = hashlib.sha256(PHOTO).hexdigest()


def test_store_photo_names_the_file_by_its_hash(media_root: Path) -> None:
    stored = store_photo(io.BytesIO(PHOTO), SHA256, "image/jpeg", "jpg")
    path = media_root / stored.file
    assert stored.file == f"photos/{SHA256[:2]}/{SHA256[2:4]}/{SHA256}.jpg"
    assert (path.read_bytes(), path.stat().st_mode & 0o777, stored.size) == (PHOTO, 0o640, len(PHOTO))


def test_store_photo_twice_leaves_one_file_untouched(media_root: Path) -> None:
    first = store_photo(io.BytesIO(PHOTO), SHA256, "image/jpeg", "jpg")
    inode = (media_root / first.file).stat().st_ino
    assert store_photo(io.BytesIO(PHOTO), SHA256, "image/jpeg", "jpg") == first
    assert (media_root / first.file).stat().st_ino == inode


def test_store_photo_that_breaks_off_leaves_nothing(media_root: Path) -> None:
    with pytest.raises(ValueError, match="changed"):
        store_photo(io.BytesIO(PHOTO[:-1]), SHA256, "image/jpeg", "jpg")
    assert [path for path in media_root.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0", ("image/jpeg", "jpg")),
        (b"\x89PNG\r\n\x1a\n", ("image/png", "png")),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", ("image/webp", "webp")),
        (b"\x00\x00\x00\x18ftypheic", ("image/heic", "heic")),
        (b"\x00\x00\x00\x18ftypisom", None),
        (b"%PDF-1.7", None),
        (b"", None),
    ],
)
def test_content_type_of_the_first_bytes(head: bytes, kind: tuple[str, str] | None) -> None:
    assert content_type_of(io.BytesIO(head)) == kind
