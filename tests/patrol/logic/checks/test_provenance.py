"""What Content Credentials count for."""

import pytest

from patrol.logic.checks.provenance import provenance
from patrol.logic.provenance import Provenance
from tests.patrol.logic.policy import FULL

RULES = FULL.provenance
assert RULES is not None


@pytest.mark.parametrize(
    ("known", "outcome", "code"),
    [
        (None, "absent", "none"),
        (Provenance("unreadable"), "absent", "unreadable"),
        (Provenance("intact", "captured", "Works"), "pass", "captured"),
        (Provenance("intact", "", "Works"), "pass", "intact"),
        (Provenance("intact", "edited", "Works"), "unsure", "edited"),
        (Provenance("intact", "generated", "Works"), "fail", "generated"),
        (Provenance("changed", "captured", "Works"), "fail", "changed"),
    ],
)
def test_provenance_is_judged(known: Provenance | None, outcome: str, code: str) -> None:
    witness = provenance(known, RULES)
    assert (witness.outcome, witness.code) == (outcome, f"provenance.{code}")
