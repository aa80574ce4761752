"""What happens later in the time bank."""

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from core.jobs import later
from timebank.actions.certificates import issue_due_certificates
from timebank.actions.credentials import revoke_unreached_stars
from timebank.actions.incoming import tidy_up
from timebank.actions.transfers import carry_on
from timebank.queries.transfers import due_transfers


@app.periodic(cron="7 * * * *")
@app.task(name="timebank.issue_certificates", queueing_lock="timebank.issue_certificates")
def issue(timestamp: int) -> None:
    """Issue the certificates whose week of public notice is over."""
    issue_due_certificates(at=timezone.now())


@app.task(name="timebank.send_transfer")
def send_transfer(transfer_id: str) -> None:
    """Say to the partner what comes next of a transfer."""
    carry_on(transfer_id=UUID(transfer_id), at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="timebank.send_due_transfers", queueing_lock="timebank.send_due_transfers")
def send_due(timestamp: int) -> None:
    """Take up what waits for its next call, also what a killed worker left."""
    for key in due_transfers(timezone.now()):
        lock = f"timebank.transfer.{key}"
        later("timebank.send_transfer", transfer_id=str(key), lock=lock, queueing_lock=lock)


@app.periodic(cron="23 3 * * *")
@app.task(name="timebank.tidy_exchange", queueing_lock="timebank.tidy_exchange")
def tidy(timestamp: int) -> None:
    """End what was never confirmed, and revoke badges of stars whose hours were taken back."""
    tidy_up(at=timezone.now())
    revoke_unreached_stars(at=timezone.now())
