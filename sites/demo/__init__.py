"""Loads the demo register; what stands there already is left as it is."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from core.sql import Statements
from sites.demo.districts import OutlinesMissing, read_districts
from sites.demo.register import read_service_points, read_sites, read_units, read_zones
from sites.models import District, ProtectedUnit, Section, ServicePoint, Site, Zone

__all__ = ["OutlinesMissing", "load"]

SQL = Statements(Path(__file__).parent)
CODE_PREFIX = "BJ-"


def load(*, at: datetime) -> str:
    """Add districts, sites with sections and zones, and service points, once; say what is there.

    Raises OutlinesMissing where the package with the district outlines is not installed.
    """
    if not Site.objects.filter(code__startswith=CODE_PREFIX).exists():
        with transaction.atomic():
            _add(at)
    return (
        f"{District.objects.count()} districts, {Site.objects.count()} sites, {Section.objects.count()} sections "
        f"of the Great Wall, {Zone.objects.count()} zones, {ServicePoint.objects.count()} service points"
    )


def _add(at: datetime) -> None:
    District.objects.bulk_create(read_districts(), ignore_conflicts=True)
    units = {unit.code: unit for unit in ProtectedUnit.objects.bulk_create(read_units())}
    sites = Site.objects.bulk_create(read_sites(units=units, at=at))
    Zone.objects.bulk_create(read_zones({site.code: site for site in sites}))
    SQL.run("sections")
    SQL.run("line_versions")
    SQL.run("jurisdictions")
    SQL.run("photo_points")
    SQL.run("survey_points")
    ServicePoint.objects.bulk_create(read_service_points())
