"""The demo's drawings are honest photos: right size, dated, and told apart by their fingerprints."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from patrol.demo.drawing import Scene, draw_photo
from patrol.demo.scenery import bridge, hall, house, mound, pagoda, ruin, subject_of, wall
from patrol.logic.phash import hamming, phash
from patrol.logic.photo import read_facts

SCENE = Scene("BJ-110101-0001", "故宫", "0300", "far", "visit-1", "2026-05-30 10:20:30")


def fingerprint(scene: Scene) -> int:
    found = phash(Image.open(BytesIO(draw_photo(scene))))
    assert found is not None
    return found


def test_drawing_is_a_jpeg_with_its_time(tmp_path: Path) -> None:
    file = tmp_path / "photo.jpg"
    file.write_bytes(draw_photo(SCENE))

    facts = read_facts(file)

    assert (facts.format, facts.width, facts.height) == ("jpeg", 1024, 768)
    assert str(facts.exif.taken_at_local) == "2026-05-30 10:20:30"
    assert facts.exif.offset_minutes == 480
    assert facts.exif.camera == "Heritage Patrol demo drawing"


def test_drawing_is_the_same_for_the_same_scene() -> None:
    assert draw_photo(SCENE) == draw_photo(SCENE)


@pytest.mark.parametrize(
    "other",
    [replace(SCENE, visit="visit-2"), replace(SCENE, role="near"), replace(SCENE, code="BJ-110102-0006", name_zh="塔")],
    ids=["visit", "role", "site"],
)
def test_drawing_of_something_else_looks_different(other: Scene) -> None:
    assert hamming(fingerprint(SCENE), fingerprint(other)) > 14


@pytest.mark.parametrize(
    ("name", "category", "subject"),
    [
        ("箭扣长城", "0300", wall),
        ("天宁寺塔", "0300", pagoda),
        ("万宁桥", "0300", bridge),
        ("梁启超墓", "0500", mound),
        ("上宅遗址", "0100", ruin),
        ("茅盾故居", "0500", house),
        ("国子监", "0300", hall),
    ],
)
def test_subject_follows_name_and_category(name: str, category: str, subject: object) -> None:
    assert subject_of(name, category) is subject
