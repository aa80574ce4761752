"""A route drawn as SVG: numbered stops in walking order, the way between them, what is left out, borders of districts."""

from dataclasses import dataclass
from typing import Any, Final

from patrol.queries.sketch import round_length
from planning.queries.drawing import Frame, Mark
from planning.queries.reach import STATEMENTS
from planning.queries.routes import SeenRoute, SeenTrip

WIDTH: Final = 1000.0
MARGIN: Final = 0.08
SMALLEST_M: Final = 800.0


@dataclass(frozen=True, slots=True)
class DrawnTrip:
    """One trip: the points of its way as SVG writes them, and its numbered stops."""

    number: int
    points: str
    stops: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class RouteDrawing:
    """A route drawn in units of which `WIDTH` are its width; `bar` units are `bar_m` metres."""

    width: float
    height: float
    borders: tuple[str, ...]
    trips: tuple[DrawnTrip, ...]
    left_out: tuple[Mark, ...]
    start: Mark
    end: Mark | None
    bar: float
    bar_m: int

    @property
    def bar_km(self) -> int:
        """The bar in whole kilometres."""
        return self.bar_m // 1_000


def route_drawing(seen: SeenRoute) -> RouteDrawing | None:
    """Return the drawing, each stop where the reader may know it to be; None where the reader knows no place."""
    route = seen.route
    ordered = [one for trip in seen.trips for one in trip.stops if one.site.place is not None]
    others = [one for one in seen.left_out if one.site.place is not None]
    if not ordered and not others:
        return None
    spots = [_at(one) for one in (*ordered, *others)]
    frame, height, metre = _frame([(route.start.x, route.start.y), (route.end.x, route.end.y), *spots])
    bar_m = round_length(WIDTH / metre / 4)
    start = frame.mark(route.start.x, route.start.y, route.start_name, 0)
    end = frame.mark(route.end.x, route.end.y, route.end_name, 0)
    return RouteDrawing(
        WIDTH,
        round(height, 1),
        _borders(frame, height),
        tuple(_trip(trip, frame, start, end) for trip in seen.trips if trip.stops),
        tuple(frame.mark(*_at(one), one.site.name, 0) for one in others),
        start,
        None if (end.x, end.y) == (start.x, start.y) else end,
        round(bar_m * metre, 1),
        bar_m,
    )


def _trip(trip: SeenTrip, frame: Frame, start: Mark, end: Mark) -> DrawnTrip:
    stops = tuple(
        frame.mark(*_at(one), one.site.name, number)
        for number, one in enumerate(trip.stops, 1)
        if one.site.place is not None
    )
    return DrawnTrip(trip.number, " ".join(f"{mark.x},{mark.y}" for mark in (start, *stops, end)), stops)


def _at(one: Any) -> tuple[float, float]:
    point = one.site.place.point_on_surface
    return point.x, point.y


def _frame(spots: list[tuple[float, float]]) -> tuple[Frame, float, float]:
    """Return the frame around the spots, its height, and how many units a metre on the ground is."""
    plain = Frame(0.0, 0.0, 1.0)
    marks = [plain.mark(lon, lat, "", 0) for lon, lat in spots]
    west, east = min(mark.x for mark in marks), max(mark.x for mark in marks)
    north, south = min(mark.y for mark in marks), max(mark.y for mark in marks)
    stretch = plain.stretch(sum(lat for _lon, lat in spots) / len(spots))
    span = max(east - west, (south - north) * 1.1, SMALLEST_M * stretch)
    wide, high = span * (1 + 2 * MARGIN), max(south - north, span * 0.5) + 2 * span * MARGIN
    scale = WIDTH / wide
    frame = Frame((west + east - wide) / 2, -(north + south - high) / 2, scale)
    return frame, high * scale, scale * stretch


def _borders(frame: Frame, height: float) -> tuple[str, ...]:
    box = {"x0": frame.x0, "y0": frame.y0, "scale": frame.scale, "width": WIDTH, "height": height}
    return tuple(row["path"] for row in STATEMENTS.rows("borders", box) if row["path"])
