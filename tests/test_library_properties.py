"""Functions of texts, numbers and dates beside what Python computes (hypothesis)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import call, constant, run_in

from wlmail.runtime.kinds import EOT
from wlmail.runtime.run import Run

FEW = settings(max_examples=60, deadline=None)
LETTERS = st.text("ab;, é", max_size=12)
PIECES = st.text("ab;é", min_size=1, max_size=3)
DAYS = st.dates(date(1800, 1, 1), date(2200, 12, 31))
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 12, 31))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run_in(Path(tmp_path_factory.mktemp("properties")))


@FEW
@given(LETTERS, PIECES, st.integers(1, 14))
def test_position_is_find(run: Run, text: str, sought: str, start: int) -> None:
    assert call(run, "Position", text, sought, start) == text.find(sought, start - 1) + 1
    from_end = call(run, "Position", text, sought, len(text), constant("FromEnd"))
    assert from_end == text.rfind(sought) + 1
    assert call(run, "StringCount", text, sought) == text.count(sought)


@FEW
@given(LETTERS, PIECES, st.integers(1, 8))
def test_extract_string_is_split(run: Run, text: str, separator: str, rank: int) -> None:
    pieces = text.split(separator)
    assert call(run, "ExtractString", text, rank, separator) == (pieces[rank - 1] if rank <= len(pieces) else EOT)
    last = call(run, "ExtractString", text, rank, separator, constant("FromEnd"))
    assert last == (pieces[-rank] if rank <= len(pieces) else EOT)


@FEW
@given(LETTERS, PIECES, LETTERS)
def test_replace_is_replace(run: Run, text: str, sought: str, new: str) -> None:
    assert call(run, "Replace", text, sought, new) == text.replace(sought, new)


@FEW
@given(st.integers(-(10**12), 10**12), st.integers(1, 16), st.sampled_from(["", "+", "-", "0", "+0", "-+"]))
def test_num_to_string_of_an_int_is_format(run: Run, number: int, width: int, flags: str) -> None:
    assert call(run, "NumToString", number, f"{flags}{width}d") == f"%{flags}{width}d" % number


@FEW
@given(st.integers(-(10**9), 10**9), st.integers(0, 4), st.integers(1, 16))
def test_num_to_string_of_a_real_is_format(run: Run, thousandths: int, decimals: int, width: int) -> None:
    # Eighths are exact in binary; halves go away from zero here and to the even digit in Python, and so do not count.
    number = thousandths / 8
    shown = call(run, "NumToString", number, f"{width}.{decimals}f")
    if decimals >= 3:
        assert shown == f"{number + 0.0:{width}.{decimals}f}"
    assert abs(float(shown) - number) <= 0.5 / 10**decimals + 1e-9
    assert len(shown) >= width
    assert len(shown.strip().partition(".")[2]) == decimals


@FEW
@given(
    st.integers(-(10**15), 10**15),
    st.integers(0, 3),
    st.sampled_from(["", " ", "\t"]),
    st.sampled_from(["", "x", " 5"]),
)
def test_val_reads_what_was_written(run: Run, number: int, decimals: int, before: str, after: str) -> None:
    value = number / 10**decimals
    written = f"{value:.{decimals}f}"
    assert call(run, "Val", before + written + after) == float(written)


@FEW
@given(DAYS, st.integers(-60_000, 60_000))
def test_days_are_those_of_the_calendar(run: Run, day: date, days: int) -> None:
    digits = day.strftime("%Y%m%d")
    number = call(run, "DateToInteger", digits)
    assert number == (day - date(1799, 12, 31)).days
    assert call(run, "IntegerToDate", number) == digits
    assert call(run, "DateToDay", digits) == day.isoweekday()
    assert call(run, "WeekNumber", digits) == day.isocalendar().week
    later = day + timedelta(days)
    if later.year >= 1800:
        assert call(run, "DateDifference", digits, later.strftime("%Y%m%d")) == days


@FEW
@given(MOMENTS)
def test_masks_are_strftime(run: Run, moment: datetime) -> None:
    digits = moment.strftime("%Y%m%d%H%M%S") + f"{moment.microsecond // 1000:03}"
    assert call(run, "DateTimeToString", digits, "DD/MM/YYYY HH:mm:SS") == moment.strftime("%d/%m/%Y %H:%M:%S")
    assert call(run, "StringToDate", moment.strftime("%Y-%m-%d"), "AAAA-MM-JJ") == digits[:8]
    written = call(run, "DateTimeToString", digits, "AAAA-MM-JJ HH:mm:SS.CCC")
    assert call(run, "StringToDateTime", written, "AAAA-MM-JJ HH:mm:SS.CCC") == digits
    assert call(run, "DateValid", digits[:8])


@FEW
@given(st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1)), st.integers(-(10**9), 10**9))
def test_differences_of_moments_are_durations(run: Run, moment: datetime, milliseconds: int) -> None:
    first = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    second = first + timedelta(milliseconds=milliseconds)

    def digits(value: datetime) -> str:
        return value.strftime("%Y%m%d%H%M%S") + f"{value.microsecond // 1000:03}"

    assert call(run, "DateTimeDifference", digits(first), digits(second)).ms == milliseconds
