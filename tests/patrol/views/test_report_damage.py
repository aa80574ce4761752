from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from patrol.actions.moderation import open_case_of, refuse_public_report
from patrol.models import Case, FindingKind, PublicContact, PublicReport
from people.models import User
from sites.models import Site
from tests.factories import make, sent, told

URL = "/report-damage/"


def opened(seconds: float = 60) -> str:
    return signing.dumps(timezone.now().timestamp() - seconds, salt="reporter")


def send(client: Client, photos: list[bytes] | None = None, **fields: Any) -> Any:
    files = [SimpleUploadedFile(f"{n}.jpg", one, "image/jpeg") for n, one in enumerate(photos or [])]
    said = {"kind": "structure", "text": "北墙裂缝", "position": "116.3895, 39.9408", "started": opened(), **fields}
    return client.post(URL, {**said, "photos": files}, headers={"Accept-Language": "zh-CN"})


def test_anybody_reports_and_follows_without_an_account(client: Client, site: Site) -> None:
    page = client.get(URL, headers={"Accept-Language": "zh-CN"})
    assert (page.status_code, "上报险情" in page.content.decode()) == (200, True)
    answer = send(client, [sent.jpeg(1)], phone="13800000000", accuracy_m="12.5", address="碑后")
    report = PublicReport.objects.get()
    assert (answer.status_code, report.state, report.accuracy_m, report.address) == (302, "waiting", 12.5, "碑后")
    assert (report.photos.count(), PublicContact.objects.get().phone) == (1, "13800000000")
    track = client.get(answer.headers["Location"])
    text = track.content.decode()
    assert [word in text for word in (report.number, "您的上报已收到", "北墙裂缝")] == [True, True, True]
    assert [word in text for word in ("13800000000", "116.3895", "39.9408")] == [False, False, False]
    assert (track.headers["Referrer-Policy"], track.headers["X-Robots-Tag"]) == ("no-referrer", "noindex")


def test_the_form_sent_twice_leads_to_the_same_report(client: Client, site: Site) -> None:
    same = {"id": "01900000-0000-7000-8000-000000000001", "started": opened()}
    assert send(client, **same).headers["Location"] == send(client, **same).headers["Location"]
    assert PublicReport.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"website": "http://spam.example"}, "held"),
        ({"started": ""}, "held"),
        ({"started": "forged"}, "held"),
    ],
)
def test_programs_are_thanked_and_held(client: Client, site: Site, fields: dict[str, str], state: str) -> None:
    answer = send(client, **fields)
    assert (answer.status_code, PublicReport.objects.get().state) == (302, state)
    assert "您的上报已收到" in client.get(answer.headers["Location"]).content.decode()


def test_sent_at_once_is_held(client: Client, site: Site) -> None:
    send(client, started=opened(1))
    assert PublicReport.objects.get().oddities == ["too_fast"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"position": ""}, "请说明位置"),
        ({"position": "nowhere"}, "这个位置无法识别"),
        ({"text": ""}, "该字段是必填项"),
        ({"kind": "nothing"}, "选择一个有效的选项"),
        ({"site": "nowhere"}, "名录里没有您指定的文物"),
        ({"email": "x"}, "邮件地址"),
    ],
)
def test_wrong_input_is_shown_again_with_what_was_written(
    client: Client, site: Site, fields: dict[str, str], said: str
) -> None:
    answer = send(client, **fields)
    assert (answer.status_code, PublicReport.objects.count(), said in answer.content.decode()) == (422, 0, True)


def test_too_many_and_wrong_photos_are_refused(client: Client, site: Site) -> None:
    answer = send(client, [sent.jpeg(n) for n in range(5)])
    assert (answer.status_code, PublicReport.objects.count()) == (413, 0)
    answer = send(client, [b"<svg/>"])
    assert (answer.status_code, "JPEG" in answer.content.decode(), PublicReport.objects.count()) == (415, True, 0)


def test_too_many_reports_are_refused_with_whom_to_call(client: Client, site: Site, settings: Settings) -> None:
    settings.PUBLIC_REPORTS_PER_DAY = 1
    send(client)
    answer = send(client, text="另一处")
    assert (answer.status_code, "12345" in answer.content.decode(), PublicReport.objects.count()) == (429, True, 1)


def test_site_page_leads_to_its_own_report(client: Client, site: Site) -> None:
    assert f"{URL}?site={site.code}" in client.get(f"/sites/{site.code}/").content.decode()
    assert "钟楼" in client.get(f"{URL}?site={site.code}", headers={"Accept-Language": "zh-CN"}).content.decode()
    answer = send(client, site=site.code, position="")
    assert (answer.status_code, PublicReport.objects.get().site) == (302, site)


def test_sites_near_are_offered_and_hidden_ones_never(client: Client, site: Site) -> None:
    make.site(code="TOMB", category_id="0201", name_zh="某墓")
    make.site(code="CELL", visibility="district", name_zh="某遗址")
    asked = {"position": "116.3894, 39.9407"}
    codes = [code in client.get(f"{URL}near/", asked).content.decode() for code in (site.code, "TOMB", "CELL")]
    assert codes == [True, False, False]
    assert client.get(f"{URL}near/", {"position": "?"}).content.decode().strip() == ""


def test_tracking_never_names_a_hidden_site_an_officer_found(client: Client, officer: User) -> None:
    tomb = make.site(category_id="0201", name_zh="某墓")
    report, secret = told.receive()
    kind = FindingKind.objects.get(code="illegal_digging")
    open_case_of(report=report, site=tomb, kind=kind, severity=3, version=0, by=officer, at=make.NOW)
    text = client.get(f"{URL}track/{secret}/", headers={"Accept-Language": "zh-CN"}).content.decode()
    assert [word in text for word in ("险情已立案", "某墓", tomb.code)] == [True, False, False]


def test_tracking_tells_the_officers_answer_at_the_end_only(client: Client, site: Site, officer: User) -> None:
    report, secret = told.receive()
    kind = FindingKind.objects.get(code="crack")
    open_case_of(report=report, site=site, kind=kind, severity=3, version=0, by=officer, at=make.NOW)
    Case.objects.update(public_answer="谢谢，裂缝已加固。")
    assert "裂缝已加固" not in client.get(f"{URL}track/{secret}/").content.decode()
    Case.objects.update(state="dismissed", closed_at=make.NOW + timedelta(days=9))
    assert "谢谢，裂缝已加固。" in client.get(f"{URL}track/{secret}/").content.decode()


def test_tracking_tells_a_refusal_with_its_reason(client: Client, site: Site, officer: User) -> None:
    report, secret = told.receive()
    refuse_public_report(report=report, reason="unclear", answer="请补照片", version=0, by=officer, at=make.NOW)
    text = client.get(f"{URL}track/{secret}/", headers={"Accept-Language": "zh-CN"}).content.decode()
    assert [word in text for word in ("无法判断是什么", "请补照片")] == [True, True]


def test_a_wrong_secret_finds_nothing(client: Client, site: Site) -> None:
    told.receive()
    assert client.get(f"{URL}track/{'a' * 43}/").status_code == 404


def test_tracking_asks_little(client: Client, site: Site, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    _report, secret = told.receive()
    with django_assert_num_queries(1):
        client.get(f"{URL}track/{secret}/")
