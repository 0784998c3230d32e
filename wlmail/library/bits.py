"""Bitwise functions (language.md 6.5); the operators `&`, `|` and `||` do the same."""

from __future__ import annotations

from wlmail.language.registry import function


@function("BinaryAND", "etBinaire")
def binary_and(left: int, right: int) -> int:
    """Gives the bits that both numbers have.

    Source: language.md 6.5.
    """
    return left & right


@function("BinaryOR", "ouBinaire")
def binary_or(left: int, right: int) -> int:
    """Gives the bits that one of the numbers has.

    Source: language.md 6.5.
    """
    return left | right


@function("BinaryXOR", "ouExclusifBinaire")
def binary_xor(left: int, right: int) -> int:
    """Gives the bits that one of the numbers has and the other not.

    Source: language.md 6.5.
    """
    return left ^ right


@function("BinaryNOT", "nonBinaire")
def binary_not(number: int) -> int:
    """Turns every bit round.

    Source: language.md 6.5.
    """
    return ~number
