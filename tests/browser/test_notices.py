"""How a person chooses what they are told: by keyboard on a phone; what a browser shows; a mail's link."""

import json

from playwright.sync_api import Page, expect

from people.channels.links import stop_token
from tests.browser.test_pages import AXE, RULES
from tests.browser_fixtures import OpenPage, shoot
from tests.factories.push_service import KEY
from tests.journeys.product import Product

PAGE = "/me/notices/how/"
TARGET_PX = 44


def press_until(page: Page, name: str) -> None:
    """Walk with the tab key to the field of that name."""
    for _step in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name ?? ''") == name:
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def test_preferences_by_keyboard_on_a_phone(open_page: OpenPage, product: Product) -> None:
    page = open_page("phone", name="volunteer")
    page.goto(PAGE)
    press_until(page, "hours-email")
    page.keyboard.press("Space")
    press_until(page, "digest")
    page.keyboard.press("ArrowDown")
    press_until(page, "quiet_from")
    page.keyboard.press("Enter")
    expect(page.get_by_text("已保存。还没发出的消息按新的设置发送。")).to_be_visible()
    assert not page.locator("input[name=hours-email]").is_checked()
    assert page.locator("input[name=reports-email]").is_checked()
    assert page.locator("select[name=digest]").input_value() == "daily"
    kept = product.rows(
        "SELECT digest FROM people_noticesettings JOIN people_user u ON u.id = user_id WHERE email = 'volunteer@example.org'"
    )
    assert kept == [("daily",)]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    small = [
        box
        for label in page.locator("label.told-box").all()
        if (box := label.bounding_box()) and min(box["width"], box["height"]) < TARGET_PX
    ]
    assert small == []
    shoot(page, "notices-preferences-phone")


def test_browser_shows_what_is_pushed(open_page: OpenPage) -> None:
    """The worker is the real one; the browser's own tools hand it a message, since no push service can be reached here."""
    page = open_page("phone", name="volunteer")
    page.context.grant_permissions(["notifications", "geolocation"])
    page.goto(PAGE)
    box = page.locator("#push")
    assert len(box.get_attribute("data-key") or "") == 87
    worker = box.get_attribute("data-worker")
    page.evaluate("async (worker) => { await navigator.serviceWorker.register(worker); }", worker)
    tools = page.context.new_cdp_session(page)
    seen: list[str] = []
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: seen.extend(one["registrationId"] for one in event["registrations"]),
    )
    tools.send("ServiceWorker.enable")
    page.wait_for_function("async () => (await navigator.serviceWorker.getRegistrations()).some((one) => one.active)")
    pushed = {
        "title": "",
        "body": "钟楼有一份报告待审核。",
        "url": "/desk/",
        "tag": "one",
        "language": "zh-hans",
        "is_urgent": True,
    }
    origin = page.evaluate("location.origin")
    for _twice in range(2):
        tools.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": origin, "registrationId": seen[-1], "data": json.dumps(pushed)},
        )
    shown = """async () => (await (await navigator.serviceWorker.getRegistrations())[0].getNotifications())
        .map((one) => [one.title, one.body, one.tag, one.data.url, one.requireInteraction])"""
    page.wait_for_function(f"async () => (await ({shown})()).length > 0")
    assert page.evaluate(shown) == [["文物巡查", "钟楼有一份报告待审核。", "one", "/desk/", True]]
    assert KEY not in page.content()


def test_device_that_cannot_be_reached_is_told_so(open_page: OpenPage) -> None:
    page = open_page("phone", name="volunteer")
    page.context.grant_permissions(["notifications", "geolocation"])
    page.goto(PAGE)
    page.locator("#push-on").click()
    expect(page.locator("#push-said")).not_to_be_empty(timeout=30_000)
    shoot(page, "notices-push-phone")


def test_link_in_a_mail_asks_and_then_stops(open_page: OpenPage, product: Product) -> None:
    [(person,)] = product.rows("SELECT id FROM people_user WHERE email = 'officer@example.org'")
    page = open_page("phone")
    page.goto(f"/me/notices/stop/{stop_token(person, 'desk')}/")  # type: ignore[arg-type]
    page.evaluate(AXE)
    assert page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"] == []
    shoot(page, "notices-stop-phone")
    page.get_by_role("button", name="不再接收").click()
    expect(page.get_by_role("heading", name="已不再接收邮件")).to_be_visible()
    shoot(page, "notices-stopped-phone")
    off = product.rows("SELECT subject, channel, is_on FROM people_channelchoice WHERE user_id = %s", person)
    assert off == [("desk", "email", False)]
