"""One connection to the capture server: SMTP as lenient as a server that takes everything.

It knows every kind of TLS, the logins of `logins.py`, and answers as its script says.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from wlmail.capture.connection import HOST_NAME, Connection
from wlmail.capture.logins import MECHANISMS, WITH_TOKEN
from wlmail.capture.mailbox import Asked

if TYPE_CHECKING:
    import asyncio
    import ssl
    from collections.abc import Callable

    from wlmail.capture.logins import Exchange
    from wlmail.capture.server import CaptureServer

_PARAMETERS = ("AUTH", "BODY", "SIZE", "SMTPUTF8")
"""What may follow the address in MAIL FROM."""


class Door:
    """What clients find behind one port.

    `asked` is the server that this door stands for; None for one that any program may come to, whose messages tell
    what the client did. `starttls` is offered on a clear door, `tls` says that the door itself is encrypted.
    """

    __slots__ = ("asked", "offers_login", "starttls", "tls")

    def __init__(
        self,
        asked: Asked | None = None,
        *,
        offers_login: bool = False,
        starttls: ssl.SSLContext | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.asked = asked
        self.offers_login = offers_login
        self.starttls = starttls
        self.tls = tls


class Session(Connection):
    """One connection, from the greeting to QUIT."""

    def __init__(self, server: CaptureServer, door: Door, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(server, loop, encrypted=door.tls is not None)
        self._door = door
        self._exchange: Exchange | None = None
        """The login that is under way."""
        self._mechanism = ""
        self._helo = ""
        self._login = self._user = ""
        self._refused: set[str] = set()
        """Users whose login was refused on this connection."""
        self._sender: str | None = None
        self._recipients: list[str] = []
        self._asked = door.asked
        """What was asked for, where it is known."""

    @property
    def _is_busy(self) -> bool:
        return self._sender is not None or self._exchange is not None

    def _begin_anew(self) -> None:
        self._asked = self._door.asked
        self._helo = self._login = self._user = ""
        self._forget()

    def _take_line(self, line: bytes) -> None:
        if self._exchange is not None:
            self._go_on_with_login(line.strip())
        else:
            self._command(line.decode("utf-8", "replace").rstrip("\r"))

    # --- commands ----------------------------------------------------------------------------------------------------

    def _command(self, line: str) -> None:
        verb, _, argument = line.partition(" ")
        verb = verb.upper()
        command = _COMMANDS.get(verb)
        if command is None:
            self._dialogue.client(f"({len(line)} characters that are no command)")
            self._answer("500 5.5.1 command not recognized")
            return
        if verb != "AUTH":
            self._dialogue.client(line)
        command(self, argument.strip())

    def _ehlo(self, argument: str) -> None:
        if not self._greeted("EHLO", argument):
            return
        lines = ["PIPELINING", f"SIZE {self.message_limit}", "8BITMIME", "SMTPUTF8"]
        if self._door.starttls is not None and not self._encrypted:
            lines.append("STARTTLS")
        if self._door.offers_login:
            lines.append("AUTH " + " ".join(MECHANISMS))
        for text in (HOST_NAME, *lines):
            self._answer("250-" + text)
        self._answer("250 HELP")

    def _hello(self, argument: str) -> None:
        if self._greeted("HELO", argument):
            self._answer(f"250 {HOST_NAME}")

    def _greeted(self, verb: str, name: str) -> bool:
        if not name:
            self._answer(f"501 5.5.4 syntax: {verb} hostname")
            return False
        self._helo = name
        self._forget()
        return True

    def _forget(self) -> None:
        self._sender = None
        self._recipients = []

    def _mail(self, argument: str) -> None:
        if not self._helo:
            self._answer("503 5.5.1 send HELO or EHLO first")
            return
        if self._sender is not None:
            self._answer("503 5.5.1 a message has begun already")
            return
        address, parameters = _address(argument, "FROM:")
        if address is None:
            self._answer("501 5.5.4 syntax: MAIL FROM:<address>")
            return
        for parameter in parameters.split():
            name, _, value = parameter.partition("=")
            if name.upper() not in _PARAMETERS:
                self._answer(f"555 5.5.4 {name[:100]} is no parameter of MAIL FROM here")
                return
            if name.upper() == "SIZE" and not (value.isascii() and value.isdigit() and len(value) < 20):
                self._answer("501 5.5.4 SIZE is a number of bytes")
                return
            if name.upper() == "SIZE" and int(value) > self.message_limit:
                self._answer(f"552 5.3.4 a message may have {self.message_limit} bytes")
                return
        reply = self._server.script.sender(address)
        if reply:
            self._server.note(f"sender {address or '<>'} {reply}")
        else:
            self._dialogue.opened()
            self._sender = address
        self._answer(reply or "250 2.1.0 sender ok")

    def _recipient(self, argument: str) -> None:
        if self._sender is None:
            self._answer("503 5.5.1 send MAIL FROM first")
            return
        address, parameters = _address(argument, "TO:")
        if not address:
            self._answer("501 5.5.4 syntax: RCPT TO:<address>")
            return
        if parameters:
            self._answer("555 5.5.4 RCPT TO has no parameters here")
            return
        reply = self._server.script.recipient(address)
        if reply:
            self._server.refused.add(address)
            self._server.note(f"recipient {address} {reply}")
        else:
            self._recipients.append(address)
        self._answer(reply or "250 2.1.5 recipient ok")

    def _reset(self, argument: str) -> None:
        self._forget()
        self._answer("250 2.0.0 ok")

    def _noop(self, argument: str) -> None:
        self._answer("250 2.0.0 ok")

    def _verify(self, argument: str) -> None:
        self._answer("252 2.5.2 every address is taken")

    def _help(self, argument: str) -> None:
        self._answer("214 2.0.0 " + " ".join(_COMMANDS))

    def _quit(self, argument: str) -> None:
        self._forget()
        self._answer("221 2.0.0 bye")
        self._flush()
        self._transport.close()

    # --- TLS ---------------------------------------------------------------------------------------------------------

    def _starttls(self, argument: str) -> None:
        if self._encrypted or self._door.starttls is None:
            self._answer("503 5.5.1 the connection is encrypted" if self._encrypted else "502 5.5.1 no TLS here")
            return
        self._answer("220 2.0.0 ready for TLS")
        self._begin_tls(self._door.starttls)

    # --- logins: any name and any secret will do ---------------------------------------------------------------------

    def _auth(self, argument: str) -> None:
        name, _, initial = argument.partition(" ")
        name = name.upper()
        mechanism = MECHANISMS.get(name) if self._door.offers_login else None
        self._dialogue.client(f"AUTH {name if name in MECHANISMS else ''} ****".replace("  ", " "))
        if not self._helo:
            self._answer("503 5.5.1 send HELO or EHLO first")
        elif self._login:
            self._answer("503 5.5.1 logged in already")
        elif not self._door.offers_login:
            self._answer("502 5.5.1 no login here")
        elif mechanism is None:
            self._answer("504 5.5.4 this mechanism is not known here")
        else:
            self._mechanism = name
            self._exchange = mechanism()
            challenge = next(self._exchange)
            if initial:
                self._proceed(b"" if initial.strip() == "=" else initial.encode("utf-8", "replace"))
            else:
                self._challenge(challenge)

    def _challenge(self, challenge: bytes) -> None:
        self._answer(f"334 {b64encode(challenge).decode('ascii')}")

    def _go_on_with_login(self, line: bytes) -> None:
        self._dialogue.client("****")
        if line == b"*":
            self._exchange = None
            self._answer("501 5.7.0 login given up")
        else:
            self._proceed(line)

    def _proceed(self, encoded: bytes) -> None:
        """One answer of the client, in base64, and what the mechanism wants next."""
        assert self._exchange is not None
        try:
            challenge = self._exchange.send(b64decode(encoded, validate=True))
        except StopIteration as end:
            self._exchange = None
            self._logged_in(end.value.decode("utf-8", "replace"))
        except ValueError:
            self._exchange = None
            self._answer("501 5.5.2 this is no answer that the mechanism knows")
        else:
            self._challenge(challenge)

    def _logged_in(self, user: str) -> None:
        reply = self._server.script.login
        if reply:
            # Some clients try one mechanism after the other: that is one refusal.
            if user not in self._refused:
                self._refused.add(user)
                self._server.note(f"login {user} {reply}")
        else:
            self._login = "token" if self._mechanism in WITH_TOKEN else "password"
            self._user = user
            self._asked = self._door.asked
        self._answer(reply or "235 2.7.0 logged in")

    # --- messages ----------------------------------------------------------------------------------------------------

    def _data(self, argument: str) -> None:
        if argument or not self._recipients:
            self._answer("501 5.5.4 syntax: DATA" if argument else "503 5.5.1 send RCPT TO first")
            return
        self._answer("354 end with <CR><LF>.<CR><LF>")
        self._begin_content()

    def _take_message(self, content: bytes | None) -> None:
        if content is None:
            self._dialogue.client("(too many bytes)")
            self._answer("552 5.3.4 the message is too big")
        else:
            self._deliver(content)
        self._forget()

    def _deliver(self, content: bytes) -> None:
        self._dialogue.content(len(content))
        asked = self._asked
        if asked is None:
            security = "TLS" if self._door.tls else "STARTTLS" if self._encrypted else "none"
            port = self._server.port_of(self._door)
            asked = self._asked = Asked("127.0.0.1", port, security, self._user, self._login)  # type: ignore[arg-type]
        delivery, reply = self._server.take(self._sender or "", self._recipients, content, asked, self._helo)
        if reply:
            self._answer(reply)
        else:
            self._dialogue.trouble("the connection is cut, as the script says")
        refused = self._dialogue.refusals()
        lines = self._dialogue.cut()
        if delivery is not None:
            delivery.dialogue, delivery.refused = lines, refused
            self._server.tell(delivery)
        else:
            self._server.tell_trouble(lines)
        if not reply:
            self.hang_up()


_COMMANDS: dict[str, Callable[[Session, str], None]] = {
    "EHLO": Session._ehlo,
    "HELO": Session._hello,
    "MAIL": Session._mail,
    "RCPT": Session._recipient,
    "DATA": Session._data,
    "RSET": Session._reset,
    "NOOP": Session._noop,
    "QUIT": Session._quit,
    "VRFY": Session._verify,
    "HELP": Session._help,
    "STARTTLS": Session._starttls,
    "AUTH": Session._auth,
}


def _address(argument: str, keyword: str) -> tuple[str | None, str]:
    """The address after `FROM:` or `TO:`, and what follows it; None where there is none. Any text between angle
    brackets is taken, and a bare word."""
    if argument[: len(keyword)].upper() != keyword:
        return None, ""
    text = argument[len(keyword) :].strip()
    if not text.startswith("<"):
        address, _, rest = text.partition(" ")
        return address or None, rest.strip()
    quoted = escaped = False
    for index, character in enumerate(text):
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = quoted
        elif character == '"':
            quoted = not quoted
        elif character == ">" and not quoted:
            return text[1:index].strip(), text[index + 1 :].strip()
    return None, ""
