"""Signing in by OAuth 2.0 with a fake identity provider: browser, device code, client credentials, renewal, keeping."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, cast
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from fake_portal import FakeWorld
from fake_portal import run as run
from mailing import call, session
from servers.identity import CLIENT, SECRET, IdentityProvider
from worlds import RecordingConsole

from wlmail.doors import identity as door
from wlmail.doors.identity import CapturedIdentity, RealIdentity
from wlmail.library.email_oauth import AuthToken, OAuth2Parameters, OpenIDParameters
from wlmail.mail import oauth, redirection, tokens
from wlmail.mail.failures import failed
from wlmail.mail.oauth import Grant, SignInError, checked, renewed, sign_in
from wlmail.runtime.run import Run
from wlmail.world import SystemClock


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    with IdentityProvider() as running:
        yield running


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(tokens, "folder", lambda: str(tmp_path / "data" / "wlmail" / "tokens"))
    monkeypatch.setattr(oauth, "_open_browser", lambda url: None)
    return tmp_path / "data"


def grant(provider: IdentityProvider, **changes: str) -> Grant:
    made = Grant(f"{provider.url}/token", CLIENT, SECRET, scope="mail")
    for name, value in changes.items():
        setattr(made, name, value)
    return made


class Browser:
    """Somebody who opens what he is shown, in a thread, and what he then saw."""

    def __init__(self, *before: str) -> None:
        self.shown: list[str] = []
        self.before = before
        """Requests that reach the redirection first, added to its address."""
        self.pages: list[tuple[int, str]] = []
        self.thread: threading.Thread | None = None

    def __call__(self, text: str) -> None:
        self.shown.append(text)
        self.thread = threading.Thread(target=self._open, args=[text.rpartition(" ")[2]], daemon=True)
        self.thread.start()

    def _open(self, url: str) -> None:
        from urllib.parse import parse_qs, urlsplit

        back = parse_qs(urlsplit(url).query)["redirect_uri"][0]
        for query in self.before:
            self.pages.append(self._get(back.rstrip("/") + query))
        self.pages.append(self._get(url))

    def _get(self, url: str) -> tuple[int, str]:
        try:
            with urlopen(url, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()

    def done(self) -> None:
        assert self.thread is not None
        self.thread.join(15)


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        return int(taken.getsockname()[1])


def by_browser(provider: IdentityProvider, **changes: str) -> Grant:
    return grant(provider, auth_url=f"{provider.url}/authorize", **changes)


@pytest.mark.parametrize("place", ["", "http://localhost:{}", "http://127.0.0.1:{}/back"])
def test_browser(provider: IdentityProvider, place: str) -> None:
    browser = Browser()
    asked = by_browser(provider, redirect_url=place.format(free_port()), extra="access_type=offline&prompt=consent")
    token = sign_in(asked, browser)
    browser.done()
    assert token["access_token"] in provider.valid
    assert token["refresh_token"].startswith("rt-")
    assert 3000 < token["expires_at"] - time.time() < 3700
    (url,) = browser.shown
    assert url.startswith(f"notice: to sign in, open this address in a browser: {provider.url}/authorize?")
    (sent,) = provider.asked("/authorize")
    assert (sent["client_id"], sent["scope"], sent["response_type"]) == (CLIENT, "mail", "code")
    assert (sent["access_type"], sent["prompt"], sent["code_challenge_method"]) == ("offline", "consent", "S256")
    assert len(sent["state"]) >= 20
    assert SECRET not in url
    assert browser.pages[-1][0] == 200
    assert "signed in" in browser.pages[-1][1]


def test_answers_without_our_state_change_nothing(provider: IdentityProvider) -> None:
    browser = Browser("/?code=stolen", "/?code=stolen&state=guessed", "/?error=access_denied", "/elsewhere")
    token = sign_in(by_browser(provider), browser, french=True)
    browser.done()
    assert [status for status, _ in browser.pages] == [400, 400, 400, 404, 200]
    assert "Vous êtes identifié" in browser.pages[-1][1]
    assert token["access_token"] in provider.valid
    assert [given["code"].startswith("code-") for given in provider.asked("/token")] == [True]


def test_somebody_who_says_no(provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(given: dict[str, str]) -> str:
        answer = {"error": "access_denied", "error_description": "not today", "state": given["state"]}
        return f"{given['redirect_uri']}?{urlencode(answer)}"

    monkeypatch.setattr(provider, "authorize", deny)
    with pytest.raises(SignInError, match=r"refused: access_denied \(not today\)"):
        sign_in(by_browser(provider), Browser())
    assert provider.asked("/token") == []


def test_nobody_signs_in(provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oauth, "SIGN_IN_TIMEOUT", 0.2)
    with pytest.raises(SignInError, match=r"nobody signed in within 0\.2 seconds"):
        sign_in(by_browser(provider), lambda text: None)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com:9000",
        "http://0.0.0.0:9000",
        "https://localhost:9000",
        "http://localhost",
        "http://localhost:x",
        "localhost:9000",
        "urn:ietf:wg:oauth:2.0:oob",
    ],
)
def test_redirections_that_lead_elsewhere(provider: IdentityProvider, url: str) -> None:
    with pytest.raises(SignInError, match="has to lead to a port of this machine"):
        sign_in(by_browser(provider, redirect_url=url), lambda text: None)


def test_port_that_is_taken(provider: IdentityProvider) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SignInError, match=f"{port}, is not free"):
            sign_in(by_browser(provider, redirect_url=f"http://127.0.0.1:{port}"), lambda text: None)


def test_redirection_listens_on_this_machine_only() -> None:
    with redirection.Redirection("") as listening:
        assert [server.server_address[0] for server in listening._servers] == ["127.0.0.1"]


def test_device_code(provider: IdentityProvider) -> None:
    provider.pending = ["authorization_pending", "slow_down", "authorization_pending"]
    shown: list[str] = []
    slept: list[float] = []
    token = sign_in(grant(provider, device_url=f"{provider.url}/device"), shown.append, sleep=slept.append)
    assert token["access_token"] in provider.valid
    assert shown == ["notice: to sign in, open https://example.com/device on any device and enter the code WDJB-MJHT"]
    assert slept == [2.0, 2.0, 7.0, 7.0]
    assert provider.asked("/device") == [{"client_id": CLIENT, "scope": "mail"}]
    sign_in(grant(provider, device_url=f"{provider.url}/device"), shown.append, sleep=slept.append, french=True)
    assert shown[1].startswith("notice: pour s'identifier, ouvrir https://example.com/device sur un appareil")


@pytest.mark.parametrize(
    ("pending", "text"),
    [
        (["access_denied"], "refused: access_denied"),
        (["authorization_pending"] * 99, "nobody entered the code"),
    ],
)
def test_device_code_that_nobody_enters(provider: IdentityProvider, pending: list[str], text: str) -> None:
    provider.pending = pending
    with pytest.raises(SignInError, match=text):
        sign_in(grant(provider, device_url=f"{provider.url}/device"), lambda text: None, sleep=lambda seconds: None)


@pytest.mark.parametrize("basic", [False, True])
def test_client_credentials(provider: IdentityProvider, basic: bool) -> None:
    provider.basic_only = basic
    token = sign_in(grant(provider), lambda text: None)
    assert token["access_token"] in provider.valid
    assert [given.get("client_secret") for given in provider.asked("/token")] == [SECRET, None][: 1 + basic]


def test_renewal(provider: IdentityProvider) -> None:
    first = sign_in(grant(provider), lambda text: None)
    second = renewed(grant(provider), first["refresh_token"])
    assert second["access_token"] != first["access_token"]
    with pytest.raises(SignInError, match="invalid_grant") as caught:
        renewed(grant(provider), "rt-unknown")
    # The provider repeats the refresh token; we do not.
    assert "rt-unknown" not in str(caught.value)


def test_secrets_that_a_provider_repeats(provider: IdentityProvider) -> None:
    with pytest.raises(SignInError, match="invalid_client") as caught:
        sign_in(grant(provider, client_secret="wrong-s3cret"), lambda text: None)
    assert "wrong-s3cret" not in str(caught.value)
    assert "wrong-s3cret" not in repr(grant(provider, client_secret="wrong-s3cret"))


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("http://example.com/token", "would send secrets in clear"),
        ("ftp://example.com/token", "no https:// address"),
        ("token", "no https:// address"),
        ("https://exam ple.com/", "no https:// address"),
        ("", "TokenURL is empty"),
    ],
)
def test_addresses_that_secrets_do_not_go_to(provider: IdentityProvider, url: str, text: str) -> None:
    with pytest.raises(SignInError, match=text):
        sign_in(grant(provider, token_url=url), lambda text: None)


def test_redirected_token_requests_are_not_followed(provider: IdentityProvider) -> None:
    provider.redirect_tokens = f"{provider.url}/elsewhere"
    with pytest.raises(SignInError, match="did not answer as an identity provider"):
        sign_in(grant(provider), lambda text: None)
    assert provider.asked("/elsewhere") == []


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ({"access_token": ""}, "no access_token"),
        ({"access_token": 5}, "no access_token"),
        ({"access_token": "a b"}, "characters"),
        ({"access_token": "a", "token_type": "mac"}, "bearer"),
        ({"access_token": "a", "expires_in": "soon"}, "number of seconds"),
    ],
)
def test_tokens_that_are_none(answer: dict[str, Any], text: str) -> None:
    with pytest.raises(SignInError, match=text):
        checked(answer)


def test_nobody_there(provider: IdentityProvider) -> None:
    asked = grant(provider, token_url=f"http://127.0.0.1:{free_port()}/token")
    with pytest.raises(SignInError, match=r"127\.0\.0\.1 cannot be reached"):
        sign_in(asked, lambda text: None)


def test_parameters_that_have_places_of_their_own(provider: IdentityProvider) -> None:
    with pytest.raises(SignInError, match="may not hold redirect_uri, state"):
        sign_in(by_browser(provider, extra="state=1&redirect_uri=x"), lambda text: None)


# --- Kept between runs -----------------------------------------------------------------------------------------------


def test_token_is_kept_for_its_owner_alone(provider: IdentityProvider, data_folder: Path) -> None:
    asked = grant(provider)
    token = {"access_token": "a", "refresh_token": "r", "expires_at": 5.0}
    tokens.keep(asked, token)
    (file,) = (data_folder / "wlmail" / "tokens").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert SECRET not in file.read_text() + file.name
    assert tokens.load(asked) == token
    assert tokens.load(grant(provider, scope="other")) is None
    file.chmod(0o644)
    assert tokens.load(asked) is None
    tokens.keep(asked, token)
    file.write_text("{")
    assert tokens.load(asked) is None
    tokens.forget(asked)
    assert not file.exists()
    tokens.forget(asked)


def test_folder_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.undo()
    if os.name == "posix":
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert Path(tokens.folder()).parts[-1] == "tokens"
    assert "wlmail" in Path(tokens.folder()).parts


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> RealIdentity:
    monkeypatch.setattr(door, "_somebody_reads", lambda: True)
    return RealIdentity(cast(Any, RecordingConsole()), SystemClock())


def test_second_run_does_not_ask(provider: IdentityProvider, real: RealIdentity) -> None:
    first = real.identify(grant(provider), False)
    assert real.identify(grant(provider), False) == first
    assert len(provider.asked("/token")) == 1
    # Expired, it is renewed; revoked as well, a new one is asked for.
    tokens.keep(grant(provider), {**first, "expires_at": time.time() - 5})
    second = real.identify(grant(provider), False)
    assert second["access_token"] != first["access_token"]
    assert provider.asked("/token")[-1]["grant_type"] == "refresh_token"
    tokens.keep(grant(provider), {**first, "refresh_token": "rt-revoked", "expires_at": 1.0})
    real.identify(grant(provider), False)
    assert provider.asked("/token")[-1]["grant_type"] == "client_credentials"


def test_without_a_terminal_nobody_can_be_asked(
    provider: IdentityProvider, real: RealIdentity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "_somebody_reads", lambda: False)
    for asked in (by_browser(provider), grant(provider, device_url=f"{provider.url}/device")):
        with pytest.raises(SignInError, match="there is no terminal"):
            real.identify(asked, False)
    # A program that signs in by itself needs none, nor one whose token was kept.
    kept = real.identify(grant(provider), False)
    assert real.identify(by_browser(provider), False) == kept


# --- The functions ---------------------------------------------------------------------------------------------------


@pytest.fixture
def world(tmp_path: Path, real: RealIdentity) -> FakeWorld:
    made = FakeWorld(tmp_path)
    made.identity = real
    return made


def parameters(provider: IdentityProvider) -> OAuth2Parameters:
    made = OAuth2Parameters()
    made.client_id, made.client_secret, made.scope = CLIENT, SECRET, "mail"
    made.token_url = f"{provider.url}/token"
    return made


@pytest.mark.parametrize("function", ["AuthIdentify", "AuthIdentifie"])
def test_identify_and_start(run: Run, world: FakeWorld, provider: IdentityProvider, function: str) -> None:
    token = call(run, function, parameters(provider))
    assert token.valid
    assert not run.error.occurred
    made = session(Password="pw", AuthToken=token)
    assert call(run, "EmailStartSession", made) is True
    assert world.portal.settings[0].token == token.access_token
    assert token.access_token not in repr(token) + repr(token.grant) + repr(made)


def test_expired_token_is_renewed_when_the_session_starts(
    run: Run, world: FakeWorld, provider: IdentityProvider
) -> None:
    token = call(run, "AuthIdentify", parameters(provider))
    token.expires = time.time() - 1
    assert not token.valid
    made = session(AuthToken=token)
    assert call(run, "EmailStartSession", made) is True
    renewed_token = world.portal.settings[0].token
    assert renewed_token in provider.valid
    assert renewed_token != token.access_token
    made.auth_token.expires, made.auth_token.refresh_token = 1.0, "rt-revoked"
    assert call(run, "EmailStartSession", made) is False
    assert "cannot be renewed: the identity provider refused: invalid_grant" in run.error.message
    assert "rt-revoked" not in run.error.message


@pytest.mark.parametrize(("code", "renewed"), [(535, True), (454, False)])
def test_refused_token_is_renewed_by_the_next_start(
    run: Run, world: FakeWorld, provider: IdentityProvider, code: int, renewed: bool
) -> None:
    token = call(run, "AuthIdentify", parameters(provider))
    made = session(AuthToken=token)
    refusal = {"host": "smtp.test", "user": "u", "login": "token"}
    world.portal.connect_error = failed("login-refused", phase="login", code=code, reply="no", facts=refusal)
    assert call(run, "EmailStartSession", made) is False
    assert made.auth_token.valid is not renewed
    world.portal.connect_error = None
    assert call(run, "EmailStartSession", made) is True
    used = world.portal.settings[-1].token
    assert used in provider.valid
    assert (used != token.access_token) is renewed
    # The next run is given the renewed one as well: nothing refused is kept.
    assert call(run, "AuthIdentify", parameters(provider)).access_token == used


def test_refused_token_that_cannot_be_renewed_is_forgotten(real: RealIdentity, provider: IdentityProvider) -> None:
    tokens.keep(grant(provider), {"access_token": "old"})
    real.expire(grant(provider), "another")
    assert tokens.load(grant(provider)) == {"access_token": "old"}
    real.expire(grant(provider), "old")
    assert tokens.load(grant(provider)) is None


def test_failure_gives_an_invalid_token(run: Run, provider: IdentityProvider) -> None:
    provider.refuse = {"error": "unauthorized_client", "error_description": "not for you"}
    token = call(run, "AuthIdentify", parameters(provider))
    assert token.is_null()
    assert run.error.occurred
    told = "AuthIdentify: the identity provider refused: unauthorized_client (not for you)"
    assert run.error.message == told


def test_openid_configuration(run: Run, provider: IdentityProvider) -> None:
    asked = OpenIDParameters()
    asked.configuration_url, asked.client_id = f"{provider.url}/configuration", CLIENT
    asked.client_secret, asked.scope = SECRET, "mail"
    browser = Browser()
    run.world.identity._console.err = browser
    assert call(run, "AuthIdentify", asked).valid
    browser.done()
    assert provider.asked("/configuration") == [{}]


def test_import_refresh_and_logout(run: Run, provider: IdentityProvider) -> None:
    issued = provider.issue()
    text = f'{{"access_token": "old", "refresh_token": "{issued["refresh_token"]}", "expires_in": -5}}'
    token = call(run, "AuthImportToken", text)
    assert not token.valid
    assert call(run, "AuthRefreshToken", token) is False
    assert "OAuth2Parameters" in run.error.message
    assert call(run, "AuthRefreshToken", token, parameters(provider)) is True
    assert token.valid
    assert token.access_token in provider.valid
    assert call(run, "AuthRenouvelleToken", token) is True
    assert call(run, "AuthLogout", token) is True
    assert token.is_null()
    assert call(run, "AuthRefreshToken", AuthToken()) is False


def test_copies_expire_and_renew_alike(run: Run, provider: IdentityProvider) -> None:
    token = call(run, "AuthIdentify", parameters(provider))
    twin = token.copy()
    assert (twin.valid, twin.expires, twin.grant) == (True, token.expires, token.grant)
    assert twin == token


def test_captured_world_asks_nobody(tmp_path: Path) -> None:
    world = FakeWorld(tmp_path)
    world.captured = True
    world.identity = CapturedIdentity(cast(Any, world.console))
    run = Run(cast(Any, world), "test.wl")
    asked = OpenIDParameters()
    asked.configuration_url = "https://id.example.com/.well-known/openid-configuration"
    for given in (asked, OAuth2Parameters()):
        token = call(run, "AuthIdentify", given)
        assert token.valid
        assert call(run, "AuthRefreshToken", token) is True
        assert call(run, "AuthLogout", token) is True
    assert world.console.errors == [
        "notice: while mails are captured nobody signs in; AuthIdentify gives a stand-in token"
    ]
