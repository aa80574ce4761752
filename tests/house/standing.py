"""One world for all tests of a module: making it takes longer than asking."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.house.world import World, build


@contextmanager
def standing(blocker: DjangoDbBlocker, media: Path) -> Iterator[World]:
    """Build the world in a transaction that never ends well."""
    with blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        yield build(media)
        transaction.set_rollback(True)


@contextmanager
def lent(world: World) -> Iterator[World]:
    """Lend the world to one test and take back whatever it did."""
    with transaction.atomic():
        yield world
        transaction.set_rollback(True)
