"""A web process that only reads plans loads none of the solvers' libraries."""

import subprocess
import sys
from pathlib import Path

LOADED = """
import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patrol.settings")
import django
django.setup()
import patrol.urls, planning.tasks, planning.logic.route, planning.logic.posts, planning.logic.instances
print(sorted({name.partition(".")[0] for name in sys.modules} & {"ortools", "highspy", "pyvrp", "scipy"}))
"""


def test_no_solver_is_loaded_before_one_solves() -> None:
    root = Path(__file__).parents[3]
    ended = subprocess.run([sys.executable, "-c", LOADED], cwd=root, capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"
