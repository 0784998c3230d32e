"""Counting days, weeks and months; zones, epochs and chronometers (stdlib.md 2)."""

from __future__ import annotations

from wlmail.language.registry import Value, function
from wlmail.library import date_masks as masks
from wlmail.library.date_masks import clock_fields, fields
from wlmail.library.dates import date_sys, local
from wlmail.library.system import Language
from wlmail.runtime.clock import digits_of
from wlmail.runtime.conversions import to_int, to_text
from wlmail.runtime.dates import DateTime
from wlmail.runtime.durations import Duration
from wlmail.runtime.errors import WLError
from wlmail.runtime.run import Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

# --- Counting --------------------------------------------------------------------------------------------------------


def ordinal(date: Value) -> int:
    """The day number of a date: 1 January 1800 is 1. WLError for a date that is none."""
    from datetime import date as calendar

    year, month, day = fields(to_text(date))[:3]
    return calendar(year, month, day).toordinal() - calendar(1800, 1, 1).toordinal() + 1


@function("DateDifference", "DateDifférence")
def date_difference(first: Value, second: Value) -> int:
    """The days from one date to another: positive when the second is later.

    Source: stdlib.md 2.
    """
    return ordinal(second) - ordinal(first)


@function("DateTimeDifference", "DateHeureDifférence")
def date_time_difference(first: Value, second: Value) -> Duration:
    """The Duration from one date-time to another: positive when the second is later.

    Source: stdlib.md 2.
    """
    return Duration(_milliseconds(second) - _milliseconds(first))


def _milliseconds(value: Value) -> int:
    hour, minute, second, ms = fields(to_text(value))[3:]
    return (((ordinal(value) * 24 + hour) * 60 + minute) * 60 + second) * 1000 + ms


@function("DateToInteger", "DateVersEntier")
def date_to_integer(date: Value) -> int:
    """The day number of a date: 1 January 1800 is 1.

    Source: stdlib.md 2.
    """
    return ordinal(date)


@function("IntegerToDate", "EntierVersDate")
def integer_to_date(number: int) -> str:
    """The date with a day number, as YYYYMMDD: 1 is 1 January 1800.

    Source: stdlib.md 2.
    """
    from datetime import date

    try:
        found = date.fromordinal(date(1800, 1, 1).toordinal() + number - 1)
    except (ValueError, OverflowError):
        raise WLError(f"day number {number} is outside the calendar") from None
    return f"{found.year:04}{found.month:02}{found.day:02}"


@function("TimeToInteger", "HeureVersEntier")
def time_to_integer(time: Value) -> int:
    """The hundredths of a second since midnight.

    Source: stdlib.md 2.
    """
    hour, minute, second, ms = clock_fields(to_text(time))
    return ((hour * 60 + minute) * 60 + second) * 100 + ms // 10


@function("IntegerToTime", "EntierVersHeure")
def integer_to_time(hundredths: int) -> str:
    """The time that many hundredths of a second after midnight, as HHMMSSCC.

    Source: stdlib.md 2.
    """
    seconds, rest = divmod(hundredths % 8_640_000, 100)
    return f"{seconds // 3600:02}{seconds // 60 % 60:02}{seconds % 60:02}{rest:02}"


@function("StringToDuration", "ChaîneVersDurée")
def string_to_duration(text: str) -> Duration:
    """The Duration that a text ±DHHMMSSCCC writes.

    Source: stdlib.md 2.
    """
    return Duration.of(text)


# --- Days, weeks, months ---------------------------------------------------------------------------------------------


@function("DateToDay", "DateVersJour")
def date_to_day(date: Value) -> int:
    """The day of the week: 1 for Monday to 7 for Sunday.

    Source: stdlib.md 2.
    """
    return masks.weekday(*fields(to_text(date))[:3]) + 1


@function("IntegerToDay", "EntierVersJour")
def integer_to_day(number: int) -> int:
    """The day of the week of a day number: 1 for Monday to 7 for Sunday.

    Source: stdlib.md 2.
    """
    return date_to_day(integer_to_date(number))


@function("DateToDayInAlpha", "DateVersJourEnLettre")
def date_to_day_in_alpha(run: Run, date: Value) -> str:
    """The name of the day of the week, in the program's language.

    Source: stdlib.md 2.
    """
    return masks.DAYS[run.state(Language).french(run)][date_to_day(date) - 1]


@function("DateToMonthInAlpha", "DateVersMoisEnLettre")
def date_to_month_in_alpha(run: Run, date: Value) -> str:
    """The name of the month, in the program's language.

    Source: stdlib.md 2.
    """
    return masks.MONTHS[run.state(Language).french(run)][fields(to_text(date))[1] - 1]


@function("IntegerToDayInAlpha", "EntierVersJourEnLettre")
def integer_to_day_in_alpha(run: Run, number: int) -> str:
    """The name of the day of the week of a day number.

    Source: stdlib.md 2.
    """
    return date_to_day_in_alpha(run, integer_to_date(number))


@function("IntegerToMonthInAlpha", "EntierVersMoisEnLettre")
def integer_to_month_in_alpha(run: Run, number: int) -> str:
    """The name of the month of a day number.

    Source: stdlib.md 2.
    """
    return date_to_month_in_alpha(run, integer_to_date(number))


@function("WeekNumber", "NuméroDeSemaine", aliases=("DateToWeekNumber", "DateVersNuméroDeSemaine"))
def week_number(date: Value) -> int:
    """The number of the week, by ISO 8601.

    Source: stdlib.md 2.
    """
    from datetime import date as calendar

    return calendar(*fields(to_text(date))[:3]).isocalendar()[1]


@function("FirstDayOfWeek", "PremierJourDeLaSemaine")
def first_day_of_week(date: Value) -> str:
    """The Monday of the week of a date, as YYYYMMDD.

    Source: stdlib.md 2.
    """
    return integer_to_date(ordinal(date) - date_to_day(date) + 1)


@function("LastDayOfMonth", "DernierJourDuMois")
def last_day_of_month(date: Value) -> str:
    """The last day of the month of a date, as YYYYMMDD.

    Source: stdlib.md 2.
    """
    year, month = fields(to_text(date))[:2]
    return f"{year:04}{month:02}{masks.days_in(year, month):02}"


@function("Age", "Age")
def age(run: Run, birth: Value, at: Value = None) -> str:
    """The time from a birth to a date, today without one: 4 digits of years, 2 of months, 2 of days.

    Source: stdlib.md 2.
    """
    year, month, day = fields(to_text(birth))[:3]
    to_year, to_month, to_day = fields(date_sys(run) if at is None else to_text(at))[:3]
    if (to_year, to_month, to_day) < (year, month, day):
        return "00000000"
    months = (to_year - year) * 12 + to_month - month - (to_day < day)
    days = to_day - day
    if days < 0:
        before = (to_year, to_month - 1) if to_month > 1 else (to_year - 1, 12)
        days = max(0, masks.days_in(*before) - day) + to_day
    return f"{months // 12:04}{months % 12:02}{days:02}"


# --- Zones and epochs ------------------------------------------------------------------------------------------------


def _moment(run: Run, value: Value) -> datetime:
    return local(run, fields(to_text(value)))


@function("DateTimeToEpoch", "DateHeureVersEpoch")
def date_time_to_epoch(run: Run, value: Value, unit: Value = None) -> int:
    """The seconds since 1 January 1970 UTC of a local date-time.

    Source: stdlib.md 2.
    """
    return int(_moment(run, value).timestamp() // 1)


@function("EpochToDateTime", "EpochVersDateHeure")
def epoch_to_date_time(run: Run, seconds: int, unit: Value = None) -> DateTime:
    """The local date-time of a number of seconds since 1 January 1970 UTC.

    Source: stdlib.md 2.
    """
    from datetime import UTC, datetime, timedelta

    try:
        return _here(run, datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
    except OverflowError:
        raise WLError(f"{seconds} seconds after 1970 is outside the calendar") from None


def _here(run: Run, moment: datetime) -> DateTime:
    clock = run.world.clock.now()
    try:
        same = clock.utcoffset() == clock.astimezone().utcoffset()
        return DateTime(digits_of(moment.astimezone(None if same else clock.tzinfo)))
    except (OverflowError, ValueError, OSError):
        raise WLError("the date is outside the calendar") from None


@function("DateTimeLocalToUTC", "DateHeureLocaleVersUTC")
def date_time_local_to_utc(run: Run, value: Value) -> DateTime:
    """A local date-time in UTC.

    Source: stdlib.md 2.
    """
    from datetime import UTC

    try:
        return DateTime(digits_of(_moment(run, value).astimezone(UTC)))
    except OverflowError:
        raise WLError("the date is outside the calendar") from None


@function("DateTimeUTCToLocal", "DateHeureUTCVersLocale")
def date_time_utc_tolocal(run: Run, value: Value) -> DateTime:
    """A date-time in UTC in local time.

    Source: stdlib.md 2.
    """
    from datetime import UTC, datetime

    year, month, day, hour, minute, second, ms = fields(to_text(value))
    return _here(run, datetime(year, month, day, hour, minute, second, ms * 1000, UTC))


# --- Chronometers ----------------------------------------------------------------------------------------------------


class Chronometers:
    """When each started, in milliseconds of the clock."""

    def __init__(self) -> None:
        self.started: dict[int, int] = {}


def clock_ms(run: Run) -> int:
    return int(run.world.clock.now().timestamp() * 1000)


@function("ChronoStart", "ChronoDébut")
def chrono_start(run: Run, number: Value = 1) -> None:
    """Starts a chronometer.

    Source: stdlib.md 2.
    """
    run.state(Chronometers).started[to_int(number)] = clock_ms(run)


@function("ChronoValue", "ChronoValeur")
def chrono_value(run: Run, number: Value = 1) -> int:
    """The milliseconds since a chronometer started; 0 when it did not.

    Source: stdlib.md 2.
    """
    start = run.state(Chronometers).started.get(to_int(number))
    return 0 if start is None else clock_ms(run) - start


@function("ChronoEnd", "ChronoFin")
def chrono_end(run: Run, number: Value = 1) -> int:
    """Stops a chronometer and returns its milliseconds.

    Source: stdlib.md 2.
    """
    value = chrono_value(run, number)
    run.state(Chronometers).started.pop(to_int(number), None)
    return value
