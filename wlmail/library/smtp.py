"""Starting, using and closing SMTP sessions (email.md 3.1 to 3.3)."""

from __future__ import annotations

from wlmail.language.failing import say, told
from wlmail.language.registry import Value, function
from wlmail.library.email import Email, EmailStructure
from wlmail.library.email_constants import DEFAULT, ERROR, IMPLICIT_TLS, STARTTLS
from wlmail.library.email_messages import envelope_of, the_message
from wlmail.library.email_oauth import AuthToken, access_token, expire
from wlmail.library.email_outgoing import refused_text, tell_refused
from wlmail.library.email_sessions import (
    DESKTOP,
    DesktopSession,
    Hold,
    IMAPSession,
    OpenedSession,
    POP3Session,
    Session,
    Sessions,
    SMTPSession,
    failure,
)
from wlmail.runtime.conversions import to_boolean, to_int, to_number, to_text
from wlmail.runtime.durations import Duration
from wlmail.runtime.errors import Failure, WLError
from wlmail.runtime.run import Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PORT_465 = "a real run would hardly succeed: port 465 is encrypted from the first byte; use optionTLS, or port 587"
_PORT_587 = "a real run would hardly succeed: port 587 begins in clear; use emailProtocolSMTPS, or port 465"
_MISFITS = {(465, DEFAULT): _PORT_465, (465, STARTTLS): _PORT_465, (587, IMPLICIT_TLS): _PORT_587}
"""What nobody would see while mails are captured: port and option of a session that disagree."""

_VARIABLE_ALONE = (
    "EmailStartSession ignores what follows a session variable; set its properties before, such as Asynchronous = True"
)


# --- Starting and closing ------------------------------------------------------------------------------------------


@function(
    "EmailStartSession",
    "EmailOuvreSession",
    aliases=("EmailOpenSession", "StartSession", "OpenSession", "OuvreSession"),
    on_failure=False,
)
def start_session(
    run: Run,
    session: Value,
    password: Value = None,
    pop3_server: Value = None,
    smtp_server: Value = None,
    pop3_port: Value = None,
    smtp_port: Value = None,
    asynchronous: Value = None,
) -> bool:
    """Starts the session of a variable: connects, encrypts as its Option says, logs in when a password is given.

    True once the server has accepted. A session that is open is closed first. The old form
    `(user, password, POP3 server, SMTP server, POP3 port, SMTP port, asynchronous)` starts POP3 and SMTP together, in
    clear, both or neither; without an SMTP server the first one serves for both.
    Source: email.md 3.1.
    """
    if isinstance(session, SMTPSession | POP3Session | IMAPSession):
        if password is not None:
            run.state(Sessions).tell_once(run, _VARIABLE_ALONE)
        try:
            _start_variable(run, session)
        except Failure as error:
            name = "EmailOuvreSession" if run.french else "EmailStartSession"
            run.state(Sessions).not_started(session, f"{name} failed: {error.message}")
            raise
        return True
    if isinstance(session, DesktopSession):
        raise Failure(DESKTOP.format(session.CLIENT))
    if not isinstance(session, str):
        raise WLError("a session variable or a user name is expected here")
    if pop3_server is None:
        raise Failure(DESKTOP.format("MS Exchange"))
    from wlmail.library.email_reading import start_both

    servers = to_text(pop3_server), "" if smtp_server is None else to_text(smtp_server)
    ports = 110 if pop3_port is None else to_int(pop3_port), 25 if smtp_port is None else to_int(smtp_port)
    later = asynchronous is not None and to_boolean(asynchronous)
    start_both(run, session, "" if password is None else to_text(password), servers, ports, later)
    return True


def _start_variable(run: Run, session: SMTPSession | POP3Session | IMAPSession) -> None:
    sessions = run.state(Sessions)
    # The last variable that stands for a session ends it; a copy of this one may go on with it.
    session.hold = None
    sessions.end_abandoned()
    opened = connect(
        run,
        session.PROTOCOL,
        user=session.name,
        password=session.password,
        token=session.auth_token,
        host=session.server_address,
        port=session.port,
        option=session.option,
        ignore=session.ignore_error,
        asynchronous=isinstance(session, SMTPSession) and session.asynchronous,
        by_name=False,
    )
    session.hold = Hold(opened, sessions)


@function("EmailStartSMTPSession", "EmailOuvreSessionSMTP", on_failure=False)
def start_smtp_session(
    run: Run,
    user: str,
    password: Value = None,
    server: Value = None,
    port: Value = None,
    asynchronous: Value = None,
    option: Value = None,
) -> bool:
    """Starts an SMTP session whose identity is the user name: `(user, password, server, port, asynchronous, option)`.

    The password may be left out: with two arguments they are user and server; with a number in the third place they
    are user, server, port. An option constant in the place of `asynchronous` is taken as the option.
    Source: email.md 3.1 and 9.
    """
    if server is None or _is_number(server):
        password, server, port, asynchronous, option = None, password, server, port, asynchronous
    if option is None and type(asynchronous) is int and asynchronous == STARTTLS:
        asynchronous, option = False, asynchronous
    chosen = DEFAULT if option is None else to_int(option)
    try:
        connect(
            run,
            "SMTP",
            user=user,
            password="" if password is None else to_text(password),
            host="" if server is None else to_text(server),
            port=SMTPSession.STANDARD_PORTS.get(chosen, 0) if port is None or port == "" else to_int(port),
            option=chosen,
            ignore=0,
            asynchronous=asynchronous is not None and to_boolean(asynchronous),
            by_name=True,
        )
    except Failure as error:
        name = "EmailOuvreSessionSMTP" if run.french else "EmailStartSMTPSession"
        run.state(Sessions).not_started(user, f"{name} failed: {error.message}")
        raise
    return True


def _is_number(value: Any) -> bool:
    return not isinstance(value, str) or value.strip().isdecimal()


def connect(
    run: Run,
    protocol: str,
    *,
    user: str,
    password: str,
    host: str,
    port: int,
    option: int,
    ignore: int,
    asynchronous: bool,
    by_name: bool,
    token: AuthToken | None = None,
    login_if_offered: bool = False,
) -> OpenedSession:
    """Opens a connection ("SMTP", "POP3" or "IMAP") and registers the session. `login_if_offered`: a server without
    logins gets none. Raises Failure; nothing stays open then."""
    from wlmail.mail.smtp import MailError, Security, Settings

    access = "" if token is None else access_token(run, token)
    sessions = run.state(Sessions)
    sessions.run = run
    security = {DEFAULT: Security.NONE, IMPLICIT_TLS: Security.TLS, STARTTLS: Security.STARTTLS}.get(option)
    if security is None:
        raise Failure(f"{option} is no Option of a session; use emailOptionDefault, emailProtocolSMTPS or optionTLS")
    host = host.strip()
    if not host:
        raise Failure(f"the address of the {protocol} server is empty")
    if any(c.isspace() or not c.isprintable() for c in host):
        raise Failure(f"the address of the {protocol} server holds characters that no host name can have")
    if "/" in host:
        raise Failure(f"{host} is a link; the address of the {protocol} server is its name alone")
    if host.count(":") == 1:
        raise Failure(f"{host} holds a port, which the address of the {protocol} server does not; give it as the port")
    if not 0 < port < 65536:
        raise Failure(f"{port} is no port; ports go from 1 to 65535")
    if run.world.captured and (port, option) in _MISFITS:
        sessions.tell_once(run, _MISFITS[port, option])
    sessions.make_way(user, protocol)
    settings = Settings(
        host=host,
        port=port,
        security=security,
        user=user,
        password=password,
        token=access,
        timeout=sessions.timeout,
        ignore=sessions.ignored_checks(run, ignore),
    )
    portal = run.world.portal
    try:
        try:
            connection = portal.connect(settings) if protocol == "SMTP" else portal.connect_reading(settings, protocol)
        except MailError as error:
            if not (login_if_offered and error.kind == "no-login-in-clear"):
                raise
            settings.password = ""
            connection = portal.connect(settings)
    except MailError as error:
        if token is not None and access and error.kind == "login-refused" and error.code in (None, 535):
            expire(run, token)
        raise failure(run, error) from None
    opened = OpenedSession(connection, settings, user, asynchronous, by_name, protocol)
    sessions.add(opened)
    return opened


@function("EmailCloseSession", "EmailFermeSession", aliases=("CloseSession", "FermeSession"), on_failure=None)
def close_session(run: Run, session: Value) -> None:
    """Closes a session (QUIT), a user name's all of them. What an asynchronous session still has to send is sent first,
    in the background.

    A session that is unknown or already closed is no error.
    Source: email.md 3.1.
    """
    sessions = run.state(Sessions)
    if not isinstance(session, Session | str):
        raise WLError("a session variable or a user name is expected here")
    for opened in sessions.legs(session):
        sessions.end(opened)
    if isinstance(session, Session):
        session.hold = None


@function("EmailSetTimeOut", "EmailChangeTimeOut")
def set_time_out(run: Run, duration: Value) -> None:
    """Sets how long a server may stay silent: seconds, or a Duration such as `10 s`. Zero and less are ignored.

    Open sessions take it for their next operation.
    Source: email.md 3.2.
    """
    run.error.clear()
    seconds = duration.ms / 1000 if isinstance(duration, Duration) else float(to_number(duration))
    if not seconds > 0:
        return
    sessions = run.state(Sessions)
    sessions.timeout = min(seconds, 1e8)
    for opened in sessions:
        opened.settings.timeout = sessions.timeout


@function("EmailGetTimeOut", "EmailLitTimeOut")
def get_time_out(run: Run) -> int:
    """The time-out in seconds; 600 until EmailSetTimeOut changes it.

    Source: email.md 3.2.
    """
    run.error.clear()
    return max(1, round(run.state(Sessions).timeout))


@function("EmailConfigure", "EmailParamètre", aliases=("EmailParameter",))
def configure(run: Run, parameter: int, value: Value = None) -> Value:
    """Sets a parameter of the e-mail functions and returns its value; without a value it only returns it.

    `EmailConfigure(emailParameterMode, 1)` makes IgnoreError effective.
    Source: email.md 3.10.
    """
    run.error.clear()
    parameters = run.state(Sessions).parameters
    if value is not None:
        parameters[parameter] = int(value) if isinstance(value, bool) else value
    return parameters.get(parameter, 0)


# --- Sending -------------------------------------------------------------------------------------------------------


@function("EmailSendMessage", "EmailEnvoieMessage", on_failure=False)
def send_message(run: Run, session: Value = None, email: Value = None, options: int = 0) -> bool:
    """Hands one message to the SMTP server of an open session: `EmailSendMessage(session, email, options)`.

    True once the server has accepted it; a message is never sent twice. Without an Email: the structure, and options
    may stand in its place. When the server refuses some of the recipients, the others get it; ErrorInfo and standard
    error name the refused ones. In an asynchronous session True is no more than that the message was taken: a refusal
    is told by EmailStatus, and on standard error.
    Source: email.md 3.3.1.
    """
    if type(email) is int:
        email, options = None, email
    message = the_message(run, email)
    try:
        opened = run.state(Sessions).started(run, sender_session(session))
        envelope = envelope_of(run, message, options)
        note_identifier(message, deliver(run, opened, envelope))
    except Failure as error:
        message.error = told(run, error).message
        raise
    message.error = ""
    return True


_SENDERS = (SMTPSession, str)


def sender_session(session: Value) -> Session | str:
    """The session argument of a sending function. Raises Failure for one that only reads."""
    if session is None:
        raise Failure("no session")
    if isinstance(session, _SENDERS):
        return session
    if isinstance(session, DesktopSession):
        raise Failure(DESKTOP.format(session.CLIENT))
    if isinstance(session, Session):
        raise Failure("this session cannot send; an SMTP session is needed")
    raise WLError("a session variable or a user name is expected here")


def deliver(run: Run, opened: OpenedSession, envelope: Any) -> int:
    """Sends an envelope and returns the identifier of the message. Raises Failure when the session is synchronous."""
    from wlmail.mail.smtp import MailError

    sessions = run.state(Sessions)
    try:
        if opened.asynchronous:
            return _posted(run, opened, envelope)
        if sessions.gauges:
            from wlmail.library.email_progress import sent_with_progress

            result = sent_with_progress(run, opened, envelope)
        else:
            result = opened.connection.send(envelope)
    except MailError as error:
        if not opened.connection.is_open:
            sessions.end(opened)
        raise failure(run, error) from None
    # What ErrorInfo tells after True is about this message: no text of an earlier one.
    if result.refused:
        name = "EmailEnvoieMessage" if run.french else "EmailSendMessage"
        text = say(run, f"the message was sent, but not to {refused_text(result)}")
        run.error.fail(name, Failure(text, system=result.reply))
        tell_refused(run, envelope.recipients, result)
        run.error.clear()
    else:
        run.error.forget()
    return sessions.outgoing.sent()


def _posted(run: Run, opened: OpenedSession, envelope: Any) -> int:
    """Hands a message to the background (AS1). Raises MailError for what is known before: too big, session closed."""
    outgoing = run.state(Sessions).outgoing
    number = outgoing.number()
    outgoing.follow(opened.connection.background())
    opened.connection.post(number, envelope)
    if outgoing.has_news:
        outgoing.collect(run)
    return number


def note_identifier(message: Email | EmailStructure, identifier: int) -> None:
    message.id = str(identifier)
    if isinstance(message, EmailStructure):
        message.mail_identifier = identifier
    else:
        message.asynchronous_identifier = message.id


@function("EmailStatus", "EmailEtat", on_failure=ERROR)
def status(run: Run, identifier: Value) -> int:
    """What became of a message: emailPending, emailSent, or emailError and ErrorInfo tells why.

    The identifier is ID or AsynchronousEmailIdentifier of the variable, MailIdentifier of the structure.
    Source: email.md 3.3.5.
    """
    if isinstance(identifier, Email | EmailStructure):
        wanted = "m.IdentifiantEmailAsynchrone" if run.french else "m.AsynchronousEmailIdentifier"
        if isinstance(identifier, EmailStructure):
            wanted = "Email.IdentifiantMail" if run.french else "Email.MailIdentifier"
        name = "EmailEtat" if run.french else "EmailStatus"
        raise WLError(say(run, f"{name} takes the identifier of a message, not the message: {name}({wanted})"))
    number = to_int(identifier)
    outgoing = run.state(Sessions).outgoing
    outgoing.collect(run)
    state = outgoing.state_of(number)
    if state is None:
        raise Failure(f"no message has the identifier {to_text(identifier)}")
    if state == ERROR:
        raise Failure(outgoing.error_of(number))
    return state


@function("EmailMsgError", "EmailMsgErreur")
def msg_error(run: Run, error: Value = None) -> str:
    """The text of an error, such as Email.Error; without argument that of the last error.

    Source: email.md 3.10 and 9.
    """
    if isinstance(error, str) and not error.strip().lstrip("-").isdecimal():
        return error
    if error is None or run.error.message:
        return run.error.message
    return say(run, f"unknown error {to_text(error)}")
