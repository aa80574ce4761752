"""The page on which a person chooses, and the tap that stops mail."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from core.ids import new_id
from core.models import AuditEntry
from people.actions import notify
from people.actions.preferences import stop_mail
from people.channels.links import stop_token
from people.models import ChannelChoice, Delivery, NoticeSettings, PushDevice, User
from tests.conftest import signed_in
from tests.factories import make
from tests.factories.push_service import KEY, Browser

PAGE = "/me/notices/how/"
FIELDS = {
    "language": "zh-hans",
    "digest": "none",
    "is_quiet_at_night": "on",
    "quiet_from": "21:30",
    "quiet_until": "07:30",
}
SUBJECTS = {"visits", "reports", "cases", "desk", "hours", "community", "nudges", "other"}
DEFAULT_BOXES = {f"{subject}-email": "on" for subject in sorted(SUBJECTS)} | {"visits-wechat": "on"}


@pytest.fixture
def client(reader: User) -> Client:
    return signed_in(reader)


def checked(client: Client) -> set[str]:
    body = client.get(PAGE).content.decode()
    return {
        found.group(1)
        for box in re.findall(r"<input[^>]*checkbox[^>]*>", body)
        if " checked" in box and (found := re.search(r'name="([^"]+)"', box))
    }


def test_page_shows_the_defaults(client: Client) -> None:
    assert checked(client) == {*DEFAULT_BOXES, "is_quiet_at_night"}


def test_saving_the_defaults_keeps_no_word(client: Client) -> None:
    assert client.post(PAGE, FIELDS | DEFAULT_BOXES).status_code == 302
    assert (ChannelChoice.objects.count(), NoticeSettings.objects.count()) == (0, 1)


def test_saving_keeps_what_differs_and_is_shown_again(client: Client, reader: User) -> None:
    boxes = {name: "on" for name in DEFAULT_BOXES if name != "hours-email"} | {"visits-sms": "on"}
    client.post(PAGE, {**FIELDS, "digest": "weekly", "language": "en", "quiet_from": "20:00"} | boxes)
    choices = ChannelChoice.objects.order_by("subject").values_list("user", "subject", "channel", "is_on")
    assert list(choices) == [(reader.pk, "hours", "email", False), (reader.pk, "visits", "sms", True)]
    kept = NoticeSettings.objects.get()
    assert (kept.digest, kept.language, f"{kept.quiet_from:%H:%M}", f"{kept.quiet_until:%H:%M}") == (
        "weekly",
        "en",
        "20:00",
        "07:30",
    )
    assert checked(client) == {*boxes, "is_quiet_at_night"}
    client.post(PAGE, FIELDS | DEFAULT_BOXES)
    assert ChannelChoice.objects.count() == 0
    assert AuditEntry.objects.filter(verb="change_notice_settings").count() == 2


@pytest.mark.parametrize(
    "wrong",
    [{"quiet_until": "21:30"}, {"quiet_from": "soon"}, {"digest": "hourly"}, {"language": "fr"}, {"quiet_from": ""}],
)
def test_wrong_input_keeps_nothing_and_says_why(wrong: dict[str, str], client: Client) -> None:
    response = client.post(PAGE, FIELDS | DEFAULT_BOXES | wrong)
    assert (response.status_code, NoticeSettings.objects.count()) == (200, 0)
    assert 'aria-invalid="true"' in response.content.decode()


def test_what_waits_goes_the_new_way(client: Client, reader: User) -> None:
    client.post(PAGE, {**FIELDS, "digest": "weekly"} | DEFAULT_BOXES)
    notify(users=[reader], kind="report_to_review", params={"site": "钟楼"}, url="", at=make.NOW)
    # Next Monday at 07:30 in Shanghai.
    assert Delivery.objects.get().next_try_at == datetime(2026, 6, 7, 23, 30, tzinfo=UTC)
    client.post(PAGE, {**FIELDS, "digest": "none", "is_quiet_at_night": ""} | DEFAULT_BOXES)
    due = Delivery.objects.get().next_try_at
    assert due is not None
    assert timedelta(seconds=40) < due - timezone.now() <= timedelta(minutes=1)


@pytest.mark.parametrize("n", [1, 3])
def test_page_asks_as_often_with_many_devices(
    n: int, client: Client, reader: User, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.PUSH_PRIVATE_KEY = KEY
    for number in range(n):
        PushDevice.objects.create(user=reader, endpoint=f"https://x/{number}", p256dh="x", auth="x", made_at=make.NOW)
    client.get(PAGE)
    with django_assert_num_queries(11):
        client.get(PAGE)


def test_device_is_kept_and_taken_away(client: Client, reader: User, settings: Settings) -> None:
    settings.PUSH_PRIVATE_KEY = KEY
    agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
    browser = Browser("http://127.0.0.1/x")
    response = client.post("/me/notices/devices/", browser.subscription, headers={"User-Agent": agent})
    device = PushDevice.objects.get()
    assert (response.status_code, device.user, device.label) == (204, reader, "Chrome, Android")
    assert "Chrome, Android" in client.get(PAGE).content.decode()
    client.post(f"/me/notices/devices/{device.pk}/forget/")
    assert client.post(f"/me/notices/devices/{new_id()}/forget/").status_code == 302
    assert PushDevice.objects.count() == 0


@pytest.mark.parametrize("body", [{}, {"endpoint": "https://evil.example/", "p256dh": "x", "auth": "y"}])
def test_device_that_is_none_is_refused(body: dict[str, str], client: Client) -> None:
    assert client.post("/me/notices/devices/", body).status_code == 422


def test_without_a_key_no_device_is_offered(client: Client, settings: Settings) -> None:
    settings.PUSH_PRIVATE_KEY = ""
    assert 'id="push"' not in client.get(PAGE).content.decode()
    settings.PUSH_PRIVATE_KEY = KEY
    assert 'id="push"' in client.get(PAGE).content.decode()


def off(person: User) -> set[str]:
    return set(person.channel_choices.filter(channel="email", is_on=False).values_list("subject", flat=True))


def test_link_is_followed_by_scanners_without_harm_and_stops_by_post(reader: User) -> None:
    url = f"/me/notices/stop/{stop_token(reader.pk, 'reports')}/"
    anybody = Client(enforce_csrf_checks=True)
    page = anybody.get(url)
    assert (page.status_code, off(reader), page.headers["Cache-Control"].startswith("max-age=0")) == (200, set(), True)
    assert "不再接收“我的报告”类邮件吗？" in page.content.decode()
    # As a mail program's button sends it (RFC 8058): no cookie, no token.
    done = anybody.post(url, {"List-Unsubscribe": "One-Click"})
    assert (done.status_code, off(reader)) == (200, {"reports"})
    assert anybody.post(url).status_code == 200
    assert off(reader) == {"reports"}


def test_link_of_a_gathered_mail_stops_all_but_alarms(reader: User) -> None:
    Client().post(f"/me/notices/stop/{stop_token(reader.pk, '')}/")
    assert off(reader) == SUBJECTS
    stop_mail(person=reader, subject="", at=make.NOW)
    assert off(reader) == SUBJECTS


def test_page_of_the_link_speaks_the_readers_language(reader: User) -> None:
    NoticeSettings.objects.create(user=reader, language="en", changed_at=make.NOW)
    page = Client().get(f"/me/notices/stop/{stop_token(reader.pk, 'desk')}/", headers={"Accept-Language": "zh-CN"})
    assert "No more mails about “Reports to review”?" in page.content.decode()


def test_link_we_did_not_sign_stops_nothing(reader: User, stranger: User) -> None:
    token = stop_token(reader.pk, "reports")
    other = stop_token(stranger.pk, "reports")
    mixed = other.partition(":")[0] + ":" + token.partition(":")[2]
    for wrong in ("x", token[:-1], mixed, stop_token(new_id(), ""), stop_token(reader.pk, "gossip")):
        assert Client().post(f"/me/notices/stop/{wrong}/").status_code == 404
    User.objects.filter(pk=reader.pk).update(is_active=False)
    assert Client().get(f"/me/notices/stop/{token}/").status_code == 404
    assert off(reader) == set()
