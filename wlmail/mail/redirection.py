"""Where the browser comes back to after a sign-in: a page on this machine, for one answer (RFC 8252 7.3)."""

from __future__ import annotations

import hmac
import selectors
import time
from contextlib import suppress
from html import escape
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from wlmail.mail.oauth import SignInError, _plain_text

_HOSTS = {"localhost": ("127.0.0.1", "::1"), "127.0.0.1": ("127.0.0.1",), "::1": ("::1",)}
_WORDS = {
    False: ("You are signed in. You may close this window.", "The sign-in failed. You may close this window."),
    True: (
        "Vous êtes identifié. Vous pouvez fermer cette fenêtre.",
        "L'identification a échoué. Vous pouvez fermer cette fenêtre.",
    ),
}


class Redirection:
    """Listens on the loopback address and port of `url`; an empty one is replaced by a free port. A context manager.

    Raises SignInError for an address that leads elsewhere, or a port that is taken.
    """

    def __init__(self, url: str, french: bool = False) -> None:
        self.url = url
        self._words = _WORDS[french]
        self._servers: list[_Server] = []
        try:
            parts = urlsplit(url or "http://127.0.0.1:0/")
            host, port = parts.hostname or "", parts.port
        except ValueError:
            host, port = "", None
        if parts.scheme != "http" or host not in _HOSTS or port is None:
            raise SignInError("the RedirectionURL has to lead to a port of this machine, as http://localhost:9000 does")
        self._path = parts.path or "/"
        failed: OSError | None = None
        for address in _HOSTS[host]:
            try:
                server = _Server(address, port)
            except OSError as error:
                failed = error
            else:
                server.redirection = self
                self._servers.append(server)
        if not self._servers:
            raise SignInError(f"the port of the RedirectionURL, {port}, is not free: {failed and failed.strerror}")
        if not url:
            self.url = f"http://127.0.0.1:{self._servers[0].server_port}/"
        self._state = ""
        self._code = self._error = ""

    def __enter__(self) -> Redirection:
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.server_close()

    def code(self, state: str, timeout: float) -> str:
        """Waits for the browser and returns the code. Raises SignInError."""
        self._state = state
        end = time.monotonic() + timeout
        with selectors.DefaultSelector() as selector:
            for server in self._servers:
                selector.register(server, selectors.EVENT_READ, server)
            while not (self._code or self._error):
                left = end - time.monotonic()
                if left <= 0:
                    raise SignInError(f"nobody signed in within {timeout:g} seconds")
                for key, _ in selector.select(left):
                    key.data.handle_request()
        if self._error:
            raise SignInError(f"the identity provider refused: {_plain_text(self._error)}")
        return self._code

    def answer(self, target: str) -> tuple[int, str]:
        """What a request gets: status and text. One that does not bring our state back changes nothing."""
        parts = urlsplit(target)
        given = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path != self._path:
            return 404, "?"
        if not hmac.compare_digest(given.get("state", "").encode(), self._state.encode()):
            return 400, self._words[1]
        if given.get("code") and "error" not in given:
            self._code = given["code"]
            return 200, self._words[0]
        description = f" ({given['error_description']})" if given.get("error_description") else ""
        self._error = given.get("error", "no code came back") + description
        return 400, self._words[1]


class _Server(HTTPServer):
    timeout = 5.0
    redirection: Redirection

    def __init__(self, address: str, port: int) -> None:
        import socket

        self.address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        super().__init__((address, port), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle; the standard library would print a traceback."""


class _Handler(BaseHTTPRequestHandler):
    timeout = 5.0
    server: _Server

    def do_GET(self) -> None:
        status, text = self.server.redirection.answer(self.path)
        page = f"<!doctype html><meta charset=utf-8><title>wlmail</title><p>{escape(text)}</p>".encode()
        with suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("Referrer-Policy", "no-referrer")
            self.end_headers()
            self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """Nothing: the address holds the code."""
