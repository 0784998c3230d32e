"""What SecretString variables have held: it is shown nowhere, wherever the program carried it (language.md 4.2).

The values are remembered, not marked: a text that holds a secret hides that part of it, also in other letters (Upper)
or escaped for JSON, HTML or BASE64. A piece of a secret is no secret. They belong to the world of one program, whose
console masks them; no other program hears of them.
"""

from __future__ import annotations

SHORT = 4
"""Shorter secrets are hidden as whole words only: an `a` would take all letters a with it."""
HIDDEN = "****"


class Secrets:
    """The secrets of one program. Inside `with secrets:` the program runs, and `keep` adds to them."""

    __slots__ = ("_outer", "_texts")

    def __init__(self) -> None:
        self._texts: set[str] = set()
        self._outer: list[Secrets | None] = []

    def __enter__(self) -> None:
        global _current
        self._outer.append(_current)
        _current = self

    def __exit__(self, *_: object) -> None:
        global _current
        _current = self._outer.pop()

    def add(self, text: str) -> None:
        if text:
            self._texts.add(text)
            if len(text) >= SHORT:
                self._texts.update(_escaped(text))

    def masked(self, text: str) -> str:
        """The text as it may be shown: asterisks for every secret in it."""
        for secret in sorted(self._texts, key=len, reverse=True):
            if secret.casefold() not in text.casefold():
                continue
            import re

            pattern = re.escape(secret)
            if len(secret) >= SHORT:
                text = re.sub(pattern, HIDDEN, text, flags=re.IGNORECASE)
            else:
                text = re.sub(rf"(?<!\w){pattern}(?!\w)", HIDDEN, text)
        return text


def _escaped(text: str) -> list[str]:
    from binascii import b2a_base64

    in_json = text.replace("\\", "\\\\").replace('"', '\\"')
    in_html = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    in_base64 = b2a_base64(text.encode(), newline=False).decode().rstrip("=")
    return [in_json, in_json.replace("/", "\\/"), in_html, in_html.replace('"', "&quot;"), in_base64]


_current: Secrets | None = None
"""Of the program that runs now: a conversion to SecretString is not told whose it is."""


def keep(text: str) -> str:
    """Remembers a text as a secret of the program that runs, and returns it."""
    if _current is not None:
        _current.add(text)
    return text
