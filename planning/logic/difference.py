"""Two plans side by side: who gained, lost or changed a visit, and what each plan serves, travels and spreads."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a site differs between a first and a second plan."""

    GAINED = "gained"
    LOST = "lost"
    MOVED = "moved"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit of a plan: straight kilometres one way, and the urgency points of its site; "" goes along where one goes."""

    site_id: str
    volunteer_id: str
    distance_km: float
    urgency: float
    companion_id: str = ""
    companion_km: float = 0.0

    @property
    def people(self) -> tuple[str, ...]:
        """Who goes there, the lead first."""
        return (self.volunteer_id, self.companion_id) if self.companion_id else (self.volunteer_id,)

    @property
    def ways(self) -> tuple[tuple[str, float], ...]:
        """Who goes there, each with their way."""
        return tuple(zip(self.people, (self.distance_km, self.companion_km), strict=False))


@dataclass(frozen=True, slots=True)
class SiteChange:
    """A site in one of the plans or both, and its visitors in each, the lead first."""

    site_id: str
    kind: Kind
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a plan comes to.

    `most` is the most visits of one person; `unevenness` the Gini coefficient over the people either plan sends: 0 where
    all have equally many, near 1 where one has all.
    """

    visits: int
    people: int
    urgency: float
    km: float
    most: int
    unevenness: float


@dataclass(frozen=True, slots=True)
class Share:
    """What each plan asks of one person."""

    volunteer_id: str
    visits_before: int
    visits_after: int
    km_before: float
    km_after: float


@dataclass(frozen=True, slots=True)
class Difference:
    """The changes by site (what changed first), the figures of both plans, and each person's share."""

    sites: tuple[SiteChange, ...]
    before: Figures
    after: Figures
    people: tuple[Share, ...]

    @property
    def gained(self) -> int:
        """How many sites the second plan visits and the first does not."""
        return self.count(Kind.GAINED)

    @property
    def lost(self) -> int:
        """How many sites the first plan visits and the second does not."""
        return self.count(Kind.LOST)

    @property
    def moved(self) -> int:
        """How many sites somebody else visits."""
        return self.count(Kind.MOVED)

    def count(self, kind: Kind) -> int:
        """Return how many sites differ in this way."""
        return sum(one.kind is kind for one in self.sites)


def difference(before: Sequence[Visit], after: Sequence[Visit]) -> Difference:
    """Return how the second plan differs from the first; each holds a site at most once."""
    first, second = _by_site(before), _by_site(after)
    changes = [_change(site_id, first, second) for site_id in first.keys() | second.keys()]
    order = list(Kind)
    changes.sort(key=lambda one: (order.index(one.kind), one.site_id))
    people = sorted({who for one in (*before, *after) for who in one.people})
    return Difference(tuple(changes), _figures(before, people), _figures(after, people), _shares(before, after, people))


def _by_site(visits: Iterable[Visit]) -> dict[str, tuple[str, ...]]:
    return {one.site_id: one.people for one in visits}


def _change(site_id: str, first: Mapping[str, tuple[str, ...]], second: Mapping[str, tuple[str, ...]]) -> SiteChange:
    was, is_now = first.get(site_id, ()), second.get(site_id, ())
    if not was:
        return SiteChange(site_id, Kind.GAINED, was, is_now)
    if not is_now:
        return SiteChange(site_id, Kind.LOST, was, is_now)
    return SiteChange(site_id, Kind.SAME if set(was) == set(is_now) else Kind.MOVED, was, is_now)


def _figures(visits: Sequence[Visit], people: Sequence[str]) -> Figures:
    counts = Counter(who for one in visits for who in one.people)
    return Figures(
        visits=len(visits),
        people=len(counts),
        urgency=sum(one.urgency for one in visits),
        km=sum(km for one in visits for _who, km in one.ways),
        most=max(counts.values(), default=0),
        unevenness=unevenness([counts[one] for one in people]),
    )


def unevenness(counts: Sequence[int]) -> float:
    """Return the Gini coefficient of the counts; 0 where there is nothing to share out."""
    total, number = sum(counts), len(counts)
    if not total:
        return 0.0
    ranked = sum(rank * count for rank, count in enumerate(sorted(counts), start=1))
    return 2 * ranked / (number * total) - (number + 1) / number


def _shares(before: Sequence[Visit], after: Sequence[Visit], people: Sequence[str]) -> tuple[Share, ...]:
    visits = [Counter(who for one in plan for who in one.people) for plan in (before, after)]
    km: list[Counter[str]] = [Counter(), Counter()]
    for sums, plan in zip(km, (before, after), strict=True):
        for one in plan:
            for who, way in one.ways:
                sums[who] += way  # type: ignore[assignment]
    return tuple(Share(one, visits[0][one], visits[1][one], km[0][one], km[1][one]) for one in people)
