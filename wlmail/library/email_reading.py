"""Starting sessions that read mail: POP3 and IMAP (email.md 1.4 and 3.1). They log in and out; reading comes later."""

from __future__ import annotations

from wlmail.language.registry import Value, function
from wlmail.library.email_constants import DEFAULT
from wlmail.library.email_sessions import IMAPSession, POP3Session, Sessions
from wlmail.library.smtp import connect
from wlmail.runtime.conversions import to_int
from wlmail.runtime.errors import Failure
from wlmail.runtime.run import Run


@function("EmailStartPOP3Session", "EmailOuvreSessionPOP3", on_failure=False)
def start_pop3_session(
    run: Run, user: str, password: str, server: str, port: Value = None, option: Value = None
) -> bool:
    """Starts a POP3 session whose identity is the user name: `(user, password, server, port, option)`.

    The port is 110 unless given, 995 with optionTLS. True once the server has accepted the login.
    Source: email.md 3.1.
    """
    return _start(run, POP3Session, user, password, server, port, option)


@function("EmailStartIMAPSession", "EmailOuvreSessionIMAP", on_failure=False)
def start_imap_session(
    run: Run, user: str, password: str, server: str, port: Value = None, option: Value = None
) -> bool:
    """Starts an IMAP session whose identity is the user name: `(user, password, server, port, option)`.

    The port is 143 unless given, 993 with optionTLS. True once the server has accepted the login.
    Source: email.md 3.1.
    """
    return _start(run, IMAPSession, user, password, server, port, option)


def _start(
    run: Run,
    kind: type[POP3Session | IMAPSession],
    user: str,
    password: str,
    server: str,
    port: Value,
    option: Value,
) -> bool:
    chosen = DEFAULT if option is None else to_int(option)
    standard = kind.STANDARD_PORTS.get(chosen, 0)
    connect(
        run,
        kind.PROTOCOL,
        user=user,
        password=password,
        host=server,
        port=standard if port is None or port == "" else to_int(port),
        option=chosen,
        ignore=0,
        asynchronous=False,
        by_name=True,
    )
    return True


def start_both(
    run: Run, user: str, password: str, servers: tuple[str, str], ports: tuple[int, int], asynchronous: bool
) -> None:
    """Starts a POP3 and an SMTP session under one name, in clear; when one fails the other is closed. Raises Failure.

    The SMTP leg logs in with the same password where the server offers that. While mails are captured there is no
    mailbox to log in to: the SMTP leg alone is started, and a notice tells.
    """
    pop3, smtp = servers[0], servers[1] or servers[0]
    sessions = run.state(Sessions)
    legs = [("POP3", pop3, ports[0]), ("SMTP", smtp, ports[1])]
    if run.world.captured:
        sessions.make_way(user, "POP3")
        sessions.tell_once(run, f"while mails are captured, no mailbox is read: POP3 with {pop3} was not started")
        del legs[0]
    opened = []
    try:
        for protocol, server, port in legs:
            opened.append(
                connect(
                    run,
                    protocol,
                    user=user,
                    password=password,
                    host=server,
                    port=port,
                    option=DEFAULT,
                    ignore=0,
                    asynchronous=asynchronous,
                    by_name=True,
                    login_if_offered=protocol == "SMTP",
                )
            )
    except Failure:
        for leg in opened:
            sessions.end(leg)
        raise
