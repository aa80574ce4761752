"""A person's own data, app by app: each registers how it is copied for them and how they go out of it.

`people` packs the copy and runs the erasure without knowing who stands above it: `register` is called in `AppConfig.ready`.

**The order of locks**, for every action of the house that touches a person: first the *matter* (the shift, the review, the
transfer, the membership: what several people act on), then the person, then what is the person's in it (application, gift,
voucher, lot). Several of a kind go by their keys. An erasure touches everything, so each app names the person's matters
(`Part.matters`), and they are locked before the person.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, cast
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.models import BinaryField, Model, Q, QuerySet

# What opens doors, and what only machines made to find something again, is nobody's to take along.
SECRETS: Final = ("secret", "token", "password", "key_", "_encrypted", "_hash", "p256dh", "auth", "session")


ABOUT: Final = frozenset({"user", "volunteer", "owner"})
BY: Final = frozenset({"by", "made_by", "filed_by"})


@dataclass(frozen=True)
class Sheet:
    """Rows of one kind: a name without ending, and the rows as dictionaries of plain values."""

    name: str
    rows: Iterable[Mapping[str, Any]]


@dataclass(frozen=True)
class Attachment:
    """A file of the person's, such as a photo they took."""

    name: str
    open: Callable[[], BinaryIO]


@dataclass(frozen=True)
class Gone:
    """Who goes: the account's id stays under `pseudonym`; the others are the words to be found and replaced."""

    person: UUID
    pseudonym: str
    name: str
    email: str
    phone: str


def _nothing(_person: UUID) -> Iterator[Any]:
    yield from ()


@dataclass(frozen=True)
class Part:
    """One app's part: sheets and files of a person, and what it does when they go, inside the erasure's transaction.

    `matters` are the rows other actions lock before they lock the person: an erasure does so too.
    """

    sheets: Callable[[UUID], Iterator[Sheet]]
    erase: Callable[[Gone], None]
    files: Callable[[UUID], Iterator[Attachment]] = _nothing
    matters: Callable[[UUID], Iterator[QuerySet[Any]]] = _nothing


_PARTS: Final[dict[str, Part]] = {}


def register(app: str, part: Part) -> None:
    """Let an app say what it has of a person; said again it is the newer word."""
    _PARTS[app] = part


def parts() -> dict[str, Part]:
    """Return the parts by app, the highest app of the street first: who was built last goes first."""
    order = list(apps.app_configs)
    return {app: _PARTS[app] for app in sorted(_PARTS, key=order.index, reverse=True)}


def sheets_naming(
    app: str, person: UUID, *, through: Mapping[str, str] | None = None, others: Collection[str] = ()
) -> Iterator[Sheet]:
    """Yield a sheet for each model of the app with rows about the person, or, where it is about nobody, with what they did.

    `through` names models that point to them in one or two steps: `{"Finding": "report__volunteer"}`; `others` those whose
    rows tell of other people, whoever handled them.
    """
    for model in apps.get_app_config(app).get_models():
        if model.__name__ in others:
            continue
        path = (through or {}).get(model.__name__)
        found = Q(**{path: person}) if path else _points_to(model, person)
        if found and (
            rows := list(model._default_manager.filter(found).order_by("pk").distinct().values(*_plain(model)))
        ):
            yield Sheet(f"{app}/{model._meta.model_name}", rows)


def replace_words(model: type[Model], fields: Iterable[str], gone: Gone, *, own: Q | None = None) -> None:
    """Replace address, phone and name by the pseudonym in these columns, past the wall of an append-only table.

    In rows that are the person's `own` the name goes wherever it stands; elsewhere only where it is all that was written
    (a name may be a word of another sentence). Columns of JSON are read as their text.
    """
    rows = model._default_manager.all() if own is None else model._default_manager.filter(own)
    keys = rows.values("pk").query.sql_with_params() if own is not None else None
    for name in fields:
        field = cast("models.Field[Any, Any]", model._meta.get_field(name))
        _replace(model, field, gone, keys)


def _replace(model: type[Model], field: "models.Field[Any, Any]", gone: Gone, own: tuple[str, Any] | None) -> None:
    quote = connection.ops.quote_name
    text = f"{quote(str(field.column))}::text"
    is_json = field.get_internal_type() == "JSONField"
    words = [word for word in (gone.email, gone.phone, gone.name) if word]
    becomes, values = _becoming(text, gone, is_json=is_json, is_own=own is not None)
    has = " OR ".join(f"position(%s IN {text}) > 0" for _word in words)
    is_of = f" AND {quote(str(model._meta.pk.column))} IN ({own[0]})" if own else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {quote(model._meta.db_table)} SET {quote(str(field.column))} = ({becomes}){'::jsonb' if is_json else ''} "  # noqa: S608 - names of the model
            f"WHERE ({has}){is_of}",
            [*values, *words, *(own[1] if own else ())],
        )


def _becoming(text: str, gone: Gone, *, is_json: bool, is_own: bool) -> tuple[str, list[str]]:
    """Return the expression of the new text, and its values in the order of their marks."""
    pairs = [(word, gone.pseudonym) for word in (gone.email, gone.phone, gone.name if is_own else "") if word]
    if gone.name and is_json and not is_own:
        pairs.append((f'"{gone.name}"', f'"{gone.pseudonym}"'))
    becomes = text
    for _pair in pairs:
        becomes = f"replace({becomes}, %s, %s)"
    values = [word for pair in pairs for word in pair]
    if gone.name and not is_json and not is_own:
        return f"CASE WHEN {text} = %s THEN %s ELSE {becomes} END", [gone.name, gone.pseudonym, *values]
    return becomes, values


def _points_to(model: type[Model], person: UUID) -> Q:
    fields = [one.name for one in model._meta.concrete_fields if one.is_relation and _is_account(one.related_model)]
    # A row about somebody is theirs, not also its recorder's: who confirms a name takes nobody's name along.
    kept = next((names for names in (ABOUT, BY) if set(fields) & names), frozenset(fields))
    found = Q()
    for name in fields:
        if name in kept:
            found |= Q(**{name: person})
    return found


def _is_account(model: Any) -> bool:
    """Say whether keys of this model are those of accounts: the account, or what extends it one to one."""
    if model == "self" or model is None:
        return False
    label = model._meta.label
    key = model._meta.pk
    return bool(label == settings.AUTH_USER_MODEL or (key.is_relation and _is_account(key.related_model)))


def _plain(model: type[Model]) -> list[str]:
    return [
        field.attname
        for field in model._meta.concrete_fields
        if not isinstance(field, BinaryField) and not any(word in field.attname for word in SECRETS)
    ]
