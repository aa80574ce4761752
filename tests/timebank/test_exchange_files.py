"""Exchange files: there and back, with findings per row, and against hostile files."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from core.errors import Problem
from people.models import Organisation, Role, User
from tests.conftest import signed_in
from tests.factories import make
from tests.timebank.certified import OVER, Unit, issued, unit
from timebank.actions import reverse
from timebank.actions.exchange_files import give_exchange_file, take_exchange_file
from timebank.files import exchange
from timebank.files.exchange import UnreadableFile, read, scheme, write
from timebank.logic.exchange_file import checked
from timebank.models import ExchangeFile
from timebank.queries.exchange_files import exported_rows

PAGE = "/hours/exchange/files/"
BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol1 "&lol;&lol;&lol;&lol;">]>
<VolunteerServiceExchange mapping="1"><Organization><OrganizationName>&lol1;</OrganizationName></Organization></VolunteerServiceExchange>"""
OUTSIDE = BOMB.replace(b'<!ENTITY lol "lol">', b'<!ENTITY lol SYSTEM "file:///etc/passwd">')


@pytest.fixture
def administrator(db: None) -> User:
    person = make.user("administrator@test.example")
    make.grant(person, Role.ADMINISTRATOR)
    return person


@pytest.fixture
def team(officer: User) -> Unit:
    made = unit(officer)
    issued(made.volunteer)
    return made


def take(administrator: User, rows: dict[str, Any], **told: Any) -> ExchangeFile:
    content = write(rows, "xml", sender="邻市", at=OVER)
    values = {"name": "in.xml", "adds_organisations": False, **told}
    return take_exchange_file(content=content, by=administrator, at=OVER, **values)


def said(taken: ExchangeFile) -> list[tuple[str, int, str, str]]:
    return [(one["entity"], one["row"], one["field"], one["code"]) for one in taken.findings]


@pytest.mark.parametrize("file_format", ["xml", "json"])
def test_file_comes_back_as_it_went(team: Unit, administrator: User, file_format: str) -> None:
    given, content = give_exchange_file(organisation=None, file_format=file_format, by=administrator, at=OVER)
    assert given.counts == {
        "organisation": 1, "volunteer": 2, "project": 1, "service_time": 3, "certificate": 1,
    }  # fmt: skip
    back = read(content).rows
    known = {
        entity: [{k: v for k, v in row.items() if v} for row in rows] for entity, rows in exported_rows(None).items()
    }
    assert {entity: rows for entity, rows in back.items() if rows} == {e: r for e, r in known.items() if r}
    assert checked(scheme(), back) == []
    # Sent to ourselves: every service time is known here.
    taken = take_exchange_file(name="x", content=content, adds_organisations=False, by=administrator, at=OVER)
    assert [one["code"] for one in taken.findings] == ["known_already"] * 3


def test_hours_taken_back_and_other_organisations_stay_out(team: Unit, administrator: User, officer: User) -> None:
    reverse(source=f"report:{team.volunteer.pk}:1", why="?", by=officer, at=OVER)
    other = make.organisation()
    make.volunteer(organisation=other)
    given, _content = give_exchange_file(organisation=team.organisation, file_format="xml", by=administrator, at=OVER)
    assert (given.counts["service_time"], given.counts["volunteer"], given.counts["organisation"]) == (2, 2, 1)


def test_each_wrong_row_is_found_by_its_place(administrator: User) -> None:
    person = {"number": "V1", "name": "张三", "registered_on": "2026-01-01", "is_active": "1"}
    time = {
        "volunteer": "V1",
        "starts_at": "2026-05-01T09:00:00+08:00",
        "ends_at": "2026-05-01T11:00:00+08:00",
        "seconds": "7200",
    }
    rows = {
        "volunteer": [person, person, {**person, "number": "V2", "registered_on": "2026-02-30", "is_active": "9"}],
        "service_time": [
            {**time, "id": "1"},
            {**time, "id": "2", "seconds": "60"},
            {**time, "id": "3", "volunteer": "V9", "ends_at": "2026-05-01"},
            {**time, "id": "4", "volunteer": "V2", "ends_at": "2026-05-01T08:00:00+08:00"},
        ],
        "certificate": [{"number": "", "volunteer": "V1", "seconds": "1.5"}],
    }
    found = said(take(administrator, rows))
    assert found == [
        ("volunteer", 2, "number", "said_twice"),
        ("volunteer", 3, "registered_on", "no_date"),
        ("volunteer", 3, "is_active", "unknown_code"),
        ("service_time", 2, "seconds", "not_the_time_between"),
        ("service_time", 3, "volunteer", "not_in_file"),
        ("service_time", 3, "ends_at", "no_time"),
        ("service_time", 4, "ends_at", "ends_before_start"),
        ("certificate", 1, "number", "missing"),
        ("certificate", 1, "issuer", "missing"),
        ("certificate", 1, "seconds", "no_number"),
        ("certificate", 1, "first_on", "missing"),
        ("certificate", 1, "last_on", "missing"),
        ("certificate", 1, "issued_on", "missing"),
        ("certificate", 1, "state", "missing"),
        ("service_time", 2, "starts_at", "overlaps"),
    ]


def test_certificate_of_ours_with_other_hours_is_found(team: Unit, administrator: User) -> None:
    rows = exported_rows(None)
    rows["service_time"] = []
    rows["certificate"][0]["seconds"] = "360000"
    assert said(take(administrator, rows)) == [("certificate", 1, "seconds", "differs_from_ours")]


def test_unknown_kinds_and_fields_are_findings(administrator: User) -> None:
    content = b"""<VolunteerServiceExchange mapping="1"><Dragon/><Organization><OrganizationCode>A</OrganizationCode>
        <OrganizationName>B</OrganizationName><Colour>red</Colour></Organization></VolunteerServiceExchange>"""
    taken = take_exchange_file(name="x", content=content, adds_organisations=True, by=administrator, at=OVER)
    assert said(taken) == [("", 1, "Dragon", "unknown_entity"), ("organisation", 1, "Colour", "unknown_field")]
    assert (taken.organisations_added, Organisation.objects.filter(code="A").exists()) == (0, False)


def test_missing_organisations_are_added_parents_first(administrator: User) -> None:
    rows = {"organisation": [
        {"code": "TEAM", "name": "小队", "parent": "MID"}, {"code": "MID", "name": "中队", "parent": "TOP"}, {"code": "TOP", "name": "总队"},
    ]}  # fmt: skip
    assert take(administrator, rows, adds_organisations=True).organisations_added == 3
    team = Organisation.objects.select_related("parent__parent").get(code="TEAM")
    assert (str(team.parent), str(team.parent.parent)) == ("中队", "总队")  # type: ignore[union-attr]
    assert take(administrator, rows, adds_organisations=True).organisations_added == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (BOMB, "no_xml"),
        (OUTSIDE, "no_xml"),
        (b"", "no_xml"),
        (b"<a>", "no_xml"),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', "no_xml"),
        (b'<VolunteerServiceExchange mapping="99"/>', "other_mapping"),
        (b'<Other mapping="1"/>', "other_mapping"),
        (b"{", "no_json"),
        (b'{"a":' + b"[" * 100_000, "no_json"),
        (b"{}", "other_mapping"),
        (b'{"mapping": "1", "Organization": [' + b"{}," * 50_000 + b"{}]}", "too_many_rows"),
    ],
)
def test_hostile_or_foreign_file_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(content)
    assert caught.value.code == code


def test_too_large_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "MOST_BYTES", 10)
    with pytest.raises(UnreadableFile, match="too_large"):
        read(b"<a>" + b" " * 10)


def test_letters_xml_cannot_write_are_left_out() -> None:
    content = write({"organisation": [{"code": "A", "name": "钟\x00楼\x1f<&>"}]}, "xml", sender="?", at=OVER)
    assert read(content).rows["organisation"] == [{"code": "A", "name": "钟楼<&>"}]


def test_only_administrators_give_and_take(officer: User) -> None:
    for act in (
        lambda: give_exchange_file(organisation=None, file_format="xml", by=officer, at=OVER),
        lambda: take_exchange_file(name="x", content=b"", adds_organisations=False, by=officer, at=OVER),
    ):
        with pytest.raises(Problem) as caught:
            act()
        assert caught.value.code == "not_allowed"


def test_page_takes_and_shows_and_gives(team: Unit, administrator: User) -> None:
    client: Client = signed_in(administrator)
    rows = {"organisation": [{"code": "", "name": "x"}]}
    upload = SimpleUploadedFile("in.xml", write(rows, "xml", sender="邻市", at=OVER))
    answer = client.post(PAGE, {"file": upload}, follow=True)
    assert (answer.status_code, "必填" in answer.content.decode() or "empty" in answer.content.decode()) == (200, True)
    bad = client.post(PAGE, {"file": SimpleUploadedFile("in.xml", BOMB)})
    assert (bad.status_code, list(bad.context["form"].errors)) == (422, ["file"])
    given = client.post(f"{PAGE}given", {"file_format": "json"})
    assert len(json.loads(given.content)["ServiceTime"]) == 3
    assert client.get(PAGE).status_code == 200


def test_command_gives_and_takes(team: Unit, administrator: User, tmp_path: Path) -> None:
    out, path = io.StringIO(), tmp_path / "out.xml"
    call_command("exchange_file", "give", str(path), "--as", administrator.email, stdout=out)
    assert "service_time: 3" in out.getvalue().splitlines()
    with pytest.raises(CommandError, match="has findings"):
        call_command("exchange_file", "take", str(path), "--as", administrator.email, stdout=out)
    assert out.getvalue().splitlines()[-1] == "8 rows, 3 findings"
    for wrong in (["--as", "nobody@example.org"], ["--as", administrator.email, "--organisation", "?"]):
        with pytest.raises(CommandError, match="There is no"):
            call_command("exchange_file", "give", str(path), *wrong)
