"""Many photos from outside, read by a few guarded readers at once; each photo still has a process of its own."""

import json
import os
import queue
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from patrol.logic.photo_facts import PhotoFacts, UnreadablePhoto, facts_from_json
from patrol.logic.photo_guard import ENVIRONMENT, PROJECT

Answer = PhotoFacts | UnreadablePhoto


def inspect_many(paths: Iterable[Path], readers: int | None = None) -> Iterator[Answer]:
    """Read what each photo is and says, in the order given; a file that cannot be read is an answer too.

    `readers` work at once, by default as many as there are processors. Each photo may take 5 s and 512 MB.
    """
    count = readers or os.cpu_count() or 1
    free: queue.SimpleQueue[Reader] = queue.SimpleQueue()
    every = [Reader() for _ in range(count)]
    for reader in every:
        free.put(reader)

    def ask(path: Path) -> Answer:
        reader = free.get()
        try:
            return reader.inspect(path)
        finally:
            free.put(reader)

    with ThreadPoolExecutor(count) as threads:
        try:
            yield from threads.map(ask, paths)
        finally:
            threads.shutdown(cancel_futures=True)
            for reader in every:
                reader.close()


class Reader:
    """One reader's process; started when it is first asked, and anew should it ever end."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def inspect(self, path: Path) -> Answer:
        """Read one photo; never raises on its account."""
        request = json.dumps({"do": "inspect", "source": str(path.absolute())})
        try:
            answer = json.loads(self._asked(request.encode() + b"\n"))
        except (OSError, ValueError):
            self.close()
            return UnreadablePhoto("reader_stopped")
        return UnreadablePhoto(answer["error"]) if "error" in answer else facts_from_json(answer["facts"])

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _asked(self, request: bytes) -> bytes:
        process = self._started()
        assert process.stdin is not None  # noqa: S101 - it was started with pipes
        assert process.stdout is not None  # noqa: S101
        process.stdin.write(request)
        process.stdin.flush()
        return process.stdout.readline()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "patrol.logic.photo_cli", "serve"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=PROJECT,
                env=ENVIRONMENT,
            )
        return self._process
