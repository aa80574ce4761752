"""Campaigns of an organisation that ends go over to another one."""

from datetime import datetime

from django.utils import timezone

from core import audit
from patrol.models import Campaign
from people.models import Organisation, User


def hand_over_campaigns(*, organisation: Organisation, to: Organisation, by: User, at: datetime) -> int:
    """Give the campaigns that are not over to another organisation; return how many."""
    coming = Campaign.objects.select_for_update().filter(organisation=organisation, ends_on__gte=timezone.localdate(at))
    found = list(coming.order_by("pk"))
    for one in found:
        one.organisation = to
        one.save(update_fields=["organisation"])
        change = {"organisation": [str(organisation.pk), str(to.pk)]}
        audit.record("hand_over_campaign", one, by=by, at=at, change=change)
    return len(found)
