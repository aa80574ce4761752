"""What happens later in the time bank."""

from django.utils import timezone
from procrastinate.contrib.django import app

from timebank.actions.certificates import issue_due_certificates
from timebank.actions.points import expire_points, warn_of_expiry
from timebank.actions.trial import strike_trial_balance
from timebank.actions.vouchers import expire_vouchers


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
