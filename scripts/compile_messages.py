"""Compile every translation (locale/*/LC_MESSAGES/*.po) that changed; needs no gettext on the machine."""

import sys
from pathlib import Path

import polib  # type: ignore[import-untyped]  # it has no types


def main() -> int:
    """Compile what is newer than its compiled twin and say how many there were."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    stale = [source for source in sorted(root.glob("locale/*/LC_MESSAGES/*.po")) if is_stale(source)]
    for source in stale:
        try:
            polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
        except OSError as error:  # polib's word for a broken file, too
            print(f"✗ {source.relative_to(root)}: {error}.\n  → Correct that line and run again.", file=sys.stderr)
            return 1
    if stale:
        print(f"✓ Translations compiled: {len(stale)}")
    return 0


def is_stale(source: Path) -> bool:
    """Tell whether there is no compiled file, or an older one."""
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


if __name__ == "__main__":
    raise SystemExit(main())
