"""Signing in by OAuth 2.0 (RFC 6749, 7636, 8252, 8628), by Authlib: a browser, a device code, or the program itself.

Which one follows from what a grant holds: a device address, an authorisation address, or neither. Secrets go over TLS
only, or to this machine; redirections are not followed. Authlib is imported when somebody signs in.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from authlib.oauth2 import OAuth2Client

SIGN_IN_TIMEOUT = 300.0
"""Seconds that a person has to sign in."""
_ANSWER_TIMEOUT = 30.0
"""Seconds of silence of an identity provider."""
_LONGEST_ANSWER = 1_000_000
_DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_OURS = {"client_id", "client_secret", "redirect_uri", "response_type", "state", "code_challenge"}


class SignInError(Exception):
    """Why there is no token; the text holds no secret."""


class Grant:
    """What is asked of an identity provider. `extra`: more parameters, a query string. Its `repr` shows no secret."""

    __slots__ = ("auth_url", "client_id", "client_secret", "device_url", "extra", "redirect_url", "scope", "token_url")

    def __init__(
        self,
        token_url: str,
        client_id: str,
        client_secret: str = "",
        *,
        auth_url: str = "",
        device_url: str = "",
        scope: str = "",
        redirect_url: str = "",
        extra: str = "",
    ) -> None:
        self.token_url = token_url
        self.client_id = client_id
        self.client_secret = client_secret
        self.auth_url = auth_url
        self.device_url = device_url
        self.scope = scope
        self.redirect_url = redirect_url
        self.extra = extra

    def __repr__(self) -> str:
        return f"<Grant of {self.client_id!r} at {self.token_url}>"


Token = dict[str, Any]
"""access_token; refresh_token and expires_at (seconds of Unix time) where the provider gives them."""


def sign_in(
    grant: Grant, show: Callable[[str], None], *, sleep: Callable[[float], None] = time.sleep, french: bool = False
) -> Token:
    """A new token. `show` tells a person what to do; a browser is opened where there is one. Raises SignInError."""
    if not grant.client_id:
        raise SignInError("the ClientID is empty")
    if not grant.token_url:
        raise SignInError("the TokenURL is empty")
    if grant.device_url:
        return _by_device(grant, show, sleep, french)
    if grant.auth_url:
        return _by_browser(grant, show, french)
    if not grant.client_secret:
        raise SignInError("an AuthURL (to sign in with a browser), a DeviceURL or a ClientSecret is needed")
    return _fetched(grant, [], grant_type="client_credentials")


def needs_person(grant: Grant) -> bool:
    return bool(grant.device_url or grant.auth_url)


def renewed(grant: Grant, refresh_token: str) -> Token:
    """A token in place of an expired one. Raises SignInError."""
    token = _fetched(grant, [refresh_token], grant_type="refresh_token", refresh_token=refresh_token)
    token.setdefault("refresh_token", refresh_token)
    return token


def discovered(configuration_url: str) -> dict[str, str]:
    """The addresses that an OpenID provider publishes (auth_url, token_url, device_url). Raises SignInError."""
    answer = _Http().request("GET", configuration_url)
    told = _object(answer)
    names = {
        "auth_url": "authorization_endpoint",
        "token_url": "token_endpoint",
        "device_url": "device_authorization_endpoint",
    }
    return {ours: str(told.get(theirs) or "") for ours, theirs in names.items()}


# --- The three ways --------------------------------------------------------------------------------------------------


def _by_browser(grant: Grant, show: Callable[[str], None], french: bool) -> Token:
    from authlib.common.security import generate_token

    from wlmail.mail.redirection import Redirection

    _check_address(grant.auth_url)
    verifier = generate_token(64)
    with Redirection(grant.redirect_url, french) as redirection:
        client = _client(grant, redirect_uri=redirection.url, code_challenge_method="S256")
        url, state = client.create_authorization_url(grant.auth_url, code_verifier=verifier, **_extra(grant))
        if french:
            show(f"notice: pour s'identifier, ouvrir cette adresse dans un navigateur : {url}")
        else:
            show(f"notice: to sign in, open this address in a browser: {url}")
        _open_browser(url)
        code = redirection.code(state, SIGN_IN_TIMEOUT)
    return _fetched(
        grant,
        [code, verifier],
        grant_type="authorization_code",
        code=code,
        code_verifier=verifier,
        redirect_uri=redirection.url,
    )


def _by_device(grant: Grant, show: Callable[[str], None], sleep: Callable[[float], None], french: bool) -> Token:
    from urllib.parse import urlencode

    asked = {"client_id": grant.client_id, "scope": grant.scope, **_extra(grant)}
    body = urlencode({name: value for name, value in asked.items() if value})
    told = _object(_Http().request("POST", grant.device_url, body))
    device_code, user_code = str(told.get("device_code") or ""), _plain_text(told.get("user_code"))
    address = _plain_text(told.get("verification_uri") or told.get("verification_url"))
    if not (device_code and user_code and address):
        raise SignInError(f"the identity provider gave no device code{_reason(told, [])}")
    if french:
        show(f"notice: pour s'identifier, ouvrir {address} sur un appareil quelconque et saisir le code {user_code}")
    else:
        show(f"notice: to sign in, open {address} on any device and enter the code {user_code}")
    interval, left = _seconds(told.get("interval"), 5.0), min(_seconds(told.get("expires_in"), 900.0), 1800.0)
    while left > 0:
        sleep(interval)
        left -= max(interval, 1.0)
        try:
            return _fetched(grant, [device_code], grant_type=_DEVICE_GRANT, device_code=device_code)
        except _Refusal as error:
            if error.error == "slow_down":
                interval += 5
            elif error.error != "authorization_pending":
                raise
    raise SignInError("nobody entered the code in time")


def _open_browser(url: str) -> None:
    import os
    import sys

    if sys.platform not in ("win32", "darwin") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return  # a text browser would take the terminal
    import webbrowser

    webbrowser.open(url)


# --- The conversation with the provider ------------------------------------------------------------------------------


class _Refusal(SignInError):
    """The provider's own no: its code in `error`."""

    def __init__(self, message: str, error: str) -> None:
        super().__init__(message)
        self.error = error


def _client(grant: Grant, method: str | None = None, **more: Any) -> OAuth2Client:
    from authlib.oauth2 import OAuth2Client

    if method is None:
        method = "client_secret_post" if grant.client_secret else "none"
    secret = grant.client_secret or None
    return OAuth2Client(
        _Http(), grant.client_id, secret, token_endpoint_auth_method=method, scope=grant.scope or None, **more
    )


def _fetched(grant: Grant, secrets: list[str], **parameters: str) -> Token:
    """A token from the token address. A provider that does not know the client so is asked as its RFC prefers."""
    _check_address(grant.token_url)
    methods = ["client_secret_post", "client_secret_basic"] if grant.client_secret else ["none"]
    hidden = [grant.client_secret, *secrets]
    for method in methods:
        try:
            return _token(_client(grant, method), grant, hidden, parameters)
        except _Refusal as error:
            if error.error != "invalid_client" or method == methods[-1]:
                raise
    raise AssertionError  # the last method returns or raises


def _token(client: OAuth2Client, grant: Grant, hidden: list[str], parameters: dict[str, str]) -> Token:
    from authlib.oauth2 import OAuth2Error

    try:
        if parameters["grant_type"] == "refresh_token":
            told = client.refresh_token(grant.token_url, parameters["refresh_token"])
        else:
            told = client.fetch_token(grant.token_url, **parameters)
    except OAuth2Error as error:
        facts = {"error": error.error, "error_description": error.description}
        raise _Refusal(f"the identity provider refused{_reason(facts, hidden)}", str(error.error)) from None
    except (_BadAnswer, ValueError):
        raise SignInError(f"{_host(grant.token_url)} did not answer as an identity provider does") from None
    return checked(dict(told))


def checked(told: dict[str, Any]) -> Token:
    """The parts of a token's JSON that count, with `expires_at` reckoned. Raises SignInError."""
    access = told.get("access_token")
    if not isinstance(access, str) or not access:
        raise SignInError("the answer holds no access_token")
    if any(c.isspace() or not c.isprintable() for c in access):
        raise SignInError("the access_token holds characters that no token can have")
    kind = str(told.get("token_type") or "bearer")
    if kind.lower() != "bearer":
        raise SignInError(f"the token is of the type {_plain_text(kind)}; mail servers take bearer tokens")
    token: Token = {"access_token": access}
    if told.get("refresh_token"):
        token["refresh_token"] = str(told["refresh_token"])
    for name, start in (("expires_at", 0.0), ("expires_in", time.time())):
        if str(told.get(name) if told.get(name) is not None else "").strip():
            try:
                token["expires_at"] = start + float(told[name])
            except (ValueError, TypeError, OverflowError):
                raise SignInError(f"{name} is not a number of seconds") from None
            break
    return token


class _BadAnswer(Exception):
    pass


class _Answer:
    """As much of a response as Authlib asks for."""

    def __init__(self, status: int, body: bytes) -> None:
        self.status_code = status
        self.body = body

    def json(self) -> Any:
        return json.loads(self.body)

    def raise_for_status(self) -> None:
        if self.status_code >= 400:
            raise _BadAnswer


class _Http:
    """As much of a session as Authlib asks for: POST over TLS, or to this machine."""

    def post(self, url: str, data: dict[str, str], headers: dict[str, str], auth: Any) -> _Answer:
        from urllib.parse import urlencode

        url, headers, body = auth.prepare("POST", url, dict(headers), urlencode(data))
        return self.request("POST", url, body, headers)

    def request(self, method: str, url: str, body: str = "", headers: dict[str, str] | None = None) -> _Answer:
        from http.client import HTTPException
        from urllib.error import HTTPError, URLError
        from urllib.request import HTTPRedirectHandler, Request, build_opener

        class NoRedirection(HTTPRedirectHandler):
            def redirect_request(self, *_: Any) -> None:
                return None  # secrets go where the program says, nowhere else

        _check_address(url)
        headers = {"Accept": "application/json", "User-Agent": "wlmail", **(headers or {})}
        request = Request(url, body.encode() if method == "POST" else None, headers, method=method)
        try:
            with build_opener(NoRedirection).open(request, timeout=_ANSWER_TIMEOUT) as answer:
                return _Answer(answer.status, answer.read(_LONGEST_ANSWER))
        except HTTPError as error:
            with error:
                return _Answer(error.code, error.read(_LONGEST_ANSWER))
        except (URLError, OSError, HTTPException) as error:
            reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
            raise SignInError(f"{_host(url)} cannot be reached: {reason}") from None


def _object(answer: _Answer) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise SignInError("the identity provider's answer is not what it should be (no JSON object)")
    return told


def _check_address(url: str) -> None:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or not url.isprintable() or " " in url or parts.scheme not in ("http", "https"):
        raise SignInError("the address of the identity provider is no https:// address")
    if parts.scheme == "http" and host not in ("localhost", "127.0.0.1", "::1"):
        raise SignInError(f"the address of {host} begins with http://, which would send secrets in clear; use https://")


def _host(url: str) -> str:
    from urllib.parse import urlsplit

    return urlsplit(url).hostname or "the identity provider"


def _extra(grant: Grant) -> dict[str, str]:
    from urllib.parse import parse_qsl

    extra = dict(parse_qsl(grant.extra.lstrip("?&"), keep_blank_values=True))
    taken = sorted(_OURS & set(extra))
    if taken:
        raise SignInError(f"AdditionalParameters may not hold {', '.join(taken)}, which have places of their own")
    return extra


def _reason(told: dict[str, Any], hidden: list[str]) -> str:
    """The provider's words, without what it repeats of secrets."""
    error, description = told.get("error"), told.get("error_description")
    text = f": {error}" if error else ""
    if description:
        text += f" ({description})"
    for secret in sorted(filter(None, hidden), key=len, reverse=True):
        text = text.replace(secret, "***")
    return _plain_text(text)


def _plain_text(text: object) -> str:
    told = "" if text is None else str(text)
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in told)[:300]


def _seconds(value: Any, otherwise: float) -> float:
    try:
        return max(0.0, float(value))
    except (TypeError, ValueError):
        return otherwise
