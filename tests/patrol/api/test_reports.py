import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from patrol.actions.scoring import score_report
from patrol.models import Report
from people.models import Role, User
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import make, sent

PHOTOS = [sent.jpeg(1), sent.jpeg(2)]
ID = make.uuid(1)


def refusal(answer: Any) -> tuple[int, str, str]:
    return answer.status_code, answer.json()["code"], answer["Content-Type"]


def problem(status: int, code: str) -> tuple[int, str, str]:
    return status, code, "application/problem+json"


def test_put_report_answers_with_the_receipt(as_volunteer: Client, site: Site) -> None:
    said = sent.payload(site, PHOTOS)
    answer = sent.put(as_volunteer, ID, said, PHOTOS)
    receipt = answer.json()
    assert answer.status_code == 201
    assert (receipt["id"], receipt["status"], len(receipt["content_sha256"])) == (str(ID), "pending", 64)
    assert receipt["is_complete"] is True
    assert receipt["photos"] == [
        {"position": n, "role": role, "sha256": said["photos"][n]["sha256"], "state": "received", "error": ""}
        for n, role in enumerate(("far", "near"))
    ]
    assert [odd["code"] for odd in receipt["irregularities"]] == ["no_assignment", "outside_campaign"]
    assert all(odd["sentence"] for odd in receipt["irregularities"])


def test_put_report_again_answers_with_the_same_receipt(as_volunteer: Client, site: Site) -> None:
    said = sent.payload(site, PHOTOS)
    first = sent.put(as_volunteer, ID, said, PHOTOS, sent_at="2026-06-01T12:00:00+08:00")
    # Keys in another order and another attempt's clock are the same content.
    turned = dict(reversed(said.items()))
    again = sent.put(as_volunteer, ID, turned, PHOTOS, sent_at="2026-06-01T13:00:00+08:00")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json() == as_volunteer.get(f"/api/v1/reports/{ID}").json()


def test_put_report_with_other_content_is_refused(as_volunteer: Client, site: Site) -> None:
    sent.put(as_volunteer, ID, sent.payload(site, PHOTOS), PHOTOS)
    for said, photos in (
        (sent.payload(site, PHOTOS, note="别的"), PHOTOS),
        (sent.payload(site, [PHOTOS[0], sent.jpeg(3)]), [PHOTOS[0], sent.jpeg(3)]),
    ):
        assert refusal(sent.put(as_volunteer, ID, said, photos)) == problem(409, "report_conflict")


def test_put_report_by_nobody_is_401(db: None, site: Site) -> None:
    answer = sent.put(Client(), ID, sent.payload(site, PHOTOS), PHOTOS)
    assert refusal(answer) == problem(401, "not_authenticated")


def test_put_report_needs_the_csrf_token(volunteer: User, site: Site) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(volunteer)
    assert sent.put(client, ID, sent.payload(site, PHOTOS), PHOTOS).status_code == 403


def test_put_report_by_a_stranger_is_kept(stranger: User, site: Site) -> None:
    answer = sent.put(signed_in(stranger), ID, sent.payload(site, PHOTOS), PHOTOS)
    assert answer.status_code == 201
    assert "no_right" in {odd["code"] for odd in answer.json()["irregularities"]}


def test_put_report_says_what_is_missing(as_volunteer: Client, site: Site) -> None:
    said = sent.payload(site, PHOTOS[:1], condition=None)
    answer = sent.put(as_volunteer, ID, said, PHOTOS[:1])
    assert refusal(answer) == problem(422, "report_incomplete")
    assert [(part["code"], part["path"]) for part in answer.json()["missing"]] == [
        ("condition_missing", "condition"),
        ("photo_near_missing", "photos"),
    ]
    assert all(part["sentence"] for part in answer.json()["missing"])


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"site": "somewhere"}, [{"path": "site", "code": "invalid"}]),
        ({"finished_at": "2026-06-01T10:00:00+08:00"}, [{"path": "finished_at", "code": "order"}]),
        ({"condition": "splendid"}, [{"path": "condition", "code": "unknown"}]),
        ({"answers": {"who": "yes"}}, [{"path": "answers", "code": "unknown"}]),
        ({"findings": [sent.finding(5)]}, [{"path": "findings.0.severity", "code": "max_value"}]),
        ({"findings": [sent.finding(kind="ufo")]}, [{"path": "findings.0.kind", "code": "unknown"}]),
        ({"photos": [{"role": "far", "sha256": "x"}]}, [{"path": "photos.0.sha256", "code": "invalid"}]),
        ({"fix": sent.fix(latitude=91.0)}, [{"path": "fix.latitude", "code": "max_value"}]),
        ({"note": "\ud800"}, [{"path": "report", "code": "invalid"}]),
        ({"more": "\u0000"}, [{"path": "report", "code": "invalid"}]),
    ],
)
def test_put_report_names_each_wrong_value(
    as_volunteer: Client, site: Site, fields: dict[str, Any], wrong: list[dict[str, str]]
) -> None:
    answer = sent.put(as_volunteer, ID, sent.payload(site, PHOTOS, **fields), PHOTOS)
    assert refusal(answer) == problem(400, "report_unreadable")
    assert answer.json()["errors"] == wrong


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"note": NaN}', '{"n": 1e999}', "[" * 100_000])
def test_put_report_that_is_no_json_object_is_unreadable(as_volunteer: Client, site: Site, text: str) -> None:
    assert refusal(sent.put(as_volunteer, ID, text, PHOTOS)) == problem(400, "report_unreadable")


def test_put_report_keeps_the_limits(as_volunteer: Client, site: Site, settings: Settings) -> None:
    settings.PHOTO_LIMIT_MB = 1
    large = b"\xff\xd8\xff" + bytes(1024 * 1024)
    answer = sent.put(as_volunteer, ID, sent.payload(site, [PHOTOS[0], large]), [PHOTOS[0], large])
    assert refusal(answer) == problem(413, "photo_too_large")
    assert (answer.json()["position"], answer.json()["limit_mb"]) == (1, 1)
    many = PHOTOS * 11
    assert refusal(sent.put(as_volunteer, ID, sent.payload(site, many), many)) == problem(413, "too_many_photos")
    assert refusal(sent.put(as_volunteer, ID, sent.payload(site, many), PHOTOS)) == problem(413, "too_many_photos")
    settings.UPLOAD_LIMIT_MB = 0
    assert refusal(sent.put(as_volunteer, ID, sent.payload(site, PHOTOS), PHOTOS)) == problem(413, "request_too_large")
    assert Report.objects.count() == 0


def test_put_report_refuses_files_that_do_not_fit(as_volunteer: Client, site: Site) -> None:
    said = sent.payload(site, PHOTOS)
    assert refusal(sent.put(as_volunteer, ID, said, PHOTOS[:1])) == problem(400, "photo_missing")
    assert refusal(sent.put(as_volunteer, ID, said, PHOTOS[::-1])) == problem(400, "photo_hash_mismatch")
    assert refusal(sent.put(as_volunteer, ID, said, [*PHOTOS, PHOTOS[0]])) == problem(400, "photo_unexpected")
    pdf = [b"%PDF-1.7 invoice", PHOTOS[1]]
    assert refusal(sent.put(as_volunteer, ID, sent.payload(site, pdf), pdf)) == problem(415, "photo_type_not_allowed")


def test_put_report_that_is_no_form_is_refused(as_volunteer: Client, site: Site) -> None:
    said = json.dumps(sent.payload(site, PHOTOS))
    answer = as_volunteer.put(f"/api/v1/reports/{ID}", said, content_type="text/plain")
    assert refusal(answer) == problem(415, "unsupported_media_type")


def test_get_report_for_its_sender_and_the_officer_of_its_area(
    as_volunteer: Client, as_officer: Client, stranger: User, site: Site
) -> None:
    sent.put(as_volunteer, ID, sent.payload(site, PHOTOS), PHOTOS)
    far = make.user()
    make.grant(far, Role.OFFICER, "110105")
    clients = (as_volunteer, as_officer, signed_in(stranger), signed_in(far), Client())
    assert [client.get(f"/api/v1/reports/{ID}").status_code for client in clients] == [200, 200, 404, 404, 401]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_reports_shows_my_own_newest_first(
    volunteer: User, as_volunteer: Client, site: Site, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = [make.report(volunteer, site, photos=2, received_at=make.NOW.replace(hour=n)) for n in range(rows)]
    make.report(make.volunteer(), site)
    with django_assert_num_queries(4):  # session, user, count, reports
        answer = as_volunteer.get("/api/v1/reports")
    assert [row["id"] for row in answer.json()["results"]] == [str(report.pk) for report in reversed(made)]
    assert answer.json()["results"][0]["photos"] == 2


def test_list_reports_of_the_area_is_for_its_officers(
    volunteer: User, as_volunteer: Client, as_officer: Client, site: Site
) -> None:
    severe, mild = make.report(volunteer, site, severity=3), make.report(volunteer, site, severity=1)
    make.report(volunteer, make.site(district=make.district("110105")))
    assert refusal(as_volunteer.get("/api/v1/reports?scope=area")) == problem(403, "not_allowed")

    def ids(query: str) -> set[str]:
        return {row["id"] for row in as_officer.get(f"/api/v1/reports?scope=area{query}").json()["results"]}

    assert ids("") == {str(severe.pk), str(mild.pk)}
    assert ids("&severity_from=3") == {str(severe.pk)}
    assert ids("&status=accepted") == set()
    assert ids(f"&site={site.pk}&district=1101") == {str(severe.pk), str(mild.pk)}
    assert ids("&district=110105") == set()


def test_evidence_is_for_the_officers_of_the_area(
    as_volunteer: Client, as_officer: Client, stranger: User, site: Site
) -> None:
    sent.put(as_volunteer, ID, sent.payload(site, PHOTOS), PHOTOS)
    assert refusal(as_officer.get(f"/api/v1/reports/{ID}/evidence")) == problem(404, "not_found")
    score_report(report=Report.objects.get(pk=ID), at=make.NOW)
    answer = as_officer.get(f"/api/v1/reports/{ID}/evidence").json()
    assert (answer["band"], len(answer["witnesses"]), answer["policy_from"]) == ("strong", 20, "2026-11-01")
    assert all(witness["sentence"] and witness["label"] for witness in answer["witnesses"])
    assert refusal(as_volunteer.get(f"/api/v1/reports/{ID}/evidence")) == problem(403, "not_allowed")
    assert refusal(signed_in(stranger).get(f"/api/v1/reports/{ID}/evidence")) == problem(404, "not_found")


def test_put_report_of_a_clock_of_another_age_is_kept(as_volunteer: Client, site: Site) -> None:
    said = sent.payload(site, PHOTOS, arrived_at="1970-01-01T00:00:00+08:00", finished_at="1970-01-01T00:40:00+08:00")
    answer = sent.put(as_volunteer, ID, said, PHOTOS, sent_at="1970-01-01T01:00:00+08:00")
    assert answer.status_code == 201
    assert "clock_odd" in [one["code"] for one in answer.json()["irregularities"]]
    report = Report.objects.get(pk=ID)
    assert (report.finished_at - report.arrived_at, report.received_at - report.finished_at) == (
        timedelta(minutes=40),
        timedelta(minutes=20),
    )
    assert report.payload == said
    assert sent.put(as_volunteer, ID, said, PHOTOS, sent_at="1970-01-02T01:00:00+08:00").status_code == 200
