"""Files on their way into the register: taken, read, checked row by row, applied in one transaction, undone."""

from sites.actions.imports.applying import apply_import, ask_apply, undo_import
from sites.actions.imports.checking import (
    Cancelled,
    CheckResult,
    ask_check,
    check_import,
    look_at_datum,
    note_progress,
    refuse_import,
)
from sites.actions.imports.keeping import KEPT_DAYS, forget_old_imports
from sites.actions.imports.taking import (
    cancel_import,
    choose_reading,
    forget_rows,
    keep_profile,
    opened_layer,
    take_file,
)

__all__ = [
    "KEPT_DAYS",
    "Cancelled",
    "CheckResult",
    "apply_import",
    "ask_apply",
    "ask_check",
    "cancel_import",
    "check_import",
    "choose_reading",
    "forget_old_imports",
    "forget_rows",
    "keep_profile",
    "look_at_datum",
    "note_progress",
    "opened_layer",
    "refuse_import",
    "take_file",
    "undo_import",
]
