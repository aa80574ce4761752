"""Add up what every part of `make test` reported, and end with one line: N passed, N failed[, N skipped]."""

import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree


@dataclass(frozen=True)
class Count:
    """How many tests passed, failed and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        line = f"{self.passed} passed, {self.failed} failed"
        return f"{line}, {self.skipped} skipped" if self.skipped else line


def main() -> int:
    """Print the line for the results in the folder given; the exit code is 0 only when tests ran and none failed."""
    parts = {path.stem: part(path) for path in sorted(Path(sys.argv[1]).glob("*.exit"))}
    total = sum(parts.values(), Count())
    print()
    for name in [name for name, count in parts.items() if count.failed]:
        print(f"✗ {name}: {parts[name]}")
    if not total.passed:
        print("✗ No test was run.")
    print(total)
    return 0 if total.passed and not total.failed else 1


def part(exit_file: Path) -> Count:
    """Return the count of one part; a part that failed without naming a test counts as one failure."""
    code = int(exit_file.read_text(encoding="utf-8"))
    report = exit_file.with_suffix(".xml")
    if not report.is_file():
        return Count(failed=1) if code else Count(passed=1)
    count = read_junit(report)
    return count + Count(failed=1) if code and not count.failed else count


def read_junit(report: Path) -> Count:
    """Return the count of a JUnit file, as pytest and Node write it; a broken one is a failure."""
    try:
        cases = list(ElementTree.parse(report).getroot().iter("testcase"))  # noqa: S314  # written by our own run
    except ElementTree.ParseError:
        return Count(failed=1)
    failed = sum(case.find("failure") is not None or case.find("error") is not None for case in cases)
    skipped = sum(case.find("skipped") is not None for case in cases)
    return Count(len(cases) - failed - skipped, failed, skipped)


if __name__ == "__main__":
    raise SystemExit(main())
