"""The list of cases as board, table and file: who may, how much it asks, what the filters do."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from patrol.models import Case
from people.models import User
from tests.conftest import signed_in
from tests.factories import cased, make

BOARD, FILE = reverse("patrol:cases"), reverse("patrol:cases_csv")


@pytest.mark.parametrize("url", [BOARD, FILE])
def test_list_is_for_who_handles_cases(
    url: str, as_officer: Client, as_volunteer: Client, stranger: User, as_planner: Client
) -> None:
    clients = (as_officer, as_planner, as_volunteer, signed_in(stranger), Client())
    assert [client.get(url).status_code for client in clients] == [200, 403, 403, 403, 302]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("view", ["board", "table"])
def test_list_asks_as_much_for_three_cases_as_for_one(
    rows: int, view: str, as_officer: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _row in range(rows):
        cased.opened()
    # session, person, roles, notices; districts, kinds, handlers; counts or number of rows, rows
    with django_assert_num_queries(9):
        shown = as_officer.get(BOARD, {"view": view})
    found = shown.context["page"] if view == "table" else shown.context["columns"][0]["column"].cases
    assert len(found) == rows


def test_board_shows_the_first_of_each_state_and_how_many(as_officer: Client, officer: User) -> None:
    cases = [cased.opened() for _ in range(10)]
    cased.step(cases[0], "told_owner", officer)
    cased.step(cases[1], "dismissed", officer)
    columns = [one["column"] for one in as_officer.get(BOARD).context["columns"]]
    assert [(one.state, one.count, one.late, len(one.cases)) for one in columns] == [
        ("found", 8, 8, 8),
        ("told_owner", 1, 1, 1),
        ("reported", 0, 0, 0),
        ("ordered", 0, 0, 0),
        ("reinspection", 0, 0, 0),
    ]
    as_officer.get(BOARD)


def test_filters_narrow_the_table(as_officer: Client, officer: User) -> None:
    found, grave, mine, ended = (cased.opened(severity=severity) for severity in (3, 4, 3, 3))
    cased.step(mine, "told_owner", officer)
    cased.step(ended, "dismissed", officer)
    Case.objects.filter(pk=grave.pk).update(due_at=timezone.now() + timedelta(days=1))

    def numbers(**filters: str) -> list[str]:
        return [one.number for one in as_officer.get(BOARD, {"view": "table", **filters}).context["page"]]

    assert numbers(state="found") == [found.number, grave.number]
    assert numbers(severity="4") == [grave.number]
    assert numbers(overdue="on") == [found.number, mine.number]
    assert numbers(handler="me") == [mine.number, ended.number]
    assert numbers(handler="none") == [found.number, grave.number]
    assert numbers(handler=str(officer.pk), state="open") == [mine.number]
    assert numbers(state="ended") == [ended.number]
    assert numbers(kind="crack", district="110101", q=found.number[-2:]) == [found.number]
    assert numbers(q=found.site.code) == [found.number]
    # What is no choice narrows nothing.
    assert len(numbers(severity="x", kind="nothing", handler="nobody-known", district="999999")) == 4


def test_other_districts_are_not_there(as_officer: Client) -> None:
    box = make.district("110105", name_zh="朝阳区", name_en="Chaoyang")
    cased.opened(make.site(district=box))
    assert list(as_officer.get(BOARD, {"view": "table"}).context["page"]) == []


def test_file_has_the_cases_that_fit_and_runs_no_formula(as_officer: Client, officer: User) -> None:
    first = cased.opened(make.site(name_zh="=HYPERLINK()", name_en=""))
    cased.opened(severity=4)
    body = b"".join(as_officer.get(FILE, {"severity": "3"})).decode()  # type: ignore[arg-type]
    assert body.startswith("\ufeff")
    head, *rows = csv.reader(io.StringIO(body.removeprefix("\ufeff")))
    assert len(head) == 13
    assert [(row[0], row[2], row[5], row[10]) for row in rows] == [
        (first.number, "'=HYPERLINK()", "3", "2026-06-02 12:00")
    ]
