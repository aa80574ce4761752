"""Changes of single and of many sites by hand: added, changed, taken out of the register, brought back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet

from core import audit
from core.errors import NotAllowed
from people.models import User
from people.permissions import has_right
from sites.actions.surveys import keep_line
from sites.errors import DistrictNotFound, SiteChangedMeanwhile, SiteCodeTaken, TooManySites, WhyMissing
from sites.models import Site
from sites.queries.bulk import differing, fingerprint
from sites.queries.editing import county_of, division_of

MOST_AT_ONCE: Final = 5_000
LONGEST_WHY: Final = 200
# By column, as they are stored: what a person may say of a site. Its code is what imports know it by, so it stays.
EDITABLE: Final = (
    "name_zh",
    "name_en",
    "unit_id",
    "level_id",
    "category_id",
    "condition_id",
    "era_bucket_id",
    "era_zh",
    "era_en",
    "district_id",
    "division_id",
    "address_zh",
    "owner",
    "used_by",
    "open_to",
    "access_note",
    "safety_note",
    "summary_zh",
    "summary_en",
    "is_difficult",
    "visit_minutes",
    "geom",
    "geom_accuracy_m",
    "given_position",
    "given_datum",
    "datum_basis",
    "visibility",
)
BULK: Final = (
    "level_id",
    "category_id",
    "condition_id",
    "open_to",
    "is_difficult",
    "visit_minutes",
    "visibility",
    "owner",
)


def add_site(*, code: str, values: Mapping[str, Any], why: str, by: User, at: datetime) -> Site:
    """Add a site; `values` by column of `EDITABLE`, `geom` (WGS-84) among them. Without a district its place decides.

    Raises WhyMissing, SiteCodeTaken, DistrictNotFound, and NotAllowed outside of the person's area.
    """
    _refuse_without(why)
    values = {name: value for name, value in values.items() if name in EDITABLE}
    if not values.get("district_id"):
        values["district_id"] = county_of(values["geom"])
    if not values["district_id"]:
        raise DistrictNotFound
    _refuse_outside(by, values["district_id"])
    values.setdefault("division_id", division_of(values["geom"]) or None)
    with transaction.atomic():
        if Site.objects.filter(code__iexact=code).exists():
            raise SiteCodeTaken(site_code=code)
        site = Site(code=code, created_at=at, **values)
        _sign(site, why, by, at)
        site.save(force_insert=True)
        keep_line(site=site, source=why, by=by, at=at)
        audit.record("add_site", site, by=by, at=at, change={"why": why, "code": code})
    return site


def change_site(*, site: Site, seen_at: datetime, changes: Mapping[str, Any], why: str, by: User, at: datetime) -> Site:
    """Change a site by columns of `EDITABLE`; nothing differs, nothing is written.

    `seen_at` is the site's `updated_at` that the editor saw. Raises WhyMissing, NotAllowed outside of the person's area
    (the old and the new district's), and SiteChangedMeanwhile where somebody was faster.
    """
    with transaction.atomic():
        site = _locked(site, seen_at, by)
        changed = {name: changes[name] for name in EDITABLE if name in changes and changes[name] != getattr(site, name)}
        if not changed:
            return site
        _refuse_without(why)
        _refuse_outside(by, changed.get("district_id", site.district_id))
        if "geom" in changed and "division_id" not in changed:
            changed["division_id"] = _division(site, changed)
        told = {name: [_plain(getattr(site, name)), _plain(value)] for name, value in changed.items()}
        for name, value in changed.items():
            setattr(site, name, value)
        _sign(site, why, by, at)
        site.save(update_fields=[*changed, *_SIGNED])
        if "geom" in changed:
            keep_line(site=site, source=why, by=by, at=at)
        audit.record("change_site", site, by=by, at=at, change={"why": why, **told})
    return site


def retire_site(*, site: Site, seen_at: datetime, why: str, by: User, at: datetime) -> None:
    """Take a site out of the register; it stays in its history. Raises as `change_site` does."""
    _set_active(site, seen_at, why, by, at, is_active=False)


def bring_back_site(*, site: Site, seen_at: datetime, why: str, by: User, at: datetime) -> None:
    """Bring a site back into the register. Raises as `change_site` does."""
    _set_active(site, seen_at, why, by, at, is_active=True)


def change_many(
    *, sites: QuerySet[Site], changes: Mapping[str, Any], why: str, by: User, at: datetime, seen: str = ""
) -> int:
    """Set columns of `BULK` on many sites at once; return how many were different and are changed now.

    `seen` is the fingerprint of the sites at their preview (`fingerprint`). Raises WhyMissing, TooManySites,
    SiteChangedMeanwhile, and NotAllowed where one of the sites lies outside of the person's area.
    """
    _refuse_without(why)
    values = {name: changes[name] for name in BULK if name in changes}
    with transaction.atomic():
        # In one order, so that two of these wait for each other and never for ever.
        locked = Site.objects.filter(pk__in=sites.order_by().values("pk")).order_by("pk").select_for_update()
        rows = list(locked.values_list("pk", "code", "district_id", "updated_at")[: MOST_AT_ONCE + 1])
        if len(rows) > MOST_AT_ONCE:
            raise TooManySites(count=sites.count(), limit=MOST_AT_ONCE)
        for district in {district for _pk, _code, district, _at in rows}:
            _refuse_outside(by, district)
        if seen and seen != fingerprint((pk, updated_at) for pk, _code, _district, updated_at in rows):
            raise SiteChangedMeanwhile
        found = differing(Site.objects.filter(pk__in=[row[0] for row in rows]), values)
        codes = list(found.order_by("code").values_list("code", flat=True))
        signed = {"updated_at": at, "updated_by": by, "updated_why": why[:LONGEST_WHY], "updated_in": None}
        found.update(**values, **signed)
        change = {"why": why, "to": {name: _plain(value) for name, value in values.items()}, "codes": codes}
        # The sites are many; who did it is one.
        audit.record("change_many_sites", by, by=by, at=at, change=change)
    return len(codes)


_SIGNED: Final = ("updated_at", "updated_by", "updated_why", "updated_in", "is_active")


def _set_active(site: Site, seen_at: datetime, why: str, by: User, at: datetime, *, is_active: bool) -> None:
    _refuse_without(why)
    with transaction.atomic():
        site = _locked(site, seen_at, by)
        if site.is_active == is_active:
            return
        site.is_active = is_active
        _sign(site, why, by, at)
        site.save(update_fields=list(_SIGNED))
        audit.record("bring_back_site" if is_active else "retire_site", site, by=by, at=at, change={"why": why})


def _locked(site: Site, seen_at: datetime, by: User) -> Site:
    site = Site.objects.select_for_update().get(pk=site.pk)
    _refuse_outside(by, site.district_id)
    if site.updated_at != seen_at:
        raise SiteChangedMeanwhile
    return site


def _sign(site: Site, why: str, by: User, at: datetime) -> None:
    site.updated_at, site.updated_by, site.updated_in = at, by, None
    site.updated_why = why.strip()[:LONGEST_WHY]


def _division(site: Site, changed: Mapping[str, Any]) -> str | None:
    """Return the smallest division of the new place; the one it had, where none is known and the county is the same."""
    found = division_of(changed["geom"])
    return found or (None if "district_id" in changed else site.division_id)


def _refuse_without(why: str) -> None:
    if not why.strip():
        raise WhyMissing


def _refuse_outside(by: User, district: str) -> None:
    if not has_right(by, "edit_sites", area=district):
        raise NotAllowed


def _plain(value: Any) -> Any:
    """Return a value as the audit trail keeps it; geometry as text, cut to what tells its kind and place."""
    return value.wkt[:LONGEST_WHY] if hasattr(value, "wkt") else value
