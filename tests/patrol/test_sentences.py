import json
import re
from pathlib import Path

import pytest
from django.utils import translation

from patrol.actions.arrivals import PHOTOS_MISSING
from patrol.actions.reports import FILED_BY_OFFICER
from patrol.logic.queue_chain import EDITED, GAP
from patrol.logic.report import Missing, report_rules
from patrol.sentences import (
    IRREGULARITIES,
    MISSING,
    WITNESS_NAMES,
    WITNESSES,
    irregularity_sentence,
    missing_sentence,
    span,
    witness_sentence,
)

LOGIC = Path(__file__).parents[2] / "patrol"


def test_every_code_of_the_witnesses_has_a_sentence() -> None:
    files = [*(LOGIC / "logic" / "checks").glob("*.py"), LOGIC / "logic" / "hearing.py"]
    names = "|".join(WITNESS_NAMES)
    said = {code for path in files for code in re.findall(rf'"((?:{names})\.[a-z_]+)"', path.read_text())}
    assert said == set(WITNESSES)


def test_every_missing_part_has_a_sentence() -> None:
    assert {rule["code"] for rule in report_rules()} == set(MISSING)


def test_every_irregularity_has_a_sentence() -> None:
    text = (LOGIC / "actions" / "irregularities.py").read_text()
    said = set(re.findall(r'\["([a-z_]+)"\]|append\("([a-z_]+)"\)', text))
    later = {PHOTOS_MISSING, FILED_BY_OFFICER, GAP, EDITED}
    assert {one or other for one, other in said} | later == set(IRREGULARITIES)


def test_witness_sentence_fills_in_what_was_measured() -> None:
    params = json.loads('{"minutes": 2880, "source": "exif", "other_source": null, "position": 1}')
    with translation.override("en"):
        assert (
            witness_sentence("photo_time.before_visit", params)
            == "Photo 2: taken 2 days before the visit began, says the camera's clock."
        )


def test_a_code_of_a_later_version_stands_for_itself() -> None:
    assert witness_sentence("witness.of_tomorrow", {}) == "witness.of_tomorrow"
    assert irregularity_sentence("odd") == "odd"
    assert missing_sentence(Missing("more", "")) == "more"


@pytest.mark.parametrize(
    ("minutes", "said"), [(1, "1 minute"), (119, "119 minutes"), (120, "2 hours"), (2880, "2 days")]
)
def test_span_is_said_roughly(minutes: int, said: str) -> None:
    with translation.override("en"):
        assert span(minutes) == said
