"""Sending as programs do it, and the functions around messages; the network is a fake."""

from __future__ import annotations

from pathlib import Path
from socket import socket
from typing import Any, cast

import pytest
from fake_portal import FakeWorld
from fake_portal import run as run
from fake_portal import world as world
from mailing import call, mail_error, message, read, session, started, structure
from servers.names import only_this_machine

from wlmail.library.email import Attach, Header
from wlmail.library.errors import ERR_FULL
from wlmail.mail.failures import failed
from wlmail.runtime.run import Run
from wlmail.world import CapturedWorld, RealWorld

# --- Sending ---------------------------------------------------------------------------------------------------------


def test_message_of_a_variable(run: Run, world: FakeWorld) -> None:
    mail = message(sender="Zoé Müller <zoe@example.com>", subject="Été à Noël", html="<p>é</p>")
    mail.bcc.assign("hidden@example.com")
    mail.attach.append(Attach("relevé.txt", b"data", identifier=""))
    mail.attach.append(Attach("", b"without a name"))
    mail.header.append(Header("X-Campaign", "spring"))
    mail.priority, mail.confidentiality = 2, 3
    mail.disposition_notification = mail.return_receipt = True
    assert call(run, "EmailSendMessage", started(run), mail, 1) is True
    envelope = world.portal.sent[0]
    assert envelope.sender == "zoe@example.com"
    assert envelope.recipients == ["you@example.com", "hidden@example.com"]
    assert b"hidden@" not in envelope.data
    parsed = read(envelope.data)
    assert parsed["Subject"] == "Été à Noël"
    assert parsed["From"].addresses[0].display_name == "Zoé Müller"
    assert [a.get_filename() for a in parsed.iter_attachments()] == ["relevé.txt"]
    assert (parsed["X-Campaign"], parsed["Importance"], parsed["Sensitivity"]) == (
        "spring",
        "high",
        "Company-Confidential",
    )
    assert parsed["Disposition-Notification-To"] is not None
    assert parsed["Return-Receipt-To"] is None
    assert parsed["Date"].datetime.year == 2026
    assert mail.message_id == parsed["Message-ID"].strip()


def test_message_without_text_has_an_empty_text_part(run: Run, world: FakeWorld) -> None:
    assert call(run, "EmailSendMessage", started(run), message(message="")) is True
    parsed = read(world.portal.sent[0].data)
    assert parsed.get_content_type() == "text/plain"
    assert parsed.get_content().strip() == ""


def test_references_and_message_id_only_with_their_options(run: Run, world: FakeWorld) -> None:
    made = started(run)
    mail = message(message_id="<mine@example.com>", reference="<a@x> <b@x>")
    call(run, "EmailSendMessage", made, mail, 2 + 4)
    mail.message_id = "<mine@example.com>"
    call(run, "EmailSendMessage", made, mail)
    with_options, without = (read(e.data) for e in world.portal.sent)
    assert with_options["Message-ID"].strip() == "<mine@example.com>"
    assert with_options["In-Reply-To"] == "<b@x>"
    assert without["Message-ID"].strip() != "<mine@example.com>"
    assert without["References"] is None


@pytest.mark.parametrize(
    "change",
    [
        {"sender": ""},
        {"sender": "no address"},
        {"sender": "a@example.com\r\nBcc: x@example.com"},
        {"subject": "Hi\r\nBcc: x@example.com"},
        {"subject": "Hi\nBcc: x@example.com"},
        {"subject": "nul \0"},
        {"certificate": "anything"},
    ],
)
def test_message_that_is_refused_before_traffic(run: Run, world: FakeWorld, change: dict[str, Any]) -> None:
    assert call(run, "EmailSendMessage", started(run), message(**change)) is False
    assert run.error.occurred
    assert run.error.message.startswith("EmailSendMessage: ")
    assert world.portal.sent == []


@pytest.mark.parametrize("recipients", [[], [""], ["", "  "], ["x@example.com\r\nBcc: y@example.com"], ["nonsense"]])
def test_recipients_that_are_refused(run: Run, world: FakeWorld, recipients: list[str]) -> None:
    mail = message()
    mail.recipient.assign(recipients)
    assert call(run, "EmailSendMessage", started(run), mail) is False
    assert world.portal.sent == []


@pytest.mark.parametrize(
    ("name", "value"), [("X-A", "v\r\nBcc: x@example.com"), ("X\r\nBcc", "v"), ("X A", "v"), ("", "v\r\nw")]
)
def test_header_injection_is_refused(run: Run, world: FakeWorld, name: str, value: str) -> None:
    mail = message()
    mail.header.append(Header(name, value))
    assert call(run, "EmailSendMessage", started(run), mail) is False
    assert world.portal.sent == []


def test_sending_without_a_session(run: Run) -> None:
    for arguments in ((), (session(), message()), ("nobody", message()), (None, message())):
        assert call(run, "EmailSendMessage", *arguments) is False
        assert run.error.occurred


def test_a_failed_start_that_the_program_ignored_is_told_when_it_sends(run: Run, world: FakeWorld) -> None:
    made = session()
    world.portal.connect_error = mail_error("connect", "srv refused the connection.")
    call(run, "EmailStartSession", made)
    call(run, "EmailStartSMTPSession", "me", "srv")
    why = "failed: srv refused the connection. Phase: connection."
    for sender, start in ((made, "EmailStartSession"), ("me", "EmailStartSMTPSession")):
        assert call(run, "EmailSendMessage", sender, message()) is False
        assert run.error.message == f"EmailSendMessage: the session is not started: {start} {why}"
    world.portal.connect_error = None
    for sender in (made, "me"):
        call(run, "EmailStartSession", made)
        call(run, "EmailStartSMTPSession", "me", "srv")
        call(run, "EmailCloseSession", sender)
        assert call(run, "EmailSendMessage", sender, message()) is False
        assert run.error.message == "EmailSendMessage: the session is not started; call EmailStartSession first"
    run.french = True
    world.portal.connect_error = mail_error("connect", "srv refused the connection.")
    call(run, "EmailOuvreSessionSMTP", "moi", "srv")
    assert call(run, "EmailEnvoieMessage", "moi", message()) is False
    why = "a échoué : srv refused the connection. Étape\xa0: connexion."
    assert run.error.message.endswith(f"la session n'est pas ouverte : EmailOuvreSessionSMTP {why}")


def test_french_programs_read_french_names(run: Run) -> None:
    run.french = True
    assert call(run, "EmailEnvoieMessage", session(), message()) is False
    assert run.error.message == "EmailEnvoieMessage: la session n'est pas ouverte ; appeler d'abord EmailOuvreSession"


def test_refusal_tells_code_and_text_of_the_server(run: Run, world: FakeWorld) -> None:
    made = started(run)
    world.portal.send_error = mail_error("rcpt", "the server refused every recipient", 550, "5.1.1 unknown user")
    assert call(run, "EmailSendMessage", made, message()) is False
    assert run.error.message.startswith("EmailSendMessage: the server refused every recipient")
    assert "550" in run.error.message
    assert "5.1.1 unknown user" in run.error.message
    assert run.error.code == 550
    world.portal.send_error = None
    assert call(run, "EmailSendMessage", made, message()) is True
    assert not run.error.occurred


def test_lost_connection_closes_the_session(run: Run, world: FakeWorld) -> None:
    made = started(run)
    world.portal.send_error, world.portal.drops = mail_error("data", "the connection was lost"), True
    assert call(run, "EmailSendMessage", made, message()) is False
    world.portal.send_error = None
    assert call(run, "EmailSendMessage", made, message()) is False
    assert "start it again" in run.error.message or "not started" in run.error.message
    assert call(run, "EmailStartSession", made) is True
    assert call(run, "EmailSendMessage", made, message()) is True


@pytest.mark.parametrize("password", ["a", "server", "mail"])
def test_a_short_password_is_not_disclosed_by_the_holes_it_leaves(run: Run, world: FakeWorld, password: str) -> None:
    """What the mail room tells has no secret in it already; blotting in our own words would show the password."""
    world.portal.connect_error = mail_error("connect", "no mail server listens there", 421, "no way")
    assert call(run, "EmailStartSession", session(Password=password)) is False
    told = (
        "EmailStartSession: no mail server listens there (the server answered: 421 no way). Phase: connection. Cause: "
    )
    assert run.error.message.startswith(told)
    world.portal.connect_error = None
    made = started(run, Password=password)
    world.portal.connections[-1].is_open = False
    assert call(run, "EmailSendMessage", made, message()) is False
    assert "the connection to the server was lost" in run.error.message


def test_some_refused_recipients_are_a_warning(run: Run, world: FakeWorld) -> None:
    made = started(run)
    world.portal.refused = {"bad@example.com": (550, "no such user")}
    assert call(run, "EmailSendMessage", made, message()) is True
    assert not run.error.occurred
    assert "bad@example.com (550 no such user)" in run.error.message
    # A program that looks at nothing but True tells nobody.
    [told] = world.console.errors
    assert told == "warning: message to you@example.com sent, but not to bad@example.com (550 no such user)"


# --- The structure ---------------------------------------------------------------------------------------------------


def test_only_counted_elements_count(run: Run, world: FakeWorld) -> None:
    mail = structure(run)
    mail.recipient.put(4, "fourth@example.com")
    assert mail.nb_recipient == 1
    mail.cc.put(1, "copy@example.com")
    made = started(run)
    call(run, "EmailSendMessage", made)
    mail.nb_recipient, mail.nb_cc = 9, 1
    call(run, "EmailSendMessage", made, mail)
    assert [e.recipients for e in world.portal.sent] == [
        ["you@example.com"],
        ["you@example.com", "fourth@example.com", "copy@example.com"],
    ]


def test_scalar_is_the_first_element_and_leaves_the_others(run: Run) -> None:
    mail = structure(run)
    mail.recipient.put(2, "second@example.com")
    mail.recipient.assign("changed@example.com")
    assert list(mail.recipient) == ["changed@example.com", "second@example.com"]


def test_counters_of_zero_and_less(run: Run, world: FakeWorld) -> None:
    made, mail = started(run), structure(run)
    for counter in (0, -3):
        mail.nb_recipient = counter
        assert call(run, "EmailSendMessage", made) is False
        assert "no recipient" in run.error.message
        assert mail.error == run.error.message.removeprefix("EmailSendMessage: ")
        assert call(run, "EmailMsgError", mail.error) == mail.error
    assert world.portal.sent == []


def test_attachments_are_paths_read_at_send_time(run: Run, world: FakeWorld, tmp_path: Path) -> None:
    made, mail = started(run), structure(run)
    mail.attach.put(1, "folder\\price list.pdf")
    mail.nb_attach = 1
    assert call(run, "EmailSendMessage", made) is False
    assert "folder\\price list.pdf" in run.error.message
    assert world.portal.sent == []
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "price list.pdf").write_bytes(b"%PDF\x00\xff")
    assert call(run, "EmailSendMessage", made) is True
    [attached] = read(world.portal.sent[0].data).iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("price list.pdf", b"%PDF\x00\xff")
    assert attached.get_content_type() == "application/pdf"
    mail.nb_attach = 0
    call(run, "EmailSendMessage", made)
    assert not list(read(world.portal.sent[1].data).iter_attachments())


def test_a_folder_is_no_attachment(run: Run, world: FakeWorld, tmp_path: Path) -> None:
    mail = structure(run)
    mail.attach.put(1, "sub")
    mail.nb_attach = 1
    (tmp_path / "sub").mkdir()
    assert call(run, "EmailSendMessage", started(run)) is False
    assert "folder" in run.error.message


def test_label_in_sender_and_address_beside_it(run: Run, world: FakeWorld) -> None:
    mail = structure(run)
    mail.sender, mail.sender_address = "Accounting", "accounts@example.com"
    assert call(run, "EmailSendMessage", started(run)) is True
    parsed = read(world.portal.sent[0].data)
    assert str(parsed["From"]) == "Accounting <accounts@example.com>"
    assert parsed["Reply-To"] is None


# --- Asynchronous sessions and identifiers ---------------------------------------------------------------------------


def test_status_of_synchronous_and_asynchronous_messages(run: Run, world: FakeWorld) -> None:
    made = started(run)
    mail = message()
    call(run, "EmailSendMessage", made, mail)
    assert mail.id == mail.asynchronous_identifier != ""
    assert call(run, "EmailEtat", mail.id) == 1
    made.asynchronous = True
    call(run, "EmailStartSession", made)
    world.portal.send_error = mail_error("data", "refused as spam", 554, "spam")
    assert call(run, "EmailSendMessage", made, mail) is True
    assert call(run, "EmailStatus", mail.id) == 2
    assert "refused as spam" in run.error.message
    world.portal.send_error = None
    mail_structure = structure(run)
    assert call(run, "EmailSendMessage", made) is True
    assert call(run, "EmailStatus", mail_structure.mail_identifier) == 1
    assert not run.error.occurred
    assert call(run, "EmailStatus", "999") == 2
    assert run.error.occurred


def test_refusal_of_an_asynchronous_message_is_told(run: Run, world: FakeWorld) -> None:
    mail = message()
    mail.cc.assign(["b@example.com", "c@example.com"])
    made = started(run, Asynchronous=True)
    assert call(run, "EmailSendMessage", made, mail) is True
    assert call(run, "EmailStatus", mail.id) == 1
    assert (world.console.errors, run.error.message) == ([], "")
    world.portal.send_error = mail_error("data", "srv did not accept the message: 554 spam.", 554, "spam")
    assert call(run, "EmailSendMessage", made, mail) is True
    assert not run.error.occurred
    assert call(run, "EmailStatus", mail.id) == 2
    told = "srv did not accept the message: 554 spam. Phase: content of the message. Cause: The server takes"
    assert run.error.message.startswith(f"EmailStatus: {told}")
    (warning,) = world.console.errors
    assert warning.startswith(f"warning: message to you@example.com and 2 more not sent: {told}")


def test_many_messages_with_one_trouble_are_one_warning(run: Run, world: FakeWorld) -> None:
    made = started(run, Asynchronous=True)
    world.portal.send_error = mail_error("data", "srv did not accept the message: 554 spam.", 554, "spam")
    for number in range(9):
        assert call(run, "EmailSendMessage", made, message(message=str(number))) is True
    run.close()
    assert sum(warning.count("you@example.com and") for warning in world.console.errors) <= 1
    assert len(world.console.errors) <= 9


def test_asynchronous_message_is_still_checked_at_once(run: Run, world: FakeWorld) -> None:
    assert call(run, "EmailSendMessage", started(run, Asynchronous=True), message(sender="")) is False


# --- Through the real portal -----------------------------------------------------------------------------------------


def test_two_sessions_and_a_close_on_the_captured_network(tmp_path: Path) -> None:
    world = CapturedWorld(str(tmp_path))
    run = Run(world, "test.wl")
    try:
        variable = started(run, Option=2, Name="zoe@example.com", Password="pw")
        mail = message(subject="Été", message=".\n..dots\n")
        mail.bcc.assign("hidden@example.com")
        assert call(run, "EmailSendMessage", variable, mail) is True
        assert call(run, "EmailStartSMTPSession", "relay.example.com") is False
        assert call(run, "EmailStartSMTPSession", "me", "relay.example.com") is True
        structure(run)
        assert call(run, "EmailSendMessage", "me") is True
        call(run, "EmailCloseSession", variable)
        assert call(run, "EmailSendMessage", variable, mail) is False
        assert call(run, "EmailSendMessage", "me") is True
    finally:
        run.close()
        world.close()
    deliveries = world.mailbox.deliveries
    asked = [(d.asked.server, d.asked.port, d.asked.security, d.asked.user, d.asked.login) for d in deliveries]
    assert asked == [
        ("smtp.example.com", 587, "STARTTLS", "zoe@example.com", "password"),
        ("relay.example.com", 25, "none", "me", ""),
        ("relay.example.com", 25, "none", "me", ""),
    ]
    assert deliveries[0].recipients == ["you@example.com", "hidden@example.com"]
    parsed = read(deliveries[0].data)
    assert parsed["Subject"] == "Été"
    assert parsed["Bcc"] is None
    assert parsed.get_content().splitlines() == [".", "..dots"]


def test_server_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only_this_machine(monkeypatch)
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: nobody answers, and nobody else can
        port = taken.getsockname()[1]
        world = RealWorld(str(tmp_path))
        run = Run(world, "test.wl")
        try:
            assert call(run, "EmailStartSession", session(ServerAddress="127.0.0.1", Port=port)) is False
            assert str(port) in run.error.message
            assert call(run, "EmailStartSMTPSession", "u", "pw-secret", "no.such.host.invalid") is False
            assert "no.such.host.invalid" in run.error.message
            assert "pw-secret" not in run.error.message
        finally:
            run.close()
            world.close()


@pytest.mark.parametrize(("french", "phase"), [(False, "Phase: login"), (True, "Phase : identification")])
def test_full_details_tell_the_phase(world: FakeWorld, french: bool, phase: str) -> None:
    run = Run(cast(Any, world), "test.wl", french=french)
    facts = {"host": "smtp.test", "user": "u", "login": "password"}
    world.portal.connect_error = failed("login-refused", phase="login", code=535, reply="no", facts=facts)
    assert call(run, "EmailStartSession", session()) is False
    assert phase in call(run, "ErrorInfo", ERR_FULL).split("\r\n")
    # What follows and is no failure of mail has none.
    run.error.set("something else")
    assert "Phase" not in call(run, "ErrorInfo", ERR_FULL)
