"""The world of the leak tests."""

from collections.abc import Iterator

import pytest
from django.contrib.gis.geos import Point
from pytest_django import DjangoDbBlocker

from planning.actions.grid import refresh_grid
from sites.models import Site
from tests.factories import make
from tests.house.standing import lent, standing
from tests.house.world import World
from tests.maps.hidden import LAT, LON


@pytest.fixture(scope="module")
def standing_world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The small world of the access table, with all of its sites hidden as tombs are."""
    with standing(django_db_blocker, tmp_path_factory.mktemp("media")) as made:
        for site in Site.objects.all():
            site.category_id, site.geom = "0201", Point(LON, LAT, srid=4326)
            site.save()
        assert set(Site.objects.values_list("shown_as", flat=True)) == {"cell"}
        refresh_grid(at=make.NOW)
        yield made


@pytest.fixture
def world(standing_world: World) -> Iterator[World]:
    """The same for each test, as it was built."""
    with lent(standing_world):
        yield standing_world
