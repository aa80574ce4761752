"""What choosing service points needs: sites with what they count, places a point may stand, the present points; and the list."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from planning.logic.reach import Places, great_circle_m, places
from planning.models import PostPlace, PostStudy
from planning.queries.duties import in_areas
from planning.queries.reach import STATEMENTS
from sites.models import ServicePoint

# A table of so many candidates and sites is solved in seconds and fits into memory.
MOST_PLACES: Final = 400
MOST_SITES: Final = 5_000
DAYS: Final = 365.0


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """The sites: where they are, and what each counts."""

    at: Places
    weights: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place a point may stand (degrees WGS-84); `point` is the code of a present one."""

    kind: str
    lon: float
    lat: float
    point: str = ""


def studies_in(areas: Iterable[str]) -> QuerySet[PostStudy]:
    """Return the proposals of the areas, newest first."""
    found = PostStudy.objects.filter(in_areas(areas, "district__code"))
    return found.select_related("district", "made_by").defer("district__geom").order_by("-made_at", "-pk")


def demand_of(study: PostStudy) -> Demand:
    """Return the active sites of the study's district."""
    rows = STATEMENTS.rows("post_sites", {"district": study.district_id, "most": MOST_SITES})
    weights = [DAYS / row["interval_days"] if study.weight == PostStudy.Weight.VISITS else 1.0 for row in rows]
    return Demand(places([row["lon"] for row in rows], [row["lat"] for row in rows]), np.array(weights))


def present_points(study: PostStudy) -> list[Spot]:
    """Return the active service points of the district."""
    points = ServicePoint.objects.filter(district=study.district_id, is_active=True).order_by("code")
    return [Spot(PostPlace.Kind.POINT, point.geom.x, point.geom.y, point.code) for point in points]


def new_places(study: PostStudy, kinds: Collection[str]) -> list[Spot]:
    """Return the middles of 1 km squares with sites in them, and of a grid over the district, as far as asked for.

    A square's middle tells nobody where in it a site lies: it is the cell the public sees.
    """
    found: dict[tuple[float, float], Spot] = {}
    for kind in (PostPlace.Kind.SITES, PostPlace.Kind.GRID):
        if kind in kinds:
            asked = {"district": study.district_id, "most": MOST_PLACES}
            for row in STATEMENTS.rows(f"post_{kind.value}_places", asked):
                found.setdefault((row["lon"], row["lat"]), Spot(kind, row["lon"], row["lat"]))
    return list(found.values())[:MOST_PLACES]


def distances_m(spots: Collection[Spot], demand: Demand) -> NDArray[np.float64]:
    """Return the metres on the sphere from each spot to each site, shape (spots, sites)."""
    here = places([one.lon for one in spots], [one.lat for one in spots])
    table: NDArray[np.float64] = great_circle_m(Places(here.lon[:, None], here.lat[:, None]), demand.at)
    return table


def study_sites(study: PostStudy) -> list[dict[str, Any]]:
    """Return the longitudes and latitudes of the district's sites, for a drawing read by planners."""
    return STATEMENTS.rows("post_sites", {"district": study.district_id, "most": MOST_SITES})
