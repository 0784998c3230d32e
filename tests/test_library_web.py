"""HTTP requests (stdlib.md 7) to a server on this machine: with --allow-http only, and no secret in any text."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from servers.certificates import Certificates
from worlds import call

from wlmail import cli
from wlmail.doors import web
from wlmail.runtime.errors import Failure
from wlmail.runtime.options import Options
from wlmail.runtime.run import Run
from wlmail.world import RealWorld


class Handler(BaseHTTPRequestHandler):
    """Answers what the path asks for; `/echo` tells what it was asked, as JSON."""

    def log_message(self, *_: Any) -> None:
        pass

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        asked = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path, _, query = self.path.partition("?")
        server: Any = self.server
        server.asked.append((self.command, self.path, dict(self.headers), asked))
        if path == "/echo":
            told = {"method": self.command, "path": self.path, "headers": dict(self.headers), "body": asked.decode()}
            self.answer(200, json.dumps(told).encode(), Content_Type="application/json")
        elif path.startswith("/status/"):
            self.answer(int(path[8:]), b"no such thing", Content_Type="text/plain; charset=utf-8")
        elif path.startswith("/redirect/"):
            self.answer(int(path[10:13]), Location=query)
        elif path == "/latin":
            self.answer(200, "été".encode("latin-1"), Content_Type="text/html; charset=iso-8859-1")
        elif path == "/bytes":
            self.answer(200, b"\x00\xff\x80", Content_Type="application/pdf")
        elif path == "/short":
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"only this")
        elif path == "/loop":
            self.answer(302, Location="/loop")
        elif path == "/silent":
            server.release.wait(20)
        else:
            self.answer(404)

    do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_OPTIONS = do_GET


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.release = threading.Event()
        scheme = "http"
        if context is not None:
            self.socket = context.wrap_socket(self.socket, server_side=True)
            scheme = "https"
        self.url = f"{scheme}://localhost:{self.server_port}"
        threading.Thread(target=self.serve_forever, args=[0.05], daemon=True).start()

    def handle_error(self, *_: Any) -> None:
        pass  # a client that went away is what some tests are about

    def end(self) -> None:
        self.release.set()
        self.shutdown()
        self.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.end()


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(RealWorld(str(tmp_path), options=Options(allow_http=True)), "mail.wl")


PROGRAM = """
rq is httpRequest
rq.URL = "{url}/echo?a=é b"
rq.Method = httpPut
rq.Content = "{{""to"": ""ann""}}"
rq.ContentType = "application/json"
rq.Header["X-Key"] = "k1"
rq.User = "u"
rq.Password = "p"
an is httpResponse = HTTPSend(rq)
v is variant = JSONToVariant(an.Content)
Trace(an.StatusCode, an.DescriptionStatusCode, an.ContentType, v.method, v.path, v.body)
Trace(v.headers["X-Key"], v.headers.Authorization, v.headers["Content-Type"])
rest est un restRequête
rest..URL = "{url}/echo"
rest..Contenu = "{{}}"
rep est un restRéponse = RESTEnvoie(rest)
v = JSONVersVariant(rep..Contenu)
Trace(rep..CodeEtat, v.method, v.headers["content-type"])
Trace(HTTPRequest("{url}/status/404"), HTTPGetResult(), HTTPGetResult(httpHeader) [= "HTTP 404 Not Found")
"""


def test_programs_send_requests(server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = tmp_path / "p.wl"
    program.write_text(PROGRAM.format(url=server.url), encoding="utf-8")
    assert cli.main(["run", str(program), "--allow-http"]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        '200\tOK\tapplication/json\tPUT\t/echo?a=%C3%A9%20b\t{"to": "ann"}',
        "k1\tBasic dTpw\tapplication/json",
        "200\tPOST\tapplication/json",
        "1\tno such thing\t1",
    ]
    assert told.err == ""


@pytest.mark.parametrize(
    ("command", "why"), [("run", "with --allow-http only"), ("try", "nothing may leave the machine")]
)
def test_nothing_is_sent_unless_allowed(
    command: str, why: str, server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "p.wl"
    program.write_text(
        f'rq is httpRequest\nrq.URL = "{server.url}/echo"\nTrace(HTTPSend(rq).StatusCode, ErrorInfo())\n'
        f'Trace(HTTPRequest("{server.url}/echo"), ErrorInfo())\n'
    )
    assert cli.main([command, str(program)]) == 0
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert first.startswith("0\tHTTPSend: ")
    assert second.startswith("0\tHTTPRequest: ")
    assert why in first
    assert why in second
    assert server.asked == []


def test_forms(server: Server, run: Run, tmp_path: Path) -> None:
    assert call(run, "HTTPCreateForm", "F") is True
    assert call(run, "HTTPAjouteParamètre", "F", "name", "Zoë & co") is True
    assert call(run, "HTTPSendForm", "F", f"{server.url}/echo") is True
    assert server.asked[-1][0] == "POST"
    assert server.asked[-1][3] == b"name=Zo%C3%AB+%26+co"
    (tmp_path / "a.pdf").write_bytes(b"%PDF\x00")
    call(run, "HTTPCréeFormulaire", "F")
    call(run, "HTTPAddParameter", "F", "name", "Zoë")
    assert call(run, "HTTPAddFile", "F", "file", "a.pdf") is True
    assert call(run, "HTTPEnvoieFormulaire", "F", f"{server.url}/bytes") is True
    _, _, headers, body = server.asked[-1]
    boundary = headers["Content-Type"].partition("boundary=")[2].encode()
    assert body.split(b"--" + boundary)[1:] == [
        b'\r\nContent-Disposition: form-data; name="name"\r\n\r\nZo\xc3\xab\r\n',
        b'\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/octet-stream'
        b"\r\n\r\n%PDF\x00\r\n",
        b"--\r\n",
    ]
    assert call(run, "HTTPGetResult") == b"\x00\xff\x80"
    assert call(run, "HTTPSendForm", "F", f"{server.url}/echo") is False
    assert call(run, "HTTPAddFile", "F", "x", "missing") is False


def test_texts_come_in_their_own_encoding(server: Server, run: Run) -> None:
    call(run, "HTTPRequest", f"{server.url}/latin")
    assert call(run, "HTTPGetResult") == "été"


@pytest.mark.parametrize(
    ("status", "method", "seen"),
    [(301, "POST", "GET"), (302, "POST", "GET"), (303, "PUT", "GET"), (307, "POST", "POST"), (308, "PUT", "PUT")],
)
def test_redirections(status: int, method: str, seen: str, server: Server) -> None:
    answer = web.fetch(method, f"{server.url}/redirect/{status}?/echo", {"Authorization": "s"}, b"body", 10)
    told = json.loads(answer.body)
    assert told["method"] == seen
    assert told["body"] == ("body" if seen == method else "")
    assert told["headers"]["Authorization"] == "s"  # the same server


def test_a_login_does_not_go_along_to_another_server(server: Server) -> None:
    other = Server()
    try:
        headers = {"Authorization": "Basic s", "Cookie": "c", "X-Own": "x"}
        web.fetch("GET", f"{server.url}/redirect/302?{other.url}/echo", headers, b"", 10)
        kept = other.asked[0][2]
        assert kept["X-Own"] == "x"
        assert not {"Authorization", "Cookie"} & set(kept)
    finally:
        other.end()


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("{url}/loop", "too many redirections"),
        ("{url}/redirect/302?file:///etc/passwd", "not the address of a web server"),
        ("{url}/short", "ended its answer too early"),
        ("{url}/silent", "did not answer within"),
        ("file:///etc/passwd", "not the address of a web server"),
        ("ftp://localhost/", "not the address of a web server"),
        ("http://", "not the address of a web server"),
        ("http://[", "not the address of a web server"),
        ("http://u:secret@localhost/", "an address with a user name"),
        ("", "not the address of a web server"),
    ],
)
def test_failures_say_why_and_no_secret(url: str, why: str, server: Server, run: Run) -> None:
    call(run, "HTTPTimeOut", 200)
    assert call(run, "HTTPRequest", url.format(url=server.url), "", "", "", "", "u", "secret") is False
    assert why in run.error.message
    assert "secret" not in run.error.message + run.error.system


@pytest.mark.parametrize("header", ["X: a\rb", "X: é€"])
def test_a_header_cannot_bring_in_another(header: str, server: Server) -> None:
    name, _, value = header.partition(": ")
    with pytest.raises(Failure, match="character that HTTP cannot carry"):
        web.fetch("GET", f"{server.url}/echo", {name: value}, b"", 10)
    assert server.asked == []


def test_an_answer_that_is_too_large(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "LARGEST", 2)
    with pytest.raises(Failure, match="larger than"):
        web.fetch("GET", f"{server.url}/bytes", {}, b"", 10)


def test_no_server_is_a_failure(run: Run) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert call(run, "HTTPRequest", f"http://127.0.0.1:{port}/") is False
    assert f"http://127.0.0.1:{port}: " in run.error.message


def test_certificates_are_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificates = Certificates(tmp_path)
    server = Server(certificates.good())
    try:
        with pytest.raises(Failure, match="certificate is not accepted"):
            web.fetch("GET", f"{server.url}/echo", {}, b"", 10)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificates.bundle))
        assert web.fetch("GET", f"{server.url}/echo", {}, b"", 10).status == 200
        with pytest.raises(Failure, match="without encryption"):
            web.fetch("GET", f"{server.url}/redirect/302?http://localhost/", {}, b"", 10)
    finally:
        server.end()
