"""What a photo's Content Credentials (C2PA 2.x) say: whether it is unchanged since it was signed, and how it was made.

Anybody can sign, so a signature proves that nothing changed since, not who took the picture: it is told, and earns
nothing. Imported in the guarded reader alone; the library is loaded only for a file that carries credentials.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

# The box that holds credentials in every format (ISO 19566-5), and the name of its content.
MARKS: Final = (b"jumb", b"c2pa")
MEDIA_TYPES: Final = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "heic": "image/heic"}
# No other host is asked, and nobody's list of trusted signers is assumed.
SETTINGS: Final = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_trust": False}}
# IPTC's digital source types, by the end of their address.
GENERATED: Final = {
    "trainedAlgorithmicMedia",
    "compositeWithTrainedAlgorithmicMedia",
    "algorithmicMedia",
    "compositeSynthetic",
    "virtualRecording",
}
CAPTURED: Final = {"digitalCapture", "computationalCapture", "compositeCapture"}
# What any program does to a picture without changing what it shows.
HARMLESS: Final = {
    "c2pa.created",
    "c2pa.opened",
    "c2pa.published",
    "c2pa.repackaged",
    "c2pa.transcoded",
    "c2pa.resized",
    "c2pa.orientation",
    "c2pa.metadata",
    "c2pa.edited.metadata",
}


@dataclass(frozen=True, slots=True)
class Provenance:
    """`state`: intact, changed (since it was signed) or unreadable. `made`: captured, edited, generated or "" (not told)."""

    state: str
    made: str = ""
    signer: str = ""


def provenance_of(path: Path, format_name: str) -> Provenance | None:
    """Read the credentials of a photo of that format; None where it carries none. Never raises on the file's account."""
    content = path.read_bytes()
    if not all(mark in content for mark in MARKS):
        return None
    # Half a tenth of a second, and 50 MB: for the few that need it.
    import c2pa

    try:
        context = c2pa.Context(c2pa.Settings.from_dict(SETTINGS))
        with path.open("rb") as stream, c2pa.Reader(MEDIA_TYPES[format_name], stream, context=context) as reader:
            return _said(json.loads(reader.json()))
    except c2pa.C2paError:
        return Provenance("unreadable")


def _said(store: dict[str, Any]) -> Provenance:
    active = store["manifests"].get(store.get("active_manifest"), {})
    state = "intact" if store.get("validation_state") in ("Valid", "Trusted") else "changed"
    signer = str(active.get("signature_info", {}).get("issuer") or "")[:80]
    return Provenance(state, _made(list(_actions(store))), signer)


def _made(actions: list[tuple[str, str]]) -> str:
    sources = {source for _, source in actions}
    if sources & GENERATED:
        return "generated"
    if any(name not in HARMLESS for name, _ in actions):
        return "edited"
    return "captured" if sources & CAPTURED else ""


def _actions(store: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (name, digital source type) of each action of every manifest: what an ingredient went through counts too."""
    for manifest in store["manifests"].values():
        for assertion in manifest.get("assertions", []):
            if str(assertion.get("label", "")).startswith("c2pa.actions"):
                for action in assertion.get("data", {}).get("actions", []):
                    source = str(action.get("digitalSourceType", "")).rsplit("/", 1)[-1]
                    yield str(action.get("action", "")), source
