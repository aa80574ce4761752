"""What whoever looks after the installation sees of messages."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from people.models import Delivery, Notice, Role, User
from tests.conftest import signed_in
from tests.factories import make

PAGE = "/me/deliveries/"


@pytest.fixture
def administrator(db: None) -> User:
    person = make.user("administrator@test.example")
    make.grant(person, Role.ADMINISTRATOR)
    return person


@pytest.fixture
def client(administrator: User) -> Client:
    return signed_in(administrator)


def failed(person: User, **fields: object) -> Delivery:
    notice = Notice.objects.create(user=person, kind="assigned", params={"site": "密室"}, created_at=make.NOW)
    values = {"state": "failed", "reason": "unreachable", "answer": "SMTP 451", "attempts": 6, "ended_at": make.NOW}
    return Delivery.objects.create(notice=notice, **{"channel": "email", **values, **fields})


def test_nothing_failed(client: Client) -> None:
    assert "没有失败的消息" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_failed_are_shown_with_their_reasons_and_no_address(
    n: int, client: Client, reader: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(n):
        failed(reader)
    client.get(PAGE)
    with django_assert_num_queries(7):
        body = client.get(PAGE).content.decode()
    assert body.count("SMTP 451") == body.count("多次尝试仍无法送达。") == n
    assert (body.count("reader@test.example"), body.count("密室")) == (0, 0)


def test_each_state_has_its_tab(client: Client, reader: User) -> None:
    failed(reader, state="skipped", reason="already_read", answer="")
    failed(reader, state="waiting", reason="", ended_at=None, next_try_at=make.NOW)
    assert "发送前已在网站上看过。" in client.get(PAGE, {"state": "skipped"}).content.decode()
    assert "SMTP 451" in client.get(PAGE, {"state": "waiting"}).content.decode()
    assert "没有失败的消息" in client.get(PAGE, {"state": "rumour"}).content.decode()


def test_marked_ones_wait_again(client: Client, reader: User) -> None:
    one, other = failed(reader), failed(reader)
    assert client.post(f"{PAGE}retry/", {"delivery": [str(one.pk)]}).status_code == 302
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, one.attempts, other.state) == ("waiting", 0, "failed")
    # Twice in a row, with nothing marked, and with something that is none.
    for body in ({"delivery": [str(one.pk)]}, {}, {"delivery": ["x"]}):
        assert client.post(f"{PAGE}retry/", body).status_code == 409


def test_officer_of_a_district_does_not_see_it(as_officer: Client) -> None:
    assert as_officer.get(PAGE).status_code == 403


def test_command_lists_and_sends_again(administrator: User, reader: User) -> None:
    row = failed(reader)
    assert command() == f"{row.pk} assigned email unreachable SMTP 451 2026-06-01 04:00\n1 failed\n"
    assert command("--by", administrator.email).endswith("1 failed\n1 wait again\n")
    assert command("--by", administrator.email) == "0 failed\n"
    failed(reader)
    for nobody in ("nobody@test.example", reader.email):
        with pytest.raises(CommandError):
            command("--by", nobody)


def command(*arguments: str) -> str:
    printed = StringIO()
    call_command("retry_notices", *arguments, stdout=printed)
    return printed.getvalue()
