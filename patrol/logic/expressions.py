"""The part of XPath that questions of a campaign may use: parsed here and, by the same rules, on the phone.

The twin is `patrol/static/patrol/field/xpath.js`; `tests/patrol/logic/expression_cases.json` holds both to the same answers.
A value is text (an answer, "" when there is none), a number or a truth; comparisons follow XPath 1.0, but dates as
"YYYY-MM-DD" count as days, as in ODK.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from patrol.logic.expression_functions import FUNCTIONS
from patrol.logic.expression_values import SPACE, Value, compare, compute, is_true, number_of

LONGEST: Final = 2000
DEEPEST: Final = 40
TOKEN: Final = re.compile(
    r"""\s*(?:
    (?P<number>\d+(?:\.\d*)?|\.\d+)
    |(?P<text>"[^"]*"|'[^']*')
    |\$\{\s*(?P<ref>[\w.-]+)\s*\}
    |(?P<name>[A-Za-z_][\w.-]*(?::[\w.-]+)?)
    |(?P<sign><=|>=|!=|//|\.\.|::|[-+*=<>(),.|/@\[\]])
    )""",
    re.VERBOSE | re.ASCII,
)
LEVELS: Final = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
PATHS: Final = frozenset({"/", "//", "..", "::", "@", "[", "]", "|"})

Node = tuple[object, ...]


class UnsupportedExpression(ValueError):
    """What the expression uses and we do not know; `code` is syntax, path, function, arguments, too_long or pattern."""

    def __init__(self, code: str, what: str) -> None:
        super().__init__(f"{code}: {what}")
        self.code = code
        self.what = what


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression may look at: other answers by name, the question's own (`.`), and today's date."""

    value: Callable[[str], str]
    own: str = ""
    today: str = ""


@lru_cache(maxsize=2048)
def parse(text: str) -> Node:
    """Parse an expression to nested tuples; raises UnsupportedExpression."""
    if len(text) > LONGEST:
        raise UnsupportedExpression("too_long", str(LONGEST))
    parser = _Parser(list(_tokens(text)))
    node = parser.level(0)
    parser.end()
    if _depth(node) > DEEPEST:
        raise UnsupportedExpression("too_long", str(DEEPEST))
    return node


def references(node: Node) -> Iterator[str]:
    """Yield the names of the questions an expression looks at."""
    if node[0] == "ref":
        yield str(node[1])
    for part in node[1:]:
        if isinstance(part, tuple):
            yield from references(part)


def evaluate(node: Node, scope: Scope) -> Value:
    """Return what an expression says in its scope; it never fails."""
    match node:
        case ("number" | "text", value):
            return value  # type: ignore[return-value]
        case ("ref", name):
            return scope.value(str(name))
        case ("own",):
            return scope.own
        case ("minus", part):
            return -number_of(evaluate(part, scope))  # type: ignore[arg-type]
        case ("call", name, *parts):
            return FUNCTIONS[str(name)].run(scope.today, [evaluate(part, scope) for part in parts])  # type: ignore[arg-type]
        case (sign, left, right):
            return _apply(str(sign), evaluate(left, scope), evaluate(right, scope))  # type: ignore[arg-type]
    raise AssertionError(node)


def _depth(node: Node) -> int:
    """Count how deep a node holds others; level by level, for a long sum is as deep as it is long."""
    depth, level = 0, [node]
    while level:
        depth, level = depth + 1, [part for one in level for part in one if isinstance(part, tuple)]
    return depth


def _apply(sign: str, left: Value, right: Value) -> Value:
    if sign == "or":
        return is_true(left) or is_true(right)
    if sign == "and":
        return is_true(left) and is_true(right)
    return compare(sign, left, right) if sign in "!=<=>=" else compute(sign, left, right)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while text[at:].strip(SPACE):
        found = TOKEN.match(text, at)
        if found is None:
            raise UnsupportedExpression("syntax", text[at:].strip(SPACE)[:20])
        at = found.end()
        kind = str(found.lastgroup)
        yield _Token(kind, found[kind])


class _Parser:
    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    def level(self, rank: int) -> Node:
        if rank == len(LEVELS):
            return self.unary()
        node = self.level(rank + 1)
        while (token := self.peek()) and token.kind in {"name", "sign"} and token.text in LEVELS[rank]:
            self.at += 1
            node = (token.text, node, self.level(rank + 1))
        return node

    def unary(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise UnsupportedExpression("too_long", str(DEEPEST))
        token = self.next()
        node = ("minus", self.unary()) if token == _Token("sign", "-") else self.primary(token)
        self.depth -= 1
        return node

    def primary(self, token: _Token) -> Node:
        if token.kind == "number":
            return ("number", float(token.text))
        if token.kind == "text":
            return ("text", token.text[1:-1])
        if token.kind == "ref":
            return ("ref", token.text)
        if token == _Token("sign", "."):
            return ("own",)
        if token == _Token("sign", "("):
            node = self.level(0)
            self.expect(")")
            return node
        if token.kind == "name" and self.peek() == _Token("sign", "("):
            return self.call(token.text)
        is_path = token.kind == "name" or token.text in PATHS
        raise UnsupportedExpression("path" if is_path else "syntax", token.text)

    def call(self, name: str) -> Node:
        self.at += 1
        parts: list[Node] = []
        while self.peek() != _Token("sign", ")"):
            if parts:
                self.expect(",")
            parts.append(self.level(0))
        self.at += 1
        return _checked_call(name, parts)

    def peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def next(self) -> _Token:
        token = self.peek()
        if token is None:
            raise UnsupportedExpression("syntax", "…")
        self.at += 1
        return token

    def expect(self, sign: str) -> None:
        token = self.next()
        if token != _Token("sign", sign):
            raise UnsupportedExpression("path" if token.text in PATHS else "syntax", token.text)

    def end(self) -> None:
        token = self.peek()
        if token is not None:
            raise UnsupportedExpression("path" if token.text in PATHS else "syntax", token.text)


def _checked_call(name: str, parts: list[Node]) -> Node:
    function = FUNCTIONS.get(name)
    if function is None:
        raise UnsupportedExpression("function", name)
    if not function.fewest <= len(parts) <= function.most:
        raise UnsupportedExpression("arguments", name)
    if name == "regex" and (parts[1][0] != "text" or not function.is_known(str(parts[1][1]))):
        raise UnsupportedExpression("pattern", str(parts[1][1]) if parts[1][0] == "text" else name)
    return ("call", name, *parts)
