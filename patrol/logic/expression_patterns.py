"""Patterns of `regex()`: only those that mean the same in Python and JavaScript, and that no text makes slow."""

import re
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 200
# A pattern is tried on so many characters at most: longer text does not match.
LONGEST_MATCHED: Final = 100
# In so many ways a pattern may be laid over a text: each endless part is one more power of the text's length.
MOST_WAYS: Final = 1_000_000
MOST_TIMES: Final = 100
CLASSES: Final = "dDwWsS"
SIGNS: Final = "^$\\.*+?()[]{}|/"
PART: Final = re.compile(
    r"""(?P<escape>\\(?P<escaped>.))
    |(?P<set>\[\^?(?P<members>(?:\\.|[^\\\[\]])+)\])
    |(?P<open>\((?:\?:)?)
    |(?P<close>\))
    |(?P<times>[*+?]|\{\d{1,4}(?:,\d{0,4})?\})
    |(?P<bar>\|)
    |(?P<plain>[^\\\[\](){}*+?|])""",
    re.VERBOSE | re.DOTALL,
)


def is_safe_pattern(pattern: str) -> bool:
    """Say whether we take the pattern: plain characters, sets, groups, choices and counts.

    No look-around, no references back, and nothing that can be laid over a text in more than a million ways.
    """
    if len(pattern) > LONGEST or not _Walk().takes(pattern):
        return False
    try:
        re.compile(pattern, re.ASCII)
    except (re.error, OverflowError):
        return False
    return True


@dataclass(slots=True)
class _Group:
    """A group being read: in how many ways its finished branches, the present one without its last part, and that can match."""

    branches: int = 0
    so_far: int = 1
    last: int = 0

    def add(self, ways: int) -> None:
        self.so_far, self.last = self.so_far * (self.last or 1), ways

    def ways(self) -> int:
        return self.branches + self.so_far * (self.last or 1)


class _Walk:
    """Reads a pattern from left to right, counting in how many ways it could match a text of the longest length."""

    def __init__(self) -> None:
        self.groups = [_Group()]
        self.after = ""

    def takes(self, pattern: str) -> bool:
        at = 0
        while at < len(pattern):
            part = PART.match(pattern, at)
            if part is None or not self.part(part) or self.groups[-1].ways() > MOST_WAYS:
                return False
            at = part.end()
        return len(self.groups) == 1

    def part(self, part: re.Match[str]) -> bool:
        kind, before = self.kind_of(part), self.after
        self.after = kind
        if kind == "times":
            # Two counts in a row, and lazy ones, mean different things in different places.
            return before not in {"", "open", "bar", "times"} and self.times(part["times"])
        if kind == "open":
            self.groups.append(_Group())
        elif kind == "close":
            return self.close()
        elif kind == "bar":
            group = self.groups[-1]
            group.branches, group.so_far, group.last = group.ways(), 1, 0
        else:
            self.groups[-1].add(1)
        return self.is_plain(part, kind)

    def close(self) -> bool:
        if len(self.groups) == 1:
            return False
        ways = self.groups.pop().ways()
        self.groups[-1].add(ways)
        return True

    def times(self, text: str) -> bool:
        group = self.groups[-1]
        counts = [int(count) for count in re.findall(r"\d+", text)]
        if any(count > MOST_TIMES for count in counts) or sorted(counts) != counts:
            return False
        if text in "*+" or text.endswith(",}"):
            # Endless of what has one way only: how far it reaches is the choice.
            group.last = LONGEST_MATCHED if group.last == 1 else MOST_WAYS + 1
            return True
        least, most = (0, 1) if text == "?" else (counts[0], counts[-1])
        group.last = min(group.last ** max(1, most), MOST_WAYS + 1) * (most - least + 1)
        return True

    @staticmethod
    def is_plain(part: re.Match[str], kind: str) -> bool:
        if kind == "escape":
            return part["escaped"] in CLASSES + SIGNS
        return kind != "set" or _is_plain_set(part["members"])

    @staticmethod
    def kind_of(part: re.Match[str]) -> str:
        kinds = ("escape", "set", "open", "close", "times", "bar", "plain")
        return next(name for name in kinds if part[name] is not None)


def _is_plain_set(members: str) -> bool:
    if re.search(r"&&|--|\|\||~~", members):
        return False
    return all(escaped in "dws-" + SIGNS for escaped in re.findall(r"\\(.)", members, re.DOTALL))
