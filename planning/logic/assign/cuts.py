"""Cuts: what no plan does, though halves of rounds do. They take the bound below that of whole rounds alone.

Of three sites that need one visitor each, at most one round can hold two or more: two such rounds would share a site. The
relaxed choice breaks this, with halves of three rounds that hold two of the three sites each. In the place of the third
site may stand a volunteer, whose rounds exclude each other, too: then at most one round holds both sites, or is this
volunteer's and holds either. These are the subset row cuts over three rows (Jepsen et al., Operations Research 56, 2008).
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from planning.logic.assign.instance import Instance, Whole
from planning.logic.highs import Floats

_EPSILON = 1e-6
_LEAST = 1.03  # what a cut must be broken by to be worth a row
_NOTHING = 1e-9  # a fine so small is none
_MOST = 200  # at most so many at once, the most broken first


@dataclass(frozen=True, slots=True)
class Cut:
    """Three sites, or two sites and a volunteer (`owner`), of which at most one round holds two or more."""

    sites: tuple[int, ...]
    owner: int = -1

    def concerns(self, who: int, sites: Collection[int]) -> bool:
        """Return whether a round counts: whoever's it is and whichever sites it holds."""
        return (who == self.owner) + sum(site in sites for site in self.sites) >= 2


def broken(sites: Sequence[Collection[int]], owners: Whole, parts: Floats, known: Collection[Cut]) -> list[Cut]:
    """Return the cuts most broken by these parts of rounds, given by their sites that need one visitor and their owners."""
    half = _Halves(sites, owners, parts)
    found: dict[Cut, float] = {}
    for one, other in sorted(half.together):
        near = half.beside[one] | half.beside[other]
        for cut in (
            *(Cut(tuple(sorted((one, other, third)))) for third in near - {one, other}),
            *(Cut((one, other), owner) for owner in half.owners[one] | half.owners[other]),
        ):
            if cut not in found and cut not in known:
                found[cut] = half.held(cut)
    worst = sorted(
        (cut for cut, held in found.items() if held > _LEAST), key=lambda cut: (-found[cut], cut.sites, cut.owner)
    )
    return worst[:_MOST]


class Known:
    """Cuts that can be looked up by their sites."""

    def __init__(self) -> None:
        """Begin with none."""
        self.cuts: list[Cut] = []
        self._at: defaultdict[int, list[int]] = defaultdict(list)

    def add(self, cut: Cut) -> None:
        """Add a cut; its number is the next."""
        for site in cut.sites:
            self._at[site].append(len(self.cuts))
        self.cuts.append(cut)

    def holding(self, who: int, sites: Collection[int]) -> list[int]:
        """Return the numbers of the cuts that count a round."""
        near = {number for site in sites for number in self._at.get(site, ())}
        return sorted(number for number in near if self.cuts[number].concerns(who, sites))


class _Halves:
    """The rounds that are taken only partly, and how far two sites, or a site and a volunteer, are together in them."""

    def __init__(self, sites: Sequence[Collection[int]], owners: Whole, parts: Floats) -> None:
        self.together: defaultdict[tuple[int, int], float] = defaultdict(float)
        self.mine: defaultdict[tuple[int, int], float] = defaultdict(float)
        self.beside: defaultdict[int, set[int]] = defaultdict(set)
        self.owners: defaultdict[int, set[int]] = defaultdict(set)
        self._at: defaultdict[int, list[tuple[int, Collection[int], float]]] = defaultdict(list)
        for number in np.flatnonzero((parts > _EPSILON) & (parts < 1 - _EPSILON)).tolist():
            owner, part = int(owners[number]), float(parts[number])
            for one, other in combinations(sorted(sites[number]), 2):
                self.together[one, other] += part
                self.beside[one].add(other)
                self.beside[other].add(one)
            for one in sites[number]:
                self.mine[owner, one] += part
                self.owners[one].add(owner)
                self._at[one].append((owner, sites[number], part))

    def held(self, cut: Cut) -> float:
        """Return how many rounds, part by part, hold two or more."""
        pairs = list(combinations(cut.sites, 2))
        total = sum(self.together.get(pair, 0.0) for pair in pairs) + sum(
            self.mine.get((cut.owner, site), 0.0) for site in cut.sites if cut.owner >= 0
        )
        if total <= _LEAST:
            return total
        # Whoever holds all three was counted three times.
        thrice = sum(
            part
            for owner, sites, part in self._at[cut.sites[0]]
            if all(site in sites for site in cut.sites[1:]) and cut.owner in (-1, owner)
        )
        return total - 2 * thrice


class Fines:
    """What it costs a round to be held by a cut: `fine` in points, 0 or more, for each of the cuts."""

    def __init__(self, instance: Instance, cuts: Sequence[Cut], fine: Floats) -> None:
        """Leave out cuts without a fine."""
        self._cuts = [(cut, one) for cut, one in zip(cuts, fine.tolist(), strict=True) if one > _NOTHING]
        self.total = sum(one for _, one in self._cuts)
        self._at: defaultdict[int, list[int]] = defaultdict(list)
        for number, (cut, _) in enumerate(self._cuts):
            for site in cut.sites:
                self._at[site].append(number)
        self.charge = self._charges(instance)

    def of(self, who: int, sites: Sequence[int]) -> "Fined":
        """Return the fines that rounds of one volunteer over these sites can meet, beside `charge`."""
        held: defaultdict[int, list[int]] = defaultdict(list)
        for position, site in enumerate(sites):
            for number in self._at.get(site, ()):
                held[number].append(position)
        alone, either, twice = [], [], []
        for number, positions in held.items():
            cut, fine = self._cuts[number]
            if cut.owner != who:
                if len(positions) >= 2:
                    twice.append((tuple(positions), fine))
            elif len(positions) == 2:
                either.append((positions[0], positions[1], fine / 2))
            else:
                alone.append((positions[0], fine / 2))
        return Fined(tuple(alone), tuple(either), tuple(twice))

    def _charges(self, instance: Instance) -> Floats:
        """Return half of each volunteer's own fines by pair: who holds either site pays two halves in the end."""
        owned = [(site, cut.owner, fine) for cut, fine in self._cuts if cut.owner >= 0 for site in cut.sites]
        charge = np.zeros(len(instance.gain))
        if not owned:
            return charge
        site, owner, fine = (np.array(part) for part in zip(*owned, strict=True))
        people = len(instance.visits)
        keys = instance.pair_site * people + instance.pair_volunteer  # ascending, as pairs are ordered
        wanted = site * people + owner
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        is_pair = keys[at] == wanted
        np.add.at(charge, at[is_pair], fine[is_pair] / 2)
        return charge


@dataclass(frozen=True, slots=True)
class Fined:
    """Fines of one volunteer by the positions of sites in a list.

    `alone`: more for the site; `either`: for one of both without the other; `twice`: for two or more of them.
    """

    alone: tuple[tuple[int, float], ...]
    either: tuple[tuple[int, int, float], ...]
    twice: tuple[tuple[tuple[int, ...], float], ...]
