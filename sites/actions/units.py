"""Protected units merged into one, as an announcement says; both stay, and their sites go along."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from core import audit
from core.errors import NotAllowed
from people.models import User
from people.permissions import has_right
from sites.actions.sites import LONGEST_WHY
from sites.errors import UnitMergedAlready, WhyMissing
from sites.models import ProtectedUnit, Site, UnitMerge


def merge_units(
    *, unit: ProtectedUnit, into: ProtectedUnit, announced_on: date, source: str, by: User, at: datetime
) -> UnitMerge:
    """Merge a unit into another: its sites, those out of the register too, are the other's from now on.

    Raises WhyMissing without a source, UnitMergedAlready where one of both was merged away before or both are one, and
    NotAllowed where a site of either lies outside of the person's area.
    """
    if not source.strip():
        raise WhyMissing
    with transaction.atomic():
        # In one order, so that two of these wait for each other and never for ever.
        keys = sorted({unit.pk, into.pk})
        locked = {one.pk: one for one in ProtectedUnit.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
        if len(keys) != 2 or any(one.merged_into_id for one in locked.values()):
            raise UnitMergedAlready
        _refuse_outside(by, keys)
        moving = Site.objects.filter(unit_id=unit.pk).order_by("pk").select_for_update()
        codes = sorted(moving.values_list("code", flat=True))
        why = f"{unit.code} → {into.code}: {source}"[:LONGEST_WHY]
        signed = {"updated_at": at, "updated_by": by, "updated_why": why, "updated_in": None}
        Site.objects.filter(unit_id=unit.pk).update(unit_id=into.pk, **signed)
        ProtectedUnit.objects.filter(pk=unit.pk).update(merged_into=into)
        told = {"announced_on": announced_on, "source": source, "site_codes": codes}
        merge = UnitMerge.objects.create(unit=locked[unit.pk], into=locked[into.pk], by=by, at=at, **told)
        change = {"into": into.code, "source": source, "sites": codes}
        audit.record("merge_units", locked[unit.pk], by=by, at=at, change=change)
    return merge


def _refuse_outside(by: User, units: list[UUID]) -> None:
    districts = set(Site.objects.filter(unit__in=units).order_by().values_list("district_id", flat=True).distinct())
    if not has_right(by, "edit_sites") or not all(has_right(by, "edit_sites", area=one) for one in districts):
        raise NotAllowed
