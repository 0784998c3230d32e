"""What SecretString variables have held: it is shown nowhere, wherever the program carried it (language.md 4.2).

The values are remembered, not marked: a text made from a secret hides that part of it, however it was made.
"""

from __future__ import annotations

_KNOWN: set[str] = set()
"""Of the program that runs in this process; `forget` is called when one starts."""
SHORT = 4
"""Shorter secrets are hidden as whole words only: an `a` would take all letters a with it."""
HIDDEN = "****"


def keep(text: str) -> str:
    """Remembers a text as a secret, and returns it."""
    if text:
        _KNOWN.add(text)
    return text


def forget() -> None:
    """A new program begins."""
    _KNOWN.clear()


def masked(text: str) -> str:
    """The text as it may be shown: asterisks for every secret in it."""
    for secret in sorted(_KNOWN, key=len, reverse=True):
        if secret not in text:
            continue
        if len(secret) >= SHORT:
            text = text.replace(secret, HIDDEN)
        else:
            import re

            text = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", HIDDEN, text)
    return text
