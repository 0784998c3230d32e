"""Dates and times (stdlib.md 2). Functions take texts in the internal formats as well as Date, Time and DateTime."""

from __future__ import annotations

from wlmail.language.registry import Value, function
from wlmail.library import date_masks as masks
from wlmail.library.date_masks import Fields, clock_fields, fields, formatted, parsed
from wlmail.library.system import Language
from wlmail.runtime.clock import digits_of
from wlmail.runtime.conversions import to_text
from wlmail.runtime.dates import Date, DateTime, Time
from wlmail.runtime.errors import WLError
from wlmail.runtime.run import Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

# --- Now -------------------------------------------------------------------------------------------------------------


@function("DateSys", "DateSys")
def date_sys(run: Run) -> str:
    """The date of today as text, YYYYMMDD.

    Source: stdlib.md 2.
    """
    return digits_of(run.world.clock.now())[:8]


@function("Today", "DateDuJour")
def today(run: Run) -> Date:
    """The date of today.

    Source: stdlib.md 2.
    """
    return Date(digits_of(run.world.clock.now())[:8])


@function("TimeSys", "HeureSys")
def time_sys(run: Run) -> str:
    """The time as text, HHMMSSCC with hundredths.

    Source: stdlib.md 2.
    """
    return digits_of(run.world.clock.now())[8:16]


@function("Now", "Maintenant")
def now(run: Run) -> Time:
    """The time. Today() + Now() is a text of digits.

    Source: stdlib.md 2.
    """
    return Time(digits_of(run.world.clock.now())[8:16])


@function("SysDateTime", "DateHeureSys", aliases=("DateTimeSys",))
def sys_date_time(run: Run, utc: Value = False) -> str:
    """Date and time as text of 17 digits, YYYYMMDDHHMMSSCCC; UTC when asked.

    Source: stdlib.md 2.
    """
    moment = run.world.clock.now()
    if utc:
        from datetime import UTC

        moment = moment.astimezone(UTC)
    return digits_of(moment)


@function("CurrentYear", "AnnéeEnCours")
def current_year(run: Run) -> int:
    """The year of today.

    Source: stdlib.md 2.
    """
    return run.world.clock.now().year


# --- To text ---------------------------------------------------------------------------------------------------------


def whole(value: Value) -> str:
    """The digits of a date or date-time; "" for none."""
    digits = to_text(value).strip()
    return digits if digits.strip("0") else ""


@function("DateToString", "DateVersChaîne")
def date_to_string(run: Run, date: Value, mask: str = masks.DATE_MASK) -> str:
    """A date as text: DateToString(d, "DD/MM/YYYY"). JJ, MMMM, AAAA, HH, mm and the maskDate… constants work too.

    An empty date gives "".

    Source: stdlib.md 2.
    """
    digits = whole(date)
    return _written(run, fields(digits), mask, masks.DATE_MASK) if digits else ""


@function("DateTimeToString", "DateHeureVersChaîne")
def date_time_to_string(run: Run, value: Value, mask: str = masks.DATETIME_MASK) -> str:
    """A date-time as text: DateTimeToString(dt, "DD/MM/YYYY HH:mm"). An empty one gives "".

    Source: stdlib.md 2.
    """
    digits = whole(value)
    return _written(run, fields(digits), mask, masks.DATETIME_MASK) if digits else ""


@function("TimeToString", "HeureVersChaîne")
def time_to_string(run: Run, time: Value, mask: str = masks.TIME_MASK) -> str:
    """A time as text: TimeToString(t, "HH:MM"); MM is minutes. An empty time gives "".

    Source: stdlib.md 2.
    """
    digits = to_text(time).strip()
    if not digits:
        return ""
    if isinstance(time, DateTime) or len(digits) > 9:
        digits = digits[8:]
    moment: Fields = (0, 0, 0, *clock_fields(digits))
    return formatted(moment, mask or masks.TIME_MASK, french=run.state(Language).french(run), clock_only=True)


def _written(run: Run, moment: Fields, mask: str, default: str) -> str:
    if mask in (masks.EMAIL, masks.INTERNET):
        return _mail_date(run, moment)
    if mask == masks.RFC3339:
        return local(run, moment).isoformat(timespec="seconds")
    if mask == masks.RELATIVE:
        return _relative(run, moment)
    french = run.state(Language).french(run)
    return formatted(moment, default if mask in (masks.SYSTEM, "") else mask, french=french)


def local(run: Run, moment: Fields) -> datetime:
    """The moment with its zone: the one of this machine at that date, or that of the clock when it has another."""
    from datetime import datetime

    year, month, day, hour, minute, second, ms = moment
    naive = datetime(year, month, day, hour, minute, second, ms * 1000)
    clock = run.world.clock.now()
    if clock.utcoffset() != clock.astimezone().utcoffset():
        return naive.replace(tzinfo=clock.tzinfo)
    try:
        return naive.astimezone()
    except (OverflowError, ValueError, OSError):  # a date that the system's calendar does not hold
        return naive.replace(tzinfo=clock.tzinfo)


def _mail_date(run: Run, moment: Fields) -> str:
    """Date and time as the header of a mail writes them (RFC 5322), in English whatever the program's language."""
    there = local(run, moment)
    day, month = masks.SHORT_DAYS[False][there.weekday()], masks.SHORT_MONTHS[False][there.month - 1]
    return f"{day}, {there.day:02} {month} {there.year:04} {there:%H:%M:%S %z}"


def _relative(run: Run, moment: Fields) -> str:
    """How long ago, or in how long, in the largest unit."""
    seconds = (local(run, moment) - run.world.clock.now()).total_seconds()
    french = run.state(Language).french(run)
    units = ((86400, "day", "jour"), (3600, "hour", "heure"), (60, "minute", "minute"), (1, "second", "seconde"))
    size, english_unit, french_unit = next((u for u in units if abs(seconds) >= u[0]), units[-1])
    count = int(abs(seconds) // size)
    unit = (french_unit if french else english_unit) + ("s" if count > 1 or (count == 0 and not french) else "")
    if french:
        return f"dans {count} {unit}" if seconds > 0 else f"il y a {count} {unit}"
    return f"in {count} {unit}" if seconds > 0 else f"{count} {unit} ago"


# --- From text -------------------------------------------------------------------------------------------------------


def _digits(moment: Fields | None, width: int) -> str:
    """The digits of what was read, "" when it is no moment."""
    if moment is None:
        return ""
    year, month, day, hour, minute, second, ms = moment
    digits = f"{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}{ms:03}"
    try:
        fields(digits)
    except WLError:
        return ""
    return digits[:width]


@function("StringToDate", "ChaîneVersDate")
def string_to_date(text: str, mask: str = masks.DATE_MASK) -> str:
    """The date that a text writes by a mask, as YYYYMMDD; "" when the text does not fit.

    Source: stdlib.md 2.
    """
    if mask in (masks.EMAIL, masks.INTERNET, masks.RFC3339):
        return string_to_date_time(text, mask)[:8]
    return _digits(parsed(text, masks.DATE_MASK if mask in (masks.SYSTEM, "") else mask), 8)


@function("StringToTime", "ChaîneVersHeure")
def string_to_time(text: str, mask: str = "") -> str:
    """The time that a text writes by a mask (HH:MM, HH:MM:SS … without one), as HHMMSSCC; "" when it does not fit.

    Source: stdlib.md 2.
    """
    for one in (mask,) if mask else ("HH:MM:SS:CC", "HH:MM:SS", "HH:MM"):
        moment = parsed(text, one, clock_only=True)
        if moment is not None:
            digits = _digits((2000, 1, 1, *moment[3:]), 17)
            return digits[8:16]
    return ""


@function("StringToDateTime", "ChaîneVersDateHeure")
def string_to_date_time(text: str, mask: str = "") -> str:
    """The date-time that a text writes by a mask, maskDateEmail included, as 17 digits; "" when it does not fit.

    Without a mask: DD/MM/YYYY HH:MM:SS:CC, shorter forms, or ISO 8601.

    Source: stdlib.md 2.
    """
    if mask in (masks.EMAIL, masks.INTERNET):
        return _from_mail(text)
    if mask == masks.RFC3339:
        return _from_iso(text)
    if mask and mask != masks.SYSTEM:
        return _digits(parsed(text, mask), 17)
    for one in (masks.DATETIME_MASK, "DD/MM/YYYY HH:MM:SS", "DD/MM/YYYY HH:MM", "DD/MM/YYYY"):
        digits = _digits(parsed(text, one), 17)
        if digits:
            return digits
    return _from_iso(text)


def _from_mail(text: str) -> str:
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(text)
        return digits_of(moment.astimezone() if moment.tzinfo else moment)
    except (TypeError, ValueError, IndexError, OverflowError, OSError):
        return ""


def _from_iso(text: str) -> str:
    from datetime import datetime

    try:
        moment = datetime.fromisoformat(text.strip())
        return digits_of(moment.astimezone() if moment.tzinfo else moment)
    except (ValueError, OverflowError, OSError):
        return ""


# --- Checking --------------------------------------------------------------------------------------------------------


@function("DateValid", "DateValide")
def date_valid(date: Value) -> bool:
    """True when there is such a date; False for an empty one.

    Source: stdlib.md 2.
    """
    return len(to_text(date).strip()) in (8, 17) and _exists(to_text(date))


@function("DateTimeValid", "DateHeureValide")
def date_time_valid(value: Value) -> bool:
    """True when there is such a date-time; False for an empty one.

    Source: stdlib.md 2.
    """
    return len(to_text(value).strip()) in (8, 12, 14, 16, 17) and _exists(to_text(value))


def _exists(digits: str) -> bool:
    try:
        fields(digits)
    except WLError:
        return False
    return True


@function("TimeValid", "HeureValide")
def time_valid(time: Value) -> bool:
    """True when there is such a time; False for an empty one.

    Source: stdlib.md 2.
    """
    digits = to_text(time).strip()
    try:
        clock_fields(digits)
    except WLError:
        return False
    return len(digits) in (4, 6, 8, 9)
