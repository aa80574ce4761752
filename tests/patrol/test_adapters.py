import time
from ipaddress import ip_address

import pytest
from pytest_django.fixtures import Settings

from core import outside
from core.logic.network import is_reachable
from patrol.adapters import OutsideRefused, fetch, post
from tests.factories.receiver import receiving


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - an address to refuse
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
    ],
)
def test_only_public_addresses_are_called(address: str, *, may: bool) -> None:
    assert is_reachable(ip_address(address)) is may


def test_the_operator_may_allow_a_private_network() -> None:
    assert is_reachable(ip_address("10.1.2.3"), allowed=("10.1.0.0/16",))
    assert not is_reachable(ip_address("10.2.2.3"), allowed=("10.1.0.0/16",))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"])
def test_no_spelling_of_our_own_machine_is_called(settings: Settings, host: str) -> None:
    settings.INSECURE_LOCAL = False
    with receiving() as receiver:
        port = receiver.url.split(":")[2].split("/")[0]
        answer = post(f"https://{host}:{port}/", b"{}", {})
        assert (answer.status, answer.error, receiver.calls) == (None, "private_address", [])


def test_a_private_address_is_refused_when_connecting_whatever_the_name_says(settings: Settings) -> None:
    """The name is resolved once, and what was looked at is what is called: it cannot lead elsewhere a moment later."""
    settings.INSECURE_LOCAL = True
    assert post("https://10.0.0.1/", b"{}", {}).error == "private_address"
    assert post("https://nobody.invalid/", b"{}", {}).error == "unknown_host"


def test_a_dripping_answer_is_left_in_time(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.INSECURE_LOCAL = True
    monkeypatch.setattr(outside, "WHOLE_S", 0.5)
    with receiving() as receiver:
        receiver.body, receiver.drip_s = b"x" * 100, 0.1
        started = time.monotonic()
        answer = post(receiver.url, b"{}", {})
        assert (answer.error, time.monotonic() - started < 3) == ("timeout", True)


def test_a_long_answer_is_read_to_a_little_of_it(settings: Settings) -> None:
    settings.INSECURE_LOCAL = True
    with receiving() as receiver:
        receiver.body = b"x" * 100_000
        assert (post(receiver.url, b"{}", {}).status, len(post(receiver.url, b"{}", {}).text)) == (200, 300)


def test_fetch_refuses_what_is_too_large_or_elsewhere(settings: Settings) -> None:
    settings.INSECURE_LOCAL = True
    with receiving() as receiver:
        receiver.body = b"x" * 100
        assert fetch(receiver.url, 100) == b"x" * 100
        with pytest.raises(OutsideRefused, match="too_large"):
            fetch(receiver.url, 99)
        receiver.statuses = [302]
        with pytest.raises(OutsideRefused, match="not_there"):
            fetch(receiver.url, 100)
