from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction

from core.errors import NotAllowed, NotFound, Stale
from people.models import User
from planning.actions.posts import ask_for_posts, discard_study, save_study, stop_study
from planning.errors import NoPlaceForPosts, StudyNotOpen, StudyNotRunning
from planning.models import JobState, PostStudy
from sites.models import ServicePoint
from tests.factories import make
from tests.planning import trips
from tests.planning.cases import HOME, now, site_at


@pytest.fixture
def present(db: None) -> ServicePoint:
    place = Point(*HOME, srid=4326)
    return ServicePoint.objects.create(code="SP", name_zh="前门", district=make.district(), geom=place)


def test_new_point_stands_where_the_present_one_does_not_reach(planner: User, present: ServicePoint) -> None:
    for km in (0.5, 8, 8.2, 8.4):
        site_at(km)
    study = trips.studied(planner)
    assert (study.state, study.objective, study.bound) == (JobState.READY, 4.0, 4.0)
    assert (study.before_share, study.after_share) == (0.25, 1.0)
    assert [(one.kind, one.point_id, one.within) for one in study.chosen.order_by("number")] == [
        ("point", "SP", 1),
        ("sites", None, 3),
    ]
    assert study.before_m is not None
    assert study.after_m is not None
    assert study.after_m < study.before_m / 5


def test_places_are_middles_of_squares_and_tell_no_site(planner: User) -> None:
    site_at(3.3, category_id="0201")
    [place] = trips.studied(planner).chosen.all()
    assert [round(value * 1_000) % 10 for value in place.geom.coords] == [5, 5]


def test_median_is_proven_and_may_leave_the_present_point(planner: User, present: ServicePoint) -> None:
    for km in (8, 8.2, 8.4):
        site_at(km)
    study = trips.studied(planner, goal="median", keeps_present=False, candidates=("sites", "grid"))
    assert study.objective is not None
    assert study.bound == pytest.approx(study.objective)
    assert study.objective == pytest.approx(study.after_m)


def test_asking_is_refused(planner: User, stranger: User) -> None:
    with pytest.raises(NoPlaceForPosts):
        ask_for_posts(asked=trips.study_asked(), by=planner, at=now())
    site_at(1)
    with pytest.raises(NoPlaceForPosts):
        ask_for_posts(asked=trips.study_asked(more=2), by=planner, at=now())
    with pytest.raises(NotAllowed):
        ask_for_posts(asked=trips.study_asked(), by=stranger, at=now())
    assert PostStudy.objects.count() == 0


def test_study_is_kept_once(planner: User, volunteer: User) -> None:
    site_at(1)
    study = trips.studied(planner)
    with pytest.raises(Stale):
        save_study(study_id=study.pk, version=0, by=planner, at=now())
    with pytest.raises(NotAllowed):
        save_study(study_id=study.pk, version=study.version, by=volunteer, at=now())
    kept = save_study(study_id=study.pk, version=study.version, by=planner, at=now())
    for again in (
        lambda: save_study(study_id=study.pk, version=kept.version, by=planner, at=now()),
        lambda: discard_study(study_id=study.pk, by=planner, at=now()),
    ):
        with pytest.raises(StudyNotOpen):
            again()
    with pytest.raises(StudyNotRunning):
        stop_study(study_id=study.pk, by=planner, at=now())
    with pytest.raises(NotFound):
        stop_study(study_id=make.uuid(1), by=planner, at=now())


def test_waiting_study_is_stopped(planner: User) -> None:
    site_at(1)
    study = ask_for_posts(asked=trips.study_asked(), by=planner, at=now())
    assert stop_study(study_id=study.pk, by=planner, at=now()).state == JobState.CANCELLED


@pytest.mark.parametrize(
    ("wrong", "wall"),
    [
        ({"bound": 0.5}, "post_study_bound_beyond_objective"),
        ({"after_share": 1.5}, "post_study_shares_are_parts"),
        ({"saved_at": make.NOW, "state": "failed"}, "post_study_saved_when_ready"),
        ({"more": 0}, "post_study_asks_for_points"),
    ],
)
def test_walls_of_a_study(planner: User, wrong: dict[str, Any], wall: str) -> None:
    site_at(1)
    trips.studied(planner)
    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        PostStudy.objects.update(**wrong)
