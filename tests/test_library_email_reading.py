"""Sessions that read: their starts, and one name for a sending and a reading session (email.md 1.1, 1.4, 1.6, 3.1)."""

from __future__ import annotations

from typing import Any, cast

import pytest
from fake_portal import FakeWorld
from fake_portal import run as run
from fake_portal import world as world
from mailing import call, mail_error, message, session

from wlmail.language import registry
from wlmail.language.names import fold
from wlmail.library.email_sessions import Session, Sessions
from wlmail.mail.failures import failed
from wlmail.mail.smtp import Security
from wlmail.runtime.dynamic import set_member
from wlmail.runtime.run import Run


def reading(name: str, **members: Any) -> Session:
    made = registry.TYPES[fold(name)].record()
    for member, value in {"ServerAddress": "box.example.com", "Name": "zoe", "Password": "pw", **members}.items():
        set_member(made, member, value)
    return cast(Session, made)


def legs(world: FakeWorld) -> list[tuple[str, str, int, bool]]:
    """Protocol, server, port, open."""
    return [(c.protocol, c.settings.host, c.settings.port, c.is_open) for c in world.portal.connections]


STANDARD_PORTS = [
    ("emailPOP3Session", 0, "POP3", 110, Security.NONE),
    ("emailPOP3Session", 1, "POP3", 995, Security.TLS),
    ("emailPOP3Session", 2, "POP3", 110, Security.STARTTLS),
    ("emailIMAPSession", 0, "IMAP", 143, Security.NONE),
    ("emailSessionIMAP", 1, "IMAP", 993, Security.TLS),
    ("emailSessionIMAP", 2, "IMAP", 143, Security.STARTTLS),
]


@pytest.mark.parametrize(("name", "option", "protocol", "port", "security"), STANDARD_PORTS)
def test_variables(
    run: Run, world: FakeWorld, name: str, option: int, protocol: str, port: int, security: Security
) -> None:
    made = reading(name, Option=option)
    assert call(run, "EmailStartSession", made) is True
    asked = world.portal.settings[0]
    assert legs(world) == [(protocol, "box.example.com", port, True)]
    assert (asked.security, asked.user, asked.password) == (security, "zoe", "pw")
    # It cannot send, and reading is not offered yet.
    assert call(run, "EmailSendMessage", made, message()) is False
    assert "cannot send" in run.error.message
    assert call(run, "EmailReadFirst", made, message()) is False
    assert "not offered yet" in run.error.message
    call(run, "EmailCloseSession", made)
    assert world.portal.quits == 1


@pytest.mark.parametrize(
    ("function", "protocol", "standard", "encrypted"),
    [
        ("EmailStartPOP3Session", "POP3", 110, 995),
        ("EmailOuvreSessionPOP3", "POP3", 110, 995),
        ("EmailStartIMAPSession", "IMAP", 143, 993),
        ("EmailOuvreSessionIMAP", "IMAP", 143, 993),
    ],
)
def test_historical_starts(
    run: Run, world: FakeWorld, function: str, protocol: str, standard: int, encrypted: int
) -> None:
    assert call(run, function, "zoe", "pw", "box.example.com") is True
    assert call(run, function, "zoe", "pw", "box.example.com", encrypted, 1) is True
    assert call(run, function, "jean", "pw", "box.example.com", "", 1) is True
    # The second start of one name ends the first session.
    assert legs(world) == [
        (protocol, "box.example.com", standard, False),
        (protocol, "box.example.com", encrypted, True),
        (protocol, "box.example.com", encrypted, True),
    ]
    world.portal.reading_error = failed("login-refused", phase="login", reply="no", facts={"host": "h", "user": "u"})
    assert call(run, function, "zoe", "pw", "box.example.com") is False
    assert "refused the login of u: no. Phase: login. Cause: The user name or the password is wrong" in (
        run.error.message
    )


def test_one_name_for_sending_and_reading(run: Run, world: FakeWorld) -> None:
    assert call(run, "EmailStartSMTPSession", "zoe", "smtp.example.com") is True
    assert call(run, "EmailStartPOP3Session", "zoe", "pw", "pop.example.com") is True
    assert call(run, "EmailStartIMAPSession", "zoe", "pw", "imap.example.com") is True
    assert [is_open for *_, is_open in legs(world)] == [True, True, True]
    assert call(run, "EmailSendMessage", "zoe", message()) is True
    assert len(world.portal.connections[0].sent) == 1
    # Starting one of them again ends its own leg only.
    assert call(run, "EmailStartSMTPSession", "zoe", "other.example.com") is True
    assert [is_open for *_, is_open in legs(world)] == [False, True, True, True]
    call(run, "EmailCloseSession", "zoe")
    assert world.portal.quits == 4
    assert list(run.state(Sessions)) == []
    assert call(run, "EmailSendMessage", "zoe", message()) is False
    assert "not started" in run.error.message


def test_a_name_that_only_reads_cannot_send(run: Run, world: FakeWorld) -> None:
    assert call(run, "EmailStartPOP3Session", "zoe", "pw", "pop.example.com") is True
    assert call(run, "EmailSendMessage", "zoe", message()) is False
    assert "cannot send; an SMTP session is needed" in run.error.message
    assert world.portal.sent == []


def test_variable_of_the_same_name(run: Run, world: FakeWorld) -> None:
    sender = session(Name="zoe")
    assert call(run, "EmailStartSession", sender) is True
    assert call(run, "EmailStartPOP3Session", "zoe", "pw", "pop.example.com") is True
    assert call(run, "EmailSendMessage", "zoe", message()) is True
    call(run, "EmailCloseSession", sender)
    assert [is_open for *_, is_open in legs(world)] == [False, True]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("u", "pw", "pop"), [("POP3", "pop", 110, True), ("SMTP", "pop", 25, True)]),
        (("u", "pw", "pop", "smtp"), [("POP3", "pop", 110, True), ("SMTP", "smtp", 25, True)]),
        (("u", "pw", "pop", "smtp", 1110, 587), [("POP3", "pop", 1110, True), ("SMTP", "smtp", 587, True)]),
        (("u", "pw", "pop", "", "1110", "1025"), [("POP3", "pop", 1110, True), ("SMTP", "pop", 1025, True)]),
    ],
)
@pytest.mark.parametrize("function", ["EmailStartSession", "EmailOuvreSession"])
def test_both_at_once(
    run: Run, world: FakeWorld, function: str, arguments: tuple[Any, ...], expected: list[tuple[str, str, int, bool]]
) -> None:
    assert call(run, function, *arguments) is True
    assert legs(world) == expected
    assert {(s.user, s.password, s.security) for s in world.portal.settings} == {("u", "pw", Security.NONE)}
    assert call(run, "EmailSendMessage", "u", message()) is True
    call(run, "EmailCloseSession", "u")
    assert world.portal.quits == 2


def test_both_at_once_asynchronous(run: Run) -> None:
    assert call(run, "EmailStartSession", "u", "pw", "pop", "smtp", 110, 25, True) is True
    opened = run.state(Sessions).of("u")
    assert opened is not None
    assert opened.asynchronous is True


def test_one_leg_that_fails_closes_the_other(run: Run, world: FakeWorld) -> None:
    world.portal.connect_error = mail_error("connect", "smtp refused the connection.")
    assert call(run, "EmailStartSession", "u", "pw", "pop", "smtp") is False
    assert "smtp refused the connection" in run.error.message
    assert legs(world) == [("POP3", "pop", 110, False)]
    world.portal.connect_error, world.portal.reading_error = None, mail_error("login", "pop refused the login.")
    assert call(run, "EmailStartSession", "u", "pw", "pop", "smtp") is False
    assert len(world.portal.connections) == 1


def test_smtp_leg_logs_in_only_where_logins_are_offered(run: Run, world: FakeWorld) -> None:
    """The password is that of the mailbox; a provider's server of old takes mail from its own network without one."""
    world.portal.connect_error = failed("no-login-in-clear", phase="login", facts={"host": "smtp", "port": 25})
    world.portal.heals = True
    assert call(run, "EmailStartSession", "u", "pw", "pop", "smtp") is True
    assert [s.password for s in world.portal.settings] == ["pw", ""]


def test_both_while_captured(run: Run, world: FakeWorld) -> None:
    world.captured = True
    assert call(run, "EmailStartSession", "u", "pw", "pop", "smtp") is True
    assert legs(world) == [("SMTP", "smtp", 25, True)]
    assert world.console.errors == [
        "notice: while mails are captured, no mailbox is read: POP3 with pop was not started"
    ]


@pytest.mark.parametrize("name", ["emailPOP3Session", "emailIMAPSession"])
def test_start_without_a_server(run: Run, name: str) -> None:
    assert call(run, "EmailStartSession", reading(name, ServerAddress="")) is False
    assert f"the address of the {name[5:9]} server is empty" in run.error.message
