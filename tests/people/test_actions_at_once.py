"""Roles given at the same moment, against a committed database."""

from collections import Counter

import pytest

from core.models import AuditEntry
from people.actions import grant_role
from people.models import Role, RoleGrant, Volunteer
from tests.factories import make
from tests.patrol.actions.test_reports_at_once import at_once

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def db(committed_db: None) -> None:
    """The committed database under the name by which pytest-django knows that a test database is wanted."""


def test_role_given_at_once_is_given_once() -> None:
    person = make.user()
    answers = at_once(6, lambda _n: grant_role(user=person, role=Role.VOLUNTEER, area="11", by=None, at=make.NOW))
    assert Counter(answers) == {True: 1, False: 5}
    assert [model.objects.count() for model in (RoleGrant, Volunteer, AuditEntry)] == [1, 1, 1]  # type: ignore[attr-defined]
