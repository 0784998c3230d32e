"""Header fields: written so that every reader gets back the very text that was given (RFC 5322, 2047, 2231).

A field that is not plain ASCII is encoded as a whole, in encoded words of at most 75 characters that never split a
character. Lines are folded at 78 columns where a blank allows it, and never exceed 998.
"""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from wlmail.mail.charsets import to_text

if TYPE_CHECKING:
    from wlmail.mail.addresses import Mailbox

FOLD = 78
"""Columns of a folded line."""
LONGEST = 998
"""Columns that no line may exceed (RFC 5322 2.1.1)."""
WORD = 75
"""Characters of an encoded word, its delimiters included (RFC 2047 2)."""

_PREFIX_Q = "=?utf-8?Q?"
_PREFIX_B = "=?utf-8?B?"
_OVERHEAD = len(_PREFIX_Q) + len("?=")
_NAME = re.compile(r"[!-9;-~]+\Z")
_CONTROL = re.compile("[\0-\x08\x0a-\x1f\x7f]")
_PLAIN_WORDS = re.compile(r"[!-~]+(?: [!-~]+)*\Z")

# RFC 2047 5 (3): what may stand for itself in an encoded word wherever the word is used, phrases included.
_SAFE = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!*+-/")
_AS_THEY_ARE = bytes([*_SAFE, 0x20])
_Q = ["_" if byte == 0x20 else chr(byte) if byte in _SAFE else f"={byte:02X}" for byte in range(256)]
# RFC 2231 attribute characters.
_ATTRIBUTE = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&+-.^_`{|}~")


class HeaderError(Exception):
    """A header that cannot be written; the text is a sentence for the user."""


# --- Writing ---------------------------------------------------------------------------------------------------------


def header_line(name: str, value: str, prefer_q: bool = False) -> str:
    """The field with its final CRLF, in ASCII (email.md 2.6). `prefer_q` chooses Q over the shorter of B and Q.

    Raises HeaderError for a control character (CR and LF would begin another header) and for a name that is none.
    """
    check_name(name)
    return text_line(name, value, prefer_q)


def text_line(name: str, value: str, prefer_q: bool = False) -> str:
    """As `header_line`, for a name that is known to be one."""
    used = len(name) + 2
    if not value:
        return f"{name}:\r\n"
    if is_plain(value):
        if used + len(value) <= FOLD:
            return f"{name}: {value}\r\n"
        if used + len(max(value.split(" "), key=len)) < LONGEST:
            return fold(name, value.split(" "))
    check_value(name, value)
    return fold(name, encoded_words(value, used, prefer_q))


def address_line(name: str, mailboxes: Sequence[Mailbox], prefer_q: bool = False) -> str:
    """A list of mailboxes, folded between names and addresses only. UTF-8 where a local part needs it, else ASCII."""
    if len(mailboxes) == 1:
        return fold(name, mailboxes[0].tokens(prefer_q))
    tokens: list[str] = []
    for mailbox in mailboxes:
        if tokens:
            tokens[-1] += ","
        tokens += mailbox.tokens(prefer_q)
    return fold(name, tokens)


def mime_line(name: str, value: str, parameters: Iterable[tuple[str, str]] = ()) -> str:
    """A field such as Content-Type with its parameters. Raises HeaderError for a control character.

    A parameter with accents is written as RFC 2231 asks in Content-Disposition, and as an encoded word in
    Content-Type: new readers know the first form, old ones the second, and no field holds the parameter twice.
    """
    check_value(name, value)
    tokens = [value]
    for key, text in parameters:
        check_value(f"{name}: {key}", text)
        tokens[-1] += ";"
        if text.isascii() and len(text) < LONGEST - 100:
            tokens.append(f"{key}={_quoted(text)}")
        elif name.lower() == "content-type":
            words = encoded_words(text, len(key) + 4, False)
            words[0] = f'{key}="{words[0]}'
            words[-1] += '"'
            tokens += words
        else:
            tokens += _extended(key, text)
    return fold(name, tokens)


def check_name(name: str) -> None:
    """Raises HeaderError for what cannot be the name of a header."""
    if not _NAME.match(name):
        raise HeaderError(f"{_shown(name)} cannot be the name of a header")
    if len(name) > FOLD - 2:
        raise HeaderError(f"the name of the header {_shown(name)} is too long")


def check_value(name: str, value: str) -> None:
    """Raises HeaderError for CR, LF, NUL and other control characters, and for text that UTF-8 cannot hold."""
    if _CONTROL.search(value):
        raise HeaderError(f"{_shown(name)} holds a line break or another control character, which no header can hold")
    if not value.isascii():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            raise HeaderError(f"{_shown(name)} holds half a character (a lone surrogate)") from None


def is_plain(text: str) -> bool:
    """The text can stand as it is: ASCII words with one blank between them, and nothing like an encoded word."""
    return text.isascii() and "=?" not in text and _PLAIN_WORDS.match(text) is not None


def fold(name: str, tokens: Sequence[str]) -> str:
    """The field with a blank or a fold between tokens, which are never split. Raises HeaderError past 998 columns."""
    line = f"{name}: {' '.join(tokens)}"
    if len(line) <= FOLD:
        return f"{line}\r\n"
    lines: list[str] = []
    line = name + ":"
    for token in tokens:
        if len(line) + 1 + len(token) > FOLD and (lines or len(line) > len(name) + 1):
            lines.append(line)
            line = ""
        line = f"{line} {token}"
        if len(line) > LONGEST:
            raise HeaderError(f"a part of the header {name} is longer than {LONGEST} characters")
    lines.append(line)
    return "\r\n".join(lines) + "\r\n"


def encoded_words(text: str, used: int, prefer_q: bool) -> list[str]:
    """Encoded words of whole characters. `used` columns of the first line are taken already."""
    # One column for the blank in front of a folded line.
    first, further = min(WORD, max(FOLD - used, 24)) - _OVERHEAD, WORD - _OVERHEAD
    content = text.encode("utf-8")
    length = len(content)
    in_q = length + 2 * len(content.translate(None, _AS_THEY_ARE))
    if not prefer_q:
        prefer_q = in_q <= (length + 2) // 3 * 4
    if prefer_q and in_q <= first:
        return [f"{_PREFIX_Q}{_in_q(content)}?="]
    if not prefer_q and len(content) <= first // 4 * 3:
        return [_word_b(content)]
    return _words_q(text, first, further) if prefer_q else _words_b(text, first, further)


def _in_q(content: bytes) -> str:
    return "".join([_Q[byte] for byte in content])


def _words_q(text: str, first: int, further: int) -> list[str]:
    words: list[str] = []
    room, pending, width = first, "", 0
    for character in text:
        piece = _in_q(character.encode("utf-8"))
        if width + len(piece) > room and pending:
            words.append(f"{_PREFIX_Q}{pending}?=")
            room, pending, width = further, "", 0
        pending += piece
        width += len(piece)
    words.append(f"{_PREFIX_Q}{pending}?=")
    return words


def _words_b(text: str, first: int, further: int) -> list[str]:
    words: list[str] = []
    room, pending = first // 4 * 3, b""
    for character in text:
        piece = character.encode("utf-8")
        if len(pending) + len(piece) > room and pending:
            words.append(_word_b(pending))
            room, pending = further // 4 * 3, b""
        pending += piece
    words.append(_word_b(pending))
    return words


def _word_b(content: bytes) -> str:
    return f"{_PREFIX_B}{b2a_base64(content, newline=False).decode('ascii')}?="


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _extended(key: str, text: str) -> list[str]:
    """`key*=utf-8''…`, in numbered sections when it is long; a section never splits a character (RFC 2231 3, 4)."""
    pieces = [
        "".join(chr(byte) if byte in _ATTRIBUTE else f"%{byte:02X}" for byte in character.encode("utf-8"))
        for character in text
    ]
    room = FOLD - 2 - len(key) - len("*=utf-8''")
    if sum(map(len, pieces)) <= room:
        return [f"{key}*=utf-8''{''.join(pieces)}"]
    sections = [""]
    for piece in pieces:
        if len(sections[-1]) + len(piece) > room - 6:
            sections.append("")
        sections[-1] += piece
    tokens = [f"{key}*{number}*={section};" for number, section in enumerate(sections)]
    tokens[0] = tokens[0].replace("*=", "*=utf-8''", 1)
    tokens[-1] = tokens[-1].removesuffix(";")
    return tokens


def _shown(text: str) -> str:
    short = text if len(text) <= 60 else text[:57] + "…"
    return short if short.isprintable() and short else repr(short)


# --- Reading ---------------------------------------------------------------------------------------------------------

_WORD = re.compile(r"=\?([^\s?]+)\?([bBqQ])\?([^?\r\n]*)\?=")
_BETWEEN_WORDS = re.compile(r"(?<=\?=)[ \t\r\n]+(?==\?[^\s?]+\?[bBqQ]\?)")
_UNFOLD = re.compile(r"\r?\n(?=[ \t])")


def decode_header(text: str) -> str:
    """A header as its reader sees it. Never raises: what cannot be decoded stays, bad bytes are replaced (RD6).

    Raw bytes above 127 may come as surrogates (what `surrogateescape` makes of them): UTF-8, else Windows-1252.
    """
    text = _UNFOLD.sub("", text)
    if not text.isascii():
        text = with_raw_bytes(text)
    if "=?" not in text:
        return text
    text = _BETWEEN_WORDS.sub("", text)
    decoded: list[str] = []
    pending, pending_charset, end = b"", "", 0
    for word in _WORD.finditer(text):
        content = _word_content(word[2], word[3])
        if content is None:
            continue
        charset = word[1].partition("*")[0].lower()
        if word.start() != end or charset != pending_charset:
            decoded += [to_text(pending, pending_charset), text[end : word.start()]]
            pending, pending_charset = b"", charset
        # Neighbours are decoded together: some writers split a character between two words.
        pending += content
        end = word.end()
    decoded += [to_text(pending, pending_charset), text[end:]]
    return "".join(decoded)


def _word_content(encoding: str, content: str) -> bytes | None:
    raw = content.encode("utf-8")
    if encoding in "bB":
        try:
            return a2b_base64(raw + b"=" * (-len(raw) % 4))
        except Base64Error:
            return None
    from binascii import a2b_qp

    return a2b_qp(raw, header=True)


def with_raw_bytes(text: str) -> str:
    """A text whose surrogates stand for bytes: these as UTF-8 where they are, else as Windows-1252."""
    try:
        raw = text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # surrogates that stand for no byte
        return text.encode("utf-8", "replace").decode("utf-8")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
