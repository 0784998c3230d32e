"""Sessions of POP3 and IMAP: every way to log in with a real Dovecot, and servers that behave badly."""

from __future__ import annotations

import socket
import threading
import time
import tracemalloc
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing

import pytest
from servers import dovecot
from servers.certificates import Certificates
from servers.listener import Listener, answering
from servers.scripted import PATIENCE

from wlmail.mail import reading
from wlmail.mail.failures import explain
from wlmail.mail.portal import Portal
from wlmail.mail.smtp import MailError, Security, Settings

PROTOCOLS = ["POP3", "IMAP"]
USER, PASSWORD = "zoé@dovecot.test", dovecot.PASSWORDS["zoé@dovecot.test"]

real = pytest.mark.skipif(bool(dovecot.why_not()), reason=dovecot.why_not())


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Certificates]:
    made = Certificates(tmp_path_factory.mktemp("certificates"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(made.bundle))
        yield made


@pytest.fixture(scope="module")
def server(certificates: Certificates) -> Iterator[dovecot.Dovecot]:
    running = dovecot.Dovecot(*certificates.write(certificates.folder))
    yield running
    running.stop()


@pytest.fixture
def portal(certificates: Certificates) -> Iterator[Portal]:
    made = Portal()
    yield made
    made.close()


def asked(server: dovecot.Dovecot, protocol: str, security: Security, **changes: object) -> Settings:
    name = protocol.lower() + ("s" if security is Security.TLS else "")
    made = Settings("localhost", getattr(server, name), security, USER, PASSWORD, timeout=30.0)
    for attribute, value in changes.items():
        setattr(made, attribute, value)
    return made


@real
@pytest.mark.parametrize("security", list(Security))
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_login_and_goodbye(portal: Portal, server: dovecot.Dovecot, protocol: str, security: Security) -> None:
    connection = portal.connect_reading(asked(server, protocol, security), protocol)
    assert connection.is_open
    connection.close()
    assert not connection.is_open
    connection.close()
    log = server.log().splitlines()
    login = [line for line in log if f"user=<{USER}>" in line and "Login: " in line][-1]
    assert f"{protocol.lower()}-login: " in login
    assert "method=SCRAM-SHA-256" in login
    assert (", TLS, " in login) == (security is not Security.NONE)


@real
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_wrong_password(portal: Portal, server: dovecot.Dovecot, protocol: str) -> None:
    with pytest.raises(MailError, match=r"refused the login of zoé@dovecot\.test: \[AUTH") as caught:
        portal.connect_reading(asked(server, protocol, Security.TLS, password="hunter3"), protocol)
    assert caught.value.phase == "login"
    assert "The user name or the password is wrong" in explain(caught.value)
    assert "hunter3" not in explain(caught.value)


@real
@pytest.mark.parametrize(("mechanisms", "told"), [("plain", "PLAIN"), ("login", "LOGIN"), ("cram-md5", "CRAM-MD5")])
def test_other_mechanisms(certificates: Certificates, portal: Portal, mechanisms: str, told: str) -> None:
    running = dovecot.Dovecot(*certificates.write(certificates.folder), mechanisms=mechanisms)
    try:
        for protocol in PROTOCOLS:
            portal.connect_reading(asked(running, protocol, Security.STARTTLS), protocol).close()
        log = running.log()
    finally:
        running.stop()
    assert log.count(f"method={told}") == 2


@real
@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_certificate_of_a_stranger(
    portal: Portal, server: dovecot.Dovecot, protocol: str, security: Security, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(MailError, match="not trusted") as caught:
        portal.connect_reading(asked(server, protocol, security), protocol)
    assert caught.value.phase == "tls"
    portal.connect_reading(asked(server, protocol, security, ignore={"issuer"}), protocol).close()


# --- Servers that behave badly ---------------------------------------------------------------------------------------


def at(server: Listener, settings: Settings) -> Settings:
    settings.port = server.port
    return settings


GREETINGS = [
    ("POP3", b"-ERR too busy\r\n", "refused the session: too busy"),
    ("POP3", b"220 smtp.example.com ESMTP\r\n", "does not speak POP3"),
    ("POP3", b"", "closed the connection"),
    ("POP3", b"\xff\xfe\0\0" * 2000, "does not speak POP3"),
    ("POP3", b"+OK" + b"x" * 1_000_000, "does not speak POP3"),
    ("IMAP", b"* BYE too busy\r\n", "refused the session: too busy"),
    ("IMAP", b"220 smtp.example.com ESMTP\r\n", "does not speak IMAP"),
    ("IMAP", b"", "closed the connection"),
    ("IMAP", b"\xff\xfe\0\0" * 2000, "does not speak IMAP|closed the connection"),
    ("IMAP", b"* OK" + b"x" * 1_100_000, "does not speak IMAP|closed the connection"),
    ("IMAP", b"* 1 EXISTS\r\n" * 100_000, "does not speak IMAP"),
]


@pytest.mark.parametrize(("protocol", "greeting", "text"), GREETINGS)
def test_greetings(portal: Portal, protocol: str, greeting: bytes, text: str) -> None:
    with Listener(answering(greeting)) as server, pytest.raises(MailError, match=text) as caught:
        portal.connect_reading(Settings("127.0.0.1", server.port, user="u", password="pw", timeout=5.0), protocol)
    assert caught.value.phase in ("connect", "tls")


HELLO = {"POP3": b"+OK hi\r\n", "IMAP": b"* OK hi\r\n"}
ENDLESS = [
    ("POP3", b"+OK\r\n", b"X-MORE\r\n"),
    ("POP3", b"+OK ", b"x"),
    ("IMAP", b"", b"* OK more\r\n"),
    ("IMAP", b"* OK ", b"x"),
    ("IMAP", b"* CAPABILITY IMAP4rev1 {2000000000}\r\n", b"x"),
]


@pytest.mark.parametrize(("protocol", "begin", "piece"), ENDLESS)
@pytest.mark.parametrize("security", [Security.NONE, Security.STARTTLS])
def test_an_answer_without_end(portal: Portal, protocol: str, begin: bytes, piece: bytes, security: Security) -> None:
    """Never silent, never finished; the client goes away before the server does, and before it has taken much."""
    gone = threading.Event()

    def endless(connection: socket.socket) -> None:
        connection.sendall(HELLO[protocol])
        connection.recv(1000)
        try:
            connection.sendall(begin)
            while True:
                connection.sendall(piece * 10_000)
        except ConnectionError:
            gone.set()
            raise

    made = Settings("127.0.0.1", 0, security, user="u", password="pw", timeout=5.0)
    tracemalloc.start()
    with (
        Listener(endless) as server,
        pytest.raises(MailError, match=rf"does not speak {protocol} on port \d+: it sent a reply without end"),
    ):
        portal.connect_reading(at(server, made), protocol)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert gone.is_set()
    assert most < 2_000_000


@pytest.mark.parametrize(
    ("protocol", "answers", "piece", "told"),
    [
        ("POP3", (), b"x", "did not answer on port"),
        ("POP3", (b"+OK\r\nSASL PLAIN\r\n.\r\n",), b"x", "during the login"),
        ("IMAP", (), b"x", "did not answer on port"),
        ("IMAP", (b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nTAG OK done\r\n",), b"x", "during the login"),
        ("IMAP", (b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nTAG OK done\r\n",), b"* OK\r\n", "during the login"),
    ],
)
def test_a_server_that_drips(
    portal: Portal, protocol: str, answers: tuple[bytes, ...], piece: bytes, told: str
) -> None:
    """Something comes again and again, and never the end: the time-out is for the whole of an answer."""

    def drip(connection: socket.socket) -> None:
        if answers:
            answering(HELLO[protocol], *answers)(connection)
            connection.recv(1000)
        for _ in range(int(PATIENCE / 0.02)):
            connection.sendall(piece)
            time.sleep(0.02)
        raise TimeoutError

    made = Settings("127.0.0.1", 0, user="u", password="pw", timeout=0.3)
    with Listener(drip) as server, pytest.raises(MailError, match=told) as caught:
        portal.connect_reading(at(server, made), protocol)
    if answers:
        assert "had not finished after 0.3 seconds" in caught.value.message
        assert "n'avait pas fini au bout de 0.3 secondes" in explain(caught.value, french=True)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_goodbye_that_the_server_never_answers(
    portal: Portal, protocol: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "QUIT_TIMEOUT", 0.3)
    answers = next(answers for name, answers, _ in OWN_LOGINS if name == protocol)[:-1]
    gone = threading.Event()

    def treat(connection: socket.socket) -> None:
        answering(*answers)(connection)
        while connection.recv(1000):
            pass
        gone.set()

    with Listener(treat) as server:
        made = Settings("127.0.0.1", server.port, user="u", password="pw", timeout=600.0)
        portal.connect_reading(made, protocol).close()
    assert gone.is_set()


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("security", [Security.NONE, Security.STARTTLS, Security.TLS])
def test_silence(portal: Portal, protocol: str, security: Security) -> None:
    def silent(connection: socket.socket) -> None:
        while connection.recv(1000):
            pass

    made = Settings("127.0.0.1", 0, security, user="u", password="pw", timeout=0.3)
    with Listener(silent) as server, pytest.raises(MailError, match="did not answer on port") as caught:
        portal.connect_reading(at(server, made), protocol)
    assert caught.value.phase in ("connect", "tls")


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_nobody_there(portal: Portal, protocol: str) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(MailError, match="refused the connection"):
        portal.connect_reading(Settings("127.0.0.1", port, user="u", password="pw", timeout=5.0), protocol)


@pytest.mark.parametrize(
    ("protocol", "answers"),
    [
        ("POP3", (b"+OK hello\r\n", b"+OK\r\nSASL PLAIN\r\n.\r\n")),
        ("POP3", (b"+OK hello\r\n", b"-ERR what?\r\n")),
        ("IMAP", (b"* OK hello\r\n", b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nTAG OK done\r\n")),
        ("IMAP", (b"* PREAUTH hello\r\n", b"* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\nTAG OK done\r\n")),
    ],
)
def test_no_password_without_encryption_where_it_was_asked_for(
    portal: Portal, protocol: str, answers: tuple[bytes, ...]
) -> None:
    seen: list[bytes] = []
    made = Settings("127.0.0.1", 0, Security.STARTTLS, user="u", password="pw", timeout=5.0)
    with (
        Listener(answering(*answers, seen=seen)) as server,
        pytest.raises(MailError, match="offers no STARTTLS") as caught,
    ):
        portal.connect_reading(at(server, made), protocol)
    assert caught.value.phase == "tls"
    assert not any(b"AUTH" in line or b"LOGIN" in line or b"PASS" in line for line in seen)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_plaintext_that_came_before_the_handshake_is_forgotten(
    portal: Portal, certificates: Certificates, protocol: str
) -> None:
    """An attacker adds to the server's last words in clear: another offer, and a login that went well."""
    seen: list[bytes] = []
    clear = [b"+OK hi\r\n", b"+OK\r\nSTLS\r\n.\r\n", b"+OK\r\nSTLS\r\n.\r\n"]
    injected = b"+OK go on\r\n" + b"+OK\r\nUSER\r\n.\r\n" + b"+OK\r\n" * 5
    within = [b"+OK\r\nSASL PLAIN\r\n.\r\n", b"+ \r\n", b"-ERR not you\r\n"]
    if protocol == "IMAP":
        clear = [b"* OK hi\r\n", b"* CAPABILITY IMAP4rev1 STARTTLS\r\nTAG OK done\r\n"]
        injected = b"TAG OK go on\r\n* CAPABILITY IMAP4rev1\r\n" + b"* OK\r\n" * 5
        within = [b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nTAG OK done\r\n", b"+ \r\n", b"LAST NO not you\r\n"]

    def treat(connection: socket.socket) -> None:
        answering(*clear, injected)(connection)
        with certificates.good().wrap_socket(connection, server_side=True) as secure:
            stream = secure.makefile("rb")
            tag = b""
            for answer in within:
                line = stream.readline()
                seen.append(line)
                tag = line.split(b" ")[0] if b" " in line else tag
                secure.sendall(answer.replace(b"TAG", tag).replace(b"LAST", tag))

    made = Settings("localhost", 0, Security.STARTTLS, user="u", password="pw", timeout=5.0)
    with Listener(treat) as server, pytest.raises(MailError, match="refused the login of u: not you"):
        portal.connect_reading(at(server, made), protocol)
    assert b"AHUAcHc=\r\n" in seen


def test_the_name_of_the_server_is_looked_up_once(
    portal: Portal, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The addresses that were found to be this machine's are those that get the password, in every connection."""
    real = socket.getaddrinfo
    asked: list[str] = []

    def rebound(host: str, *arguments: object, **named: object) -> object:
        if host != "mail.example":
            return real(host, *arguments, **named)  # type: ignore[arg-type]
        if named.get("flags"):
            raise socket.gaierror  # it is no number
        asked.append(host)
        return real("127.0.0.1" if len(asked) == 1 else "192.0.2.1", *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", rebound)
    for protocol, answers, _ in OWN_LOGINS:
        asked.clear()
        with Listener(answering(*answers)) as server:
            made = Settings("mail.example", server.port, user="u", password="pw", timeout=2.0)
            portal.connect_reading(made, protocol).close()
        assert asked == ["mail.example"]


OWN_LOGINS = [
    ("POP3", (b"+OK hello\r\n", b"-ERR what?\r\n", b"+OK\r\n", b"+OK\r\n", b"+OK bye\r\n"), b"PASS p\xc3\xa9 w\r\n"),
    (
        "IMAP",
        (
            b"* OK hello\r\n",
            b"* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n",
            b"TAG OK in\r\n",
            b"* BYE\r\nTAG OK bye\r\n",
        ),
        b' LOGIN "u\\"" "p\xc3\xa9 w"\r\n',
    ),
]


@pytest.mark.parametrize(("protocol", "answers", "line"), OWN_LOGINS)
def test_logins_of_old_servers(portal: Portal, protocol: str, answers: tuple[bytes, ...], line: bytes) -> None:
    seen: list[bytes] = []
    with Listener(answering(*answers, seen=seen)) as server:
        made = Settings("127.0.0.1", server.port, user='u"', password="pé w", timeout=5.0)
        portal.connect_reading(made, protocol).close()
    assert any(got.endswith(line) for got in seen)


@pytest.mark.parametrize(
    ("protocol", "answers"),
    [
        ("POP3", (b"+OK hello\r\n", b"+OK\r\nSASL PLAIN\r\n.\r\n", b"+ \r\n", b"-ERR no p\xc3\xa9 w AHUAcMOpIHc=\r\n")),
        (
            "IMAP",
            (
                b"* OK hello\r\n",
                b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nTAG OK done\r\n",
                b"+ \r\n",
                b"a bad line p\xc3\xa9 w AHUAcMOpIHc=\r\n",
            ),
        ),
    ],
)
def test_secrets_that_a_server_repeats(portal: Portal, protocol: str, answers: tuple[bytes, ...]) -> None:
    made = Settings("127.0.0.1", 0, user="u", password="pé w", timeout=5.0)
    with Listener(answering(*answers)) as server, pytest.raises(MailError) as caught:
        portal.connect_reading(at(server, made), protocol)
    assert "pé w" not in explain(caught.value)
    assert "AHUAcMOpIHc=" not in explain(caught.value)
    assert caught.value.phase == "login"


ECHOED = 'pé"\\hunter2'
IN_BASE_64 = [b64encode(ECHOED.encode()), b64encode(b"\0u\0" + ECHOED.encode())]


@pytest.mark.parametrize("method", ["", "PLAIN", "LOGIN"])
@pytest.mark.parametrize(
    ("protocol", "before"),
    [
        *[("POP3", before) for before in (b"-ERR what is ", b"ERR unknown: ", b"", b"+ ")],
        *[
            ("IMAP", before)
            for before in (b"TAG NO ", b"TAG BAD ", b"* BYE ", b"TAG WHAT ", b"ERR unknown: ", b"", b"+ ")
        ],
    ],
)
def test_a_server_that_repeats_every_line_of_a_login(portal: Portal, protocol: str, before: bytes, method: str) -> None:
    if protocol == "POP3" and before == b"+ " and not method:
        pytest.skip("that is a welcome")
    repeated: list[bytes] = []

    def echo(connection: socket.socket) -> None:
        connection.sendall(HELLO[protocol])
        tag = b""
        for line in connection.makefile("rb"):
            words = line.split()
            if protocol == "IMAP" and len(words) > 1:
                tag = words[0]
            if b"CAPA" in line and protocol == "POP3":
                connection.sendall(b"+OK\r\n" + (f"SASL {method}" if method else "USER").encode() + b"\r\n.\r\n")
            elif b"CAPA" in line:
                offered = f" AUTH={method}" if method else ""
                connection.sendall(f"* CAPABILITY IMAP4rev1{offered}\r\n".encode() + tag + b" OK done\r\n")
            elif b"hunter2" in line or line.strip() in IN_BASE_64 or repeated:
                repeated.append(line)
                connection.sendall(before.replace(b"TAG", tag) + line)
            else:
                connection.sendall(b"+OK\r\n" if line.startswith(b"USER") else b"+ \r\n")

    made = Settings("127.0.0.1", 0, user="u", password=ECHOED, timeout=1.0)
    with Listener(echo) as server, pytest.raises(MailError) as caught:
        portal.connect_reading(at(server, made), protocol)
    assert caught.value.phase == "login"
    assert repeated
    for told in (
        explain(caught.value),
        explain(caught.value, french=True),
        str(caught.value.facts),
        caught.value.reply,
    ):
        assert "hunter2" not in told
        assert not any(secret.decode() in told for secret in IN_BASE_64)


@pytest.mark.parametrize(
    "answers",
    [
        (b"* OK hello\r\n", b"* CAPABILITY IMAP4rev1 \xe9\xff AUTH=PLAIN\r\nTAG OK done\r\n", b"TAG NO\r\n"),
        (b"* OK hello\r\n", b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nTAG OK done\r\n", b"+ no base64\r\n"),
    ],
)
def test_answers_of_imap_that_cannot_be_decoded(portal: Portal, answers: tuple[bytes, ...]) -> None:
    made = Settings("127.0.0.1", 0, user="u", password="pw", timeout=2.0)
    with Listener(answering(*answers)) as server, pytest.raises(MailError) as caught:
        portal.connect_reading(at(server, made), "IMAP")
    assert caught.value.phase == "login"


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_needs_a_password(portal: Portal, protocol: str) -> None:
    with pytest.raises(MailError, match=f"A {protocol} session needs a password"):
        portal.connect_reading(Settings("127.0.0.1", 1, user="u"), protocol)


def test_in_clear_only_to_this_machine(portal: Portal) -> None:
    with pytest.raises(MailError, match="--allow-clear-login"):
        portal.connect_reading(Settings("192.0.2.1", 110, user="u", password="pw", timeout=0.2), "POP3")
