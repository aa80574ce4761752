"""Letting a field choose among rows."""

from typing import Any

from django import forms
from django.db.models import QuerySet


def choose(field: forms.Field, rows: QuerySet[Any]) -> None:
    """Let a field choose among the rows."""
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
    field.queryset = rows
