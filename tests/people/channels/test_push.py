"""Web Push: what a browser's service is sent, whether it is signed, and what only the browser can read."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from patrol.environment import push_key
from people.actions import notify
from people.actions.deliveries import deliver_next
from people.actions.preferences import forget_push_device, keep_push_device
from people.channels.push import public_key
from people.errors import PushServiceUnknown
from people.models import Delivery, PushDevice, User
from tests.factories import make
from tests.factories.push_service import Browser, PushService, bytes_of
from tests.people.actions.test_deliveries import SOON

WORDS = "钟楼有一份报告待审核。"


def subscribed(person: User, service: PushService, name: str = "phone") -> Browser:
    browser = service.browser(name)
    keep_push_device(**browser.subscription, label=name, by=person, at=make.NOW)
    return browser


def tell(person: User, kind: str = "report_to_review") -> None:
    params = {"site": ["钟楼", "Bell Tower"], "name": "陆望山", "minutes": 5}
    notify(users=[person], kind=kind, params=params, url="/desk/x/", at=make.NOW)
    assert deliver_next(at=SOON)


def end() -> tuple[str, str, str]:
    row = Delivery.objects.get(channel="push")
    return row.state, row.reason, row.answer


def test_device_is_shown_the_sentence_and_opens_its_page(stranger: User, service: PushService) -> None:
    browser = subscribed(stranger, service)
    tell(stranger)
    key = Delivery.objects.get().pk
    assert browser.shown == [
        {"title": "", "body": WORDS, "url": "/desk/x/", "tag": str(key), "language": "zh-hans", "is_urgent": False}
    ]
    [headers] = service.headers
    assert (headers["urgency"], headers["ttl"], headers["topic"]) == ("normal", "86400", key.hex)
    assert (headers["content-encoding"], end()) == ("aes128gcm", ("sent", "", ""))


def test_alarm_is_urgent(stranger: User, service: PushService) -> None:
    browser = subscribed(stranger, service)
    tell(stranger, "outing_overdue")
    while deliver_next(at=SOON):
        pass
    assert (browser.shown[0]["is_urgent"], service.headers[0]["urgency"]) == (True, "high")


def test_several_notices_are_one_and_lead_to_the_inbox(stranger: User, service: PushService) -> None:
    browser = subscribed(stranger, service)
    for number in range(3):
        params = {"site": ["钟楼", "Bell Tower"]}
        notify(users=[stranger], kind="report_to_review", params=params, url=f"/desk/{number}/", at=make.NOW)
    assert deliver_next(at=SOON)
    [shown] = browser.shown
    assert (shown["title"], shown["body"], shown["url"]) == ("文物巡查：3 条通知", WORDS, "/me/notices/")


@pytest.mark.parametrize("status", [404, 410])
def test_device_its_service_no_longer_knows_is_forgotten(status: int, stranger: User, service: PushService) -> None:
    subscribed(stranger, service)
    service.answers["/phone"] = status
    tell(stranger)
    assert (PushDevice.objects.count(), end()) == (0, ("skipped", "no_device", ""))


def test_one_device_that_shows_it_is_enough(stranger: User, service: PushService) -> None:
    subscribed(stranger, service)
    other = subscribed(stranger, service, "tablet")
    service.answers["/phone"] = 503
    tell(stranger)
    assert (len(other.shown), PushDevice.objects.count(), end()) == (1, 2, ("sent", "", ""))


@pytest.mark.parametrize(
    ("status", "ended"),
    [
        (503, ("waiting", "", "HTTP 503")),
        (429, ("waiting", "", "HTTP 429")),
        (400, ("failed", "refused", "HTTP 400")),
        (302, ("waiting", "", "TooManyRedirects")),
    ],
)
def test_refusals(status: int, ended: tuple[str, str, str], stranger: User, service: PushService) -> None:
    subscribed(stranger, service)
    service.answers["/phone"] = status
    tell(stranger)
    assert end() == ended


def test_service_that_is_away_is_asked_again(stranger: User, service: PushService) -> None:
    browser = subscribed(stranger, service)
    PushDevice.objects.update(endpoint="http://127.0.0.1:1/phone")
    tell(stranger)
    assert end() == ("waiting", "", "ConnectionError")
    PushDevice.objects.update(endpoint=browser.endpoint)
    assert deliver_next(at=SOON + timedelta(minutes=1))
    assert (len(browser.shown), end()) == (1, ("sent", "", ""))


def test_another_key_is_refused_by_the_service(stranger: User, service: PushService, settings: Settings) -> None:
    subscribed(stranger, service)
    settings.PUSH_PRIVATE_KEY = made_key()
    tell(stranger)
    assert end() == ("failed", "refused", "HTTP 403")


def test_without_a_key_nothing_is_planned(stranger: User, settings: Settings) -> None:
    settings.PUSH_PRIVATE_KEY = ""
    keep_push_device(**Browser("http://127.0.0.1/x").subscription, label="", by=stranger, at=make.NOW)
    notify(users=[stranger], kind="report_to_review", params={"site": "钟楼"}, url="", at=make.NOW)
    assert (Delivery.objects.count(), public_key()) == (0, "")


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://evil.example/push",
        "https://fcm.googleapis.com.evil.example/push",
        "https://evilfcm.googleapis.com/push",
        "https://push.apple.com.evil.example/x",
        "http://fcm.googleapis.com/push",
        "https://fcm.googleapis.com:8443/push",
        "https://somebody@fcm.googleapis.com/push",
        "http://169.254.169.254/latest",
        "file:///etc/passwd",
        "https://[::1",
        "",
    ],
)
def test_server_calls_no_host_but_the_services(endpoint: str, stranger: User, settings: Settings) -> None:
    settings.INSECURE_LOCAL = False
    with pytest.raises(PushServiceUnknown):
        keep_push_device(**Browser(endpoint).subscription, label="", by=stranger, at=make.NOW)


def test_own_machine_is_called_on_a_developers_machine_only(stranger: User, settings: Settings) -> None:
    settings.INSECURE_LOCAL = False
    with pytest.raises(PushServiceUnknown):
        keep_push_device(**Browser("http://127.0.0.1/x").subscription, label="", by=stranger, at=make.NOW)
    for known in (
        "https://fcm.googleapis.com/fcm/send/x",
        "https://web.push.apple.com/x",
        "https://updates.push.services.mozilla.com/x",
    ):
        keep_push_device(**Browser(known).subscription, label="", by=stranger, at=make.NOW)
    assert PushDevice.objects.count() == 3


@pytest.mark.parametrize("keys", [{"p256dh": "BAAA"}, {"p256dh": "é"}, {"auth": "AAAA"}, {"auth": ""}])
def test_keys_no_browser_makes_are_refused(keys: dict[str, str], stranger: User) -> None:
    with pytest.raises(PushServiceUnknown):
        keep_push_device(**{**Browser("http://127.0.0.1/x").subscription, **keys}, label="", by=stranger, at=make.NOW)


def test_shared_device_is_the_last_ones_and_ten_are_kept(stranger: User, officer: User, service: PushService) -> None:
    first = subscribed(stranger, service)
    keep_push_device(**first.subscription, label="x", by=officer, at=make.NOW)
    assert list(PushDevice.objects.values_list("user", flat=True)) == [officer.pk]
    for number in range(12):
        at = make.NOW + timedelta(minutes=number)
        keep_push_device(**service.browser(f"b{number}").subscription, label=f"b{number}", by=officer, at=at)
    labels = set(PushDevice.objects.values_list("label", flat=True))
    assert labels == {f"b{number}" for number in range(2, 12)}


def test_only_ones_own_device_is_forgotten(stranger: User, officer: User, service: PushService) -> None:
    subscribed(stranger, service)
    device = str(PushDevice.objects.get().pk)
    assert not forget_push_device(device_id=device, by=officer, at=make.NOW)
    assert forget_push_device(device_id=device, by=stranger, at=make.NOW)
    assert not forget_push_device(device_id=device, by=stranger, at=make.NOW)


def test_command_makes_a_key_that_the_settings_take() -> None:
    key = made_key()
    push_key(key)
    assert (len(bytes_of(key)), made_key() == key) == (32, False)


@pytest.mark.parametrize("text", ["x", "AAAA", "ключ"])
def test_settings_refuse_what_is_no_key(text: str) -> None:
    with pytest.raises(Exception, match="make_push_key"):
        push_key(text)


def made_key() -> str:
    printed = StringIO()
    call_command("make_push_key", stdout=printed)
    name, _, key = printed.getvalue().strip().partition("=")
    assert name == "PUSH_PRIVATE_KEY"
    return key
