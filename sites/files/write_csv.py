"""Rows of sites as CSV, piece by piece: for Excel in UTF-8 with its mark, and without a cell that would run."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Final

from core.logic.cells import safe_cell
from sites.files.write_rows import PLACE_COLUMNS, Row, cells
from sites.logic.fields import EXPORTED

# Excel takes a CSV without this mark for the encoding of its country.
BYTE_ORDER_MARK: Final = "\ufeff"


def csv_pieces(batches: Iterator[list[Row]]) -> Iterator[str]:
    """Yield the table: its head, then a piece for every batch."""
    columns = [*(field.name for field in EXPORTED), *PLACE_COLUMNS]
    yield BYTE_ORDER_MARK + _lines([columns])
    for batch in batches:
        yield _lines([[safe_cell(row[name]) for name in columns] for row in cells(batch)])


def _lines(rows: list[list[str]]) -> str:
    out = StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()
