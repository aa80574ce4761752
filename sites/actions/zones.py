"""Zones added, replaced by a newer announcement, withdrawn; never deleted, never redrawn in place."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.db import transaction

from core import audit
from core.errors import NotAllowed
from people.models import User
from people.permissions import has_right
from sites.errors import ZoneNotInForce, ZoneUnfounded
from sites.models import Site, Zone

FIELDS: Final = ("kind", "control_class", "sub_number", "text", "status", "document", "valid_from")


def add_zone(
    *,
    site: Site,
    values: Mapping[str, Any],
    geom: GEOSGeometry | None,
    by: User,
    at: datetime,
    replaces: Zone | None = None,
) -> Zone:
    """Add a zone by columns of `FIELDS` with its outline (WGS-84) or without; `replaces` ends the day before it begins.

    Raises NotAllowed, ZoneUnfounded (official without a document, neither outline nor words) and ZoneNotInForce (what it
    replaces has ended already, or began later).
    """
    if not has_right(by, "edit_sites", area=site.district_id):
        raise NotAllowed
    told = {name: values[name] for name in FIELDS if name in values}
    if geom is None:
        told["status"] = Zone.Status.NONE
    if (told.get("status") == Zone.Status.OFFICIAL and not told.get("document")) or (
        geom is None and not told.get("text")
    ):
        raise ZoneUnfounded
    with transaction.atomic():
        if replaces is not None:
            _end(replaces, told.get("valid_from") or at.date(), by, at)
        zone = Zone(site=site, geom=_outlines(geom), supersedes=replaces, **told)
        zone.save(force_insert=True)
        change = {name: str(value) for name, value in told.items() if value}
        audit.record("add_zone", zone, by=by, at=at, change={**change, "site": site.code})
    return zone


def withdraw_zone(*, zone: Zone, from_day: date, why: str, by: User, at: datetime) -> None:
    """End a zone: it holds no more from the day on. Raises NotAllowed, ZoneUnfounded without a reason, ZoneNotInForce."""
    if not has_right(by, "edit_sites", area=zone.site.district_id):
        raise NotAllowed
    if not why.strip():
        raise ZoneUnfounded
    with transaction.atomic():
        _end(zone, from_day, by, at, why=why)


def _end(zone: Zone, from_day: date, by: User, at: datetime, why: str = "") -> None:
    # Two officers at once: the second waits here, and finds the zone ended.
    locked = Zone.objects.select_for_update().defer("geom").get(pk=zone.pk)
    last_day = from_day - timedelta(days=1)
    if locked.valid_to is not None or (locked.valid_from is not None and last_day < locked.valid_from):
        raise ZoneNotInForce
    locked.valid_to = last_day
    locked.save(update_fields=["valid_to"])
    audit.record("end_zone", locked, by=by, at=at, change={"valid_to": last_day.isoformat(), "why": why})


def _outlines(geom: GEOSGeometry | None) -> MultiPolygon | None:
    if geom is None or isinstance(geom, MultiPolygon):
        return geom
    return MultiPolygon(geom, srid=geom.srid)
