"""What the worker does and writes while it chooses service points. All of it may run again: only the last start counts."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np
from django.contrib.gis.geos import Point
from django.db import transaction
from django.db.models import QuerySet

from core import audit
from planning.actions.posts import BUSY
from planning.logic.posts.problem import Choice
from planning.logic.posts.siting import Siting, served, standing
from planning.models import JobState, PostPlace, PostStudy
from planning.queries.posts import Demand, Spot, demand_of, distances_m, new_places, present_points

BEAT_SECONDS = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class StudyWork:
    """A proposal taken up by a worker: its problem, and the version under which the answer will be accepted."""

    study_id: UUID
    version: int
    seconds: int
    within_m: int
    present: list[Spot]
    places: list[Spot]
    demand: Demand
    siting: Siting


def begin_study(*, study_id: UUID, at: datetime) -> StudyWork | None:
    """Take the proposal up, also after a worker died over it; return None if it waits no more."""
    with transaction.atomic():
        study = PostStudy.objects.select_for_update().filter(pk=study_id, state__in=BUSY).first()
        if study is None:
            return None
        study.state, study.begun_at = JobState.SOLVING, at
        study.version += 1
        study.save(update_fields=["state", "begun_at", "version"])
    demand, present, found = demand_of(study), present_points(study), new_places(study, study.candidates)
    # Present points that need not stay may be chosen again, so that a better choice is not a fresh start by force.
    kept = present if study.keeps_present else []
    candidates = found if study.keeps_present else [*present, *found]
    siting = Siting(
        distances_m(kept, demand) if kept else np.empty((0, len(demand.weights))),
        distances_m(candidates, demand),
        demand.weights,
        study.more if study.keeps_present else study.more + len(present),
        float(study.within_m) if study.goal == PostStudy.Goal.COVER else None,
    )
    return StudyWork(
        study.pk, study.version, study.seconds_allowed, study.within_m, present, candidates, demand, siting
    )


def is_study_stopped(*, work: StudyWork) -> Callable[[], bool]:
    """Return what the search asks to know whether to stop; it looks at most four times a second."""
    look_at, is_over = 0.0, False

    def stopped() -> bool:
        nonlocal look_at, is_over
        if not is_over and time.monotonic() >= look_at:
            look_at = time.monotonic() + BEAT_SECONDS
            is_over = not _running(work).filter(is_cancel_asked=False).exists()
        return is_over

    return stopped


def keep_study(*, work: StudyWork, chosen: list[int], choice: Choice, at: datetime) -> None:
    """Store the places chosen and what they bring; does nothing where the proposal was put aside or begun anew."""
    new = [work.places[one] for one in chosen]
    stays = work.present[: len(work.siting.kept)]
    metres = np.vstack([work.siting.present_m, work.siting.new_m[chosen]])
    before = standing(
        distances_m(work.present, work.demand) if work.present else np.empty((0, 0)),
        work.demand.weights,
        within_m=work.within_m,
    )
    after = standing(metres, work.demand.weights, within_m=work.within_m)
    with transaction.atomic():
        study = _running(work).select_for_update().first()
        if study is None:
            return
        study.chosen.all().delete()
        PostPlace.objects.bulk_create(_places(study, [*stays, *new], served(metres, within_m=work.within_m)))
        study.state, study.solved_at = JobState.READY, at
        study.objective, study.bound, study.seconds = choice.objective, choice.bound, choice.seconds
        study.sites, study.places = len(work.demand.weights), len(work.places)
        study.before_share, study.before_m = before.share, before.mean_m
        study.after_share, study.after_m = after.share, after.mean_m
        study.is_stopped = study.is_cancel_asked
        study.version += 1
        study.save()
        change = {"places": len(new), "objective": choice.objective, "bound": choice.bound}
        audit.record("solve_posts", study, by=None, at=at, change=change)


def fail_study(*, work: StudyWork, at: datetime) -> None:
    """Say that the proposal could not be worked out."""
    with transaction.atomic():
        study = _running(work).select_for_update().first()
        if study is None:
            return
        study.state = JobState.FAILED
        study.version += 1
        study.save(update_fields=["state", "version"])
        audit.record("fail_posts", study, by=None, at=at)


def _running(work: StudyWork) -> QuerySet[PostStudy]:
    return PostStudy.objects.filter(pk=work.study_id, version=work.version, state=JobState.SOLVING)


def _places(study: PostStudy, spots: list[Spot], counts: list[tuple[int, int]]) -> list[PostPlace]:
    return [
        PostPlace(
            study=study,
            number=number,
            kind=one.kind,
            point_id=one.point or None,
            geom=Point(one.lon, one.lat, srid=4326),
            nearest_to=nearest,
            within=within,
        )
        for number, (one, (nearest, within)) in enumerate(zip(spots, counts, strict=True), 1)
    ]
