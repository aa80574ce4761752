"""What happens later in service: states by the clock, reminders, waves."""

from django.utils import timezone
from procrastinate.contrib.django import app

from service.actions.activities import begin_and_finish
from service.actions.offers import expire_offers, send_due_waves
from service.actions.reminders import note_no_shows, remind_due


@app.periodic(cron="*/5 * * * *")
@app.task(name="service.tick", queueing_lock="service.tick")
def tick(timestamp: int) -> None:
    """Begin and finish activities, remind who promised, note who did not come."""
    at = timezone.now()
    begin_and_finish(at=at)
    remind_due(at=at)
    note_no_shows(at=at)


@app.periodic(cron="* * * * *")
@app.task(name="service.waves_due", queueing_lock="service.waves_due")
def waves_due(timestamp: int) -> None:
    """End what nobody answered, and ask the next people."""
    at = timezone.now()
    expire_offers(at=at)
    send_due_waves(at=at)


@app.task(name="service.send_waves", queueing_lock="service.send_waves")
def send_waves() -> None:
    """Ask the first people of what was just called urgent."""
    send_due_waves(at=timezone.now())
