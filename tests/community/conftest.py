"""Photos of tests lie in a folder of their own."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from people.models import Role, User
from tests.factories import make


@pytest.fixture(autouse=True)
def media_root(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def other_officer(db: None) -> User:
    """An officer of the district beside."""
    person = make.user()
    make.grant(person, Role.OFFICER, "110105")
    return person
