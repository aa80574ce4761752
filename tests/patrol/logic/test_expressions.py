"""The server's reading of expressions, and that the phone's is the same: by shared cases, and by thousands made up."""

import json
import math
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from patrol.logic.expression_patterns import is_safe_pattern
from patrol.logic.expression_values import text_of
from patrol.logic.expressions import Scope, UnsupportedExpression, evaluate, parse, references
from patrol.logic.questions import Filling

ROOT = Path(__file__).resolve().parents[3]
TABLE = json.loads(Path(__file__).with_name("expression_cases.json").read_text(encoding="utf-8"))
SCOPE = Scope(lambda name: TABLE["answers"].get(name, ""), TABLE["own"], TABLE["today"])


@pytest.mark.parametrize(("expression", "said"), TABLE["cases"])
def test_expression_says(expression: str, said: str) -> None:
    assert text_of(evaluate(parse(expression), SCOPE)) == said


@pytest.mark.parametrize("expression", TABLE["not_understood"])
def test_expression_is_not_understood(expression: str) -> None:
    with pytest.raises(UnsupportedExpression):
        parse(expression)


@pytest.mark.parametrize(
    ("expression", "code", "what"),
    [
        ("${a} > 1 and pulldata('f', 'c')", "function", "pulldata"),
        ("../a = 1", "path", ".."),
        ("/data/a = 1", "path", "/"),
        ("if(1, 2)", "arguments", "if"),
        ("regex(., '(a+)+')", "pattern", "(a+)+"),
        ("regex(., ${a})", "pattern", "regex"),
        ("1 + §", "syntax", "§"),
        ("1 +", "syntax", "…"),
        ("1" + " + 1" * 600, "too_long", "2000"),
        ("(" * 60 + "1" + ")" * 60, "too_long", "40"),
    ],
)
def test_what_is_not_understood_is_named(expression: str, code: str, what: str) -> None:
    with pytest.raises(UnsupportedExpression) as refusal:
        parse(expression)
    assert (refusal.value.code, refusal.value.what) == (code, what)


def test_references_are_found_everywhere() -> None:
    assert list(references(parse("if(${a} > -${b}, concat(${c}, 1), not(${d}))"))) == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("form", "answers", "troubles"),
    [(one["form"], answers, troubles) for one in TABLE["forms"] for answers, troubles in one["fillings"]],
)
def test_filling_has_troubles(form: dict[str, object], answers: dict[str, str], troubles: list[list[str]]) -> None:
    found = Filling(form, answers, TABLE["today"]).troubles()
    assert [[one.name, one.code] for one in found] == troubles


@pytest.mark.parametrize(
    "pattern",
    ["^1[3-9]\\d{9}$", "[^@]+@[^@]+\\.[^@]+", "(?:ab|cd)?x", "[\\w.-]{2,20}", "[一-龥]+", "(a{2}b)+", "\\(\\d+\\)"],
)
def test_pattern_is_taken(pattern: str) -> None:
    assert is_safe_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+", "(a|a)*", "(a*)*b", "(?=a)b", "(?P<n>a)(?P=n)", "(a)\\1", "a**", "a+?", "[[:alpha:]]", "(?i)a", "a{2000}", "(",
     "a{3,1}", "\\bword\\b", "x*y*z*a*", "(?:a?){30}", "(a{1,20}){1,20}", "a?" * 21, "[a&&b]", "\\p{L}", "(a{1,50}){1,50}"],
)  # fmt: skip
def test_pattern_is_not_taken(pattern: str) -> None:
    assert not is_safe_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "[a-z]*[a-z]*[a-z]*!",
        "(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)!",
        "a?" * 19 + "a" * 19 + "!",
        "(?:a{0,9}){2}[a-z]*[a-z]*!",
    ],
)
def test_slowest_patterns_that_are_taken_end(pattern: str) -> None:
    assert is_safe_pattern(pattern)
    assert evaluate(parse(f"regex(., '{pattern}')"), Scope(lambda _name: "", "a" * 99 + "?", "")) is False


def test_text_longer_than_a_pattern_is_tried_on_does_not_match() -> None:
    answers = [evaluate(parse("regex(., 'a*')"), Scope(lambda _name: "", "a" * count, "")) for count in (100, 101)]
    assert answers == [True, False]


def test_long_sum_is_too_deep_and_a_long_chain_of_questions_is_not() -> None:
    with pytest.raises(UnsupportedExpression):
        parse("1" + "+1" * 100)
    chain = [{"name": f"q{n}", "type": "text", "label": {}, "relevant": f"${{q{n + 1}}} = '1'"} for n in range(2000)]
    form = {"version": "1", "title": {}, "questions": [*chain, {"name": "q2000", "type": "text", "label": {}}]}
    answers = {f"q{n}": "1" for n in range(2001)}
    assert Filling(form, answers, "2026-06-01").troubles() == []
    assert len(Filling(form, {**answers, "q2000": "2"}, "2026-06-01").troubles()) == 2000


def test_questions_that_depend_on_themselves_are_not_asked() -> None:
    circle = [{"name": a, "type": "text", "label": {}, "relevant": f"${{{b}}} = ''"} for a, b in ("ab", "bc", "ca")]
    form = {"version": "1", "title": {}, "questions": circle}
    assert len(Filling(form, {}, "2026-06-01").troubles()) == 0


def test_server_and_phone_agree_on_thousands_of_expressions() -> None:
    """Random expressions, read by both; the phone's reading runs in Node."""
    source = random.Random(20260601)
    cases = [expression_of(source, 4) for _ in range(4000)]
    node = shutil.which("node")
    assert node, "Node.js is not installed: run make setup"
    script = (
        'import { evaluate, parse } from "patrol/field/xpath.js";'
        'import { textOf } from "patrol/field/xpath_values.js";'
        'import { readFileSync } from "node:fs";'
        "const { cases, table } = JSON.parse(readFileSync(0, 'utf-8'));"
        "const scope = { value: (name) => table.answers[name] ?? '', own: table.own, today: table.today };"
        "console.log(JSON.stringify(cases.map((one) => textOf(evaluate(parse(one), scope)))));"
    )
    said = subprocess.run(
        [node, "--import", "./tests/js/house.js", "--input-type=module", "-e", script],
        input=json.dumps({"cases": cases, "table": TABLE}),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    theirs = json.loads(said.stdout)
    ours = [text_of(evaluate(parse(one), SCOPE)) for one in cases]
    assert {one: (a, b) for one, a, b in zip(cases, ours, theirs, strict=True) if a != b} == {}
    assert len({text for text in ours if not is_plain(text)}) > 100


def is_plain(text: str) -> bool:
    return text in {"true", "false", "NaN", ""}


def expression_of(source: random.Random, depth: int) -> str:
    """Make an expression up: any operator and function over answers, numbers, dates and words."""
    if depth == 0 or source.random() < 0.2:
        leaves = [
            *(f"${{{name}}}" for name in TABLE["answers"]),
            ".",
            "today()",
            "true()",
            "'2026-05-31'",
            "'北'",
            "' 3 '",
            "''",
        ]
        numbers = [
            str(source.randint(0, 12)),
            f"{source.uniform(0, 9):.3f}",
            str(10 ** source.randint(3, 25)),
            f"{source.random() / 1e9:.17f}",
        ]
        return source.choice([*leaves, *numbers])
    inner = [expression_of(source, depth - 1) for _ in range(3)]
    sign = source.choice(["or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod"])
    forms = [
        f"{inner[0]} {sign} {inner[1]}",
        f"({inner[0]}) {sign} ({inner[1]})",
        f"-({inner[0]})",
        f"{source.choice(['not', 'boolean', 'number', 'string', 'int', 'round', 'abs', 'string-length', 'count-selected', 'date'])}({inner[0]})",
        f"{source.choice(['selected', 'selected-at', 'contains', 'starts-with', 'ends-with', 'coalesce', 'round', 'substr', 'min', 'max'])}({inner[0]}, {inner[1]})",
        f"{source.choice(['if', 'substr', 'concat', 'max'])}({inner[0]}, {inner[1]}, {inner[2]})",
        f"regex({inner[0]}, '{source.choice(['[0-9]+', '.*3.*', '(?:true|false)', '-?[0-9.]+'])}')",
    ]
    return source.choice(forms)


def test_text_of_numbers_is_plain() -> None:
    assert [text_of(one) for one in (1e21, 1e-7, math.inf, -math.inf, -0.0, 1.5e300)] == [
        "1" + "0" * 21, "0.0000001", "Infinity", "-Infinity", "0", "15" + "0" * 299,
    ]  # fmt: skip
