"""What happens later in the time bank."""

from django.utils import timezone
from procrastinate.contrib.django import app

from timebank.actions.certificates import issue_due_certificates


@app.periodic(cron="7 * * * *")
@app.task(name="timebank.issue_certificates", queueing_lock="timebank.issue_certificates")
def issue(timestamp: int) -> None:
    """Issue the certificates whose week of public notice is over."""
    issue_due_certificates(at=timezone.now())
