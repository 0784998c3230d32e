"""Bytes of a message as text. Nothing here fails: bad bytes are replaced, a charset that nobody knows is guessed."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)

# Names that Python lacks, and charsets that writers declare where they use a larger one: what browsers do as well.
_NAMES = {
    "ascii": "",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "shift_jis": "cp932",
    "tis-620": "cp874",
    "utf-16": "utf-16",
}
_ALIASES = {
    "iso-8859-6-e": "iso-8859-6",
    "iso-8859-6-i": "iso-8859-6",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-8-i": "iso-8859-8",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "windows-874": "cp874",
    "x-gbk": "gb18030",
    "x-mac-roman": "mac_roman",
    "x-sjis": "cp932",
    "x-euc-jp": "euc_jp",
}


def to_text(content: bytes, charset: str) -> str:
    """Bytes as text (RD6). No charset, ASCII and one that nobody knows: UTF-8 where it fits, else Windows-1252."""
    if not content:
        return ""
    if content.isascii() and charset.lower() in ("", "utf-8", "us-ascii", "iso-8859-1"):
        return content.decode("ascii")
    name = _codec(charset)
    try:
        if name:
            return content.decode(name, "replace").encode("utf-8", "replace").decode("utf-8")
        return content.decode("utf-8")
    except (LookupError, ValueError):
        return content.decode("utf-8" if name else "cp1252", "replace")


def of_html(content: bytes) -> str:
    """The charset that an HTML text tells in its first kilobyte, "" when it tells none."""
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8"
    found = _META.search(content[:1024])
    return "" if found is None else found[1].decode("ascii").lower()


@lru_cache(maxsize=256)
def _codec(charset: str) -> str:
    """Python's name of a charset; "" for none, for ASCII, and for one that Python does not know."""
    name = charset.strip(" '\"").lower()
    try:
        name = codecs.lookup(_ALIASES.get(name, name)).name
        "".encode(name)
    except (LookupError, ValueError, TypeError):
        return ""
    return _NAMES.get(name, name)
