"""Which campaign a visit belongs to."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Protocol, TypeVar
from uuid import UUID

from django.utils import timezone
from django.utils.translation import ngettext

from core.running import Running
from patrol.models import Campaign


def running_campaigns(on: date) -> list[Campaign]:
    """Return the campaigns running on that day (Asia/Shanghai), the narrowest area first."""
    running = Campaign.objects.filter(starts_on__lte=on, ends_on__gte=on)
    return narrowest_first(running)


def under_way(organisation: UUID, at: datetime) -> Iterator[Running]:
    """Yield how many campaigns of an organisation are not over."""
    coming = Campaign.objects.filter(organisation=organisation, ends_on__gte=timezone.localdate(at)).count()
    label = ngettext("{n} campaign is not over", "{n} campaigns are not over", coming)
    yield Running(label.format(n=coming), coming)


class OfArea(Protocol):
    """What is asked of a campaign to find the one of a district."""

    @property
    def code(self) -> str:
        """Its name for machines."""

    @property
    def area(self) -> str:
        """The prefix of the division codes of its districts."""


Found = TypeVar("Found", bound=OfArea)


def narrowest_first(campaigns: Iterable[Found]) -> list[Found]:
    """Put campaigns in the order in which a district looks for its own: the narrowest area first."""
    return sorted(campaigns, key=lambda campaign: (-len(campaign.area), campaign.code))


def campaign_of(campaigns: Iterable[Found], district_code: str) -> Found | None:
    """Return the first of the campaigns whose area holds the district, or none."""
    return next((campaign for campaign in campaigns if district_code.startswith(campaign.area)), None)
