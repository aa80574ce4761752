"""A workbook for spreadsheets (XLSX): sheets of plain rows; a text never becomes a formula."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, the widths of its columns in letters, its head, its rows."""

    name: str
    widths: Sequence[int]
    head: Sequence[Any]
    rows: Iterable[Sequence[Any]]


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """Return the workbook; the head of each sheet stays in sight while one scrolls."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        made = book.create_sheet(sheet.name[:31])
        for number, width in enumerate(sheet.widths, start=1):
            made.column_dimensions[get_column_letter(number)].width = width
        if sheet.head:
            made.freeze_panes = "A2"
            made.append([_cell(made, value, is_head=True) for value in sheet.head])
        for row in sheet.rows:
            made.append([_cell(made, value) for value in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(made: Any, value: Any, *, is_head: bool = False) -> Any:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    cell = WriteOnlyCell(
        made, value if is_number else ILLEGAL_CHARACTERS_RE.sub("", "" if value is None else str(value))
    )
    if not is_number:
        # "=…" is somebody's text, not our formula.
        cell.data_type = "s"
    if is_head:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
