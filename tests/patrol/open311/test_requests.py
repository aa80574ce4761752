from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from core.ids import new_id
from patrol.actions.hotlines import revoke_hotline
from patrol.actions.moderation import mark_spam, open_case_of
from patrol.models import FindingKind, PublicReport
from people.models import User
from sites.models import Site
from tests.factories import make, sent, told

BODY = {"service_code": "structure", "lat": "39.9408", "long": "116.3895", "description": "北墙裂缝"}


@pytest.fixture
def key(officer: User, site: Site) -> str:
    return told.hotline(officer)[1]


def post(client: Client, ending: str = "json", **fields: Any) -> Any:
    return client.post(f"/open311/requests.{ending}", {**BODY, **fields})


def xml(answer: Any) -> Element:
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    root: Element = fromstring(answer.content)
    return root


def test_discovery_and_services_are_xml_and_json(client: Client, site: Site) -> None:
    found = xml(client.get("/open311/discovery.xml"))
    assert (found.tag, [one.tag for one in found]) == (
        "discovery",
        ["changeset", "contact", "key_service", "endpoints"],
    )
    assert found.findtext("endpoints/endpoint/url") == "http://testserver/open311"
    assert [one.text for one in found.findall("endpoints/endpoint/formats/format")] == ["text/xml", "application/json"]
    services = xml(client.get("/open311/services.xml"))
    assert (services.tag, services[0].tag, services[0].findtext("metadata")) == ("services", "service", "true")
    codes = [one["service_code"] for one in client.get("/open311/services.json").json()]
    assert codes == [one.findtext("service_code") for one in services]
    assert codes == list(FindingKind.objects.filter(parent=None).order_by("rank").values_list("code", flat=True))


def test_definition_is_xml_and_json(client: Client, site: Site) -> None:
    found = xml(client.get("/open311/services/crime.xml"))
    assert (found.tag, found.findtext("service_code")) == ("service_definition", "crime")
    attribute = found.find("attributes/attribute")
    assert attribute is not None
    assert [one.tag for one in attribute] == [
        "variable", "code", "datatype", "required", "datatype_description", "order", "description", "values",
    ]  # fmt: skip
    assert [one.text for one in attribute.findall("values/value/key")][:2] == ["graffiti", "illegal_digging"]
    assert client.get("/open311/services/crime.json").json()["attributes"][0]["variable"] is True


@pytest.mark.parametrize(
    ("path", "status", "what"),
    [
        ("services/nothing", 404, "service_code"),
        ("requests/GZ-2026-99999", 404, "service_request_id"),
        ("tokens/abc", 404, "token"),
        ("requests?status=odd", 400, "status"),
        ("requests?start_date=yesterday", 400, "start_date"),
        ("requests?page=one", 400, "page, page_size"),
        ("requests?api_key=wrong", 403, ""),
    ],
)
def test_refusals_stand_in_the_asked_format(client: Client, site: Site, path: str, status: int, what: str) -> None:
    name, _mark, query = path.partition("?")
    answer = client.get(f"/open311/{name}.xml?{query}", headers={"Accept-Language": "en"})
    found = xml(answer)
    assert (answer.status_code, found.tag, found.findtext("error/code")) == (status, "errors", str(status))
    answer = client.get(f"/open311/{name}.json?{query}", headers={"Accept-Language": "en"})
    [error] = answer.json()
    assert (answer.status_code, error["code"]) == (status, status)
    assert error["description"] == found.findtext("error/description")
    assert error["description"].startswith(what)


def test_post_answers_with_the_number_in_xml(client: Client, key: str) -> None:
    answer = post(client, "xml", api_key=key)
    found = xml(answer)
    assert (answer.status_code, found.tag, found[0].tag) == (201, "service_requests", "request")
    assert found.findtext("request/service_request_id") == PublicReport.objects.get().number


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"service_code": ""}, 400),
        ({"service_code": "nothing"}, 404),
        ({"lat": "", "long": ""}, 400),
        ({"lat": "north"}, 400),
        ({"lat": "95"}, 400),
        ({"attribute[kind]": "graffiti"}, 400),
        ({"attribute[site_code]": "nowhere"}, 400),
        ({"media_url": "ftp://x.example/a.jpg"}, 400),
        ({"email": "not an address"}, 400),
        ({"token": "not-a-uuid"}, 400),
        ({"api_key": "wrong"}, 403),
    ],
)
def test_post_refuses_what_is_wrong(client: Client, key: str, fields: dict[str, str], status: int) -> None:
    answer = post(client, **{"api_key": key, **fields})
    assert (answer.status_code, answer.json()[0]["code"], PublicReport.objects.count()) == (status, status, 0)


def test_a_repeat_under_the_same_token_is_the_same_request(client: Client, key: str) -> None:
    token = str(new_id())
    first = post(client, api_key=key, token=token).json()
    assert post(client, api_key=key, token=token).json() == first
    assert post(client, api_key=key, token=token, description="anders").status_code == 409
    assert client.get(f"/open311/tokens/{token}.json").json()[0]["service_request_id"] == first[0]["service_request_id"]


def test_a_key_taken_back_lets_nobody_in(client: Client, officer: User, site: Site) -> None:
    line, key = told.hotline(officer)
    revoke_hotline(hotline_id=line.pk, by=officer, at=make.NOW)
    assert post(client, api_key=key).status_code == 403


def test_an_address_alone_goes_to_the_hotlines_own_area(client: Client, key: str) -> None:
    post(client, api_key=key, lat="", long="", address_string="钟楼北墙")
    assert (PublicReport.objects.get().area, PublicReport.objects.get().geom) == ("110101", None)


def test_what_is_no_photo_is_refused(client: Client, key: str) -> None:
    answer = post(client, api_key=key, media=SimpleUploadedFile("a.jpg", b"<svg/>", "image/jpeg"))
    assert (answer.status_code, PublicReport.objects.count()) == (415, 0)
    assert post(client, api_key=key, media=SimpleUploadedFile("a.jpg", sent.jpeg(4), "image/jpeg")).status_code == 201


def test_another_jurisdiction_is_refused_where_we_have_one(client: Client, site: Site, settings: Settings) -> None:
    settings.OPEN311_JURISDICTION = "bj.example"
    assert client.get("/open311/services.json?jurisdiction_id=sh.example").status_code == 404
    assert client.get("/open311/services.json?jurisdiction_id=bj.example").status_code == 200


def test_only_the_sender_reads_words_and_exact_place(client: Client, key: str, officer: User) -> None:
    post(client, api_key=key, address_string="北墙")
    number = PublicReport.objects.get().number
    [own] = client.get(f"/open311/requests/{number}.json?api_key={key}").json()
    [open_] = client.get(f"/open311/requests/{number}.json").json()
    assert (own["description"], own["address"], own["lat"]) == ("北墙裂缝", "北墙", 39.9408)
    # The middle of the cell.
    assert (open_["description"], open_["address"], open_["lat"], open_["long"]) == (None, None, 39.945, 116.385)
    other = told.hotline(officer, label="other")[1]
    assert client.get(f"/open311/requests/{number}.json?api_key={other}").status_code == 404


def test_the_place_of_a_hidden_site_is_never_told(client: Client, key: str, officer: User) -> None:
    tomb = make.site(category_id="0201")
    post(client, api_key=key)
    report = PublicReport.objects.get()
    crack = FindingKind.objects.get(code="crack")
    open_case_of(report=report, site=tomb, kind=crack, severity=3, version=0, by=officer, at=report.received_at)
    for query in ("", f"?api_key={key}"):
        [found] = client.get(f"/open311/requests/{report.number}.json{query}").json()
        assert (found["lat"], found["long"]) == (39.945, 116.385)


def test_spam_is_in_nobody_elses_list(client: Client, key: str, officer: User) -> None:
    post(client, api_key=key)
    report = PublicReport.objects.get()
    mark_spam(report=report, version=0, by=officer, at=report.received_at)
    assert client.get("/open311/requests.json").json() == []
    assert client.get(f"/open311/requests.json?api_key={key}").json()[0]["status"] == "closed"


@pytest.mark.parametrize("count", [1, 3])
def test_listing_asks_as_often_for_many(
    client: Client, key: str, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        post(client, api_key=key, description=str(number))
    with django_assert_num_queries(3):
        assert len(client.get("/open311/requests.json").json()) == count


def test_citizens_own_reports_are_not_listed(client: Client, site: Site) -> None:
    report, _secret = told.receive()
    assert client.get("/open311/requests.json").json() == []
    assert client.get(f"/open311/requests/{report.number}.json").status_code == 404
