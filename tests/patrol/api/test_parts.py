"""The form of a report, read in one pass: what is no form, and what is too much, is refused and leaves nothing."""

import json
from pathlib import Path

import pytest
from django.test import Client

from patrol.models import Report
from sites.models import Site
from tests.factories import make, sent

PHOTOS = [sent.jpeg(1), sent.jpeg(2)]
ID = make.uuid(1)
KIND = "multipart/form-data; boundary=line"


def part(name: str, data: bytes, file_name: str | None = None) -> bytes:
    file = f'; filename="{file_name}"' if file_name is not None else ""
    return f'--line\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + data + b"\r\n"


def put(client: Client, body: bytes, kind: str = KIND) -> tuple[int, str]:
    answer = client.put(f"/api/v1/reports/{ID}", body, content_type=kind)
    return answer.status_code, str(answer.json().get("code", ""))


def form(site: Site, *more: bytes) -> bytes:
    photos = [part(f"photo_{n}", one, f"{n}.jpg") for n, one in enumerate(PHOTOS)]
    return b"".join([part("report", json.dumps(sent.payload(site, PHOTOS)).encode()), *photos, *more])


def test_a_form_is_read_whatever_else_is_in_it(as_volunteer: Client, site: Site, media_root: Path) -> None:
    assert put(as_volunteer, form(site, part("unknown", b"text")) + b"--line--\r\n") == (201, "")
    assert sorted(path.read_bytes() for path in media_root.rglob("*.jpg")) == sorted(PHOTOS)
    assert {path.stat().st_mode & 0o777 for path in media_root.rglob("*.jpg")} == {0o640}


@pytest.mark.parametrize("kind", [KIND, "multipart/form-data", "multipart/form-data; boundary="])
def test_what_is_no_form_is_refused(as_volunteer: Client, kind: str) -> None:
    assert put(as_volunteer, b"no form at all", kind) == (400, "parse_error")


def test_a_form_that_breaks_off_leaves_nothing(as_volunteer: Client, site: Site, media_root: Path) -> None:
    whole = form(site)
    for length in (len(whole), len(whole) - 2000, 40):
        assert put(as_volunteer, whole[:length]) == (400, "parse_error")
    assert [path for path in media_root.rglob("*") if path.is_file()] == []
    assert Report.objects.count() == 0


def test_text_beyond_a_report_is_refused(as_volunteer: Client, site: Site) -> None:
    long = part("report", b"x" * 600_000) + part("other", b"x" * 600_000)
    assert put(as_volunteer, long + b"--line--\r\n") == (413, "report_too_large")


def test_more_photos_than_a_report_holds_are_refused(as_volunteer: Client, site: Site, media_root: Path) -> None:
    many = [part(f"photo_{n}", PHOTOS[0], f"{n}.jpg") for n in range(2, 21)]
    assert put(as_volunteer, form(site, *many) + b"--line--\r\n") == (413, "too_many_photos")
    assert [path for path in media_root.rglob("*") if path.is_file()] == []
