"""Dates, times, date-times and durations as values (language.md 5.1, 6.8; stdlib.md 2). All are immutable.

They are kept as the digits WLanguage shows: comparing and concatenating them is comparing and concatenating texts.
`datetime` is imported where arithmetic needs it: most programs only print a date.
"""

from __future__ import annotations

from wlmail.runtime import clock
from wlmail.runtime.errors import WLError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar, Self


DAY = 86_400_000
"""Milliseconds."""


class _Moment:
    """What the three share: digits, order, members. Compares with texts in the same format."""

    __slots__ = ("digits",)
    WIDTH = 0
    TYPE_NAME = "a date"
    MEMBERS: ClassVar[dict[str, str]] = {}

    def __init__(self, digits: str = "") -> None:
        self.digits = digits

    def text(self) -> str:
        return self.digits

    def number(self) -> int:
        return int(self.digits or 0)

    @classmethod
    def of(cls, value: Any) -> Self:
        """The value as one of this class; WLError when it is none (5.2)."""
        if type(value) is cls:
            return value
        if value is None:
            return cls("")
        return cls.from_text(cls._digits_of(value))

    @classmethod
    def _digits_of(cls, value: Any) -> str:
        if isinstance(value, str):
            return value.strip()
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        raise WLError(f"this value is not {cls.TYPE_NAME}")

    @classmethod
    def from_text(cls, text: str) -> Self:
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.digits!r})"

    def __hash__(self) -> int:
        return hash(self.digits)

    def _other(self, other: Any) -> str | None:
        if isinstance(other, _Moment):
            return other.digits
        return other if isinstance(other, str) else None

    def __eq__(self, other: object) -> bool:
        digits = self._other(other)
        if digits is None:
            return NotImplemented
        width = max(len(self.digits), len(digits))
        return self.digits == digits or (
            bool(digits and self.digits) and self.digits.ljust(width, "0") == digits.ljust(width, "0")
        )

    def __lt__(self, other: Any) -> bool:
        digits = self._other(other)
        return NotImplemented if digits is None else self != other and self.digits < digits

    def __le__(self, other: Any) -> bool:
        return bool(self == other or self < other)

    def __gt__(self, other: Any) -> bool:
        digits = self._other(other)
        return NotImplemented if digits is None else self != other and self.digits > digits

    def __ge__(self, other: Any) -> bool:
        return bool(self == other or self > other)

    def _part(self, start: int, width: int) -> int:
        return int(self.digits[start : start + width] or 0)


def are_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def unfit(text: str, what: str) -> WLError:
    return WLError(f"«{text}» is not {what}")


_DATE_MEMBERS = {
    "YEAR": "year",
    "ANNEE": "year",
    "MONTH": "month",
    "MOIS": "month",
    "DAY": "day",
    "JOUR": "day",
}
_TIME_MEMBERS = {
    "HOUR": "hour",
    "HEURE": "hour",
    "MINUTE": "minute",
    "SECOND": "second",
    "SECONDE": "second",
    "MILLISECOND": "millisecond",
    "MILLISECONDE": "millisecond",
}


class _Day(_Moment):
    """The parts that begin a date and a date-time."""

    __slots__ = ()

    @property
    def year(self) -> int:
        return self._part(0, 4)

    @property
    def month(self) -> int:
        return self._part(4, 2)

    @property
    def day(self) -> int:
        return self._part(6, 2)


class Date(_Day):
    """`YYYYMMDD`, or "" for no date."""

    __slots__ = ()
    TYPE_NAME = "a date"
    MEMBERS: ClassVar[dict[str, str]] = _DATE_MEMBERS

    @classmethod
    def today(cls) -> Date:
        return cls(clock.now()[:8])

    @classmethod
    def of(cls, value: Any) -> Self:
        if isinstance(value, DateTime):
            return cls(value.digits[:8])
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10_000_000:
            return cls.from_days(value)
        return super().of(value)

    @classmethod
    def from_text(cls, text: str) -> Self:
        digits = text[:8]
        if not text or not text.strip("0"):
            return cls("")
        if len(digits) != 8 or not are_digits(text):
            raise unfit(text, "a date (YYYYMMDD)")
        _check_date(digits, text)
        return cls(digits)

    @classmethod
    def from_days(cls, days: int) -> Self:
        """The date of a day number; 1 January 1800 is 1."""
        from datetime import date

        try:
            return cls(date.fromordinal(days + _DAY_ZERO).strftime("%Y%m%d").zfill(8))
        except (ValueError, OverflowError):
            raise WLError(f"day number {days} is outside the calendar") from None

    def days(self) -> int:
        """The day number; 1 January 1800 is 1."""
        from datetime import date

        if not self.digits:
            return 0
        return date(self.year, self.month, self.day).toordinal() - _DAY_ZERO

    def with_part(self, name: str, value: Any) -> Date:
        """The date with another year, month or day; what is too much rolls over."""
        from wlmail.runtime.conversions import to_int

        year, month, day = self.year, self.month, self.day
        number = to_int(value)
        if name == "year":
            year = number
        elif name == "month":
            month = number
        else:
            day = number
        return Date(_rolled(year, month, day))


_DAY_ZERO = 657071
"""The ordinal, in Python's calendar, of the day before 1 January 1800."""


def _rolled(year: int, month: int, day: int) -> str:
    from datetime import date, timedelta

    try:
        base = date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
        return (base + timedelta(days=day - 1)).strftime("%Y%m%d").zfill(8)
    except (ValueError, OverflowError):
        raise WLError("the date is outside the calendar") from None


def _check_date(digits: str, text: str) -> None:
    from datetime import date

    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        raise unfit(text, "a date that exists") from None


def clock_ms(digits: str) -> int:
    """Milliseconds of HHMMSS[CC[C]]."""
    padded = digits.ljust(9, "0")
    hour, minute, second, ms = int(padded[:2]), int(padded[2:4]), int(padded[4:6]), int(padded[6:9])
    return ((hour * 60 + minute) * 60 + second) * 1000 + ms


def clock_digits(ms: int) -> str:
    """HHMMSSCCC of milliseconds since midnight."""
    seconds, rest = divmod(ms, 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}{minute:02}{second:02}{rest:03}"


def _check_clock(digits: str, text: str) -> None:
    if int(digits[:2] or 0) > 23 or int(digits[2:4] or 0) > 59 or int(digits[4:6] or 0) > 59:
        raise unfit(text, "a time of day")


class _Clock(_Moment):
    __slots__ = ()
    START = 0

    @property
    def hour(self) -> int:
        return self._part(self.START, 2)

    @property
    def minute(self) -> int:
        return self._part(self.START + 2, 2)

    @property
    def second(self) -> int:
        return self._part(self.START + 4, 2)

    @property
    def millisecond(self) -> int:
        return int(self.digits[self.START + 6 :].ljust(3, "0")[:3] or 0)


class Time(_Clock):
    """`HHMMSSCC` (hundredths), or "" for no time."""

    __slots__ = ()
    TYPE_NAME = "a time"
    MEMBERS: ClassVar[dict[str, str]] = _TIME_MEMBERS

    @classmethod
    def now(cls) -> Time:
        return cls(clock.now()[8:16])

    @classmethod
    def of(cls, value: Any) -> Self:
        if isinstance(value, DateTime):
            return cls(value.digits[8:16])
        return super().of(value)

    @classmethod
    def from_text(cls, text: str) -> Self:
        if not text:
            return cls("")
        if not are_digits(text) or len(text) not in (4, 6, 8, 9):
            raise unfit(text, "a time (HHMMSSCC)")
        _check_clock(text, text)
        return cls(text.ljust(8, "0")[:8])

    def with_part(self, name: str, value: Any) -> Time:
        """The time with another hour, minute, second or millisecond, around midnight if need be."""
        from wlmail.runtime.conversions import to_int

        unit = {"hour": 3_600_000, "minute": 60_000, "second": 1000, "millisecond": 1}[name]
        change = to_int(value) - getattr(self, name)
        return Time(clock_digits((clock_ms(self.digits) + change * unit) % DAY)[:8])


class DateTime(_Day, _Clock):
    """`YYYYMMDDHHMMSSCCC` (milliseconds), or "" for none."""

    __slots__ = ()
    START = 8
    TYPE_NAME = "a date-time"
    MEMBERS: ClassVar[dict[str, str]] = {
        **_DATE_MEMBERS,
        **_TIME_MEMBERS,
        "DATEPART": "date_part",
        "PARTIEDATE": "date_part",
        "TIMEPART": "time_part",
        "PARTIEHEURE": "time_part",
    }

    @classmethod
    def now(cls) -> DateTime:
        return cls(clock.now())

    @classmethod
    def of(cls, value: Any) -> Self:
        if isinstance(value, Date):
            return cls(value.digits + "000000000" if value.digits else "")
        if isinstance(value, Time):
            return cls(Date.today().digits + value.digits.ljust(9, "0"))
        return super().of(value)

    @classmethod
    def from_text(cls, text: str) -> Self:
        if not text or not text.strip("0"):
            return cls("")
        if not are_digits(text) or len(text) not in (8, 12, 14, 16, 17):
            raise unfit(text, "a date-time (YYYYMMDDHHMMSSCCC)")
        _check_date(text[:8], text)
        _check_clock(text[8:], text)
        return cls(text.ljust(17, "0"))

    @property
    def date_part(self) -> Date:
        return Date(self.digits[:8])

    @property
    def time_part(self) -> Time:
        return Time(self.digits[8:16])

    def milliseconds(self) -> int:
        """Milliseconds since the day before 1 January 1800."""
        return Date(self.digits[:8]).days() * DAY + clock_ms(self.digits[8:]) if self.digits else 0

    @classmethod
    def from_milliseconds(cls, value: int) -> DateTime:
        days, ms = divmod(value, DAY)
        return cls(Date.from_days(days).digits + clock_digits(ms))

    def with_part(self, name: str, value: Any) -> DateTime:
        """The date-time with another part; what is too much rolls over."""
        if name in ("year", "month", "day"):
            return DateTime(Date(self.digits[:8]).with_part(name, value).digits + self.digits[8:])
        if name == "date_part":
            return DateTime(Date.of(value).digits + self.digits[8:])
        if name == "time_part":
            return DateTime(self.digits[:8] + Time.of(value).digits.ljust(9, "0"))
        from wlmail.runtime.conversions import to_int

        unit = {"hour": 3_600_000, "minute": 60_000, "second": 1000, "millisecond": 1}[name]
        return DateTime.from_milliseconds(self.milliseconds() + (to_int(value) - getattr(self, name)) * unit)
