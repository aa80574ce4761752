import io

from django.test import Client
from django.urls import reverse
from PIL import Image

from patrol.actions.assignments import take_assignment
from patrol.actions.reports import submit_report
from patrol.actions.scoring import score_report
from patrol.models import Report, Review
from people.models import Role, User
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import make, sent

PHOTOS = [sent.jpeg(1, (1000, 800)), sent.jpeg(2)]


def submitted(by: User, site: Site) -> Report:
    said = sent.payload(site, PHOTOS)
    return submit_report(submission=sent.submission(said), photos=sent.streams(PHOTOS), by=by, at=make.NOW)


def url(report: Report, size: str = "thumbnail") -> str:
    return reverse("patrol:photo", args=[report.photos.get(position=0).file_id, size])


def test_photo_shows_a_copy_to_this_person_alone(volunteer: User, as_volunteer: Client, site: Site) -> None:
    report = submitted(volunteer, site)
    score_report(report=report, at=make.NOW)
    for size, longest in (("thumbnail", 480), ("display", 1000)):
        answer = as_volunteer.get(url(report, size))
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert answer["Cache-Control"] == "private, max-age=86400, immutable"
        with Image.open(io.BytesIO(b"".join(answer))) as copy:
            assert max(copy.size) == longest


def test_photo_is_unknown_until_the_worker_made_its_copies(volunteer: User, as_volunteer: Client, site: Site) -> None:
    assert as_volunteer.get(url(submitted(volunteer, site))).status_code == 404


def test_photo_has_no_door_to_the_original(volunteer: User, as_volunteer: Client, site: Site) -> None:
    report = submitted(volunteer, site)
    score_report(report=report, at=make.NOW)
    assert as_volunteer.get(url(report).replace("thumbnail", "original")).status_code == 404
    file = report.photos.get(position=0).file.file
    assert as_volunteer.get(f"/media/{file}").status_code == 404


def test_photo_is_for_officers_of_the_area(volunteer: User, as_officer: Client, stranger: User, site: Site) -> None:
    report = submitted(volunteer, site)
    score_report(report=report, at=make.NOW)
    far = make.user()
    make.grant(far, Role.OFFICER, "110105")
    clients = (as_officer, signed_in(stranger), signed_in(far), Client())
    assert [client.get(url(report)).status_code for client in clients] == [200, 404, 404, 302]


def test_photo_of_an_accepted_report_is_for_who_goes_there_next(volunteer: User, officer: User, site: Site) -> None:
    report = submitted(make.volunteer(), site)
    score_report(report=report, at=make.NOW)
    client = signed_in(volunteer)
    take_assignment(site=site, by=volunteer, at=make.NOW.replace(year=2099))
    assert client.get(url(report)).status_code == 404
    Review.objects.filter(report=report).update(state="accepted", decided_by=officer, decided_at=make.NOW)
    assert client.get(url(report)).status_code == 200
    assert signed_in(make.volunteer()).get(url(report)).status_code == 404
