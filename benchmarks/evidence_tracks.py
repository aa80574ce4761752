"""Recorded ways and phones of the labelled world: honest walks with a receiver's own noise, and copies of them."""

import random
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from benchmarks.evidence_plans import Place, ReportPlan

NAMESPACE: Final = uuid.UUID("01900000-0000-7000-8000-00000000000a")
DEGREE_M: Final = 111_195.0
STEP_S: Final = 5
# Who records a way at all; and how many of those who forge send somebody else's along.
RECORDS, COPIES = 0.3, 0.12


@dataclass(frozen=True, slots=True)
class WayPlan:
    """A walk to a place and about it. A copy has the walk of another seed and place, moved here; every `thinned` point is kept."""

    seed: int
    around: "Place"
    moved_to: "Place | None" = None
    thinned: int = 1


def way_of(source: random.Random, around: "Place", *, is_honest: bool, earlier: list["ReportPlan"]) -> WayPlan | None:
    """Say what is recorded of a visit, if anything; a forger takes an earlier walk where there is one."""
    if is_honest:
        return WayPlan(source.randrange(10**9), around) if source.random() < RECORDS else None
    walked = [one.way_recorded for one in earlier if one.way_recorded is not None and one.way_recorded.moved_to is None]
    if source.random() >= COPIES or not walked:
        return None
    taken = source.choice(walked)
    return WayPlan(taken.seed, taken.around, around, source.choice((1, 1, 2, 3)))


def points_of(plan: WayPlan) -> NDArray[np.float64]:
    """Return rows of (longitude, latitude): along one of four paths that all walkers of a place share, then about it."""
    source = np.random.default_rng(plan.seed)
    turn = (plan.seed % 4) * np.pi / 2
    out, about = 60 + plan.seed % 40, 60 + plan.seed % 90
    along = np.linspace(350, 15, out)[:, None] * [np.cos(turn), np.sin(turn)]
    round_it = np.linspace(turn, turn + 2 * np.pi, about)
    path = np.vstack([along, 15 * np.column_stack([np.cos(round_it), np.sin(round_it)])])
    drift = np.cumsum(source.normal(0, 0.4, path.shape), axis=0)
    noisy = path + drift - drift.mean(axis=0) + source.normal(0, 3.0, path.shape)
    narrow = np.cos(np.radians(plan.around[1]))
    places = np.asarray(plan.around) + noisy / DEGREE_M / [narrow, 1.0]
    if plan.moved_to is not None:
        places = places + (np.asarray(plan.moved_to) - np.asarray(plan.around))
    kept: NDArray[np.float64] = np.round(places[:: plan.thinned], 7)
    return kept


def store_ways(plans: dict[uuid.UUID, "ReportPlan"], people: list[Any], at: datetime) -> None:
    """Write outings with their tracks, read by the product itself by the rules of `at`, and each phone's entries."""
    from patrol.actions.readings import keep_reading
    from patrol.models import Outing, QueueEntry, Track
    from patrol.queries.tracks import batch_of, cleaned

    QueueEntry.objects.bulk_create(
        QueueEntry(report_id=key, device=uuid.uuid5(NAMESPACE, plan.phone), sequence=0, previous="", sha256="0" * 64)
        for key, plan in plans.items()
    )
    for key, plan in plans.items():
        if plan.way_recorded is None:
            continue
        outing = Outing.objects.create(
            id=uuid.uuid5(NAMESPACE, key.hex),
            volunteer=people[plan.person],
            state="back",
            started_at=plan.arrived_at - timedelta(minutes=1),
            expected_return_at=plan.finished_at + timedelta(minutes=1),
            due_back_at=plan.finished_at + timedelta(minutes=1),
            ended_at=plan.finished_at + timedelta(minutes=1),
            revision=1,
            content_sha256="0" * 64,
            received_at=plan.received_at,
            changed_at=plan.received_at,
        )
        track = Track.objects.create(outing=outing, source="phone", received_at=plan.received_at)
        batch_of(track, 0, _timed(points_of(plan.way_recorded), plan.arrived_at)).save()
        keep_reading(track=track, read=cleaned(track), at=at)


def _timed(places: NDArray[np.float64], arrived_at: datetime) -> NDArray[np.float64]:
    times = arrived_at.timestamp() - 120 + np.arange(len(places)) * STEP_S
    return np.column_stack([places, times, np.full(len(places), 5.0)])
