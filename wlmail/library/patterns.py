"""Regular expressions (stdlib.md 1.3)."""

from __future__ import annotations

from wlmail.language.registry import function
from wlmail.runtime.errors import WLError
from wlmail.runtime.run import Ref

LONGEST = 2.0
"""Seconds that one match may take. Some expressions take years for a text of fifty letters; mail brings such texts."""


@function("MatchRegularExpression", "VérifieExpressionRégulière", aliases=("RegexVérifie", "RegexMatch"))
def match_regular_expression(text: str, pattern: str, *groups: Ref) -> bool:
    """True when the whole text fits a regular expression; the groups in parentheses fill the variables, in order.

    Case counts. A group that took no part gives "". WLError for an expression that is not one, or that finds no end.
    Source: stdlib.md 1.3.
    """
    import warnings

    import regex  # not Python's own `re`, which nothing can stop

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # notes about old-fashioned expressions are not for the user
            match = regex.fullmatch(pattern, text, timeout=LONGEST)
    except TimeoutError:
        raise WLError(
            f"«{pattern}» takes too long on a text of {len(text)} characters; do its repetitions contain one another?"
        ) from None
    except (regex.error, OverflowError, RecursionError, MemoryError, ValueError) as error:
        raise WLError(f"«{pattern}» is not a regular expression: {error}") from None
    if match is None:
        return False
    for variable, value in zip(groups, match.groups(default=""), strict=False):
        variable.value = value
    return True
