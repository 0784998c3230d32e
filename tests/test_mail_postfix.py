"""Mail through a real Postfix arrives byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from servers import postfix
from servers.certificates import Certificates
from servers.portal import portal as portal

from wlmail.mail.message import Attachment, Message, compose
from wlmail.mail.portal import Portal
from wlmail.mail.reader import read_message
from wlmail.mail.smtp import Connection, MailError, Security, Settings

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.skipif(bool(postfix.why_not()), reason=postfix.why_not())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[postfix.Postfix]:
    folder = tmp_path_factory.mktemp("certificates")
    certificates = Certificates(folder)
    running = postfix.Postfix(*certificates.write(folder))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(certificates.bundle))
        yield running
    running.stop()


def connect(portal: Portal, server: postfix.Postfix, security: Security = Security.NONE) -> Connection:
    port = server.tls_port if security is Security.TLS else server.port
    return portal.connect(Settings("localhost", port, security, timeout=30.0))


def message(*to: str) -> Message:
    return Message(
        "Été <shop@postfix.test>", list(to or ("zoe@postfix.test",)), "Où ça ?", "Bonjour Zoé,\r\n.\r\nAdieu"
    )


def stored_for(stored: list[bytes], recipient: str) -> bytes:
    line = f"X-Original-To: {recipient}\n".encode()
    (found,) = [mail for mail in stored if line in mail]
    return found


@pytest.mark.parametrize("security", list(Security))
def test_accents_bcc_and_attachments_arrive_byte_for_byte(
    portal: Portal, server: postfix.Postfix, security: Security
) -> None:
    made = message("Zoé Müller <zoe@postfix.test>")
    made.bcc = ["hidden@postfix.test"]
    made.html = '<p>Bonjour <img src="cid:logo">'
    made.attachments = [
        Attachment("Été 2026.pdf", bytes(range(256)) * 4000),
        Attachment("logo.png", b"\x89PNG\r\n", content_id="logo"),
    ]
    envelope = compose(made, date=NOW)
    connection = connect(portal, server, security)
    assert connection.send(envelope).reply.startswith("250 ")
    connection.close()
    stored = server.delivered(2)
    for recipient in ("zoe@postfix.test", "hidden@postfix.test"):
        mail = stored_for(stored, recipient)
        assert mail.endswith(envelope.data.replace(b"\r\n", b"\n"))
    assert b"hidden@" not in envelope.data
    mail = stored_for(stored, "zoe@postfix.test")
    if security is not Security.NONE:
        assert b"using TLSv1." in mail
    read = read_message(mail)
    assert (read.subject, read.sender, read.to) == (
        "Où ça ?",
        "Été <shop@postfix.test>",
        ["Zoé Müller <zoe@postfix.test>"],
    )
    assert read.text == "Bonjour Zoé,\n.\nAdieu"
    assert sorted((a.name, len(a.content)) for a in read.attachments) == [("logo.png", 6), ("Été 2026.pdf", 1_024_000)]
    standard = message_from_bytes(mail, policy=default)
    assert isinstance(standard, EmailMessage)
    assert standard["Subject"] == "Où ça ?"
    assert not any(part.defects for part in standard.walk())


def test_refused_recipient(portal: Portal, server: postfix.Postfix) -> None:
    connection = connect(portal, server)
    result = connection.send(compose(message("zoe@postfix.test", "refused@postfix.test"), date=NOW))
    code, text = result.refused["refused@postfix.test"]
    assert (code, list(result.refused)) == (550, ["refused@postfix.test"])
    assert "nobody of that name" in text
    # Alone it is an error, and the session goes on.
    with pytest.raises(MailError, match="nobody of that name") as caught:
        connection.send(compose(message("refused@postfix.test"), date=NOW))
    assert (caught.value.phase, caught.value.code) == ("rcpt", 550)
    connection.send(compose(message("zoe@postfix.test"), date=NOW))
    connection.close()
    assert all(b"X-Original-To: zoe@postfix.test\n" in mail for mail in server.delivered(2))


def test_local_part_outside_ascii(portal: Portal, server: postfix.Postfix) -> None:
    envelope = compose(message("Zoé <zoé@postfix.test>"), date=NOW)
    connection = connect(portal, server)
    assert "smtputf8" in connection.extensions
    connection.send(envelope)
    connection.close()
    (mail,) = server.delivered(1)
    assert mail.endswith(envelope.data.replace(b"\r\n", b"\n"))


def test_many_messages_in_one_session(portal: Portal, server: postfix.Postfix) -> None:
    connection = connect(portal, server, Security.STARTTLS)
    envelopes = [compose(message(f"r{number}@postfix.test"), date=NOW) for number in range(20)]
    for envelope in envelopes:
        connection.send(envelope)
    connection.close()
    stored = server.delivered(20)
    for number, envelope in enumerate(envelopes):
        assert stored_for(stored, f"r{number}@postfix.test").endswith(envelope.data.replace(b"\r\n", b"\n"))


def test_message_that_is_too_big_is_not_begun(portal: Portal, server: postfix.Postfix) -> None:
    made = message()
    made.attachments = [Attachment("big.bin", b"x" * 20_000_000)]
    connection = connect(portal, server)
    with pytest.raises(MailError, match="takes at most 20000000") as caught:
        connection.send(compose(made, date=NOW))
    assert caught.value.phase == "mail"
    connection.close()


def test_login_that_is_not_offered(portal: Portal, server: postfix.Postfix) -> None:
    with pytest.raises(MailError, match="offers no login") as caught:
        portal.connect(Settings("localhost", server.port, user="u", password="hunter2", timeout=30.0))
    assert caught.value.phase == "login"
    assert "hunter2" not in str(caught.value)
