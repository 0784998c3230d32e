"""Logging in: when, with which mechanism, and nothing of it in what anybody reads (email.md SM1 to SM3)."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode, b64encode

import pytest
from servers.certificates import Certificates
from servers.portal import portal as portal
from servers.scripted import Action, ScriptedServer, Talk, closing, endless, garbage, hang_up, stall

from wlmail.mail.connecting import check_clear_login
from wlmail.mail.envelope import Envelope
from wlmail.mail.failures import explain
from wlmail.mail.login import without_secrets
from wlmail.mail.portal import Portal
from wlmail.mail.smtp import MailError, Security, Settings

USER, PASSWORD, TOKEN = "zoé@example.com", "pässwörd=1", "ya29.token"


def settings(server: ScriptedServer, **changes: object) -> Settings:
    made = Settings("127.0.0.1", server.port, user=USER, password=PASSWORD, timeout=30.0)
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def conversation(*challenges: str, end: str = "235 welcome") -> Action:
    """A login that asks `challenges`, one after another."""

    def talk_it_over(talk: Talk) -> bool:
        for challenge in challenges:
            talk.say(f"334 {challenge}")
            answer = talk.line()
            if answer is None:
                return False
            talk.server.lines.append(answer)
        return talk.say(end)

    return talk_it_over


def logged_in(portal: Portal, offered: str, script: Action | str = "235 welcome", **changes: object) -> list[bytes]:
    """What the client sent after EHLO and before QUIT."""
    with ScriptedServer({"AUTH": script}, extensions=(offered,)) as server:
        portal.connect(settings(server, **changes)).close()
    assert server.verbs[0] == "EHLO"
    assert server.verbs[-1] == "QUIT"
    return server.lines[1:-1]


def test_no_login_without_password_or_token(portal: Portal) -> None:
    assert logged_in(portal, "AUTH PLAIN LOGIN", password="") == []


def test_plain(portal: Portal) -> None:
    verb, mechanism, answer = logged_in(portal, "AUTH LOGIN PLAIN")[0].split(b" ")
    assert (verb, mechanism) == (b"AUTH", b"PLAIN")
    assert b64decode(answer).decode() == f"\0{USER}\0{PASSWORD}"


def test_login(portal: Portal) -> None:
    begin, *answers = logged_in(portal, "AUTH=LOGIN", conversation("VXNlcm5hbWU6", "UGFzc3dvcmQ6"))
    assert begin == b"AUTH LOGIN"
    assert [b64decode(answer).decode() for answer in answers] == [USER, PASSWORD]


def test_cram_md5_comes_first_in_clear(portal: Portal) -> None:
    challenge = b"<1.2@example.com>"
    begin, answer = logged_in(portal, "AUTH PLAIN LOGIN CRAM-MD5", conversation(b64encode(challenge).decode()))
    assert begin == b"AUTH CRAM-MD5"
    digest = hmac.new(PASSWORD.encode(), challenge, "md5").hexdigest()
    assert b64decode(answer).decode() == f"{USER} {digest}"


def test_plain_comes_first_under_tls(tmp_path_factory: pytest.TempPathFactory, portal: Portal) -> None:
    certificates = Certificates(tmp_path_factory.mktemp("tls"))
    with (
        pytest.MonkeyPatch.context() as patch,
        ScriptedServer(
            context=certificates.good(), implicit_tls=True, extensions=("AUTH CRAM-MD5 LOGIN PLAIN",)
        ) as server,
    ):
        patch.setenv("SSL_CERT_FILE", str(certificates.bundle))
        portal.connect(settings(server, security=Security.TLS, timeout=5.0)).close()
    assert server.lines[1].startswith(b"AUTH PLAIN ")


def test_token_wins_over_password(portal: Portal) -> None:
    line = logged_in(portal, "AUTH PLAIN OAUTHBEARER XOAUTH2", token=TOKEN)[0]
    assert line.startswith(b"AUTH XOAUTH2 ")
    assert b64decode(line.split(b" ")[2]).decode() == f"user={USER}\x01auth=Bearer {TOKEN}\x01\x01"


def test_oauthbearer_where_only_that_is_offered(portal: Portal) -> None:
    line = logged_in(portal, "AUTH PLAIN OAUTHBEARER", token=TOKEN)[0]
    assert line.startswith(b"AUTH OAUTHBEARER ")
    decoded = b64decode(line.split(b" ")[2]).decode()
    assert decoded.startswith(f"n,a={USER},\x01host=127.0.0.1\x01port=")
    assert decoded.endswith(f"\x01auth=Bearer {TOKEN}\x01\x01")


def test_reason_of_a_refused_token_is_told(portal: Portal) -> None:
    reason = b64encode(b'{"status":"401","schemes":"bearer"}').decode()
    with pytest.raises(MailError, match='"status":"401"') as caught:
        logged_in(portal, "AUTH XOAUTH2", conversation(reason, end="535 5.7.8 bad"), token=TOKEN)
    assert caught.value.code == 535
    assert TOKEN not in str(caught.value)


def test_refused_login_is_tried_once(portal: Portal) -> None:
    with ScriptedServer({"AUTH": "535 5.7.8 wrong"}, extensions=("AUTH PLAIN LOGIN CRAM-MD5",)) as server:
        with pytest.raises(MailError, match=r"refused the login of zoé@example\.com: 535 5\.7\.8 wrong") as caught:
            portal.connect(settings(server))
        assert (caught.value.phase, caught.value.code) == ("login", 535)
    assert server.verbs == ["EHLO", "AUTH", "QUIT"]


def test_a_temporary_refusal_does_not_blame_the_password(portal: Portal) -> None:
    with (
        ScriptedServer({"AUTH": "454 4.7.0 try again later"}, extensions=("AUTH PLAIN",)) as server,
        pytest.raises(MailError, match=r"454 4\.7\.0 try again later\. Try again in some minutes\.\Z") as caught,
    ):
        portal.connect(settings(server))
    assert caught.value.code == 454
    assert "may well be right" in explain(caught.value)


def test_mechanism_that_the_server_does_not_really_know(portal: Portal) -> None:
    def only_login(talk: Talk) -> bool:
        if talk.server.lines[-1] == b"AUTH LOGIN":
            return conversation("VXNlcm5hbWU6", "UGFzc3dvcmQ6")(talk)
        return talk.say("504 5.5.4 unrecognized authentication type")

    lines = logged_in(portal, "AUTH PLAIN LOGIN", only_login)
    assert lines[0].startswith(b"AUTH PLAIN ")
    assert lines[1] == b"AUTH LOGIN"


def scram(talk: Talk, proof: bytes | None = None, *, end: str = "235 welcome") -> bool:
    """The server's side of SCRAM-SHA-256 after the client's first words, on the wire; `proof`: what it tells."""
    bare = b64decode(talk.server.lines[-1].split(b" ")[2]).removeprefix(b"n,,")
    challenge = b"r=" + bare.partition(b"r=")[2] + b"server,s=" + b64encode(b"salt") + b",i=4096"
    talk.say(f"334 {b64encode(challenge).decode()}")
    answer = talk.line() or b""
    without_proof, _, given = b64decode(answer).rpartition(b",p=")
    message = b",".join((bare, challenge, without_proof))
    salted = hashlib.pbkdf2_hmac("sha256", PASSWORD.encode(), b"salt", 4096)
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    signature = hmac.digest(hashlib.sha256(client_key).digest(), message, "sha256")
    assert b64decode(given) == bytes(x ^ y for x, y in zip(client_key, signature, strict=True))
    if proof is None:
        proof = b"v=" + b64encode(hmac.digest(hmac.digest(salted, b"Server Key", "sha256"), message, "sha256"))
    if proof:
        talk.say(f"334 {b64encode(proof).decode()}")
        talk.server.lines.append(talk.line() or b"")
    return talk.say(end)


def test_scram_where_it_is_offered(portal: Portal) -> None:
    lines = logged_in(portal, "AUTH PLAIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256", scram)
    assert lines[0].startswith(b"AUTH SCRAM-SHA-256 ")
    assert lines[1:] == [b""]


@pytest.mark.parametrize("proof", [b"", b"v=AAAA"])
def test_server_that_takes_a_login_without_proving_itself(portal: Portal, proof: bytes) -> None:
    with (
        ScriptedServer({"AUTH": lambda talk: scram(talk, proof)}, extensions=("AUTH SCRAM-SHA-256",)) as server,
        pytest.raises(MailError, match="without proving that it knows the password") as caught,
    ):
        portal.connect(settings(server))
    assert caught.value.phase == "login"
    assert "MAIL" not in server.verbs
    # A login that is given up in the middle is cancelled (RFC 4954, 4).
    assert (server.lines[2] == b"*") == bool(proof)


def test_server_that_refuses_scram(portal: Portal) -> None:
    with (
        ScriptedServer(
            {"AUTH": lambda talk: scram(talk, b"e=invalid-proof", end="535 5.7.8 no")},
            extensions=("AUTH SCRAM-SHA-256",),
        ) as server,
        pytest.raises(MailError, match=r"535 5\.7\.8 no invalid-proof"),
    ):
        portal.connect(settings(server))


def test_server_that_asks_for_more(portal: Portal) -> None:
    with (
        ScriptedServer(
            {"AUTH": conversation("VXNlcm5hbWU6", "UGFzc3dvcmQ6", "VG9rZW46")}, extensions=("AUTH LOGIN",)
        ) as server,
        pytest.raises(MailError, match="asks for more than the method has"),
    ):
        portal.connect(settings(server))
    assert server.lines[4] == b"*"


@pytest.mark.parametrize(("name", "text"), [("user", "zoe\n"), ("password", "hunter2\r\n"), ("token", "ya29 x")])
def test_line_ends_are_no_part_of_a_login(portal: Portal, name: str, text: str) -> None:
    asked = Settings("127.0.0.1", 1, user="u", password="p")
    setattr(asked, name, text)
    with pytest.raises(MailError, match=f"the {name} holds a control or forbidden character") as caught:
        portal.connect(asked)
    assert text not in str(caught.value)


@pytest.mark.parametrize(
    ("offered", "changes", "text"),
    [
        ("SIZE", {}, "no login without encryption"),
        ("AUTH GSSAPI NTLM", {}, "GSSAPI, NTLM"),
        ("AUTH PLAIN", {"token": TOKEN}, "no login with a token"),
    ],
)
def test_nothing_in_common(portal: Portal, offered: str, changes: dict[str, str], text: str) -> None:
    with ScriptedServer(extensions=(offered,)) as server, pytest.raises(MailError, match=text) as caught:
        portal.connect(settings(server, **changes))
    assert caught.value.phase == "login"
    assert server.verbs == ["EHLO", "QUIT"]


@pytest.mark.parametrize("action", [hang_up, stall, garbage, endless, closing])
def test_bad_servers(portal: Portal, action: Action) -> None:
    with (
        ScriptedServer({"AUTH": action}, extensions=("AUTH PLAIN",)) as server,
        pytest.raises(MailError) as caught,
    ):
        portal.connect(settings(server, timeout=1.0))
    assert caught.value.phase == "login"
    assert "127.0.0.1" in caught.value.message


def test_secrets_that_a_server_repeats_are_blotted_out(portal: Portal) -> None:
    def parrot(talk: Talk) -> bool:
        line = talk.server.lines[-1].decode()
        return talk.say(f"535 what is {line} {PASSWORD} {b64encode(PASSWORD.encode()).decode()}")

    for changes in ({}, {"token": TOKEN}):
        with (
            ScriptedServer({"AUTH": parrot}, extensions=("AUTH PLAIN XOAUTH2",)) as server,
            pytest.raises(MailError) as caught,
        ):
            portal.connect(settings(server, **changes))
        told = f"{caught.value} {caught.value.reply} {caught.value!r}"
        for secret in (PASSWORD, TOKEN):
            assert secret not in told
            assert b64encode(secret.encode()).decode() not in told
        assert server.lines[1].split(b" ")[2].decode() not in told


@pytest.mark.parametrize("verb", ["AUTH", "MAIL", "RCPT", "DATA", "content"])
@pytest.mark.parametrize("start", ["550 ", "421 ", "what? ", "334 "])
@pytest.mark.parametrize("token", ["", TOKEN])
def test_a_server_that_repeats_secrets_later(portal: Portal, verb: str, start: str, token: str) -> None:
    raw = (token or PASSWORD).encode()
    plain = b64encode(f"\0{USER}\0".encode() + raw).decode()
    bearer = b64encode(f"user={USER}\x01auth=Bearer {token}\x01\x01".encode()).decode()

    def parrot(talk: Talk) -> bool:
        # A reply is cut where it gets long; no piece of a secret may be left in front of the cut.
        said = [raw.decode(), b64encode(raw).decode(), bearer if token else plain, "x" * 400 + raw.decode()]
        talk.say(start + " ".join(said))
        return False

    envelope = Envelope("a@example.com", ["b@example.com"], b"Subject: x\r\n\r\nx\r\n", "<1@example.com>")
    with (
        ScriptedServer({verb: parrot}, extensions=("AUTH PLAIN XOAUTH2",)) as server,
        pytest.raises(MailError) as caught,
    ):
        portal.connect(settings(server, token=token)).send(envelope)
    told = f"{caught.value} {caught.value.reply} {caught.value!r}"
    for secret in (raw.decode(), b64encode(raw).decode(), plain, bearer):
        assert secret not in told


def test_oauthbearer_that_a_server_repeats(portal: Portal) -> None:
    def parrot(talk: Talk) -> bool:
        return talk.say("535 " + talk.server.lines[-1].decode())

    with (
        ScriptedServer({"AUTH": parrot}, extensions=("AUTH OAUTHBEARER",)) as server,
        pytest.raises(MailError, match=r"535 AUTH OAUTHBEARER \*\*\*"),
    ):
        portal.connect(settings(server, token=TOKEN))


def test_a_short_password_does_not_hide_the_other_forms() -> None:
    asked = Settings("h", 25, user="u", password="A")
    sent = b64encode(b"\0u\0A").decode()
    assert without_secrets(f"no {sent}", asked) == "no ***"
    assert without_secrets("no mail server", asked) == "no mail server"


def test_challenge_that_holds_the_password_is_answered(portal: Portal) -> None:
    answers = logged_in(portal, "AUTH LOGIN", conversation("VXNlcm5hbWU6", "UGFzc3dvcmQ6"), password="V")
    assert b64decode(answers[2]) == b"V"
    challenge = b64encode(b"<1.2@example.com>")
    lines = logged_in(portal, "AUTH CRAM-MD5", conversation(challenge.decode()), password="P")
    assert b64decode(lines[1]).decode().split(" ")[1] == hmac.new(b"P", b"<1.2@example.com>", "md5").hexdigest()


def test_settings_show_no_secret() -> None:
    shown = repr(Settings("smtp.example.com", 587, Security.STARTTLS, USER, PASSWORD, TOKEN))
    assert PASSWORD not in shown
    assert TOKEN not in shown
    assert "smtp.example.com" in shown


def test_in_clear_only_to_this_machine_or_when_allowed() -> None:
    elsewhere = [(2, ("192.0.2.1", 25))]
    asked = Settings("smtp.example.com", 25, password=PASSWORD)
    with pytest.raises(MailError, match="--allow-clear-login") as caught:
        check_clear_login(asked, elsewhere)  # type: ignore[arg-type]
    assert caught.value.phase == "login"
    assert "TLS" in caught.value.message
    assert PASSWORD not in caught.value.message
    here = [(2, ("127.0.0.1", 25)), (10, ("::1", 25, 0, 0))]
    check_clear_login(asked, here)  # type: ignore[arg-type]
    with pytest.raises(MailError):
        check_clear_login(asked, here + elsewhere)  # type: ignore[arg-type]
    asked.allow_clear_login = True
    check_clear_login(asked, elsewhere)  # type: ignore[arg-type]
    asked.allow_clear_login, asked.password = False, ""
    check_clear_login(asked, elsewhere)  # type: ignore[arg-type]
    asked.token = TOKEN
    with pytest.raises(MailError):
        check_clear_login(asked, elsewhere)  # type: ignore[arg-type]
    asked.security = Security.STARTTLS
    check_clear_login(asked, elsewhere)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["user", "password", "token"])
def test_half_a_character_is_refused_before_connecting(portal: Portal, name: str) -> None:
    asked = Settings("127.0.0.1", 1, user="u", password="p")
    setattr(asked, name, "secret\ud83d")
    with pytest.raises(MailError, match=f"the {name} holds half a character") as caught:
        portal.connect(asked)
    assert caught.value.phase == "login"
    assert "secret" not in caught.value.message


def test_half_a_character_in_a_name_that_is_not_sent(portal: Portal) -> None:
    with ScriptedServer() as server:
        portal.connect(settings(server, user="\ud83d", password="")).close()
    assert server.verbs == ["EHLO", "QUIT"]
