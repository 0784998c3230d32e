"""What a server says: replies as their bytes come in, what it offers, and how a conversation ends. No socket here."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

LONGEST_LINE = 8192
"""Bytes of one line of a reply; RFC 5321 allows 512."""
MOST_LINES = 200
"""Lines of one reply."""
RECIPIENTS_FOR_SURE = 100
"""Recipients of one transaction that every server takes (RFC 5321 4.5.3.1.8)."""

_CHALLENGE = b"334"
_MOST_KNOWN = 64
_MOST_WAITING = 50_000
_ENHANCED = re.compile(r"([245]\.\d{1,3}\.\d{1,3})\b")


class Reply(NamedTuple):
    """A reply: its code, and its text without codes, on one line."""

    code: int
    text: str

    @property
    def is_positive(self) -> bool:
        """Done as asked: any 2yz means that, and to take one for a failure would have a message sent again."""
        return 200 <= self.code < 300

    def __str__(self) -> str:
        return f"{self.code} {self.text}".strip()


class WireError(Exception):
    """The conversation is over and the connection closed; the text continues a sentence: "the server …"."""


class Silence(WireError):
    """The server was silent longer than the time-out."""


class Late(WireError):
    """The server was not silent, but the send took longer than it may."""


class Lost(WireError):
    """The connection broke, or the server closed it; the text holds what it said last, if anything."""


class CutOff(WireError):
    """This side has ended the conversation: Ctrl-C, a time limit, the end of the program."""

    def __init__(self, why: str = "") -> None:
        super().__init__(f"was not waited for any longer{f' ({why})' if why else ''}")


class Garbage(WireError):
    """What came is no SMTP reply; `sent` names it."""

    def __init__(self, sent: str) -> None:
        super().__init__(f"sent {sent}")
        self.sent = sent


class ReplyReader:
    """Takes bytes as they come, gives replies. Bounded: no server can fill the memory."""

    __slots__ = ("_buffer", "_known", "_lines", "conceal", "in_login", "replies")

    def __init__(self) -> None:
        self.replies: deque[Reply] = deque()
        """What has come and is not dealt with yet."""
        self.conceal: Callable[[str], str] | None = None
        """Blots secrets out of what the server says, in case it repeats what it was sent."""
        self.in_login = False
        """Replies with the code 334 are challenges, which are left as they are."""
        self._buffer = b""
        self._lines: list[str] = []
        self._known: dict[bytes, Reply] = {}
        """Replies of one line that came before: a mailing gets the same ones over and over."""

    def feed(self, data: bytes) -> bool:
        """Whether a line was completed. Raises Garbage for what can be no reply."""
        if len(self.replies) > _MOST_WAITING:
            raise Garbage("replies without end")
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        for line in lines:
            known = self._known.get(line)
            if known is not None and not self._lines:
                self.replies.append(known)
            else:
                self._line(line)
        if len(self._buffer) > LONGEST_LINE:
            self._buffer = b""
            raise Garbage("a reply without end")
        return bool(lines)

    def unasked(self) -> str:
        """What has come when nothing was asked, or the beginning of it; "" for nothing."""
        if self.replies:
            return last_words(self.replies.popleft())
        return " ".join([*self._lines, *([readable(self._buffer, conceal=self.conceal)] if self._buffer else [])])

    def _line(self, line: bytes) -> None:
        code, mark = line[:3], line[3:4]
        if len(line) > LONGEST_LINE or not (len(code) == 3 and code.isdigit()) or mark not in (b" ", b"-", b"", b"\r"):
            raise Garbage(f"something that is no SMTP reply ({readable(line, conceal=self.conceal)})")
        if self.in_login and code == _CHALLENGE:
            # To be decoded, whole, before anybody may see it.
            text = readable(line[4:], LONGEST_LINE)
        else:
            text = readable(line[4:], conceal=self.conceal)
        if mark == b"-":
            self._lines.append(text)
            if len(self._lines) > MOST_LINES:
                raise Garbage("a reply without end")
        elif self._lines:
            self._lines.append(text)
            self.replies.append(Reply(int(code), " ".join(self._lines)))
            self._lines.clear()
        else:
            reply = Reply(int(code), text)
            self.replies.append(reply)
            if not self.in_login and len(self._known) < _MOST_KNOWN:
                self._known[line] = reply


def readable(raw: bytes, longest: int = 500, conceal: Callable[[str], str] | None = None) -> str:
    """What a server sent, for a message: without what `conceal` takes out, control characters replaced, and not longer
    than `longest` characters."""
    text = raw.decode("utf-8", "replace")
    if conceal is not None:
        text = conceal(text)
    text = text.strip()
    if not text.isprintable():
        text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def last_words(reply: Reply) -> str:
    return _CHALLENGE.decode() if reply.code == int(_CHALLENGE) else str(reply)


class Offer:
    """What a server offers (EHLO), and what its session has taught since."""

    __slots__ = ("chunking", "extensions", "most_recipients", "pipelining", "size_limit", "sure_recipients")

    def __init__(self, extensions: dict[str, str]) -> None:
        self.extensions = extensions
        """By keyword in lower case, with its parameters."""
        self.pipelining = "pipelining" in extensions
        # A chunk that follows its MAIL in one write is a pipelined one.
        self.chunking = self.pipelining and "chunking" in extensions
        self.most_recipients = _limit(extensions.get("limits", ""), "RCPTMAX")
        """Of one transaction; None while nobody knows."""
        self.sure_recipients = self.most_recipients or RECIPIENTS_FOR_SURE
        self.size_limit = _positive(extensions.get("size", "").strip())
        """The most bytes that the server takes in a message; None when it does not say."""


def _limit(parameters: str, name: str) -> int | None:
    for word in parameters.upper().split():
        key, _, value = word.partition("=")
        if key == name and _positive(value) is not None:
            return int(value)
    return None


def _positive(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and int(text) > 0 else None


def is_too_many(reply: Reply) -> bool:
    """The server takes no more recipients in this transaction (RFC 5321 4.5.3.1.10); others it takes in the next."""
    if reply.code not in (451, 452, 552):
        return False
    found = _ENHANCED.match(reply.text)
    enhanced = found[1] if found else ""
    return enhanced.endswith(".5.3") or "too many" in reply.text.lower() or (reply.code == 452 and not enhanced)
