"""What the addresses of the exchange with other platforms name in the small world."""

from datetime import timedelta
from typing import Any

from core.logic import jose
from people.models import User
from tests.factories import make
from tests.timebank.partnered import platform
from tests.timebank.test_walls import credit
from timebank.actions.transfers import ask_for_transfer
from timebank.models import ExchangeFile, PartnerKey


def exchange(volunteer: User, officer: User | None) -> dict[str, Any]:
    """Make a partner, a transfer that waits, a key that waits, and a file that came."""
    assert officer is not None
    partner = platform(officer).partner
    # The key is good at the hour of the tests' world; pages are asked now.
    PartnerKey.objects.create(
        partner=partner,
        kid="waits",
        public=jose.public_key(b"w" * 32),
        valid_from=make.NOW,
        valid_until=make.NOW + timedelta(days=3650),
        proposed_by=make.user(),
        proposed_at=make.NOW,
    )
    record = credit(volunteer, officer, source="report:handed-over", days_ago=40)
    transfer = ask_for_transfer(partner=partner, records=[record.pk], receiving_code="CODE", by=volunteer, at=make.NOW)
    taken = ExchangeFile.objects.create(
        direction="taken", name="in.xml", mapping="1", sha256="0" * 64, by=officer, at=make.NOW
    )
    return {
        "partner_id": partner.pk,
        "key_id": PartnerKey.objects.get(kid="waits").pk,
        "transfer_id": transfer.pk,
        "file_id": taken.pk,
        "stars": 1,
        "list_number": 0,
        "achievement_name": "service",
    }
