"""A file on its way into the demo's register: invented rows in BD-09 with the defects that real registers have."""

from datetime import datetime
from pathlib import Path
from typing import Final

from core.logic.datum import Datum
from people.models import User
from sites.actions.imports import check_import, take_file
from sites.models import ImportBatch

FILE: Final = Path(__file__).with_name("arriving.csv")
OFFICER: Final = "officer@example.org"


def load(*, at: datetime) -> str:
    """Take and check the file for the demo's officer, once; leave it for them to apply. Say what was found."""
    officer = User.objects.get(email=OFFICER)
    batch = ImportBatch.objects.filter(file_name=FILE.name, by=officer).first()
    if batch is None:
        with FILE.open("rb") as stream:
            batch = take_file(stream=stream, name=FILE.name, by=officer, at=at)
        check_import(batch=batch, datum=Datum.BD09, at=at, on_progress=lambda done, total: None)
    return f"{batch.rows} rows wait in {batch.file_name}, {batch.good} without findings"
