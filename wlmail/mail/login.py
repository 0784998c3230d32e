"""Logging in: which mechanism, and its conversation (RFC 4954; email.md SM1 to SM3, OA5).

One attempt with one mechanism: trying the same password again only brings an account closer to being locked.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from wlmail.mail.smtp import MailError
from wlmail.mail.wire import Reply, Wire, readable

if TYPE_CHECKING:
    from wlmail.mail.smtp import Settings

UNDER_TLS = ("PLAIN", "LOGIN", "CRAM-MD5")
IN_CLEAR = ("CRAM-MD5", "PLAIN", "LOGIN")
WITH_TOKEN = ("XOAUTH2", "OAUTHBEARER")
_UNKNOWN_MECHANISM = 504


async def login(wire: Wire, settings: Settings, offered: str, encrypted: bool) -> None:
    """Logs in when a password or a token is given. `offered` is what EHLO says after AUTH.

    Raises MailError (phase "login") without any secret in it, and WireError.
    """
    if not settings.wants_login:
        return
    mechanisms = set(offered.upper().replace("=", " ").split())
    preferred = WITH_TOKEN if settings.token else UNDER_TLS if encrypted else IN_CLEAR
    known = [mechanism for mechanism in preferred if mechanism in mechanisms]
    if not known:
        raise _nothing_in_common(settings, mechanisms, encrypted)
    reply = Reply(0, "")
    for mechanism in known:
        reply = await _attempt(wire, settings, mechanism)
        if reply.code != _UNKNOWN_MECHANISM:
            break
    if reply.code != 235:
        text = readable(without_secrets(reply.text, settings).encode())
        what = "the token" if settings.token else "the user name and password"
        remedy = f" Check {what}; some providers want a password made for this program only."
        raise MailError(
            f"{settings.host} refused the login of {settings.user or 'nobody'}:"
            f" {f'{reply.code} {text}'.rstrip(' .')}.{'' if 400 <= reply.code < 500 else remedy}",
            phase="login",
            code=reply.code,
            reply=text,
        )


def check_text(settings: Settings) -> None:
    """Raises MailError when what a login sends is no text that bytes can be made of; asked before connecting."""
    if not settings.wants_login:
        return
    for name, text in (("user", settings.user), ("password", settings.password), ("token", settings.token)):
        try:
            text.encode()
        except UnicodeEncodeError:
            raise MailError(
                f"The login to {settings.host} was not tried: the {name} holds half a character (a lone surrogate).",
                phase="login",
            ) from None


async def _attempt(wire: Wire, settings: Settings, mechanism: str) -> Reply:
    user, password, timeout = settings.user.encode(), settings.password.encode(), settings.timeout
    if mechanism == "PLAIN":
        return await wire.command(b"AUTH PLAIN " + b64encode(_plain(settings)), timeout)
    if mechanism == "LOGIN":
        reply = await wire.command(b"AUTH LOGIN", timeout)
        for answer in (user, password):
            if reply.code != 334:
                break
            reply = await wire.command(b64encode(answer), timeout)
        return reply
    if mechanism == "CRAM-MD5":
        import hmac

        reply = await wire.command(b"AUTH CRAM-MD5", timeout)
        if reply.code != 334:
            return reply
        digest = hmac.new(password, _challenge(reply), "md5").hexdigest().encode()
        return await wire.command(b64encode(user + b" " + digest), timeout)
    if mechanism == "XOAUTH2":
        initial, end = _xoauth2(settings), b""
    else:
        initial, end = _oauthbearer(settings), b64encode(b"\x01")
    reply = await wire.command(f"AUTH {mechanism} ".encode() + b64encode(initial), timeout)
    if reply.code != 334:
        return reply
    # The reason comes as a challenge; the refusal itself follows our empty answer.
    reason = readable(_challenge(reply))
    reply = await wire.command(end, timeout)
    return Reply(reply.code, f"{reply.text} {reason}".strip())


def _plain(settings: Settings) -> bytes:
    return b"\0" + settings.user.encode() + b"\0" + settings.password.encode()


def _xoauth2(settings: Settings) -> bytes:
    return b"user=" + settings.user.encode() + b"\x01auth=Bearer " + settings.token.encode() + b"\x01\x01"


def _oauthbearer(settings: Settings) -> bytes:
    server = f"\x01host={settings.host}\x01port={settings.port}".encode()
    name = settings.user.encode().replace(b"=", b"=3D").replace(b",", b"=2C")
    return b"n,a=" + name + b"," + server + b"\x01auth=Bearer " + settings.token.encode() + b"\x01\x01"


def _challenge(reply: Reply) -> bytes:
    try:
        return b64decode(reply.text)
    except ValueError:
        return b""


def _nothing_in_common(settings: Settings, mechanisms: set[str], encrypted: bool) -> MailError:
    if mechanisms:
        names = ", ".join(sorted(mechanisms))
        what = "a token" if settings.token else "a password"
        cause = f"{settings.host} takes no login with {what}; it offers {readable(names.encode(), 100)}."
    elif encrypted:
        cause = f"{settings.host} offers no login on port {settings.port}; leave the password empty, or use port 587."
    else:
        cause = (
            f"{settings.host} offers no login without encryption; use STARTTLS (port 587) or TLS (port 465),"
            " or leave the password empty."
        )
    return MailError(cause, phase="login")


def without_secrets(text: str, settings: Settings) -> str:
    """A server's text with password and token blotted out, in every form in which they may have been sent."""
    forms: list[bytes] = []
    if settings.password:
        raw = settings.password.encode()
        forms += [raw, b64encode(raw), b64encode(_plain(settings))]
    if settings.token:
        raw = settings.token.encode()
        forms += [raw, b64encode(raw), b64encode(_xoauth2(settings)), b64encode(_oauthbearer(settings))]
    # The longest first: a short password may be part of another form.
    for form in sorted(forms, key=len, reverse=True):
        text = text.replace(form.decode(), "***")
    return text
