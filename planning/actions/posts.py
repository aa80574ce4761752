"""Proposals of service points: from the question to the queue, out of it again, and kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from core import audit
from core.errors import NotFound, Stale
from core.jobs import later
from people.models import User
from planning.errors import NoPlaceForPosts, StudyNotOpen, StudyNotRunning
from planning.models import JobState, PostStudy
from planning.permissions import check_makes_plans, check_sees_study
from planning.queries.posts import demand_of, new_places
from sites.models import District

BUSY: Final = (JobState.QUEUED, JobState.SOLVING)


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyAsked:
    """What a proposal shall answer; see `PostStudy`."""

    title: str
    district: District
    goal: str
    more: int
    within_m: int
    weight: str
    candidates: tuple[str, ...]
    keeps_present: bool
    seconds_allowed: int = 15


def ask_for_posts(*, asked: StudyAsked, by: User, at: datetime) -> PostStudy:
    """Queue a proposal. Refuses NotAllowed and NoPlaceForPosts."""
    check_makes_plans(by, asked.district.code)
    with transaction.atomic():
        study = PostStudy.objects.create(
            title=asked.title,
            district=asked.district,
            goal=asked.goal,
            more=asked.more,
            within_m=asked.within_m,
            weight=asked.weight,
            candidates=list(asked.candidates),
            keeps_present=asked.keeps_present,
            seconds_allowed=asked.seconds_allowed,
            made_by=by,
            made_at=at,
        )
        if not len(demand_of(study).weights) or len(new_places(study, asked.candidates)) < asked.more:
            raise NoPlaceForPosts
        change = {"district": asked.district.code, "goal": asked.goal, "more": asked.more}
        audit.record("ask_for_posts", study, by=by, at=at, change=change)
        later("planning.solve_posts", lock=f"posts-{study.pk}", study_id=str(study.pk))
        return study


def stop_study(*, study_id: UUID, by: User, at: datetime) -> PostStudy:
    """Ask the search to stop; the best choice so far is kept. One that still waits is cancelled. Refuses NotFound and StudyNotRunning."""
    with transaction.atomic():
        study = _found(study_id, by)
        if study.state not in BUSY:
            raise StudyNotRunning
        if study.state == JobState.QUEUED:
            study.state = JobState.CANCELLED
        study.is_cancel_asked = True
        study.save(update_fields=["state", "is_cancel_asked"])
        audit.record("stop_posts", study, by=by, at=at)
        return study


def save_study(*, study_id: UUID, version: int, by: User, at: datetime) -> PostStudy:
    """Keep a ready answer as the proposal of its area, once. Refuses NotFound, Stale and StudyNotOpen."""
    with transaction.atomic():
        study = _found(study_id, by)
        if study.version != version:
            raise Stale
        if study.state != JobState.READY or study.saved_at is not None:
            raise StudyNotOpen
        study.saved_at = at
        study.version += 1
        study.save(update_fields=["saved_at", "version"])
        audit.record("save_posts", study, by=by, at=at)
        return study


def discard_study(*, study_id: UUID, by: User, at: datetime) -> PostStudy:
    """Put an answer aside that was not kept. Refuses NotFound and StudyNotOpen."""
    with transaction.atomic():
        study = _found(study_id, by)
        if study.state == JobState.CANCELLED or study.saved_at is not None:
            raise StudyNotOpen
        study.state, study.is_cancel_asked = JobState.CANCELLED, True
        study.version += 1
        study.save(update_fields=["state", "is_cancel_asked", "version"])
        audit.record("discard_posts", study, by=by, at=at)
        return study


def _found(study_id: UUID, by: User) -> PostStudy:
    found = PostStudy.objects.select_for_update(of=("self",)).select_related("district").defer("district__geom")
    study = found.filter(pk=study_id).first()
    if study is None:
        raise NotFound
    check_sees_study(by, study)
    return study
