"""What happens later: notices, copies of one's data, and what ends with a day."""

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from people.actions.deliveries import deliver_next
from people.actions.expiry import warn_of_endings
from people.actions.identity import keep_registry_answer
from people.actions.phone import forget_codes
from people.actions.rights import erase_due, fail_export, forget_exports, pack_export

# Then others have their turn; the next minute goes on.
MOST_AT_A_TIME = 200


@app.task(name="people.deliver", lock="people.deliver")
def deliver() -> None:
    """Send what is due, alarms first."""
    for _turn in range(MOST_AT_A_TIME):
        if not deliver_next(at=timezone.now()):
            return


@app.periodic(cron="* * * * *")
@app.task(name="people.deliver_due", lock="people.deliver", queueing_lock="people.deliver_due")
def deliver_due(timestamp: int) -> None:
    """Send what has become due meanwhile."""
    deliver()


@app.task(name="people.pack_export")
def pack(export_id: str) -> None:
    """Pack a copy of somebody's data; what cannot be packed is said to have failed."""
    try:
        pack_export(export_id=UUID(export_id), at=timezone.now())
    except Exception:
        fail_export(export_id=UUID(export_id))
        raise


@app.task(name="people.ask_registry")
def ask_registry(check_id: str) -> None:
    """Ask the registry of names about a check."""
    keep_registry_answer(check_id=UUID(check_id))


@app.periodic(cron="23 4 * * *")
@app.task(name="people.keep_promises", queueing_lock="people.keep_promises")
def keep_promises(timestamp: int) -> None:
    """Erase whose week is over, forget old copies and codes, warn of what ends."""
    at = timezone.now()
    erase_due(at=at)
    forget_exports(at=at)
    forget_codes(at=at)
    warn_of_endings(at=at)
