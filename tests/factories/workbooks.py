"""XLSForm workbooks for tests: sheets as lists of rows, written as .xlsx."""

import io
from collections.abc import Sequence

from openpyxl import Workbook

Row = Sequence[str]
HEADINGS: Row = ("type", "name", "label::中文 (zh)", "label::English (en)", "hint::中文 (zh)", "required", "relevant", "constraint",
                 "constraint_message::中文 (zh)", "default")  # fmt: skip
CHOICES: Row = ("list_name", "name", "label::中文 (zh)", "label::English (en)")
SURVEY: Sequence[Row] = (
    ("select_one yesno", "crowd", "人多吗？", "Is it crowded?", "看大门口", "yes"),
    ("begin_group", "more", "人流", "Crowd", "", "", "${crowd} = 'yes'"),
    ("integer", "people", "多少人？", "How many?", "", "yes", "", ". > 0 and . < 10000", "1 到 9999 人"),
    ("select_multiple why", "reasons", "原因", "Why?", "", "", "${people} > 100"),
    ("image", "queue", "队伍的照片", "Picture of the queue"),
    ("end_group", "", "", ""),
    ("date", "since", "从哪天起？", "Since when?", "", "", "", ". <= today()"),
    ("geopoint", "gate", "入口位置", "Place of the gate"),
    ("decimal", "width", "门宽（米）", "Width of the gate (m)"),
    ("text", "words", "说明", "In words", "", "${crowd} = 'yes'", "", "regex(., '[^<>]*')", "", "无"),
    ("note", "thanks", "谢谢", "Thank you"),
)
LISTS: Sequence[Row] = (
    ("yesno", "yes", "是", "Yes"),
    ("yesno", "no", "否", "No"),
    ("why", "fair", "庙会", "Fair"),
    ("why", "film", "拍摄", "Film"),
)


def workbook(
    survey: Sequence[Row] = SURVEY,
    choices: Sequence[Row] = LISTS,
    *,
    version: str = "2026-06",
    headings: Row = HEADINGS,
    title: str = "人流调查",
) -> bytes:
    """Write a workbook; a row may be shorter than the headings."""
    book = Workbook()
    sheets = {
        "survey": (headings, survey),
        "choices": (CHOICES, choices),
        "settings": (("form_title", "form_id", "version"), ((title, "crowd", version),)),
    }
    book.remove(book.worksheets[0])
    for name, (first, rows) in sheets.items():
        sheet = book.create_sheet(name)
        for row in (first, *rows):
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
