"""A fake identity provider on 127.0.0.1: signs everybody in as `user`, and remembers what it was asked.

Token requests are checked as a strict provider does: client, PKCE, redirection, device code, refresh token.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
from base64 import b64decode, urlsafe_b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

CLIENT, SECRET = "wlmail-tests", "s3cret/&="


class IdentityProvider:
    def __init__(self, user: str = "jean@dovecot.test") -> None:
        self.user = user
        self.requests: list[tuple[str, dict[str, str]]] = []
        """Path and parameters."""
        self.basic_only = False
        self.lifetime: int | None = 3600
        self.pending: list[str] = []
        """What the next device polls are answered instead of a token."""
        self.refuse: dict[str, Any] | None = None
        """The answer to every token request."""
        self.redirect_tokens = ""
        self.valid: set[str] = set()
        """Access tokens that have not been revoked."""
        self._codes: dict[str, dict[str, str]] = {}
        self._refresh: set[str] = set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.provider = self  # type: ignore[attr-defined]
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> IdentityProvider:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(15)

    def asked(self, path: str) -> list[dict[str, str]]:
        return [parameters for asked, parameters in self.requests if asked == path]

    def issue(self) -> dict[str, Any]:
        access, refresh = f"at-{secrets.token_hex(8)}", f"rt-{secrets.token_hex(8)}"
        self.valid.add(access)
        self._refresh.add(refresh)
        token: dict[str, Any] = {"access_token": access, "refresh_token": refresh, "token_type": "Bearer"}
        if self.lifetime is not None:
            token["expires_in"] = self.lifetime
        return token

    def authorize(self, given: dict[str, str]) -> str:
        """Where the browser is sent: back, with a code."""
        code = f"code-{secrets.token_hex(4)}"
        self._codes[code] = given
        return f"{given['redirect_uri']}?{urlencode({'code': code, 'state': given['state']})}"

    def token(self, given: dict[str, str], basic: str) -> tuple[int, dict[str, Any]]:
        if self.refuse is not None:
            return 400, self.refuse
        client, secret = given.get("client_id", ""), given.get("client_secret", "")
        if basic:
            client, _, secret = b64decode(basic).decode().partition(":")
        if (self.basic_only and not basic) or client != CLIENT or secret != SECRET:
            return 401, {"error": "invalid_client", "error_description": f"who is {client} {secret}?"}
        kind = given.get("grant_type", "")
        if kind == "authorization_code":
            asked = self._codes.pop(given.get("code", ""), {})
            digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
            challenge = urlsafe_b64encode(digest).rstrip(b"=").decode()
            if asked.get("code_challenge") != challenge or asked.get("redirect_uri") != given.get("redirect_uri"):
                return 400, {"error": "invalid_grant"}
        elif kind == "refresh_token":
            if given.get("refresh_token") not in self._refresh:
                return 400, {"error": "invalid_grant", "error_description": f"no {given.get('refresh_token')}"}
        elif kind == "urn:ietf:params:oauth:grant-type:device_code":
            if given.get("device_code") != "device-1":
                return 400, {"error": "invalid_grant"}
            if self.pending:
                return 400, {"error": self.pending.pop(0)}
        elif kind != "client_credentials":
            return 400, {"error": "unsupported_grant_type"}
        return 200, self.issue()


class _Handler(BaseHTTPRequestHandler):
    timeout = 15.0

    @property
    def provider(self) -> IdentityProvider:
        return self.server.provider  # type: ignore[attr-defined,no-any-return]

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        given = dict(parse_qsl(parts.query))
        self.provider.requests.append((parts.path, given))
        if parts.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.provider.authorize(given))
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif parts.path == "/configuration":
            url = self.provider.url
            self._say(200, {"authorization_endpoint": f"{url}/authorize", "token_endpoint": f"{url}/token"})
        else:
            self._say(404, {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        given = dict(parse_qsl(body))
        self.provider.requests.append((self.path, given))
        if self.path == "/token" and self.provider.redirect_tokens:
            self.send_response(307)
            self.send_header("Location", self.provider.redirect_tokens)
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.path == "/token":
            basic = self.headers.get("Authorization", "").removeprefix("Basic ")
            self._say(*self.provider.token(given, basic))
        elif self.path == "/device":
            self._say(
                200,
                {
                    "device_code": "device-1",
                    "user_code": "WDJB-MJHT",
                    "verification_uri": "https://example.com/device",
                    "interval": 2,
                    "expires_in": 30,
                },
            )
        elif self.path == "/introspect":
            active = given.get("token", "") in self.provider.valid
            self._say(200, {"active": active, "username": self.provider.user} if active else {"active": False})
        else:
            self._say(200, {"error": "nothing here"})

    def _say(self, status: int, told: dict[str, Any]) -> None:
        data = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass
