"""The parts of the field app's shell: its styles, modules and icons, each with its hash, and the version they make."""

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.templatetags.static import static

from patrol.logic.shell import reachable, version_of

STYLES: Final = (
    *(f"core/{name}.css" for name in ("tokens", "base", "shell", "controls", "forms", "content", "records", "maps")),
    "patrol/field/field.css",
    "patrol/field/camera.css",
    "patrol/field/questions.css",
    "patrol/field/app.css",
    "patrol/field/outing.css",
)
PICTURES: Final = ("core/icons.svg", "core/seal.svg", "patrol/field/icon-192.png", "patrol/field/icon-512.png")
ENTRIES: Final = ("core/theme.js", "core/shell.js", "patrol/field/app.js")
# The map is large and comes after: the app works without it.
MAP_MODULES: Final = frozenset({"maplibre-gl", "pmtiles"})
MAP_PARTS: Final = (
    "vendor/maplibre-gl/maplibre-gl.css",
    "vendor/maplibre-gl/maplibre-gl.mjs",
    "vendor/maplibre-gl/maplibre-gl-worker.mjs",
    "vendor/pmtiles/index.js",
    "vendor/fflate/browser.js",
)
VENDOR: Final = {"idb": "vendor/idb/index.js", "client-zip": "vendor/client-zip/index.js"}
_APPS: Final = re.compile(r"^(core|people|sites|timebank|patrol|planning|maps)/")


@dataclass(frozen=True)
class Shell:
    """What the worker keeps: addresses with their SHA-256 (hexadecimal); `later` may be missing for a while."""

    version: str
    parts: dict[str, str]
    later: dict[str, str]


def shell() -> Shell:
    """Return the shell; read once per process, anew at each call while one develops."""
    return _read_shell() if settings.DEBUG else _kept_shell()


@lru_cache(maxsize=1)
def _kept_shell() -> Shell:
    return _read_shell()


def _read_shell() -> Shell:
    modules = reachable(ENTRIES, _source, leave_out=MAP_MODULES)
    names = [*STYLES, *PICTURES, *(file_of(module) for module in modules)]
    parts = {static(name): sha256_of(name) for name in names}
    later = {static(name): sha256_of(name) for name in MAP_PARTS}
    own = {"template": _templates(), "worker": sha256_of("patrol/field/worker.js")}
    return Shell(version_of({**parts, **later, **own}), parts, later)


def file_of(module: str) -> str:
    """Return the static file a module's name leads to, as the import map says."""
    return VENDOR.get(module, module)


def path_of(name: str) -> Path:
    """Return where the static file that is served lies: in its app on a developer's machine, else collected."""
    found = finders.find(name) if settings.WHITENOISE_USE_FINDERS else None
    return Path(found or staticfiles_storage.path(name))


def sha256_of(name: str) -> str:
    """Return the hash of a static file."""
    return hashlib.sha256(path_of(name).read_bytes()).hexdigest()


def import_map() -> str:
    """Return the house's import map; it stands inline, so the page's policy names its hash."""
    return render_to_string("components/import_map.html")


def csp_hash(script: str) -> str:
    """Return the source expression that lets exactly this inline script through."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _source(module: str) -> str | None:
    if module not in VENDOR and not _APPS.match(module):
        return None
    return path_of(file_of(module)).read_text(encoding="utf-8")


def _templates() -> str:
    """Fingerprint the shell's own markup and words: a changed sentence is a new version, too."""
    folder = settings.BASE_DIR / "templates" / "patrol" / "field"
    words = sorted((settings.BASE_DIR / "locale").glob("*/LC_MESSAGES/*.po"))
    return version_of(
        {str(path.name): hashlib.sha256(path.read_bytes()).hexdigest() for path in [*sorted(folder.iterdir()), *words]}
    )
