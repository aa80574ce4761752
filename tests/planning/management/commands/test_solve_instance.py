"""The command line to the solvers: JSON alone on standard output, one sentence and exit code 2 for what is no problem."""

import json
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).parents[4]
TWO = "2\n1 1\n5\n2\n3\n2 1\n4\n6\n2\n2\n3\n3\n"


def test_each_problem_is_a_line_of_json(tmp_path: Path) -> None:
    file = tmp_path / "two.txt"
    file.write_text(TWO)
    said = StringIO()
    call_command("solve_instance", str(file), "--format", "gap", "--seconds", "5", "--json", stdout=said)
    told = [json.loads(line) for line in said.getvalue().splitlines()]
    assert [one.pop("seconds") < 5 for one in told] == [True, True]
    assert told == [
        {"problem": 1, "sense": "max", "objective": 5, "bound": 5, "gap": 0.0, "solution": [1]},
        {"problem": 2, "sense": "max", "objective": 6, "bound": 6, "gap": 0.0, "solution": [2]},
    ]


def test_without_json_it_is_a_line_to_read(tmp_path: Path) -> None:
    file = tmp_path / "line.txt"
    file.write_text("3 2 1\n1 2 5\n2 3 4\n")
    said = StringIO()
    call_command("solve_instance", str(file), "--format", "pmed", stdout=said)
    assert said.getvalue().startswith("problem 1  sense min  objective 9  bound 9  gap 0.0  seconds ")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"1 2", "is not of this format: The file ends before the number of jobs."),
        (b"\xff\xfe\x00", "is not a text file."),
        (None, "cannot be read: No such file or directory."),
    ],
)
def test_malformed_file_is_refused_with_one_sentence(content: bytes | None, sentence: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError) as refusal:
        call_command("solve_instance", str(file), "--format", "gap")
    assert (str(refusal.value), refusal.value.returncode) == (f"{file} {sentence}", 2)


@pytest.mark.parametrize("seconds", ["-1", "nan", "x"])
def test_senseless_time_is_refused(seconds: str) -> None:
    with pytest.raises(CommandError, match="argument --seconds: invalid"):
        call_command("solve_instance", "any", "--format", "gap", "--seconds", seconds)


def test_process_writes_json_alone_and_ends_in_time(tmp_path: Path) -> None:
    file = tmp_path / "line.txt"
    file.write_text("3 3 1\n1 2 5\n2 3 4\n1 3 4\n")
    ended = _run(str(file), "--format", "pmed", "--seconds", "1", "--json")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert json.loads(ended.stdout)["objective"] == 8


def test_process_refuses_with_code_2_and_one_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.txt"
    file.write_text("n 1\n")
    ended = _run(str(file), "--format", "top", "--seconds", "1", "--json")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == f"CommandError: {file} is not of this format: Line 2 must be `m` and a number.\n"


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    started = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "manage.py", "solve_instance", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert time.monotonic() - started < 120
    return ended
