"""The inspection as an XLSForm definition, made of the vocabularies: what Collect shows is what the web page asks.

Names of our own questions begin with `hp_`, so that a campaign's questions may be called anything else.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

Row = dict[str, str]
Label = Mapping[str, str]

OWN: Final = "hp_"
SITES_FILE: Final = "sites.csv"
CAMPAIGN_GROUP: Final = "hp_campaign"
LANGUAGES: Final[Mapping[str, str]] = {"zh": "中文 (zh)", "en": "English (en)"}
# What a phone keeps of a picture: as the field page does.
LONGEST_EDGE_PX: Final = 2048
SITE_OF: Final = "instance('sites')/root/item[name = ${hp_site}]"


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the checklist: `categories` of sites it is asked at, all when empty."""

    code: str
    label: Label
    is_core: bool
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabularies of the form: pairs of code and label by language (`zh`, `en`)."""

    conditions: Sequence[tuple[str, Label]]
    kinds: Sequence[tuple[str, Label]]
    severities: Sequence[tuple[str, Label]]
    checklist: Sequence[Question]
    texts: Mapping[str, Label]
    note_from_severity: int = 3


@dataclass(frozen=True, slots=True)
class Extra:
    """A campaign's own questions, as rows of their XLSForm, with their version and title."""

    version: str = ""
    title: Label = field(default_factory=dict)
    survey: Sequence[Row] = ()
    choices: Sequence[Row] = ()


def inspection_definition(words: Words, form_id: str, title: str, extra: Extra | None = None) -> dict[str, Any]:
    """Return the form as the sheets `survey`, `choices`, `settings`; its version follows its content."""
    extra = extra or Extra()
    survey = [*_visit(words), *_checklist(words), *_findings(words), _row("text", "note", words), *_campaign(extra)]
    choices = [*_choices(words), *extra.choices]
    settings = {"form_title": title, "form_id": form_id, "default_language": LANGUAGES["zh"]}
    content = json.dumps([survey, choices, title, extra.version], ensure_ascii=False, sort_keys=True)
    version = hashlib.sha256(content.encode()).hexdigest()[:12]
    # The version of the questions travels in the form's, to be found again in a filled-in form.
    settings["version"] = f"{version}/{extra.version}" if extra.version else version
    return {"survey": survey, "choices": choices, "settings": [settings]}


def questions_version(form_version: str) -> str:
    """Return the version of the campaign's questions that a form's version names; "" for none."""
    return form_version.partition("/")[2]


def extra_of(form: Mapping[str, Any]) -> Extra:
    """Return a campaign's questions (see `patrol.logic.questions`) as rows of an XLSForm, for the form Collect opens."""
    return Extra(
        version=form["version"],
        title=form["title"],
        survey=[row for question in form["questions"] for row in _asked(question)],
        choices=[row for question in form["questions"] for row in _listed(question)],
    )


def _asked(question: Mapping[str, Any]) -> Iterable[Row]:
    kind, name = question["type"], question["name"]
    # A group may have no words, and a question only a hint.
    row = {"name": name, **(labelled(question["label"]) if question["label"] else {})}
    for column in ("hint", "constraint_message", "required_message"):
        if question.get(column):
            row |= labelled(question[column], column)
    row |= {column: question[column] for column in ("relevant", "constraint", "default") if question.get(column)}
    if question.get("required"):
        row["required"] = "yes" if question["required"] is True else question["required"]
    if kind == "group":
        yield {**row, "type": "begin_group"}
        for inner in question["questions"]:
            yield from _asked(inner)
        yield {"type": "end_group"}
        return
    if kind == "image":
        row["parameters"] = f"max-pixels={LONGEST_EDGE_PX}"
    yield {**row, "type": f"{kind} {OWN}q_{name}" if "choices" in question else kind}


def _listed(question: Mapping[str, Any]) -> Iterable[Row]:
    for choice in question.get("choices", []):
        yield {"list_name": f"{OWN}q_{question['name']}", "name": choice["name"], **labelled(choice["label"])}
    for inner in question.get("questions", []):
        yield from _listed(inner)


def labelled(label: Label, column: str = "label") -> Row:
    """Return the columns of a label in both languages; what is not said in one is said in the other."""
    spare = label.get("zh") or label.get("en") or ""
    return {f"{column}::{name}": label.get(code) or spare for code, name in LANGUAGES.items()}


def _visit(words: Words) -> Iterable[Row]:
    picture = {"required": "yes", "parameters": f"max-pixels={LONGEST_EDGE_PX}"}
    yield {"type": "start", "name": "hp_arrived_at"}
    yield {"type": "end", "name": "hp_finished_at"}
    yield _row(f"select_one_from_file {SITES_FILE}", "site", words, required="yes")
    yield {"type": "calculate", "name": "hp_category", "calculation": f"{SITE_OF}/category"}
    yield {"type": "calculate", "name": "hp_assignment", "calculation": f"{SITE_OF}/assignment"}
    yield _row("geopoint", "fix", words, required="yes")
    yield _row("image", "photo_far", words, **picture)
    yield _row("image", "photo_near", words, **picture)
    yield _row("select_one hp_conditions", "condition", words, required="yes")


def _checklist(words: Words) -> Iterable[Row]:
    core = [item for item in words.checklist if item.is_core]
    more = [item for item in words.checklist if not item.is_core]
    yield _row("begin_group", "checklist", words)
    yield from (_question(item) for item in core)
    yield {"type": "end_group"}
    if more:
        yield _row("select_one hp_wanted", "more_wanted", words)
        yield _row("begin_group", "more", words, relevant="${hp_more_wanted} = 'yes'")
        yield from (_question(item) for item in more)
        yield {"type": "end_group"}


def _question(item: Question) -> Row:
    asked_at = " or ".join(f"selected(${{hp_category}}, '{code}')" for code in item.categories)
    return {
        "type": "select_one hp_answers",
        "name": f"hp_answer_{item.code}",
        "appearance": "likert",
        **labelled(item.label),
        **({"required": "yes"} if item.is_core else {}),
        **({"relevant": asked_at} if asked_at else {}),
    }


def _findings(words: Words) -> Iterable[Row]:
    yield _row("begin_repeat", "finding", words)
    yield _row("select_one hp_kinds", "kind", words, required="yes")
    yield _row("select_one hp_severities", "severity", words, required="yes")
    yield _row("text", "finding_note", words, required=f"${{hp_severity}} >= {words.note_from_severity}")
    yield _row("image", "finding_photo", words, parameters=f"max-pixels={LONGEST_EDGE_PX}")
    yield {"type": "end_repeat"}


def _campaign(extra: Extra) -> Iterable[Row]:
    if not extra.survey:
        return
    yield {"type": "begin_group", "name": CAMPAIGN_GROUP, **labelled(extra.title)}
    yield from extra.survey
    yield {"type": "end_group"}


def _choices(words: Words) -> Iterable[Row]:
    lists: dict[str, Sequence[tuple[str, Label]]] = {
        "hp_conditions": words.conditions,
        "hp_kinds": words.kinds,
        "hp_severities": words.severities,
        "hp_answers": [(code, words.texts[code]) for code in ("yes", "no", "unsure")],
        "hp_wanted": [(code, words.texts[code]) for code in ("yes", "no")],
    }
    for name, entries in lists.items():
        for code, label in entries:
            yield {"list_name": name, "name": code, **labelled(label)}


def _row(kind: str, name: str, words: Words, **columns: str) -> Row:
    return {"type": kind, "name": OWN + name, **labelled(words.texts[name]), **columns}
