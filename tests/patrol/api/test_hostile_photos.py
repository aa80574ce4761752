"""Photos that are none, or worse, through the door and the worker: a clear answer each, never an error of ours."""

import hashlib
import io
import zipfile
import zlib
from collections import Counter
from typing import Any

import pillow_heif
import pytest
from django.test import Client
from PIL import Image

from patrol.actions.photos import inspect_photo
from patrol.models import PhotoFile
from sites.models import Site
from tests.conftest import SHARED
from tests.factories import make, sent
from tests.factories.jobs import run_queued

GOOD = [sent.jpeg(1), sent.jpeg(2)]
ID = make.uuid(1)


def answer_to(client: Client, photo: bytes, report_id: Any = ID) -> str:
    """Send a photo of a report and say how the door answered: `received`, or the refusal's code."""
    answer = sent.put_piece(client, report_id, photo)
    body = answer.json()
    assert answer.status_code in (200, 201, 415), body
    return str(body["code"] if answer.status_code == 415 else body["state"])


def looked_at(client: Client, photos: list[bytes], report_id: Any = ID) -> list[str]:
    """Send photos, let the worker open those that were taken, and say what became of each."""
    said = [answer_to(client, photo, report_id) for photo in photos]
    for file in PhotoFile.objects.filter(uses__report=report_id, inspected_at=None, received_at__isnull=False):
        inspect_photo(file=file, at=make.NOW)
    standing = client.get(f"/api/v1/reports/{report_id}").json()["photos"]
    return [
        photo["error"] or photo["state"] if one == "received" else one
        for one, photo in zip(said, standing, strict=False)
    ]


def bomb() -> bytes:
    """Write a PNG of a few hundred bytes that claims 30,000 × 30,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    header = (30_000).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    pixels = zlib.compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def polyglot() -> bytes:
    """Write a JPEG that is a ZIP archive too."""
    out = io.BytesIO(sent.jpeg(3))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("program.txt", "run me")
    return out.getvalue()


def heic() -> bytes:
    out = io.BytesIO()
    picture = Image.effect_noise((320, 240), 80).convert("RGB")
    pillow_heif.from_pillow(picture).save(out, quality=60)
    return out.getvalue()


@pytest.mark.parametrize(
    ("photo", "said"),
    [
        (heic(), "verified"),
        (sent.jpeg(3)[:-4000], "damaged"),
        (sent.jpeg(3)[:20], "damaged"),
        (b"\xff\xd8\xff" + bytes(2000), "damaged"),
        (bomb(), "too_many_pixels"),
        (polyglot(), "two_formats_at_once"),
        (b"\xff\xd8\xff\xe0<script>alert(1)</script>", "two_formats_at_once"),
        (b"GIF89a" + bytes(100), "photo_type_not_allowed"),
        (b"%PDF-1.7 " + sent.jpeg(3), "photo_type_not_allowed"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo_type_not_allowed"),
        (b"\xff", "photo_type_not_allowed"),
    ],
    ids=["heic", "cut", "head", "zeros", "bomb", "zip", "script", "gif", "pdf", "svg", "byte"],
)
def test_a_hostile_photo_is_answered(as_volunteer: Client, site: Site, photo: bytes, said: str) -> None:
    sent.put_json(as_volunteer, ID, sent.payload(site, [photo, *GOOD]))
    assert looked_at(as_volunteer, [photo]) == [said]


def test_what_cannot_be_opened_is_kept_and_shown_as_such(as_volunteer: Client, as_officer: Client, site: Site) -> None:
    cut = sent.jpeg(3)[:-4000]
    sent.put_json(as_volunteer, ID, sent.payload(site, [*GOOD, cut]))
    assert [answer_to(as_volunteer, photo) for photo in (*GOOD, cut)] == ["received"] * 3
    assert run_queued() == ["patrol.score_report"]
    said = as_volunteer.get(f"/api/v1/reports/{ID}").json()
    assert [photo["state"] for photo in said["photos"]] == ["verified", "verified", "unreadable"]
    assert (said["is_complete"], said["photos"][2]["error"]) == (True, "damaged")
    file = PhotoFile.objects.get(pk=hashlib.sha256(cut).hexdigest())
    assert (file.size, file.thumbnail, file.display) == (len(cut), "", "")
    assert as_volunteer.get(f"/media/photos/{file.pk}/display").status_code == 404
    assert as_officer.get(f"/desk/reports/{ID}/").status_code == 200


@pytest.mark.real_data
def test_the_real_malformed_and_heic_photos_are_answered(as_volunteer: Client, site: Site) -> None:
    malformed = [path.read_bytes() for path in sorted((SHARED / "photos" / "malformed").iterdir())]
    heif = [path.read_bytes() for path in sorted((SHARED / "photos" / "gps").glob("*.hei*"))]
    assert (len(malformed), len(heif)) == (32, 2)
    said: Counter[str] = Counter()
    for number, photos in enumerate((malformed[:16], malformed[16:] + heif), start=1):
        report = make.uuid(number)
        assert sent.put_json(as_volunteer, report, sent.payload(site, photos)).status_code == 201
        said.update(answer_to(as_volunteer, photo, report) for photo in photos)
    # Seen once through the worker: of those received 11 can be opened and 3 are damaged; the guarded reader's own test
    # opens each of them.
    assert said == {"received": 14, "photo_type_not_allowed": 20}
