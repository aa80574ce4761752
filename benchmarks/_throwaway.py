"""A product to be thrown away: its own durable cluster (fsync on), a media folder, and the real web server in front."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
STARTS_WITHIN_S = 60
# As the compose file starts it.
GUNICORN = ["-m", "gunicorn", "--preload", "--workers", "2", "--threads", "4"]


@dataclass
class Product:
    """A cluster and a web server in `home`, which may be killed and started again."""

    home: Path
    port: int
    web: subprocess.Popen[bytes] | None = None
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def media(self) -> Path:
        """Where photos lie."""
        return self.home / "media"

    @property
    def database_url(self) -> str:
        """The address of its database."""
        return self.cluster("url").strip()

    def start_database(self) -> None:
        """Start the cluster; what a crash left behind is recovered."""
        self.cluster("start")
        self.environment = {
            **os.environ,
            "DATABASE_URL": self.database_url,
            "MEDIA_ROOT": str(self.media),
            "INSECURE_LOCAL": "1",
            "DEBUG": "0",
            "LOG_LEVEL": "ERROR",
        }

    def start_web(self) -> None:
        """Start the web server and wait until it answers."""
        command = [sys.executable, *GUNICORN, "patrol.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        with (self.home / "web.log").open("ab") as log:
            self.web = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        _await_answer(self.port, "/healthz")

    def kill(self) -> None:
        """End web server and database at once, as a power cut would: nobody of them is asked."""
        self.kill_web()
        lock = self.home / "cluster" / "data" / "postmaster.pid"
        pid = int(lock.read_text().split()[0])
        family = [pid, *_children(pid)]
        for one in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        while any(_is_alive(one) for one in family):
            time.sleep(0.01)
        # In a container whose first process buries nobody, the dead one's number would still seem to run.
        lock.unlink()

    def kill_web(self) -> None:
        """End the web server and its workers."""
        if self.web is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.web.pid, signal.SIGKILL)
            self.web.wait()

    def cpu_seconds(self) -> tuple[float, float]:
        """Return the processor time that the web server and the database have used so far."""
        database = int((self.home / "cluster" / "data" / "postmaster.pid").read_text().split()[0])
        web = self.web.pid if self.web else 0
        families = ([parent, *_children(parent)] for parent in (web, database))
        used = [sum(map(_cpu_seconds, family)) for family in families]
        return used[0], used[1]

    def run(self, *arguments: str) -> Any:
        """Run a Python module against the product and return the JSON it prints, if any."""
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True)
        return json.loads(done.stdout) if done.stdout.startswith("{") else None

    def cluster(self, what: str) -> str:
        """Ask the script of the cluster: start, stop, url."""
        where = {**os.environ, "CLUSTER_HOME": str(self.home / "cluster"), "CLUSTER_FSYNC": "on"}
        done = subprocess.run(
            [str(ROOT / "scripts" / "cluster"), what], env=where, check=True, capture_output=True, text=True
        )
        return done.stdout


@contextmanager
def running_product(home: Path, people: int, like: str = "") -> Iterator[tuple[Product, dict[str, Any]]]:
    """Make a product with some volunteers in `home`, run it, and take everything away afterwards.

    Its tables are migrated, or copied from the database `like`, which takes a tenth of the time.

    Beside it comes what `benchmarks._intake_world` says: the sessions of the volunteers and a report to send.
    """
    home.mkdir(parents=True, exist_ok=True)
    product = Product(home, _free_port())
    try:
        product.start_database()
        _copy(like, product.database_url) if like else _migrate(product)
        world = product.run("-m", "benchmarks._intake_world", str(people))
        product.start_web()
        yield product, world
    finally:
        product.kill_web()
        with contextlib.suppress(subprocess.CalledProcessError):
            product.cluster("stop")
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def running_door(product: Product) -> Iterator[int]:
    """Run the bare door beside the product, in the same web server, and yield its port."""
    folder, port = product.home / "door", _free_port()
    folder.mkdir()
    command = [sys.executable, *GUNICORN, "benchmarks._bare_door:application", "--bind", f"127.0.0.1:{port}"]
    own = {**product.environment, "BARE_DOOR_FOLDER": str(folder)}
    with (product.home / "door.log").open("ab") as log:
        door = subprocess.Popen(command, cwd=ROOT, env=own, stdout=log, stderr=log, start_new_session=True)
    try:
        _await_answer(port, "/")
        yield port
    finally:
        os.killpg(door.pid, signal.SIGTERM)
        door.wait()
        shutil.rmtree(folder)


def _await_answer(port: int, path: str) -> None:
    until = time.monotonic() + STARTS_WITHIN_S
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2):
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def _migrate(product: Product) -> None:
    product.run("manage.py", "migrate", "--verbosity", "0")
    product.run("manage.py", "seed_vocabulary", "--verbosity", "0")


def _copy(source: str, target: str) -> None:
    dump = subprocess.run(["pg_dump", "--no-owner", source], check=True, capture_output=True).stdout
    subprocess.run(["psql", "--quiet", "--no-psqlrc", target], input=dump, check=True, capture_output=True)


def _children(parent: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                    found.append(int(folder.name))
    return found


def _cpu_seconds(pid: int) -> float:
    """Add up user and system time of a process and of the children it buried."""
    try:
        fields = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _is_alive(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
