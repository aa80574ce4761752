"""Invented cities for the benchmarks of planning: the same seed gives the same city."""

import numpy as np

from planning.logic.assign import Problem, Site, Volunteer

TOWNS, DIFFICULT, TRAINED = 12, 0.15, 0.4
LEVELS, SHARES = (5, 4, 3, 2, 1), (0.03, 0.07, 0.15, 0.25, 0.5)
MOUNTAIN = frozenset({"mountain"})


def city(
    seed: int,
    *,
    sites: int = 2_000,
    volunteers: int = 300,
    visits: tuple[int, int] = (2, 9),
    minutes: tuple[int, int] = (120, 600),
    people: int = 2,
    fairness: float = 0.2,
) -> Problem:
    """Return sites and volunteers around twelve towns; visits and free minutes of each lie within the limits given.

    Fifteen in a hundred sites are difficult: `people` go together, all of them trained, as two in five volunteers are.
    """
    random = np.random.default_rng(seed)
    centres = random.normal((116.4, 40.0), (0.35, 0.25), (TOWNS, 2))

    def spots(count: int) -> list[list[float]]:
        around = random.normal(0, 0.12, (count, 2)) * np.array([1, 0.8])
        found: list[list[float]] = (centres[random.integers(0, TOWNS, count)] + around).tolist()
        return found

    places, homes = spots(sites), spots(volunteers)
    urgency = random.choice(LEVELS, sites, p=SHARES) * (1 + random.uniform(0, 3, sites))
    difficult, duration = random.random(sites) < DIFFICULT, random.choice([15, 30, 45, 60, 90], sites)
    return Problem(
        sites=tuple(
            Site(
                f"s{i}", places[i][0], places[i][1], float(urgency[i]), is_difficult=bool(difficult[i]),
                duration_minutes=int(duration[i]), clearances=MOUNTAIN if difficult[i] else frozenset(),
            )
            for i in range(sites)
        ),
        volunteers=tuple(
            Volunteer(
                f"v{i}", homes[i][0], homes[i][1], float(random.uniform(5, 20)), int(random.integers(visits[0], visits[1])),
                int(random.integers(minutes[0], minutes[1])), clearances=MOUNTAIN if random.random() < TRAINED else frozenset(),
                promised=frozenset(f"s{j}" for j in random.choice(sites, 2)),
            )
            for i in range(volunteers)
        ),
        people_at_difficult=people,
        weight_fairness=fairness,
    )  # fmt: skip
