import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from pytest_django.fixtures import Settings

from people.actions import change_profile
from people.adapters import AccountAdapter
from people.models import User
from tests.factories import make

PHONE = "+8613800138000"


@pytest.fixture
def gateway(settings: Settings) -> Iterator[list[dict[str, str]]]:
    """A gateway for text messages that keeps what it is given."""
    given: list[dict[str, str]] = []

    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            given.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SMS_URL = f"http://127.0.0.1:{server.server_port}/"
    yield given
    server.shutdown()
    server.server_close()


def test_code_goes_to_the_gateway(gateway: list[dict[str, str]], volunteer: User) -> None:
    with translation.override("en"):
        AccountAdapter().send_verification_code_sms(volunteer, PHONE, "4711")
    assert gateway == [{"phone": PHONE, "text": "Heritage Patrol: your code is 4711. Give it to nobody."}]


def test_number_signs_in_only_who_has_shown_to_hold_it(volunteer: User, stranger: User) -> None:
    adapter = AccountAdapter()
    adapter.set_phone(stranger, PHONE, verified=False)
    assert (adapter.get_phone(stranger), adapter.get_user_by_phone(PHONE)) == ((PHONE, False), None)
    adapter.set_phone(volunteer, PHONE, verified=False)
    adapter.set_phone_verified(volunteer, PHONE)
    assert (adapter.get_phone(volunteer), adapter.get_user_by_phone(PHONE)) == ((PHONE, True), volunteer)


def test_verified_number_is_one_persons(volunteer: User, stranger: User) -> None:
    AccountAdapter().set_phone_verified(volunteer, PHONE)
    with pytest.raises(IntegrityError, match="verified_phone_is_one_persons"), transaction.atomic():
        AccountAdapter().set_phone_verified(stranger, PHONE)


def test_number_changed_in_the_profile_is_verified_no_more(volunteer: User) -> None:
    AccountAdapter().set_phone_verified(volunteer, PHONE)
    same = change_profile(user=volunteer, name="陆望山", phone=PHONE, by=volunteer, at=make.NOW)
    assert same.is_phone_verified
    other = change_profile(user=volunteer, name="陆望山", phone="+8613900000000", by=volunteer, at=make.NOW)
    assert not other.is_phone_verified
