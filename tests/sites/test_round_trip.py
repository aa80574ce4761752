"""What goes out and comes in again changes nothing, in every format that holds all fields."""

from pathlib import Path

import pytest
from django.core.management import call_command

from people.models import Role, User
from sites.actions.imports import apply_import, check_import, take_file
from sites.models import Site, SiteVersion
from tests.factories import make


@pytest.fixture
def administrator(db: None) -> User:
    """Make who may see and edit everything."""
    person = make.user("administrator@example.org")
    make.grant(person, Role.ADMINISTRATOR)
    return person


@pytest.fixture(autouse=True)
def _register(db: None) -> None:
    make.site(
        code="0001", name_zh="=石桥", owner="村委会", address_zh="-3 号院", given_position="116.39,39.94", era_zh="清"
    )
    make.site(code="R-2", name_zh="古墓", category_id="0200", geom="SRID=4326;POINT(116.3112345 39.9254321)")
    make.site(code="R-3", name_zh="城墙", geom="SRID=4326;LINESTRING(116.30 39.90,116.31 39.905,116.32 39.90)")
    ring = "116.33 39.90,116.34 39.90,116.34 39.91,116.33 39.91,116.33 39.90"
    make.site(code="R-4", name_zh="古城", is_difficult=True, visit_minutes=90, geom=f"SRID=4326;POLYGON(({ring}))")


@pytest.mark.parametrize("ending", ["geojson", "gpkg", "csv", "xlsx", "kml"])
@pytest.mark.parametrize("sees_all", [True, False])
def test_export_and_import_change_nothing(ending: str, administrator: User, tmp_path: Path, *, sees_all: bool) -> None:
    path = tmp_path / f"register.{ending}"
    call_command("export_sites", str(path), **({"as": administrator.email} if sees_all else {}))
    before = list(Site.objects.order_by("code").values())
    with path.open("rb") as stream:
        batch = take_file(stream=stream, name=path.name, by=None, at=make.NOW)
    result = check_import(batch=batch, datum=None, at=make.NOW, on_progress=lambda done, total: None)
    assert (result.outcomes, result.findings) == ({"same": 4}, {})
    assert apply_import(batch=batch, take="all", by=None, at=make.NOW) == 0
    assert list(Site.objects.order_by("code").values()) == before
    assert not SiteVersion.objects.exists()
