"""Fills a seeded table from its JSON list, row by row, without touching what else stands there."""

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from django.db import models


def seed(
    model: type[models.Model], path: Path, *, rename: Mapping[str, str] | None = None, only_new: Collection[str] = ()
) -> int:
    """Insert or update the rows of a JSON list by primary key; unknown keys of a row are left out. Returns the count.

    What an installation says itself stays: the columns `only_new` are written for rows that were not there.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    key = model._meta.pk.attname
    rows = json.loads(path.read_text(encoding="utf-8"))
    for row in rows:
        values = {(rename or {}).get(name, name): value for name, value in row.items()}
        values = {name: _fitting(fields[name], value) for name, value in values.items() if name in fields}
        known = {name: value for name, value in values.items() if name not in only_new and name != key}
        model._default_manager.update_or_create(**{key: values.pop(key)}, defaults=known, create_defaults=values)
    return len(rows)


def _fitting(field: "models.Field[Any, Any]", value: Any) -> Any:
    return "" if value is None and not field.null else value
