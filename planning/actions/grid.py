"""Rebuilds the precomputed grid of low zooms; a cache of other tables, so it leaves no audit entry."""

from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from core.sql import Statements
from planning.queries.grid import CELL_ZOOMS, DEEPEST_ZOOM

SQL = Statements(Path(__file__).resolve().parent.parent / "sql")


def refresh_grid(*, at: datetime) -> int:
    """Count all active sites anew into the grid, with their status on that day; return the number of cells.

    Readers keep the old grid until the new one is complete; a second refresh waits for the first.
    """
    with transaction.atomic():
        SQL.run("grid_lock")
        SQL.run("grid_clear")
        cells = SQL.run(
            "grid_fill",
            {"on": timezone.localdate(at), "deepest": DEEPEST_ZOOM, "cell_zooms": CELL_ZOOMS},
        )
        # Without fresh statistics the next readers' plans expect the grid as it was before.
        SQL.run("grid_analyze")
        return cells
