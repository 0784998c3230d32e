"""A third real server, which knows neither PIPELINING nor CHUNKING: OpenSMTPD."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from servers import opensmtpd

from wlmail.mail.failures import explain
from wlmail.mail.message import Attachment, Message, compose
from wlmail.mail.portal import Portal
from wlmail.mail.smtp import Connection, MailError, Security, Settings

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.skipif(bool(opensmtpd.why_not()), reason=opensmtpd.why_not())


@pytest.fixture(scope="module")
def server() -> Iterator[opensmtpd.OpenSMTPD]:
    running = opensmtpd.OpenSMTPD()
    yield running
    running.stop()


@pytest.fixture
def portal() -> Iterator[Portal]:
    made = Portal()
    yield made
    made.close()


def connect(portal: Portal, server: opensmtpd.OpenSMTPD) -> Connection:
    return portal.connect(Settings("localhost", server.port, timeout=30.0))


def message(*to: str) -> Message:
    return Message("Été <shop@exim.test>", list(to or ("zoe@opensmtpd.test",)), "Où ça ?", "Bonjour Zoé,\r\n.\r\nAdieu")


def test_messages_arrive_byte_for_byte(portal: Portal, server: opensmtpd.OpenSMTPD) -> None:
    made = message("Zoé Müller <zoe@opensmtpd.test>")
    made.attachments = [Attachment("Été 2026.pdf", bytes(range(256)) * 400)]
    envelope = compose(made, date=NOW)
    connection = connect(portal, server)
    assert not {"pipelining", "chunking"} & set(connection.extensions)
    connection.send(envelope)
    connection.close()
    (mail,) = server.delivered(1)
    assert mail.endswith(envelope.data.replace(b"\r\n", b"\n"))


def test_the_background_keeps_the_order(portal: Portal, server: opensmtpd.OpenSMTPD) -> None:
    connection = connect(portal, server)
    for number in range(1, 21):
        made = message()
        made.subject = f"number {number}"
        connection.post(number, compose(made, date=NOW))
    connection.close()
    assert connection.spool is not None
    assert connection.spool.join(60)
    assert [(report.number, report.error) for report in connection.spool.reports] == [(n, None) for n in range(1, 21)]
    server.delivered(20)


def test_encryption_that_is_missing(portal: Portal, server: opensmtpd.OpenSMTPD) -> None:
    with pytest.raises(MailError, match="offers no STARTTLS"):
        portal.connect(Settings("localhost", server.port, Security.STARTTLS, timeout=30.0))
    with pytest.raises(MailError, match="offers no login"):
        portal.connect(Settings("localhost", server.port, user="jean", password="hunter2", timeout=30.0))


@pytest.mark.parametrize(
    ("recipient", "answer"),
    [
        ("nobody@opensmtpd.test", r"524 5\.2\.4 Mailing list expansion problem"),
        ("zoe@elsewhere.test", "550 Invalid recipient"),
    ],
)
def test_refused_recipients(portal: Portal, server: opensmtpd.OpenSMTPD, recipient: str, answer: str) -> None:
    connection = connect(portal, server)
    with pytest.raises(MailError, match=answer) as caught:
        connection.send(compose(message(recipient), date=NOW))
    assert caught.value.phase == "rcpt"
    assert "knows no mailbox of that name" in explain(caught.value)
    result = connection.send(compose(message("zoe@opensmtpd.test", recipient, "leo@opensmtpd.test"), date=NOW))
    assert result.refused.keys() == {recipient}
    connection.close()
    server.delivered(2)


def test_message_that_is_too_big(portal: Portal, server: opensmtpd.OpenSMTPD) -> None:
    made = message()
    made.attachments = [Attachment("big.bin", b"x" * 1_100_000)]
    connection = connect(portal, server)
    with pytest.raises(MailError, match=f"takes at most {opensmtpd.LARGEST}"):
        connection.send(compose(made, date=NOW))
    connection.close()
