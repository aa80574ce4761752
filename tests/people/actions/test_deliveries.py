"""Sending: through a real mail server, with every way it can go wrong."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from core.errors import NotAllowed
from core.models import AuditEntry
from people.actions import notify
from people.actions.deliveries import deliver_next, retry_failed
from people.actions.preferences import change_notice_settings, stop_mail
from people.errors import DeliveryNotFailed
from people.models import Delivery, Notice, Role, User
from tests.factories import make
from tests.factories.mailbox import Mailbox, confirmed

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SOON = make.NOW + MINUTE


def tell(
    person: User, kind: str = "report_to_review", *, url: str = "/desk/x/", at: datetime = make.NOW, **params: Any
) -> None:
    notify(users=[person], kind=kind, params={"site": ["钟楼", "Bell Tower"], **params}, url=url, at=at)


def run(at: datetime) -> int:
    """Send all that is due, as the worker does; return how many turns it took."""
    turns = 0
    while deliver_next(at=at):
        turns += 1
    return turns


def ends() -> list[tuple[str, str, str, int]]:
    rows = Delivery.objects.order_by("notice__created_at", "id")
    return list(rows.values_list("state", "reason", "answer", "attempts"))


def test_nothing_is_sent_before_its_time_and_nothing_twice(reader: User, mailbox: Mailbox) -> None:
    tell(reader)
    assert run(SOON - timedelta(seconds=1)) == 0
    assert run(SOON) == 1
    assert run(SOON + 9 * HOUR) == 0
    assert mailbox.subjects == ["钟楼有一份报告待审核。"]
    assert ends() == [("sent", "", "", 1)]


def test_fifty_reports_are_one_mail(reader: User, mailbox: Mailbox) -> None:
    for number in range(50):
        tell(reader, url=f"/desk/{number}/", at=make.NOW + timedelta(seconds=number))
    assert run(SOON) == 1
    assert mailbox.subjects == ["文物巡查：50 条通知"]
    assert mailbox.text().count("钟楼有一份报告待审核。") == 50
    assert {row[0] for row in ends()} == {"sent"}


def test_what_follows_within_the_hour_waits_for_the_hour(reader: User, mailbox: Mailbox) -> None:
    tell(reader)
    run(SOON)
    for minutes in (5, 20, 40):
        tell(reader, url=f"/desk/{minutes}/", at=make.NOW + minutes * MINUTE)
    assert run(make.NOW + 50 * MINUTE) == 1
    assert len(mailbox.mails) == 1
    run(SOON + HOUR)
    assert mailbox.subjects == ["钟楼有一份报告待审核。", "文物巡查：3 条通知"]


def test_something_else_within_the_hour_goes_at_once_and_takes_the_others_along(reader: User, mailbox: Mailbox) -> None:
    tell(reader)
    run(SOON)
    tell(reader, at=SOON)
    run(SOON + MINUTE)
    tell(reader, "report_accepted", at=SOON + MINUTE)
    run(SOON + 2 * MINUTE)
    assert mailbox.subjects == ["钟楼有一份报告待审核。", "文物巡查：2 条通知"]


def test_one_mail_has_room_for_fifty_and_says_how_many_more(reader: User, mailbox: Mailbox) -> None:
    for number in range(53):
        tell(reader, url=f"/desk/{number}/")
    run(SOON)
    assert mailbox.text().count("钟楼有一份报告待审核。") == 50
    assert "另有 3 条较早的通知，请到网站查看。" in mailbox.text()


def test_alarms_are_never_held_and_go_first(reader: User, mailbox: Mailbox) -> None:
    tell(reader)
    for minutes in (0, 1):
        at = SOON + minutes * MINUTE
        notify(users=[reader], kind="outing_overdue", params={"name": "陆望山", "minutes": 30}, url="/x/", at=at)
        run(at)
    alarm = "陆望山 应在 30 分钟前返回。请电话联系，确认平安后结束本次巡查。"
    assert mailbox.subjects == [alarm, "钟楼有一份报告待审核。", alarm]


def test_digest_is_one_mail_in_the_morning_with_what_was_not_read(reader: User, mailbox: Mailbox) -> None:
    change_notice_settings(values={"digest": "daily"}, chosen={}, by=reader, at=make.NOW)
    for kind in ("report_accepted", "report_to_review", "certificate_issued"):
        tell(reader, kind, number="2026-1")
    Notice.objects.filter(kind="report_accepted").update(read_at=SOON)
    assert run(make.NOW + 19 * HOUR) == 0
    run(make.NOW + 20 * HOUR)
    assert mailbox.subjects == ["文物巡查：2 条通知"]
    assert sorted(ends()) == [("sent", "", "", 1), ("sent", "", "", 1), ("skipped", "already_read", "", 0)]


def test_switched_off_or_closed_meanwhile_is_skipped(reader: User, mailbox: Mailbox) -> None:
    tell(reader)
    stop_mail(person=reader, subject="desk", at=make.NOW)
    closed = confirmed("closed@test.example")
    tell(closed)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    run(SOON)
    assert mailbox.mails == []
    assert sorted(row[:2] for row in ends()) == [("skipped", "account_closed"), ("skipped", "switched_off")]


def test_address_taken_back_meanwhile_is_skipped(reader: User, mailbox: Mailbox) -> None:
    tell(reader)
    reader.emailaddress_set.update(verified=False)  # type: ignore[attr-defined]
    run(SOON)
    assert (mailbox.mails, ends()) == ([], [("skipped", "no_address", "", 1)])


def test_busy_server_is_asked_again_ever_later_and_then_given_up(reader: User, mailbox: Mailbox) -> None:
    change_notice_settings(values={"is_quiet_at_night": False}, chosen={}, by=reader, at=make.NOW)
    mailbox.answer_to_data = "451 try later"
    tell(reader)
    at, tries = SOON, []
    while (row := Delivery.objects.get()).state == "waiting":
        assert row.next_try_at is not None
        tries.append(round((row.next_try_at - at).total_seconds() / 60))
        at = row.next_try_at
        assert run(at - timedelta(seconds=1)) == 0
        assert run(at) == 1
    assert tries == [0, 1, 4, 16, 64, 256]
    assert ends() == [("failed", "unreachable", "SMTP 451", 6)]


def test_server_that_comes_back_gets_it(reader: User, mailbox: Mailbox) -> None:
    mailbox.answer_to_data = "451 try later"
    tell(reader)
    run(SOON)
    assert ends() == [("waiting", "", "SMTP 451", 1)]
    mailbox.answer_to_data = ""
    assert run(SOON + MINUTE) == 1
    assert (ends(), len(mailbox.mails)) == ([("sent", "", "", 2)], 1)


def test_what_failed_keeps_its_time_when_something_else_goes(reader: User, mailbox: Mailbox) -> None:
    mailbox.answer_to_data = "451 try later"
    tell(reader)
    run(SOON)
    run(SOON + MINUTE)
    mailbox.answer_to_data = ""
    tell(reader, "report_accepted", at=SOON + MINUTE)
    run(SOON + 2 * MINUTE)
    assert mailbox.subjects == ["您关于钟楼的报告已通过。谢谢您！"]
    assert Delivery.objects.get(state="waiting").attempts == 2


@pytest.mark.parametrize("answer", ["550 no such mailbox", "554 refused"])
def test_refused_for_good_is_not_asked_again(answer: str, reader: User, mailbox: Mailbox) -> None:
    mailbox.answer_to_recipient = answer
    tell(reader)
    run(SOON)
    assert ends() == [("failed", "refused", f"SMTP {answer[:3]}", 1)]


def test_no_server_at_all(reader: User, mailbox: Mailbox, settings: Settings) -> None:
    settings.EMAIL_PORT = 1
    tell(reader)
    run(SOON)
    assert ends() == [("waiting", "", "ConnectionRefusedError", 1)]


def test_no_address_stands_in_the_log(reader: User, mailbox: Mailbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    mailbox.answer_to_recipient = "550 reader@test.example is unknown"
    tell(reader)
    run(SOON)
    assert [record for record in caplog.records if "reader@" in record.getMessage() and record.name[:4] == "peop"] == []
    assert any(record.name == "people.actions.deliveries" for record in caplog.records)


def test_each_is_told_in_their_language(reader: User, mailbox: Mailbox) -> None:
    change_notice_settings(values={"language": "en"}, chosen={}, by=reader, at=make.NOW)
    tell(reader)
    run(SOON)
    assert mailbox.subjects == ["A report on Bell Tower waits for review."]


def test_retry_by_an_administrator_waits_again_and_is_audited(
    reader: User, mailbox: Mailbox, stranger: User, officer: User
) -> None:
    mailbox.answer_to_recipient = "550 no"
    tell(reader)
    run(SOON)
    failed = list(Delivery.objects.all())
    for nobody in (stranger, officer, reader):
        with pytest.raises(NotAllowed):
            retry_failed(deliveries=failed, by=nobody, at=SOON)
    make.grant(stranger, Role.ADMINISTRATOR)
    mailbox.answer_to_recipient = ""
    administrator = User.objects.get(pk=stranger.pk)
    assert retry_failed(deliveries=failed, by=administrator, at=SOON + HOUR) == 1
    with pytest.raises(DeliveryNotFailed):
        retry_failed(deliveries=failed, by=administrator, at=SOON + HOUR)
    run(SOON + HOUR)
    assert (ends(), len(mailbox.mails)) == ([("sent", "", "", 1)], 1)
    assert AuditEntry.objects.filter(verb="retry_delivery", by_id=administrator.pk).count() == 1
