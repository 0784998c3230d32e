"""Sessions as programs use them, and the records of the e-mail family; the network is a fake."""

from __future__ import annotations

from typing import Any

import pytest
from fake_portal import FakeWorld
from fake_portal import run as run
from fake_portal import world as world
from mailing import call, mail_error, message, session, started

from wlmail.language import registry
from wlmail.language.names import fold
from wlmail.library import smtp
from wlmail.library.email import Attach, Email, EmailStructure
from wlmail.library.email_oauth import AuthToken
from wlmail.library.email_sessions import SMTPSession
from wlmail.mail.smtp import Security
from wlmail.runtime.durations import Duration
from wlmail.runtime.errors import WLError
from wlmail.runtime.records import assign
from wlmail.runtime.run import Run

# --- Records ---------------------------------------------------------------------------------------------------------


def test_array_properties_grow_and_gaps_are_skipped(run: Run, world: FakeWorld) -> None:
    smtp_session = started(run)
    mail = message()
    mail.recipient.assign("first@example.com")
    mail.recipient.put(4, "fourth@example.com")
    mail.cc.put(2, "copy@example.com")
    assert len(mail.recipient) == 4
    assert call(run, "EmailSendMessage", smtp_session, mail) is True
    assert world.portal.sent[0].recipients == ["first@example.com", "fourth@example.com", "copy@example.com"]


def test_one_element_is_one_mailbox(run: Run, world: FakeWorld) -> None:
    mail = message()
    mail.recipient.assign('"Doe, John; sales" <john@example.com>')
    assert call(run, "EmailSendMessage", started(run), mail) is True
    assert world.portal.sent[0].recipients == ["john@example.com"]


def test_a_list_in_one_element_is_refused(run: Run, world: FakeWorld) -> None:
    mail = message()
    mail.recipient.assign("a@example.com, b@example.com")
    assert call(run, "EmailSendMessage", started(run), mail) is False
    assert world.portal.sent == []


def test_element_of_attach_is_made(run: Run) -> None:
    mail = message()
    mail.attach.element_at(2).content = b"x"
    assert [type(a) for a in mail.attach] == [Attach, Attach]
    assert mail.attach[1].content == b"x"


def test_a_copy_of_an_email_is_its_own(run: Run) -> None:
    mail = message()
    mail.attach.append(Attach("a.txt", b"1"))
    other = Email()
    assign(other, mail)
    other.recipient.put(1, "other@example.com")
    other.attach[0].name = "b.txt"
    assert mail.recipient == ["you@example.com"]
    assert mail.attach[0].name == "a.txt"


def test_reset_puts_defaults_back(run: Run) -> None:
    structure = run.state(EmailStructure)
    structure.recipient.assign("x@example.com")
    structure.nb_recipient, structure.subject, structure.out, structure.priority = 1, "s", True, 2
    call(run, "EmailRAZ")
    assert run.state(EmailStructure) is structure
    assert (list(structure.recipient), structure.nb_recipient, structure.subject) == ([], 0, "")
    assert (structure.out, structure.priority) == (False, 1)


def test_secrets_are_in_no_repr() -> None:
    token = AuthToken()
    token.access_token, token.refresh_token = "tok-secret", "refresh-secret"
    made = session(Password="pass-secret")
    made.auth_token = token
    parameters = registry.TYPES["OAUTH2PARAMETERS"].record()
    parameters.client_secret = "client-secret"
    assert "secret" not in repr(made) + repr(token) + repr(parameters)


def test_empty_token_equals_null_and_a_token_expires(run: Run) -> None:
    token = AuthToken()
    assert token.is_null()
    assert token.valid is False
    fresh = call(run, "AuthImportToken", '{"access_token": "abc", "expires_in": 3600}')
    assert fresh.valid is True
    stale = call(run, "AuthImportToken", '{"access_token": "abc", "expires_in": -1}')
    assert stale.valid is False
    assert not stale.is_null()
    copied = AuthToken()
    assign(copied, stale)
    assert copied.valid is False


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"access_token": 5}', '{"access_token": "a\\r\\nb"}', "not json"])
def test_text_without_a_token(run: Run, text: str) -> None:
    assert call(run, "AuthImportToken", text).is_null()
    assert run.error.occurred


# --- Starting --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "port", "security"),
    [(0, 25, Security.NONE), (1, 465, Security.TLS), (2, 587, Security.STARTTLS)],
)
def test_standard_port_of_each_option(run: Run, world: FakeWorld, option: int, port: int, security: Security) -> None:
    made = started(run, Option=option)
    assert made.port == port
    settings = world.portal.settings[0]
    assert (settings.port, settings.security) == (port, security)


def test_a_given_port_is_used_as_it_is(run: Run, world: FakeWorld) -> None:
    started(run, Option=1, Port="587")
    assert (world.portal.settings[0].port, world.portal.settings[0].security) == (587, Security.TLS)


def test_port_25_given_stays_with_tls(run: Run, world: FakeWorld) -> None:
    started(run, Option=1, Port=25)
    assert world.portal.settings[0].port == 25


def test_a_copy_of_a_session_still_has_no_port(run: Run, world: FakeWorld) -> None:
    template = session()
    made = SMTPSession()
    assign(made, template)
    made.option = 2
    assert call(run, "EmailStartSession", made) is True
    assert world.portal.settings[0].port == 587


def test_everything_asked_reaches_the_portal(run: Run, world: FakeWorld) -> None:
    call(run, "EmailSetTimeOut", 42)
    started(run, Name="me", Password="pw", Asynchronous=True)
    settings = world.portal.settings[0]
    assert (settings.host, settings.user, settings.password, settings.token) == ("smtp.example.com", "me", "pw", "")
    assert settings.timeout == 42


def test_token_is_passed(run: Run, world: FakeWorld) -> None:
    made = session(Password="pw")
    made.auth_token.access_token = "tok"
    assert call(run, "EmailStartSession", made) is True
    assert world.portal.settings[0].token == "tok"


def test_expired_token_fails_before_any_traffic(run: Run, world: FakeWorld) -> None:
    made = session()
    made.auth_token = call(run, "AuthImportToken", '{"access_token": "tok", "expires_in": -5}')
    assert call(run, "EmailStartSession", made) is False
    assert world.portal.connections == []
    assert "expired" in run.error.message


@pytest.mark.parametrize(
    "members",
    [{"ServerAddress": ""}, {"ServerAddress": "a b"}, {"ServerAddress": "a\r\nb"}, {"Port": 0}, {"Port": 70000},
     {"Port": -1}, {"Option": 7}],
)  # fmt: skip
def test_start_that_cannot_be(run: Run, world: FakeWorld, members: dict[str, Any]) -> None:
    assert call(run, "EmailStartSession", session(**members)) is False
    assert run.error.occurred
    assert run.error.message.startswith("EmailStartSession: ")
    assert world.portal.connections == []


def test_changes_after_the_start_have_no_effect(run: Run, world: FakeWorld) -> None:
    made = started(run)
    made.server_address = "elsewhere.example.com"
    assert call(run, "EmailSendMessage", made, message()) is True
    assert [s.host for s in world.portal.settings] == ["smtp.example.com"]


def test_starting_again_closes_first(run: Run, world: FakeWorld) -> None:
    made = started(run)
    assert call(run, "EmailStartSession", made) is True
    assert [c.is_open for c in world.portal.connections] == [False, True]


def test_failed_restart_leaves_the_session_closed(run: Run, world: FakeWorld) -> None:
    made = started(run)
    world.portal.connect_error = mail_error("connect", "cannot connect")
    assert call(run, "EmailStartSession", made) is False
    assert not world.portal.connections[0].is_open
    assert call(run, "EmailSendMessage", made, message()) is False
    assert "not started" in run.error.message


START_ARGUMENTS = [
    # arguments, then: user, password, host, port, security, asynchronous
    (("u", "srv"), ("u", "", "srv", 25, Security.NONE, False)),
    (("u", "srv", 2525), ("u", "", "srv", 2525, Security.NONE, False)),
    (("u", "pw", "srv"), ("u", "pw", "srv", 25, Security.NONE, False)),
    (("u", "pw", "srv", 587), ("u", "pw", "srv", 587, Security.NONE, False)),
    (("u", "pw", "srv", "587"), ("u", "pw", "srv", 587, Security.NONE, False)),
    (("u", "pw", "srv", 25, True), ("u", "pw", "srv", 25, Security.NONE, True)),
    (("u", "pw", "srv", 25, 1), ("u", "pw", "srv", 25, Security.NONE, True)),
    (("u", "pw", "srv", 587, 2), ("u", "pw", "srv", 587, Security.STARTTLS, False)),
    (("u", "pw", "srv", 587, False, 2), ("u", "pw", "srv", 587, Security.STARTTLS, False)),
    (("u", "pw", "srv", 465, 1, 1), ("u", "pw", "srv", 465, Security.TLS, True)),
    (("u", "srv", 587, False, 2), ("u", "", "srv", 587, Security.STARTTLS, False)),
    (("u", "", "srv", 25), ("u", "", "srv", 25, Security.NONE, False)),
    (("", "", "srv", 25), ("", "", "srv", 25, Security.NONE, False)),
]


@pytest.mark.parametrize(("arguments", "expected"), START_ARGUMENTS)
def test_shapes_of_the_historical_start(
    run: Run, world: FakeWorld, arguments: tuple[Any, ...], expected: tuple[Any, ...]
) -> None:
    assert call(run, "EmailOuvreSessionSMTP", *arguments) is True
    s = world.portal.settings[0]
    opened = run.state(smtp.Sessions).of(arguments[0])
    assert opened is not None
    assert (s.user, s.password, s.host, s.port, s.security, opened.asynchronous) == expected


def test_start_without_a_server(run: Run) -> None:
    assert call(run, "EmailStartSMTPSession", "user") is False
    assert "empty" in run.error.message


@pytest.mark.parametrize(
    ("arguments", "client"),
    [(("profile",), "MS Exchange"), (("profile", "pw"), "MS Exchange")],
)
def test_exchange_form(run: Run, arguments: tuple[str, ...], client: str) -> None:
    assert call(run, "EmailStartSession", *arguments) is False
    assert f"{client} is not available on this platform; use an SMTP" in run.error.message


@pytest.mark.parametrize(("name", "client"), [("emailOutlookSession", "Outlook"), ("emailNotesSession", "Lotus Notes")])
def test_desktop_sessions(run: Run, name: str, client: str) -> None:
    assert call(run, "EmailStartSession", registry.TYPES[fold(name)].record()) is False
    assert run.error.message == (
        f"EmailStartSession: {client} is not available on this platform; use an SMTP, POP3 or IMAP session"
    )


@pytest.mark.parametrize("wrong", [5, None, Email()])
def test_wrong_type_of_session_is_an_error_of_the_program(run: Run, wrong: Any) -> None:
    with pytest.raises(WLError):
        call(run, "EmailStartSession", wrong)
    with pytest.raises(WLError):
        call(run, "EmailCloseSession", wrong)


# --- The registry of sessions ----------------------------------------------------------------------------------------


def test_a_variable_is_known_by_its_name_too(run: Run, world: FakeWorld) -> None:
    made = started(run, Name="info@example.com")
    assert call(run, "EmailSendMessage", made.name, message()) is True
    assert len(world.portal.sent) == 1


def test_of_two_variables_with_one_name_the_name_means_the_latest_that_is_open(run: Run, world: FakeWorld) -> None:
    one, two = started(run, Name="u"), started(run, Name="u")
    assert call(run, "EmailSendMessage", "u", message()) is True
    call(run, "EmailCloseSession", two)
    assert call(run, "EmailSendMessage", "u", message()) is True
    assert [len(c.sent) for c in world.portal.connections] == [1, 1]
    assert one.opened is not None


def test_a_session_ends_with_the_last_variable_that_stands_for_it(run: Run, world: FakeWorld) -> None:
    made = started(run, Name="u")
    copy = SMTPSession()
    assign(copy, made)
    del made
    assert call(run, "EmailSendMessage", "u", message()) is True
    del copy
    assert call(run, "EmailSendMessage", "u", message()) is False
    assert world.portal.quits == 1
    assert len(world.portal.sent) == 1


def test_second_session_of_a_user_name_closes_the_first(run: Run, world: FakeWorld) -> None:
    call(run, "EmailStartSMTPSession", "u", "one")
    call(run, "EmailStartSMTPSession", "u", "two")
    assert [c.is_open for c in world.portal.connections] == [False, True]
    call(run, "EmailSendMessage", "u", message())
    assert len(world.portal.connections[1].sent) == 1


def test_two_variables_without_a_name_do_not_disturb_each_other(run: Run, world: FakeWorld) -> None:
    one, two = started(run, Name=""), started(run, Name="")
    assert call(run, "EmailSendMessage", one, message()) is True
    assert call(run, "EmailSendMessage", two, message()) is True
    assert [len(c.sent) for c in world.portal.connections] == [1, 1]


def test_close_twice_and_close_what_was_never_open(run: Run, world: FakeWorld) -> None:
    made = started(run)
    for closed in (made, made, "user", "nobody", session()):
        call(run, "EmailFermeSession", closed)
        assert not run.error.occurred
    assert world.portal.quits == 1
    assert call(run, "EmailSendMessage", made, message()) is False
    assert run.error.message == "EmailSendMessage: the session is not started; call EmailStartSession first"


def test_end_of_the_program_closes_all(run: Run, world: FakeWorld) -> None:
    variables = [started(run, Name="a"), started(run, Name="b")]
    call(run, "EmailStartSMTPSession", "c", "srv")
    run.close()
    assert len(variables) == 2
    assert world.portal.quits == 3


def test_a_copy_of_a_started_session_sends_over_the_same_connection(run: Run, world: FakeWorld) -> None:
    made = started(run)
    copy = SMTPSession()
    assign(copy, made)
    assert call(run, "EmailSendMessage", copy, message()) is True
    copy.server_address = "other.example.com"
    assert call(run, "EmailStartSession", copy) is True
    assert world.portal.connections[0].is_open
    assert call(run, "EmailSendMessage", made, message()) is True
    assert [len(c.sent) for c in world.portal.connections] == [2, 0]


def test_starting_again_closes_first_even_when_the_start_fails(run: Run, world: FakeWorld) -> None:
    made = started(run)
    made.server_address = ""
    assert call(run, "EmailStartSession", made) is False
    assert world.portal.quits == 1


@pytest.mark.parametrize("address", ["mail.example.com:587", "smtp://mail.example.com", "two words.example.com"])
def test_a_server_address_is_a_name_alone(run: Run, world: FakeWorld, address: str) -> None:
    assert call(run, "EmailStartSession", session(ServerAddress=address)) is False
    assert world.portal.connections == []


@pytest.mark.parametrize("address", ["::1", "[::1]", "192.0.2.1", " mail.example.com "])
def test_a_server_address_may_be_a_number(run: Run, world: FakeWorld, address: str) -> None:
    assert call(run, "EmailStartSession", session(ServerAddress=address)) is True
    assert world.portal.settings[0].host == address.strip()


# --- Time-outs and parameters ----------------------------------------------------------------------------------------


def test_time_out(run: Run, world: FakeWorld) -> None:
    assert call(run, "EmailGetTimeOut") == 600
    for given, expected in ((10, 10), (0, 10), (-5, 10), (Duration(30_000), 30), ("20", 20), (Duration(-1), 20)):
        call(run, "EmailChangeTimeOut", given)
        assert call(run, "EmailLitTimeOut") == expected
    made = started(run)
    call(run, "EmailSetTimeOut", 5)
    assert made.opened is not None
    assert made.opened.settings.timeout == 5


def test_ignore_error_needs_the_mode(run: Run, world: FakeWorld) -> None:
    started(run, IgnoreError=1 + 4)
    started(run, IgnoreError=2)
    assert len(world.console.errors) == 1
    assert "IgnoreError" in world.console.errors[0]
    call(run, "EmailConfigure", 1, 1)
    started(run, IgnoreError=1 + 2 + 4 + 8)
    started(run, IgnoreError=2)
    ignored = [set(s.ignore) for s in world.portal.settings]
    assert ignored == [set(), set(), {"issuer", "name", "expired", "revocation"}, {"name"}]


def test_parameters_are_stored_and_returned(run: Run) -> None:
    assert call(run, "EmailParametre", 7) == 0
    call(run, "EmailParameter", 7, "x")
    assert call(run, "EmailConfigure", 7) == "x"
