import json
from pathlib import Path
from typing import Any

import pytest

from core.vocabulary import seed
from sites.models import Category, Level

WORD = {"code": "world", "label_zh": "世界遗产", "label_en": "World Heritage", "rank": 9}


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def to_file(*rows: dict[str, Any]) -> Path:
        path = tmp_path / "words.json"
        path.write_text(json.dumps(rows), encoding="utf-8")
        return path

    return to_file


def test_seed_adds_the_words_and_counts_them(write: Any, db: None) -> None:
    assert seed(Level, write(WORD)) == 1
    level = Level.objects.get(code="world")
    assert (level.label_zh, level.label_en, level.rank) == ("世界遗产", "World Heritage", 9)


def test_seed_corrects_what_stands_there_and_leaves_the_rest(write: Any, db: None) -> None:
    before = set(Level.objects.values_list("code", flat=True))
    seed(Level, write(WORD))
    seed(Level, write({**WORD, "label_en": "World"}))
    assert Level.objects.get(code="world").label_en == "World"
    assert set(Level.objects.values_list("code", flat=True)) == before | {"world"}


def test_seed_leaves_out_what_the_table_does_not_know(write: Any, db: None) -> None:
    assert seed(Level, write({**WORD, "colour": "red"})) == 1


def test_seed_writes_a_missing_text_as_empty_and_a_missing_day_as_none(write: Any, db: None) -> None:
    seed(Level, write({**WORD, "source": None, "valid_to": None}))
    level = Level.objects.get(code="world")
    assert (level.source, level.valid_to) == ("", None)


def test_seed_renames_keys(write: Any, db: None) -> None:
    word = {"code": "0399", "label_zh": "某类", "label_en": "Some kind", "parent": "0300"}
    seed(Category, write(word), rename={"parent": "parent_id"})
    assert Category.objects.get(code="0399").parent_id == "0300"
