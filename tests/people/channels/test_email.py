"""A mail as it arrives."""

import re

from people.actions import notify
from people.actions.deliveries import deliver_next
from people.channels.links import read_stop_token
from people.models import Delivery, User
from tests.factories import make
from tests.factories.mailbox import Mailbox
from tests.people.actions.test_deliveries import SOON


def sent(reader: User, *kinds: str) -> None:
    params = {"site": ["钟楼<b>", "Bell Tower"], "reason": "东墙内侧暗门", "name": "陆望山", "minutes": 5}
    for kind in kinds:
        notify(users=[reader], kind=kind, params=params, url="/field/mine/", at=make.NOW)
    assert deliver_next(at=SOON)


def test_text_and_html_say_the_same_and_lead_to_the_page(reader: User, mailbox: Mailbox) -> None:
    sent(reader, "report_accepted")
    assert (mailbox.to, mailbox.subjects) == (["reader@test.example"], ["您关于钟楼<b>的报告已通过。谢谢您！"])
    assert "reader，您好：" in mailbox.text()
    assert "您关于钟楼<b>的报告已通过。谢谢您！\nhttp://127.0.0.1:8000/field/mine/\n2026-06-01 12:00" in mailbox.text()
    link = '<a href="http://127.0.0.1:8000/field/mine/">您关于钟楼&lt;b&gt;的报告已通过。谢谢您！</a>'
    assert link in mailbox.html()
    assert "不再接收“我的报告”类邮件" in mailbox.text()
    assert '<html lang="zh-hans">' in mailbox.html()


def test_what_somebody_typed_stays_behind_the_link(reader: User, mailbox: Mailbox) -> None:
    sent(reader, "report_more")
    assert "暗门" not in mailbox.mails[0].as_string() + mailbox.text() + mailbox.html()
    assert mailbox.subjects[0].endswith("详见页面")


def test_one_subject_is_stopped_alone_and_several_together(reader: User, mailbox: Mailbox) -> None:
    sent(reader, "report_accepted", "report_to_review")
    assert stopped(mailbox, 0) == (reader.pk, "")
    Delivery.objects.all().delete()
    sent(reader, "report_more")
    assert stopped(mailbox, 1) == (reader.pk, "reports")
    assert mailbox.mails[1]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_alarm_is_marked_urgent_and_cannot_be_stopped(reader: User, mailbox: Mailbox) -> None:
    sent(reader, "outing_overdue")
    mail = mailbox.mails[0]
    assert (mail["Importance"], mail["List-Unsubscribe"]) == ("high", None)
    assert "notices/stop/" not in mailbox.text() + mailbox.html()
    assert "此消息关系到人身安全，不能关闭。" in mailbox.text()


def test_the_same_message_sent_again_bears_the_same_id(reader: User, mailbox: Mailbox) -> None:
    sent(reader, "report_accepted")
    row = Delivery.objects.get()
    assert mailbox.mails[0]["Message-ID"] == f"<{row.pk}@example.org>"


def test_a_line_break_in_a_name_makes_no_header(reader: User, mailbox: Mailbox) -> None:
    params = {"site": "钟楼\r\nBcc: other@test.example"}
    notify(users=[reader], kind="report_to_review", params=params, url="", at=make.NOW)
    deliver_next(at=SOON)
    assert (mailbox.to, mailbox.mails[0]["Bcc"]) == (["reader@test.example"], None)


def stopped(mailbox: Mailbox, number: int) -> object:
    found = re.fullmatch(
        r"<http://127\.0\.0\.1:8000/me/notices/stop/(.+)/>",
        re.sub(r"\s", "", str(mailbox.mails[number]["List-Unsubscribe"])),
    )
    assert found is not None
    return read_stop_token(found.group(1))
