"""Pictures of a statement: photos of its cases for who may look at them, and a sketch of what the public may know."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser

from patrol.models import Photo
from patrol.queries.photos import seen_by
from people.permissions import Person
from planning.queries.coverage import outlines
from planning.queries.drawing import Frame, Mark
from sites.queries import visible_sites

# What a drawing of a whole city can hold; sites with missed visits come first.
MOST_PLACES = 2_000


@dataclass(frozen=True, slots=True)
class Sketch:
    """Outlines of districts and marks of sites (`number` 1 where visits were missed), in the units of a drawing."""

    shapes: list[dict[str, Any]]
    marks: list[Mark]
    width: float
    height: float


def displays_of(viewer: Person, sha256s: Iterable[str]) -> dict[str, str]:
    """Return the stored copies without EXIF of the photos that the viewer may look at, by SHA-256."""
    if not viewer.is_authenticated:
        return {}
    wanted = list(sha256s)
    found = Photo.objects.filter(seen_by(viewer), file__in=wanted, file__error="").exclude(file__display="")
    return dict(found.values_list("file_id", "file__display").distinct())


def sketch_of(area: str, sites: Iterable[list[Any]]) -> Sketch | None:
    """Return the districts of the area with the sites of a statement, each where the public may know it; none without outlines.

    A paper goes from hand to hand, so it shows no more than everybody may know, whoever prints it.
    """
    shapes = outlines([area])
    if not shapes:
        return None
    missed = {row[0]: row[5] - row[6] - row[7] for row in sites}
    worst = sorted(missed, key=lambda code: (-missed[code], code))[:MOST_PLACES]
    # `place` is an annotation, which the types of a queryset do not know.
    public: Any = visible_sites(AnonymousUser())
    shown = public.filter(code__in=worst, place__isnull=False)
    places = {code: place.centroid for code, place in shown.values_list("code", "place")}
    frame = Frame(shapes[0]["x0"], shapes[0]["y0"], shapes[0]["scale"])
    # Those with missed visits are drawn last, so that no other covers them.
    marks = [
        frame.mark(places[code].x, places[code].y, "", int(missed[code] > 0))
        for code in sorted(places, key=lambda code: (missed[code] > 0, code))
    ]
    return Sketch(shapes, marks, shapes[0]["width"], shapes[0]["height"])
