from datetime import timedelta

import pytest

from people.actions import notify
from people.actions.deliveries import deliver_next
from people.demo import messages
from people.models import Delivery, User
from tests.factories import make
from tests.factories.mailbox import confirmed

LATER = make.NOW + timedelta(hours=3)


@pytest.fixture
def told(db: None) -> list[User]:
    people = [confirmed(address) for address in ("officer@example.org", "one@example.org")]
    for number in range(6):
        notify(users=people, kind="report_to_review", params={"site": "钟楼"}, url=f"/{number}/", at=make.NOW)
    return people


def test_demo_leaves_nothing_for_the_worker_to_mail(told: list[User]) -> None:
    assert messages.load(at=LATER) == "3 messages sent, 3 failed, 6 waiting"
    assert not deliver_next(at=LATER)
    officer, one = told
    assert set(Delivery.objects.filter(notice__user=officer).values_list("state", flat=True)) == {"waiting"}
    failed = Delivery.objects.filter(notice__user=one, state="failed").values_list("answer", flat=True)
    assert sorted(failed) == ["SMTP 451", "SMTP 550", "TimeoutError"]
