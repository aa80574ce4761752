"""The guarded reader's own process: one JSON request on standard input, one JSON line back, then it ends.

`{"do": "inspect", "source": …}`, `{"do": "thumbnail", "source": …, "target": …, "max_px": …}` or
`{"do": "strip", "source": …, "target": …}`; the answer is `{"facts": …}`, `{"written": true}` or `{"error": code}`.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

CPU_SECONDS = 5
MEMORY_BYTES = 512 * 1024 * 1024
WRITTEN_BYTES = 64 * 1024 * 1024


def main() -> int:
    """Limit this process, then answer the request; 0 whenever an answer was written."""
    _limit()
    request = json.loads(sys.stdin.read())
    sys.stdout.write(json.dumps(_answer(request)) + "\n")
    return 0


def _limit() -> None:
    """Take away what a picture never needs, before the first byte of it is read."""
    for what, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, WRITTEN_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    # Imported after the limits stand: the decoders' own start-up is under them too.
    from patrol.logic import photo
    from patrol.logic.photo_facts import UnreadablePhoto

    source = Path(request["source"])
    try:
        if request["do"] == "inspect":
            return {"facts": photo.read_facts(source).as_json()}
        if request["do"] == "thumbnail":
            photo.write_thumbnail(source, Path(request["target"]), int(request["max_px"]))
        else:
            photo.strip_metadata(source, Path(request["target"]))
    except UnreadablePhoto as error:
        return {"error": error.code}
    return {"written": True}


if __name__ == "__main__":
    sys.exit(main())
