"""An independent client, written by somebody else, discovers, lists, posts and follows, against a running server."""

import io
from datetime import timedelta

from django.utils import timezone

from patrol.actions.moderation import open_case_of, refuse_public_report
from patrol.models import Case, FindingKind, PublicReport
from people.models import Role
from tests.factories import make, sent, told
from tests.patrol.open311.client import connect


def test_three_discovers_lists_posts_and_follows(committed_db: None, served: str) -> None:
    site, officer = make.site(), make.user()
    make.grant(officer, Role.OFFICER, "110101")
    _line, key = told.hotline(officer)
    client = connect(f"{served}/open311/", key)

    found = client.discovery()
    [endpoint] = found["endpoints"]
    assert (endpoint["url"], endpoint["specification"]) == (f"{served}/open311", "http://wiki.open311.org/GeoReport_v2")
    assert endpoint["formats"] == ["text/xml", "application/json"]

    client = connect(endpoint["url"], key)
    services = client.services()
    assert [one["service_code"] for one in services][:3] == ["structure", "surface", "living"]
    assert {one["type"] for one in services} == {"realtime"}
    kinds = client.services("structure")["attributes"][0]
    assert (kinds["code"], [one["key"] for one in kinds["values"]]) == (
        "kind",
        ["crack", "leaning", "collapse", "leak"],
    )

    photo = io.BytesIO(sent.jpeg(3))
    photo.name = "crack.jpg"
    [made] = client.post(
        "structure", lat="39.9408", long="116.3895", description="北墙裂缝", name="San Zhang", phone="13800000000",
        media=photo, **{"attribute[kind]": "crack", "attribute[urgent]": "yes"},
    )  # fmt: skip
    report = PublicReport.objects.get(number=made["service_request_id"])
    assert (report.kind_id, report.is_urgent, report.text, report.area) == ("crack", True, "北墙裂缝", "110101")
    assert (report.contact.name, report.contact.phone, report.photos.count()) == ("Zhang San", "13800000000", 1)

    [request] = client.request(report.number, api_key=key)
    assert (request["status"], request["service_code"], request["description"]) == ("open", "structure", "北墙裂缝")
    assert (request["lat"], request["long"]) == (39.9408, 116.3895)
    assert client.token(str(report.pk)) == [{"service_request_id": report.number, "token": str(report.pk)}]

    now = timezone.now()
    open_case_of(
        report=report, site=site, kind=FindingKind.objects.get(code="crack"), severity=3, version=0, by=officer, at=now
    )
    assert client.request(report.number)[0]["status"] == "open"
    Case.objects.update(state="dismissed", closed_at=now + timedelta(minutes=1), public_answer="已加固。", version=5)
    [closed] = client.request(report.number)
    assert (closed["status"], closed["status_notes"].endswith("已加固。")) == ("closed", True)
    assert [one["service_request_id"] for one in client.requests("structure", status="closed")] == [report.number]
    assert client.requests(status="open") == []

    [other] = client.post("fire", lat="39.9408", long="116.3895", description="香火离梁太近")
    second = PublicReport.objects.get(number=other["service_request_id"])
    refuse_public_report(report=second, reason="known", answer="", version=0, by=officer, at=timezone.now())
    today = timezone.now()
    span = [(today + timedelta(days=days)).strftime("%m-%d-%Y") for days in (-1, 2)]
    assert len(client.requests(between=span, count=1)) == 1
    assert {one["status"] for one in client.requests(between=span)} == {"closed"}


def test_three_without_a_key_is_told_so(committed_db: None, served: str) -> None:
    make.site()
    client = connect(f"{served}/open311/")
    [error] = client.post("structure", lat="39.94", long="116.38", description="?")
    assert error["code"] == 403
    assert PublicReport.objects.count() == 0
