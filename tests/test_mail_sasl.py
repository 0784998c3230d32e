"""Login methods as conversations: the examples of their RFCs, and servers that cheat."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode, b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wlmail.mail import sasl
from wlmail.mail.sasl import Confused, Conversation, Unproven, Unspeakable, choose, converse, prepared


def begin(mechanism: str, user: str = "user", password: str = "pencil", token: str = "") -> Conversation:
    return converse(mechanism, user, password, token, "server.example.com", 587)


def with_nonce(monkeypatch: pytest.MonkeyPatch, nonce: str, mechanism: str) -> Conversation:
    monkeypatch.setattr("secrets.token_urlsafe", lambda size: nonce)
    return begin(mechanism)


SCRAM = [
    (  # RFC 7677, section 3
        "SCRAM-SHA-256",
        "rOprNGfwEbeRWgbNEkqO",
        b"r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        b"c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
    ),
    (  # RFC 5802, section 5
        "SCRAM-SHA-1",
        "fyko+d2lbbFgONRv9qkxdawL",
        b"r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
        b"c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
        b"v=rmF9pqV8S7suAoZWja4dJRkFsKQ=",
    ),
]


@pytest.mark.parametrize(("mechanism", "nonce", "challenge", "answer", "proof"), SCRAM)
def test_scram(
    monkeypatch: pytest.MonkeyPatch, mechanism: str, nonce: str, challenge: bytes, answer: bytes, proof: bytes
) -> None:
    talk = with_nonce(monkeypatch, nonce, mechanism)
    assert talk.first == b"n,,n=user,r=" + nonce.encode()
    assert talk.answer(challenge) == answer
    assert not talk.proven
    assert talk.answer(proof) == b""
    assert talk.proven
    with pytest.raises(Confused):
        talk.answer(b"more")


@pytest.mark.parametrize(("mechanism", "nonce", "challenge", "answer", "proof"), SCRAM)
@pytest.mark.parametrize("wrong", [b"", b"v=", b"v=AAAA", b"v=!!", b"x=1"])
def test_scram_server_that_does_not_know_the_password(
    monkeypatch: pytest.MonkeyPatch,
    mechanism: str,
    nonce: str,
    challenge: bytes,
    answer: bytes,
    proof: bytes,
    wrong: bytes,
) -> None:
    talk = with_nonce(monkeypatch, nonce, mechanism)
    talk.answer(challenge)
    with pytest.raises(Unproven):
        talk.answer(wrong)
    assert not talk.proven


@pytest.mark.parametrize(
    "challenge",
    [
        b"",
        b"r=other,s=QSXCR+Q6sek8bf92,i=4096",
        b"r=mine,s=QSXCR+Q6sek8bf92,i=4096",  # nothing of the server's own
        b"r=minetheirs,s=,i=4096",
        b"r=minetheirs,s=QSXCR+Q6sek8bf92,i=0",
        b"r=minetheirs,s=QSXCR+Q6sek8bf92,i=-1",
        b"r=minetheirs,s=QSXCR+Q6sek8bf92,i=99999999999999999999",
        b"r=minetheirs,s=QSXCR+Q6sek8bf92,i=900000000",  # hours of work
        b"m=extension,r=minetheirs",
    ],
)
def test_scram_challenges_that_make_no_sense(monkeypatch: pytest.MonkeyPatch, challenge: bytes) -> None:
    with pytest.raises(Confused):
        with_nonce(monkeypatch, "mine", "SCRAM-SHA-256").answer(challenge)


def test_scram_refusal_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    talk = with_nonce(monkeypatch, "mine", "SCRAM-SHA-256")
    talk.answer(b"r=minetheirs,s=QSXCR+Q6sek8bf92,i=1")
    assert talk.answer(b"e=invalid-proof") == b""
    assert (talk.reason, talk.proven) == (b"invalid-proof", False)


def test_scram_user_name_is_escaped() -> None:
    assert (begin("SCRAM-SHA-256", "a,b=c").first or b"").startswith(b"n,,n=a=2Cb=3Dc,r=")


@given(st.text(max_size=20), st.binary(min_size=1, max_size=20), st.integers(1, 5))
def test_scram_agrees_with_a_server(password: str, salt: bytes, count: int) -> None:
    """A server written the other way round: it has the stored key, as RFC 5802 tells it."""
    try:
        talk = begin("SCRAM-SHA-256", "user", password)
    except Unspeakable:
        return
    bare = (talk.first or b"").removeprefix(b"n,,")
    nonce = bare.partition(b"r=")[2] + b"theirs"
    challenge = b"r=" + nonce + b",s=" + b64encode(salt) + b",i=%d" % count
    without_proof, _, proof = talk.answer(challenge).rpartition(b",p=")
    message = b",".join((bare, challenge, without_proof))
    salted = hashlib.pbkdf2_hmac("sha256", prepared(password, "").encode(), salt, count)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    signature = hmac.digest(stored, message, "sha256")
    client_key = bytes(a ^ b for a, b in zip(b64decode(proof), signature, strict=True))
    assert hashlib.sha256(client_key).digest() == stored
    talk.answer(b"v=" + b64encode(hmac.digest(hmac.digest(salted, b"Server Key", "sha256"), message, "sha256")))
    assert talk.proven


def test_cram_md5_of_its_rfc() -> None:
    talk = begin("CRAM-MD5", "tim", "tanstaaftanstaaf")
    assert talk.first is None
    answer = talk.answer(b"<1896.697170952@postoffice.reston.mci.net>")
    assert answer == b"tim b913a602c7eda7a495b4e6e7334d3890"


def test_plain_and_login() -> None:
    assert begin("PLAIN").first == b"\0user\0pencil"
    talk = begin("LOGIN")
    assert (talk.first, talk.answer(b"Username:"), talk.answer(b"Password:")) == (None, b"user", b"pencil")
    with pytest.raises(Confused):
        talk.answer(b"Password:")


def test_tokens() -> None:
    talk = begin("XOAUTH2", "someuser@example.com", token="ya29")
    assert talk.first == b"user=someuser@example.com\x01auth=Bearer ya29\x01\x01"
    assert talk.answer(b'{"status":"401"}') == b""
    assert talk.reason == b'{"status":"401"}'
    talk = begin("OAUTHBEARER", "user@example.com", token="vF9dft4")  # RFC 7628, 4.1
    assert talk.first == (
        b"n,a=user@example.com,\x01host=server.example.com\x01port=587\x01auth=Bearer vF9dft4\x01\x01"
    )
    assert talk.answer(b"{}") == b"\x01"


@pytest.mark.parametrize(
    ("encrypted", "token", "offered", "best"),
    [
        (True, False, {"PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256"}, "SCRAM-SHA-256"),
        (True, False, {"PLAIN", "SCRAM-SHA-1"}, "SCRAM-SHA-1"),
        (True, False, {"PLAIN", "LOGIN", "CRAM-MD5"}, "PLAIN"),
        (True, False, {"LOGIN", "CRAM-MD5"}, "LOGIN"),
        (False, False, {"PLAIN", "LOGIN", "CRAM-MD5"}, "CRAM-MD5"),
        (False, False, {"PLAIN", "SCRAM-SHA-256", "CRAM-MD5"}, "SCRAM-SHA-256"),
        (True, True, {"PLAIN", "XOAUTH2", "OAUTHBEARER"}, "XOAUTH2"),
        (True, True, {"PLAIN", "OAUTHBEARER"}, "OAUTHBEARER"),
        (True, False, {"GSSAPI", "NTLM", "XOAUTH2"}, None),
    ],
)
def test_the_strongest_offered(encrypted: bool, token: bool, offered: set[str], best: str | None) -> None:
    assert next(iter(choose(offered, token=token, encrypted=encrypted)), None) == best


@pytest.mark.parametrize(
    ("text", "made"),
    [  # RFC 4013, section 3, and what keyboards make of accents
        ("I\u00adX", "IX"),
        ("user", "user"),
        ("USER", "USER"),
        ("\u00aa", "a"),
        ("\u2168", "IX"),
        ("e\u0301te\u0301", "été"),
        ("deux\u00a0mots", "deux mots"),
        ("emoji \U0001f511", "emoji \U0001f511"),
    ],
)
def test_saslprep(text: str, made: str) -> None:
    assert prepared(text, "password") == made


@pytest.mark.parametrize("text", ["\x07", "secret\n", "\u06271", "\u200e", "\ufffd"])
def test_what_saslprep_forbids(text: str) -> None:
    with pytest.raises(Unspeakable) as caught:
        prepared(text, "password")
    assert caught.value.what == "password"
    for mechanism in (*sasl.STRONGEST_FIRST,):
        with pytest.raises(Unspeakable) as caught:
            begin(mechanism, password=text)
        assert text not in str(caught.value)
