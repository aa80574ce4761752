"""Pieces that nobody goes on sending."""

import os
from datetime import timedelta
from pathlib import Path

from django.test import Client
from django.utils import timezone

from core.models import AuditEntry
from patrol.actions.sweeping import sweep_pieces
from patrol.models import AwaitedPhoto
from sites.models import Site
from tests.factories import make, sent

PHOTOS = [sent.jpeg(1), sent.jpeg(2)]
ID = make.uuid(1)


def begun(client: Client, site: Site) -> AwaitedPhoto:
    sent.put_json(client, ID, sent.payload(site, PHOTOS))
    assert sent.put_piece(client, ID, PHOTOS[0], 0, 1000).status_code == 200
    return AwaitedPhoto.objects.get(received_bytes=1000)


def files(media_root: Path) -> list[Path]:
    return [path for path in (media_root / "uploads").rglob("*") if path.is_file()]


def test_pieces_are_swept_after_their_days_and_the_photo_begins_anew(
    as_volunteer: Client, site: Site, media_root: Path
) -> None:
    awaited = begun(as_volunteer, site)
    assert (sweep_pieces(at=timezone.now() + timedelta(days=59)), len(files(media_root))) == (0, 1)
    at = timezone.now() + timedelta(days=61)
    assert (sweep_pieces(at=at), files(media_root)) == (1, [])
    awaited.refresh_from_db()
    assert (awaited.received_bytes, awaited.size) == (0, None)
    assert AuditEntry.objects.get(verb="sweep_pieces").change == {"photo": awaited.file_id, "bytes": 1000}
    assert sweep_pieces(at=at) == 0
    assert sent.put_piece(as_volunteer, ID, PHOTOS[0], 1000, 2000).json()["code"] == "chunk_out_of_order"
    assert sent.put_piece(as_volunteer, ID, PHOTOS[0]).status_code == 201


def test_pieces_that_still_come_are_kept(as_volunteer: Client, site: Site, media_root: Path) -> None:
    begun(as_volunteer, site)
    for path in files(media_root):
        # The disk's clock alone is no reason: the row says that it was added to.
        os.utime(path, (0, 0))
    assert (sweep_pieces(at=timezone.now()), len(files(media_root))) == (0, 1)


def test_what_a_crash_left_behind_is_swept(as_volunteer: Client, site: Site, media_root: Path) -> None:
    begun(as_volunteer, site)
    assert sent.put_piece(as_volunteer, ID, PHOTOS[0]).status_code == 201
    left = media_root / "uploads" / str(ID) / ("a" * 64)
    left.parent.mkdir(parents=True)
    left.write_bytes(b"left")
    assert (sweep_pieces(at=timezone.now()), left.exists()) == (0, True)
    os.utime(left, (0, 0))
    assert (sweep_pieces(at=timezone.now()), left.exists(), left.parent.exists()) == (1, False, False)
