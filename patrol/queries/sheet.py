"""What a printed site sheet says: the site as its reader may know it, its map, zones, visits and photos."""

import math
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import QuerySet

from patrol.models import Photo, Report, Review
from patrol.queries.arrivals import not_sent
from patrol.queries.evidence import STATEMENTS
from patrol.queries.photos import seen_by
from patrol.queries.sketch import round_length
from people.permissions import Person
from sites.models import District, Site
from sites.permissions import can_see_condition
from sites.queries import visible_sites

MOST_VISITS: Final = 10
MOST_PHOTOS: Final = 4
# Width to height of the two drawings; a frame shows the surroundings too.
WIDE, SQUARE = 2.1, 1.0
MARGIN: Final = 1.25
SMALLEST_FRAME_M: Final = 700.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in metres (y downwards), the frame they are seen in, the lines of its grid and the length of its bar."""

    shapes: list[dict[str, Any]]
    left: float
    top: float
    width: float
    height: float
    grid_m: int

    @property
    def right(self) -> float:
        """The frame's right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The frame's lower edge."""
        return self.top + self.height

    @property
    def view_box(self) -> str:
        """The frame as SVG writes it."""
        return f"{self.left:.0f} {self.top:.0f} {self.width:.0f} {self.height:.0f}"

    @property
    def columns(self) -> list[float]:
        """Where the grid's upright lines stand."""
        return _lines(self.left, self.right, self.grid_m)

    @property
    def rows(self) -> list[float]:
        """Where the grid's level lines lie."""
        return _lines(self.top, self.bottom, self.grid_m)


def sheet_site(viewer: Person, code: str) -> Site | None:
    """Return the site with `place` and `is_exact`, or None where the viewer may know of none."""
    sites = visible_sites(viewer).select_related(
        "level", "category__parent", "district", "division", "condition", "unit"
    )
    return sites.defer("geom", "district__geom", "division__geom").filter(code=code).first()


def place_drawing(site: Site) -> Drawing | None:
    """Return the surroundings of the site's shown place, or None where only its district may be known."""
    place: GEOSGeometry | None = site.place  # type: ignore[attr-defined]
    if place is None:
        return None
    shapes = _shapes(site, place.centroid, detail_m=5)
    return _framed(shapes, [shape for shape in shapes if shape["layer"] != "district"], WIDE)


def district_drawing(site: Site) -> Drawing:
    """Return the whole district with the shown place in it."""
    outline = District.objects.only("geom").get(pk=site.district_id).geom
    shapes = [
        shape
        for shape in _shapes(site, outline.centroid, detail_m=150)
        if shape["layer"] in ("district", "site", "cell")
    ]
    return _framed(shapes, shapes, SQUARE)


def visits_of(site: Site, viewer: Person) -> QuerySet[Report]:
    """Return the last accepted reports, newest first, for whoever may know the site's condition; none for others."""
    reports = Report.objects.filter(site=site, review__state=Review.State.ACCEPTED)
    known = reports if can_see_condition(viewer, site) else reports.none()
    return known.select_related("condition", "review").order_by("-finished_at", "pk")[:MOST_VISITS]


def photos_of_site(site: Site, viewer: Person) -> list[Photo]:
    """Return the newest readable photos of accepted reports that the viewer may look at, at most four."""
    if not viewer.is_authenticated:
        return []
    accepted = Photo.objects.filter(~not_sent(), report__site=site, report__review__state=Review.State.ACCEPTED)
    # Ids first: the joins of the rule who may look repeat rows.
    allowed = accepted.filter(seen_by(viewer), file__error="").exclude(file__display="").values("pk")
    newest = Photo.objects.filter(pk__in=allowed).select_related("file", "report")
    return list(newest.order_by("-report__finished_at", "position")[:MOST_PHOTOS])


def _shapes(site: Site, centre: GEOSGeometry, *, detail_m: float) -> list[dict[str, Any]]:
    place: GEOSGeometry | None = site.place  # type: ignore[attr-defined]
    asked = {
        "place": None if place is None else place.hexewkb.decode(),
        "centre": centre.hexewkb.decode(),
        "is_exact": site.is_exact,  # type: ignore[attr-defined]
        "accuracy_m": site.geom_accuracy_m,
        "site": site.pk,
        "district": site.district_id,
        "district_detail_m": detail_m,
    }
    return STATEMENTS.rows("sheet_map", asked)


def _framed(shapes: list[dict[str, Any]], inside: list[dict[str, Any]], ratio: float) -> Drawing:
    left, right = min(s["left_m"] for s in inside), max(s["right_m"] for s in inside)
    top, bottom = min(s["top_m"] for s in inside), max(s["bottom_m"] for s in inside)
    width = max((right - left) * MARGIN, (bottom - top) * MARGIN * ratio, SMALLEST_FRAME_M)
    height = width / ratio
    return Drawing(
        shapes, (left + right - width) / 2, (top + bottom - height) / 2, width, height, round_length(width / 5)
    )


def _lines(start: float, end: float, step: int) -> list[float]:
    return [float(number * step) for number in range(math.ceil(start / step), math.floor(end / step) + 1)]
