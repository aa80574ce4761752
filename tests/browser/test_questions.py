"""A campaign's questions from the planner's workbook to the volunteer's phone and the officer's desk; and Collect's code."""

import base64
import http.client
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from core.ids import new_id
from tests.browser.test_pages import AXE, RULES
from tests.browser_fixtures import OpenPage, shoot
from tests.factories import collect
from tests.factories.workbooks import workbook
from tests.journeys.conftest import photograph
from tests.journeys.field import choose_free_site, fill, open_form, send, take
from tests.journeys.product import Product
from tests.squares import read_square_on_screen

ASKED = "SELECT count(*) FROM patrol_questionform WHERE activated_at IS NOT NULL AND retired_at IS NULL"
STOP = "UPDATE patrol_questionform SET retired_at = now() WHERE activated_at IS NOT NULL AND retired_at IS NULL RETURNING id"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WRONG = [
    ("text", "who", "谁？", "Who?", "", "", "pulldata('f', 'c', 'k', 'x') = 1"),
    ("time", "when", "几点？", "When?"),
]


@pytest.fixture
def asking_nothing_after(product: Product) -> Iterator[None]:
    """Other journeys share the product: they are asked nothing more."""
    yield
    product.rows(STOP)


def test_questions_from_workbook_to_desk(
    open_page: OpenPage, product: Product, tmp_path: Path, asking_nothing_after: None
) -> None:
    version = f"v{new_id().hex[-6:]}"
    planner = open_page("desktop", name="planner", language="zh-CN")
    upload_and_ask(planner, version)
    assert product.rows(ASKED) == [(1,)]
    phone = open_page("phone", name="volunteer", place=(116.397, 39.908))
    report_id = answer_on_the_phone(phone, product, tmp_path)
    [(payload,)] = product.rows("SELECT payload->'form' FROM patrol_report WHERE id = %s", report_id)
    form = payload if isinstance(payload, dict) else json.loads(str(payload))
    assert form["version"] == version
    assert {name: form["answers"][name] for name in ("crowd", "people", "reasons", "words")} == {
        "crowd": "yes", "people": "250", "reasons": "fair film", "words": "排队",
    }  # fmt: skip
    assert re.fullmatch(r"[0-9a-f]{64}", form["answers"]["queue"])
    assert product.rows("SELECT irregularities ?| array['form_odd', 'form_missing', 'form_unknown'] FROM patrol_report WHERE id = %s", report_id) == [(False,)]  # fmt: skip
    officer = open_page("desktop", name="officer")
    officer.goto(f"/desk/reports/{report_id}/")
    rows = officer.locator("section[aria-labelledby=questions-title] dl")
    expect(rows).to_contain_text("庙会、拍摄")
    shoot(officer, "questions-5-desk")


def upload_and_ask(page: Page, version: str) -> None:
    page.goto("/desk/questions/")
    shoot(page, "questions-1-campaigns")
    page.locator(".list-main a").first.click()
    field = page.locator("input[type=file]")
    field.set_input_files({"name": "wrong.xlsx", "mimeType": XLSX, "buffer": workbook(WRONG)})
    page.locator("form button.button-primary").click()
    findings = page.locator("section[aria-labelledby=findings-title] > .list > li")
    expect(findings).to_have_text(
        [re.compile("第 2 行，relevant 列：不支持函数 pulldata"), re.compile("第 3 行，type 列")]
    )
    shoot(page, "questions-2-wrong")
    sound(page)
    page.locator("input[type=file]").set_input_files(
        {"name": "人流.xlsx", "mimeType": XLSX, "buffer": workbook(version=version)}
    )
    page.locator("form button.button-primary").click()
    try_the_preview(page)
    page.get_by_role("button", name="启用此版本").click()
    expect(page.get_by_role("button", name="停用")).to_be_visible()


def try_the_preview(page: Page) -> None:
    preview = page.locator("#preview[data-ready]")
    expect(preview).to_be_visible()
    expect(preview.locator("[data-question=people]")).to_be_hidden()
    page.locator("[data-check]").click()
    expect(preview.locator("[data-question=crowd] [data-trouble]")).to_have_text("请回答这个问题。")
    preview.locator("[data-question=crowd] label.choice").first.click()
    expect(preview.locator("[data-question=people]")).to_be_visible()
    preview.locator("[data-question=people] input").fill("0")
    preview.locator("[data-question=people] input").blur()
    expect(preview.locator("[data-question=people] [data-trouble]")).to_have_text("1 到 9999 人")
    shoot(page, "questions-3-preview")
    sound(page)
    page.set_viewport_size({"width": 360, "height": 800})
    shoot(page, "questions-3-preview-phone")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.set_viewport_size({"width": 1440, "height": 900})


def answer_on_the_phone(page: Page, product: Product, folder: Path) -> str:
    code = choose_free_site(page)
    take(page, product, code)
    open_form(page)
    asked = page.locator("[data-campaign]")
    expect(asked.locator("h2")).to_have_text("人流调查")
    fill(page, folder, shade=41)
    expect(page.locator("[data-missing-list] a[data-missing=question_missing]")).to_have_count(1)
    asked.locator("[data-question=crowd] label.choice").first.click()
    asked.locator("[data-question=people] input").fill("250")
    asked.locator("[data-question=people] input").blur()
    for choice in asked.locator("[data-question=reasons] label.choice").all():
        choice.click()
    asked.locator("[data-question=words] textarea").fill("排队")
    asked.locator("[data-question=queue] input").set_input_files(photograph(folder, "queue", 90))
    asked.locator("[data-question=gate] button").click()
    expect(asked.locator("[data-question=gate] [role=status]").first).to_have_text(
        re.compile(r"39\.908000, 116\.397000")
    )
    expect(page.locator("details[data-missing]")).to_be_hidden()
    shoot(page, "questions-4-phone")
    sound(page, "[data-campaign]")
    page.reload()
    expect(page.locator("form[data-ready]")).to_be_visible()
    expect(page.locator("[data-question=people] input")).to_have_value("250")
    expect(page.locator("[data-question=queue] img")).to_be_visible()
    return send(page)


def test_code_for_collect_is_shown_and_opens_the_doors(open_page: OpenPage, product: Product) -> None:
    page = open_page("phone", name="volunteer03")
    page.goto("/me/profile/")
    page.get_by_role("link", name="ODK Collect 二维码").click()
    page.locator("input[name=label]").fill("我的 Pixel")
    page.get_by_role("button", name="生成二维码").click()
    expect(page.locator(".collect-square svg")).to_be_visible()
    shoot(page, "collect-1-code")
    sound(page)
    address = page.locator(".collect-address code").first.text_content() or ""
    path = urlsplit(address).path
    scanned = read_square_on_screen(page.locator(".collect-square svg"))
    settings = json.loads(zlib.decompress(base64.b64decode(scanned)))
    assert settings["general"]["server_url"] == address
    assert call(product, "HEAD", f"{path}/submission")[0] == 204
    status, headers, body = call(product, "GET", f"{path}/formList")
    assert (status, headers["x-openrosa-version"], body.count(b"<xform>")) == (200, ["1.0"], 1)
    assert len(headers["date"]) == 1
    instance, files = f"uuid:{new_id()}", collect.form()[1]
    [(site,)] = product.rows("SELECT id::text FROM sites_site ORDER BY code LIMIT 1")
    parts = collect.body(collect.xml(str(site), instance, collect.names(files)), files)
    assert call(product, "POST", f"{path}/submission", parts)[0] == 201
    page.goto("/me/collect/")
    expect(page.locator("section[aria-labelledby=sent-title] li")).to_have_count(1)
    assert page.locator(".collect-square").count() == 0
    shoot(page, "collect-2-sent")
    page.set_viewport_size({"width": 1440, "height": 900})
    shoot(page, "collect-2-sent-wide")
    page.locator("[data-dialog-open]").first.click()
    page.get_by_role("dialog").get_by_role("button", name="收回").click()
    expect(page.locator("section[aria-labelledby=keys-title] .list")).to_have_count(0)
    assert call(product, "GET", f"{path}/formList")[0] == 401


def call(
    product: Product, method: str, path: str, body: bytes | None = None
) -> tuple[int, dict[str, list[str]], bytes]:
    """Ask the running server as Collect does, and return status, headers (all of each name) and body."""
    connection = http.client.HTTPConnection(urlsplit(product.url).netloc, timeout=30)
    headers = {"X-OpenRosa-Version": "1.0", "User-Agent": collect.AGENT}
    if body is not None:
        headers["Content-Type"] = f"multipart/form-data; boundary={collect.BOUNDARY}"
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    found: dict[str, list[str]] = {}
    for name, value in answer.getheaders():
        found.setdefault(name.lower(), []).append(value)
    return answer.status, found, answer.read()


def sound(page: Page, within: str = "html") -> None:
    """Anybody can use the page, or a part of it, as it stands."""
    page.evaluate(AXE)
    found = page.evaluate("([within, rules]) => axe.run(within, {runOnly: rules})", [within, RULES])
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []
