"""Logging in to an SMTP server: which method, and its conversation (RFC 4954; email.md SM1 to SM3, OA5).

One attempt with one mechanism: trying the same password again only brings an account closer to being locked.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from wlmail.mail import sasl
from wlmail.mail.replies import Reply, readable

if TYPE_CHECKING:
    from wlmail.mail.smtp import MailError, Settings
    from wlmail.mail.wire import Wire

_UNKNOWN_MECHANISM = 504
_CANCEL_TIMEOUT = 5.0
"""Seconds that a server has to take notice that a login is given up."""


def login(wire: Wire, settings: Settings, offered: str, encrypted: bool) -> None:
    """Logs in when a password or a token is given. `offered` is what EHLO says after AUTH.

    Raises MailError (phase "login") without any secret in it, and WireError.
    """
    if not settings.wants_login:
        return
    mechanisms = set(offered.upper().replace("=", " ").split())
    known = sasl.choose(mechanisms, token=bool(settings.token), encrypted=encrypted)
    if not known:
        raise nothing_in_common(settings, mechanisms, encrypted)
    reply = Reply(0, "")
    for mechanism in known:
        reply = _attempt(wire, settings, mechanism)
        if reply.code != _UNKNOWN_MECHANISM:
            break
    if reply.code != 235:
        raise refused(settings, reply.text, reply.code)


def _attempt(wire: Wire, settings: Settings, mechanism: str) -> Reply:
    try:
        talk = begin(settings, mechanism)
        first = b"" if talk.first is None else b" " + (b64encode(talk.first) or b"=")
        reply = wire.command(f"AUTH {mechanism}".encode() + first, settings.timeout)
        while reply.code == 334:
            reply = wire.command(b64encode(talk.answer(_challenge(reply))), settings.timeout)
    except (sasl.Confused, sasl.Unproven) as error:
        wire.command(b"*", min(settings.timeout, _CANCEL_TIMEOUT))
        raise cheated(error, settings, mechanism) from None
    if reply.code == 235 and not talk.proven:
        raise cheated(sasl.Unproven(), settings, mechanism)
    return Reply(reply.code, f"{reply.text} {readable(talk.reason)}".strip())


def begin(settings: Settings, mechanism: str) -> sasl.Conversation:
    host = settings.host.removeprefix("[").removesuffix("]")
    return sasl.converse(mechanism, settings.user, settings.password, settings.token, host, settings.port)


def check_text(settings: Settings) -> None:
    """Raises MailError when a login cannot carry the user name, password or token; asked before connecting."""
    if not settings.wants_login:
        return
    from wlmail.mail.failures import failed

    texts = {"user": settings.user, "password": settings.password, "token": settings.token}
    facts: dict[str, object] = {"host": settings.host}
    for what, text in texts.items():
        facts |= {"what": what, "what_fr": _FRENCH[what]}
        try:
            text.encode()
        except UnicodeEncodeError:
            raise failed("half-characters", phase="login", facts=facts) from None
    try:
        if settings.token:
            if not settings.token.isascii() or not settings.token.isprintable() or " " in settings.token:
                raise sasl.Unspeakable("token")
            if any(c < " " or c == "\x7f" for c in settings.user):
                raise sasl.Unspeakable("user")
        else:
            sasl.prepared(settings.user, "user")
            sasl.prepared(settings.password, "password")
    except sasl.Unspeakable as error:
        detail = {"detail": "a control or forbidden character", "detail_fr": "un caractère de contrôle ou interdit"}
        facts |= {"what": error.what, "what_fr": _FRENCH[error.what], **detail}
        raise failed("login-characters", phase="login", facts=facts) from None


_FRENCH = {"user": "le nom", "password": "le mot de passe", "token": "le jeton"}


def _challenge(reply: Reply) -> bytes:
    try:
        return b64decode(reply.text)
    except ValueError:
        return b""


def refused(settings: Settings, text: str, code: int | None = None) -> MailError:
    """The server's no, without what it repeats of the secrets."""
    from wlmail.mail.failures import failed

    text = readable(without_secrets(text, settings).encode())
    login = "token" if settings.token else "password"
    facts = {"host": settings.host, "user": settings.user or "nobody", "login": login}
    return failed("login-refused", phase="login", code=code, reply=text, facts=facts)


def cheated(error: sasl.Confused | sasl.Unproven, settings: Settings, mechanism: str) -> MailError:
    from wlmail.mail.failures import failed

    kind = "login-without-proof" if isinstance(error, sasl.Unproven) else "login-confused"
    facts = {"host": settings.host, "user": settings.user, "mechanism": mechanism, "detail": str(error)}
    return failed(kind, phase="login", facts=facts)


def nothing_in_common(settings: Settings, mechanisms: set[str], encrypted: bool) -> MailError:
    from wlmail.mail.failures import failed

    facts: dict[str, object] = {"host": settings.host, "port": settings.port}
    if mechanisms:
        facts["what"] = "a token" if settings.token else "a password"
        facts["what_fr"] = "jeton" if settings.token else "mot de passe"
        facts["offered"] = readable(", ".join(sorted(mechanisms)).encode(), 100)
        return failed("no-login-method", phase="login", facts=facts)
    return failed("no-login-offered" if encrypted else "no-login-in-clear", phase="login", facts=facts)


def without_secrets(text: str, settings: Settings) -> str:
    """A server's text with password and token blotted out, in every form in which they may have been sent."""
    user = settings.user.encode()
    forms: list[bytes] = []
    if settings.password:
        for password in {settings.password, _prepared(settings.password)}:
            raw = password.encode()
            quoted = raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"')  # for IMAP's LOGIN
            forms += [raw, quoted, b64encode(raw), b64encode(sasl.plain(user, raw))]
            forms.append(b64encode(sasl.plain(_prepared(settings.user).encode(), raw)))
    if settings.token:
        raw = settings.token.encode()
        forms += [raw, b64encode(raw)]
        for mechanism in sasl.WITH_TOKEN:
            first = begin(settings, mechanism).first
            forms.append(b64encode(first or b""))
    # The longest first: a short password may be part of another form.
    for form in sorted(filter(None, forms), key=len, reverse=True):
        text = text.replace(form.decode(), "***")
    return text


def _prepared(text: str) -> str:
    try:
        return sasl.prepared(text, "")
    except sasl.Unspeakable:
        return text
