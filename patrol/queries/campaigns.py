"""Which campaign a visit belongs to."""

from collections.abc import Iterable
from datetime import date

from patrol.models import Campaign


def running_campaigns(on: date) -> list[Campaign]:
    """Return the campaigns running on that day (Asia/Shanghai), the narrowest area first."""
    running = Campaign.objects.filter(starts_on__lte=on, ends_on__gte=on)
    return sorted(running, key=lambda campaign: (-len(campaign.area), campaign.code))


def campaign_of(campaigns: Iterable[Campaign], district_code: str) -> Campaign | None:
    """Return the first of the campaigns whose area holds the district, or none."""
    return next((campaign for campaign in campaigns if district_code.startswith(campaign.area)), None)
