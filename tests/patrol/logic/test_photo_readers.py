"""Many photos at once: in order, each on its own, whatever happens to its neighbours."""

from pathlib import Path

import pytest
from PIL import Image

from patrol.logic import photo_readers
from patrol.logic.photo import read_facts
from patrol.logic.photo_facts import PhotoFacts, UnreadablePhoto
from patrol.logic.photo_readers import Reader, inspect_many
from tests.patrol.logic.pictures import saved


def said(answers: list[PhotoFacts | UnreadablePhoto]) -> list[str]:
    return [answer.code if isinstance(answer, UnreadablePhoto) else answer.sha256[:8] for answer in answers]


def test_inspect_many_answers_in_order(tmp_path: Path) -> None:
    paths = [saved(tmp_path, seed=seed) for seed in range(12)]
    assert list(inspect_many(paths, readers=3)) == [read_facts(path) for path in paths]


def test_inspect_many_of_nothing() -> None:
    assert list(inspect_many([])) == []


def test_inspect_many_survives_what_brings_a_child_down(tmp_path: Path) -> None:
    good = saved(tmp_path)
    Image.new("RGB", (8000, 6000), "white").save(tmp_path / "big.webp", method=0)
    answers = list(inspect_many([good, tmp_path / "big.webp", tmp_path / "none.jpg", good], readers=1))
    assert said(answers) == [said(answers[:1])[0], "too_much_memory", "missing", said(answers[:1])[0]]


def test_inspect_many_starts_a_reader_that_ended_anew(tmp_path: Path) -> None:
    reader, path = Reader(), saved(tmp_path)
    assert said([reader.inspect(path)]) == [read_facts(path).sha256[:8]]
    process = reader._process
    assert process is not None
    process.kill()
    process.wait()
    assert said([reader.inspect(path), reader.inspect(path)]) == ["reader_stopped", read_facts(path).sha256[:8]]
    reader.close()


def test_inspect_many_without_a_reader_is_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo_readers, "PROJECT", tmp_path)
    assert said(list(inspect_many([saved(tmp_path)], readers=1))) == ["reader_stopped"]


def test_child_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The child inherits what is patched here; the alarm ends it inside the decoder's own sleep.
    import time

    from patrol.logic import photo_cli

    monkeypatch.setattr(photo_cli, "WALL_SECONDS", 0.05)
    monkeypatch.setattr(photo_cli, "_limit", lambda: None)
    monkeypatch.setattr(photo_cli, "_answer", lambda request: time.sleep(30))
    assert photo_cli._answer_of_child({}) == {"error": "too_slow"}


def test_child_that_fails_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    from patrol.logic import photo_cli

    monkeypatch.setattr(photo_cli, "_limit", lambda: None)
    monkeypatch.setattr(photo_cli, "_answer", lambda request: 1 // 0)
    assert photo_cli._answer_of_child({}) == {"error": "reader_stopped"}
