import hashlib
import json
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from patrol.actions.assignments import take_assignment
from patrol.logic.queue_chain import entry_sha256
from patrol.models import QueueEntry, Report
from people.models import Notice, User, Volunteer
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import make, sent
from tests.factories.jobs import queued

PHOTOS = [sent.jpeg(1), sent.jpeg(2)]
ID, OTHER, THIRD = make.uuid(1), make.uuid(2), make.uuid(3)
DEVICE = str(make.uuid(99))


def refusal(answer: Any) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def codes(receipt: dict[str, Any]) -> list[str]:
    return [odd["code"] for odd in receipt["irregularities"]]


def test_put_json_keeps_the_report_and_waits_for_its_photos(
    as_volunteer: Client, as_officer: Client, site: Site
) -> None:
    said = sent.payload(site, PHOTOS)
    answer = sent.put_json(as_volunteer, ID, said, sent_at="2026-06-01T12:00:00+08:00")
    receipt = answer.json()
    assert (answer.status_code, receipt["id"], receipt["is_complete"]) == (201, str(ID), False)
    assert [photo["state"] for photo in receipt["photos"]] == ["awaited", "awaited"]
    assert (queued(), Notice.objects.count()) == ([], 0)
    assert as_officer.get("/api/v1/reports?scope=area").json()["results"] == []
    assert as_volunteer.get("/api/v1/reports").json()["results"][0]["is_complete"] is False


def test_put_json_again_answers_with_the_same_receipt(as_volunteer: Client, site: Site) -> None:
    said = sent.payload(site, PHOTOS)
    first = sent.put_json(as_volunteer, ID, said, sent_at="2026-06-01T12:00:00+08:00")
    again = sent.put_json(as_volunteer, ID, dict(reversed(said.items())), sent_at="2026-06-01T13:00:00+08:00")
    assert (first.status_code, again.status_code, first.json() == again.json()) == (201, 200, True)


def test_put_json_is_the_same_report_as_the_form(as_volunteer: Client, site: Site) -> None:
    said = sent.payload(site, PHOTOS)
    form = sent.put(as_volunteer, ID, said, PHOTOS)
    again = sent.put_json(as_volunteer, ID, said)
    assert (again.status_code, again.json()) == (200, form.json())


def test_put_json_with_other_content_is_refused(as_volunteer: Client, stranger: User, site: Site) -> None:
    said = sent.payload(site, PHOTOS)
    sent.put_json(as_volunteer, ID, said)
    assert refusal(sent.put_json(as_volunteer, ID, {**said, "note": "别的"})) == (409, "report_conflict")
    assert refusal(sent.put_json(signed_in(stranger), ID, said)) == (409, "report_conflict")


def test_put_json_of_a_suspended_account_or_without_a_campaign_is_kept_with_its_reason(
    volunteer: User, as_volunteer: Client, stranger: User, site: Site
) -> None:
    Volunteer.objects.filter(user=volunteer).update(is_active=False)
    said = sent.payload(site, PHOTOS)
    first = sent.put_json(as_volunteer, ID, said)
    other = sent.put_json(signed_in(stranger), OTHER, said)
    assert [answer.status_code for answer in (first, other)] == [201, 201]
    assert codes(first.json()) == ["no_assignment", "outside_campaign", "inactive_volunteer"]
    assert codes(other.json()) == ["no_assignment", "outside_campaign", "no_right"]
    assert first.json()["status"] == "pending"


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"report": []}', '{"report": {"note": NaN}}', "[" * 100_000])
def test_put_json_that_cannot_be_read_is_refused(as_volunteer: Client, site: Site, text: str) -> None:
    assert refusal(sent.put_json(as_volunteer, ID, text)) == (400, "report_unreadable")


def test_put_json_that_is_no_text_or_too_long_is_refused(as_volunteer: Client) -> None:
    address, kind = f"/api/v1/reports/{ID}", "application/json"
    assert refusal(as_volunteer.put(address, b"\xff\xfe{", content_type=kind)) == (400, "report_unreadable")
    long = json.dumps({"report": {"note": "x" * 1024 * 1024}})
    assert refusal(as_volunteer.put(address, long, content_type=kind)) == (413, "report_too_large")


def test_put_json_says_what_is_missing(as_volunteer: Client, site: Site) -> None:
    answer = sent.put_json(as_volunteer, ID, sent.payload(site, PHOTOS, condition=None, fix=None))
    assert refusal(answer) == (422, "report_incomplete")
    assert [part["code"] for part in answer.json()["missing"]] == ["fix_missing", "condition_missing"]


def test_put_json_takes_what_the_new_form_says(as_volunteer: Client, site: Site) -> None:
    said = sent.payload(site, PHOTOS, outing=str(make.uuid(7)), form={"version": "3", "answers": {"roof": ["a", 1]}})
    said["photos"][0] |= {"heading_deg": 187.5, "photo_point": None, "fix_age_s": -0.3, "is_original": False}
    said["findings"] = [
        sent.finding() | {"mark": {"photo": 1, "points": [[0, 0.5], [1, 0.25]]}},
        sent.finding() | {"mark": {"geometry": {"type": "Point", "coordinates": [116.39, 39.94]}}},
        sent.finding()
        | {"mark": {"geometry": {"type": "LineString", "coordinates": [[116.39, 39.94], [116.4, 39.9]]}}},
        sent.finding() | {"mark": None},
    ]
    assert sent.put_json(as_volunteer, ID, said).status_code == 201
    assert Report.objects.get(pk=ID).payload == said


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"kind": "half"}, {"path": "kind", "code": "invalid_choice"}),
        ({"outing": "x"}, {"path": "outing", "code": "invalid"}),
        ({"form": {"answers": {}}}, {"path": "form.version", "code": "required"}),
        ({"fix": sent.fix(latitude="nan")}, {"path": "fix.latitude", "code": "invalid"}),  # type: ignore[arg-type]
        ({"findings": [sent.finding() | {"mark": {"photo": 2, "points": [[0, 0]]}}]}, {"path": "findings", "code": "unknown"}),
        ({"findings": [sent.finding() | {"mark": {"photo": 0, "points": [[0, 2]]}}]}, {"path": "findings.0.mark", "code": "invalid"}),
        ({"findings": [sent.finding() | {"mark": {"photo": 0, "points": []}}]}, {"path": "findings.0.mark", "code": "invalid"}),
        ({"findings": [sent.finding() | {"mark": {"geometry": {"type": "Polygon", "coordinates": []}}}]}, {"path": "findings.0.mark", "code": "invalid"}),
        ({"findings": [sent.finding() | {"mark": "here"}]}, {"path": "findings.0.mark", "code": "invalid"}),
    ],
)  # fmt: skip
def test_put_json_names_each_wrong_value(
    as_volunteer: Client, site: Site, fields: dict[str, Any], wrong: dict[str, str]
) -> None:
    answer = sent.put_json(as_volunteer, ID, sent.payload(site, PHOTOS, **fields))
    assert refusal(answer) == (400, "report_unreadable")
    assert answer.json()["errors"] == [wrong]


def test_put_unchanged_asks_for_position_and_photos_alone(as_volunteer: Client, site: Site) -> None:
    said = sent.payload(site, PHOTOS, kind="unchanged", condition=None, answers={})
    assert sent.put_json(as_volunteer, ID, said).status_code == 201
    report = Report.objects.get(pk=ID)
    assert (report.kind, report.condition_id, report.answers) == ("unchanged", "good", {})
    without = sent.payload(site, PHOTOS[:1], kind="unchanged", condition=None, answers={}, fix=None)
    missing = sent.put_json(as_volunteer, OTHER, without).json()["missing"]
    assert [part["code"] for part in missing] == ["fix_missing", "photo_near_missing"]


def test_put_unchanged_where_no_condition_is_known_is_incomplete(as_volunteer: Client) -> None:
    said = sent.payload(make.site(condition_id=None), PHOTOS, kind="unchanged", condition=None, answers={})
    answer = sent.put_json(as_volunteer, ID, said)
    assert (refusal(answer), answer.json()["missing"][0]["code"]) == ((422, "report_incomplete"), "condition_missing")


def test_put_json_of_danger_opens_its_case_before_the_photos_come(as_volunteer: Client, site: Site) -> None:
    sent.put_json(as_volunteer, ID, sent.payload(site, PHOTOS, findings=[sent.finding(4)]))
    assert queued() == [("patrol.open_cases", {"report_id": str(ID)})]


def test_put_json_marks_the_visit_as_reported(volunteer: User, as_volunteer: Client, site: Site) -> None:
    visit = take_assignment(site=site, by=volunteer, at=make.NOW)
    sent.put_json(as_volunteer, ID, sent.payload(site, PHOTOS, assignment=str(visit.pk)))
    visit.refresh_from_db()
    assert visit.status == "reported"


def entry(site: Site, report_id: Any, sequence: int, previous: str, **fields: Any) -> tuple[dict[str, Any], str]:
    """Give the request of a queued report, and the entry's own hash for the next one."""
    said = sent.payload(site, PHOTOS, **fields)
    body = {"report": said, "queue": {"device": DEVICE, "sequence": sequence, "previous": previous}}
    content = sent.submission(said, report_id).content_sha256
    return body, entry_sha256(sequence=sequence, report_id=str(report_id), content_sha256=content, previous=previous)


def test_put_json_in_the_order_of_the_queue_is_regular(as_volunteer: Client, site: Site) -> None:
    previous = ""
    for sequence, report_id in enumerate((ID, OTHER, THIRD), start=1):
        body, sha256 = entry(site, report_id, sequence, previous)
        receipt = sent.put_json(as_volunteer, report_id, json.dumps(body)).json()
        assert codes(receipt) == ["no_assignment", "outside_campaign"]
        assert QueueEntry.objects.get(report=report_id).sha256 == sha256
        previous = sha256


def test_put_json_with_a_gap_in_the_queue_says_so_until_it_closes(as_volunteer: Client, site: Site) -> None:
    first, one = entry(site, ID, 1, "")
    second, _ = entry(site, OTHER, 2, one)
    late = sent.put_json(as_volunteer, OTHER, json.dumps(second)).json()
    assert codes(late)[2:] == ["queue_gap"]
    sent.put_json(as_volunteer, ID, json.dumps(first))
    assert codes(as_volunteer.get(f"/api/v1/reports/{OTHER}").json())[2:] == []


def test_put_json_with_an_edited_queue_says_so(as_volunteer: Client, site: Site) -> None:
    first, _ = entry(site, ID, 1, "")
    forged, _ = entry(site, OTHER, 2, hashlib.sha256(b"another past").hexdigest())
    repeated, _ = entry(site, THIRD, 1, "", note="again")
    receipts = [
        sent.put_json(as_volunteer, report_id, json.dumps(body)).json()
        for report_id, body in ((ID, first), (OTHER, forged), (THIRD, repeated))
    ]
    assert [codes(receipt)[2:] for receipt in receipts] == [[], ["queue_edited"], ["queue_edited"]]
    assert codes(as_volunteer.get(f"/api/v1/reports/{ID}").json())[2:] == ["queue_edited"]


def test_put_json_with_a_queue_of_the_wrong_form_names_it(as_volunteer: Client, site: Site) -> None:
    said = sent.payload(site, PHOTOS)
    answer = sent.put_json(as_volunteer, ID, said, queue={"device": DEVICE, "sequence": -1, "previous": "x"})
    assert sorted(error["path"] for error in answer.json()["errors"]) == ["queue.previous", "queue.sequence"]


@pytest.mark.parametrize("rows", [1, 3])
def test_status_gives_receipts_of_mine_and_names_the_others(
    volunteer: User,
    as_volunteer: Client,
    site: Site,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    mine = [make.report(volunteer, site, photos=2, received_at=make.NOW.replace(hour=n)) for n in range(rows)]
    strange = make.report(make.volunteer(), site)
    ids = [str(one.pk) for one in (*mine, strange)] + [str(make.uuid(5))]
    with django_assert_num_queries(4):  # session, user, reports, photos
        answer = as_volunteer.post("/api/v1/reports/status", {"ids": ids}, content_type="application/json").json()
    assert [receipt["id"] for receipt in answer["results"]] == ids[:rows]
    assert answer["results"][0] == as_volunteer.get(f"/api/v1/reports/{ids[0]}").json()
    assert answer["unknown"] == ids[rows:]


def test_status_refuses_what_it_cannot_answer(as_volunteer: Client) -> None:
    for ids in ([str(make.uuid(1))] * 101, ["x"], None):
        answer = as_volunteer.post("/api/v1/reports/status", {"ids": ids}, content_type="application/json")
        assert refusal(answer) == (400, "invalid")
    assert refusal(Client().post("/api/v1/reports/status")) == (401, "not_authenticated")
