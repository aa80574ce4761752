"""The evidence policy the project ships, for the tests of its checks."""

import json
from pathlib import Path

from patrol.logic.policy import policy_from

SHIPPED = json.loads((Path(__file__).parents[3] / "patrol/vocabulary/evidence_policy.json").read_text(encoding="utf-8"))
VALUES = SHIPPED[0]["values"]
POLICY = policy_from(VALUES)
# The newest policy, with every witness.
FULL_VALUES = SHIPPED[-1]["values"]
FULL = policy_from(FULL_VALUES)
