"""The map sketch of a printed case file: the site sheet's drawing with the places where the damage was fixed."""

from typing import Any

from patrol.models import Case
from patrol.queries.evidence import STATEMENTS
from patrol.queries.sheet import Drawing, place_drawing
from sites.models import Site


def case_drawing(case: Case, site: Site) -> tuple[Drawing | None, list[dict[str, Any]]]:
    """Return the site's surroundings as its reader may know them, and the fixes of the findings in metres of the drawing.

    Each mark has x, y (y downwards) and number, in the order of the findings. No mark where the exact place is not for this reader.
    """
    drawing = place_drawing(site)
    if drawing is None or not site.is_exact:  # type: ignore[attr-defined]
        return drawing, []
    centre = site.place.centroid  # type: ignore[attr-defined]
    marks = STATEMENTS.rows("case_marks", {"case": case.pk, "centre": centre.hexewkb.decode()})
    return drawing, [mark for mark in marks if _is_inside(mark, drawing)]


def _is_inside(mark: dict[str, Any], drawing: Drawing) -> bool:
    is_across = drawing.left <= float(mark["x"]) <= drawing.right
    return is_across and drawing.top <= float(mark["y"]) <= drawing.bottom
