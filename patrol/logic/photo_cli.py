"""The guarded reader's own process: one JSON request on standard input, one JSON line back, then it ends.

`{"do": "inspect", "source": …}`, `{"do": "thumbnail", "source": …, "target": …, "max_px": …}` or
`{"do": "strip", "source": …, "target": …}`; the answer is `{"facts": …}`, `{"written": true}` or `{"error": code}`.

With `serve` as its argument it answers line after line, each in a child of its own under the same limits: the decoders
are loaded once, and a file that brings a child down brings nothing else down.
"""

import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

CPU_SECONDS = 5
# A child of `serve` ends itself a little before the five seconds a file may take in all.
WALL_SECONDS = 4.5
MEMORY_BYTES = 512 * 1024 * 1024
WRITTEN_BYTES = 64 * 1024 * 1024
OUT_OF_TIME = (signal.SIGALRM, signal.SIGXCPU)


def main() -> int:
    """Limit this process, then answer the request; 0 whenever an answer was written."""
    if sys.argv[1:] == ["serve"]:
        return serve()
    _limit()
    request = json.loads(sys.stdin.read())
    sys.stdout.write(json.dumps(_answer(request)) + "\n")
    return 0


def serve() -> int:
    """Answer requests line by line until standard input ends."""
    from patrol.logic import photo  # noqa: F401 - loaded before the children are made, so that each finds it there

    for line in sys.stdin:
        sys.stdout.write(json.dumps(_answer_of_child(json.loads(line))) + "\n")
        sys.stdout.flush()
    return 0


def _answer_of_child(request: dict[str, Any]) -> dict[str, Any]:
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        _be_child(request, write_end)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as stream:
        said = stream.read()
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if ended == 0:
        answer: dict[str, Any] = json.loads(said)
        return answer
    return {"error": "too_slow" if -ended in OUT_OF_TIME else "reader_stopped"}


def _be_child(request: dict[str, Any], write_end: int) -> None:
    """Answer and end without a word to anybody else; the alarm's default is to end the process, even inside C."""
    ended = 1
    try:
        _limit()
        signal.setitimer(signal.ITIMER_REAL, WALL_SECONDS)
        os.write(write_end, json.dumps(_answer(request)).encode())
        ended = 0
    finally:
        os._exit(ended)


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
