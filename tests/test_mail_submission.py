"""Submission as providers offer it: a real Postfix that wants encryption and a login, checked by a real Dovecot."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from servers import dovecot, postfix
from servers.certificates import Certificates
from servers.identity import IdentityProvider
from servers.portal import portal as portal

from wlmail.mail.failures import explain
from wlmail.mail.message import Message, compose
from wlmail.mail.portal import Portal
from wlmail.mail.smtp import MailError, Security, Settings

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
WHY_NOT = postfix.why_not() or dovecot.why_not()

pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)


@pytest.fixture(scope="module")
def provider() -> Iterator[IdentityProvider]:
    with IdentityProvider() as running:
        yield running


@pytest.fixture(scope="module")
def logins(tmp_path_factory: pytest.TempPathFactory, provider: IdentityProvider) -> Iterator[dovecot.Dovecot]:
    certificates = Certificates(tmp_path_factory.mktemp("certificates"))
    running = dovecot.Dovecot(*certificates.write(certificates.folder), introspection=f"{provider.url}/introspect")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(certificates.bundle))
        yield running
    running.stop()


@pytest.fixture(scope="module")
def server(logins: dovecot.Dovecot) -> Iterator[postfix.Postfix]:
    running = postfix.Postfix(logins.folder / "server.pem", logins.folder / "server.key", logins.auth)
    yield running
    running.stop()


def settings(server: postfix.Postfix, security: Security = Security.STARTTLS, **changes: object) -> Settings:
    port = server.submissions_port if security is Security.TLS else server.submission_port
    made = Settings("localhost", port, security, "jean@dovecot.test", "hunter 2", timeout=30.0)
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def message(*to: str) -> Message:
    return Message("jean@dovecot.test", list(to or ("zoe@postfix.test",)), "Hello", "Text")


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
@pytest.mark.parametrize("user", sorted(dovecot.PASSWORDS))
def test_login_and_send(portal: Portal, server: postfix.Postfix, security: Security, user: str) -> None:
    connection = portal.connect(settings(server, security, user=user, password=dovecot.PASSWORDS[user]))
    connection.send(compose(message(), date=NOW))
    connection.close()
    server.delivered(1)
    assert f"sasl_method=SCRAM-SHA-256, sasl_username={user[:2]}" in server.log()


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256"])
def test_every_mechanism(
    portal: Portal, server: postfix.Postfix, mechanism: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wlmail.mail.sasl.STRONGEST_FIRST", (mechanism,))
    connection = portal.connect(settings(server))
    connection.send(compose(message(), date=NOW))
    connection.close()
    server.delivered(1)
    assert f"sasl_method={mechanism}, sasl_username=jean@dovecot.test" in server.log()


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
def test_tokens_are_checked_by_the_provider(
    portal: Portal,
    server: postfix.Postfix,
    provider: IdentityProvider,
    mechanism: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("wlmail.mail.sasl.WITH_TOKEN", (mechanism,))
    token = provider.issue()["access_token"]
    connection = portal.connect(settings(server, token=token))
    connection.send(compose(message(), date=NOW))
    connection.close()
    server.delivered(1)
    assert f"sasl_method={mechanism}, sasl_username=jean@dovecot.test" in server.log()
    assert {"token": token} in provider.asked("/introspect")
    with pytest.raises(MailError) as caught:
        portal.connect(settings(server, token="at-revoked"))
    told = explain(caught.value)
    assert (caught.value.phase, caught.value.code) == ("login", 535)
    assert "does not accept the token" in told
    assert "at-revoked" not in told


@pytest.mark.parametrize("protocol", ["POP3", "IMAP"])
def test_tokens_open_mailboxes_too(
    portal: Portal, logins: dovecot.Dovecot, provider: IdentityProvider, protocol: str
) -> None:
    token, port = provider.issue()["access_token"], getattr(logins, protocol.lower())
    asked = Settings("localhost", port, Security.STARTTLS, "jean@dovecot.test", token=token, timeout=30.0)
    portal.connect_reading(asked, protocol).close()
    asked.token = "at-revoked"
    with pytest.raises(MailError, match="refused the login of jean") as caught:
        portal.connect_reading(asked, protocol)
    assert "at-revoked" not in explain(caught.value)


def test_wrong_password(portal: Portal, server: postfix.Postfix) -> None:
    with pytest.raises(MailError, match=r"refused the login of jean@dovecot\.test: 535 5\.7\.8") as caught:
        portal.connect(settings(server, password="hunter3"))
    assert caught.value.phase == "login"
    assert "The user name or the password is wrong" in explain(caught.value)
    assert "hunter3" not in explain(caught.value)


def test_send_without_a_login(portal: Portal, server: postfix.Postfix) -> None:
    """The start succeeds, the message is refused, and the text tells that a login is wanted (SM4)."""
    connection = portal.connect(settings(server, password=""))
    with pytest.raises(MailError, match=r"554 5\.7\.1") as caught:
        connection.send(compose(message(), date=NOW))
    connection.close()
    assert caught.value.phase == "rcpt"
    assert "Name and Password" in explain(caught.value)


def test_encryption_that_is_missing(portal: Portal, server: postfix.Postfix) -> None:
    connection = portal.connect(settings(server, Security.NONE, password=""))
    with pytest.raises(MailError, match=r"530 5\.7\.0 Must issue a STARTTLS command first") as caught:
        connection.send(compose(message(), date=NOW))
    connection.close()
    assert "wants encryption" in explain(caught.value)


def test_ports_and_options_that_disagree(portal: Portal, server: postfix.Postfix) -> None:
    wrong = settings(server, Security.TLS, port=server.submission_port)
    with pytest.raises(MailError, match="port and security option disagree") as caught:
        portal.connect(wrong)
    assert caught.value.phase == "tls"
    assert "587" in explain(caught.value, french=True)
    silent = settings(server, Security.STARTTLS, port=server.submissions_port, timeout=1.0)
    with pytest.raises(MailError, match="did not answer on port"):
        portal.connect(silent)


def test_greylisting(portal: Portal, server: postfix.Postfix) -> None:
    connection = portal.connect(Settings("localhost", server.port, timeout=30.0))
    result = connection.send(compose(message("zoe@postfix.test", "later@postfix.test"), date=NOW))
    assert result.refused["later@postfix.test"][0] == 451
    with pytest.raises(MailError, match=r"451 4\.7\.1") as caught:
        connection.send(compose(message("later@postfix.test"), date=NOW))
    connection.close()
    server.delivered(1)
    assert "greylisting" in explain(caught.value)
    assert "liste grise" in explain(caught.value, french=True)


@pytest.mark.skipif(shutil.which("swaks") is None, reason="swaks is not installed (apt-get install swaks)")
def test_swaks_sees_the_same_offers(portal: Portal, server: postfix.Postfix) -> None:
    connection = portal.connect(settings(server))
    ours = dict(connection.extensions)
    connection.close()
    place = ["--server", "127.0.0.1", "--port", str(server.submission_port)]
    seen = subprocess.run(
        ["swaks", *place, "--tls", "--quit-after", "EHLO", "--helo", "client.test"],
        capture_output=True,
        encoding="utf-8",
        timeout=30,
        check=False,
    )
    told = seen.stdout.partition("TLS started")[2]
    offers = set(re.findall(r"^\s*<~\s+250[- ](.*)$", told, re.MULTILINE))
    assert {offer.split(" ")[0].split("=")[0].lower() for offer in offers} >= set(ours) - {"auth"}
    (logins,) = [offer for offer in offers if offer.startswith("AUTH ")]
    assert set(ours["auth"].upper().replace("=", " ").split()) == set(logins.split()[1:])
