"""Why a plan proposes nothing, and which changes would help at the least price."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

# So many of the cheapest changes are told, and so many amounts of one kind of change are looked at.
TOLD: Final = 3
LOOKED_AT: Final = 50


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A site left out: the reason, how many people go there together, the changes that would let it in, and their price.

    A change is a mapping with `kind`, `amount`, `name`, `volunteer_id` and `skills`, as a plan keeps it.
    """

    reason: str
    needed: int
    changes: Sequence[Mapping[str, Any]]
    price: float


@dataclass(frozen=True, slots=True)
class Group:
    """So many sites left out for one reason, to each of which so many people go."""

    reason: str
    needed: int
    sites: int


@dataclass(frozen=True, slots=True)
class Help:
    """Changes made together, their price, and how many sites they are enough for, taken one by one."""

    changes: Sequence[Mapping[str, Any]]
    price: float
    sites: int


def reasons(left_out: Iterable[LeftOut]) -> list[Group]:
    """Return the reasons, those of most sites first."""
    counted = Counter((one.reason, one.needed) for one in left_out)
    groups = [Group(reason, needed, sites) for (reason, needed), sites in counted.items()]
    return sorted(groups, key=lambda one: (-one.sites, one.reason, one.needed))


def cheapest_help(left_out: Iterable[LeftOut]) -> list[Help]:
    """Return the cheapest changes, of each kind one, by the price for each site they are enough for."""
    alike: dict[Hashable, list[LeftOut]] = defaultdict(list)
    for one in left_out:
        if one.changes:
            alike[_kind(one)].append(one)
    best = [_best(group) for group in alike.values()]
    return sorted(best, key=lambda one: (one.price / one.sites, -one.sites, str(one.changes)))[:TOLD]


def _best(group: Sequence[LeftOut]) -> Help:
    by_amounts = {_amounts(one): one for one in sorted(group, key=lambda one: one.price, reverse=True)}
    cheap = islice(sorted(by_amounts.values(), key=lambda one: one.price), LOOKED_AT)
    found = [Help(one.changes, one.price, sum(_is_enough(one, other) for other in group)) for one in cheap]
    return min(found, key=lambda one: (one.price / one.sites, one.price))


def _kind(one: LeftOut) -> Hashable:
    return tuple((each["kind"], each["volunteer_id"], tuple(each["skills"])) for each in one.changes)


def _amounts(one: LeftOut) -> tuple[float, ...]:
    return tuple(each["amount"] for each in one.changes)


def _is_enough(one: LeftOut, other: LeftOut) -> bool:
    return all(have >= need for have, need in zip(_amounts(one), _amounts(other), strict=True))
