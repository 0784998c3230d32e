"""A rule: one function that finds something, with its code, its texts and its examples in both languages.

    @rule("old-name", "info", en=Texts(…), fr=Texts(…))
    def old_name(program: Examined) -> Iterator[Finding]: …

`wlmail explain` shows the texts; the tests check that each wrong example is found and each right one is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from wlmail.language.diagnostics import Diagnostic, Related

if TYPE_CHECKING:
    from wlmail.language.diagnostics import Severity, Span
    from wlmail.lints.examined import Examined

Word = str | tuple[str, str]
"""What stands for a `{name}` in a text: one word, or an English and a French one."""


class Texts:
    """What a rule says in one language. `message` and `hint` are templates; `wrong` and `right` are programs."""

    __slots__ = ("hint", "message", "right", "title", "why", "wrong")

    def __init__(self, title: str, *, why: str, message: str, hint: str, wrong: str, right: str) -> None:
        self.title = title
        self.why = why
        self.message = message
        self.hint = hint
        self.wrong = wrong
        self.right = right


class Finding:
    """A place and the words for the texts of the rule; `related` are other places, each with a sentence."""

    __slots__ = ("related", "span", "words")

    def __init__(self, span: Span, related: tuple[Related, ...] = (), **words: Word) -> None:
        self.span = span
        self.related = related
        self.words = words


Check = Callable[["Examined"], Iterator[Finding]]


class Rule:
    __slots__ = ("check", "code", "en", "fr", "severity")

    def __init__(self, code: str, severity: Severity, en: Texts, fr: Texts, check: Check) -> None:
        self.code = code
        self.severity: Severity = severity
        self.en = en
        self.fr = fr
        self.check = check

    def diagnostics(self, program: Examined) -> Iterator[Diagnostic]:
        """What the rule finds in a program, each place once."""
        seen = set()
        for found in self.check(program):
            if found.span in seen:
                continue
            seen.add(found.span)
            english = {k: v if isinstance(v, str) else v[0] for k, v in found.words.items()}
            french = {k: v if isinstance(v, str) else v[1] for k, v in found.words.items()}
            yield Diagnostic(
                self.code,
                self.en.message.format(**english),
                hint=self.en.hint.format(**english),
                french=(self.fr.message.format(**french), self.fr.hint.format(**french)),
                related=found.related,
                source=program.source,
                span=found.span,
                severity=self.severity,
            )


RULES: dict[str, Rule] = {}


def rule(code: str, severity: Severity, *, en: Texts, fr: Texts) -> Callable[[Check], Check]:
    """Registers a rule."""

    def register(check: Check) -> Check:
        RULES[code] = Rule(code, severity, en, fr, check)
        return check

    return register
