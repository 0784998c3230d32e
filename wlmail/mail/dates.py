"""Dates as headers write them (RFC 5322 3.3), in English whatever the locale."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WRITTEN = re.compile(
    r"(\d{1,2})[\s-]+([A-Za-z]{3})[A-Za-z]*\.?[\s-]+(\d{2,5})(?:,?\s+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?"
    r"\s*([+-]\d{4}|[A-Za-z]{1,5})?"
)
# As the C library writes it: Sun Mar  5 09:07:08 2026
_C = re.compile(r"([A-Za-z]{3})\s+(\d{1,2})\s+(\d{1,2}):(\d{2}):(\d{2})\s+(?:([+-]\d{4}|[A-Z]{1,5})\s+)?(\d{4})")
_COMMENT = re.compile(r"\([^()]*\)")
# Hours east of Greenwich of the zones of RFC 822 and a few that are met; all others count as UTC, as RFC 5322 4.3 says.
_ZONES = {"EDT": -4, "EST": -5, "CDT": -5, "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8, "CET": 1, "CEST": 2}


def format_date(date: datetime) -> str:
    """A date as RFC 5322 3.3 wants it. A naive one is local time."""
    global _latest
    if date.tzinfo is None:
        date = date.astimezone()
    second, (known, text) = date.replace(microsecond=0), _latest
    # A mailing writes many messages in one second.
    if second != known or second.tzinfo is not known.tzinfo or second.fold != known.fold:
        text = _formatted(second)
        _latest = second, text
    return text


_latest = (datetime.min, "")


def _formatted(date: datetime) -> str:
    offset = date.utcoffset()
    minutes = 0 if offset is None else round(offset.total_seconds() / 60)
    sign, minutes = ("-", -minutes) if minutes < 0 else ("+", minutes)
    return (
        f"{_DAYS[date.weekday()]}, {date.day:02} {_MONTHS[date.month - 1]} {date.year:04}"
        f" {date.hour:02}:{date.minute:02}:{date.second:02} {sign}{minutes // 60:02}{minutes % 60:02}"
    )


def parse_date(text: str) -> datetime | None:
    """The moment that a header tells, in the zone that it tells; None when it is no date."""
    text = _COMMENT.sub(" ", text[:200])
    found = _WRITTEN.search(text)
    if found:
        day, month, year, hour, minute, second, zone = found.groups()
    else:
        found = _C.search(text)
        if found is None:
            return None
        month, day, hour, minute, second, zone, year = found.groups()
    try:
        full = int(year)
        if len(year) < 4:
            # Two and three digits as RFC 5322 4.3 reads them.
            full += 2000 if full < 50 else 1900
        number = _MONTHS.index(month.title()) + 1
        # A leap second is the last one of its minute.
        seconds = min(int(second or 0), 59)
        return datetime(full, number, int(day), int(hour or 0), int(minute or 0), seconds, tzinfo=_zone(zone))
    except ValueError:
        return None


def _zone(text: str | None) -> timezone:
    if text and text[0] in "+-":
        minutes = int(text[1:3]) * 60 + int(text[3:5])
        return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))
    hours = _ZONES.get((text or "").upper(), 0)
    return timezone(timedelta(hours=hours)) if hours else UTC
