"""A real mail server on this machine that keeps what it is sent, or refuses as it is told."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from allauth.account.models import EmailAddress
from pytest_django.fixtures import Settings

from people.models import User
from tests.factories import make


class Mailbox:
    """What arrived, and what the next mails are answered with ("": they are taken)."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.to: list[str] = []
        self.answer_to_recipient = self.answer_to_data = ""
        # A process to kill once it has handed its mail over, before it hears so.
        self.victim = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802 - the library's name
        if self.answer_to_recipient:
            return self.answer_to_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        if self.answer_to_data:
            return self.answer_to_data
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.to += envelope.rcpt_tos
        if self.victim:
            os.kill(self.victim, signal.SIGKILL)
        return "250 OK"

    @property
    def subjects(self) -> list[str]:
        # Folded headers come back with the space of the fold.
        return [str(mail["Subject"]).strip() for mail in self.mails]

    def text(self, number: int = -1) -> str:
        return self._part(number, "plain")

    def html(self, number: int = -1) -> str:
        return self._part(number, "html")

    def _part(self, number: int, kind: str) -> str:
        body = self.mails[number].get_body((kind,))
        assert body is not None
        return str(body.get_content()).replace("\r\n", "\n")


@contextmanager
def mail_server(settings: Settings) -> Iterator[Mailbox]:
    """Start it and let Django send through it."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=_free_port())
    controller.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = controller.hostname, controller.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 5
        yield mailbox
    finally:
        controller.stop()


def confirmed(email: str) -> User:
    """Make a person whose address is confirmed."""
    person = make.user(email)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
