"""Patterns of `regex()`: only those that mean the same in Python and JavaScript, and that no text makes slow."""

import re
from typing import Final

LONGEST: Final = 200
# Text without end may be looked for so often in one pattern: each more is another power of the text's length.
MOST_UNBOUNDED: Final = 4
MOST_TIMES: Final = 1000
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

    No look-around, no references back, and nothing counted without end inside what is counted without end.
    """
    if len(pattern) > LONGEST or not _Walk().takes(pattern):
        return False
    try:
        re.compile(pattern, re.ASCII)
    except (re.error, OverflowError):
        return False
    return True


class _Walk:
    """Reads a pattern from left to right; `groups` says of each open group whether it holds a choice or an endless count."""

    def __init__(self) -> None:
        self.groups = [False]
        self.unbounded = 0
        self.closed_group_is_loose = False
        self.after = ""

    def takes(self, pattern: str) -> bool:
        at = 0
        while at < len(pattern):
            part = PART.match(pattern, at)
            if part is None or not self.part(part):
                return False
            at = part.end()
        return len(self.groups) == 1 and self.unbounded <= MOST_UNBOUNDED

    def part(self, part: re.Match[str]) -> bool:
        kind, before = self.kind_of(part), self.after
        self.after = kind
        if kind == "times":
            return self.times(part["times"], before)
        if kind == "open":
            self.groups.append(False)
        elif kind == "close":
            if len(self.groups) == 1:
                return False
            self.closed_group_is_loose = self.groups.pop()
            self.groups[-1] |= self.closed_group_is_loose
        elif kind == "bar":
            self.groups[-1] = True
        elif kind == "escape":
            return part["escaped"] in CLASSES + SIGNS
        elif kind == "set":
            return _is_plain_set(part["members"])
        return True

    @staticmethod
    def kind_of(part: re.Match[str]) -> str:
        return next(
            name for name in ("escape", "set", "open", "close", "times", "bar", "plain") if part[name] is not None
        )

    def times(self, text: str, before: str) -> bool:
        # Two counts in a row, and lazy ones, mean different things in different places.
        if before in {"", "open", "bar", "times"}:
            return False
        counts = [int(count) for count in re.findall(r"\d+", text)]
        if any(count > MOST_TIMES for count in counts) or sorted(counts) != counts:
            return False
        if text in "*+" or text.endswith(",}") or max(counts, default=0) > 20:
            self.unbounded += 1
            if before == "close" and self.closed_group_is_loose:
                return False
            self.groups[-1] = True
        return True


def _is_plain_set(members: str) -> bool:
    if re.search(r"&&|--|\|\||~~", members):
        return False
    return all(escaped in "dws-" + SIGNS for escaped in re.findall(r"\\(.)", members, re.DOTALL))
