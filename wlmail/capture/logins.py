"""The server's side of logins (SASL mechanisms) where any name and any secret will do.

A mechanism is a generator: it yields challenges, is sent the client's answers, both without their base64, and returns
the user's name. Secrets are read and forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Generator

Exchange = Generator[bytes, bytes, bytes]


def _plain() -> Exchange:
    return (yield b"").split(b"\0")[1]


def _login() -> Exchange:
    user = yield b"Username:"
    yield b"Password:"
    return user


def _cram_md5() -> Exchange:
    return (yield b"<1@capture.localhost>").rpartition(b" ")[0]


def _xoauth2() -> Exchange:
    return (yield b"").partition(b"user=")[2].partition(b"\x01")[0]


def _oauthbearer() -> Exchange:
    return (yield b"").partition(b"a=")[2].partition(b",")[0]


MECHANISMS: dict[str, Callable[[], Exchange]] = {
    "CRAM-MD5": _cram_md5,
    "LOGIN": _login,
    "OAUTHBEARER": _oauthbearer,
    "PLAIN": _plain,
    "XOAUTH2": _xoauth2,
}
WITH_TOKEN = ("OAUTHBEARER", "XOAUTH2")
