"""One question of an XLSForm, as pyxform understood it, turned into ours; or the reason why not."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from patrol.logic.expressions import UnsupportedExpression, parse, references
from patrol.logic.inspection_form import OWN
from patrol.logic.questions import misfit

BAD, PASSED_OVER = True, False
NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}")
MOST_CHOICES: Final = 200
TYPES: Final = {
    "select one": "select_one",
    "select all that apply": "select_multiple",
    "text": "text",
    "string": "text",
    "integer": "integer",
    "int": "integer",
    "decimal": "decimal",
    "date": "date",
    "note": "note",
    "geopoint": "geopoint",
    "location": "geopoint",
    "gps": "geopoint",
    "photo": "image",
    "image": "image",
    "group": "group",
}
# What Collect would record by itself: the report holds its times and its person already.
LEFT_OUT: Final = frozenset(
    {
        "start", "end", "today", "deviceid", "phonenumber", "username", "email", "simserial", "subscriberid", "imei",
        "start time", "end time", "device id", "phone number", "audit", "start-geopoint", "subscriber id", "sim serial",
        "get start time", "get end time", "get today", "get device id", "get phone number", "get subscriber id",
        "uri:deviceid", "background-audio",
    }
)  # fmt: skip
EXPRESSIONS: Final = {"relevant": "relevant", "constraint": "constraint"}
SENTENCES: Final = {"jr:constraintMsg": "constraint_message", "jr:requiredMsg": "required_message"}
# Columns that change what the form means and that we do not know.
UNKNOWN_BINDS: Final = {"calculate": "calculation", "readonly": "read_only", "saveIncomplete": "save_incomplete"}
ALWAYS, NEVER = frozenset({"yes", "true", "true()"}), frozenset({"", "no", "false", "false()"})
LANGUAGES: Final = (("zh", ("zh", "中文", "chinese", "汉语", "简体")), ("en", ("(en", "english", "英文", "英语")))


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a workbook: a code with its parameters, the row (headings are row 1), column and sheet it is in."""

    code: str
    is_bad: bool
    row: int | None = None
    column: str = ""
    sheet: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the remark as JSON keeps it."""
        return asdict(self)


@dataclass(slots=True)
class Reader:
    """Collects what is said while the questions are read."""

    rows: Mapping[str, int]
    remarks: list[Remark] = field(default_factory=list)
    # Names of our own questions, and of all that stand in the sheet: what looks at an unknown kind was told once.
    names: set[str] = field(default_factory=set)
    listed: set[str] = field(default_factory=set)
    looked_at: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    inside: dict[str, str] = field(default_factory=dict)
    spoken: dict[str, int] = field(default_factory=dict)
    strange_languages: set[str] = field(default_factory=set)

    def bad(self, code: str, name: str, column: str = "", **params: Any) -> None:
        """Note what makes the form unusable."""
        self.remarks.append(Remark(code, BAD, self.rows.get(name), column, "survey", {"name": name, **params}))

    def note(self, code: str, name: str, column: str = "", **params: Any) -> None:
        """Note what is passed over."""
        self.remarks.append(Remark(code, PASSED_OVER, self.rows.get(name), column, "survey", {"name": name, **params}))

    def both(self, label: Any) -> dict[str, str]:
        """Return a label by our two languages; one without a language, or only in others, stands for the Chinese."""
        if not isinstance(label, Mapping):
            return {"zh": str(label)} if label else {}
        said: dict[str, str] = {}
        others: list[str] = []
        for language, text in label.items():
            code = _language(language)
            if code is None:
                self.strange_languages |= {language} - {"default"}
                others.append(str(text))
            elif text and text != "-":
                said[code] = str(text)
        if "zh" not in said and others and others[0] not in ("", "-"):
            said["zh"] = others[0]
        for code in said:
            self.spoken[code] = self.spoken.get(code, 0) + 1
        return said

    def unknown_references(self) -> Iterator[Remark]:
        """Name the questions that expressions look at and that are not there."""
        for (name, column), asked in self.looked_at.items():
            for one in sorted(set(asked) - self.names - self.listed):
                yield Remark("reference_unknown", BAD, self.rows.get(name), column, "survey", {"reference": one})

    def circles(self) -> Iterator[Remark]:
        """Name the questions whose being asked depends on themselves."""
        for name in sorted(self.names):
            if name in self._behind(name):
                yield Remark("circle", BAD, self.rows.get(name), "relevant", "survey", {"name": name})

    def languages(self) -> Iterator[Remark]:
        """Say which languages are shown, where there are others or one lacks words."""
        for language in sorted(self.strange_languages):
            yield Remark("language_not_shown", is_bad=False, params={"language": language})
        if len(self.spoken) == 2 and len(set(self.spoken.values())) == 2:
            least = min(self.spoken, key=lambda code: self.spoken[code])
            yield Remark("language_incomplete", is_bad=False, params={"language": least})

    def _behind(self, name: str) -> set[str]:
        found: set[str] = set()
        open_names = [*self._directly_behind(name)]
        while open_names:
            one = open_names.pop()
            if one not in found:
                found.add(one)
                open_names += self._directly_behind(one)
        return found

    def _directly_behind(self, name: str) -> list[str]:
        above = [self.inside[name]] if name in self.inside else []
        return [*self.looked_at.get((name, "relevant"), []), *above]


def read_question(said: Mapping[str, Any], reader: Reader, inside: str = "") -> list[dict[str, Any]]:
    """Return the question (or nothing, where it is left out or unknown), noting in the reader what is the matter."""
    name, kind = str(said["name"]), str(said["type"])
    if kind in LEFT_OUT:
        reader.note("left_out", name, "type", type=kind)
        return []
    if kind not in TYPES:
        reader.bad("type_not_supported", name, "type", type=kind)
        return []
    base = name.removesuffix("_other")
    if base != name and name not in reader.rows and base in reader.rows:
        # pyxform adds this question of its own for `or_other`.
        reader.bad("or_other", base, "type")
        return []
    _check_name(name, reader)
    if inside:
        reader.inside[name] = inside
    question: dict[str, Any] = {"name": name, "type": TYPES[kind], "label": reader.both(said.get("label"))}
    if hint := reader.both(said.get("hint")):
        question["hint"] = hint
    question |= _bound(said, reader)
    _check_rest(said, question, reader)
    if question["type"] in ("select_one", "select_multiple"):
        question["choices"] = _choices(said, reader)
    question |= _default(said, question, reader)
    if question["type"] == "group":
        question["questions"] = [
            one for child in said.get("children", []) for one in read_question(child, reader, name)
        ]
    return [question]


def _check_name(name: str, reader: Reader) -> None:
    if not NAME.fullmatch(name):
        reader.bad("name_not_supported", name, "name")
    elif name.startswith(OWN):
        reader.bad("name_reserved", name, "name")
    elif name in reader.names:
        reader.bad("name_twice", name, "name")
    reader.names.add(name)


def _bound(said: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    """Return what the question's logic says: expressions, sentences, required."""
    name, bind = str(said["name"]), said.get("bind") or {}
    found: dict[str, Any] = {}
    for key, column in UNKNOWN_BINDS.items():
        if str(bind.get(key, "")).lower() not in NEVER:
            reader.bad("column_not_supported", name, column)
    for key, column in EXPRESSIONS.items():
        if bind.get(key) and _is_understood(str(bind[key]), name, column, reader):
            found[column] = str(bind[key])
    for key, column in SENTENCES.items():
        if bind.get(key):
            found[column] = reader.both(bind[key])
    required = str(bind.get("required") or "").strip()
    if required.lower() in ALWAYS:
        found["required"] = True
    elif required.lower() not in NEVER and _is_understood(required, name, "required", reader):
        found["required"] = required
    return found


def _is_understood(expression: str, name: str, column: str, reader: Reader) -> bool:
    try:
        node = parse(expression)
    except UnsupportedExpression as error:
        reader.bad(f"expression_{error.code}", name, column, what=error.what)
        return False
    reader.looked_at[name, column] = list(references(node))
    return True


def _default(said: Mapping[str, Any], question: Mapping[str, Any], reader: Reader) -> dict[str, str]:
    value = str(said.get("default") or "")
    if not value:
        return {}
    if question["type"] == "image" or misfit(question, value) is not None:
        reader.bad("default_not_supported", str(said["name"]), "default")
        return {}
    return {"default": value}


def _check_rest(said: Mapping[str, Any], question: Mapping[str, Any], reader: Reader) -> None:
    """Name what else stands in the row: what changes the meaning is bad, what only changes the look is passed over."""
    name = str(said["name"])
    for key, column in (
        ("choice_filter", "choice_filter"),
        ("trigger", "trigger"),
        ("actions", "trigger"),
        ("query", "type"),
    ):
        if said.get(key):
            reader.bad("column_not_supported", name, column)
    if (said.get("control") or {}).get("appearance"):
        reader.note("appearance", name, "appearance")
    if said.get("media"):
        reader.note("media", name, "media")
    if not question["label"] and not (question["type"] == "group" or question.get("hint")):
        reader.bad("label_missing", name, "label")
    if any("${" in text for text in (*question["label"].values(), *question.get("hint", {}).values())):
        reader.bad("label_computed", name, "label")


def _choices(said: Mapping[str, Any], reader: Reader) -> list[dict[str, Any]]:
    name, choices = str(said["name"]), said.get("choices") or []
    listed = str(said.get("itemset") or said.get("list_name") or "")
    if not choices or not isinstance(choices, list):
        reader.bad("choices_from_elsewhere", name, "type", list=listed)
        return []
    if len(choices) > MOST_CHOICES:
        reader.bad("too_many_choices", name, "type", limit=MOST_CHOICES)
    if any(choice.get("media") for choice in choices):
        reader.note("media", name, "media")
    found: list[dict[str, Any]] = [
        {"name": str(one["name"]), "label": reader.both(one.get("label"))} for one in choices
    ]
    if any("${" in text for one in found for text in one["label"].values()):
        reader.bad("label_computed", name, "type")
    names = [one["name"] for one in found]
    if len(set(names)) < len(names):
        reader.bad("choice_twice", name, "type", list=listed)
    return [{**one, "label": one["label"] or {"zh": one["name"]}} for one in found]


def _language(text: str) -> str | None:
    said = text.strip().lower()
    return next((code for code, words in LANGUAGES if said == code or any(word in said for word in words)), None)
