"""The server's side of logins (SASL mechanisms) where any name and any secret will do.

A mechanism is a generator: it yields challenges, is sent the client's answers, both without their base64, and returns
the user's name. Secrets are read and forgotten; an answer of another shape raises ValueError.
"""

from __future__ import annotations

from collections.abc import Callable, Generator

Exchange = Generator[bytes, bytes, bytes]


def _plain() -> Exchange:
    _, user, _ = (yield b"").split(b"\0")  # with fewer, the secret could be taken for the name
    return user


def _login() -> Exchange:
    user = yield b"Username:"
    yield b"Password:"
    return user


def _cram_md5() -> Exchange:
    return (yield b"<1@capture.localhost>").rpartition(b" ")[0]


def _xoauth2() -> Exchange:
    user, end, _ = (yield b"").partition(b"\x01")
    if not end or not user.startswith(b"user="):
        raise ValueError
    return user.removeprefix(b"user=")


def _oauthbearer() -> Exchange:
    head, end, _ = (yield b"").partition(b"\x01")  # what follows holds the token
    if not end:
        raise ValueError
    return next((field[2:] for field in head.split(b",") if field.startswith(b"a=")), b"")


MECHANISMS: dict[str, Callable[[], Exchange]] = {
    "CRAM-MD5": _cram_md5,
    "LOGIN": _login,
    "OAUTHBEARER": _oauthbearer,
    "PLAIN": _plain,
    "XOAUTH2": _xoauth2,
}
WITH_TOKEN = ("OAUTHBEARER", "XOAUTH2")
