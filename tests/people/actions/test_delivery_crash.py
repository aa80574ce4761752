"""A worker killed in the middle: nothing is lost, and nothing is sent more than twice."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from people.actions import notify
from people.actions.deliveries import deliver_next
from people.logic.delivery import LEASE
from people.models import Delivery, User
from tests.factories.mailbox import Mailbox, confirmed, mail_server
from tests.house.source import ROOT

WORK = "from people.tasks import deliver; deliver()"


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    with mail_server(settings) as running:
        yield running


@pytest.fixture
def waiting(committed_db: None) -> User:
    person = confirmed("reader@test.example")
    notify(users=[person], kind="outing_not_ended", params={}, url="/x/", at=timezone.now())
    return person


def worker_is_killed_when_its_mail_is_taken(mailbox: Mailbox) -> None:
    """Run a worker of its own and kill it at the worst moment: the mail is handed over and nothing is marked."""
    database = connection.settings_dict
    url = f"postgis://{database['USER']}:{quote(str(database['PASSWORD']))}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    mail = f"smtp://{django_settings.EMAIL_HOST}:{django_settings.EMAIL_PORT}"
    environment = os.environ | {"DATABASE_URL": url, "EMAIL_URL": mail}
    with subprocess.Popen([sys.executable, "manage.py", "shell", "-c", WORK], cwd=ROOT, env=environment) as worker:
        mailbox.victim = worker.pid
        assert worker.wait(timeout=180) == -signal.SIGKILL
    mailbox.victim = 0


def let_the_lease_run_out() -> None:
    past = timezone.now() - timedelta(seconds=1)
    assert Delivery.objects.filter(state="waiting", next_try_at__gt=past).update(next_try_at=past) == 1


def test_killed_once_it_is_sent_once_more(waiting: User, mailbox: Mailbox) -> None:
    worker_is_killed_when_its_mail_is_taken(mailbox)
    row = Delivery.objects.get()
    assert row.started_at is not None
    assert (row.state, row.next_try_at, row.attempts) == ("waiting", row.started_at + LEASE, 1)
    # As long as it might still be at it, nobody else is.
    assert not deliver_next(at=timezone.now())
    let_the_lease_run_out()
    assert deliver_next(at=timezone.now())
    assert not deliver_next(at=timezone.now() + timedelta(days=1))
    row.refresh_from_db()
    assert (row.state, row.interruptions) == ("sent", 1)
    # Mail programs show two with one Message-ID as one.
    assert [str(mail["Message-ID"]) for mail in mailbox.mails] == [f"<{row.pk}@example.org>"] * 2


def test_killed_twice_it_is_not_sent_again_and_somebody_is_shown(waiting: User, mailbox: Mailbox) -> None:
    for _time in range(2):
        worker_is_killed_when_its_mail_is_taken(mailbox)
        let_the_lease_run_out()
    assert deliver_next(at=timezone.now())
    assert Delivery.objects.values_list("state", "reason").get() == ("failed", "interrupted")
    assert len(mailbox.mails) == 2
