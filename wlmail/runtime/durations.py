"""Durations as values (language.md 5.1, 6.8): immutable, signed, in milliseconds."""

from __future__ import annotations

from wlmail.runtime.dates import DAY, are_digits, clock_digits, clock_ms, unfit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar


class Duration:
    """A signed number of milliseconds; its text is `±DHHMMSSCCC` (5.1)."""

    __slots__ = ("ms",)
    TYPE_NAME = "a duration"
    MEMBERS: ClassVar[dict[str, str]] = {
        "DAY": "day",
        "JOUR": "day",
        "HOUR": "hour",
        "HEURE": "hour",
        "MINUTE": "minute",
        "SECOND": "second",
        "SECONDE": "second",
        "MILLISECOND": "millisecond",
        "MILLISECONDE": "millisecond",
        "INDAYS": "in_days",
        "ENJOURS": "in_days",
        "INHOURS": "in_hours",
        "ENHEURES": "in_hours",
        "INMINUTES": "in_minutes",
        "ENMINUTES": "in_minutes",
        "INSECONDS": "in_seconds",
        "ENSECONDES": "in_seconds",
        "INMILLISECONDS": "in_milliseconds",
        "ENMILLISECONDES": "in_milliseconds",
    }

    def __init__(self, ms: int = 0) -> None:
        self.ms = ms

    @classmethod
    def of(cls, value: Any) -> Duration:
        """A number is milliseconds; a text is `±DHHMMSSCCC` (5.3, stdlib.md 2)."""
        if isinstance(value, Duration):
            return value
        if isinstance(value, str):
            return cls._from_text(value.strip())
        from wlmail.runtime.conversions import to_int

        return cls(to_int(value))

    @classmethod
    def _from_text(cls, text: str) -> Duration:
        if not text:
            return cls()
        sign, digits = (-1 if text[0] == "-" else 1), text.lstrip("+-")
        if not are_digits(digits) or not 9 <= len(digits) <= 18:
            raise unfit(text, "a duration (+DHHMMSSCCC)")
        return cls(sign * (int(digits[:-9] or 0) * DAY + clock_ms(digits[-9:])))

    def text(self) -> str:
        days, ms = divmod(abs(self.ms), DAY)
        return f"{'-' if self.ms < 0 else '+'}{days}{clock_digits(ms)}"

    def number(self) -> int:
        return self.ms

    def _unit(self, unit: int, of: int) -> int:
        whole = abs(self.ms) // unit % of
        return -whole if self.ms < 0 else whole

    @property
    def day(self) -> int:
        return self._unit(DAY, 10**9)

    @property
    def hour(self) -> int:
        return self._unit(3_600_000, 24)

    @property
    def minute(self) -> int:
        return self._unit(60_000, 60)

    @property
    def second(self) -> int:
        return self._unit(1000, 60)

    @property
    def millisecond(self) -> int:
        return self._unit(1, 1000)

    @property
    def in_days(self) -> int:
        return int(self.ms / DAY)

    @property
    def in_hours(self) -> int:
        return int(self.ms / 3_600_000)

    @property
    def in_minutes(self) -> int:
        return int(self.ms / 60_000)

    @property
    def in_seconds(self) -> int:
        return int(self.ms / 1000)

    @property
    def in_milliseconds(self) -> int:
        return self.ms

    def with_part(self, name: str, value: Any) -> Duration:
        from wlmail.runtime.conversions import to_int

        unit = {"day": DAY, "hour": 3_600_000, "minute": 60_000, "second": 1000, "millisecond": 1}[name]
        return Duration(self.ms + (to_int(value) - getattr(self, name)) * unit)

    def __repr__(self) -> str:
        return f"Duration({self.ms})"

    def __hash__(self) -> int:
        return hash(self.ms)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Duration):
            return self.ms == other.ms
        return self.ms == other if isinstance(other, int) else NotImplemented

    def __lt__(self, other: Any) -> bool:
        return self.ms < Duration.of(other).ms

    def __le__(self, other: Any) -> bool:
        return self.ms <= Duration.of(other).ms

    def __gt__(self, other: Any) -> bool:
        return self.ms > Duration.of(other).ms

    def __ge__(self, other: Any) -> bool:
        return self.ms >= Duration.of(other).ms
