"""Collect's side of the wire: exact headers and parts, files in further requests, repeats, conflicts, refusals."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from core.models import AuditEntry
from patrol.actions.assignments import take_assignment
from patrol.actions.collect_tokens import make_token, revoke_token
from patrol.models import CollectFile, CollectInstance, Finding, Photo, Report
from patrol.tasks import file_overdue_instances_later
from people.models import User
from sites.models import Site
from tests.factories import collect, make, sent

ID, FILES = collect.form()


@pytest.fixture
def url(volunteer: User) -> str:
    return collect.key(volunteer) + "submission"


@pytest.fixture
def document(site: Site) -> str:
    return collect.xml(site, ID, collect.names(FILES))


def said(answer: object) -> tuple[int, str]:
    """Return status and, from the document, nature or code."""
    text = answer.content.decode()  # type: ignore[attr-defined]
    code = text.partition("<code>")[2].partition("</code>")[0]
    return answer.status_code, code or text.partition('nature="')[2].partition('"')[0]  # type: ignore[attr-defined]


def test_head_tells_how_much_a_request_may_hold(url: str, settings: Settings) -> None:
    settings.UPLOAD_LIMIT_MB = 10
    answer = Client().head(url, **collect.HEADERS)  # type: ignore[arg-type]
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["X-OpenRosa-Accept-Content-Length"] == str(10 * 1024 * 1024)
    assert answer["X-OpenRosa-Version"] == "1.0"
    assert answer["Location"] == f"http://testserver{url}"


def test_submission_with_all_its_files_is_a_report(url: str, volunteer: User, site: Site, settings: Settings) -> None:
    visit = take_assignment(site=site, by=volunteer, at=make.NOW)
    campaign = make.campaign()
    document = collect.xml(site, ID, collect.names(FILES), findings=(collect.FINDING,), hp_assignment=str(visit.pk))
    answer = collect.post(url, document, FILES)
    assert said(answer) == (201, "submit_success")
    assert (answer["X-OpenRosa-Version"], answer["Content-Type"]) == ("1.0", "text/xml; charset=utf-8")
    report = Report.objects.get(pk=collect.report_id(ID))
    assert (report.site, report.volunteer, report.assignment, report.campaign) == (site, volunteer, visit, campaign)
    assert (report.channel, report.condition_id, report.irregularities) == ("odk", "good", [])
    assert report.finished_at == datetime(2026, 6, 1, 3, 40, tzinfo=UTC)
    assert report.fix is not None
    assert (report.fix.x, report.fix.y, report.accuracy_m) == (116.3894, 39.9407, 8.0)
    assert list(report.photos.order_by("position").values_list("role", "file")) == [
        ("far", collect.sha256(sent.jpeg(1))),
        ("near", collect.sha256(sent.jpeg(2))),
    ]
    assert Finding.objects.values_list("kind", "severity", "note").get(report=report) == ("crack", 3, "北墙裂缝")
    kept = CollectInstance.objects.get()
    assert (kept.report, kept.xml, kept.refusal) == (report, document, "")


def test_files_in_further_requests_complete_the_report(url: str, document: str) -> None:
    far, near = FILES
    assert said(collect.post(url, document, {})) == (202, "submit_partial")
    assert said(collect.post(url, document, {near: FILES[near]})) == (202, "submit_partial")
    assert Report.objects.count() == 0
    assert said(collect.post(url, document, {far: FILES[far]})) == (201, "submit_success")
    assert (Report.objects.count(), Photo.objects.count(), CollectFile.objects.count()) == (1, 2, 2)


def test_form_whose_files_never_come_is_a_report_in_the_end(url: str, document: str) -> None:
    far, _near = FILES
    collect.post(url, document, {far: FILES[far]})
    file_overdue_instances_later(0)
    assert Report.objects.count() == 0
    CollectInstance.objects.update(received_at=timezone.now() - timedelta(days=14))
    file_overdue_instances_later(0)
    report = Report.objects.get()
    assert sorted(report.irregularities) == ["incomplete", "no_assignment", "outside_campaign", "photos_missing"]
    assert (report.photos.count(), CollectInstance.objects.get().report) == (1, report)


def test_submission_again_is_the_same_report(url: str, document: str) -> None:
    answers = [said(collect.post(url, document, FILES)) for _ in range(3)]
    assert answers == [(201, "submit_success")] * 3
    assert (Report.objects.count(), Photo.objects.count(), CollectFile.objects.count()) == (1, 2, 2)
    assert AuditEntry.objects.filter(verb="keep_instance").count() == 1


def test_other_xml_under_the_same_instance_id_is_a_conflict(url: str, document: str, site: Site) -> None:
    collect.post(url, document, {})
    changed = collect.xml(site, ID, collect.names(FILES), hp_condition="poor")
    assert said(collect.post(url, changed, FILES)) == (409, "instance_conflict")
    assert CollectInstance.objects.get().xml == document
    assert (Report.objects.count(), CollectFile.objects.count()) == (0, 0)


def test_the_instance_of_somebody_else_is_a_conflict(url: str, document: str) -> None:
    collect.post(url, document, {})
    other = collect.key(make.volunteer()) + "submission"
    assert said(collect.post(other, document, FILES)) == (409, "instance_conflict")


def test_file_that_is_no_photo_is_kept_as_an_irregularity(url: str, document: str) -> None:
    far, near = FILES
    answer = collect.post(url, document, {far: FILES[far], near: b"%PDF-1.7 no picture"})
    assert said(answer) == (201, "submit_success")
    assert sorted(Report.objects.get().irregularities) == [
        "incomplete",
        "no_assignment",
        "outside_campaign",
        "photo_unusable",
    ]
    assert CollectFile.objects.values_list("error", "file").get(name=near) == ("photo_type_not_allowed", "")


@pytest.mark.parametrize(
    ("fields", "odd"),
    [
        ({"hp_fix": ""}, ["incomplete"]),
        ({"hp_fix": "39.9 somewhere"}, ["incomplete"]),
        ({"hp_finished_at": "2026-06-01T10:00:00.000+08:00"}, ["times_odd"]),
        ({"hp_assignment": str(make.uuid(9))}, ["unknown_assignment"]),
        ({"hp_finished_at": "1970-01-01T00:00:00.000+08:00"}, ["times_odd", "clock_odd"]),
    ],
)
def test_odd_submission_is_kept_with_its_irregularities(
    url: str, site: Site, fields: dict[str, str], odd: list[str]
) -> None:
    make.campaign()
    assert said(collect.post(url, collect.xml(site, ID, collect.names(FILES), **fields), FILES)) == (
        201,
        "submit_success",
    )
    assert [one for one in Report.objects.get().irregularities if one != "no_assignment"] == odd


@pytest.mark.parametrize(
    ("place", "fields", "code"),
    [
        (str(make.uuid(7)), {}, "not_found"),
        ("no id at all", {}, "report_unreadable"),
        (None, {"hp_condition": "splendid"}, "report_unreadable"),
        (None, {"hp_finished_at": ""}, "report_unreadable"),
    ],
)
def test_what_can_be_no_report_is_kept_for_an_officer(
    url: str, site: Site, place: str | None, fields: dict[str, str], code: str
) -> None:
    document = collect.xml(place or site, ID, collect.names(FILES), **fields)
    assert said(collect.post(url, document, FILES)) == (202, "submit_kept")
    kept = CollectInstance.objects.get()
    assert (kept.refusal, kept.report, kept.files.count()) == (code, None, 2)


def test_more_than_a_report_holds_is_left_in_the_original(url: str, site: Site) -> None:
    document = collect.xml(site, ID, collect.names(FILES), findings=(collect.FINDING,) * 25)
    assert said(collect.post(url, document, FILES)) == (201, "submit_success")
    report = Report.objects.get()
    assert (report.findings.count(), "findings_left_out" in report.irregularities) == (20, True)


BOMB = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><data id="f"><instanceID>&b;</instanceID></data>'
OUTSIDE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><data id="f"><instanceID>&x;</instanceID></data>'


@pytest.mark.parametrize(
    "document",
    [
        "",
        "no xml",
        BOMB,
        OUTSIDE,
        "<data><instanceID>uuid:1</instanceID></data>",
        '<data id="f"/>',
        f'<data id="f">{"<a>" * 40}{"</a>" * 40}<instanceID>x</instanceID></data>',
        f'<data id="f">{"<a/>" * 6000}<instanceID>x</instanceID></data>',
        f'<data id="f"><instanceID>x</instanceID><a>{"x" * 1_100_000}</a></data>',
        b'<data id="f"><instanceID>\xff\xfe</instanceID></data>',
    ],
)
def test_what_is_no_form_is_refused(url: str, document: str | bytes) -> None:
    assert said(collect.post(url, document, {})) == (400, "instance_unreadable")
    assert CollectInstance.objects.count() == 0


def test_submission_without_its_xml_is_refused(url: str) -> None:
    answer = Client().post(url, {"photo.jpg": "x"}, **collect.HEADERS)  # type: ignore[arg-type]
    assert said(answer) == (400, "instance_unreadable")


def test_request_that_is_too_large_is_refused(url: str, document: str, settings: Settings) -> None:
    settings.PHOTO_LIMIT_MB = 1
    large = {next(iter(FILES)): b"\xff\xd8\xff" + b"x" * 1_200_000}
    assert said(collect.post(url, document, large)) == (413, "photo_too_large")
    settings.UPLOAD_LIMIT_MB = 1
    assert said(collect.post(url, document, large)) == (413, "request_too_large")
    assert CollectInstance.objects.count() == 0


def test_password_lets_in_as_collect_gives_it(volunteer: User, document: str) -> None:
    asked = Client().head("/odk/submission", **collect.HEADERS)  # type: ignore[arg-type]
    assert (asked.status_code, asked["WWW-Authenticate"]) == (401, 'Basic realm="Heritage Patrol", charset="UTF-8"')
    answer = collect.post("/odk/submission", document, FILES, HTTP_AUTHORIZATION=collect.basic(volunteer))
    assert said(answer) == (201, "submit_success")
    assert Report.objects.get().volunteer == volunteer


def test_wrong_passwords_are_refused_and_counted(volunteer: User) -> None:
    wrong = collect.basic(volunteer, "wrong")
    statuses = [
        Client(REMOTE_ADDR="10.1.1.9").get("/odk/formList", HTTP_AUTHORIZATION=wrong).status_code for _ in range(7)
    ]
    assert Counter(statuses) == {401: 5, 429: 2}


def test_password_alone_does_not_pass_a_second_factor(volunteer: User) -> None:
    Authenticator.objects.create(user=volunteer, type=Authenticator.Type.TOTP, data={"secret": "x"})
    answer = Client().get("/odk/formList", HTTP_AUTHORIZATION=collect.basic(volunteer))
    assert said(answer) == (401, "authentication_failed")


def test_session_of_the_website_is_no_key(volunteer: User) -> None:
    client = Client()
    client.force_login(volunteer)
    assert said(client.get("/odk/formList")) == (401, "not_authenticated")


@pytest.mark.parametrize("state", ["unknown", "revoked", "idle"])
def test_key_that_is_not_good_is_refused(volunteer: User, state: str) -> None:
    token, text = make_token(label="Pixel", by=volunteer, at=make.NOW)
    if state == "revoked":
        revoke_token(token_id=token.pk, by=volunteer, at=make.NOW)
    if state == "idle":
        volunteer.is_active = False
        volunteer.save()
    answer = Client().get(f"/odk/key/{'x' * 43 if state == 'unknown' else text}/formList")
    assert said(answer) == (401, "authentication_failed")
    assert answer["X-OpenRosa-Version"] == "1.0"


def test_answers_to_the_campaigns_questions_arrive_with_their_picture(url: str, site: Site) -> None:
    make.questions(make.campaign(area="110101"), None, version="2026-06", activated_at=make.NOW, retired_at=make.NOW)
    answers = {"crowd": "yes", "people": "12", "queue": "1717214400003.jpg"}
    document = collect.xml(site, ID, collect.names(FILES), campaign=answers, version="abc/2026-06")
    assert said(collect.post(url, document, FILES)) == (202, "submit_partial")
    picture = {"1717214400003.jpg": sent.jpeg(3)}
    assert said(collect.post(url, document, picture)) == (201, "submit_success")
    report = Report.objects.get()
    digest = collect.sha256(sent.jpeg(3))
    assert report.payload["form"] == {"version": "2026-06", "answers": {**answers, "queue": digest}}
    assert report.irregularities == ["no_assignment"]
    assert report.photos.values_list("role", flat=True).get(file=digest) == "question"
