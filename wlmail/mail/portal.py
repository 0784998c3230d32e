"""The one door to the network: connections are opened and closed through it."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from wlmail.mail.connecting import Address, check_clear_login, resolve
from wlmail.mail.failures import broken, failed
from wlmail.mail.login import check_text, login, without_secrets
from wlmail.mail.opening import begin
from wlmail.mail.replies import Offer, WireError
from wlmail.mail.smtp import Connection, MailError, Security, Settings
from wlmail.mail.wire import Wire

if TYPE_CHECKING:
    import ssl

    from wlmail.mail.reading import ReadingConnection


class Portal:
    """Keeps the connections that are open, and the TLS contexts. Use it from one thread, and close it."""

    def __init__(self) -> None:
        self._connections: list[Connection] = []
        self.contexts: dict[object, ssl.SSLContext] = {}
        """TLS contexts by what they check: they take long to make."""

    def connect(self, settings: Settings) -> Connection:
        """Opens a session: name, TCP, greeting, TLS, login. Raises MailError; nothing stays open then."""
        check_text(settings)
        addresses = resolve(settings)
        check_clear_login(settings, addresses)
        another = partial(self._open, settings, addresses)
        connection = Connection(self, settings, *another(), another)
        self._connections = [other for other in self._connections if not other.has_ended] + [connection]
        return connection

    def connect_reading(self, settings: Settings, protocol: str) -> ReadingConnection:
        """Opens a session that reads mail, "POP3" or "IMAP". Raises MailError; nothing stays open then."""
        from wlmail.mail.reading import open_reading

        check_text(settings)
        addresses = resolve(settings)
        check_clear_login(settings, addresses)
        return open_reading(settings, protocol, addresses, self.contexts)

    def forget(self, connection: Connection) -> None:
        if connection in self._connections:
            self._connections.remove(connection)

    def close(self) -> None:
        """Closes what is open (QUIT)."""
        for connection in list(self._connections):
            connection.close()
            if connection.spool is not None:
                connection.spool.join(connection.settings.timeout)
        self._connections.clear()

    def _open(self, settings: Settings, addresses: list[Address]) -> tuple[Wire, Offer]:
        """A connection after the login, and what its server offers. Raises MailError; nothing stays open then.

        May be called from several threads.
        """
        context = None
        if settings.security is not Security.NONE:
            context = self._context(settings, addresses)
        wire, offer = begin(settings, addresses, context)
        if not settings.wants_login:
            return wire, offer
        wire.reader.conceal = partial(without_secrets, settings=settings)
        wire.reader.in_login = True
        try:
            login(wire, settings, offer.extensions.get("auth", ""), settings.security is not Security.NONE)
            wire.reader.in_login = False
        except WireError as error:
            wire.abort()
            raise failed("login-lost", phase="login", facts={"host": settings.host, **broken(error)}) from None
        except MailError:
            with suppress(WireError):
                wire.command(b"QUIT", min(settings.timeout, 5.0))
            wire.close()
            raise
        except BaseException:
            wire.abort()
            raise
        return wire, offer

    def _context(self, settings: Settings, addresses: list[Address]) -> ssl.SSLContext:
        from wlmail.mail import tls

        checks = tls.Checks(settings)
        if checks.wants_certificate:
            wire, _ = begin(settings, addresses, tls.unchecked_context())
            try:
                checks.look_at(wire.sock.getpeercert(binary_form=True))  # type: ignore[attr-defined]
            finally:
                wire.close()
        return checks.context(self.contexts)
