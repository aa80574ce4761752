"""Two running products hand service records over, both ways: replayed, changed and broken off in every place, hours move once."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection

from tests.journeys.product import _free_port
from tests.timebank.exchanging import Instance, Line, instance, post, tapped

PEOPLE = """
from datetime import UTC, datetime, timedelta
from people.models import Role, RoleGrant, User, Volunteer
from timebank.actions import award
from timebank.actions.partners import admit_key, propose_partner
now = datetime.now(UTC)
def person(name, role):
    made = User.objects.create_user(f"{{name}}@example.org", "a-long-enough-phrase", name=name)
    RoleGrant.objects.create(user=made, role=role, area="110101" if role == "officer" else "", granted_at=now)
    return made
one, two = person("one", "officer"), person("two", "officer")
zhang = person("zhang", "volunteer")
Volunteer.objects.create(user=zhang, number="V-1", joined_on=now.date())
for day in range(1, {records} + 1):
    start = now - timedelta(days=day + {shift})
    award(volunteer=zhang, starts_at=start, ends_at=start + timedelta(hours=2), source=f"report:{{day}}",
          title=("巡查钟楼", ""), url="", organisation_name="守望队", by=one, at=now)
partner = propose_partner(code="{code}", name="{code}", base_url="{url}", public="{public}",
    valid_from=now - timedelta(days=1), valid_until=now + timedelta(days=9), by=one, at=now)
admit_key(key=partner.keys.get(), by=two, at=now)
"""
CODE = """
from django.utils import timezone
from people.models import User
from timebank.actions.incoming import make_receiving_code
print(make_receiving_code(by=User.objects.get(email="zhang@example.org"), at=timezone.now()))
"""
HAND_OVER = """
from django.utils import timezone
from people.models import User
from timebank.actions.transfers import ask_for_transfer, decide_transfer
from timebank.models import Partner
from timebank.queries.transfers import transferable
zhang, now = User.objects.get(email="zhang@example.org"), timezone.now()
chosen = list(transferable(zhang).values_list("pk", flat=True)[:{count}])
made = ask_for_transfer(partner=Partner.objects.get(), records=chosen, receiving_code="{code}", by=zhang, at=now)
decide_transfer(transfer=made, is_approved=True, why="", by=User.objects.get(email="two@example.org"), at=now)
print(made.pk)
"""
STATE = "SELECT state FROM timebank_transfer WHERE id = %s AND state = %s"
EACH_MINUTE = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, args)
    VALUES ('default', 'timebank.send_due_transfers', '{"timestamp": 0}') RETURNING id
"""
RECORD = 7_200


@pytest.fixture(scope="module")
def two(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Instance, Instance, Line]]:
    """Two products that admitted each other; what goes to the second passes a line."""
    ours = connection.settings_dict
    server = f"postgres://{ours['USER']}:{ours['PASSWORD']}@{ours['HOST']}:{ours['PORT']}/postgres"
    media, port, far_port = tmp_path_factory.mktemp("exchange"), _free_port(), _free_port()
    here_url = f"http://127.0.0.1:{port}"
    with (
        tapped() as line,
        instance(server, "exchange_here", b"h" * 32, here_url, port, media) as here,
        instance(server, "exchange_there", b"t" * 32, line.url, far_port, media) as there,
    ):
        line.target = there.url
        here.shell(PEOPLE.format(records=8, shift=0, code="there", url=line.url, public=there.public))
        there.shell(PEOPLE.format(records=2, shift=100, code="here", url=here_url, public=here.public))
        yield here, there, line


@pytest.fixture(autouse=True)
def whole(two: tuple[Instance, Instance, Line]) -> Iterator[None]:
    """Each test begins with a line that passes everything on, and leaves books that balance."""
    here, there, line = two
    line.fault = None
    line.calls.clear()
    yield
    assert (here.trial_balance(), there.trial_balance()) == (0, 0)
    # What one says went is what the other says came.
    assert here.house("partner:there") == -there.house("partner:here")
    assert here.house("transfer_held") == 0


def hand_over(source: Instance, target: Instance, *, count: int = 1) -> str:
    """Let the person ask and an officer approve; return the transfer."""
    return source.shell(HAND_OVER.format(code=target.shell(CODE), count=count))


def test_records_go_there_and_others_come_back(two: tuple[Instance, Instance, Line]) -> None:
    here, there, _line = two
    mine, theirs = here.hours("zhang@example.org"), there.hours("zhang@example.org")
    here.wait_for(STATE, hand_over(here, there, count=2), "confirmed")
    assert here.hours("zhang@example.org") == mine - 2 * RECORD
    assert there.hours("zhang@example.org") == theirs + 2 * RECORD
    there.wait_for(STATE, hand_over(there, here), "confirmed")
    assert here.hours("zhang@example.org") == mine - RECORD
    titles = here.rows("SELECT title_zh FROM timebank_servicerecord WHERE source LIKE 'from:there:%%'")
    assert titles == [("巡查钟楼",)]


def test_replayed_and_changed_messages_are_refused(two: tuple[Instance, Instance, Line]) -> None:
    here, there, line = two
    here.wait_for(STATE, hand_over(here, there), "confirmed")
    after = there.hours("zhang@example.org")
    assert [status for _signature, _body, status in line.calls] == [200, 200]
    for signature, body, _status in list(line.calls):
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Heritage-Signature": signature}
        status, answer = post(there.url + "/exchange/v1/messages", body, headers)
        assert (status, b"message_replayed" in answer) == (409, True)
        status, answer = post(there.url + "/exchange/v1/messages", body.replace(b'"counter":', b'"counter":9'), headers)
        assert (status, b"signature_wrong" in answer) == (401, True)
        # The same words at the other platform's door: not for it.
        status, answer = post(here.url + "/exchange/v1/messages", body, headers)
        assert (status, b"signature_wrong" in answer) == (401, True)
    assert there.hours("zhang@example.org") == after


@pytest.mark.parametrize("step", ["prepare", "confirm"])
@pytest.mark.parametrize("place", ["asked", "answered"])
def test_worker_killed_at_any_place_hands_over_once(
    two: tuple[Instance, Instance, Line], step: str, place: str
) -> None:
    here, there, line = two
    mine, theirs = here.hours("zhang@example.org"), there.hours("zhang@example.org")
    killed = threading.Event()

    def kill(said: str, where: str) -> bool:
        if (said, where) != (step, place) or killed.is_set():
            return False
        here.kill_worker()
        killed.set()
        return True

    line.fault = kill
    transfer = hand_over(here, there)
    assert killed.wait(60)
    # Here nothing has left yet; there nothing is credited unless the confirmation arrived.
    assert (here.hours("zhang@example.org"), here.house("transfer_held")) == (mine - RECORD, RECORD)
    arrived = (step, place) == ("confirm", "answered")
    assert there.hours("zhang@example.org") == theirs + (RECORD if arrived else 0)
    here.rows("UPDATE timebank_transfer SET next_at = now() WHERE id = %s RETURNING id", transfer)
    here.start_worker()
    # The minute's round, without waiting for the minute.
    here.rows(EACH_MINUTE)
    here.wait_for(STATE, transfer, "confirmed")
    assert here.hours("zhang@example.org") == mine - RECORD
    assert there.hours("zhang@example.org") == theirs + RECORD


def test_unknown_code_gives_the_hours_back(two: tuple[Instance, Instance, Line]) -> None:
    here, _there, _line = two
    mine = here.hours("zhang@example.org")
    transfer = here.shell(HAND_OVER.format(code="WRONG-CODE", count=1))
    here.wait_for(STATE, transfer, "refused")
    assert here.hours("zhang@example.org") == mine
