"""Text messages and WeChat: what the operator's gateway is handed."""

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from pytest_django.fixtures import Settings

from people.actions import notify
from people.actions.deliveries import deliver_next
from people.models import Delivery, User
from tests.factories import make
from tests.people.actions.test_deliveries import SOON

ALARM = "陆望山 应在 5 分钟前返回。请电话联系，确认平安后结束本次巡查。"


class Gateway:
    """What was handed over, and how it answers."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, dict[str, Any]]] = []
        self.status = 200


@pytest.fixture
def gateway(settings: Settings) -> Iterator[Gateway]:
    kept = Gateway()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            kept.taken.append((self.path, body))
            self.send_response(kept.status)
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SMS_URL = f"http://127.0.0.1:{server.server_port}/sms"
    settings.WECHAT_NOTICE_URL = f"http://127.0.0.1:{server.server_port}/wechat"
    yield kept
    server.shutdown()
    server.server_close()


@pytest.fixture
def walker(stranger: User) -> User:
    """Somebody with a phone and a WeChat account, and no mail address to speak of."""
    stranger.phone = "13800000003"
    stranger.email = ""
    stranger.save()
    SocialAccount.objects.create(user=stranger, provider="weixin", uid="open-1")
    return stranger


def alarm(person: User) -> None:
    notify(users=[person], kind="outing_overdue", params={"name": "陆望山", "minutes": 5}, url="/x/", at=make.NOW)
    while deliver_next(at=make.NOW):
        pass


def ends() -> list[tuple[str, str, str, str]]:
    return list(Delivery.objects.order_by("channel").values_list("channel", "state", "reason", "answer"))


def test_alarm_goes_to_phone_and_wechat_with_the_address_of_the_page(walker: User, gateway: Gateway) -> None:
    alarm(walker)
    keys = dict(Delivery.objects.values_list("channel", "id"))
    url = "http://127.0.0.1:8000/x/"
    assert sorted(gateway.taken) == [
        ("/sms", {"phone": "13800000003", "text": f"{ALARM} {url}", "id": str(keys["sms"])}),
        ("/wechat", {"openid": "open-1", "text": ALARM, "url": url, "id": str(keys["wechat"])}),
    ]
    assert ends() == [("sms", "sent", "", ""), ("wechat", "sent", "", "")]


def test_visit_goes_by_wechat_and_not_by_text(walker: User, gateway: Gateway) -> None:
    params = {"site": ["钟楼", "Bell Tower"], "do_by": "2026-06-30"}
    notify(users=[walker], kind="assigned", params=params, url="/x/", at=make.NOW)
    assert deliver_next(at=SOON)
    assert [path for path, _body in gateway.taken] == ["/wechat"]


@pytest.mark.parametrize(("status", "state", "reason"), [(503, "waiting", ""), (400, "failed", "refused")])
def test_gateway_that_refuses(status: int, state: str, reason: str, walker: User, gateway: Gateway) -> None:
    gateway.status = status
    alarm(walker)
    assert ends() == [(channel, state, reason, f"HTTP {status}") for channel in ("sms", "wechat")]


def test_gateway_that_is_away(walker: User, settings: Settings) -> None:
    settings.SMS_URL = settings.WECHAT_NOTICE_URL = "http://127.0.0.1:1/"
    alarm(walker)
    assert ends() == [(channel, "waiting", "", "URLError") for channel in ("sms", "wechat")]


def test_without_a_gateway_it_is_logged_and_whose_it_is_stands_nowhere(
    walker: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    alarm(walker)
    said = [record.getMessage() for record in caplog.records if record.name == "people.channels.texts"]
    assert [words.partition(": ")[2] for words in said] == [f"{ALARM} http://127.0.0.1:8000/x/", ALARM]
    assert "13800000003" not in caplog.text
    assert "open-1" not in caplog.text


def test_in_production_without_a_gateway_there_is_no_such_channel(walker: User, settings: Settings) -> None:
    settings.INSECURE_LOCAL = False
    alarm(walker)
    assert ends() == []


def test_number_taken_away_meanwhile_is_skipped(walker: User, gateway: Gateway) -> None:
    notify(users=[walker], kind="outing_not_ended", params={}, url="/x/", at=make.NOW)
    User.objects.filter(pk=walker.pk).update(phone="")
    SocialAccount.objects.all().delete()
    while deliver_next(at=make.NOW):
        pass
    assert ends() == [(channel, "skipped", "no_address", "") for channel in ("sms", "wechat")]
