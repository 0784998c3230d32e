"""What the tests of the e-mail library share: calling functions by name, sessions and messages ready to send."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from wlmail.language import registry
from wlmail.language.names import fold
from wlmail.library import (  # noqa: F401 - they register their functions
    email_addresses,
    email_import,
    email_messages,
    email_oauth,
    email_platform,
    email_raw,
    email_reading,
    smtp,
)
from wlmail.library.email import Email, EmailStructure
from wlmail.library.email_sessions import SMTPSession
from wlmail.mail.smtp import MailError
from wlmail.runtime.dynamic import set_member
from wlmail.runtime.run import Run


def call(run: Run, name: str, *arguments: Any) -> Any:
    """Calls a library function by a WLanguage name, with the arguments converted as the compiler does it."""
    entry = registry.FUNCTIONS[fold(name)]
    low, high = entry.counts
    assert low <= len(arguments), f"{name} takes {low} arguments"
    assert high is None or len(arguments) <= high, f"{name} takes {high} arguments"
    parameters = entry.parameters
    given = []
    for i, argument in enumerate(arguments):
        kind = parameters[min(i, len(parameters) - 1)].kind
        given.append(kind.convert(argument) if kind else argument)
    assert entry.implementation is not None
    return entry.implementation(run, *given) if entry.takes_run else entry.implementation(*given)


def session(**members: Any) -> SMTPSession:
    made = SMTPSession()
    made.server_address, made.name = "smtp.example.com", "user"
    for name, value in members.items():
        set_member(made, name, value)
    return made


def message(**members: Any) -> Email:
    made = Email()
    made.sender, made.subject, made.message = "me@example.com", "Hello", "Text"
    made.recipient.assign("you@example.com")
    for name, value in members.items():
        setattr(made, name, value)
    return made


def read(data: bytes) -> EmailMessage:
    return cast(EmailMessage, message_from_bytes(data, policy=policy.default))


def started(run: Run, **members: Any) -> SMTPSession:
    made = session(**members)
    assert call(run, "EmailStartSession", made) is True
    return made


def mail_error(phase: str, text: str, code: int | None = None, reply: str = "") -> MailError:
    return MailError(text, phase=phase, code=code, reply=reply)


def structure(run: Run) -> EmailStructure:
    made = run.state(EmailStructure)
    made.sender, made.subject, made.message = "me@example.com", "Hello", "Text"
    made.recipient.assign("you@example.com")
    made.nb_recipient = 1
    return made
