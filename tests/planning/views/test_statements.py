"""The compliance view and statements as pages: every number leads to its rows, one click hands in, anybody verifies."""

import json
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from people.models import Role, User
from planning.files.workbook import Sheet, workbook
from planning.models import Statement, StatementWork
from planning.views import compliance as view
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import make
from tests.planning.audited import LATER, SECOND_QUARTER, accepted, handed_in, old_site, one_rule
from tests.planning.cases import run_jobs

PERIOD = {"period": "days", "from_on": "2026-04-01", "to_on": "2026-06-30", "as_of": "2026-07-10"}
CLICK = {"area": "110101", "from_on": "2026-04-01", "to_on": "2026-06-30"}


@pytest.fixture
def relic(db: None, officer: User) -> Site:
    one_rule()
    site = old_site("RELIC")
    accepted(site, SECOND_QUARTER.from_on, by=officer)
    return site


def test_page_tells_the_figures(relic: Site, as_officer: Client) -> None:
    told = as_officer.get("/planning/compliance/", PERIOD).context["told"]
    total = {name: told["total"][name] for name in ("sites", "required", "done", "in_time", "late", "missed", "share")}
    assert total == {"sites": 1, "required": 3, "done": 1, "in_time": 1, "late": 0, "missed": 2, "share": "33.3 %"}
    assert [(one["key"], one["count"]) for one in told["evidence"]] == [
        ("strong", 1),
        ("fair", 0),
        ("weak", 0),
        ("none", 0),
    ]


@pytest.mark.parametrize(
    ("part", "count"),
    [("sites", 1), ("in_time", 1), ("late", 0), ("missed", 1), ("visits", 1), ("strong", 1), ("weak", 0), ("cases", 0)],
)
def test_each_number_leads_to_its_rows(part: str, count: int, relic: Site, as_officer: Client) -> None:
    answer = as_officer.get("/planning/compliance/rows/", {**PERIOD, "part": part})
    assert len(answer.context["table"].rows) == count
    file = as_officer.get("/planning/compliance/rows.csv", {**PERIOD, "part": part})
    assert len(file.content.decode("utf-8-sig").strip().splitlines()) == count + 1


def test_another_area_and_a_strange_part_are_not_found(relic: Site, as_officer: Client) -> None:
    assert as_officer.get("/planning/compliance/", {"area": "110105"}).status_code == 404
    assert as_officer.get("/planning/compliance/rows/", {"part": "nonsense"}).status_code == 404


def test_wrong_days_fall_back_and_say_why(relic: Site, as_officer: Client) -> None:
    answer = as_officer.get("/planning/compliance/", {"period": "days", "from_on": "2026-06-30", "to_on": "2026-04-01"})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["to_on"]


def test_the_past_shows_what_was_known(relic: Site, officer: User, as_officer: Client) -> None:
    accepted(relic, SECOND_QUARTER.to_on, by=officer, decided_at=LATER)
    early = as_officer.get("/planning/compliance/", {**PERIOD, "as_of": "2026-07-01"}).context["told"]["total"]
    late = as_officer.get("/planning/compliance/", {**PERIOD, "as_of": "2026-07-10"}).context["told"]["total"]
    assert (early["done"], late["done"]) == (1, 2)


def test_one_click_hands_in(relic: Site, as_officer: Client) -> None:
    answer = as_officer.post("/planning/statements/", CLICK)
    work = StatementWork.objects.get()
    assert answer["Location"] == f"/planning/statements/work/{work.pk}/"
    assert as_officer.get(answer["Location"]).context["is_over"] is False
    run_jobs()
    shown = as_officer.get(answer["Location"], follow=True)
    assert shown.redirect_chain == [(f"/planning/statements/{Statement.objects.get().number}/", 302)]
    # Twice in a row: it is there already.
    again = as_officer.post("/planning/statements/", CLICK)
    assert again["Location"] == f"/planning/statements/{Statement.objects.get().number}/"
    assert Statement.objects.count() == 1


def test_cancelled_work_says_so(relic: Site, as_officer: Client) -> None:
    as_officer.post("/planning/statements/", CLICK)
    work = StatementWork.objects.get()
    as_officer.post(f"/planning/statements/work/{work.pk}/cancel/")
    run_jobs()
    part = as_officer.get(f"/planning/statements/work/{work.pk}/", headers={"HX-Request": "true"})
    assert part["HX-Refresh"] == "true"
    assert Statement.objects.count() == 0


def test_correction_needs_a_word_and_is_linked(relic: Site, officer: User, as_officer: Client) -> None:
    first = handed_in(officer)
    assert as_officer.post(f"/planning/statements/{first.number}/", {"correction": ""}).status_code == 422
    as_officer.post(f"/planning/statements/{first.number}/", {"correction": "补计一份"})
    run_jobs()
    second = Statement.objects.get(supersedes=first)
    assert as_officer.get(f"/planning/statements/{first.number}/").context["newer"] == second
    assert Client().get(f"/verify/statement/{first.number}/").context["newer"] == second


@pytest.mark.parametrize("area", ["110105", "32"])
def test_officer_of_another_area_is_refused(area: str, relic: Site, officer: User) -> None:
    statement = handed_in(officer)
    far = make.user()
    make.grant(far, Role.OFFICER, area)
    client = signed_in(far)
    for ending in ("", "statement.pdf", "statement.xlsx"):
        assert client.get(f"/planning/statements/{statement.number}/{ending}").status_code == 404
    assert client.post("/planning/statements/", CLICK).status_code == 403
    assert list(client.get("/planning/statements/").context["page"]) == []


def test_verification_shows_the_summary_and_compares(relic: Site, officer: User) -> None:
    statement = handed_in(officer)
    told = Client().get(f"/verify/statement/{statement.number}/", {"hash": statement.sha256.upper()})
    assert (told.status_code, told.context["is_same"], told.context["genuine"].is_genuine) == (200, True, True)
    assert b"RELIC" not in told.content
    assert "钟楼" not in told.content.decode()
    assert Client().get(f"/verify/statement/{statement.number}/", {"hash": "0" * 64}).context["is_same"] is False
    assert Client().get("/verify/statement/BB-2026-99999/").status_code == 404


def test_workbook_holds_every_row(relic: Site, officer: User, as_officer: Client) -> None:
    statement = handed_in(officer)
    book = load_workbook(BytesIO(as_officer.get(f"/planning/statements/{statement.number}/statement.xlsx").content))
    assert len(book.sheetnames) == 8
    rows = list(book.worksheets[3].values)
    assert rows[1][:2] + rows[1][4:9] == ("RELIC", "钟楼", 3, 1, 0, 2, 1)
    facts = dict(book.worksheets[0].values)
    assert statement.sha256 in facts.values()


def test_a_text_never_becomes_a_formula() -> None:
    book = load_workbook(BytesIO(workbook([Sheet("s", [10], ["=1+1"], [["=HYPERLINK(1)", 5]])])))
    assert [cell.value for cell in book.active[2]] == ["=HYPERLINK(1)", 5]
    assert [cell.data_type for cell in book.active[2]] == ["s", "n"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_paper_is_drawn_in_both_languages(language: str, relic: Site, officer: User, as_officer: Client) -> None:
    statement = handed_in(officer)
    answer = as_officer.get(f"/planning/statements/{statement.number}/statement.pdf", {"language": language})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content[:5] == b"%PDF-"


def test_content_is_canonical_json(relic: Site, officer: User) -> None:
    text = handed_in(officer).content
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_a_wide_area_is_told_by_its_parts(relic: Site, as_officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "MOST_SITES", 1)
    make.site(code="MORE", district=make.district("110102"))
    wide = make.user()
    make.grant(wide, Role.OFFICER, "11")
    page = signed_in(wide).get("/planning/compliance/", PERIOD)
    assert [one["name"] for one in page.context["parts"]] == ["东城区", "东城区"]
    assert all("as_of=2026-07-10" in one["query"] for one in page.context["parts"])
    assert signed_in(wide).get("/planning/compliance/rows/", {**PERIOD, "part": "sites"}).status_code == 409
    assert as_officer.get("/planning/compliance/", PERIOD).context["told"]["total"]["sites"] == 1
