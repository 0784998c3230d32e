"""What becomes of a run's messages: identifiers, their states, and the reports of the background (email.md 3.3.5)."""

from __future__ import annotations

from time import monotonic

from wlmail.language.failing import say
from wlmail.library.email_constants import ERROR, PENDING, SENT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from wlmail.mail.smtp import MailError
    from wlmail.runtime.run import Run

_COLLECT_EVERY = 0.1
"""Seconds between two looks at what has become of messages."""
_ONE_BY_ONE = 5
"""Messages with the same trouble that are told one by one; more become one line."""

_CUT_OFF = {
    False: "the program ended before all its mail was sent; messages cut off: {}",
    True: "le programme s'est terminé avant l'envoi de tous ses messages ; messages interrompus : {}",
}


class Outgoing:
    """The messages of one run, numbered from 1. `run.state(Outgoing)`."""

    __slots__ = ("_collected", "_errors", "_spools", "_states")

    def __init__(self) -> None:
        # One byte a message: a mailing may have a hundred thousand.
        self._states = bytearray(1)
        self._errors: dict[int, str] = {}
        self._collected = 0.0
        self._spools: list[Any] = []
        """Those with messages in the background, until all of these are told."""

    def number(self) -> int:
        """A new identifier, of a message that waits."""
        self._states.append(PENDING)
        return len(self._states) - 1

    def sent(self) -> int:
        """A new identifier, of a message that is sent."""
        self._states.append(SENT)
        return len(self._states) - 1

    def state_of(self, number: int) -> int | None:
        """PENDING, SENT or ERROR; None for an identifier that was never given."""
        return self._states[number] if 0 < number < len(self._states) else None

    def error_of(self, number: int) -> str:
        return self._errors.get(number, "")

    def follow(self, spool: Any) -> None:
        """The connection has messages in the background, whose reports are to be collected."""
        if spool not in self._spools:
            self._spools.append(spool)

    @property
    def has_news(self) -> bool:
        """Reports wait to be collected, and some time has passed: a mailing has one for every message."""
        if monotonic() < self._collected + _COLLECT_EVERY:
            return False
        return any(spool.reports for spool in self._spools)

    def collect(self, run: Run) -> None:
        """Takes the reports that have come, and tells what went wrong on standard error."""
        self._collected = monotonic()
        troubles: dict[str, list[str]] = {}
        for spool in list(self._spools):
            reports = spool.reports
            while reports:
                report = reports.popleft()
                to = _some(run, report.recipients)
                if report.error is not None:
                    text = _explained(run, report.error)
                    self._states[report.number] = ERROR
                    self._errors[report.number] = text
                    fate = "may or may not arrive" if report.error.kind == "outcome-unknown" else "not sent"
                    troubles.setdefault(f"{fate}: {text}", []).append(to)
                else:
                    self._states[report.number] = SENT
                    if report.result.refused:
                        troubles.setdefault(_partly_sent(report.result), []).append(to)
            if spool.has_ended and not reports:
                self._spools.remove(spool)
        for what, messages in troubles.items():
            if len(messages) > _ONE_BY_ONE:
                more = "et {} messages de plus" if run.french else "and {} more messages"
                messages = [f"{messages[0]} {more.format(len(messages) - 1)}"]
            for to in messages:
                _warn(run, to, what)

    def wait(self, run: Run, seconds: float) -> None:
        """The program ends: waits for the background, at most `seconds`; what remains is cut off and told (AS5)."""
        end = monotonic() + seconds
        cut_off = True
        try:
            for spool in self._spools:
                spool.finish()
            cut_off = not all(spool.join(max(0.0, end - monotonic())) for spool in self._spools)
        finally:
            # The time is over, or an interruption ends it.
            if cut_off:
                for spool in self._spools:
                    spool.abort()
            before = self._states.count(ERROR)
            self.collect(run)
            lost = self._states.count(ERROR) - before
            if cut_off and lost:
                run.unfinished = _CUT_OFF[run.french].format(lost)


def tell_refused(run: Run, recipients: list[str], result: Any) -> None:
    """Tells on standard error that a message has not reached all of its recipients."""
    _warn(run, _some(run, recipients), _partly_sent(result))


def _warn(run: Run, to: str, what: str) -> None:
    warning = "avertissement : " if run.french else "warning: "
    run.world.console.err(warning + say(run, f"message to {to} {what}"))


def _partly_sent(result: Any) -> str:
    return f"sent, but not to {refused_text(result)}"


def refused_text(result: Any) -> str:
    """The recipients that do not get a message, each with the reason. A code of 0 is none of the server's."""
    refused = result.refused.items()
    return ", ".join(f"{to} ({code} {text})" if code else f"{to} ({text})" for to, (code, text) in refused)


def _some(run: Run, recipients: list[str]) -> str:
    first, *more = recipients
    if not more:
        return first
    return f"{first} et {len(more)} de plus" if run.french else f"{first} and {len(more)} more"


def _explained(run: Run, error: MailError) -> str:
    from wlmail.mail.failures import explain

    return explain(error, run.french)
