"""Dates as texts by masks such as DD/MM/YYYY or JJ/MM/AAAA, and back (stdlib.md 2: mask letters)."""

from __future__ import annotations

from wlmail.runtime.errors import WLError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SYSTEM, EMAIL, INTERNET = "maskDateSystem", "maskDateEmail", "maskDateInternet"
RFC3339, RELATIVE = "maskDateRFC3339", "maskDateRelativeDuration"
DATE_MASK, TIME_MASK, DATETIME_MASK = "DD/MM/YYYY", "HH:MM:SS:CC", "DD/MM/YYYY HH:MM:SS:CC"

DAYS = {
    False: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    True: ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
MONTHS = {
    False: (
        "January February March April May June July August September October November December".split()  # noqa: SIM905
    ),
    True: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),  # noqa: SIM905
}
SHORT_DAYS = {french: tuple(name[:3] + ("." if french else "") for name in names) for french, names in DAYS.items()}
SHORT_MONTHS = {
    False: tuple(name[:3] for name in MONTHS[False]),
    True: ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
}
"""Names by language: True is French."""

Fields = tuple[int, int, int, int, int, int, int]
"""Year, month, day, hour, minute, second, millisecond."""


def fields(digits: str) -> Fields:
    """The parts of a date (8 digits) or date-time (up to 17 digits). WLError when there is no such moment."""
    digits = digits.strip()
    if not (digits.isascii() and digits.isdigit() and 8 <= len(digits) <= 17):
        raise WLError(f"«{digits}» is not a date (YYYYMMDD) or date-time (YYYYMMDDHHMMSSCCC)")
    date, clock = digits[:8], digits[8:].ljust(9, "0")
    year, month, day = int(date[:4]), int(date[4:6]), int(date[6:])
    if not (1 <= month <= 12 and 1 <= day <= days_in(year, month) and year >= 1):
        raise WLError(f"«{digits}» is not a date that exists")
    return (year, month, day, *clock_fields(clock))


def clock_fields(digits: str) -> tuple[int, int, int, int]:
    """Hour, minute, second, millisecond of HHMM[SS[CC[C]]]. WLError when there is no such time."""
    digits = digits.strip()
    if not (digits.isascii() and digits.isdigit() and 4 <= len(digits) <= 9):
        raise WLError(f"«{digits}» is not a time (HHMMSSCC)")
    padded = digits.ljust(9, "0")
    hour, minute, second, ms = int(padded[:2]), int(padded[2:4]), int(padded[4:6]), int(padded[6:])
    if hour > 23 or minute > 59 or second > 59:
        raise WLError(f"«{digits}» is not a time of day")
    return hour, minute, second, ms


def days_in(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


# --- Masks -----------------------------------------------------------------------------------------------------------


_LETTERS = [
    *("AMPM", "AP", "JJJJ", "JJJ", "JJ", "DDDD", "DDD", "DD", "Jjjj", "Jjj", "Dddd", "Ddd"),
    *("MMMM", "MMM", "MM", "Mmmm", "Mmm", "mmmm", "mmm", "mm"),
    *("AAAA", "AA", "YYYY", "YY", "HH", "SS", "CCC", "CC"),
]
_FOUND: dict[tuple[str, bool], tuple[tuple[str, str], ...]] = {}


def tokens(mask: str, clock_only: bool) -> tuple[tuple[str, str], ...]:
    """What `_tokens` finds; a loop over records asks for the same few masks again and again."""
    found = _FOUND.get((mask, clock_only))
    if found is None:
        if len(_FOUND) > 200:
            _FOUND.clear()
        found = _FOUND[mask, clock_only] = _tokens(mask, clock_only)
    return found


def _pieces(mask: str, exact: bool) -> list[str]:
    """The mask cut into texts to copy and groups of letters, in turn; a text stands first and may be empty.

    `exact`: the case of the letters counts.
    """
    sought = mask if exact else "".join(c.upper() if c.isascii() else c for c in mask)
    names = _LETTERS if exact else [name for name in _LETTERS if name.isupper()]
    found, start, place = [], 0, 0
    while place < len(mask):
        part = next((name for name in names if sought.startswith(name, place)), "")
        stop = place + len(part)
        if part == "AP" and mask[stop : stop + 1].isascii() and mask[stop : stop + 1].isalpha():
            part = ""
        if not part and sought[place] in "JDM":  # alone: no leading zero
            near = mask[max(0, place - 1) : place] + mask[place + 1 : place + 2]
            if not any(c.isalpha() for c in near):
                part, stop = sought[place], place + 1
        if part:
            found += [mask[start:place], mask[place:stop]]
            start = place = stop
        else:
            place += 1
    return [*found, mask[start:]]


def _tokens(mask: str, clock_only: bool) -> tuple[tuple[str, str], ...]:
    """The mask as (kind, text) pairs: kind is a letter Y M D H m S C P with its length, "" for text to copy.

    `JJ` and `DD` are the same, `AAAA` and `YYYY` too. `clock_only`: a mask of a time, where MM is minutes.
    """
    if len(mask) > 10_000:
        raise WLError("the mask is too long")
    upper_case = any(pair in mask for pair in ("JJ", "DD", "MM", "AA", "YY", "HH", "SS", "Jj", "Dd"))
    found = _pieces(mask, upper_case)
    has_date = any(part[0] in "JDAYjday" and part.upper() not in ("AP", "AMPM") for part in found[1::2])
    has_hour = any(part.upper() == "HH" for part in found[1::2])
    made: list[tuple[str, str]] = []
    before = ""
    for i, part in enumerate(found):
        if not i % 2:
            if part:
                made.append(("", part))
            continue
        upper = part.upper()
        letter = {"J": "D", "A": "Y"}.get(upper[0], upper[0])
        if upper in ("AP", "AMPM"):
            kind = "P"
        elif letter == "M" and len(part) == 2:
            # `JJ/mm/AAAA` means a month: there are no hours that minutes could belong to.
            small = part == "mm" and upper_case and (has_hour or not has_date)
            minutes = clock_only or small or before == "H" or (has_hour and not has_date)
            kind = "m2" if minutes else "M2"
        else:
            kind = f"{letter}{len(part)}"
        if kind[0] in "DM" and len(part) >= 3 and part[0].isupper() and part[1].islower():
            kind += "!"  # a capital initial is asked for
        before = kind[0]
        made.append((kind, part))
    return tuple(made)


def formatted(moment: Fields, mask: str, *, french: bool, clock_only: bool = False) -> str:
    """The moment as the mask writes it."""
    year, month, day, hour, minute, second, ms = moment
    parsed = tokens(mask, clock_only)
    half_days = any(kind == "P" for kind, _ in parsed)
    parts = []
    for kind, text in parsed:
        if not kind:
            parts.append(text)
        elif kind == "D2":
            parts.append(f"{day:02}")
        elif kind == "M2":
            parts.append(f"{month:02}")
        elif kind == "Y4":
            parts.append(f"{year:04}")
        elif kind == "H2":
            parts.append(f"{(hour % 12 or 12) if half_days else hour:02}")
        elif kind == "m2":
            parts.append(f"{minute:02}")
        elif kind == "S2":
            parts.append(f"{second:02}")
        elif kind == "C2":
            parts.append(f"{ms // 10:02}")
        elif kind == "C3":
            parts.append(f"{ms:03}")
        elif kind == "P":
            parts.append("PM" if hour >= 12 else "AM")
        elif kind == "Y2":
            parts.append(f"{year % 100:02}")
        elif kind in ("D1", "M1"):
            parts.append(str(day if kind == "D1" else month))
        else:
            name = _name(kind, year, month, day, french)
            parts.append(name[:1].upper() + name[1:] if kind.endswith("!") else name)
    return "".join(parts)


def _name(kind: str, year: int, month: int, day: int, french: bool) -> str:
    if kind[0] == "M":
        return (SHORT_MONTHS if kind[1] == "3" else MONTHS)[french][month - 1]
    return (SHORT_DAYS if kind[1] == "3" else DAYS)[french][weekday(year, month, day)]


def weekday(year: int, month: int, day: int) -> int:
    """0 for Monday."""
    from datetime import date

    return date(year, month, day).weekday()


def parsed(text: str, mask: str, *, clock_only: bool = False) -> Fields | None:
    """The moment that a text writes by a mask; None when it does not fit. What follows may be anything."""
    values: dict[str, int] = {}
    afternoon: bool | None = None
    at = 0
    text = text.strip()
    for kind, literal in tokens(mask.strip(), clock_only):
        if not kind:
            for c in literal:
                if text[at : at + 1].casefold() != c.casefold():
                    return None
                at += 1
        elif kind == "P":
            mark = text[at : at + 2].upper()
            if mark not in ("AM", "PM"):
                return None
            afternoon, at = mark == "PM", at + 2
        elif kind[0] in "DM" and kind[1] in "34":
            number, at = _read_name(kind, text, at)
            if not number:
                return None
            if kind[0] == "M":
                values["M"] = number
        else:
            width = {"Y4": 4, "C3": 3}.get(kind, 2)
            size = 0
            while size < width and text[at + size : at + size + 1].isdecimal():
                size += 1
            if size < (1 if kind in ("D1", "M1") else width):
                return None
            number = int(text[at : at + size])
            at += size
            if kind == "Y2":
                number += 2000 if number < 50 else 1900
            values[kind[0]] = number * 10 if kind == "C2" else number
    hour = values.get("H", 0)
    if afternoon is not None:
        hour = hour % 12 + (12 if afternoon else 0)
    return (
        values.get("Y", 0), values.get("M", 0), values.get("D", 0),
        hour, values.get("m", 0), values.get("S", 0), values.get("C", 0),
    )  # fmt: skip


def _read_name(kind: str, text: str, at: int) -> tuple[int, int]:
    """The number of the day or month whose name stands at a place, in either language, and where it ends."""
    from wlmail.language.names import fold

    tables: tuple[Any, ...] = (MONTHS, SHORT_MONTHS) if kind[0] == "M" else (DAYS, SHORT_DAYS)
    rest = fold(text[at : at + 12])
    best, size = 0, 0
    for table in tables:
        for names in table.values():
            for number, name in enumerate(names, 1):
                if len(name) > size and rest.startswith(fold(name)):
                    best, size = number, len(name)
    return best, at + size
