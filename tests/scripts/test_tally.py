"""The last line of `make test`."""

import subprocess
import sys
from pathlib import Path

from scripts import tally

ROOT = Path(__file__).resolve().parents[2]
TWO_OF_FOUR = """<testsuites><testsuite><testcase name="a"/><testcase name="b"/>
<testcase name="c"><failure/></testcase><testcase name="d"><skipped/></testcase></testsuite></testsuites>"""
ONE = '<testsuites><testcase name="a"/></testsuites>'


def test_tally_adds_parts_up(tmp_path: Path) -> None:
    part(tmp_path, "checks", 0)
    part(tmp_path, "python", 0, ONE)
    assert run(tmp_path) == (0, "2 passed, 0 failed")


def test_tally_with_failed_tests(tmp_path: Path) -> None:
    part(tmp_path, "browser", 0, ONE)
    part(tmp_path, "python", 1, TWO_OF_FOUR)
    assert run(tmp_path) == (1, "3 passed, 1 failed, 1 skipped")


def test_tally_with_failed_checks(tmp_path: Path) -> None:
    part(tmp_path, "checks", 1)
    part(tmp_path, "python", 0, ONE)
    assert run(tmp_path) == (1, "1 passed, 1 failed")


def test_tally_when_tests_pass_but_their_runner_fails(tmp_path: Path) -> None:
    part(tmp_path, "python", 3, ONE)
    assert run(tmp_path) == (1, "1 passed, 1 failed")


def test_tally_when_nothing_ran(tmp_path: Path) -> None:
    assert run(tmp_path) == (1, "0 passed, 0 failed")


def test_read_junit_of_a_broken_file(tmp_path: Path) -> None:
    report = tmp_path / "python.xml"
    report.write_text("<testsuites><test", encoding="utf-8")
    assert tally.read_junit(report) == tally.Count(failed=1)


def part(folder: Path, name: str, code: int, report: str | None = None) -> None:
    """Write what one part of `make test` leaves behind."""
    (folder / f"{name}.exit").write_text(f"{code}\n", encoding="utf-8")
    if report is not None:
        (folder / f"{name}.xml").write_text(report, encoding="utf-8")


def run(folder: Path) -> tuple[int, str]:
    """Return the exit code and the last line."""
    command = [sys.executable, str(ROOT / "scripts" / "tally.py"), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.splitlines()[-1]
