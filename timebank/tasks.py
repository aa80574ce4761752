"""What happens later in the time bank."""

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from core.jobs import later
from timebank.actions.certificates import issue_due_certificates
from timebank.actions.credentials import revoke_unreached_stars
from timebank.actions.incoming import tidy_up
from timebank.actions.points import expire_points, warn_of_expiry
from timebank.actions.transfers import carry_on
from timebank.actions.trial import strike_trial_balance
from timebank.actions.vouchers import expire_vouchers
from timebank.queries.transfers import due_transfers


@app.periodic(cron="7 * * * *")
@app.task(name="timebank.issue_certificates", queueing_lock="timebank.issue_certificates")
def issue(timestamp: int) -> None:
    """Issue the certificates whose week of public notice is over."""
    issue_due_certificates(at=timezone.now())


@app.periodic(cron="12 * * * *")
@app.task(name="timebank.expire", queueing_lock="timebank.expire")
def expire(timestamp: int) -> None:
    """Give back vouchers past their day, warn of points that expire, and post those that have: soon after a day of Shanghai."""
    at = timezone.now()
    expire_vouchers(at=at)
    warn_of_expiry(at=at)
    expire_points(at=at)


# The worker's clock is UTC: half past two at night in Shanghai.
@app.periodic(cron="29 18 * * *")
@app.task(name="timebank.trial_balance", queueing_lock="timebank.trial_balance")
def trial_balance(timestamp: int) -> None:
    """Strike the trial balance of the night."""
    strike_trial_balance(at=timezone.now())


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
