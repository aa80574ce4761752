"""The private cluster: its life from nothing to nothing, on a spare port in a folder of its own."""

import os
import re
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def home() -> Iterator[Path]:
    """Return a folder that the server's user can reach (pytest's own is closed to others); delete it afterwards."""
    with TemporaryDirectory(prefix="cluster-") as parent:
        Path(parent).chmod(0o755)  # nothing secret: the data itself is 0700
        folder = Path(parent) / "private"
        yield folder
        cluster(folder, "reset")


def test_cluster_lives_and_keeps_its_data(home: Path) -> None:
    assert cluster(home, "status") == (3, "stopped")
    assert cluster(home, "start")[0] == 0
    url = cluster(home, "url")[1]
    assert cluster(home, "status") == (0, f"running: {url}")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE EXTENSION postgis")
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
        assert connection.execute("SHOW fsync").fetchone() == ("on",)

    assert cluster(home, "start")[0] == 0  # a second start changes nothing
    assert cluster(home, "url")[1] == url
    assert cluster(home, "stop")[0] == 0
    assert cluster(home, "status") == (3, "stopped")

    assert cluster(home, "start", CLUSTER_FSYNC="off")[0] == 0
    with psycopg.connect(cluster(home, "url")[1]) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (7,)
        assert connection.execute("SHOW fsync").fetchone() == ("off",)
    assert cluster(home, "reset")[0] == 0
    assert sorted(path.name for path in home.iterdir()) == ["lock"]


def test_cluster_start_on_a_taken_port(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, message = cluster(home, "start", CLUSTER_PORT=str(port))
    assert code == 1
    assert message.splitlines()[0] == f"✗ Port {port} is taken."


def test_cluster_url_before_the_first_start(home: Path) -> None:
    assert cluster(home, "url") == (1, f"✗ There is no cluster in {home} yet.\n  → Run: make db")


def test_cluster_with_an_unknown_command(home: Path) -> None:
    code, message = cluster(home, "restart")
    assert code == 1
    assert message.splitlines()[0] == "✗ scripts/cluster knows start, stop, status, reset and url."


def test_cluster_environment_is_for_its_owner_only(home: Path) -> None:
    assert cluster(home, "start")[0] == 0
    environment = home / "cluster.env"
    assert environment.stat().st_mode & 0o777 == 0o600
    lines = r"DATABASE_URL=postgres://heritage:heritage@127\.0\.0\.1:\d+/heritage\nINSECURE_LOCAL=1\n"
    assert re.fullmatch(lines, environment.read_text(encoding="utf-8"))


def cluster(home: Path, command: str, **environment: str) -> tuple[int, str]:
    """Run one command of scripts/cluster; return its exit code and what it said."""
    done = subprocess.run(
        [str(ROOT / "scripts" / "cluster"), command],
        env={**os.environ, "CLUSTER_HOME": str(home), "CLUSTER_FSYNC": "on", **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.strip()
