import hashlib
import io
from pathlib import Path

import pytest

from patrol.storage import content_type_of, is_stored, new_file, on_disk, store_photo, stored
from tests.factories import sent

PHOTO = sent.jpeg(1)
SHA256 = hashlib.sha256(PHOTO).hexdigest()


def test_store_photo_names_the_file_by_its_hash(media_root: Path) -> None:
    stored = store_photo(io.BytesIO(PHOTO), SHA256, "image/jpeg", "jpg")
    path = media_root / stored.file
    assert stored.file == f"photos/{SHA256[:2]}/{SHA256}.jpg"
    assert (path.read_bytes(), path.stat().st_mode & 0o777, stored.size) == (PHOTO, 0o640, len(PHOTO))


def test_store_photo_twice_leaves_one_file_untouched(media_root: Path) -> None:
    first = store_photo(io.BytesIO(PHOTO), SHA256, "image/jpeg", "jpg")
    inode = (media_root / first.file).stat().st_ino
    assert store_photo(io.BytesIO(PHOTO), SHA256, "image/jpeg", "jpg") == first
    assert (media_root / first.file).stat().st_ino == inode


class Broken(io.BytesIO):
    """A stream that breaks off after its first bytes."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise OSError("the line broke")
        return super().read(10)


def test_store_photo_that_breaks_off_leaves_nothing(media_root: Path) -> None:
    with pytest.raises(OSError, match="the line broke"):
        store_photo(Broken(PHOTO), SHA256, "image/jpeg", "jpg")
    assert [path for path in media_root.rglob("*") if path.is_file()] == []


def test_new_file_that_fails_is_not_stored(media_root: Path) -> None:
    with pytest.raises(ValueError, match="no picture"), new_file("thumbnails/aa.jpg") as path:
        path.write_bytes(b"half")
        raise ValueError("no picture")
    assert not is_stored("thumbnails/aa.jpg")


def test_what_is_stored_is_lent_and_what_is_gone_is_not(media_root: Path) -> None:
    with new_file("thumbnails/aa.jpg") as path:
        path.write_bytes(b"copy")
    with on_disk("thumbnails/aa.jpg") as path, stored("thumbnails/aa.jpg") as stream:
        assert (path, stream.read()) == (media_root / "thumbnails/aa.jpg", b"copy")
    with pytest.raises(FileNotFoundError), on_disk("thumbnails/bb.jpg"):
        pass
    with pytest.raises(FileNotFoundError):
        stored("thumbnails/bb.jpg")


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
