"""TLS as it was asked, or no session: modes, certificates, and the checks that may be left out (email.md 1.3)."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from servers.certificates import Certificates
from servers.scripted import Action, ScriptedServer, Talk, closing, garbage, hang_up, stall

from wlmail.mail.envelope import Envelope
from wlmail.mail.portal import Portal
from wlmail.mail.smtp import MailError, Security, Settings

ENVELOPE = Envelope("a@example.com", ["b@example.com"], b"Subject: x\r\n\r\ny\r\n")
BOTH = [Security.STARTTLS, Security.TLS]


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Certificates]:
    made = Certificates(tmp_path_factory.mktemp("certificates"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(made.bundle))
        yield made


@pytest.fixture
def portal(certificates: Certificates) -> Iterator[Portal]:
    made = Portal()
    yield made
    made.close()


def settings(server: ScriptedServer, security: Security, **changes: object) -> Settings:
    made = Settings("localhost", server.port, security, timeout=30.0, local_hostname="client.test")
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def serving(context: ssl.SSLContext, security: Security, **more: object) -> ScriptedServer:
    return ScriptedServer(context=context, implicit_tls=security is Security.TLS, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("security", BOTH)
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_both_modes(portal: Portal, certificates: Certificates, security: Security, host: str) -> None:
    with serving(certificates.good(), security) as server:
        connection = portal.connect(settings(server, security, host=host))
        assert connection.send(ENVELOPE).refused == {}
        connection.close()
    assert server.messages == [ENVELOPE.data]
    # After STARTTLS the client introduces itself again.
    assert server.verbs[:2] == (["EHLO", "STARTTLS"] if security is Security.STARTTLS else ["EHLO", "MAIL"])
    assert server.verbs.count("EHLO") == (2 if security is Security.STARTTLS else 1)


def test_default_mode_never_begins_tls(portal: Portal, certificates: Certificates) -> None:
    with serving(certificates.good(), Security.NONE) as server:
        connection = portal.connect(settings(server, Security.NONE))
        connection.send(ENVELOPE)
        connection.close()
    assert server.messages == [ENVELOPE.data]
    assert "STARTTLS" not in server.verbs


@pytest.mark.parametrize("security", BOTH)
def test_big_message_under_tls(portal: Portal, certificates: Certificates, security: Security) -> None:
    data = b"x" * 76 + b"\r\n"
    with serving(certificates.good(), security) as server:
        connection = portal.connect(settings(server, security))
        connection.send(Envelope("a@example.com", ["b@example.com"], data * 20_000))
        connection.close()
    assert server.messages == [data * 20_000]


# --- STARTTLS is not to be talked out of -----------------------------------------------------------------------------


def test_starttls_that_is_not_offered(portal: Portal) -> None:
    with ScriptedServer() as server, pytest.raises(MailError, match="offers no STARTTLS") as caught:
        portal.connect(settings(server, Security.STARTTLS, user="u", password="hunter2"))
    assert caught.value.phase == "tls"
    assert set(server.verbs) == {"EHLO"}


@pytest.mark.parametrize("action", ["454 not now", hang_up, stall, garbage, closing, "250 ok"])
def test_starttls_that_fails(portal: Portal, certificates: Certificates, action: str | Action) -> None:
    script = {"STARTTLS": action}
    with (
        serving(certificates.good(), Security.STARTTLS, script=script) as server,
        pytest.raises(MailError) as caught,
    ):
        portal.connect(settings(server, Security.STARTTLS, timeout=1.0, user="u", password="hunter2"))
    assert caught.value.phase == "tls"
    assert "localhost" in caught.value.message
    assert set(server.verbs) == {"EHLO", "STARTTLS"}
    assert b"hunter2" not in b"".join(server.lines)


def test_server_that_goes_on_in_clear_after_starttls(portal: Portal, certificates: Certificates) -> None:
    def only_says_so(talk: Talk) -> bool:
        return talk.say("220 go ahead") and talk.stall()

    def answers_in_clear(talk: Talk) -> bool:
        talk.say("220 go ahead")
        talk.sock.recv(1000)
        return talk.say("250 in clear")

    for action in (only_says_so, answers_in_clear):
        with (
            serving(certificates.good(), Security.STARTTLS, script={"STARTTLS": action}) as server,
            pytest.raises(MailError) as caught,
        ):
            portal.connect(settings(server, Security.STARTTLS, timeout=1.0))
        assert caught.value.phase == "tls"
        assert caught.value.kind == ("silent-tls" if action is only_says_so else "not-tls")


def test_plaintext_that_came_before_the_handshake_is_forgotten(portal: Portal, certificates: Certificates) -> None:
    def inject(talk: Talk) -> bool:
        # An attacker's replies, in one packet with the server's own: to our EHLO, and to MAIL.
        talk.say("220 go ahead", "250-evil", "250 AUTH PLAIN", "250 evil")
        talk.start_tls()
        return True

    with serving(certificates.good(), Security.STARTTLS, script={"STARTTLS": inject}) as server:
        connection = portal.connect(settings(server, Security.STARTTLS))
        assert "auth" not in connection.extensions
        connection.send(ENVELOPE)
        connection.close()
    assert server.messages == [ENVELOPE.data]


def test_what_was_offered_in_clear_is_forgotten(portal: Portal, certificates: Certificates) -> None:
    def offer(talk: Talk) -> bool:
        return talk.say("250 scripted.test") if talk.encrypted else talk.say("250-x", "250-SIZE 1", "250 STARTTLS")

    with serving(certificates.good(), Security.STARTTLS, script={"EHLO": offer}) as server:
        connection = portal.connect(settings(server, Security.STARTTLS))
        assert connection.extensions == {}
        connection.send(ENVELOPE)
        connection.close()
    assert server.messages == [ENVELOPE.data]


# --- Port and option disagree ----------------------------------------------------------------------------------------


def test_tls_on_a_port_that_greets_in_clear(portal: Portal) -> None:
    with ScriptedServer() as server, pytest.raises(MailError, match="port and security option disagree") as caught:
        portal.connect(settings(server, Security.TLS))
    assert caught.value.phase == "tls"


@pytest.mark.parametrize("security", [Security.NONE, Security.STARTTLS])
def test_clear_on_a_port_that_waits_for_tls(portal: Portal, certificates: Certificates, security: Security) -> None:
    with (
        serving(certificates.good(), Security.TLS) as server,
        pytest.raises(MailError, match="needs that option") as caught,
    ):
        portal.connect(settings(server, security, timeout=1.0))
    assert caught.value.phase == "connect"
    assert not server.lines


@pytest.mark.parametrize("action", [hang_up, stall])
def test_implicit_tls_that_fails(portal: Portal, action: Action) -> None:
    with ScriptedServer({"greeting": action}) as server, pytest.raises(MailError, match="TLS") as caught:
        portal.connect(settings(server, Security.TLS, timeout=1.0))
    assert caught.value.phase in ("tls", "connect")


# --- Certificates ----------------------------------------------------------------------------------------------------

CHECKS = [
    # the server's certificate, what is left out, the words of the refusal (None: accepted)
    ("good", (), None),
    ("good", ("issuer",), None),
    ("good", ("issuer", "name", "expired", "revocation"), None),
    ("self_signed", (), "not trusted"),
    ("self_signed", ("name", "expired", "revocation"), "not trusted"),
    ("self_signed", ("issuer",), None),
    ("unknown_issuer", (), "not trusted"),
    ("unknown_issuer", ("name", "expired", "revocation"), "not trusted"),
    ("unknown_issuer", ("issuer",), None),
    ("other_name", (), "another name"),
    ("other_name", ("issuer",), "another name"),
    ("other_name", ("expired", "revocation"), "another name"),
    ("other_name", ("name",), None),
    ("expired", (), "has expired"),
    ("expired", ("issuer",), "has expired"),
    ("expired", ("name", "revocation"), "has expired"),
    ("expired", ("expired",), None),
    ("unknown_issuer_and_name", ("issuer",), "another name"),
    ("unknown_issuer_and_name", ("name",), "not trusted"),
    ("unknown_issuer_and_name", ("issuer", "name"), None),
    ("unknown_issuer_and_expired", ("issuer",), "has expired"),
    ("unknown_issuer_and_expired", ("expired",), "not trusted"),
    ("unknown_issuer_and_expired", ("issuer", "expired"), None),
]


@pytest.mark.parametrize("security", BOTH)
@pytest.mark.parametrize(("kind", "ignore", "refusal"), CHECKS)
def test_certificates(
    portal: Portal,
    certificates: Certificates,
    security: Security,
    kind: str,
    ignore: tuple[str, ...],
    refusal: str | None,
) -> None:
    with serving(getattr(certificates, kind)(), security, extensions=("AUTH PLAIN",)) as server:
        asked = settings(server, security, ignore=set(ignore), user="u", password="hunter2")
        if refusal is None:
            connection = portal.connect(asked)
            connection.send(ENVELOPE)
            connection.close()
        else:
            with pytest.raises(MailError, match=refusal) as caught:
                portal.connect(asked)
            assert caught.value.phase == "tls"
    # Neither the password nor a message went to a server that was refused.
    assert server.messages == ([ENVELOPE.data] if refusal is None else [])
    assert ("AUTH" in server.verbs) == (refusal is None)


REVOCATION = [
    # the server's certificate, what is left out, the words of the refusal (None: accepted), all with a list given
    ("good", (), None),
    ("good", ("issuer",), None),
    ("revoked", (), "has been revoked"),
    ("revoked", ("name", "expired"), "has been revoked"),
    ("revoked", ("issuer",), "has been revoked"),
    ("revoked", ("issuer", "name", "expired"), "has been revoked"),
    ("revoked", ("revocation",), None),
    ("revoked", ("issuer", "name", "expired", "revocation"), None),
    ("unknown_issuer_and_revoked", (), "not trusted|not known"),
    ("unknown_issuer_and_revoked", ("issuer",), "has been revoked"),
    ("unknown_issuer_and_revoked", ("revocation",), "not trusted"),
    ("unknown_issuer_and_revoked", ("issuer", "revocation"), None),
    ("self_signed", ("issuer",), None),
    ("expired", (), "has expired"),
    ("other_name", (), "another name"),
]


@pytest.mark.parametrize("security", BOTH)
@pytest.mark.parametrize(("kind", "ignore", "refusal"), REVOCATION)
def test_revocation(
    portal: Portal,
    certificates: Certificates,
    security: Security,
    kind: str,
    ignore: tuple[str, ...],
    refusal: str | None,
) -> None:
    with serving(getattr(certificates, kind)(), security) as server:
        asked = settings(server, security, ignore=set(ignore), crl=str(certificates.revocations()))
        if refusal is None:
            portal.connect(asked).close()
        else:
            with pytest.raises(MailError, match=refusal) as caught:
                portal.connect(asked)
            assert caught.value.phase == "tls"
    assert ("QUIT" in server.verbs) == (refusal is None)


def test_revoked_certificate_without_a_list(portal: Portal, certificates: Certificates) -> None:
    with serving(certificates.revoked(), Security.TLS) as server:
        portal.connect(settings(server, Security.TLS)).close()
    assert server.verbs[-1] == "QUIT"


@pytest.mark.parametrize(
    ("days", "ignore", "accepted"), [(-1, (), False), (-1, ("expired",), True), (-1, ("revocation",), True)]
)
def test_list_that_is_out_of_date(
    portal: Portal, certificates: Certificates, days: int, ignore: tuple[str, ...], accepted: bool
) -> None:
    crl = str(certificates.revocations(days=days))
    with serving(certificates.good(), Security.TLS) as server:
        asked = settings(server, Security.TLS, crl=crl, ignore=set(ignore))
        if accepted:
            portal.connect(asked).close()
        else:
            with pytest.raises(MailError, match=r"revoked is not known.*CRL has expired"):
                portal.connect(asked)


def test_list_in_der_form(portal: Portal, certificates: Certificates) -> None:
    with serving(certificates.revoked(), Security.TLS) as server:
        asked = settings(server, Security.TLS, crl=str(certificates.revocations(der=True)))
        with pytest.raises(MailError, match="has been revoked"):
            portal.connect(asked)
    with serving(certificates.good(), Security.TLS) as server:
        asked.port = server.port
        portal.connect(asked).close()


def test_list_of_another_authority(portal: Portal, certificates: Certificates, tmp_path: Path) -> None:
    other = Certificates(tmp_path)
    with serving(certificates.good(), Security.TLS) as server:
        asked = settings(server, Security.TLS, crl=str(other.revocations()))
        with pytest.raises(MailError, match="revoked is not known"):
            portal.connect(asked)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (None, "No such file"),
        (b"", "no certificate revocation list"),
        (b"hello", "no certificate revocation list"),
        (b"\x30\x03abc", "cannot be used"),
        (b"-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n", "cannot be used"),
    ],
)
@pytest.mark.parametrize("ignore", [(), ("issuer",)])
def test_list_that_cannot_be_read(
    portal: Portal,
    certificates: Certificates,
    tmp_path: Path,
    content: bytes | None,
    text: str,
    ignore: tuple[str, ...],
) -> None:
    crl = tmp_path / "list.pem"
    if content is not None:
        crl.write_bytes(content)
    with serving(certificates.good(), Security.TLS) as server:
        asked = settings(server, Security.TLS, crl=str(crl), ignore=set(ignore))
        with pytest.raises(MailError, match=text) as caught:
            portal.connect(asked)
    assert str(crl) in caught.value.message


def test_contexts_are_made_once(portal: Portal, certificates: Certificates) -> None:
    """One TLS context per settings: to make one takes as long as a whole session."""
    with serving(certificates.good(), Security.TLS) as server:
        for ignore in ((), ("name",), (), ("name",)):
            portal.connect(settings(server, Security.TLS, ignore=set(ignore))).close()
    assert len(portal.contexts) == 2


def test_bundle_is_a_file(certificates: Certificates) -> None:
    assert Path(certificates.bundle).read_bytes().startswith(b"-----BEGIN CERTIFICATE")


@pytest.mark.parametrize("extensions", [(), ("PIPELINING",), ("PIPELINING", "CHUNKING")])
@pytest.mark.parametrize("security", BOTH)
def test_the_background_sends_over_several_encrypted_connections(
    portal: Portal, certificates: Certificates, security: Security, extensions: tuple[str, ...]
) -> None:
    logged_in: list[bool] = []

    def login(talk: Talk) -> bool:
        logged_in.append(talk.encrypted)
        return talk.say("235 welcome")

    offered = (*extensions, "AUTH PLAIN")

    def content(talk: Talk) -> bool:
        for _ in range(500):
            # The first message waits for the second connection.
            if talk.server.connections > 1:
                break
            time.sleep(0.01)
        if b"Subject: 13\r\n" in talk.received:
            return talk.say("554 5.7.1 not this one")
        talk.server.messages.append(talk.received)
        return talk.say("250 taken")

    script: dict[str, str | Action] = {"AUTH": login, "content": content}
    with serving(certificates.good(), security, extensions=offered, script=script, parallel=True) as server:
        connection = portal.connect(settings(server, security, user="u", password="secret", connections=4))
        for number in range(1, 41):
            data = f"From: a@example.com\r\nSubject: {number}\r\n\r\n{'text ' * 2000}\r\n".encode()
            connection.post(number, Envelope("a@example.com", [f"user{number}@shop{number % 16}.test"], data))
        connection.close()
        assert connection.spool is not None
        assert connection.spool.join(30)
        reports = {report.number: report.error for report in connection.spool.reports}
    assert sorted(reports) == list(range(1, 41))
    assert [number for number, error in reports.items() if error is not None] == [13]
    assert len(server.messages) == 39
    assert 1 < server.connections <= 4
    # Each one logs in, and only when it is encrypted; each one says goodbye.
    assert logged_in == [True] * server.connections
    assert server.verbs.count("QUIT") == server.connections
    assert not server.errors
