"""Other platforms of the demo, invented: one admitted, one that waits; hours that went, that came, that somebody asks to take along."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from django.conf import settings
from django.utils import timezone

from core.logic import jose
from people.models import Organisation, Role, RoleGrant, User
from timebank.actions.credentials import badge_of_certificate
from timebank.actions.exchange_files import give_exchange_file, take_exchange_file
from timebank.actions.incoming import make_receiving_code, receive
from timebank.actions.partners import admit_key, propose_partner
from timebank.actions.transfers import ask_for_transfer, decide_transfer, next_message, take_answer
from timebank.demo.certificates import VOLUNTEER
from timebank.files.exchange import write
from timebank.logic.transfer import TYPE, Told, person_and_records, written
from timebank.models import Certificate, Partner, Transfer
from timebank.queries.transfers import transferable

NAMES: Final = UUID("3f0f2ab0-6d7c-5d34-8b0e-1f6f6a1d2c33")
SEED, WAITING_SEED = b"demo-platform-of-another-city..!", b"demo-platform-that-still-waits.!"
CAME: Final = (("社区便民服务", "演示·邻里互助社"), ("博物馆讲解", "演示·文博志愿队"))


def load(*, at: datetime) -> str:
    """Add them once; say what is there."""
    if not Partner.objects.exists():
        officer, reviewer = (User.objects.get(email=f"{name}@example.org") for name in ("officer", "reviewer"))
        volunteer = User.objects.get(email=VOLUNTEER)
        partner = _partner("demo-city", "演示·邻市志愿服务平台", "https://hours.example.org", SEED, officer, at)
        admit_key(key=partner.keys.get(), by=reviewer, at=at)
        _partner("demo-province", "演示·省志愿服务平台", "https://province.example.org", WAITING_SEED, reviewer, at)
        _came(partner, volunteer, at)
        _went(partner, officer, at)
        _wished(partner, volunteer, at)
        _files(at)
        for one in Certificate.objects.filter(volunteer=volunteer, state=Certificate.State.ISSUED):
            badge_of_certificate(certificate=one, by=volunteer, at=at)
    return f"{Partner.objects.count()} partner platforms, {Transfer.objects.count()} transfers"


def _partner(code: str, name: str, base_url: str, seed: bytes, by: User, at: datetime) -> Partner:
    return propose_partner(
        code=code,
        name=name,
        base_url=base_url,
        public=jose.public_key(seed),
        valid_from=at - timedelta(days=1),
        valid_until=at + timedelta(days=730),
        by=by,
        at=at,
    )


def _came(partner: Partner, volunteer: User, at: datetime) -> None:
    """Let the partner hand records over, by the protocol itself."""
    batch = uuid5(NAMES, "came")
    evening = timezone.localtime(at).replace(hour=19, minute=0, second=0, microsecond=0)
    records = [
        Told(uuid5(NAMES, title), start := evening - timedelta(days=2 + place), start + timedelta(hours=2), title, by)
        for place, (title, by) in enumerate(CAME)
    ]
    code = make_receiving_code(by=volunteer, at=at)
    more = person_and_records(volunteer.name, code, records)
    for counter, (step, told) in enumerate((("prepare", more), ("confirm", None)), start=1):
        frame = {"sender": partner.base_url, "recipient": settings.PUBLIC_URL, "batch": batch, "counter": counter}
        body = written(step, more=told, **frame).encode()  # type: ignore[arg-type]
        receive(body=body, signature=_signature(partner, body, step, at), at=at)


def _signature(partner: Partner, body: bytes, step: str, at: datetime) -> str:
    header: dict[str, Any] = {
        "typ": TYPE,
        "kid": jose.thumbprint(jose.public_key(SEED)),
        "jti": f"demo-{step}-{'0' * 16}",
    }
    frame = {"iss": partner.base_url, "aud": settings.PUBLIC_URL, "iat": int(at.timestamp())}
    return jose.sign_beside(SEED, header | frame, body)


def _went(partner: Partner, officer: User, at: datetime) -> None:
    """Hand two records of somebody over, as if the partner had answered."""
    person = User.objects.filter(service_records__isnull=False, certificates=None).order_by("email").distinct().last()
    if person is None or person.email == VOLUNTEER:
        return
    transfer = _ask(partner, person, at)
    decide_transfer(transfer=transfer, is_approved=True, why="", by=officer, at=at)
    for state in ("prepared", "confirmed"):
        message = next_message(transfer_id=transfer.pk, at=at)
        assert message is not None  # noqa: S101 - it was approved above
        take_answer(message=message, state=state, reason="", refused={}, at=at)


def _wished(partner: Partner, volunteer: User, at: datetime) -> None:
    if transferable(volunteer).exists():
        _ask(partner, volunteer, at)


def _ask(partner: Partner, person: User, at: datetime) -> Transfer:
    chosen = [record.pk for record in transferable(person)[:2]]
    return ask_for_transfer(partner=partner, records=chosen, receiving_code="DEMO-CODE-ONLY", by=person, at=at)


def _files(at: datetime) -> None:
    """Give a file, and take one in which something is wrong."""
    grant = RoleGrant.objects.filter(role=Role.ADMINISTRATOR, revoked_at=None).select_related("user").first()
    team = Organisation.objects.order_by("code").last()
    if grant is None or team is None:
        return
    give_exchange_file(organisation=team, file_format="xml", by=grant.user, at=at)
    rows = {
        "organisation": [{"code": "DEMO-X", "name": "演示·外来组织"}],
        "volunteer": [
            {
                "number": "X-1",
                "name": "演示某人",
                "organisation": "DEMO-Y",
                "registered_on": "2026-02-30",
                "is_active": "1",
            }
        ],
    }
    content = write(rows, "xml", sender="演示·邻市志愿服务平台", at=at)
    take_exchange_file(name="demo-in.xml", content=content, adds_organisations=False, by=grant.user, at=at)
