"""What may differ: the rules file of a migration (TOML), known deviations, and noise learnt from two runs.

Nothing here tolerates an error (a Bcc that shows, a recipient who does not get the message).
"""

from __future__ import annotations

import re
from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from wlmail.capture.alignment import opcodes
from wlmail.capture.compare import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wlmail.capture.compare import Difference
    from wlmail.capture.facts import Facts

_TABLES = {
    "ignore": ({"where"}, {"reason"}),
    "regex": ({"pattern"}, {"where", "reason"}),
    "capture": ({"pattern"}, {"where", "reason"}),
    "deviation": ({"where", "owner", "reason", "expires"}, {"left", "right"}),
}
"""The tables of a rules file: keys that must be there, keys that may."""
_MARK = re.compile(r"\{\{(\w+)\}\}")
_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
_BETWEEN_BLANKS = re.compile(r"\S+|\s+")


class RulesError(Exception):
    """A rules file that cannot be read or does not make sense; the text is a sentence for the user."""


class Rule:
    """One entry; `where` is a pattern such as `header x-*`, `{{name}}` in `pattern` stands for a value to capture."""

    __slots__ = ("expires", "kind", "left", "owner", "pattern", "reason", "right", "used", "where")

    def __init__(self, kind: str, where: str = "*", pattern: str = "", reason: str = "") -> None:
        self.kind = kind
        self.where = where
        self.pattern = re.compile("")
        self.reason = reason
        self.owner = ""
        self.expires: date | None = None
        self.left: str | None = None
        self.right: str | None = None
        self.used = 0
        """How many differences it has explained."""
        if pattern:
            self.pattern = _compiled(kind, pattern)

    def told(self) -> str:
        if self.kind == "deviation":
            return f"known deviation of {self.owner} until {self.expires}: {self.reason}"
        return f"{self.kind} {self.where}{f': {self.reason}' if self.reason else ''}"


def _compiled(kind: str, pattern: str) -> re.Pattern[str]:
    source = pattern
    if kind == "capture":
        if not _MARK.search(pattern):
            raise RulesError(f"the capture «{pattern}» names no value; write {{{{name}}}} where it stands")
        names: set[str] = set()

        def group(found: re.Match[str]) -> str:
            again = found[1] in names
            names.add(found[1])
            return f"(?P={found[1]})" if again else rf"(?P<{found[1]}>[^\s\"'<>]+?)"

        source = _MARK.sub(group, pattern)
        if _MARK.search(pattern[-len(_MARK.findall(pattern)[-1]) - 4 :]):
            source += r"(?![^\s\"'<>.,;:!?)&])"
    try:
        return re.compile(source)
    except re.error as error:
        raise RulesError(f"the pattern «{pattern}» is no regular expression: {error}") from None


class Tolerance:
    """The rules in force. `today` decides whether a known deviation has expired."""

    def __init__(self, rules: Iterable[Rule] = (), switched_off: Iterable[str] = (), today: date | None = None) -> None:
        self.rules = list(rules)
        self.switched_off = frozenset(switched_off)
        self.today = today or date.today()
        self._values: tuple[dict[str, list[str]], dict[str, list[str]]] = ({}, {})

    @property
    def expired(self) -> list[Rule]:
        return [rule for rule in self.rules if rule.expires is not None and rule.expires < self.today]

    def bind(self, left: Facts, right: Facts) -> None:
        """The two messages that the next differences are about: captured values must be the same in all of each."""
        self._values = ({}, {})
        captures = [rule for rule in self.rules if rule.kind == "capture"]
        for values, facts in zip(self._values, (left, right), strict=True):
            texts = [value for _, value in facts.headers] + [leaf.text for leaf in facts.leaves if leaf.text]
            for rule in captures:
                for text in texts:
                    for found in rule.pattern.finditer(text):
                        for name, value in found.groupdict().items():
                            seen = values.setdefault(name, [])
                            if value is not None and value not in seen:
                                seen.append(value)

    def judge(self, difference: Difference) -> None:
        """Marks a difference as tolerated where the rules say so."""
        if difference.is_error:
            return
        rule = next((rule for rule in self.rules if self._explains(rule, difference)), None)
        if rule is None:
            rule = self._together(difference)
        if rule is not None:
            rule.used += 1
            difference.tolerated = rule.told()

    def _explains(self, rule: Rule, difference: Difference) -> bool:
        if not fnmatchcase(difference.where, rule.where):
            return False
        if rule.kind == "ignore":
            return True
        if rule.kind == "noise":
            return all(rule.pattern.fullmatch(text) for text in (difference.left, difference.right))
        if rule.kind == "deviation":
            return (
                rule.expires is not None
                and rule.expires >= self.today
                and rule.left in (None, difference.left)
                and rule.right in (None, difference.right)
            )
        return False

    def _together(self, difference: Difference) -> Rule | None:
        """The rule by which two texts are the same once every pattern has been replaced."""
        texts = [difference.left, difference.right]
        last = None
        for rule in self.rules:
            if rule.kind not in ("regex", "capture") or not fnmatchcase(difference.where, rule.where):
                continue
            changed = [self._replaced(rule, text, values) for text, values in zip(texts, self._values, strict=True)]
            if changed != texts:
                last, texts = rule, changed
        return last if last is not None and texts[0] == texts[1] else None

    @staticmethod
    def _replaced(rule: Rule, text: str, values: dict[str, list[str]]) -> str:
        if rule.kind == "regex":
            return rule.pattern.sub("{{}}", text)
        found = [(name, value) for name in rule.pattern.groupindex for value in values.get(name, ())]
        if not found:
            return text
        marks = {value: f"{{{{{name}{values[name].index(value)}}}}}" for name, value in reversed(found)}
        # Longer values first: one may be the beginning of another.
        pattern = "|".join(map(_whole, sorted(marks, key=len, reverse=True)))
        return re.sub(pattern, lambda match: marks[match[0]], text)


def _whole(value: str) -> str:
    """A pattern of a captured value where it is no piece of another word or number."""
    before = r"(?<!\w)" + (r"(?<!\d[.,])" if value[0].isdigit() else "") if _is_word(value[0]) else ""
    after = r"(?!\w)" + (r"(?![.,]\d)" if value[-1].isdigit() else "") if _is_word(value[-1]) else ""
    return before + re.escape(value) + after


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def read_rules(text: str, name: str) -> Tolerance:
    """The rules of a TOML text. Raises RulesError, which names the file and the entry."""
    import tomllib

    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RulesError(f"{name} is no TOML: {error}") from None
    rules: list[Rule] = []
    off = found.pop("compare", [])
    if not isinstance(off, list) or any(rule not in RULES for rule in off):
        raise RulesError(f"{name}: compare is a list of {', '.join(RULES)}")
    for kind, entries in found.items():
        if kind not in _TABLES:
            raise RulesError(f"{name}: there is no «{kind}»; there are compare, {', '.join(_TABLES)}")
        if not isinstance(entries, list):
            raise RulesError(f"{name}: {kind} is a list of tables: [[{kind}]]")
        for number, entry in enumerate(entries, 1):
            try:
                rules.append(_rule(kind, entry))
            except RulesError as error:
                raise RulesError(f"{name}, [[{kind}]] number {number}: {error}") from None
    return Tolerance(rules, off)


def _rule(kind: str, entry: Any) -> Rule:
    needed, possible = _TABLES[kind]
    if not isinstance(entry, dict):
        raise RulesError("this is no table")
    for key in needed - entry.keys():
        raise RulesError(f"«{key}» is missing")
    for key in entry.keys() - needed - possible:
        raise RulesError(f"there is no «{key}»; there are {', '.join(sorted(needed | possible))}")
    expires = entry.pop("expires", None)
    if expires is not None and type(expires) is not date:
        raise RulesError("expires is a date such as 2026-12-31, without quotes")
    for key, value in entry.items():
        if not isinstance(value, str) or not (value.strip() or key in ("left", "right")):
            raise RulesError(f"«{key}» is a text that is not empty")
    rule = Rule(kind, entry.get("where", "*"), entry.get("pattern", ""), entry.get("reason", ""))
    rule.owner = entry.get("owner", "")
    rule.expires = expires
    rule.left, rule.right = entry.get("left"), entry.get("right")
    return rule


# --- noise -----------------------------------------------------------------------------------------------------------


def learnt(found: Iterable[Difference]) -> list[Rule]:
    """Rules for what differs between two runs of one program: a number may be another number, a word another word."""
    rules: dict[tuple[str, str], Rule] = {}
    for difference in found:
        if difference.is_error or difference.where == "message":
            continue
        source = _common(difference.left, difference.right)
        rules.setdefault((difference.where, source), Rule("noise", difference.where, source, "learnt from two runs"))
    return list(rules.values())


def _common(left: str, right: str) -> str:
    """A pattern of two texts: what they have in common, and the shape of what differs."""
    pieces = []
    lines = left.splitlines(keepends=True), right.splitlines(keepends=True)
    for kind, a, b, c, d in opcodes(*lines):
        if kind == "equal":
            pieces.append(re.escape("".join(lines[0][a:b])))
        elif b - a == d - c:
            pieces += map(_changed, lines[0][a:b], lines[1][c:d])
        else:
            pieces.append(_changed("".join(lines[0][a:b]), "".join(lines[1][c:d])))
    return "".join(pieces)


def _changed(left: str, right: str) -> str:
    """The pattern of a piece that has changed, by what stands between blanks."""
    sides = _BETWEEN_BLANKS.findall(left), _BETWEEN_BLANKS.findall(right)
    if len(sides[0]) == len(sides[1]) and all(a.isspace() == b.isspace() for a, b in zip(*sides, strict=True)):
        return "".join(map(_either, *sides))
    pieces = []
    for kind, a, b, c, d in opcodes(*sides):
        if kind == "equal":
            pieces.append(re.escape("".join(sides[0][a:b])))
        else:
            shapes = dict.fromkeys(_shape("".join(side)) for side in (sides[0][a:b], sides[1][c:d]))
            pieces.append(f"(?:{'|'.join(shapes)})")
    return "".join(pieces)


def _either(left: str, right: str) -> str:
    """The pattern of two words, which may hold signs (`10:30,`), or of two runs of blanks."""
    if left == right:
        return re.escape(left)
    tokens = _TOKENS.findall(left), _TOKENS.findall(right)
    if len(tokens[0]) == len(tokens[1]):
        kinds = [_kind(a, b) for a, b in zip(*tokens, strict=True)]
        if all(kinds):
            return "".join(kinds)
    # Such as base64: signs stand anywhere in it.
    start = end = 0
    shorter = min(map(len, tokens))
    while start < shorter and tokens[0][start] == tokens[1][start]:
        start += 1
    while end < shorter - start and tokens[0][-1 - end] == tokens[1][-1 - end]:
        end += 1
    middles = ["".join(side[start : len(side) - end]) for side in tokens]
    sizes = sorted(map(len, middles))
    edges = "".join(tokens[0][:start]), "".join(tokens[0][len(tokens[0]) - end :])
    return f"{re.escape(edges[0])}\\S{{{sizes[0]},{sizes[1]}}}{re.escape(edges[1])}"


def _kind(one: str, other: str) -> str:
    """The pattern of two tokens: the same one, or one of their kind; "" when they have nothing in common."""
    if one == other:
        return re.escape(one)
    if one.isdecimal() and other.isdecimal():
        return r"\d+"
    if one.isspace() and other.isspace():
        return r"\s+" if "\n" in one + other else r"[^\S\n]+"
    if one.isalpha() and other.isalpha():
        return r"[^\W\d_]+"
    return r"\w+" if _is_word(one[0]) and _is_word(other[0]) else ""


def _shape(text: str) -> str:
    """The pattern of texts that are built like this one."""
    kinds = ((r"\d+", str.isdecimal), (r"[^\W\d_]+", str.isalpha), (r"\w+", lambda token: _is_word(token[0])))
    return "".join(
        next((kind for kind, fits in kinds if fits(token)), re.escape(token)) for token in _TOKENS.findall(text)
    )
