"""The door to web servers: one HTTP request and its answer, for `--allow-http` (stdlib.md 7).

Certificates are checked. A redirection is followed to http and https addresses only, never from https to http, and a
login does not go along to another server.
"""

from __future__ import annotations

from wlmail.runtime.errors import Failure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from http.client import HTTPConnection, HTTPResponse
    from urllib.parse import SplitResult

LARGEST = 64 << 20
"""Bytes of the largest answer that is read."""
LONGEST = 600
"""Seconds that one answer may take, however slowly it drips."""
MOST_REDIRECTIONS = 10
SECRET = ("authorization", "cookie", "proxy-authorization")
"""Headers that are for one server only."""


class Answer:
    """What a server answered: status, reason, headers in their order, and the bytes of the body."""

    __slots__ = ("body", "headers", "reason", "status")

    def __init__(self, status: int, reason: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status = status
        self.reason = reason
        self.headers = headers
        self.body = body


def fetch(method: str, url: str, headers: dict[str, str], body: bytes, timeout: float) -> Answer:
    """Sends a request and follows redirections. `timeout`: seconds of silence. Raises Failure, without any secret."""
    from urllib.parse import urljoin

    headers = dict(headers)
    for _ in range(MOST_REDIRECTIONS + 1):
        place = _place(url)
        answer = _exchange(place, method, headers, body, timeout)
        target = next((value for name, value in answer.headers if name.lower() == "location"), "")
        if answer.status not in (301, 302, 303, 307, 308) or not target:
            return answer
        url = urljoin(url, target)
        onward = _place(url)
        if place.scheme == "https" and onward.scheme != "https":
            raise Failure(f"{_shown(place)} leads to an address without encryption, which is not followed")
        if answer.status == 303 or (answer.status in (301, 302) and method == "POST"):
            method, body = "GET", b""
            headers = {k: v for k, v in headers.items() if k.lower() not in ("content-type", "content-length")}
        if (place.scheme, place.netloc) != (onward.scheme, onward.netloc):
            headers = {k: v for k, v in headers.items() if k.lower() not in SECRET}
    raise Failure(f"{_shown(_place(url))}: too many redirections")


def _place(url: str) -> SplitResult:
    from urllib.parse import urlsplit

    try:
        place = urlsplit(url.strip())
        port = place.port
    except ValueError:
        raise Failure("this is not the address of a web server; use https://server/path") from None
    if place.scheme not in ("http", "https") or not place.hostname or port == 0:
        raise Failure("this is not the address of a web server; use https://server/path")
    if place.username is not None:
        raise Failure("an address with a user name is not followed; give user and password as arguments")
    return place


def _shown(place: SplitResult) -> str:
    """Scheme and server: the rest of an address may hold a key."""
    return f"{place.scheme}://{place.netloc}"


def _exchange(place: SplitResult, method: str, headers: dict[str, str], body: bytes, timeout: float) -> Answer:
    from http.client import HTTPException
    from urllib.parse import quote

    connection = _connection(place, timeout)
    # What an address may not hold is encoded; what is encoded already stays.
    path = quote(place.path or "/", safe="/%!$&'()*+,;=:@~-._") + (
        f"?{quote(place.query, safe='/%!$&()*+,;=:@~-._?')}" if place.query else ""
    )
    try:
        connection.request(
            method, path, body or None, {"Accept-Encoding": "identity", "Connection": "close", **headers}
        )
        response = connection.getresponse()
        return Answer(response.status, response.reason, response.getheaders(), _body(response, place))
    except TimeoutError:
        raise Failure(f"{_shown(place)} did not answer within {timeout:g} s") from None
    except (OSError, HTTPException, ValueError) as error:
        raise Failure(f"{_shown(place)}: {_reason(error)}", system=type(error).__name__) from None
    finally:
        connection.close()


def _connection(place: SplitResult, timeout: float) -> HTTPConnection:
    from http.client import HTTPConnection, HTTPSConnection

    assert place.hostname is not None
    if place.scheme == "http":
        return HTTPConnection(place.hostname, place.port, timeout=timeout)
    import ssl

    return HTTPSConnection(place.hostname, place.port, timeout=timeout, context=ssl.create_default_context())


def _body(response: HTTPResponse, place: SplitResult) -> bytes:
    import time

    pieces, size, end = [], 0, time.monotonic() + LONGEST
    while piece := response.read1(1 << 16):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST:
            raise Failure(f"the answer of {_shown(place)} is larger than {LARGEST >> 20} MB")
        if time.monotonic() > end:
            raise Failure(f"the answer of {_shown(place)} takes longer than {LONGEST} s")
    if response.length:
        raise Failure(f"{_shown(place)} ended its answer too early")
    return b"".join(pieces)


def _reason(error: Exception) -> str:
    """Why, without what the program sent: texts of http.client may quote a header."""
    import ssl

    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not accepted: {error.verify_message}"
    if isinstance(error, OSError):
        return error.strerror or "the connection failed"
    return (
        "a header or the address holds a character that HTTP cannot carry"
        if isinstance(error, ValueError)
        else "it does not speak HTTP"
    )
