"""What the photo's Content Credentials say, when it carries some; hardly any does, and its absence says nothing."""

from patrol.logic.policy_sections import ProvenancePolicy
from patrol.logic.provenance import Provenance
from patrol.logic.witness import Outcome, Param, Witness

NAME = "provenance"


def provenance(known: Provenance | None, policy: ProvenancePolicy) -> Witness:
    """Judge a photo by its credentials: changed since it was signed, or made by a machine, is no picture of a visit."""
    if known is None:
        return Witness(NAME, Outcome.ABSENT, "provenance.none", policy.weight)
    if known.state == "unreadable":
        return Witness(NAME, Outcome.ABSENT, "provenance.unreadable", policy.weight)
    params: dict[str, Param] = {"signer": known.signer or "?"}
    outcome, code = Outcome.PASS, "provenance.intact"
    if known.state == "changed":
        outcome, code = Outcome.FAIL, "provenance.changed"
    elif known.made == "generated":
        outcome, code = Outcome.FAIL, "provenance.generated"
    elif known.made == "edited":
        outcome, code = Outcome.UNSURE, "provenance.edited"
    elif known.made == "captured":
        code = "provenance.captured"
    return Witness(NAME, outcome, code, policy.weight, known.made or known.state, "captured", params)
