"""What happens later with notices."""

from django.utils import timezone
from procrastinate.contrib.django import app

from people.actions.deliveries import deliver_next

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
