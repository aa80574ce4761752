from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from patrol.actions.public_photos import inspect_public_photos
from patrol.logic.public_report import Contact
from patrol.models import Case, FindingKind, PublicReport
from people.models import Role, User
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import make, sent, told

URL = "/desk/public/"


def page(client: Client, report: PublicReport) -> str:
    return client.get(f"{URL}{report.pk}/", headers={"Accept-Language": "zh-CN"}).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_queue_asks_as_often_for_many(
    as_officer: Client, site: Site, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        told.receive(photos=[sent.jpeg(_)])
    with django_assert_num_queries(6):
        assert as_officer.get(URL).content.decode().count("GZ-2026-") == count


def test_queue_shows_urgent_first_and_odd_ones_apart(as_officer: Client, site: Site) -> None:
    told.receive()
    told.receive(is_urgent=True, at=make.NOW + timedelta(minutes=5))
    told.receive(text="http://a.example http://b.example")
    text = as_officer.get(URL).content.decode()
    assert text.index("GZ-2026-00002") < text.index("GZ-2026-00001")
    assert ["GZ-2026-00003" in as_officer.get(f"{URL}{tab}").content.decode() for tab in ("", "?show=held")] == [
        False,
        True,
    ]


def test_empty_queue_says_so(as_officer: Client, site: Site) -> None:
    assert "这里没有内容" in as_officer.get(URL, headers={"Accept-Language": "zh-CN"}).content.decode()


def test_report_shows_nearest_sites_with_their_open_cases(as_officer: Client, site: Site) -> None:
    make.site(code="FAR", name_zh="远处", geom=site.geom.buffer(0.001).envelope.centroid)
    hidden = make.site(category_id="0201", name_zh="某墓")
    Case.objects.create(number="WX-1", site=hidden, kind_id="crack", severity=3, opened_at=make.NOW, due_at=None)
    text = page(as_officer, told.receive()[0])
    assert [word in text for word in ("钟楼", "某墓", "WX-1")] == [True, True, True]


def test_report_shows_what_is_near_and_alike(as_officer: Client, site: Site) -> None:
    first, _secret = told.receive(photos=[sent.jpeg(1)])
    second, _secret = told.receive(photos=[sent.jpeg(1)], place=(116.3897, 39.9409))
    far, _secret = told.receive(place=(116.45, 39.95))
    for report in (first, second):
        inspect_public_photos(report=report, at=make.NOW)
    text = page(as_officer, second)
    assert [word in text for word in (first.number, far.number, "同类", "照片相似")] == [True, False, True, True]


def test_officer_opens_a_case_and_goes_on_to_the_next(as_officer: Client, site: Site) -> None:
    report, _secret = told.receive()
    following, _secret = told.receive()
    said = {"decision": "open_case", "site": str(site.pk), "kind": "crack", "severity": "3", "version": "0"}
    answer = as_officer.post(f"{URL}{report.pk}/", said)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{URL}{following.pk}/")
    case = Case.objects.get()
    assert (case.kind_id, case.severity, case.public_reports.get()) == ("crack", 3, report)
    assert report.number in as_officer.get(f"/desk/cases/{case.pk}/").content.decode()


@pytest.mark.parametrize("said", [{"decision": "open_case"}, {"decision": "add_to_case"}, {"decision": "refuse"}, {}])
def test_incomplete_decisions_change_nothing(as_officer: Client, site: Site, said: dict[str, str]) -> None:
    report, _secret = told.receive()
    answer = as_officer.post(f"{URL}{report.pk}/", {**said, "version": "0"})
    report.refresh_from_db()
    assert (answer.status_code, report.state) == (422, "waiting")


def test_two_officers_at_once_decide_once(as_officer: Client, site: Site) -> None:
    report, _secret = told.receive()
    other = make.user()
    make.grant(other, Role.OFFICER, "110101")
    said = {"decision": "refuse", "reason": "unclear", "version": "0"}
    assert as_officer.post(f"{URL}{report.pk}/", said).status_code == 302
    assert signed_in(other).post(f"{URL}{report.pk}/", {**said, "decision": "spam"}).status_code == 409
    report.refresh_from_db()
    assert report.state == "refused"


def test_contact_is_shown_to_the_handler_alone(as_officer: Client, officer: User, site: Site) -> None:
    report, _secret = told.receive(contact=Contact("某人", "13812345678", ""))
    other = make.user()
    make.grant(other, Role.OFFICER, "110101")
    assert "13812345678" not in page(as_officer, report)
    as_officer.post(f"{URL}{report.pk}/take/")
    assert ["13812345678" in page(client, report) for client in (as_officer, signed_in(other))] == [True, False]


def test_photos_are_for_officers_of_the_area(
    as_officer: Client, as_volunteer: Client, site: Site, media_root: Path
) -> None:
    report, _secret = told.receive(photos=[sent.jpeg(1)])
    inspect_public_photos(report=report, at=make.NOW)
    url = f"/media/public-photos/{report.photos.get().file_id}/display"
    far = make.user()
    make.grant(far, Role.OFFICER, "110105")
    answers = [client.get(url).status_code for client in (as_officer, as_volunteer, signed_in(far), Client())]
    assert answers == [200, 404, 404, 302]


def test_report_without_district_is_for_who_has_all(as_officer: Client, site: Site) -> None:
    report, _secret = told.receive(place=(2.35, 48.85))
    everywhere = make.user()
    make.grant(everywhere, Role.ADMINISTRATOR)
    answers = [client.get(f"{URL}{report.pk}/").status_code for client in (as_officer, signed_in(everywhere))]
    assert answers == [404, 200]
    assert FindingKind.objects.filter(code=report.kind_id).exists()
