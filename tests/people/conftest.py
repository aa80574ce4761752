"""A mail server, a push service, and somebody who can be told by every way."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from people.models import User
from tests.factories.mailbox import Mailbox, confirmed, mail_server
from tests.factories.push_service import KEY, PushService, push_service


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    with mail_server(settings) as running:
        yield running


@pytest.fixture
def service(settings: Settings) -> Iterator[PushService]:
    settings.PUSH_PRIVATE_KEY = KEY
    with push_service() as running:
        yield running


@pytest.fixture
def reader(db: None) -> User:
    """Somebody with a confirmed address, who reads Chinese."""
    return confirmed("reader@test.example")
