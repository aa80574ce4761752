import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from core.models import AuditEntry
from patrol.logic.queue_chain import entry_sha256
from patrol.models import Report
from people.models import User
from sites.models import Site
from tests.factories import make, sent

PHOTOS = [sent.jpeg(1), sent.jpeg(2)]
URL = "/desk/queue-files/"
DEVICE = str(make.uuid(99))


def entries(site: Site, count: int = 2) -> list[dict[str, Any]]:
    """Write the entries of a phone, chained as it chains them."""
    found, previous = [], ""
    for number in range(1, count + 1):
        said = sent.payload(site, PHOTOS, note=str(number))
        key = make.uuid(number)
        place = {"device": DEVICE, "sequence": number, "previous": previous}
        found.append({"id": str(key), "report": said, "queue": place})
        content = sent.submission(said, key).content_sha256
        previous = entry_sha256(sequence=number, report_id=str(key), content_sha256=content, previous=previous)
    return found


def queue_file(person: User | str, listed: list[Any], photos: list[bytes]) -> bytes:
    said = {"format": "heritage-queue", "version": 1, "person": str(getattr(person, "pk", person)), "entries": listed}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("queue.json", json.dumps(said))
        for name, photo in zip(
            (one["sha256"] for one in sent.payload(make.site(), PHOTOS)["photos"]), photos, strict=False
        ):
            archive.writestr(f"photos/{name}", photo)
    return out.getvalue()


def upload(client: Client, data: bytes) -> Any:
    return client.post(URL, {"file": SimpleUploadedFile("queue.zip", data, "application/zip")})


def outcomes(answer: Any) -> list[tuple[str, int]]:
    return [(row["filed"].outcome, row["filed"].photos_held) for row in answer.context["rows"]]


def test_queue_file_is_filed_for_its_volunteer(as_officer: Client, officer: User, volunteer: User, site: Site) -> None:
    answer = upload(as_officer, queue_file(volunteer, entries(site), PHOTOS))
    assert (answer.status_code, outcomes(answer)) == (200, [("filed", 2), ("filed", 2)])
    reports = Report.objects.order_by("pk")
    assert [(report.volunteer, report.channel, report.review.photos) for report in reports] == [
        (volunteer, "file", "complete")
    ] * 2
    assert [report.irregularities for report in reports] == [
        ["no_assignment", "outside_campaign", "filed_by_officer"]
    ] * 2
    assert [report.review.irregularities for report in reports] == [[], []]
    entry = AuditEntry.objects.get(verb="file_queue")
    assert (entry.by, entry.change) == (officer, {"filed": 2, "known": 0, "waiting": 0, "refused": 0})


def test_queue_file_twice_is_once(as_officer: Client, as_volunteer: Client, volunteer: User, site: Site) -> None:
    listed = entries(site)
    sent.put(as_volunteer, make.uuid(1), listed[0]["report"], PHOTOS)
    data = queue_file(volunteer, listed, PHOTOS)
    assert outcomes(upload(as_officer, data)) == [("known", 2), ("filed", 2)]
    assert outcomes(upload(as_officer, data)) == [("known", 2), ("known", 2)]
    assert Report.objects.count() == 2


def test_queue_file_brings_photos_that_were_still_awaited(
    as_officer: Client, as_volunteer: Client, volunteer: User, site: Site
) -> None:
    listed = entries(site, 1)
    sent.put_json(as_volunteer, make.uuid(1), listed[0]["report"])
    assert outcomes(upload(as_officer, queue_file(volunteer, listed, PHOTOS))) == [("known", 2)]
    assert Report.objects.get().review.photos == "complete"


def test_queue_file_without_all_its_photos_waits_for_them(as_officer: Client, volunteer: User, site: Site) -> None:
    for photos in (PHOTOS[:1], [PHOTOS[0], b"\xff\xd8\xff damaged"]):
        answer = upload(as_officer, queue_file(volunteer, entries(site, 1), photos))
        assert outcomes(answer) == [("waiting", 1)]
    assert Report.objects.get().review.photos == "awaited"


def test_queue_file_refuses_one_entry_and_files_the_others(as_officer: Client, volunteer: User, site: Site) -> None:
    good = entries(site, 1)
    far = sent.payload(make.site(district=make.district("110105")), PHOTOS)
    lacking = sent.payload(site, PHOTOS, fix=None)
    strange = sent.payload(site, PHOTOS, note="\u0000")
    bad = [{"id": str(make.uuid(n)), "report": said} for n, said in ((5, far), (6, lacking), (7, strange))]
    answer = upload(as_officer, queue_file(volunteer, [*bad, "x", {}, {"id": "x"}, *good], PHOTOS))
    assert [outcome for outcome, _ in outcomes(answer)] == ["refused"] * 6 + ["filed"]
    codes = [row["filed"].problem.code for row in answer.context["rows"][:6]]
    assert codes == ["not_allowed", "report_incomplete", *["report_unreadable"] * 4]


@pytest.mark.parametrize("data", [b"no archive", b""])
def test_queue_file_that_is_none_is_refused(as_officer: Client, data: bytes) -> None:
    answer = upload(as_officer, data)
    assert (answer.status_code, answer.context["rows"]) == (422, None)


def test_queue_file_of_somebody_unknown_is_refused(as_officer: Client, site: Site) -> None:
    for person in (str(make.uuid(77)), "nobody"):
        answer = upload(as_officer, queue_file(person, entries(site), PHOTOS))
        assert (answer.status_code, Report.objects.count()) == (422, 0)


def test_queue_file_over_the_limit_is_refused(
    as_officer: Client, volunteer: User, site: Site, settings: Settings
) -> None:
    settings.UPLOAD_LIMIT_MB = 0
    assert upload(as_officer, queue_file(volunteer, entries(site), PHOTOS)).status_code == 413


def test_queue_file_is_for_officers(as_volunteer: Client, volunteer: User, site: Site) -> None:
    assert upload(as_volunteer, queue_file(volunteer, entries(site), PHOTOS)).status_code == 403
    assert as_volunteer.get(URL).status_code == 403


def test_file_queue_by_command(officer: User, volunteer: User, site: Site, tmp_path: Path) -> None:
    path = tmp_path / "queue.zip"
    path.write_bytes(queue_file(volunteer, entries(site), PHOTOS))
    out = io.StringIO()
    call_command("file_queue", str(path), by=officer.email, stdout=out)
    assert [line.split("\t")[:2] for line in out.getvalue().splitlines()] == [["1", "filed"], ["2", "filed"]]
    for by, wrong in (("nobody@example.org", "Nobody signs in"), (volunteer.email, "")):
        with pytest.raises(CommandError, match=wrong):
            call_command("file_queue", str(path), by=by, stdout=out)
    path.write_bytes(queue_file(volunteer, ["x"], []))
    with pytest.raises(CommandError, match="Some entries were refused"):
        call_command("file_queue", str(path), by=officer.email, stdout=out)
