"""Reads a small table, CSV or XLSX, as rows of text."""

import csv
import io
import zipfile
from typing import Any, Final

import openpyxl

MOST_BYTES: Final = 5 * 1024 * 1024
# A workbook is a ZIP: what it unpacks to is looked at before it is read.
MOST_UNPACKED: Final = 60 * 1024 * 1024
MOST_COLUMNS: Final = 50


def read_table(content: bytes, *, most_rows: int) -> list[list[str]]:
    """Return the rows of the first sheet, at most so many and one more. ValueError: neither CSV nor XLSX, or too large."""
    if len(content) > MOST_BYTES:
        raise ValueError("too large")
    if content.startswith(b"PK"):
        return _workbook(content, most_rows)
    text = _text(content)
    try:
        dialect: Any = csv.Sniffer().sniff(text[:2000], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    rows = csv.reader(io.StringIO(text), dialect)
    return [row[:MOST_COLUMNS] for _number, row in zip(range(most_rows + 2), rows, strict=False)]


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise ValueError("no text")


def _workbook(content: bytes, most_rows: int) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
                raise ValueError("too large")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=most_rows + 2, max_col=MOST_COLUMNS, values_only=True)
        return [["" if cell is None else _said(cell) for cell in row] for row in rows]
    except (zipfile.BadZipFile, KeyError, IndexError, OSError) as error:
        raise ValueError("no workbook") from error


def _said(cell: Any) -> str:
    # A phone number typed as a number comes as a float.
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
