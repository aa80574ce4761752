"""Who sees which numbers and rows, in pages, files and the API."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from indicators.actions import take_snapshots
from indicators.queries.by_organisation import hours_by_hand
from people.models import Role, User
from tests.conftest import signed_in
from tests.factories import make
from tests.indicators import known
from tests.indicators.known import AFTER, NIGHT, Known

MONTH = {"month": "2026-06"}


@pytest.fixture
def world(officer: User) -> Known:
    found = known.world(officer)
    take_snapshots(on=NIGHT, by=None, at=AFTER)
    return found


def numbers(client: Client, **asked: str) -> dict[str, Any]:
    said = client.get("/api/v1/indicators", {**MONTH, **asked}).json()
    return {one["code"]: (one["now"]["value"], one["now"]["told"]) for one in said["indicators"]}


def test_officer_sees_the_district_and_nobody_elses(world: Known, as_officer: Client) -> None:
    assert as_officer.get("/indicators/").status_code == 200
    found = numbers(as_officer)
    assert {code: found[code] for code in ("coverage", "need", "fill_rate", "reliability", "active_share")} == {
        "coverage": (pytest.approx(100 / 3), "number"),
        "need": (6.0, "number"),
        "fill_rate": (pytest.approx(200 / 3), "number"),
        "reliability": (None, "too_few"),
        "active_share": (pytest.approx(100 / 6), "number"),
    }
    for url in ("/indicators/", "/indicators/coverage/", "/indicators/coverage/rows/", "/api/v1/indicators"):
        assert as_officer.get(url, {"of": "110105"}).status_code == 404
        assert as_officer.get(url, {"of": ""}).status_code == 404
    assert as_officer.get("/indicators/coverage/rows/", {"district": "110105"}).status_code == 404
    assert as_officer.get("/indicators/nothing/").status_code == 404


def test_manager_sees_the_organisation_and_its_teams(world: Known) -> None:
    client = signed_in(world.manager)
    found = numbers(client)
    assert set(found) == {"fill_rate", "reliability", "active_share", "manual_hours"}
    assert found["active_share"] == (pytest.approx(100 / 6), "number")
    assert client.get("/indicators/", {"of": "110101"}).status_code == 404
    assert client.get("/indicators/coverage/").status_code == 404
    assert client.get("/indicators/active_share/rows/", {"detail": "federation"}).status_code == 404
    above = make.user()
    above.role_grants.create(role=Role.MANAGER, organisation=world.federation, granted_at=make.NOW)
    page = signed_in(above).get("/indicators/active_share/", MONTH)
    assert [line["value"] for line in page.context["details"]] == ["16.7 %", "16.7 %"]


def test_manager_of_a_federation_with_an_area_sees_it(world: Known) -> None:
    world.federation.area = "11"
    world.federation.save()
    above = make.user()
    above.role_grants.create(role=Role.MANAGER, organisation=world.federation, granted_at=make.NOW)
    assert numbers(signed_in(above), of="11")["coverage"] == (pytest.approx(100 / 3), "number")


def test_volunteer_and_stranger_see_none(world: Known, as_volunteer: Client, stranger: User) -> None:
    for client in (as_volunteer, signed_in(stranger)):
        assert client.get("/indicators/").status_code == 403
        assert client.get("/api/v1/indicators/coverage").status_code == 403


def test_few_people_are_kept_back_from_whoever_may_not_name_them(
    world: Known, as_officer: Client, as_planner: Client
) -> None:
    asked = {**MONTH, "of": "110101"}
    page = as_officer.get("/indicators/reliability/rows/", asked)
    assert (page.context["is_kept_back"], page.context["rows"]) == (True, [])
    file = b"".join(as_officer.get("/indicators/reliability/rows.csv", asked).streaming_content)
    assert file.count(b"\n") == 1
    assert "不足 5 人" in as_officer.get("/indicators/reliability/", asked).content.decode()
    named = as_planner.get("/indicators/reliability/rows/", asked)
    assert world.walker.name in {row["label"].person for row in named.context["rows"]}
    anonymous = as_officer.get("/indicators/active_share/rows/", asked).context["rows"]
    assert {row["label"].person for row in anonymous} == {"一名志愿者"}


def test_rows_add_up_on_the_page_and_in_the_files(world: Known, as_officer: Client) -> None:
    page = as_officer.get("/indicators/coverage/rows/", MONTH)
    assert (page.context["adds_up"], page.context["sums"], len(page.context["rows"])) == (True, ("1", "3"), 3)
    missing = as_officer.get("/indicators/coverage/rows/", {**MONTH, "which": "missing"}).context
    assert {row["label"].about for row in missing["rows"]} == {"钟楼 B", "钟楼 C"}
    lines = b"".join(as_officer.get("/indicators/coverage/rows.csv", MONTH).streaming_content).decode().splitlines()
    assert lines[0].startswith("\ufeff日期,")
    assert [line.rsplit(",", 2)[1:] for line in lines[1:]] == [["1", "1"], ["0", "1"], ["0", "1"]]
    book = load_workbook(BytesIO(as_officer.get("/indicators/coverage/rows.xlsx", MONTH).content))
    assert book.worksheets[0].max_row == 4


def test_rows_that_no_longer_add_up_say_so(world: Known, as_officer: Client) -> None:
    world.walker.volunteer.visits_per_month = 9
    world.walker.volunteer.save()
    with override("zh-hans"):
        page = as_officer.get("/indicators/need/rows/", MONTH)
    assert page.context["adds_up"] is False
    assert "已不一致" in page.content.decode()


def test_numbers_go_into_files_whole(world: Known, as_officer: Client) -> None:
    lines = b"".join(as_officer.get("/indicators/need/numbers.csv", MONTH).streaming_content).decode().splitlines()
    assert "区县,2026-06,东城区,6.00,24,4" in lines
    assert any(line.startswith("技能,2026-06,") and line.endswith(",2.67,8,3") for line in lines)
    assert load_workbook(BytesIO(as_officer.get("/indicators/need/numbers.xlsx", MONTH).content)).worksheets


def test_one_indicator_tells_months_districts_and_details(world: Known, as_officer: Client) -> None:
    said = as_officer.get("/api/v1/indicators/need", MONTH).json()
    assert (said["now"]["numerator"], said["now"]["denominator"], said["known_on"]) == (24, 4, "2026-06-30")
    assert len(said["months"]) == 13
    assert [(one["code"], one["value"]) for one in said["districts"]] == [("110101", 6.0)]
    assert [(one["code"], one["numerator"]) for one in said["details"]] == [(known.SKILL, 8)]
    page = as_officer.get("/indicators/need/", MONTH)
    cell = page.context["grid"][0]["cells"][0]
    assert (cell["supply"], cell["need"], cell["is_short"]) == (8, 3, False)


def test_wrong_input_falls_back_or_is_said(world: Known, as_officer: Client) -> None:
    assert as_officer.get("/indicators/", {"month": "nonsense"}).status_code == 200
    assert as_officer.get("/api/v1/indicators", {"month": "nonsense"}).status_code == 400
    for wrong in ({"which": "all"}, {"district": "%"}, {"district": "11010x"}):
        assert as_officer.get("/indicators/coverage/rows/", wrong).status_code == 404
    assert as_officer.get("/indicators/coverage/rows/", {"page": "999"}).status_code == 200


def test_board_before_the_first_night_says_so(db: None, as_officer: Client) -> None:
    for url in ("/indicators/", "/indicators/coverage/", "/indicators/coverage/rows/", "/indicators/organisations/"):
        assert as_officer.get(url).status_code == 200
    assert "还没有统计" in as_officer.get("/indicators/").content.decode()
    assert numbers(as_officer) == {}


def test_board_asks_as_often_however_much_there_is(
    world: Known, as_officer: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(14):
        as_officer.get("/indicators/", MONTH)


def test_everybody_sees_hours_by_hand_of_each_organisation(world: Known, client: Client) -> None:
    take_snapshots(on=NIGHT.replace(month=7, day=31), by=None, at=AFTER.replace(month=8))
    page = client.get("/indicators/organisations/")
    assert {line["code"]: line["value"] for line in page.context["lines"]} == {
        "federation": "不足 5 人",
        "team": "不足 5 人",
    }
    assert world.walker.name not in page.content.decode()
    for number in range(5):
        person = make.volunteer(organisation=world.team)
        start = AFTER.replace(day=1 + number)
        known.credit(person, world.officer, f"report:{number}", start, AFTER.replace(month=8, day=2))
    take_snapshots(on=NIGHT.replace(month=8, day=31), by=None, at=AFTER.replace(month=9))
    found = hours_by_hand()
    assert found is not None
    team = next(line for line in found.lines if line.code == "team")
    # Two hours by hand in June, the patrol's hour in May, and five in July.
    assert (team.parts.numerator, team.parts.denominator, team.told) == (7200, 7200 + 3600 + 5 * 3600, "number")
