"""HTTP requests of a program, with `--allow-http` only (stdlib.md 7). Elsewhere they fail, and ErrorInfo tells why."""

from __future__ import annotations

from wlmail.language.registry import Value, function, prop, record
from wlmail.library.encodings import data_of, utf8_to_string
from wlmail.runtime import kinds
from wlmail.runtime.arrays import AssociativeArray
from wlmail.runtime.conversions import to_text
from wlmail.runtime.durations import Duration
from wlmail.runtime.errors import Failure
from wlmail.runtime.records import Record
from wlmail.runtime.run import Run

METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
"""The constants httpGet … are numbered from 1 in this order."""
HTTP_HEADER, HTTP_RESULT = 1, 2
TIMEOUT = 20.0
"""Seconds of silence before a request is given up."""
STRING, INT, TEXTS = kinds.STRING, kinds.INT4, kinds.associative_of(kinds.STRING, ignore_case=True)

_REQUEST = (
    prop("URL", "URL", "url", STRING),
    prop("Method", "Méthode", "method", kinds.VARIANT),
    prop("Content", "Contenu", "content", kinds.VARIANT),
    prop("ContentType", "ContentType", "content_type", STRING, aliases=("TypeContenu",)),
    prop("Header", "Entête", "header", TEXTS),
    prop("User", "Utilisateur", "user", STRING),
    prop("Password", "MotDePasse", "password", STRING),
    prop("UserAgent", "UserAgent", "user_agent", STRING),
    prop("ConnectionTimeout", "TimeoutConnexion", "timeout", kinds.DURATION, aliases=("DuréeNonRéponse",)),
)
_RESPONSE = (
    prop("Content", "Contenu", "content", kinds.VARIANT),
    prop("StatusCode", "CodeEtat", "status", INT),
    prop("DescriptionStatusCode", "DescriptionCodeEtat", "reason", STRING),
    prop("ContentType", "ContentType", "content_type", STRING, aliases=("TypeContenu",)),
    prop("Header", "Entête", "header", TEXTS),
)


@record("httpRequest", "httpRequête", properties=_REQUEST, aliases=("restRequest", "restRequête"), prefixes=("HTTP",))
class Request(Record):
    """What is asked of a web server. Without a Method it is GET, or POST where there is a Content."""

    __slots__ = ("content", "content_type", "header", "method", "password", "timeout", "url", "user", "user_agent")

    def __init__(self) -> None:
        self.url = self.content_type = self.user = self.password = self.user_agent = ""
        self.method: Value = None
        self.content: Value = ""
        self.header: AssociativeArray = TEXTS.default()
        self.timeout = Duration(int(TIMEOUT * 1000))


@record("httpResponse", "httpRéponse", properties=_RESPONSE, aliases=("restResponse", "restRéponse"))
class Response(Record):
    """What a web server answered; StatusCode is 0 where there was no answer. Content is a text where it says so."""

    __slots__ = ("content", "content_type", "header", "reason", "status")

    def __init__(self) -> None:
        self.content: Value = ""
        self.content_type = self.reason = ""
        self.status = 0
        self.header: AssociativeArray = TEXTS.default()


class Web:
    """The last answer of HTTPRequest, the forms that are being filled, and the time-out of HTTPTimeOut."""

    def __init__(self) -> None:
        self.last = Response()
        self.head = ""
        self.timeout = TIMEOUT
        self.forms: dict[str, Form] = {}


class Form:
    """Parameters and files (name, file name, bytes) of a form."""

    def __init__(self) -> None:
        self.parameters: list[tuple[str, str]] = []
        self.files: list[tuple[str, str, bytes]] = []


# --- Sending ---------------------------------------------------------------------------------------------------------


def _content(value: Value) -> bytes:
    """What is sent: a buffer as it is, a text or JSON value as UTF-8."""
    return value if isinstance(value, bytes) else to_text(value).encode("utf-8", "replace")


def send(run: Run, request: Request) -> Response:
    """Sends a request. Raises Failure when there is no answer; a refusal of the server (404 …) is an answer."""
    body = _content(request.content)
    headers = {to_text(name): to_text(value) for name, value in request.header.items()}
    given = {name.lower() for name in headers}
    if request.content_type:
        headers["Content-Type"] = request.content_type
    elif body and "content-type" not in given:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    if request.user_agent:
        headers["User-Agent"] = request.user_agent
    if request.user or request.password:
        from binascii import b2a_base64

        login = f"{request.user}:{request.password}".encode("utf-8", "replace")
        headers["Authorization"] = "Basic " + b2a_base64(login, newline=False).decode("ascii")
    seconds = request.timeout.ms / 1000
    answer = run.world.fetch(_method(request, body), request.url, headers, body, seconds if seconds > 0 else TIMEOUT)
    response = Response()
    response.status, response.reason = answer.status, answer.reason
    for name, value in answer.headers:
        response.header.put(name, value)
    response.content_type = response.header.get("Content-Type")
    response.content = _read(answer.body, response.content_type)
    web = run.state(Web)
    web.last = response
    web.head = "\r\n".join([f"HTTP {answer.status} {answer.reason}", *[f"{n}: {v}" for n, v in answer.headers]])
    return response


def _method(request: Request, body: bytes) -> str:
    method = request.method
    if type(method) is int and 1 <= method <= len(METHODS):
        return METHODS[method - 1]
    text = to_text(method).strip().upper()
    if text and text not in METHODS:
        raise Failure(f"{text} is no method of HTTP that wlmail sends; use httpGet, httpPost …")
    return text or ("POST" if body else "GET")


def _read(body: bytes, content_type: str) -> Value:
    """The body as a text where its type says that it is one, else as a buffer."""
    kind, _, rest = content_type.lower().partition(";")
    kind = kind.strip()
    if not (kind.startswith("text/") or kind.endswith(("json", "xml", "javascript", "x-www-form-urlencoded"))):
        return body
    charset = rest.partition("charset=")[2].strip("\"' ").partition(";")[0]
    try:
        return body.decode(charset) if charset else utf8_to_string(body)
    except (LookupError, ValueError):
        return utf8_to_string(body)


@function("HTTPSend", "HTTPEnvoie", on_failure=Response)
def http_send(run: Run, request: Request) -> Response:
    """Sends an httpRequest and returns the httpResponse. Failure (no answer): one whose StatusCode is 0.

    Needs --allow-http.

    Source: stdlib.md 7.
    """
    return send(run, request)


@function("RESTSend", "RESTEnvoie", on_failure=Response)
def rest_send(run: Run, request: Request) -> Response:
    """Sends a restRequest and returns the restResponse; JSON unless the request says otherwise. Failure: StatusCode 0.

    Needs --allow-http.

    Source: stdlib.md 7.
    """
    asked = request.copy()
    if not asked.content_type:
        asked.content_type = "application/json"
    return send(run, asked)


@function("HTTPRequest", "HTTPRequête", on_failure=False)
def http_request(
    run: Run,
    url: str,
    agent: str = "",
    header: str = "",
    body: Value = "",
    content_type: str = "",
    user: str = "",
    password: str = "",
) -> bool:
    """Asks a web server; HTTPGetResult gives the answer. With a body it is a POST. Failure (no answer): False.

    The header is lines `Name: value`. Needs --allow-http.

    Source: stdlib.md 7.
    """
    request = Request()
    request.url, request.user_agent, request.content = url, agent, body
    request.content_type, request.user, request.password = content_type, user, password
    request.timeout = Duration(int(run.state(Web).timeout * 1000))
    for line in header.splitlines():
        name, colon, value = line.partition(":")
        if colon:
            request.header.put(name.strip(), value.strip())
    send(run, request)
    return True


@function("HTTPGetResult", "HTTPDonneRésultat")
def http_get_result(run: Run, which: int = HTTP_RESULT) -> Value:
    """The body of the last answer, or its header with httpHeader; "" when there was none.

    Source: stdlib.md 7.
    """
    web = run.state(Web)
    return web.head if which == HTTP_HEADER else web.last.content


@function("HTTPTimeOut", "HTTPTimeOut")
def http_time_out(run: Run, milliseconds: int) -> bool:
    """How long HTTPRequest waits for an answer that does not come.

    Source: stdlib.md 7.
    """
    run.state(Web).timeout = max(1, min(milliseconds, 3_600_000)) / 1000
    return True


# --- Forms -----------------------------------------------------------------------------------------------------------


def _form(run: Run, name: str) -> Form:
    found = run.state(Web).forms.get(name.casefold())
    if found is None:
        raise Failure(f"there is no form «{name}»; HTTPCreateForm makes one")
    return found


@function("HTTPCreateForm", "HTTPCréeFormulaire", on_failure=False)
def http_create_form(run: Run, name: str) -> bool:
    """Begins a form that HTTPSendForm sends.

    Source: stdlib.md 7.
    """
    run.state(Web).forms[name.casefold()] = Form()
    return True


@function("HTTPAddParameter", "HTTPAjouteParamètre", on_failure=False)
def http_add_parameter(run: Run, name: str, key: str, value: Value) -> bool:
    """Adds a value to a form. Failure (no such form): False.

    Source: stdlib.md 7.
    """
    _form(run, name).parameters.append((key, to_text(value)))
    return True


@function("HTTPAddFile", "HTTPAjouteFichier", on_failure=False)
def http_add_file(run: Run, name: str, key: str, path: str, content_type: str = "") -> bool:
    """Adds a file to a form. Failure (no such form or file): False.

    Source: stdlib.md 7.
    """
    from wlmail.library.files import read
    from wlmail.library.paths import parts

    _form(run, name).files.append((key, "".join(parts(path)[2:]), read(run, path)))
    return True


@function("HTTPSendForm", "HTTPEnvoieFormulaire", on_failure=False)
def http_send_form(run: Run, name: str, target: Value, method: Value = 2) -> Value:
    """Sends a form to an address (True; HTTPGetResult gives the answer), or by an httpRequest (its response).

    Failure (no answer): False. Needs --allow-http.

    Source: stdlib.md 7.
    """
    form = _form(run, name)
    request = target.copy() if isinstance(target, Request) else Request()
    if not isinstance(target, Request):
        request.url = to_text(target)
    request.method = method
    if form.files:
        request.content, request.content_type = _multipart(form)
    else:
        from urllib.parse import urlencode

        written = urlencode(form.parameters, encoding="utf-8", errors="replace")
        if _method(request, b"") == "GET":
            request.url += ("&" if "?" in request.url else "?") + written
        else:
            request.content, request.content_type = written, "application/x-www-form-urlencoded"
    response = send(run, request)
    del run.state(Web).forms[name.casefold()]
    return response if isinstance(target, Request) else True


def _multipart(form: Form) -> tuple[bytes, str]:
    from uuid import uuid4

    def quoted(text: str) -> bytes:
        for plain, written in (('"', "%22"), ("\r", "%0D"), ("\n", "%0A")):
            text = text.replace(plain, written)
        return data_of(text.encode("utf-8", "replace"))

    boundary = uuid4().hex.encode("ascii")
    parts = []
    for key, value in form.parameters:
        parts.append(b'Content-Disposition: form-data; name="%s"\r\n\r\n%s' % (quoted(key), _content(value)))
    for key, file, data in form.files:
        head = b'Content-Disposition: form-data; name="%s"; filename="%s"\r\n' % (quoted(key), quoted(file))
        parts.append(head + b"Content-Type: application/octet-stream\r\n\r\n" + data)
    body = b"".join([b"--%s\r\n%s\r\n" % (boundary, part) for part in parts]) + b"--%s--\r\n" % boundary
    return body, f"multipart/form-data; boundary={boundary.decode()}"
