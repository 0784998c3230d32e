"""Login methods (SASL mechanisms) as conversations without a connection: SMTP, POP3 and IMAP carry them alike.

A conversation gives the client's `first` words (None: the server begins) and an answer to each challenge. Nothing that
it raises holds a secret.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

STRONGEST_FIRST = ("SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN", "LOGIN", "CRAM-MD5")
"""Under TLS, where PLAIN gives nothing away and the server need not keep the password in clear, as CRAM-MD5 wants."""
IN_CLEAR = ("SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5", "PLAIN", "LOGIN")
WITH_TOKEN = ("XOAUTH2", "OAUTHBEARER")

_MOST_ITERATIONS = 1_000_000
"""Work that a server may ask of SCRAM's client (RFC 7677 wants 4,096 at least); about a second."""


class Confused(Exception):
    """The server did not keep to the mechanism; the text tells how."""


class Unproven(Exception):
    """The server's side of SCRAM is missing or wrong: it does not know the password that it took."""


class Unspeakable(Exception):
    """A user name or password holds what SASLprep forbids; `what` is "user" or "password"."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Conversation:
    """A mechanism at work. `proven` is False as long as a server that proves itself has not done so."""

    def __init__(self, *answers: bytes | Callable[[bytes], bytes], first: bytes | None = None) -> None:
        self.first = first
        self.proven = True
        self.reason = b""
        """What a server that does not like a token says about it (OA5)."""
        self._answers = list(answers)

    def answer(self, challenge: bytes) -> bytes:
        """The answer to one challenge, decoded from and to be encoded in base64. Raises Confused."""
        if not self._answers:
            raise Confused("it asks for more than the method has")
        answer = self._answers.pop(0)
        return answer if isinstance(answer, bytes) else answer(challenge)


def choose(offered: Collection[str], *, token: bool, encrypted: bool) -> list[str]:
    """The mechanisms to use, the best first: what both sides know."""
    preferred = WITH_TOKEN if token else STRONGEST_FIRST if encrypted else IN_CLEAR
    return [mechanism for mechanism in preferred if mechanism in offered]


def converse(mechanism: str, user: str, password: str, token: str, host: str, port: int) -> Conversation:
    """A conversation of `mechanism`. Raises Unspeakable."""
    if mechanism in WITH_TOKEN:
        return _Bearer(mechanism, user, token, host, port)
    name, secret = prepared(user, "user").encode(), prepared(password, "password").encode()
    if mechanism == "PLAIN":
        return Conversation(first=plain(name, secret))
    if mechanism == "LOGIN":
        return Conversation(name, secret)
    if mechanism == "CRAM-MD5":

        def digest(challenge: bytes) -> bytes:
            import hmac

            return name + b" " + hmac.new(secret, challenge, "md5").hexdigest().encode()

        return Conversation(digest)
    return _Scram({"SCRAM-SHA-256": "sha256", "SCRAM-SHA-1": "sha1"}[mechanism], name, secret)


def plain(user: bytes, password: bytes) -> bytes:
    return b"\0" + user + b"\0" + password


def bearer(mechanism: str, user: str, token: str, host: str, port: int) -> bytes:
    """What XOAUTH2 and OAUTHBEARER (RFC 7628) begin with."""
    name, end = user.encode(), b"\x01auth=Bearer " + token.encode() + b"\x01\x01"
    if mechanism == "XOAUTH2":
        return b"user=" + name + end
    return b"n,a=" + _escaped(name) + b"," + f"\x01host={host}\x01port={port}".encode() + end


def _escaped(name: bytes) -> bytes:
    return name.replace(b"=", b"=3D").replace(b",", b"=2C")


class _Bearer(Conversation):
    """A challenge is the reason of a refusal, which itself follows our empty answer."""

    def __init__(self, mechanism: str, user: str, token: str, host: str, port: int) -> None:
        super().__init__(self._note, first=bearer(mechanism, user, token, host, port))
        self._end = b"" if mechanism == "XOAUTH2" else b"\x01"

    def _note(self, challenge: bytes) -> bytes:
        self.reason = challenge
        return self._end


class _Scram(Conversation):
    """SCRAM (RFC 5802, RFC 7677) without channel binding. Both sides prove that they know the password."""

    def __init__(self, hash_name: str, user: bytes, password: bytes) -> None:
        import secrets

        super().__init__(self._prove, self._check)
        self._hash = hash_name
        self._password = password
        self._nonce = secrets.token_urlsafe(24).encode()
        self._bare = b"n=" + _escaped(user) + b",r=" + self._nonce
        self._expected = b""
        self.first = b"n,," + self._bare
        self.proven = False

    def _prove(self, challenge: bytes) -> bytes:
        import hashlib
        import hmac

        told = _fields(challenge)
        nonce, salt, count = told.get(b"r", b""), _decoded(told.get(b"s", b"")), told.get(b"i", b"")
        if not nonce.startswith(self._nonce) or nonce == self._nonce:
            raise Confused("its nonce does not continue ours")
        if not salt or not count.isdigit() or len(count) > 9 or not 0 < int(count) <= _MOST_ITERATIONS:
            raise Confused("salt or iteration count make no sense")

        def keyed(key: bytes, text: bytes) -> bytes:
            return hmac.new(key, text, self._hash).digest()

        without_proof = b"c=biws,r=" + nonce
        message = self._bare + b"," + challenge + b"," + without_proof
        salted = hashlib.pbkdf2_hmac(self._hash, self._password, salt, int(count))
        client_key = keyed(salted, b"Client Key")
        signature = keyed(hashlib.new(self._hash, client_key).digest(), message)
        proof = bytes(a ^ b for a, b in zip(client_key, signature, strict=True))
        self._expected = keyed(keyed(salted, b"Server Key"), message)
        return without_proof + b",p=" + b64encode(proof)

    def _check(self, challenge: bytes) -> bytes:
        import hmac

        told = _fields(challenge)
        if b"e" in told:
            # A refusal, whose reply follows.
            self.reason = told[b"e"]
            return b""
        if not hmac.compare_digest(_decoded(told.get(b"v", b"")), self._expected):
            raise Unproven
        self.proven = True
        return b""


def _fields(challenge: bytes) -> dict[bytes, bytes]:
    return {field[:1]: field[2:] for field in challenge.split(b",") if field[1:2] == b"="}


def _decoded(text: bytes) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return b""


def prepared(text: str, what: str) -> str:
    """A user name or password as SASLprep (RFC 4013) makes it: the same text typed on different keyboards is one.

    Raises Unspeakable where it holds a control character or another that no login may carry.
    """
    if text.isascii() and text.isprintable():
        return text
    import stringprep as table
    import unicodedata

    mapped = "".join(" " if table.in_table_c12(c) else c for c in text if not table.in_table_b1(c))
    done = unicodedata.ucd_3_2_0.normalize("NFKC", mapped)
    forbidden = (
        table.in_table_c12,
        table.in_table_c21_c22,
        table.in_table_c3,
        table.in_table_c4,
        table.in_table_c5,
        table.in_table_c6,
        table.in_table_c7,
        table.in_table_c8,
        table.in_table_c9,
    )
    if any(is_forbidden(c) for c in done for is_forbidden in forbidden):
        raise Unspeakable(what)
    rtl = [table.in_table_d1(c) for c in done]
    if any(rtl) and (any(table.in_table_d2(c) for c in done) or not (rtl[0] and rtl[-1])):
        raise Unspeakable(what)
    return done
