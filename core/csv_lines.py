"""Lines of CSV as spreadsheets read them rightly: marked as UTF-8, and with no cell that runs as a formula."""

import csv
from collections.abc import Iterable, Iterator

from core.logic.cells import safe_cell


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield the lines of a CSV, one row at a time; None is an empty cell."""
    yield "\ufeff"  # spreadsheets take the file for Latin-1 without it
    writer = csv.writer(_Echo())
    for row in rows:
        yield writer.writerow(["" if cell is None else safe_cell(str(cell)) for cell in row])
