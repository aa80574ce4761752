"""The whole demo in the database, small: told once, sound, and as wanted."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Q
from django.test import override_settings

from core.models import AuditEntry
from patrol.models import Assignment, Campaign, Case, CaseEntry, Evidence, Photo, Reinspection, Report, Review, Visit
from patrol.storage import is_stored
from people.models import Notice
from planning.models import Plan
from planning.queries.duties import duties, today
from service.demo.year import TITLE
from service.models import Activity, Application, Evaluation, Offer
from sites.models import Site
from timebank.models import ServiceRecord
from timebank.queries import trial_balance

COUNTED = (Site, Report, Review, Visit, Evidence, Photo, Case, CaseEntry, Assignment, Notice, ServiceRecord, Plan)
SERVICE = (Activity, Application, Offer, Evaluation)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The small demo, made once for this file and taken back afterwards."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), media, transaction.atomic():
        call_command("seed_demo", "--small", verbosity=0)
        yield
        transaction.set_rollback(True)


def counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in (*COUNTED, *SERVICE)}


def test_second_run_changes_nothing(demo: None) -> None:
    before, audited = counts(), AuditEntry.objects.count()

    call_command("seed_demo", "--small", verbosity=0)

    assert counts() == before
    assert AuditEntry.objects.count() == audited


def test_constraints_checked_at_the_end_hold(demo: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert trial_balance() == 0
    # What was taken back has its record still, and no visit; what was given back after an appeal has both.
    gone = Q(transaction__reversed_by__isnull=False, transaction__reversed_by__reversed_by=None)
    visited = ServiceRecord.objects.filter(source__startswith="report:")
    assert visited.exclude(gone).count() == Visit.objects.count()


def test_every_site_stands_as_wanted(demo: None) -> None:
    found = Counter(duties(("",), on=today()).values_list("status", flat=True))
    wanted = {"current": 0.45, "due_soon": 0.15, "overdue": 0.25, "never": 0.15}

    assert sum(found.values()) == 250
    assert {status: found[status] / 250 for status in wanted} == pytest.approx(wanted, abs=0.02)


def test_mountains_are_worse_than_the_old_town(demo: None) -> None:
    def waiting(*areas: str) -> float:
        found = list(duties(areas, on=today()).values_list("status", flat=True))
        return sum(status in ("overdue", "never") for status in found) / len(found)

    assert waiting("110101", "110102") < 0.35 < waiting("110116", "110118", "110119")


def test_condition_is_that_of_the_last_accepted_report(demo: None) -> None:
    last: dict[object, str] = {}
    for visit in Visit.objects.select_related("report").order_by("visited_at"):
        last[visit.site_id] = visit.report.condition_id

    assert [site.code for site in Site.objects.filter(pk__in=last) if site.condition_id != last[site.pk]] == []


def test_inbox_holds_clean_and_doubtful_reports_with_photos(demo: None) -> None:
    pending = Review.objects.filter(state="pending").select_related("report")

    assert pending.count() == 12
    assert pending.filter(needs_person=False).count() >= 3
    assert pending.filter(max_severity__gte=3).count() == 2
    assert {review.band for review in pending} == {"strong", "fair", "weak"}
    assert [review.pk for review in pending if review.report.photos.count() < 2] == []


def test_doubtful_reports_are_doubted_for_the_right_reason(demo: None) -> None:
    failed = {
        witness["code"]
        for evidence in Evidence.objects.filter(report__review__state="pending")
        for witness in evidence.witnesses
        if witness["outcome"] == "fail"
    }

    assert failed == {
        "presence.not_on_site",
        "photo_time.before_visit",
        "photo_reuse.same_file",
        "capture.from_album",
    }


def test_photos_lie_where_those_of_phones_lie(demo: None) -> None:
    files = [photo.file for photo in Photo.objects.select_related("file")]

    assert [file.sha256 for file in files if file.inspected_at is None or file.error] == []
    assert [file.display for file in files if not is_stored(file.display)] == []
    assert [file.thumbnail for file in files if not is_stored(file.thumbnail)] == []


def test_cases_have_timelines(demo: None) -> None:
    states = Counter(Case.objects.values_list("state", flat=True))

    assert states == {
        "found": 3, "told_owner": 3, "reported": 2, "ordered": 3, "reinspection": 1, "closed": 3, "dismissed": 2,
        "merged": 1,
    }  # fmt: skip
    assert CaseEntry.objects.filter(kind="step", finding=None, note="").count() == 0
    assert Case.objects.filter(found__finding__report__volunteer__email="volunteer@example.org").exists()
    assert set(Reinspection.objects.values_list("outcome", flat=True)) == {"", "passed"}


def test_demo_volunteer_has_visits_to_make_and_unread_notices(demo: None) -> None:
    own = Assignment.objects.filter(volunteer__email="volunteer@example.org", status="open")
    unread = Notice.objects.filter(read_at=None)

    assert own.values_list("site__district", flat=True).distinct().count() == 1
    assert own.count() == 3
    assert unread.filter(user__email="volunteer@example.org").exists()
    assert unread.filter(user__email="officer@example.org").exists()


def test_plan_was_solved_and_published(demo: None) -> None:
    plan = Plan.objects.filter(state="published").order_by("published_at")[0]

    assert (plan.state, plan.solver_status, plan.gap) == ("published", "optimal", 0)
    assert plan.objective is not None
    assert plan.objective > 0
    assert plan.items.count() == Assignment.objects.filter(plan_id=plan.pk).count()


def test_activities_stand_in_every_state_beside_those_of_the_year(demo: None) -> None:
    states = Counter(Activity.objects.exclude(title=TITLE).values_list("state", flat=True))
    assert set(states) == {"draft", "published", "running", "finished"}
    assert set(Activity.objects.filter(title=TITLE).values_list("state", flat=True)) == {"finished"}


def test_what_people_see_says_demo(demo: None) -> None:
    campaign = Campaign.objects.get()

    assert campaign.name_zh.startswith("演示")
    patrols = ServiceRecord.objects.filter(source__startswith="report:")
    assert set(patrols.values_list("organisation_name", flat=True)) == {campaign.organisation.name_zh}
    assert campaign.organisation.name_zh.endswith("（演示）")
