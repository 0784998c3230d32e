"""HTML as text."""

from __future__ import annotations

import re


def html_text(html: str) -> str:
    """The words of an HTML body: no tags, no styles or scripts, one line a paragraph, row or line break."""
    from html import unescape

    text = re.sub(r"(?is)<!--.*?(-->|\Z)|<(script|style|head|title)\b.*?(</\2\s*>|\Z)", "", html)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"(?i)<br\b[^<>]*>|</(p|div|tr|li|h[1-6]|table|ul|ol)\s*>", "\n", text)
    text = re.sub(r"(?i)</t[dh]\s*>", "  ", text)
    text = unescape(re.sub(r"<[^<>]*>", "", text))
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())
