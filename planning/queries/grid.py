"""The precomputed grid of low zooms: how many sites stand in a tile, without looking at the sites."""

from collections.abc import Sequence
from typing import Final

from django.db.models import Q, QuerySet, Sum

from planning.models import StatusCell

# Cells along one side of a tile, as a power of two: a cell is a tile three zooms further in.
CELL_ZOOMS: Final = 3
DEEPEST_ZOOM: Final = 11
# So far down a tile is made of whole cells of the deepest zoom.
COUNTED_TO_ZOOM: Final = DEEPEST_ZOOM + CELL_ZOOMS


def cells_in_tile(zoom: int, x: int, y: int, *, exact_areas: Sequence[str]) -> QuerySet[StatusCell]:
    """Return the grid's rows in a web-mercator tile: true places where the viewer sees them, shown places elsewhere.

    `exact_areas` are the division-code prefixes in which the viewer may know exact places; `("",)` means everywhere.
    A tile has 8 x 8 cells down to `DEEPEST_ZOOM`, from there fewer and fewer; below `COUNTED_TO_ZOOM` there is no answer.
    """
    steps = COUNTED_TO_ZOOM - max(zoom, DEEPEST_ZOOM)
    if steps < 0:
        return StatusCell.objects.none()
    first_x, first_y, side = x << steps, y << steps, 1 << steps
    inside = Q(pk=None)
    for area in exact_areas:
        inside |= Q(district_code__startswith=area)
    cells = StatusCell.objects.filter(
        zoom=min(zoom, DEEPEST_ZOOM), x__gte=first_x, x__lt=first_x + side, y__gte=first_y, y__lt=first_y + side
    )
    if not exact_areas:
        return cells.filter(is_public=True)
    if "" in exact_areas:
        return cells.filter(is_public=False)
    return cells.filter(inside & Q(is_public=False) | ~inside & Q(is_public=True))


def sites_by_cell(cells: QuerySet[StatusCell]) -> list[int]:
    """Return how many sites the grid's rows stand for, cell by cell, in no order."""
    return list(cells.values("x", "y").annotate(total=Sum("sites")).values_list("total", flat=True))
