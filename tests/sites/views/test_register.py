from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.test import Client

from people.models import User
from sites.models import ProtectedUnit, Site, Zone
from tests.factories import make

ENGLISH = {"Accept-Language": "en"}
BOX = GEOSGeometry("SRID=4326;MULTIPOLYGON(((116.3 39.9,116.4 39.9,116.4 40,116.3 39.9)))")
SECRETS = ("116.3894", "39.9407", "某胡同 9 号")


@pytest.fixture
def tomb(db: None) -> Site:
    site = make.site(code="TOMB", name_zh="某墓", name_en="A Tomb", category_id="0200", address_zh="某胡同 9 号")
    Zone.objects.create(site=site, kind="protection", geom=BOX, status="provisional", text="四至")
    return site


def page(client: Client, path: str, **asked: str) -> str:
    return client.get(path, asked, headers=ENGLISH).content.decode()


def facts(client: Client, code: str) -> dict[str, str]:
    response = client.get(f"/sites/{code}/", headers=ENGLISH)
    return {str(label): str(value) for label, value in response.context["facts"]}


@pytest.mark.parametrize("count", [1, 3])
def test_register_lists_sites_strictest_first(
    count: int, client: Client, db: None, django_assert_num_queries: Any
) -> None:
    for number, level in zip(range(count), ("county", "national", "municipal"), strict=False):
        make.site(code=f"S-{number}", level_id=level)
    with django_assert_num_queries(6):
        response = client.get("/sites/", headers=ENGLISH)
    codes = [site.code for site in response.context["page"]]
    assert codes == (["S-0"] if count == 1 else ["S-1", "S-2", "S-0"])
    assert response.content.decode().count(">Bell Tower</a>") == count


def test_register_speaks_chinese_first(client: Client, site: Site) -> None:
    text = client.get("/sites/").content.decode()
    assert (text.count(">钟楼</a>"), text.count(">Bell Tower</a>")) == (1, 0)


def test_register_is_searched(client: Client, site: Site, tomb: Site) -> None:
    text = page(client, "/sites/", q="tomb")
    assert (text.count(">A Tomb</a>"), text.count(">Bell Tower</a>")) == (1, 0)


@pytest.mark.parametrize("asked", [{"q": "no such site"}, {"level": "royal"}])
def test_search_that_finds_nothing_says_what_to_do(asked: dict[str, str], client: Client, site: Site) -> None:
    response = client.get("/sites/", asked, headers=ENGLISH)
    assert (response.status_code, response.context["page"].paginator.count) == (200, 0)


def test_empty_register_says_so(client: Client, db: None) -> None:
    assert page(client, "/sites/").count("The register is empty") == 1


def test_results_alone_are_sent_to_a_part_of_the_page(client: Client, site: Site) -> None:
    part = client.get("/sites/", headers={**ENGLISH, "HX-Request": "true"}).content.decode()
    whole = client.get("/sites/", headers={**ENGLISH, "HX-Request": "true", "HX-Boosted": "true"}).content.decode()
    assert [text.count("<html") for text in (part, whole)] == [0, 1]
    assert [text.count(">Bell Tower</a>") for text in (part, whole)] == [1, 1]


def test_register_comes_by_twenty(client: Client, db: None) -> None:
    for number in range(21):
        make.site(code=f"S-{number:02}")
    assert [len(client.get("/sites/", {"page": number}).context["page"].object_list) for number in (1, 99)] == [20, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_site_page_shows_its_zones_in_order(
    count: int, client: Client, site: Site, django_assert_num_queries: Any
) -> None:
    kinds = [("control", "II"), ("protection", ""), ("control", "I")][:count]
    for kind, control_class in kinds:
        Zone.objects.create(site=site, kind=kind, control_class=control_class, geom=BOX, status="provisional")
    with django_assert_num_queries(2):
        response = client.get(f"/sites/{site.code}/", headers=ENGLISH)
    shown = [(zone.kind, zone.control_class) for zone in response.context["zones"]]
    assert shown == ([("control", "II")] if count == 1 else [("protection", ""), ("control", "I"), ("control", "II")])


def test_site_page_tells_the_facts_everybody_may_know(client: Client, db: None) -> None:
    unit = ProtectedUnit.objects.create(code="U", name_zh="钟鼓楼", name_en="Bell and Drum Towers")
    make.site(code="BELL", unit=unit, era_zh="明", era_en="Ming", address_zh="临汾胡同")
    told = facts(client, "BELL")
    assert told.pop("Protection level").startswith("National")
    assert told.pop("Category")
    assert told == {
        "Site code": "BELL",
        "Era": "Ming",
        "District": "Dongcheng",
        "Visitors": "open to visitors",
        "Protected unit": "Bell and Drum Towers",
        "Address": "临汾胡同",
    }


@pytest.mark.parametrize(("person", "told"), [("volunteer", True), ("officer", True), ("stranger", False)])
def test_condition_is_told_to_who_patrols_and_who_answers(
    person: str,
    told: bool,  # noqa: FBT001
    site: Site,
    request: pytest.FixtureRequest,
) -> None:
    client = Client()
    client.force_login(request.getfixturevalue(person))
    assert ("Condition" in facts(client, site.code)) is told


def test_condition_never_recorded_is_said(as_officer: Client) -> None:
    make.site(code="NEW", condition_id=None)
    assert facts(as_officer, "NEW")["Condition"] == "not yet recorded"


@pytest.mark.parametrize("path", ["/sites/TOMB/", "/sites/"])
def test_pages_of_a_tomb_tell_the_public_no_place(path: str, client: Client, tomb: Site) -> None:
    text = page(client, path)
    assert {secret: text.count(secret) for secret in SECRETS} == dict.fromkeys(SECRETS, 0)
    assert text.count(">coarse<") == 1


def test_page_of_a_tomb_keeps_its_zones_from_the_public(client: Client, as_officer: Client, tomb: Site) -> None:
    assert len(client.get("/sites/TOMB/").context["zones"]) == 0
    assert len(as_officer.get("/sites/TOMB/").context["zones"]) == 1


def test_address_of_a_tomb_is_told_to_its_officer(as_officer: Client, tomb: Site) -> None:
    assert facts(as_officer, "TOMB")["Address"] == "某胡同 9 号"


@pytest.mark.parametrize("code", ["NOWHERE", "OLD", "a b", "%00", "a%00b", "%2e%2e", "钟楼"])
def test_site_nobody_knows_is_not_found(code: str, client: Client, officer: User) -> None:
    make.site(code="OLD", is_active=False)
    client.force_login(officer)
    assert client.get(f"/sites/{code}/").status_code == 404


def test_name_of_a_site_is_escaped(client: Client, db: None) -> None:
    make.site(code="X", name_en="<script>alert(1)</script>")
    assert [page(client, path).count("<script>alert") for path in ("/sites/X/", "/sites/")] == [0, 0]
