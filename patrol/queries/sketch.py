"""The drawing behind the evidence: where the site is, where the phone said it was, how sure it was."""

import math
from dataclasses import dataclass
from typing import Any, Final

from patrol.models import Report
from patrol.queries.evidence import STATEMENTS

SMALLEST_FRAME_M: Final = 120.0
MARGIN: Final = 1.15


@dataclass(frozen=True)
class Sketch:
    """Shapes in metres around the site's centre (azimuthal equidistant, y downwards) and the frame to show them in."""

    shapes: list[dict[str, Any]]
    view_box: str
    radius_m: float
    scale_m: int
    layers: frozenset[str]
    north_x: float
    north_y: float
    scale_x: float
    scale_end_x: float
    scale_y: float
    scale_label_y: float
    font_m: float


def evidence_sketch(report: Report) -> Sketch:
    """Return what to draw for a report; shapes have layer, dimension, path (SVG), x, y (metres)."""
    shapes = STATEMENTS.rows("evidence_sketch", {"report": report.pk})
    framed = [shape for shape in shapes if shape["is_framed"]]
    left, right = min(s["left_m"] for s in framed), max(s["right_m"] for s in framed)
    top, bottom = min(s["top_m"] for s in framed), max(s["bottom_m"] for s in framed)
    side = max(right - left, (bottom - top) * 1.5, SMALLEST_FRAME_M) * MARGIN
    x, y = (left + right - side) / 2, (top + bottom - side / 1.5) / 2
    scale_m = round_length(side / 5)
    return Sketch(
        shapes=shapes,
        view_box=f"{x:.0f} {y:.0f} {side:.0f} {side / 1.5:.0f}",
        radius_m=side / 80,
        scale_m=scale_m,
        layers=frozenset(shape["layer"] for shape in shapes),
        north_x=x + side * 0.95,
        north_y=y + side * 0.09,
        scale_x=x + side * 0.04,
        scale_end_x=x + side * 0.04 + scale_m,
        scale_y=y + side / 1.5 * 0.94,
        scale_label_y=y + side / 1.5 * 0.91,
        font_m=side / 26,
    )


def evidence_places(report: Report) -> list[dict[str, Any]]:
    """Return the sketch as numbers: what (fix, photo, track), number, role, at, accuracy_m, distance_m, near_share."""
    return STATEMENTS.rows("evidence_places", {"report": report.pk})


def round_length(metres: float) -> int:
    """Return the largest 1, 2 or 5 times a power of ten that is not longer."""
    power = 10 ** math.floor(math.log10(metres))
    return int(max(step * power for step in (1, 2, 5) if step * power <= metres))
