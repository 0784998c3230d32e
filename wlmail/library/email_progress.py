"""EmailProgressBar: how far a message is that is being sent (email.md 3.10)."""

from __future__ import annotations

from wlmail.language.registry import Value, function
from wlmail.library.email_sessions import OpenedSession, Session, Sessions
from wlmail.runtime.errors import WLError
from wlmail.runtime.run import Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


@function("EmailProgressBar", "EmailJauge")
def progress_bar(run: Run, session: Value, target: Value = None) -> None:
    """Lets a procedure know, or a gauge show, how far messages are that are being sent: `(session, target)`.

    A procedure is called with the bytes that are sent and all bytes of the message; both are equal once, when the
    server has accepted it. The name of a gauge shows a line on a terminal. Without a session: all sessions; "" ends it.
    Asynchronous sessions have none.
    Source: email.md 3.10, 7 (G13) and 9.
    """
    if target is None:
        session, target = None, session
    elif isinstance(target, Session) or callable(session):
        session, target = target, session
    if not (session is None or isinstance(session, Session | str)):
        raise WLError("a session variable or a user name is expected here")
    if not (isinstance(target, str) or callable(target)):
        raise WLError("a procedure, or the name of a gauge, is expected here")
    run.error.clear()
    gauges = run.state(Sessions).gauges
    name = session.name if isinstance(session, Session) else session
    if target == "":
        gauges.pop(name, None)
    else:
        gauges[name] = target


class Progress:
    """Tells the target of a session how far one message is. `target` None: nobody wants to know."""

    __slots__ = ("_done", "_run", "_target", "_text", "_total", "_whole")

    def __init__(self, run: Run, target: Any, text: str, total: int) -> None:
        self._run = run
        self._target = target
        self._text = text
        self._total = total
        self._done = self._whole = 0

    def __call__(self, size: int) -> None:
        """`size` more bytes are sent. Those of a second transaction, for further recipients, are no progress."""
        self._done += size
        if self._whole < self._done < self._total:
            self._whole = self._done
            self._tell(self._done)

    def end(self, *, accepted: bool) -> None:
        if isinstance(self._target, str):
            self._run.world.console.progress(None)
        elif accepted:
            self._tell(self._total)

    def _tell(self, done: int) -> None:
        if isinstance(self._target, str):
            self._run.world.console.progress(self._text, done / max(1, self._total))
        else:
            from wlmail.runtime.calls import call_value

            call_value(self._target, done, self._total)


def sent_with_progress(run: Run, opened: OpenedSession, envelope: Any) -> Any:
    """Sends over a session that sends at once, and tells its target, if it has one. Raises MailError.

    While a procedure is told, its session is busy: it can neither send nor say goodbye in the middle of a message.
    """
    gauges = run.state(Sessions).gauges
    target = gauges.get(opened.name, gauges.get(None))
    if target is None:
        return opened.connection.send(envelope)
    progress = Progress(run, target, envelope.recipients[0], len(envelope.data))
    opened.is_busy = True
    accepted = False
    try:
        result = opened.connection.send(envelope, progress)
        accepted = True
    finally:
        opened.is_busy = False
        progress.end(accepted=accepted)
    return result
