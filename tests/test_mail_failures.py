"""The catalogue of failures: whole in both languages, and the right entry for what servers really answer."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import wlmail
from wlmail.mail.failures import broken, catalogue, cause, enhanced_code, explain, failed
from wlmail.mail.replies import Garbage, Lost, Silence
from wlmail.mail.smtp import MailError

FACTS = {"host": "smtp.example.com", "user": "zoe", "port": 587}


def reply(phase: str, answer: str, **facts: object) -> MailError:
    """The error that an answer of a server becomes."""
    kind = {
        "connect": "session-refused",
        "login": "login-refused",
        "mail": "sender-refused",
        "rcpt": "recipient-refused",
        "data": "message-refused",
    }[phase]
    code, _, text = answer.partition(" ")
    told = {**FACTS, "sender": "a@example.com", "reasons": answer, **facts}
    return failed(kind, phase=phase, code=int(code), reply=text, facts=told)


REPLIES = [
    # the phase, what the server says, a word of the cause, a word of the remedy
    ("login", "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.", "switched off", "OAuth"),
    ("login", "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled", "switched", "SMTP AUTH"),
    ("data", "550 5.7.30 Basic authentication is not supported for Client Submission.", "no longer takes", "OAuth"),
    ("login", "535 5.7.3 Authentication unsuccessful", "wrong, or this mailbox", "SMTP AUTH"),
    ("login", "534 5.7.9 Application-specific password required.", "second factor", "app password"),
    ("login", "534 5.7.14 Please log in via your web browser", "unusual", "browser"),
    ("login", "535 5.7.8 Username and Password not accepted. BadCredentials", "wrong", "full address"),
    ("login", "535 Incorrect authentication data", "wrong", "full address"),
    ("login", "534 5.7.1 mechanism too weak", "too weak", "OAuth"),
    ("login", "538 5.7.11 Encryption required", "encrypted", "STARTTLS"),
    ("login", "454 4.7.0 Temporary authentication failure", "at the moment", "some minutes"),
    ("mail", "530 5.7.0 Must issue a STARTTLS command first", "encryption before", "STARTTLS"),
    ("mail", "530 5.7.57 Client not authenticated to send mail", "wants a login", "Name and Password"),
    ("data", "550 5.7.26 This mail is unauthenticated, which poses a risk", "SPF", "own domain"),
    ("data", "421 4.7.26 Your email has been rate limited because it is unauthenticated", "SPF", "own domain"),
    ("mail", "450 4.7.25 Client host rejected: cannot find your hostname", "no name in the DNS", "PTR"),
    ("rcpt", "451 4.7.1 Greylisting in action, please come back later", "greylisting", "5 to 15 minutes"),
    ("rcpt", "450 4.2.0 <b@example.com>: Recipient address rejected: Greylisted", "greylisting", "minutes"),
    ("data", "421 4.7.28 Our system has detected an unusual rate of mail", "slows", "fewer"),
    ("mail", "421 4.7.0 Try again later, closing connection.", "slows", "fewer"),
    ("connect", "421 4.3.2 too many connections", "too busy", "some minutes"),
    ("rcpt", "554 5.7.1 <b@example.com>: Relay access denied", "does not pass on", "587"),
    ("rcpt", "550 relay not permitted", "does not pass on", "587"),
    ("rcpt", "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain", "does not pass on", "587"),
    (
        "rcpt",
        "553 5.7.1 <a@example.com>: Sender address rejected: not owned by user zoe",
        "may not send",
        "own address",
    ),
    ("data", "554 5.2.252 SendAsDenied; zoe not allowed to send as a@example.com", "may not send", "own address"),
    ("rcpt", "554 5.7.1 Service unavailable; Client host blocked using zen.spamhaus.org", "block list", "list"),
    ("connect", "554 No SMTP service here", "no mail from this machine", "587"),
    ("data", "554 5.7.1 Message rejected as spam", "spam", "plain text"),
    ("rcpt", "550 5.1.1 <b@example.com>: Recipient address rejected: User unknown", "no mailbox", "spelling"),
    ("rcpt", "550 Unrouteable address", "no mailbox", "spelling"),
    ("rcpt", "550 Invalid recipient: <b@elsewhere.test>", "takes no mail for that domain", "587"),
    ("rcpt", "524 5.2.4 Mailing list expansion problem: <b@example.com>", "no mailbox", "spelling"),
    ("rcpt", "450 4.1.2 Domain not found", "domain of the recipient", "spelling"),
    ("mail", "550 5.1.8 Sender address rejected: Domain not found", "sender", "exists"),
    ("rcpt", "452 4.2.2 Mailbox full", "full", "later"),
    ("mail", "552 5.3.4 Message size exceeds fixed limit", "bigger", "attachments"),
    ("rcpt", "452 4.5.3 Too many recipients", "more recipients", "fewer"),
    ("mail", "452 4.3.1 Insufficient system storage", "short of space", "later"),
    ("mail", "503 5.5.1 Error: send HELO first", "understand", "587"),
    ("data", "550 5.7.1 Policy forbids this", "rules", "administrator"),
    ("data", "451 4.3.0 Temporary lookup failure", "temporary", "some minutes"),
]


@pytest.mark.parametrize(("phase", "answer", "why", "what"), REPLIES, ids=[answer[:24] for _, answer, _, _ in REPLIES])
def test_what_servers_answer(phase: str, answer: str, why: str, what: str) -> None:
    error = reply(phase, answer)
    told = explain(error)
    assert answer.rstrip(".") in told
    before, _, remedy = told.partition(" Remedy: ")
    assert why in before.partition(" Cause: ")[2]
    assert what in remedy
    french = explain(error, french=True)
    assert answer.rstrip(".") in french
    assert " Cause\xa0: " in french
    assert " Remède\xa0: " in french
    assert " Étape\xa0: " in french


def test_a_refused_token_is_not_a_wrong_password() -> None:
    error = reply("login", "535 5.7.3 Authentication unsuccessful", login="token")
    assert "does not accept the token" in explain(error)
    assert "AuthIdentifie" in explain(error, french=True)


def test_an_answer_that_nobody_knows_is_told_without_a_cause() -> None:
    told = explain(reply("data", "599 hm"))
    assert told == "smtp.example.com did not accept the message: 599 hm. Phase: content of the message."


def test_reading_servers_answer_without_a_code() -> None:
    error = failed("login-refused", phase="login", reply="[AUTHENTICATIONFAILED] Authentication failed.", facts=FACTS)
    assert "smtp.example.com refused the login of zoe: [AUTHENTICATIONFAILED] Authentication failed. " in explain(error)
    assert cause(error, "en").startswith("The user name or the password is wrong")
    busy = failed("login-refused", phase="login", reply="[IN-USE] locked", facts=FACTS)
    assert "in use" in cause(busy, "en")


@pytest.mark.parametrize(
    ("text", "code"), [("5.7.8 no", "5.7.8"), ("no 5.7.8", ""), ("4.7.26 x", "4.7.26"), ("", ""), ("192.0.2.1", "")]
)
def test_enhanced_codes(text: str, code: str) -> None:
    assert enhanced_code(text) == code


@pytest.mark.parametrize(
    ("error", "french"),
    [
        (Silence("was silent for 30 seconds"), "est resté muet pendant 30 secondes"),
        (Lost("closed the session (421 bye)"), "a fermé la connexion (421 bye)"),
        (Lost("broke the connection"), "a fermé la connexion"),
        (Garbage("sent a reply without end"), "a envoyé autre chose qu'une réponse"),
    ],
)
def test_ends_of_conversations_in_french(error: Lost | Silence | Garbage, french: str) -> None:
    assert broken(error) == {"what": str(error), "what_fr": french}


# --- The data itself -------------------------------------------------------------------------------------------------


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("kind", sorted(catalogue()["told"]))
def test_every_kind_is_whole(kind: str) -> None:
    entry = catalogue()["told"][kind]
    assert set(entry) <= {"en", "fr", "remedy"}
    assert {name.removesuffix("_fr") for name in fields(entry["fr"])} == fields(entry["en"])
    for text in (entry["en"], entry["fr"], *entry.get("remedy", {}).values()):
        assert text.endswith((".", "?"))
    assert set(entry.get("remedy", {"en": "", "fr": ""})) == {"en", "fr"}


@pytest.mark.parametrize("entry", catalogue()["reply"], ids=lambda entry: entry["cause"]["en"][:40])
def test_every_reply_is_whole(entry: dict[str, object]) -> None:
    assert set(entry) <= {"code", "enhanced", "text", "phase", "login", "cause", "remedy"}
    for part in (entry["cause"], entry["remedy"]):
        assert isinstance(part, dict)
        assert set(part) == {"en", "fr"}
        assert all(text.endswith(".") for text in part.values())
    assert set(entry.get("phase", ())) <= set(catalogue()["phase"])  # type: ignore[call-overload]
    re.compile(str(entry.get("text", "")))


def test_every_reply_is_found_by_some_answer() -> None:
    """An entry that stands behind a wider one would never be told."""
    found = {cause(reply(phase, answer), "en") for phase, answer, _, _ in REPLIES}
    found.add(cause(reply("login", "535 5.7.3 no", login="token"), "en"))
    for text in ("[IN-USE] x", "IMAP access is disabled for your account"):
        found.add(cause(failed("login-refused", phase="login", reply=text, facts=FACTS), "en"))
    assert {entry["cause"]["en"] for entry in catalogue()["reply"]} == found


def kinds_in_code() -> Iterator[tuple[str, str]]:
    for path in sorted(Path(wlmail.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path.name, node.value


def test_every_kind_is_used() -> None:
    used = {text for _, text in kinds_in_code()}
    assert set(catalogue()["told"]) <= used
