"""What the field app's shell is made of: the modules a page reaches, and the fingerprint that names its version."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping

# `import … from "x"`, `export … from "x"`, `import "x"` and `import("x")`; types in comments are no imports of the browser.
_IMPORT = re.compile(
    r"""(?:^|[;}\s])(?:import|export)\s*(?:[\w*{}\s,$]*?\s*from\s*)?\(?\s*["']([^"'\n]+)["']""", re.MULTILINE
)
_COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)


def imports_of(source: str) -> list[str]:
    """Return the names a JavaScript module imports, statically or when first needed, in their order, once each."""
    return list(dict.fromkeys(_IMPORT.findall(_COMMENT.sub("", source))))


def reachable(entries: Iterable[str], read: Callable[[str], str | None], *, leave_out: frozenset[str]) -> list[str]:
    """Return every module reached from the entries, sorted.

    `read` gives a module's source, or None where the name leads to none of ours; what `leave_out` names is not followed.
    """
    found: set[str] = set()
    waiting = list(entries)
    while waiting:
        name = waiting.pop()
        source = None if name in found or name in leave_out else read(name)
        if source is not None:
            found.add(name)
            waiting.extend(imports_of(source))
    return sorted(found)


def version_of(parts: Mapping[str, str]) -> str:
    """Return the version of a shell: a fingerprint of the names and hashes of all its parts."""
    lines = "\n".join(f"{name} {digest}" for name, digest in sorted(parts.items()))
    return hashlib.sha256(lines.encode()).hexdigest()[:16]
