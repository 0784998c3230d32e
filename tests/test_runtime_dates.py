"""Dates, times, date-times and durations (language.md 6.8, stdlib.md 2)."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wlmail.runtime import operators as op
from wlmail.runtime.conversions import to_date, to_datetime, to_duration, to_int, to_text, to_time
from wlmail.runtime.dates import Date, DateTime, Time
from wlmail.runtime.durations import Duration
from wlmail.runtime.dynamic import member
from wlmail.runtime.errors import WLError

HOUR = 3_600_000


def test_text_forms():
    assert to_text(to_date("20240131")) == "20240131"
    assert to_text(to_time("1530")) == "15300000"
    assert to_text(to_datetime("202401311530")) == "20240131153000000"
    assert to_text(to_duration("+1020304005")) == "+1020304005"
    assert to_text(to_date("")) == ""


@pytest.mark.parametrize("text", ["20240230", "2024", "janvier", "2024013\u00b2", "99999999"])
def test_what_is_no_date(text):
    with pytest.raises(WLError):
        to_date(text)


@pytest.mark.parametrize("text", ["2460", "25", "abc", "12600000", "15\u00b20", "\u0661\u0661\u0661\u0661"])
def test_what_is_no_time(text):
    with pytest.raises(WLError):
        to_time(text)


def test_day_numbers_start_in_1800():
    assert to_text(to_date(1)) == "18000101"
    assert to_text(to_date(73773)) == "20011225"
    assert to_date("20011225").days() == 73773


def test_dates_and_durations():
    day = to_date("20240228")
    assert to_text(op.add(day, 2)) == "20240301"
    assert to_text(op.add(2, day)) == "20240301"
    assert to_text(op.subtract(day, 28)) == "20240131"
    assert to_text(op.add(day, Duration(26 * HOUR))) == "20240229"
    assert to_text(op.add(Duration(26 * HOUR), day)) == "20240229"
    assert to_text(op.add(to_time("2300"), Duration(2 * HOUR))) == "01000000"
    assert to_text(op.add(to_datetime("202402282300"), Duration(2 * HOUR))) == "20240229010000000"
    assert to_int(op.subtract(to_date("20240301"), day)) == 2 * 24 * HOUR
    assert to_int(op.subtract(to_datetime("202403010100"), to_datetime("202403010000"))) == HOUR
    assert to_int(op.subtract(to_date("20240301"), "20240229")) == 24 * HOUR
    assert to_int(op.add(Duration(5), Duration(7))) == 12


def test_two_moments_make_a_text():
    assert op.add(to_date("20240131"), to_time("153000")) == "2024013115300000"
    assert op.add("at ", to_time("153000")) == "at 15300000"


def test_parts_roll_over():
    assert to_text(to_date("20240130").with_part("day", 35)) == "20240204"
    assert to_text(to_date("20241101").with_part("month", 14)) == "20250201"
    assert to_text(to_datetime("202412312330").with_part("minute", 90)) == "20250101003000000"
    assert to_text(to_time("2330").with_part("minute", 90)) == "00300000"
    assert to_text(to_datetime("202412312330").with_part("date_part", "20200101")) == "20200101233000000"


def test_members_in_both_languages():
    moment = to_datetime("20240131153045007")
    for english, french, value in [
        ("Year", "Année", 2024),
        ("Month", "mois", 1),
        ("Day", "Jour", 31),
        ("Hour", "Heure", 15),
        ("Second", "Seconde", 45),
        ("Millisecond", "Milliseconde", 7),
    ]:
        assert member(moment, english) == member(moment, french) == value
    assert to_text(member(moment, "PartieDate")) == "20240131"
    assert to_text(member(moment, "TimePart")) == "15304500"
    assert member(Duration(210_000), "InSeconds") == 210
    assert to_int(Duration(210_000)) == 210_000


def test_comparisons():
    day = to_date("20240131")
    assert op.equal(day, "20240131")
    assert op.equal(to_time("1530"), "1530")
    assert op.less(day, "20240201")
    assert op.greater("20240201", day)
    midnight = to_datetime(day)
    assert op.equal(day, midnight)
    assert not op.less(day, midnight)
    assert not op.greater(midnight, day)
    assert op.less(day, to_datetime("202401310001"))
    assert op.equal(to_date(""), None)
    assert not op.equal(day, None)
    assert op.less(Duration(1), Duration(2))
    assert op.equal(Duration(1500), 1500)


def test_defaults_are_the_present():
    assert len(to_text(Date.today())) == 8
    assert len(to_text(Time.now())) == 8
    assert len(to_text(DateTime.now())) == 17


def test_outside_the_calendar_is_a_wlanguage_error():
    with pytest.raises(WLError):
        op.add(to_date("99991231"), 1)
    with pytest.raises(WLError):
        to_date("20240131").with_part("year", 10**12)


@given(st.dates(), st.integers(-200_000, 200_000))
def test_adding_days_agrees_with_another_calendar(day, days):
    try:
        expected = (day + datetime.timedelta(days=days)).isoformat().replace("-", "")
    except OverflowError:
        return
    assert to_text(op.add(to_date(day.isoformat().replace("-", "")), days)) == expected


@given(st.integers(-(10**12), 10**12))
def test_durations_survive_as_texts(ms):
    assert to_duration(to_text(Duration(ms))) == Duration(ms)


@given(st.datetimes(datetime.datetime(1800, 1, 1), datetime.datetime(9000, 1, 1)), st.integers(-(10**10), 10**10))
def test_a_duration_added_and_taken_away(moment, ms):
    value = DateTime.from_text(moment.strftime("%Y%m%d%H%M%S"))
    assert op.subtract(op.add(value, Duration(ms)), Duration(ms)) == value
    assert op.subtract(op.add(value, Duration(ms)), value) == Duration(ms)
