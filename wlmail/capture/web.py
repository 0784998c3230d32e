"""The mailbox page: captured messages in a browser, and as JSON, on 127.0.0.1 only.

Nothing is changed by any request. A page of another site can neither read it (no CORS; the Host header must be ours, so
that a name which resolves to 127.0.0.1 leads nowhere) nor frame it. What a message says is shown as text; its HTML is a
document of its own that runs nothing and loads nothing, whoever opens it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from wlmail.capture import page_facts
from wlmail.capture.dialogue import trouble
from wlmail.mail.reader import read_message

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from wlmail.capture.mailbox import Delivery, Mailbox

FILES = {"/": "index.html", "/page.css": "page.css", "/page.js": "page.js"}
"""The page itself, in the folder `page`."""
LOOK_AGAIN = 0.2
"""Seconds between two looks for new messages. Capturing waits for no browser: it is looked at, and tells nobody."""
BATCH = 200
"""Messages in one event."""
SILENCE = 15.0
"""Seconds after which a sign of life is sent."""
MOST_CONNECTIONS = 64

_EVERYWHERE = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_MAIL_POLICY = (
    "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)


class MailboxPage:
    """Serves `mailbox`, which may grow meanwhile, in a thread of its own.

    `title` is what the messages come from, `hint` where messages can be sent. `mask` hides the secrets of the program
    in every text that is shown; downloads have the bytes as they arrived. `dialogues` are those that no message came
    of (`CaptureServer.dialogues`). `rehearsal`: security and login are what the program asked for, and not carried out.
    """

    def __init__(
        self,
        mailbox: Mailbox,
        title: str,
        hint: str = "",
        mask: Callable[[str], str] = str,
        dialogues: Collection[list[str]] = (),
        *,
        rehearsal: bool = False,
    ) -> None:
        self._deliveries = mailbox.deliveries
        self._dialogues = dialogues
        self._about = {"run": secrets.token_hex(8), "title": title, "hint": hint, "rehearsal": rehearsal}
        self._mask = mask
        self._socket: socket.socket | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    def listen(self, port: int = 0) -> str:
        """Takes the port, 0 for any free one; returns the address of the page. Raises OSError for one in use."""
        self._socket = socket.create_server(("127.0.0.1", port), backlog=128)
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/"

    def start(self) -> None:
        """Begins to answer; browsers that came after `listen` have waited."""
        assert self._socket is not None
        # A browser that goes away is no news for whoever runs the command.
        logging.getLogger("uvicorn").addHandler(logging.NullHandler())
        logging.getLogger("uvicorn").propagate = False
        port = self._socket.getsockname()[1]
        self._server = uvicorn.Server(
            uvicorn.Config(
                _Guard(self._application(), port),
                http="h11",
                ws="none",
                loop="asyncio",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                limit_concurrency=MOST_CONNECTIONS,
                timeout_graceful_shutdown=1,
            )
        )
        self._thread = threading.Thread(
            target=self._server.run, args=([self._socket],), name="wlmail-page", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join()
        if self._socket is not None:
            self._socket.close()
        self._socket = self._server = self._thread = None

    def _application(self) -> Starlette:
        message = "/api/messages/{number}"
        routes = [Route(path, _file(name)) for path, name in FILES.items()]
        routes += [
            Route("/api/events", self._events),
            Route("/api/messages", self._list),
            Route(message, self._message),
            Route(f"{message}/html", self._html),
            Route(f"{message}/html/document", self._document),
            Route(f"{message}/source", self._source),
            Route(f"{message}/message.eml", self._download),
            Route(f"{message}/parts/{{place}}", self._part),
            Route("/api/compare", self._compare),
            Route("/api/dialogues", self._without_message),
        ]
        return Starlette(routes=routes)

    # --- answers; what is no coroutine runs in a thread of its own ---------------------------------------------------

    def _delivery(self, number: str | None) -> Delivery:
        if number is not None and number.isascii() and number.isdigit() and len(number) < 10:
            place = int(number) - 1
            if 0 <= place < len(self._deliveries):
                return self._deliveries[place]
        raise HTTPException(404, "there is no such message")

    def _list(self, request: Request) -> Response:
        listed = [page_facts.summary(delivery) for delivery in list(self._deliveries)]
        return self._json({"schema": page_facts.SCHEMA, **self._about, "messages": listed})

    def _message(self, request: Request) -> Response:
        delivery = self._delivery(request.path_params["number"])
        return self._json(page_facts.whole(delivery, self._deliveries))

    def _html_of(self, request: Request) -> dict[str, Any]:
        message = read_message(self._delivery(request.path_params["number"]).data)
        if message.body("text/html") is None:
            raise HTTPException(404, "the message has no HTML")
        # Masked before: an image inside the document is no text.
        return page_facts.html_of(message, self._mask(message.html))

    def _html(self, request: Request) -> Response:
        return self._json(self._html_of(request))

    def _document(self, request: Request) -> Response:
        document = self._html_of(request)["document"].encode("utf-8", "replace")
        return Response(document, media_type="text/html", headers={"Content-Security-Policy": _MAIL_POLICY})

    def _source(self, request: Request) -> Response:
        return self._json(page_facts.source_of(self._delivery(request.path_params["number"])))

    def _download(self, request: Request) -> Response:
        delivery = self._delivery(request.path_params["number"])
        return _attachment(delivery.file, delivery.data)

    def _part(self, request: Request) -> Response:
        delivery = self._delivery(request.path_params["number"])
        found = page_facts.content_of(delivery, request.path_params["place"])
        if found is None:
            raise HTTPException(404, "there is no such part")
        return _attachment(*found)

    def _compare(self, request: Request) -> Response:
        left, right = (self._delivery(request.query_params.get(side)) for side in ("left", "right"))
        return self._json(page_facts.compared(left, right, self._deliveries))

    def _without_message(self, request: Request) -> Response:
        found = [{"what": trouble(lines), "lines": lines} for lines in list(self._dialogues)]
        return self._json({"schema": page_facts.SCHEMA, "dialogues": found})

    async def _events(self, request: Request) -> Response:
        return StreamingResponse(self._stream(request.headers.get("last-event-id", "")), media_type="text/event-stream")

    async def _stream(self, last: str) -> AsyncIterator[bytes]:
        """First what this is, then every message after `last` (`RUN-NUMBER`), then those that arrive."""
        run, _, number = last.partition("-")
        sent = int(number) if run == self._about["run"] and number.isdigit() and len(number) < 10 else 0
        yield _event("about", "", self._about)
        quiet, troubles = 0.0, 0
        while self._server is not None and not self._server.should_exit:
            fresh = self._deliveries[sent : sent + BATCH]
            if fresh:
                listed = await run_in_threadpool(lambda found: [*map(page_facts.summary, found)], fresh)
                sent += len(fresh)
                yield _event("messages", f"{self._about['run']}-{sent}", self._masked(listed))
                quiet = 0.0
                continue
            if troubles != len(self._dialogues):
                troubles = len(self._dialogues)
                yield _event("dialogues", "", troubles)
            await asyncio.sleep(LOOK_AGAIN)
            quiet += LOOK_AGAIN
            if quiet >= SILENCE:
                yield b":\n\n"
                quiet = 0.0

    def _json(self, found: dict[str, Any]) -> Response:
        return Response(_dumped(self._masked(found)), media_type="application/json")

    def _masked(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._mask(value)
        if isinstance(value, dict):
            return {key: self._masked(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self._masked(inner) for inner in value]
        return value


def _dumped(value: Any) -> bytes:
    # In ASCII, so that half a surrogate pair in a text does no harm.
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def _event(name: str, identifier: str, data: Any) -> bytes:
    line = f"id: {identifier}\n" if identifier else ""
    return f"event: {name}\n{line}data: ".encode() + _dumped(data) + b"\n\n"


def _file(name: str) -> Callable[[Request], Response]:
    path = Path(__file__).parent / "page" / name

    def answer(request: Request) -> Response:
        return FileResponse(path, headers={"Content-Security-Policy": _PAGE_POLICY})

    return answer


def _attachment(name: str, content: bytes) -> Response:
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_").replace("\\", "_")
    headers = {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(content, media_type="application/octet-stream", headers=headers)


class _Guard:
    """Before the application: requests that were not meant for this page, and headers that every answer has."""

    def __init__(self, application: ASGIApp, port: int) -> None:
        self._application = application
        self._hosts = (f"127.0.0.1:{port}", f"localhost:{port}")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        hosts = [value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"]

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_EVERYWHERE)
            await send(message)

        answer: ASGIApp = self._application
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            answer = PlainTextResponse(f"this page is at http://{self._hosts[0]}/ only\n", 403)
        await answer(scope, receive, guarded)
