"""What the tests of the e-mail library share: calling functions by name, sessions and messages ready to send."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from worlds import call as call

from wlmail.library.email import Email, EmailStructure
from wlmail.library.email_sessions import SMTPSession
from wlmail.mail.smtp import MailError
from wlmail.runtime.dynamic import set_member
from wlmail.runtime.run import Run


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
