"""How the scripts speak: one line when it went well, one sentence and a remedy when not."""

import re
import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_step_that_succeeds_is_one_line() -> None:
    done = say("step 'Static files' echo noise")
    assert done.returncode == 0
    assert re.fullmatch(r"✓ Static files \(\d+\.\d s\)\n", done.stdout)


@pytest.mark.parametrize(
    ("message", "remedy"),
    [
        ("cp: No space left on device", "The disk is full: free about 3 GB"),
        ("Temporary failure in name resolution: could not resolve", "The package source cannot be reached"),
        ("npm error code ENOTFOUND", "The package source cannot be reached"),
        ("E: Could not get lock /var/lib/dpkg/lock-frontend", "Another package manager is running"),
        ("invalid peer certificate: UnknownIssuer", "A certificate is not trusted"),
        ("mkdir: cannot create directory: Permission denied", "A file belongs to another user"),
        ("something new", "The lines above say why."),
    ],
)
def test_step_that_fails_names_a_remedy(message: str, remedy: str) -> None:
    done = say(f"step Packages sh -c 'echo \"{message}\"; exit 9'; echo never")
    assert (done.returncode, done.stdout) == (1, "")
    lines = done.stderr.splitlines()
    assert lines[:2] == [message, "✗ Packages failed."]
    assert lines[2].startswith(f"  → {remedy}")


def test_stamp_holds_until_a_file_changes(tmp_path: Path) -> None:
    script = f"""source {ROOT}/scripts/stamps.sh; echo 1 >lock
        is_stamped front lock || echo missing; stamp front lock; is_stamped front lock && echo same
        echo 2 >lock; is_stamped front lock || echo changed"""
    done = say(script, cwd=tmp_path)
    assert done.stdout.split() == ["missing", "same", "changed"]


def test_demo_on_a_taken_port_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = say(f"PORT={port} {ROOT}/scripts/demo")
    assert done.returncode == 1
    assert re.match(rf"✗ Port {port} is taken( by .* \(process \d+\))?\.\n", done.stderr)
    assert done.stderr.splitlines()[1].endswith(f"make demo PORT={port + 10}")


def test_demo_with_a_port_that_is_no_number() -> None:
    done = say(f"PORT=eight {ROOT}/scripts/demo")
    assert (done.returncode, done.stderr.splitlines()[0]) == (1, "✗ PORT=eight is not a port number.")


def say(script: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a few lines of bash that may use say.sh."""
    command = ["bash", "-euo", "pipefail", "-c", f"source {ROOT}/scripts/say.sh; {script}"]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
