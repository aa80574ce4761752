"""Another platform, as far as its words go: its keys, its messages to us, its answers to ours."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from core.ids import new_id
from core.logic import jose
from people.models import User
from tests.factories import make
from timebank.actions.incoming import make_receiving_code
from timebank.actions.partners import admit_key, propose_partner
from timebank.logic.transfer import TYPE, Told, person_and_records, written
from timebank.models import Partner

NOW = make.NOW
ADDRESS = "https://hours.example.org"


@dataclass
class Platform:
    """A partner platform: `partner` is its row here."""

    partner: Partner
    seed: bytes = b"p" * 32
    counter: int = 0
    said: dict[str, Any] = field(default_factory=dict)

    @property
    def kid(self) -> str:
        """The name of its key."""
        return jose.thumbprint(jose.public_key(self.seed))

    def says(
        self, step: str, batch: UUID, *, person: str = "某人", code: str = "", records: Iterable[Told] = ()
    ) -> bytes:
        """Return its next message."""
        self.counter += 1
        more = person_and_records(person, code, records) if step == "prepare" else None
        return written(
            step,
            sender=self.partner.base_url,
            recipient=settings.PUBLIC_URL,
            batch=batch,
            counter=self.counter,
            more=more,
        ).encode()

    def signs(self, body: bytes, *, at: datetime = NOW, nonce: str = "", **header: Any) -> str:
        """Return its signature beside a body."""
        return jose.sign_beside(self.seed, self._header(nonce or new_id().hex, at) | header, body)

    def answers(self, text: str, nonce: str, *, at: datetime = NOW, **header: Any) -> str:
        """Return its signed answer."""
        return jose.sign(self.seed, self._header(nonce, at) | header, text.encode())

    def _header(self, nonce: str, at: datetime) -> dict[str, Any]:
        frame = {"iss": self.partner.base_url, "aud": settings.PUBLIC_URL, "iat": int(at.timestamp())}
        return {"typ": TYPE, "kid": self.kid, "jti": nonce, **frame}


def platform(officer: User, *, seed: bytes = b"p" * 32, code: str = "hours", base_url: str = ADDRESS) -> Platform:
    """Make a partner that one officer proposed and another admitted."""
    other = make.user()
    make.grant(other, "officer", "110101")  # type: ignore[arg-type]
    partner = propose_partner(
        code=code,
        name="邻市志愿平台",
        base_url=base_url,
        public=jose.public_key(seed),
        valid_from=NOW - timedelta(days=30),
        valid_until=NOW + timedelta(days=30),
        by=officer,
        at=NOW,
    )
    admit_key(key=partner.keys.get(), by=other, at=NOW)
    return Platform(partner, seed)


def served(*, days_ago: int = 20, hours: int = 2, title: str = "社区服务") -> Told:
    """Return a record the other platform tells of."""
    starts_at = NOW - timedelta(days=days_ago)
    return Told(new_id(), starts_at, starts_at + timedelta(hours=hours), title, "邻里互助社")


def code_of(person: User) -> str:
    """Return a fresh receiving code of the person."""
    return make_receiving_code(by=person, at=NOW)
