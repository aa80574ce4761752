"""A list of members from a file: which column is which, and what is wrong with a row."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from people.logic.codes import phone_of

COLUMNS: Final[dict[str, frozenset[str]]] = {
    "name": frozenset({"name", "姓名", "名字", "志愿者", "志愿者姓名"}),
    "email": frozenset({"email", "e-mail", "mail", "邮箱", "电子邮箱", "电子邮件"}),
    "phone": frozenset({"phone", "mobile", "tel", "手机", "手机号", "手机号码", "电话", "联系电话"}),
}
MAIL: Final = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
MOST_ROWS: Final = 2000
# What keeps a row out; the others are only said.
STOPS: Final = frozenset({"name_missing", "email_missing", "email_wrong", "email_twice", "already_member"})


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its number in the file, what it says, what was found."""

    line: int
    name: str
    email: str
    phone: str
    findings: tuple[str, ...]

    @property
    def is_usable(self) -> bool:
        """Say whether a membership can be made of it."""
        return not STOPS & set(self.findings)


def columns_of(head: Sequence[str]) -> dict[str, int]:
    """Return which column holds what, by the words of the first row."""
    words = [str(word).strip().lower().lstrip("\ufeff") for word in head]
    return {field: at for field, known in COLUMNS.items() for at, word in enumerate(words) if word in known}


def read(table: Sequence[Sequence[str]], *, members: Mapping[str, str]) -> list[Row]:
    """Return the rows of a table whose first row names its columns; `members` maps known addresses to "member" or "known".

    ValueError: no column of names or addresses, or too many rows.
    """
    columns = columns_of(table[0]) if table else {}
    if not {"name", "email"} <= set(columns) or len(table) - 1 > MOST_ROWS:
        raise ValueError(", ".join(columns))
    said = [(number, _cells(row, columns)) for number, row in enumerate(table[1:], start=2) if any(map(str.strip, row))]
    often = Counter(cells["email"] for _number, cells in said)
    return [_row(number, cells, often, members) for number, cells in said]


def _cells(row: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    cells = {field: row[at].strip() if at < len(row) else "" for field, at in columns.items()}
    return {"phone": "", **cells, "email": cells["email"].lower()}


def _row(line: int, cells: Mapping[str, str], often: Mapping[str, int], members: Mapping[str, str]) -> Row:
    email, phone = cells["email"], phone_of(cells["phone"]) if cells["phone"] else ""
    known = members.get(email, "")
    findings = {
        "name_missing": not cells["name"],
        "email_missing": not email,
        "email_wrong": bool(email) and not MAIL.match(email),
        "email_twice": bool(email) and often[email] > 1,
        "already_member": known == "member",
        "account_known": known == "known",
        "phone_wrong": phone is None,
    }
    return Row(
        line, cells["name"][:80], email[:254], phone or "", tuple(name for name, is_so in findings.items() if is_so)
    )
