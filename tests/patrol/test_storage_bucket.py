"""The same photos in a bucket of a real S3 server."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from botocore.exceptions import ClientError
from django.core.files.storage import storages
from django.test import Client
from PIL import Image
from pytest_django.fixtures import Settings

from patrol.environment import photo_storage
from patrol.models import PhotoFile
from patrol.storage import is_stored, on_disk, store_photo, stored
from patrol.storage.checks import photo_storage_answers
from sites.models import Site
from tests.factories import bucket, make, sent
from tests.factories.jobs import run_queued

PHOTOS = [sent.jpeg(1, (1000, 800)), sent.jpeg(2)]
SHA256 = hashlib.sha256(PHOTOS[0]).hexdigest()
ID = make.uuid(1)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with bucket.running_bucket(tmp_path_factory.mktemp("bucket")) as host:
        yield host


def address(host: str, secret: str = bucket.SECRET) -> str:
    return f"s3://{bucket.KEY}:{quote(secret, safe='')}@{host}/{bucket.BUCKET}/photos-of/2026?tls=false"


@pytest.fixture
def in_bucket(server: str, settings: Settings) -> str:
    settings.STORAGES = {**settings.STORAGES, "photos": photo_storage(address(server))}
    return server


def test_store_photo_in_a_bucket_gives_it_back(in_bucket: str, media_root: Path) -> None:
    for _ in range(2):
        kept = store_photo(io.BytesIO(PHOTOS[0]), SHA256, "image/jpeg", "jpg")
    assert kept.file == f"photos/{SHA256[:2]}/{SHA256}.jpg"
    with stored(kept.file) as stream, on_disk(kept.file) as path:
        assert stream.read() == path.read_bytes() == PHOTOS[0]
    assert (is_stored(kept.file), is_stored("photos/none.jpg"), media_root.exists()) == (True, False, False)
    with pytest.raises(FileNotFoundError):
        stored("photos/none.jpg")
    with pytest.raises(FileNotFoundError), on_disk("photos/none.jpg"):
        pass


def test_a_report_goes_its_way_through_a_bucket(
    in_bucket: str, as_volunteer: Client, stranger: object, site: Site, media_root: Path
) -> None:
    sent.put_json(as_volunteer, ID, sent.payload(site, PHOTOS))
    assert sent.put_piece(as_volunteer, ID, PHOTOS[0], 0, 5000).status_code == 200
    assert sent.put_piece(as_volunteer, ID, PHOTOS[0], 5000).status_code == 201
    assert sent.put_piece(as_volunteer, ID, PHOTOS[1]).status_code == 201
    run_queued()
    assert [path for path in media_root.rglob("*") if path.is_file()] == []
    file = PhotoFile.objects.get(pk=SHA256)
    assert (file.error, file.width, file.height) == ("", 1000, 800)
    answer = as_volunteer.get(f"/media/photos/{SHA256}/display")
    with Image.open(io.BytesIO(b"".join(answer))) as copy:
        assert (answer.status_code, copy.size) == (200, (1000, 800))
    assert Client().get(f"/media/photos/{SHA256}/display").status_code == 302


def test_a_bucket_checks_who_writes(server: str, settings: Settings) -> None:
    settings.STORAGES = {**settings.STORAGES, "photos": photo_storage(address(server, "another secret"))}
    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        store_photo(io.BytesIO(PHOTOS[0]), SHA256, "image/jpeg", "jpg")
    assert storages["photos"].location == "photos-of/2026"
    (said,) = photo_storage_answers()
    assert (said.id, "SignatureDoesNotMatch" in said.msg) == ("patrol.E001", True)


def test_check_deploy_tries_the_bucket(in_bucket: str) -> None:
    assert photo_storage_answers() == []
    assert storages["photos"].listdir("probe") == ([], [])


def test_check_deploy_says_that_nobody_answers(settings: Settings) -> None:
    settings.STORAGES = {**settings.STORAGES, "photos": photo_storage("s3://key:secret@127.0.0.1:9/photos?tls=false")}
    assert [said.id for said in photo_storage_answers()] == ["patrol.E001"]
