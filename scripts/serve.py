"""Run web and worker side by side until Ctrl-C, and stop both before leaving."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
LOGS = ROOT / ".build" / "log"
READY_SECONDS = 60  # the slowest start seen on two busy cores was a tenth of it
GRACE_SECONDS = 8  # for a request or job that is under way

BANNER = """
  ────────────────────────────────────────────────────────────────
   Heritage Patrol is running · 文物巡查已启动     {address}
  ────────────────────────────────────────────────────────────────
   Accounts · 演示账号      password · 密码: heritage-demo-2026
     volunteer@example.org   志愿者  see what is urgent near you, file a report from the phone page
     officer@example.org     文物干部 review the inbox, accept a report, follow the case
     planner@example.org     规划员  look at coverage, ask for a plan, move a visit, publish
   What to try · 可以试试
     1  Sign in as the volunteer in a narrow window; take an assignment and report damage with two photos.
     2  Sign in as the officer in a private window; check the evidence on the map and accept.
     3  Sign in as the planner; plan the overdue sites of a district. Open the status map without signing in.
   Ctrl-C stops everything · 按 Ctrl-C 全部停止      logs · 日志: .build/log/
"""


class Stopped(Exception):
    """Someone asked the demo to end."""


# Without what stands behind the `?`: it can hold a position.
ACCESS_LOG = ["--access-logfile", "-", "--access-logformat", "%(h)s %(m)s %(U)s %(s)s %(L)ss"]


def main() -> int:
    """Start both, wait until the web process answers, then watch them; the exit code says whether it ended well."""
    port = int(sys.argv[1])
    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    signal.signal(signal.SIGHUP, ask_to_stop)
    LOGS.mkdir(parents=True, exist_ok=True)
    running: dict[str, subprocess.Popen[str]] = {}
    try:
        for name, command in commands(port).items():
            running[name] = start(name, command)
        wait_until_ready(port, running)
        print(BANNER.format(address=f"http://localhost:{port}/"), flush=True)
        return watch(running)
    except Stopped:
        print()
        return 0
    finally:
        stop(running)


def commands(port: int) -> dict[str, list[str]]:
    """Return the command of each process; docker-compose.yml runs the same two."""
    python = sys.executable
    web = ["-m", "gunicorn", "patrol.wsgi", "--preload", "--workers", "2", "--threads", "4", *ACCESS_LOG]
    return {
        "web": [python, *web, "--bind", f"127.0.0.1:{port}"],
        "worker": [python, "manage.py", "procrastinate", "worker"],
    }


def start(name: str, command: list[str]) -> subprocess.Popen[str]:
    """Start one process in a session of its own, so that the terminal's Ctrl-C reaches it only through us."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    threading.Thread(target=copy_lines, args=(name, process), daemon=True).start()
    return process


def copy_lines(name: str, process: subprocess.Popen[str]) -> None:
    """Write a process's lines to its log, and to the screen when VERBOSE=1."""
    verbose = os.environ.get("VERBOSE", "") not in {"", "0"}
    with (LOGS / f"{name}.log").open("w", encoding="utf-8") as log:
        for line in process.stdout or ():
            log.write(line)
            log.flush()
            if verbose:
                print(f"{name:>6} | {line}", end="", flush=True)


def wait_until_ready(port: int, running: dict[str, subprocess.Popen[str]]) -> None:
    """Return when /healthz answers 200; a process that dies first, or a minute without an answer, ends the demo."""
    started = time.monotonic()
    while time.monotonic() - started < READY_SECONDS:
        if (dead := first_dead(running)) is not None:
            raise SystemExit(report_death(dead, running[dead]))
        if answers(f"http://127.0.0.1:{port}/healthz"):
            print(f"✓ Web and worker answer ({time.monotonic() - started:.1f} s)", flush=True)
            return
        time.sleep(0.1)
    raise SystemExit(f"✗ The web process gave no answer in {READY_SECONDS} s.\n  → Look at .build/log/web.log.")


def answers(url: str) -> bool:
    """Tell whether the page is served; a redirect or a refusal is not an answer."""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310  # our own http address
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def watch(running: dict[str, subprocess.Popen[str]]) -> int:
    """Wait until one of the processes ends by itself, which is always a fault."""
    while (dead := first_dead(running)) is None:
        time.sleep(0.5)
    print(report_death(dead, running[dead]), file=sys.stderr)
    return 1


def first_dead(running: dict[str, subprocess.Popen[str]]) -> str | None:
    """Return the name of a process that has ended."""
    return next((name for name, process in running.items() if process.poll() is not None), None)


def report_death(name: str, process: subprocess.Popen[str]) -> str:
    """Return the last lines of the process's log and one sentence."""
    time.sleep(0.2)  # its last lines are still on their way
    tail = (LOGS / f"{name}.log").read_text(encoding="utf-8", errors="replace").splitlines()[-25:]
    return "\n".join([*tail, f"✗ {name} ended with code {process.returncode}.", f"  → .build/log/{name}.log has more."])


def stop(running: dict[str, subprocess.Popen[str]]) -> None:
    """Ask every process to finish, then end what is left of its session."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for process in running.values():
        send(process, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    for name, process in running.items():
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            send(process, signal.SIGKILL)
            process.wait()
        print(f"✓ {name} stopped", flush=True)


def send(process: subprocess.Popen[str], number: signal.Signals) -> None:
    """Send a signal to the process and its children: it leads a session of its own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def ask_to_stop(number: int, frame: FrameType | None) -> None:
    """Turn the signal into an exception, so that the way out is always the same."""
    raise Stopped


if __name__ == "__main__":
    raise SystemExit(main())
