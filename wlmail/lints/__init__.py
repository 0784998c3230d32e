"""What is dubious in a program that compiles: rules over the bound tree, each in one function with its texts.

`examined` is what all rules ask of a program, `flow` follows sessions and messages along its paths, `things` is what it
knows of them; the rules stand in `security`, `sessions`, `messages`, `results` and `variables`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wlmail.language.diagnostics import Diagnostic
    from wlmail.language.source import Source
    from wlmail.language.syntax import Program
    from wlmail.lints.examined import Examined
    from wlmail.lints.rule import Rule


def rules() -> dict[str, Rule]:
    """Every rule by its code."""
    from wlmail.lints import messages, results, security, sessions, variables  # noqa: F401 - they register their rules
    from wlmail.lints.rule import RULES

    return RULES


def study(program: Program, source: Source, *, french: bool) -> Examined:
    """What the rules know of a bound program; `source` holds what it includes as well."""
    from wlmail.lints.examined import Examined
    from wlmail.lints.flow import follow

    found = Examined(program, source, french)
    follow(found)
    return found


def lint(program: Examined) -> list[Diagnostic]:
    """What the rules find in a program, in the order of its text."""
    found = [diagnostic for rule in rules().values() for diagnostic in rule.diagnostics(program)]
    found.sort(key=lambda diagnostic: diagnostic.span or (0, 0))
    return found
