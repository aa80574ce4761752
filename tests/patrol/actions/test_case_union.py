"""One damage or two: adding, merging, splitting, opening again, and taking each back."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import LineString

from core.errors import NotAllowed, Stale
from patrol.actions.case_undo import undo_merge, undo_reopen
from patrol.actions.case_union import add_finding, keep_apart, merge_cases, reopen_case, split_case
from patrol.actions.cases import open_case_for
from patrol.errors import ReasonMissing, ReinspectionMissing, StepNotPossible
from patrol.errors.cases import CasesNotMergeable, FindingElsewhere, SplitNotPossible, UndoNotPossible
from patrol.models import Case, CaseFinding
from patrol.queries.case_likeness import case_rules_on, twins_of
from patrol.queries.cases import family_of, led_to, reporters_of
from people.models import User
from sites.models import Site
from tests.factories import cased, make
from tests.factories.cased import NOW


@pytest.fixture
def wall(db: None) -> Site:
    return make.site(geom=LineString((116.38, 39.94), (116.40, 39.94), srid=4326))


@pytest.fixture
def pair(wall: Site, volunteer: User) -> tuple[Case, Case]:
    """Two cases of one wall, a hundred metres from each other; the second is the graver."""
    return cased.opened(wall, volunteer), cased.opened(wall, east_m=100, severity=4)


def merge(case: Case, into: Case, by: User, **versions: int) -> Case:
    seen = {"version": case.version, "into_version": into.version, **versions}
    return merge_cases(case=case, into=into, by=by, at=NOW, **seen)


def test_merge_moves_the_findings_and_the_number_leads_on(pair: tuple[Case, Case], officer: User) -> None:
    first, second = pair
    due_at = second.due_at
    into = merge(second, first, officer)
    second.refresh_from_db()
    assert (second.state, second.merged_into, second.closed_at) == ("merged", first, NOW)
    assert (into.severity, into.priority, into.due_at, into.found.count()) == (4, "urgent", due_at, 2)
    assert (led_to(second), set(family_of(first))) == (first.pk, {first.pk, second.pk})
    assert reporters_of(first).count() == 2
    assert [entry.other for entry in first.entries.filter(kind="absorbed")] == [second]


def test_merged_number_leads_on_however_often(pair: tuple[Case, Case], officer: User, wall: Site) -> None:
    first, second = pair
    third = cased.opened(wall, east_m=300)
    second = merge(third, second, officer)
    merge(second, first, officer)
    assert (led_to(third), len(family_of(first))) == (first.pk, 3)


def test_merge_is_taken_back(pair: tuple[Case, Case], officer: User) -> None:
    first, second = pair
    kept = (first.severity, first.priority, first.due_at)
    merge(second, first, officer)
    second.refresh_from_db()
    undo_merge(case=second, version=second.version, by=officer, at=NOW + timedelta(hours=1))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (second.state, second.merged_into, second.closed_at) == ("found", None, None)
    assert (first.severity, first.priority, first.due_at) == kept
    assert (first.found.count(), second.found.count(), second.severity) == (1, 1, 4)
    kinds = list(second.entries.order_by("at", "id").values_list("kind", flat=True))
    assert kinds == ["step", "merged", "undone"]


def test_merge_is_not_taken_back_once_the_other_ended(pair: tuple[Case, Case], officer: User) -> None:
    first, second = pair
    merge(second, first, officer)
    cased.step(first, "dismissed", officer)
    second.refresh_from_db()
    with pytest.raises(UndoNotPossible):
        undo_merge(case=second, version=second.version, by=officer, at=NOW)
    with pytest.raises(UndoNotPossible):
        undo_merge(case=first, version=2, by=officer, at=NOW)


def test_merge_calls_a_running_reinspection_off(pair: tuple[Case, Case], officer: User) -> None:
    first, second = pair
    cased.asked(second, officer, make.volunteer())
    second.refresh_from_db()
    merge(second, first, officer)
    assert second.reinspections.get().outcome == "cancelled"


def test_merge_refuses_other_sites_ended_ones_itself_and_stale_pages(pair: tuple[Case, Case], officer: User) -> None:
    first, second = pair
    for other in (cased.opened(), first):
        with pytest.raises(CasesNotMergeable):
            merge(first, other, officer)
    with pytest.raises(Stale):
        merge(first, second, officer, into_version=4)
    second = cased.step(second, "dismissed", officer)
    with pytest.raises(CasesNotMergeable):
        merge(first, second, officer)


def test_split_makes_a_case_of_the_other_damage(wall: Site, volunteer: User, officer: User) -> None:
    case = cased.opened(wall, volunteer)
    graver = cased.found(make.volunteer(), wall, severity=4, east_m=10)
    open_case_for(finding=graver, at=NOW)
    case.refresh_from_db()
    made = split_case(case=case, findings=[graver.pk], note="两处", version=case.version, by=officer, at=NOW)
    case.refresh_from_db()
    assert (made.number, made.state, made.severity, made.split_from) == ("WX-2026-00002", "found", 4, case)
    assert (case.severity, case.priority, case.found.count(), made.found.count()) == (3, "high", 1, 1)
    # Said to be two, they are not suggested to each other again; merging them is still possible.
    assert twins_of(case, case_rules_on(NOW.date()), at=NOW) == []
    assert merge(made, case, officer).found.count() == 2


def test_split_takes_some_and_leaves_some(wall: Site, volunteer: User, officer: User) -> None:
    case = cased.opened(wall, volunteer)
    [mine] = case.found.values_list("finding", flat=True)
    stranger = cased.found(volunteer, wall, severity=1)
    for chosen in ([], [mine], [stranger.pk], [mine, stranger.pk]):
        with pytest.raises(SplitNotPossible):
            split_case(case=case, findings=chosen, note="", version=0, by=officer, at=NOW)
    assert Case.objects.count() == 1


def test_finding_without_a_case_is_added(wall: Site, volunteer: User, officer: User) -> None:
    case = cased.opened(wall, volunteer)
    loose = cased.found(make.volunteer(), wall, severity=2, east_m=15)
    [twin] = twins_of(case, case_rules_on(NOW.date()), at=NOW)
    assert (twin.finding, twin.case, twin.likeness.reasons) == (loose, None, (("same_kind", None), ("distance", 15.0)))
    add_finding(case=case, finding=loose, version=0, by=officer, at=NOW)
    assert CaseFinding.objects.get(finding=loose).case == case
    with pytest.raises(FindingElsewhere):
        add_finding(case=case, finding=loose, version=1, by=officer, at=NOW)
    with pytest.raises(FindingElsewhere):
        add_finding(case=case, finding=cased.found(volunteer, make.site()), version=1, by=officer, at=NOW)


def test_likely_twins_are_suggested_with_reasons_until_said_to_be_apart(
    pair: tuple[Case, Case], officer: User, wall: Site
) -> None:
    first, second = pair
    cased.opened(wall, east_m=600)
    rules = case_rules_on(NOW.date())
    [twin] = twins_of(first, rules, at=NOW)
    assert (twin.case, twin.likeness.reasons) == (second, (("same_kind", None), ("distance", 100.0)))
    for _twice in range(2):
        keep_apart(case=first, other=second, by=officer, at=NOW)
    assert (twins_of(first, rules, at=NOW), twins_of(second, rules, at=NOW)) == ([], [])


def test_closed_case_is_opened_again_and_only_a_new_reinspection_closes_it(
    wall: Site, volunteer: User, officer: User
) -> None:
    case = cased.closed(cased.opened(wall, volunteer), officer)
    reopen_case(case=case, note="又裂了。", version=case.version, by=officer, at=NOW + timedelta(days=9))
    case.refresh_from_db()
    assert (case.state, case.closed_at, case.reopened_at) == ("found", None, NOW + timedelta(days=9))
    cased.step(case, "reinspection", officer, days=10)
    with pytest.raises(ReinspectionMissing):
        cased.step(case, "closed", officer, days=11)


def test_opening_again_by_mistake_is_taken_back(wall: Site, volunteer: User, officer: User) -> None:
    case = cased.closed(cased.opened(wall, volunteer), officer)
    ended_at = case.closed_at
    reopen_case(case=case, note="看错了。", version=case.version, by=officer, at=NOW + timedelta(days=9))
    case.refresh_from_db()
    case = undo_reopen(case=case, version=case.version, by=officer, at=NOW + timedelta(days=9, hours=1))
    assert (case.state, case.closed_at, case.reopened_at) == ("closed", ended_at, None)
    with pytest.raises(UndoNotPossible):
        undo_reopen(case=case, version=case.version, by=officer, at=NOW)


def test_opening_again_is_not_taken_back_after_a_step(wall: Site, volunteer: User, officer: User) -> None:
    case = cased.step(cased.opened(wall, volunteer), "dismissed", officer)
    with pytest.raises(ReasonMissing):
        reopen_case(case=case, note=" ", version=case.version, by=officer, at=NOW)
    case = reopen_case(case=case, note="确有裂缝。", version=case.version, by=officer, at=NOW + timedelta(days=1))
    with pytest.raises(StepNotPossible):
        reopen_case(case=case, note="再开", version=case.version, by=officer, at=NOW)
    case = cased.step(case, "told_owner", officer, days=2)
    with pytest.raises(UndoNotPossible):
        undo_reopen(case=case, version=case.version, by=officer, at=NOW + timedelta(days=3))


def test_union_refuses_volunteers_and_strangers(pair: tuple[Case, Case], volunteer: User, stranger: User) -> None:
    first, second = pair
    loose = cased.found(volunteer, first.site, severity=1)
    doings: list[Any] = [
        lambda by: merge(second, first, by),
        lambda by: split_case(case=first, findings=[], note="", version=0, by=by, at=NOW),
        lambda by: keep_apart(case=first, other=second, by=by, at=NOW),
        lambda by: reopen_case(case=first, note="?", version=0, by=by, at=NOW),
        lambda by: add_finding(case=first, finding=loose, version=0, by=by, at=NOW),
        lambda by: undo_reopen(case=first, version=0, by=by, at=NOW),
    ]
    for person in (volunteer, stranger):
        for do in doings:
            with pytest.raises(NotAllowed):
                do(person)
