"""When a site is open, as far as it is known."""

from collections.abc import Mapping
from datetime import datetime, time

from django.db import transaction

from core import audit
from people.models import User
from planning.models import SiteHours
from planning.permissions import check_suspends
from sites.models import Site

Hours = Mapping[int, tuple[time, time]]


def set_hours(*, site: Site, hours: Hours, by: User, at: datetime) -> None:
    """Keep the opening hours by weekday (0 is Monday) in place of those before; none at all: not known. Refuses NotAllowed."""
    check_suspends(by, site.district_id)
    with transaction.atomic():
        # Two people at once: the second waits, and what they wrote stands whole.
        Site.objects.select_for_update(no_key=True).only("pk").get(pk=site.pk)
        site.hours.all().delete()
        SiteHours.objects.bulk_create(
            SiteHours(site=site, weekday=day, opens=opens, closes=closes) for day, (opens, closes) in hours.items()
        )
        told = {str(day): f"{opens:%H:%M}–{closes:%H:%M}" for day, (opens, closes) in hours.items()}
        audit.record("set_hours", site, by=by, at=at, change=told)
