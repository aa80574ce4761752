"""What one check says about a report: an outcome, the measured and the expected value, and a code to word it by."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum

Param = str | int | float | bool | None


class Outcome(StrEnum):
    """How a check ended; `absent` means that there was nothing to look at, which is held against nobody."""

    PASS = "pass"  # noqa: S105 - an outcome, no password
    UNSURE = "unsure"
    FAIL = "fail"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Witness:
    """One check's statement; `code` and `params` are worded for people elsewhere, in their language."""

    name: str
    outcome: Outcome
    code: str
    weight: float
    measured: Param = None
    expected: Param = None
    params: Mapping[str, Param] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Give the statement as a JSON object, to be stored beside the report."""
        return asdict(self) | {"outcome": self.outcome.value, "params": dict(self.params)}
