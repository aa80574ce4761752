import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from patrol.models import AwaitedPhoto, PhotoFile, Report
from people.models import User
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import make, sent
from tests.factories.jobs import queued, run_queued

PHOTOS = [sent.jpeg(1), sent.jpeg(2)]
HASHES = [hashlib.sha256(photo).hexdigest() for photo in PHOTOS]
ID = make.uuid(1)


@pytest.fixture
def awaited(as_volunteer: Client, site: Site) -> Client:
    """The volunteer, whose report was sent without its photos."""
    assert sent.put_json(as_volunteer, ID, sent.payload(site, PHOTOS)).status_code == 201
    return as_volunteer


def refusal(answer: Any) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def states(client: Client) -> list[str]:
    return [photo["state"] for photo in client.get(f"/api/v1/reports/{ID}").json()["photos"]]


def standing(sha256: str, state: str, received: int, size: int | None) -> dict[str, Any]:
    return {"sha256": sha256, "state": state, "received_bytes": received, "size": size}


def test_photos_follow_their_report_piece_by_piece(awaited: Client, media_root: Path) -> None:
    address = f"/api/v1/reports/{ID}/photos/{HASHES[0]}"
    size = len(PHOTOS[0])
    assert awaited.get(address).json() == standing(HASHES[0], "awaited", 0, None)
    answers = [sent.put_piece(awaited, ID, PHOTOS[0], *cut) for cut in ((0, 1000), (1000, 5000), (5000, size))]
    assert [(answer.status_code, answer.json()) for answer in answers] == [
        (200, standing(HASHES[0], "partial", 1000, size)),
        (200, standing(HASHES[0], "partial", 5000, size)),
        (201, standing(HASHES[0], "received", size, size)),
    ]
    assert (media_root / PhotoFile.objects.get(pk=HASHES[0]).file).read_bytes() == PHOTOS[0]
    assert list((media_root / "uploads").rglob("*")) == []
    assert states(awaited) == ["received", "awaited"]


def test_the_last_photo_completes_the_report(awaited: Client) -> None:
    assert (queued(), awaited.get(f"/api/v1/reports/{ID}").json()["is_complete"]) == ([], False)
    assert [sent.put_piece(awaited, ID, photo).status_code for photo in PHOTOS] == [201, 201]
    assert queued() == [("patrol.score_report", {"report_id": str(ID)})]
    assert awaited.get(f"/api/v1/reports/{ID}").json()["is_complete"] is True
    assert AwaitedPhoto.objects.count() == 0
    run_queued()
    assert states(awaited) == ["verified", "verified"]


def test_a_photo_that_was_complete_before_is_answered_without_its_bytes(awaited: Client) -> None:
    sent.put_piece(awaited, ID, PHOTOS[0])
    again = awaited.put(
        f"/api/v1/reports/{ID}/photos/{HASHES[0]}", b"anything", content_type="application/octet-stream"
    )
    assert (again.status_code, again.json()["state"]) == (200, "received")


def test_a_photo_without_a_range_is_whole(awaited: Client) -> None:
    address = f"/api/v1/reports/{ID}/photos/{HASHES[0]}"
    assert awaited.put(address, PHOTOS[0], content_type="application/octet-stream").status_code == 201


def test_a_piece_sent_again_says_how_far_it_is(awaited: Client) -> None:
    for _ in range(2):
        answer = sent.put_piece(awaited, ID, PHOTOS[0], 0, 1000)
        assert (answer.status_code, answer.json()["received_bytes"]) == (200, 1000)


@pytest.mark.parametrize(("start", "end"), [(2000, 3000), (500, 3000), (0, 3000)])
def test_a_piece_out_of_order_says_where_to_go_on(awaited: Client, start: int, end: int) -> None:
    sent.put_piece(awaited, ID, PHOTOS[0], 0, 1000)
    answer = sent.put_piece(awaited, ID, PHOTOS[0], start, end)
    assert (refusal(answer), answer.json()["received_bytes"]) == ((409, "chunk_out_of_order"), 1000)


def test_bytes_that_are_not_the_photo_are_dropped(awaited: Client, media_root: Path) -> None:
    address = f"/api/v1/reports/{ID}/photos/{HASHES[0]}"
    head = {"content_type": "application/octet-stream"}
    wrong = PHOTOS[0][:-1] + b"\0"
    size = len(wrong)
    assert refusal(awaited.put(address, wrong, **head)) == (400, "photo_hash_mismatch")
    for start, end in ((0, 1000), (1000, size)):
        said = {"Content-Range": f"bytes {start}-{end - 1}/{size}"}
        answer = awaited.put(address, wrong[start:end], headers=said, **head)
    assert refusal(answer) == (400, "photo_hash_mismatch")
    assert awaited.get(address).json() == standing(HASHES[0], "awaited", 0, None)
    assert [path for path in media_root.rglob("*") if path.is_file()] == []
    assert sent.put_piece(awaited, ID, PHOTOS[0]).status_code == 201


def test_a_wrong_size_is_forgotten_at_a_new_beginning(awaited: Client) -> None:
    address = f"/api/v1/reports/{ID}/photos/{HASHES[0]}"
    said = {"Content-Range": "bytes 0-99/5000000"}
    assert (
        awaited.put(address, PHOTOS[0][:100], content_type="application/octet-stream", headers=said).status_code == 200
    )
    assert refusal(sent.put_piece(awaited, ID, PHOTOS[0], 100, 200)) == (400, "chunk_range_wrong")
    assert sent.put_piece(awaited, ID, PHOTOS[0], 0, 200).json()["received_bytes"] == 200


@pytest.mark.parametrize(
    "said", ["bytes 0-9/8", "bytes 5-4/9", "bytes */9", "items 0-9/10", "bytes 0-9/", "0-9/10", "bytes 0-1/2"]
)
def test_a_range_that_does_not_fit_is_refused(awaited: Client, said: str) -> None:
    address = f"/api/v1/reports/{ID}/photos/{HASHES[0]}"
    answer = awaited.put(
        address, PHOTOS[0][:10], content_type="application/octet-stream", headers={"Content-Range": said}
    )
    assert refusal(answer) == (400, "chunk_range_wrong")


def test_limits_of_a_photo_are_told_at_the_first_piece(awaited: Client, settings: Settings) -> None:
    address = f"/api/v1/reports/{ID}/photos/{HASHES[0]}"
    head = {"content_type": "application/octet-stream"}
    large = awaited.put(address, PHOTOS[0][:10], headers={"Content-Range": "bytes 0-9/99999999"}, **head)
    assert (refusal(large), large.json()["limit_mb"]) == ((413, "photo_too_large"), 20)
    pdf = awaited.put(address, b"%PDF-1.7 invoice...", headers={"Content-Range": "bytes 0-18/1000"}, **head)
    assert refusal(pdf) == (415, "photo_type_not_allowed")
    assert refusal(awaited.put(address, PHOTOS[0], content_type="text/plain")) == (415, "unsupported_media_type")
    assert refusal(awaited.put(address, b"", **head)) == (400, "chunk_range_wrong")


def test_a_photo_that_the_report_does_not_name_is_refused(awaited: Client) -> None:
    assert refusal(sent.put_piece(awaited, ID, sent.jpeg(3))) == (404, "photo_not_named")
    assert refusal(awaited.get(f"/api/v1/reports/{ID}/photos/none")) == (404, "photo_not_named")


def test_a_photo_is_sent_by_whose_report_it_is(awaited: Client, as_officer: Client, stranger: User) -> None:
    for client, status in ((as_officer, 404), (signed_in(stranger), 404), (Client(), 401)):
        assert sent.put_piece(client, ID, PHOTOS[0]).status_code == status
    address = f"/api/v1/reports/{ID}/photos/{HASHES[0]}"
    clients = (awaited, as_officer, signed_in(stranger), Client())
    assert [client.get(address).status_code for client in clients] == [200, 200, 404, 401]


def test_naming_a_photo_of_somebody_else_is_not_holding_it(
    awaited: Client, volunteer: User, stranger: User, site: Site
) -> None:
    for photo in PHOTOS:
        sent.put_piece(awaited, ID, photo)
    run_queued()
    thief, other = signed_in(stranger), make.uuid(2)
    receipt = sent.put_json(thief, other, sent.payload(site, PHOTOS)).json()
    assert [photo["state"] for photo in receipt["photos"]] == ["awaited", "awaited"]
    assert thief.get(f"/media/photos/{HASHES[0]}/thumbnail").status_code == 404
    assert sent.put_piece(thief, other, PHOTOS[0]).json()["state"] == "verified"
    assert thief.get(f"/media/photos/{HASHES[0]}/thumbnail").status_code == 200


def test_a_photo_sent_with_an_earlier_report_of_mine_is_here(awaited: Client, site: Site) -> None:
    sent.put_piece(awaited, ID, PHOTOS[0])
    receipt = sent.put_json(awaited, make.uuid(2), sent.payload(site, PHOTOS)).json()
    assert [photo["state"] for photo in receipt["photos"]] == ["received", "awaited"]


def test_what_a_crash_left_behind_the_acknowledged_bytes_is_cut_off(awaited: Client, media_root: Path) -> None:
    sent.put_piece(awaited, ID, PHOTOS[0], 0, 1000)
    with (media_root / "uploads" / str(ID) / HASHES[0]).open("ab") as file:
        file.write(b"written, never acknowledged")
    assert sent.put_piece(awaited, ID, PHOTOS[0], 1000).status_code == 201


def test_pieces_lost_with_their_disk_are_asked_for_again(awaited: Client, media_root: Path) -> None:
    sent.put_piece(awaited, ID, PHOTOS[0], 0, 1000)
    (media_root / "uploads" / str(ID) / HASHES[0]).unlink()
    answer = sent.put_piece(awaited, ID, PHOTOS[0], 1000)
    assert (refusal(answer), answer.json()["received_bytes"]) == ((409, "chunk_out_of_order"), 0)
    assert sent.put_piece(awaited, ID, PHOTOS[0]).status_code == 201


def test_a_whole_photo_ends_its_pieces(awaited: Client, media_root: Path) -> None:
    sent.put_piece(awaited, ID, PHOTOS[0], 0, 1000)
    assert sent.put_piece(awaited, ID, PHOTOS[0]).status_code == 201
    assert list((media_root / "uploads").rglob("*")) == []


def test_the_form_of_old_brings_photos_still_awaited(awaited: Client, site: Site) -> None:
    sent.put_piece(awaited, ID, PHOTOS[0])
    answer = sent.put(awaited, ID, sent.payload(site, PHOTOS), PHOTOS)
    assert (answer.status_code, answer.json()["is_complete"]) == (200, True)
    assert queued() == [("patrol.score_report", {"report_id": str(ID)})]


def test_a_piece_costs_the_same_statements_whatever_came_before(
    awaited: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for start in (0, 1000):
        # session, user, report with awaited, savepoint, awaited locked and written, savepoint, awaited, photo
        with django_assert_num_queries(9):
            sent.put_piece(awaited, ID, PHOTOS[0], start, start + 1000)


def test_report_of_yesterday_is_complete_from_the_row(volunteer: User, as_volunteer: Client, site: Site) -> None:
    made = make.report(volunteer, site, photos=2, received_at=make.NOW - timedelta(days=1))
    receipt = as_volunteer.get(f"/api/v1/reports/{made.pk}").json()
    assert (receipt["is_complete"], Report.objects.count()) == (True, 1)
