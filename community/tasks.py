"""What happens later in the community."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from community.actions.alerts import raise_alerts, read_citizens
from community.actions.care import call_season, remind_of_promises
from community.actions.posts import inspect_post_photos
from community.models import Post

AGAIN = RetryStrategy(max_attempts=6, linear_wait=10)


@app.task(name="community.inspect_post_photos", retry=AGAIN)
def inspect_post_photos_later(post_id: str) -> None:
    """Read the photos of a post."""
    inspect_post_photos(post=Post.objects.get(pk=post_id), at=timezone.now())


@app.periodic(cron="*/15 * * * *")
@app.task(name="community.raise_alerts", queueing_lock="community.raise_alerts", lock="community.raise_alerts")
def raise_alerts_later(timestamp: int) -> None:
    """Read what citizens told, and tell officers of what is unusual."""
    read_citizens(at=timezone.now())
    raise_alerts(at=timezone.now())


@app.periodic(cron="20 1 * * *")
@app.task(name="community.remind", queueing_lock="community.remind", lock="community.remind")
def remind(timestamp: int) -> None:
    """Call promises to mind and send the calls of the season; each person's quiet hours and digest say when it reaches them."""
    remind_of_promises(at=timezone.now())
    call_season(at=timezone.now())
