"""The only way a photo from outside is opened: in a process of its own, with little memory, little time, no secrets."""

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

from patrol.logic.photo_facts import PhotoFacts, UnreadablePhoto, facts_from_json

logger = logging.getLogger(__name__)

TIMEOUT_S = 5.0
PROJECT = Path(__file__).resolve().parents[2]
# Nothing of ours: no password, no address of the database.
ENVIRONMENT = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}


def inspect(path: Path, timeout_s: float = TIMEOUT_S) -> PhotoFacts | UnreadablePhoto:
    """Read what a photo is and says; a file that cannot be read is an answer too, never an error."""
    answer = _ask({"do": "inspect", "source": str(path.resolve())}, timeout_s)
    return answer if isinstance(answer, UnreadablePhoto) else facts_from_json(answer["facts"])


def thumbnail(source: Path, target: Path, max_px: int, timeout_s: float = TIMEOUT_S) -> UnreadablePhoto | None:
    """Write an upright copy of at most `max_px` without metadata; None when it is written, else why it is not.

    The suffix of `target` chooses JPEG or WebP.
    """
    request = {"do": "thumbnail", "source": str(source.resolve()), "target": str(target.resolve()), "max_px": max_px}
    return _written(request, target, timeout_s)


def strip(source: Path, target: Path, timeout_s: float = TIMEOUT_S) -> UnreadablePhoto | None:
    """Write an upright copy at full size without metadata; None when it is written, else why it is not."""
    request = {"do": "strip", "source": str(source.resolve()), "target": str(target.resolve())}
    return _written(request, target, timeout_s)


def _written(request: dict[str, Any], target: Path, timeout_s: float) -> UnreadablePhoto | None:
    answer = _ask(request, timeout_s)
    if not isinstance(answer, UnreadablePhoto):
        return None
    # A reader stopped half-way leaves half a picture, which nobody may take for the whole.
    target.unlink(missing_ok=True)
    return answer


def _ask(request: dict[str, Any], timeout_s: float) -> dict[str, Any] | UnreadablePhoto:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "patrol.logic.photo_cli"],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=timeout_s,
            cwd=PROJECT,
            env=ENVIRONMENT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return UnreadablePhoto("too_slow")
    if done.returncode != 0:
        # Negative: stopped by a limit or a crash, as hostile files do. Positive: our own fault, worth reading.
        logger.warning("photo reader ended with %s: %s", done.returncode, done.stderr[-500:].decode(errors="replace"))
        return UnreadablePhoto("reader_stopped")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return UnreadablePhoto(answer["error"]) if "error" in answer else answer
