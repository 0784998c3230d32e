"""A second real server, whose words are others: Exim."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from servers import exim
from servers.certificates import Certificates
from servers.portal import portal as portal

from wlmail.mail.failures import explain
from wlmail.mail.message import Attachment, Message, compose
from wlmail.mail.portal import Portal
from wlmail.mail.smtp import MailError, Security, Settings

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.skipif(bool(exim.why_not()), reason=exim.why_not())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[exim.Exim]:
    certificates = Certificates(tmp_path_factory.mktemp("certificates"))
    running = exim.Exim(*certificates.write(certificates.folder))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(certificates.bundle))
        yield running
    running.stop()


def settings(server: exim.Exim, security: Security = Security.STARTTLS, **changes: object) -> Settings:
    made = Settings("localhost", server.port, security, timeout=30.0)
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def message(*to: str) -> Message:
    return Message("Été <shop@exim.test>", list(to or ("zoe@exim.test",)), "Où ça ?", "Bonjour Zoé,\r\n.\r\nAdieu")


@pytest.mark.parametrize("security", [Security.NONE, Security.STARTTLS])
@pytest.mark.parametrize("password", ["", "hunter2"])
def test_messages_arrive_byte_for_byte(portal: Portal, server: exim.Exim, security: Security, password: str) -> None:
    made = message("Zoé Müller <zoe@exim.test>")
    made.attachments = [Attachment("Été 2026.pdf", bytes(range(256)) * 400)]
    envelope = compose(made, date=NOW)
    connection = portal.connect(settings(server, security, user="jean", password=password))
    connection.send(envelope)
    connection.close()
    (mail,) = server.delivered(1)
    # Its own headers in front, and the empty line that ends a message in a mailbox file.
    assert mail.removesuffix(b"\n").endswith(envelope.data.replace(b"\r\n", b"\n").removesuffix(b"\n"))
    assert (b"X=TLS" in server.log().encode()) or security is Security.NONE
    assert ("A=plain:jean" in server.log()) or not password


def test_wrong_password(portal: Portal, server: exim.Exim) -> None:
    with pytest.raises(MailError, match="535 Incorrect authentication data") as caught:
        portal.connect(settings(server, user="jean", password="hunter3"))
    assert "The user name or the password is wrong" in explain(caught.value)


@pytest.mark.parametrize(
    ("recipient", "answer", "why"),
    [
        ("refused@exim.test", "550 Unrouteable address", "knows no mailbox of that name"),
        ("later@exim.test", "451 greylisted, come back later", "greylisting"),
        ("zoe@elsewhere.test", "550 relay not permitted", "does not pass on mail to other domains"),
    ],
)
def test_refused_recipients(portal: Portal, server: exim.Exim, recipient: str, answer: str, why: str) -> None:
    connection = portal.connect(settings(server))
    with pytest.raises(MailError) as caught:
        connection.send(compose(message(recipient), date=NOW))
    assert caught.value.phase == "rcpt"
    assert f"{caught.value.code} {caught.value.reply}" == answer
    assert why in explain(caught.value)
    assert connection.send(compose(message("zoe@exim.test", recipient), date=NOW)).refused.keys() == {recipient}
    connection.close()
    server.delivered(1)


def test_message_that_is_too_big(portal: Portal, server: exim.Exim) -> None:
    made = message()
    made.attachments = [Attachment("big.bin", b"x" * 1_100_000)]
    connection = portal.connect(settings(server))
    with pytest.raises(MailError, match="takes at most 1048576"):
        connection.send(compose(made, date=NOW))
    connection.close()
