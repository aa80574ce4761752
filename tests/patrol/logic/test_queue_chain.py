import hashlib

import pytest

from patrol.logic.queue_chain import Entry, entry_sha256, queue_oddities

FIRST = Entry(1, "", "aa")


def test_entry_sha256_is_that_of_the_contract() -> None:
    text = "12|01900000-0000-7000-8000-000000000001|cc|bb"
    found = entry_sha256(
        sequence=12, report_id="01900000-0000-7000-8000-000000000001", content_sha256="cc", previous="bb"
    )
    assert found == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("entry", "twins", "before", "odd"),
    [
        (FIRST, 0, [], []),
        (Entry(0, "", "aa"), 0, [], []),
        (Entry(2, "aa", "bb"), 0, [FIRST], []),
        (Entry(2, "aa", "bb"), 0, [], ["queue_gap"]),
        (Entry(2, "xx", "bb"), 0, [FIRST], ["queue_edited"]),
        (Entry(2, "", "bb"), 0, [FIRST], ["queue_edited"]),
        (Entry(2, "", "bb"), 0, [], ["queue_edited"]),
        (Entry(1, "aa", "bb"), 0, [], ["queue_edited"]),
        (FIRST, 1, [], ["queue_edited"]),
        (Entry(2, "zz", "bb"), 0, [FIRST, Entry(1, "", "zz")], []),
    ],
)
def test_queue_oddities_of_an_entry_among_its_neighbours(
    entry: Entry, twins: int, before: list[Entry], odd: list[str]
) -> None:
    assert queue_oddities(entry, twins, before) == odd
