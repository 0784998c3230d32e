"""`wlmail validate`, `record` and `verify`: two programs, or a recording and a program, and whether they send the same.

Exit status: 0 the same, 1 different, 2 misuse, 3 a side could not run, 4 only tolerated differences, with --strict.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wlmail.capture.comparison import Comparison, Side
from wlmail.capture.mailbox import Mailbox, MailboxError
from wlmail.capture.script import ScriptError, load_script
from wlmail.capture.tolerance import RulesError, Tolerance, learnt, read_rules
from wlmail.validation import sides
from wlmail.validation.sides import Conditions, SideError
from wlmail.world import silence

if TYPE_CHECKING:
    from collections.abc import Callable

    from wlmail.validation.arguments import ValidationOptions

SAME, DIFFERENT, MISUSE, NOT_RUN, ONLY_TOLERATED = 0, 1, 2, 3, 4
_NOISE = timedelta(days=1, hours=3, minutes=17, seconds=11)
"""How far the clock of the second run stands from that of the first, when noise is learnt."""
_PREFIX = "wlmail-validate-"
_KEPT = 10
"""Folders with messages of runs that failed."""
_MOST_RUNS = 60
"""Runs of both sides that shrinking may take."""

Row = dict[str, str]


class Result:
    """What a report is made from. `failure` tells why nothing was compared, "" when it was."""

    def __init__(self, left: Side, right: Side) -> None:
        self.left = left
        self.right = right
        self.failure = ""
        self.comparison: Comparison | None = None
        self.notes: list[str] = []
        self.rows: list[Row] = []
        """The smallest set of input rows that still differs."""
        self.kept = ""
        """The folder with the messages of both sides."""
        self.status = NOT_RUN

    def masked(self, text: str) -> str:
        """The text without the secrets of both programs."""
        for mask in (*self.left.masks, *self.right.masks):
            text = mask(text)
        return text

    def mask(self) -> None:
        """Takes the secrets out of all that a report shows, before it is rendered: no escape or cut can hide one."""
        masked = self.masked
        self.failure = masked(self.failure)
        self.notes = [masked(note) for note in self.notes]
        self.rows = [{name: masked(value) for name, value in row.items()} for row in self.rows]
        for side in (self.left, self.right):
            side.name, side.failure = masked(side.name), masked(side.failure)
            side.events = [masked(event) for event in side.events]
        if self.comparison is None:
            return
        for difference in self.comparison.differences:
            difference.left, difference.right = masked(difference.left), masked(difference.right)
            difference.tolerated = masked(difference.tolerated)
            # The first word is ours (`header`, `part`, `message`), the others can be a name out of the message.
            kind, blank, name = difference.where.partition(" ")
            difference.where = f"{kind}{blank}{masked(name)}"


def validate(options: ValidationOptions) -> int:
    """The command; returns the exit status."""
    if options.self_check:
        from wlmail.validation.self_check import self_check

        return self_check(options.pairs)
    return _reported(options, lambda: _validated(options))


def verify(options: ValidationOptions) -> int:
    """`wlmail verify RECORDING --against TARGET`: the same, the legacy side being a recording."""
    if not sides.is_recording(options.legacy):
        return _misuse(f"{options.legacy} is no recording; `wlmail record` makes one")
    return validate(options)


def record(options: ValidationOptions) -> int:
    """`wlmail record SOURCE -o FOLDER`: the messages of a program, to verify others against."""
    try:
        conditions = _conditions(options)
        side = _side(options.legacy, options, conditions)
        if side.failure:
            _tell(f"wlmail: {options.legacy}: {side.failure}")
            _tell_output(side)
            return NOT_RUN
        extra: dict[str, Any] = {"date": conditions.moment.isoformat(), "seed": conditions.seed}
        mailbox = Mailbox()
        mailbox.deliveries = side.deliveries
        if options.pseudonyms:
            from wlmail.capture.pseudonyms import disguise

            disguise(side)
            extra["pseudonyms"] = True
        mailbox.save(options.output)
        sides.write_run(side, Path(options.output), extra)
    except (SideError, ScriptError) as error:
        return _misuse(str(error))
    except (MailboxError, OSError) as error:
        _tell(f"wlmail: {error}")
        return NOT_RUN
    count = len(side.deliveries)
    print(f"{count} message{'s' if count != 1 else ''} recorded in {options.output}")
    return SAME


COMMANDS = {"validate": validate, "verify": verify, "record": record}


def _misuse(text: str) -> int:
    _tell(f"wlmail: {text}")
    return MISUSE


def _print(text: str) -> None:
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # The reader of the report went away (`wlmail validate … | head`): the status counts all the same.
        silence(sys.stdout)


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _tell_output(side: Side) -> None:
    output = side.output
    for mask in side.masks:
        output = mask(output)
    if output:
        _tell("the last lines of its output:\n" + "\n".join(f"  | {line}" for line in output.split("\n")[-10:]))


def _reported(options: ValidationOptions, work: Callable[[], Result]) -> int:
    from wlmail.capture.report_formats import report_as

    try:
        result = work()
    except (SideError, ScriptError, RulesError) as error:
        return _misuse(str(error))
    status = result.status
    try:
        if options.keep or result.failure:
            _keep(result, options.keep)
    except (MailboxError, OSError) as error:
        _tell(f"wlmail: the messages of both sides are not kept: {error}")
        status = NOT_RUN
    result.mask()
    if result.failure:
        _tell(f"wlmail: nothing was compared: {result.failure}")
        for side in (result.left, result.right):
            if side.failure:
                _tell_output(side)
        if result.kept:
            _tell(f"the messages of both sides are in {result.kept}")
    try:
        text = report_as(result, options.format)
        if text:
            _print(text)
        if options.html:
            Path(options.html).write_text(report_as(result, "html"), encoding="utf-8")
    except OSError as error:
        _tell(f"wlmail: {options.html or 'the report'} cannot be written: {error.strerror or error}")
        return NOT_RUN
    return status


def _keep(result: Result, folder: str) -> None:
    """Saves what both sides sent, in a temporary folder where none is named. Raises MailboxError, OSError."""
    if not folder and not result.left.deliveries and not result.right.deliveries:
        return
    place = folder or _temporary()
    for name, side in (("legacy", result.left), ("target", result.right)):
        mailbox = Mailbox()
        mailbox.deliveries = side.deliveries
        mailbox.save(os.path.join(place, name))
    result.kept = place


def _temporary() -> str:
    """A new folder for messages; of those of earlier runs the newest stay."""
    place = Path(tempfile.gettempdir())
    earlier = []
    for folder in place.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            facts = folder.lstat()
            if stat.S_ISDIR(facts.st_mode) and (not hasattr(os, "getuid") or facts.st_uid == os.getuid()):
                earlier.append((facts.st_mtime, folder))
    for _, folder in sorted(earlier, reverse=True)[_KEPT - 1 :]:
        shutil.rmtree(folder, ignore_errors=True)
    return tempfile.mkdtemp(prefix=_PREFIX)


# --- running ---------------------------------------------------------------------------------------------------------


def _conditions(options: ValidationOptions) -> Conditions:
    """Clock and seed are those that were asked for, else those of the recording, else now and 1. Raises SideError."""
    recorded = sides.read_run(Path(options.legacy)) if os.path.isdir(options.legacy) else {}
    moment, seed = options.date, options.seed
    try:
        if moment is None and "date" in recorded:
            moment = datetime.fromisoformat(recorded["date"]).astimezone()
        if seed is None:
            seed = int(recorded.get("seed", 1))
    except (ValueError, TypeError, OverflowError) as error:
        raise SideError(f"{os.path.join(options.legacy, sides.RUN)} makes no sense: {error}") from None
    script = load_script(options.server_script)
    now = datetime.now().astimezone().replace(microsecond=0)
    return Conditions(moment or now, seed, script, options.deadline)


def _text_of(path: str) -> str:
    """Raises SideError."""
    try:
        return Path(path).read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SideError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None


def _side(what: str, options: ValidationOptions, conditions: Conditions) -> Side:
    """One side of what was named: a program, a recording, or any other text, a command. Raises SideError."""
    if what == "python":
        if not options.legacy.lower().endswith(".wl"):
            raise SideError(f"--against python is what `wlmail python` makes of a .wl file; {options.legacy} is none")
        return sides.run_translation(options.legacy, conditions)
    if what.lower().endswith(".wl") and (os.path.isfile(what) or " " not in what.strip()):
        return sides.run_program(what, conditions)
    if sides.is_recording(what):
        return sides.read_recording(what)
    if os.path.isfile(what) and not os.access(what, os.X_OK):
        raise SideError(
            f"{what} is neither a .wl program, a recording, an mbox nor executable; write a command such as"
            f" «python {what}»"
        )
    return sides.run_command(what, conditions)


def _both(options: ValidationOptions, conditions: Conditions, rows: list[Row]) -> tuple[Side, Side]:
    """Both sides, once for each row of inputs; the messages of all rows together."""
    whole: list[tuple[Side, Side]] = []
    for number, row in enumerate(rows or [{}], 1):
        conditions.row = row
        conditions.like = None
        left = _side(options.legacy, options, conditions)
        conditions.like = next((d.asked for d in left.deliveries if d.asked.server), None)
        right = _side(options.target, options, conditions)
        whole.append((left, right))
        for side in (left, right):
            if rows and side.failure:
                side.failure = f"with row {number} of the inputs: {side.failure}"
        if left.failure or right.failure:
            break
    return _joined([pair[0] for pair in whole]), _joined([pair[1] for pair in whole])


def _joined(runs: list[Side]) -> Side:
    if len(runs) == 1:
        return runs[0]
    side = Side(runs[0].name)
    mailbox = Mailbox()
    for row, run in enumerate(runs, 1):
        for d in run.deliveries:
            added = mailbox.add(d.sender, d.recipients, d.data, d.asked, d.received, d.helo)
            added.has_envelope, added.row = d.has_envelope, row
            side.lines[added.number] = run.lines.get(d.number, {})
        side.events += [f"row {row}: {event}" for event in run.events]
        side.refused |= run.refused
        side.masks += run.masks
        side.failure = side.failure or run.failure
        side.output = run.output
    side.deliveries = mailbox.deliveries
    side.status = ", ".join(run.status for run in runs) if all(run.status for run in runs) else ""
    return side


def _validated(options: ValidationOptions) -> Result:
    conditions = _conditions(options)
    tolerance = read_rules(_text_of(options.rules), options.rules) if options.rules else Tolerance()
    notes = [f"expired: {rule.told()}" for rule in tolerance.expired]
    rows = read_inputs(options.inputs) if options.inputs else []
    for what in (options.legacy, options.target):
        if rows and sides.is_recording(what):
            raise SideError(f"{what} is a recording, which takes no inputs")
        if rows and what.lower().endswith(".wl") and os.path.isfile(what):
            notes += [f"{what} never names the input {name}" for name in sides.unknown_inputs(what, rows[0])]
    if options.learn_noise:
        runs = _twice(options, conditions)
        failed = next((run for run in runs if run.failure), None)
        if failed is not None:
            result = Result(failed, Side(options.target))
            result.failure = f"no noise can be learnt from {failed.name}: {failed.failure}"
            return result
        rules = learnt(Comparison(*runs, Tolerance()).differences)
        tolerance.rules += rules
        notes += [f"noise learnt: {rule.where}" for rule in rules] or ["noise learnt: none"]
    left, right = _both(options, conditions, rows)
    result = Result(left, right)
    result.notes = notes
    for side in (left, right):
        if side.failure:
            result.failure = f"{side.name}: {side.failure}"
            return result
    _disguised(options.legacy, right)
    result.comparison = Comparison(left, right, tolerance, options.level)
    if result.comparison.counting:
        result.status = DIFFERENT
        if rows:
            result.rows = _shrunk(options, conditions, rows, tolerance)
    elif result.comparison.tolerated and options.strict:
        result.status = ONLY_TOLERATED
    else:
        result.status = SAME
    return result


def _disguised(recording: str, other: Side) -> None:
    """A recording with pseudonyms is compared with messages under the same pseudonyms."""
    if os.path.isdir(recording) and sides.read_run(Path(recording)).get("pseudonyms"):
        from wlmail.capture.pseudonyms import disguise

        disguise(other)


def _twice(options: ValidationOptions, conditions: Conditions) -> tuple[Side, Side]:
    """Two runs of the legacy side, another clock and another seed the second time: what differs is noise."""
    other = Conditions(conditions.moment + _NOISE, conditions.seed + 1, conditions.script, conditions.deadline)
    return _side(options.legacy, options, conditions), _side(options.legacy, options, other)


# --- inputs ----------------------------------------------------------------------------------------------------------


def read_inputs(path: str) -> list[Row]:
    """The rows of a CSV file by the names in its first line; `,`, `;` and tabs separate. Raises SideError."""
    import csv
    import io

    text = _text_of(path)
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True) if row]
    except csv.Error as error:
        raise SideError(f"{path} cannot be read: {error}") from None
    if len(rows) < 2 or not all(name.strip() for name in rows[0]):
        raise SideError(f"{path}: the first line holds names, each following line one value for every name")
    names = [name.strip() for name in rows[0]]
    if len({name.casefold() for name in names}) < len(names):
        raise SideError(f"{path}: a name stands twice in the first line")
    for forbidden, told in (("=", "«=»"), ("\0", "a NUL")):
        if any(forbidden in name for name in names):
            raise SideError(f"{path}: a name in the first line holds {told}, which no name of an input can")
    for number, row in enumerate(rows[1:], 1):
        if any("\0" in value for value in row):
            raise SideError(f"{path}, row {number}: a value holds a NUL, which no command can be given")
        if len(row) != len(names):
            raise SideError(f"{path}, row {number}: {len(row)} values for {len(names)} names")
    return [dict(zip(names, row, strict=True)) for row in rows[1:]]


def _shrunk(options: ValidationOptions, conditions: Conditions, rows: list[Row], tolerance: Tolerance) -> list[Row]:
    """The smallest set of rows found that still differs: halves and smaller pieces are left out one after another."""
    runs = 0

    def differ(chosen: list[Row]) -> bool:
        nonlocal runs
        runs += len(chosen)
        left, right = _both(options, conditions, chosen)
        if left.failure or right.failure:
            return False
        _disguised(options.legacy, right)
        return bool(Comparison(left, right, tolerance, options.level).counting)

    for row in rows:  # most often one row alone shows it
        if runs >= _MOST_RUNS:
            break
        if differ([row]):
            return [row]
    pieces = 2
    while len(rows) >= 2 and runs < 4 * _MOST_RUNS:
        size = max(1, len(rows) // pieces)
        rest = [rows[:i] + rows[i + size :] for i in range(0, len(rows), size)]
        smaller = next((chosen for chosen in rest if chosen and differ(chosen)), None)
        if smaller is not None:
            rows, pieces = smaller, max(pieces - 1, 2)
        elif size == 1:
            break
        else:
            pieces = min(pieces * 2, len(rows))
    return rows
