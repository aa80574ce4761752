"""Web and worker side by side: what is started is stopped."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts import serve

SLEEPER = [sys.executable, "-c", "import time; print('awake', flush=True); time.sleep(600)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('awake', flush=True); time.sleep(600)",
]


@pytest.fixture(autouse=True)
def own_logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the test's logs away from the demo's."""
    monkeypatch.setattr(serve, "LOGS", tmp_path)
    monkeypatch.setattr(serve, "GRACE_SECONDS", 1)


def test_stop_ends_every_process(tmp_path: Path) -> None:
    running = {"web": serve.start("web", SLEEPER), "worker": serve.start("worker", STUBBORN)}
    wait_for_line(tmp_path / "web.log")
    wait_for_line(tmp_path / "worker.log")
    assert serve.first_dead(running) is None
    before = signal.getsignal(signal.SIGINT)
    serve.stop(running)
    signal.signal(signal.SIGINT, before)
    assert [process.poll() for process in running.values()] == [-signal.SIGTERM, -signal.SIGKILL]


def test_stop_ends_the_children_too(tmp_path: Path) -> None:
    parent = (
        "import subprocess, sys, time; p = subprocess.Popen(sys.argv[1:]); print(p.pid, flush=True); time.sleep(600)"
    )
    running = {"web": serve.start("web", [sys.executable, "-c", parent, "sleep", "600"])}
    child = int(wait_for_line(tmp_path / "web.log"))
    before = signal.getsignal(signal.SIGINT)
    serve.stop(running)
    signal.signal(signal.SIGINT, before)
    assert is_gone(child)


def test_watch_reports_a_process_that_ends(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    running = {"worker": serve.start("worker", [sys.executable, "-c", "print('no table'); raise SystemExit(4)"])}
    assert serve.watch(running) == 1
    assert capsys.readouterr().err.splitlines() == [
        "no table",
        "✗ worker ended with code 4.",
        "  → .build/log/worker.log has more.",
    ]


def test_answers_of_a_port_where_nobody_listens() -> None:
    assert serve.answers("http://127.0.0.1:9/healthz") is False


def wait_for_line(log: Path) -> str:
    """Return the first line of a log as soon as it is there."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if log.exists() and (lines := log.read_text(encoding="utf-8").splitlines()):
            return lines[0]
        subprocess.run(["sleep", "0.05"], check=True)
    raise AssertionError(f"{log} stayed empty")


def is_gone(pid: int) -> bool:
    """True when the process has ended (a zombie that nobody has collected yet has ended, too)."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
        except (ProcessLookupError, FileNotFoundError):
            return True
        if state == "Z":
            return True
        subprocess.run(["sleep", "0.05"], check=True)
    return False
