"""The three roles every test knows, and a database with the seeded vocabularies."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_django.fixtures
from django.conf import settings as django_settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from people.models import Role, User
from sites.models import Site
from tests.factories import emptied, make

# Playwright's loop runs in the test's own thread; Django would refuse the ORM there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
pytest_plugins = ["tests.browser_fixtures", "tests.template_variables"]
# A busy machine is no failed property.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_configure() -> None:
    """Leave out what each test would pay anew: slow hashing of passwords, and a walk over all static files for every client.

    The product of the browser tests is a process of its own and keeps both.
    """
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django_settings.WHITENOISE_AUTOREFRESH = True
    # Migrating takes most of a minute, copying a database that is migrated a second.
    if template := os.environ.get("TEST_TEMPLATE"):
        django_settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = template
    # Always a test database: pytest-django makes one only for tests that ask for its own fixtures, and `committed_db`,
    # run alone, would empty the real one.
    pytest_django.fixtures._get_databases_for_setup = lambda items: ({"default"}, set())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """Add the seeded vocabularies to the fresh database."""
    assert connection.settings_dict["NAME"].startswith("test_"), "tests never touch the database in use"
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        call_command("seed_vocabulary", verbosity=0)


@pytest.fixture(autouse=True)
def fresh_pace() -> None:
    """How fast doors are asked is counted in the process's memory: no test pays for another's questions."""
    caches["pace"].clear()


@pytest.fixture(autouse=True)
def own_language() -> None:
    """A request leaves its language to the thread: no test reads in another's."""
    translation.activate(django_settings.LANGUAGE_CODE)


@pytest.fixture
def volunteer(db: None) -> User:
    return make.volunteer("volunteer@test.example")


@pytest.fixture
def officer(db: None) -> User:
    person = make.user("officer@test.example")
    make.grant(person, Role.OFFICER, "110101")
    return person


@pytest.fixture
def planner(db: None) -> User:
    person = make.user("planner@test.example")
    make.grant(person, Role.PLANNER, "11")
    return person


@pytest.fixture
def stranger(db: None) -> User:
    return make.user("stranger@test.example")


@pytest.fixture
def site(db: None) -> Site:
    return make.site()


@pytest.fixture
def as_volunteer(volunteer: User) -> Client:
    return signed_in(volunteer)


@pytest.fixture
def as_officer(officer: User) -> Client:
    return signed_in(officer)


@pytest.fixture
def as_planner(planner: User) -> Client:
    return signed_in(planner)


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """A database whose writes are committed, for threads and workers; emptied afterwards but for the vocabularies.

    Not `transactional_db`: append-only tables refuse to be emptied, and the vocabularies would go too.
    """
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield
        emptied.all_but_vocabularies()


def signed_in(person: User) -> Client:
    """Return a client that is signed in as the person."""
    client = Client()
    client.force_login(person)
    return client


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, by name, tests that need the shared data where it is absent."""
    for item in items:
        if item.get_closest_marker("real_data") and not SHARED.is_dir():
            item.add_marker(pytest.mark.skip(reason="the shared data is not beside this checkout"))
