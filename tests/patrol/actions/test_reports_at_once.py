"""Many at once, against a committed database: only there do locks and constraints show."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection, connections

from core.errors import Problem
from patrol.actions.assignments import take_assignment
from patrol.actions.cases import open_case_for
from patrol.actions.reports import submit_report
from patrol.models import Assignment, AwaitedPhoto, Case, Finding, Photo, PhotoFile, Report
from people.models import Role
from tests.conftest import signed_in
from tests.factories import make, sent
from tests.factories.jobs import queued

PHOTOS = [sent.jpeg(1), sent.jpeg(2)]
pytestmark = pytest.mark.usefixtures("committed_db", "patient_pool")


@pytest.fixture
def patient_pool(committed_db: None) -> Iterator[None]:
    """Let fifty wait for eight connections as long as a busy machine needs."""
    pool = connection.pool
    if pool is None:
        yield
        return
    usual, pool.timeout = pool.timeout, 300
    yield
    pool.timeout = usual


def at_once(count: int, task: Callable[[int], object]) -> list[object]:
    """Start the task as often at the same moment, each in a thread with a connection of its own."""
    start = Barrier(count)

    def run(number: int) -> object:
        start.wait(60)
        try:
            return task(number)
        except Problem as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_fifty_identical_reports_at_once_are_one() -> None:
    person, site = make.volunteer(), make.site()
    make.grant(make.user(), Role.OFFICER, "110101")
    said = sent.payload(site, PHOTOS)
    phones = [signed_in(person) for _ in range(50)]

    def put(number: int) -> tuple[int, str]:
        answer = sent.put(phones[number], make.uuid(1), said, PHOTOS)
        return answer.status_code, str(answer.json())

    answers = at_once(50, put)
    assert Counter(status for status, _ in answers) == {201: 1, 200: 49}
    assert len({receipt for _, receipt in answers}) == 1
    assert (Report.objects.count(), Photo.objects.count(), PhotoFile.objects.count()) == (1, 2, 2)
    assert Counter(name for name, _ in queued()) == {"patrol.score_report": 1, "patrol.tell_officers": 1}


def test_fifty_identical_reports_before_their_photos_are_one() -> None:
    person, site = make.volunteer(), make.site()
    said = sent.payload(site, PHOTOS)
    phones = [signed_in(person) for _ in range(50)]

    def put(number: int) -> tuple[int, str]:
        answer = sent.put_json(phones[number], make.uuid(1), said)
        return answer.status_code, str(answer.json())

    answers = at_once(50, put)
    assert Counter(status for status, _ in answers) == {201: 1, 200: 49}
    assert len({receipt for _, receipt in answers}) == 1
    assert (Report.objects.count(), Photo.objects.count(), AwaitedPhoto.objects.count()) == (1, 2, 2)


def test_the_last_photos_at_once_complete_the_report_once(media_root: Path) -> None:
    person, site = make.volunteer(), make.site()
    photos = [sent.jpeg(n) for n in range(8)]
    sent.put_json(signed_in(person), make.uuid(1), sent.payload(site, photos))
    # Each photo comes from two phones at once.
    phones = [signed_in(person) for _ in range(16)]
    answers = at_once(16, lambda n: sent.put_piece(phones[n], make.uuid(1), photos[n // 2]).status_code)
    assert set(answers) <= {200, 201}
    assert Report.objects.get().review.photos == "complete"
    assert queued() == [("patrol.score_report", {"report_id": str(make.uuid(1))})]
    assert sorted(path.read_bytes() for path in media_root.rglob("*.jpg")) == sorted(photos)


def test_the_same_pieces_from_two_phones_at_once_make_one_photo(media_root: Path) -> None:
    person, site = make.volunteer(), make.site()
    sent.put_json(signed_in(person), make.uuid(1), sent.payload(site, PHOTOS))
    phones = [signed_in(person) for _ in range(4)]

    def send(number: int) -> str:
        """Send the photo piece by piece as a phone does, going on where the server says."""
        start = 0
        while start < len(PHOTOS[0]):
            end = min(start + 1000 + number, len(PHOTOS[0]))
            answer = sent.put_piece(phones[number], make.uuid(1), PHOTOS[0], start, end).json()
            start = answer["received_bytes"]
        return str(answer["state"])

    assert at_once(4, send) == ["received"] * 4
    assert [path.read_bytes() for path in media_root.rglob("*.jpg")] == [PHOTOS[0]]


def test_different_reports_under_one_id_at_once_are_one_and_conflicts() -> None:
    person, site = make.volunteer(), make.site()

    def submit(number: int) -> str:
        said = sent.payload(site, PHOTOS, note=str(number))
        submission = sent.submission(said, make.uuid(1))
        return submit_report(submission=submission, photos=sent.streams(PHOTOS), by=person, at=make.NOW).note

    answers = at_once(8, submit)
    assert Counter(answers)["report_conflict"] == 7
    assert Report.objects.get().note in answers


def test_a_site_taken_at_once_by_many_goes_to_one() -> None:
    people, site = [make.volunteer() for _ in range(8)], make.site()
    answers = at_once(8, lambda number: take_assignment(site=site, by=people[number], at=make.NOW).status)
    assert Counter(answers) == {"open": 1, "already_taken": 7}
    assert Assignment.objects.count() == 1


def test_cases_opened_at_once_have_each_their_number() -> None:
    person = make.volunteer()
    findings = [
        Finding.objects.create(report=make.report(person, make.site()), kind_id="crack", severity=3, position=0)
        for _ in range(8)
    ]
    at_once(8, lambda number: open_case_for(finding=findings[number], at=make.NOW))
    assert sorted(Case.objects.values_list("number", flat=True)) == [f"WX-2026-{n:05d}" for n in range(1, 9)]
