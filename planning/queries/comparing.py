"""Two plans of a district beside each other, and what changed in one since it was solved last."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from django.db.models import QuerySet

from people.models import User
from planning.logic.difference import Difference, Kind, Visit, difference
from planning.models import Plan, PlanSnapshot
from planning.queries.desk import placed, point
from planning.queries.duties import duties
from planning.queries.plans import plans_in
from sites.models import Site


def comparable(plan: Plan) -> "QuerySet[Plan]":
    """Return the other plans of the district that hold a visit, newest first."""
    found: Any = plans_in((plan.district_id,))
    return cast("QuerySet[Plan]", found.filter(visits__gt=0).exclude(pk=plan.pk))


def compared(before: Plan, after: Plan, *, on: date) -> Difference:
    """Return how the second plan differs from the first; urgency is that of the day."""
    return difference(_visits_of(before, _urgency(before, on)), _visits_of(after, _urgency(after, on)))


def since_snapshot(plan: Plan, *, on: date) -> tuple[PlanSnapshot, Difference] | None:
    """Return what the plan proposed before it was solved last, and how it differs now; none where it was solved once."""
    snapshot = PlanSnapshot.objects.filter(plan=plan).first()
    if snapshot is None:
        return None
    urgency = _urgency(plan, on)
    # Snapshots of before there were crews hold pairs.
    rows = [(site, who, *along, "")[:3] for site, who, *along in snapshot.pairs]
    before = [Visit(site, who, 0.0, urgency.get(site, 0.0), along) for site, who, along in rows]
    return snapshot, difference(before, _visits_of(plan, urgency))


def names_in(found: Difference) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the sites (with level, without geometry) and the people's names of a difference, by id."""
    sites = Site.objects.filter(pk__in=[one.site_id for one in found.sites]).select_related("level")
    people = User.objects.filter(pk__in=[one.volunteer_id for one in found.people])
    names = {str(key): name for key, name in people.values_list("pk", "name")}
    return {str(site.pk): site for site in sites.defer("geom", "shown_geom")}, names


def changes_on_map(found: Difference, viewer: User, words: Mapping[str, str]) -> dict[str, Any]:
    """Return the sites of a difference as GeoJSON with their `kind`, at places the viewer may know."""
    kinds: dict[str, Kind] = {one.site_id: one.kind for one in found.sites}
    points: Iterable[dict[str, Any]] = (
        point(
            site,
            {
                "id": str(site.pk),
                "kind": kinds[str(site.pk)].value,
                "name": site.name,
                "word": words[kinds[str(site.pk)]],
            },
        )
        for site in placed(viewer, kinds)
    )
    return {"sites": {"type": "FeatureCollection", "features": list(points)}}


def _urgency(plan: Plan, on: date) -> dict[str, float]:
    known = duties((plan.district_id,), on=on).order_by()
    return {str(key): urgency for key, urgency in known.values_list("site_id", "urgency")}


def _visits_of(plan: Plan, urgency: Mapping[str, float]) -> list[Visit]:
    rows = plan.items.values_list("site_id", "volunteer_id", "distance_km", "companion_id", "companion_km")
    return [
        Visit(str(site), str(who), km, urgency.get(str(site), 0.0), str(along or ""), along_km or 0.0)
        for site, who, km, along, along_km in rows
    ]
