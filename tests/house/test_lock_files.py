"""Lock files name packages and hashes, never where they were fetched."""

import json

from tests.house.source import ROOT


def test_python_lock_names_no_registry() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert "--hash=sha256:" in text


def test_npm_lock_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


def test_every_python_package_says_what_it_is_for() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if line.strip().startswith('"') and "==" in line]
    assert pinned
    assert [line for line in pinned if "# " not in line] == []
