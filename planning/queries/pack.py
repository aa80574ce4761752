"""How the sites of a volunteer's visits stand towards their duty."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from planning.models import Duty
from planning.queries.status import status_on
from sites.models import Site


@dataclass(frozen=True, slots=True)
class Standing:
    """How a site stands on a day, and when its next visit is due (none: never visited)."""

    status: str
    due_on: date | None

    @property
    def label(self) -> str:
        """The status in the reader's language."""
        return str(Duty.Status(self.status).label)


def standings(sites: Iterable[UUID], *, on: date) -> dict[UUID, Standing]:
    """Return how each of the sites stands on the day, in one statement."""
    known = Site.objects.filter(pk__in=sites).annotate(standing=status_on(on))
    found = known.values_list("pk", "standing", "duty__due_on")
    return {key: Standing(status, due_on) for key, status, due_on in found}
