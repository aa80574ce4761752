"""A drawing of the sheet in the measures of paper: how wide strokes, letters, scale bar and north arrow are in metres."""

from typing import Any

from patrol.queries.sheet import Drawing


def drawn(drawing: Drawing | None) -> dict[str, Any] | None:
    """Return what `patrol/sheet_map.html` shows; every size is a share of the frame's height, so all sheets look alike."""
    if drawing is None:
        return None
    unit = drawing.height / 100
    return {
        **{name: getattr(drawing, name) for name in ("view_box", "left", "right", "top", "bottom", "width", "height")},
        **{name: getattr(drawing, name) for name in ("shapes", "columns", "rows")},
        "hair": unit * 0.25,
        "thin": unit * 0.4,
        "line": unit * 0.6,
        "bold": unit * 1.4,
        "dot": unit * 2.4,
        "letter": unit * 4.5,
        "dash": f"{unit * 2.4:.2f} {unit * 1.6:.2f}",
        **_scale_bar(drawing, unit),
        **_north(drawing, unit),
    }


def _scale_bar(drawing: Drawing, unit: float) -> dict[str, Any]:
    x, y, length = drawing.left + unit * 5, drawing.bottom - unit * 5, drawing.grid_m
    metres = f"{length // 1000} km" if length >= 1000 else f"{length} m"
    path = f"M{x:.1f} {y - unit * 2:.1f}v{unit * 2:.1f}h{length}v{-unit * 2:.1f}"
    return {"bar_path": path, "bar_x": x, "bar_text_y": y - unit * 3.5, "bar_words": metres}


def _north(drawing: Drawing, unit: float) -> dict[str, Any]:
    x, y = drawing.right - unit * 7, drawing.top + unit * 5
    path = f"M{x:.1f} {y:.1f}l{unit * 2.6:.1f} {unit * 8:.1f}l{-unit * 2.6:.1f} {-unit * 2:.1f}l{-unit * 2.6:.1f} {unit * 2:.1f}z"
    return {"north_path": path, "north_x": x, "north_text_y": y + unit * 13}
