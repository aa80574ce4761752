"""The command that converts pairs, as an operator runs it."""

import os
import subprocess
import sys


def run(text: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "convert_positions", *options]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False, env=dict(os.environ))


def test_lines_are_converted_one_for_one() -> None:
    there = run("116.404,39.915\n\n0,0\n", "--from", "wgs84", "--to", "bd09")
    lines = there.stdout.split("\n")
    assert (there.returncode, lines[1], lines[2]) == (0, "", "0.0000000000,0.0000000000")
    back = run(there.stdout, "--from", "bd09", "--to", "wgs84")
    longitude, latitude = map(float, back.stdout.split("\n")[0].split(","))
    assert abs(longitude - 116.404) < 1e-8
    assert abs(latitude - 39.915) < 1e-8


def test_bad_lines_are_named_and_leave_their_place_empty() -> None:
    done = run("116.404,39.915\nnowhere\n117,40\n", "--to", "gcj02")
    assert done.returncode == 1
    assert done.stdout.split("\n")[1] == ""
    assert "line 2: “nowhere” is no pair of coordinates" in done.stderr


def test_projected_pairs_need_a_known_system() -> None:
    assert run("500000,4400000\n", "--from-crs", "EPSG:4548").stdout.startswith("117.0000000000,39.7")
    assert run("1,2\n", "--from-crs", "nonsense").returncode == 2
