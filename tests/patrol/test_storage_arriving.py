"""Files that stream onto the disk without a name, and are given one."""

import hashlib
import io
import os
from pathlib import Path
from typing import cast

import pytest

from patrol.storage import sha256_of, store_photos
from patrol.storage.arriving import ArrivedFile, Arriving
from tests.factories import sent

PHOTO = sent.jpeg(1)
SHA256 = hashlib.sha256(PHOTO).hexdigest()


def arrived(data: bytes = PHOTO) -> ArrivedFile:
    coming = Arriving("a.jpg", "image/jpeg")
    coming.write(data[:100])
    coming.write(data[100:])
    return coming.done()


def names(media_root: Path) -> list[str]:
    return sorted(str(path.relative_to(media_root)) for path in media_root.rglob("*") if path.is_file())


def test_arrived_file_has_no_name_until_it_is_stored(media_root: Path) -> None:
    file = arrived()
    assert (sha256_of(file), file.size, names(media_root)) == (SHA256, len(PHOTO), [])
    (kept,) = store_photos({SHA256: file})
    assert (kept.sha256, kept.size, kept.content_type) == (SHA256, len(PHOTO), "image/jpeg")
    assert names(media_root) == [kept.file]
    assert (media_root / kept.file).read_bytes() == PHOTO


def test_arrived_file_that_is_here_already_changes_nothing(media_root: Path) -> None:
    (first,) = store_photos({SHA256: io.BytesIO(PHOTO)})
    inode = (media_root / first.file).stat().st_ino
    assert store_photos({SHA256: arrived()}) == [first]
    assert ((media_root / first.file).stat().st_ino, names(media_root)) == (inode, [first.file])


def test_arrived_file_that_is_let_go_leaves_nothing(media_root: Path) -> None:
    arrived().close()
    assert names(media_root) == []


def test_disk_without_nameless_files_copies(media_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # As on a network's disk, which refuses such a file.
    monkeypatch.setattr(os, "O_TMPFILE", os.O_DIRECTORY)
    (kept,) = store_photos({SHA256: arrived()})
    assert (names(media_root), (media_root / kept.file).read_bytes()) == ([kept.file], PHOTO)


def test_no_photo_is_not_stored(media_root: Path) -> None:
    with pytest.raises(ValueError, match="no photo"):
        store_photos({SHA256: cast("ArrivedFile", io.BytesIO(b"no photo at all"))})
