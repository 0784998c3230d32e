"""Dates: the rows of stdlib.md 2 and its mask letters as cases. The clock shows Sunday 15 March 2026, 12:34:56.789."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worlds import call, run_in, values

from wlmail.runtime.conversions import to_text
from wlmail.runtime.dates import Date, DateTime, Time
from wlmail.runtime.errors import WLError

MOMENT = "20260315123456789"

CASES: list[tuple[str, tuple[Any, ...], Any]] = [
    ("DateSys", (), "20260315"),
    ("HeureSys", (), "12345678"),
    ("SysDateTime", (), MOMENT),
    ("DateHeureSys", (True,), "20260315113456789"),
    ("CurrentYear", (), 2026),
    ("DateToString", ("20260315",), "15/03/2026"),
    ("DateToString", ("",), ""),
    ("DateVersChaîne", (Date(""),), ""),
    ("DateToString", (Date("20260315"), "JJ/MM/AAAA"), "15/03/2026"),
    ("DateToString", ("20260315", "AAAA-MM-JJ"), "2026-03-15"),
    ("DateToString", ("20260315", "yyyy-mm-dd"), "2026-03-15"),
    ("DateToString", ("20260315", "MM/DD/YY"), "03/15/26"),
    ("DateToString", ("20260315", "maskDateSystem"), "15/03/2026"),
    ("DateToString", ("20260315", "DDDD, D MMMM YYYY"), "Sunday, 15 March 2026"),
    ("DateToString", ("20260305", "DDD D/M/YY"), "Thu 5/3/26"),
    ("DateToString", ("20260315", "The report of DD MMMM"), "The report of 15 March"),
    ("DateToString", (MOMENT, "AAAAMMJJ_HHMMSS"), "20260315_123456"),
    ("DateToString", (MOMENT, "AAAA-MM-JJ HH:MM:SS"), "2026-03-15 12:34:56"),
    ("DateToString", ("20260315", "JJ/MM/AAAA HH:mm"), "15/03/2026 00:00"),
    ("DateToString", (MOMENT, "HH:mm JJ/MM"), "12:34 15/03"),
    ("DateTimeToString", (MOMENT,), "15/03/2026 12:34:56:78"),
    ("DateTimeToString", (DateTime(MOMENT), "DD/MM/YYYY HH:mm:SS.CCC"), "15/03/2026 12:34:56.789"),
    ("DateTimeToString", ("",), ""),
    ("DateTimeToString", ("202603151234", "HH:mm"), "12:34"),
    ("TimeToString", ("123456",), "12:34:56:00"),
    ("HeureVersChaîne", (Time("12345678"), "HH:MM"), "12:34"),
    ("TimeToString", ("0905", "HHhMM"), "09h05"),
    ("TimeToString", ("123456", "HHMMSS"), "123456"),
    ("TimeToString", ("1505", "HH:MM AP"), "03:05 PM"),
    ("TimeToString", ("0005", "HH:MM:SS AMPM"), "12:05:00 AM"),
    ("TimeToString", ("",), ""),
    ("StringToDate", ("15/03/2026",), "20260315"),
    ("ChaîneVersDate", ("2026-03-15", "AAAA-MM-JJ"), "20260315"),
    ("StringToDate", ("2026-03-15T10:11:12", "yyyy-mm-ddThh:mm:ss"), "20260315"),
    ("StringToDate", ("15 mars 2026", "JJ MMMM AAAA"), "20260315"),
    ("StringToDate", ("15 March 2026", "DD MMMM YYYY"), "20260315"),
    ("StringToDate", ("31/02/2026",), ""),
    ("StringToDate", ("tomorrow",), ""),
    ("StringToDate", ("",), ""),
    ("StringToDate", ("15/03/26", "DD/MM/YY"), "20260315"),
    ("StringToTime", ("12:34",), "12340000"),
    ("StringToTime", ("25:00",), ""),
    ("StringToTime", ("03:05 PM", "HH:MM AP"), "15050000"),
    ("StringToDateTime", ("15/03/2026 12:34:56:78",), "20260315123456780"),
    ("StringToDateTime", ("2026-03-15T12:34:56",), "20260315123456000"),
    ("StringToDateTime", ("no",), ""),
    ("DateValid", ("20240229",), True),
    ("DateValide", ("20230229",), False),
    ("DateValid", ("",), False),
    ("DateValid", ("2024",), False),
    ("TimeValid", ("2359",), True),
    ("HeureValide", ("2460",), False),
    ("TimeValid", ("",), False),
    ("DateTimeValid", (MOMENT,), True),
    ("DateTimeValid", ("",), False),
    ("DateDifference", ("20260301", "20260315"), 14),
    ("DateDifférence", ("20260315", "20260301"), -14),
    ("DateToInteger", ("20011225",), 73773),
    ("DateVersEntier", ("18000101",), 1),
    ("EntierVersDate", (73773,), "20011225"),
    ("IntegerToDate", (1,), "18000101"),
    ("TimeToInteger", ("000001",), 100),
    ("IntegerToTime", (100,), "00000100"),
    ("DateToDay", ("20260315",), 7),
    ("DateToDay", ("20260316",), 1),
    ("DateToDayInAlpha", ("20260315",), "Sunday"),
    ("DateToMonthInAlpha", ("20260315",), "March"),
    ("IntegerToDayInAlpha", (1,), "Wednesday"),
    ("EntierVersMoisEnLettre", (73773,), "December"),
    ("WeekNumber", ("20260101",), 1),
    ("NuméroDeSemaine", ("20270101",), 53),
    ("FirstDayOfWeek", ("20260315",), "20260309"),
    ("LastDayOfMonth", ("20240215",), "20240229"),
    ("Age", ("19900320", "20260315"), "00351123"),
    ("Age", ("20000229", "20010228"), "00001130"),
    ("DateTimeToEpoch", ("19700101010000000",), 0),
    ("DateTimeToEpoch", (MOMENT,), 1773574496),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), CASES)
def test_function(name: str, arguments: tuple[Any, ...], expected: Any, tmp_path: Path) -> None:
    result = call(run_in(tmp_path), name, *values(arguments))
    assert result == expected
    assert type(result) is type(expected)


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("DateVersChaîne", ("20260315", "JJJ J MMM AAAA"), "dim. 15 mars 2026"),
        ("DateVersChaîne", ("20260315", "JJJJ JJ MMMM AAAA"), "dimanche 15 mars 2026"),
        ("DateVersChaîne", ("20260815", "Jjjj JJ Mmmm"), "Samedi 15 Août"),
        ("DateVersChaîne", ("20260815", "Jjj Mmm"), "Sam. Août"),
        ("DateVersChaîne", ("20260315", "le JJ/MM/AAAA"), "le 15/03/2026"),
        ("DateVersJourEnLettre", ("20260316",), "lundi"),
        ("DateVersMoisEnLettre", ("20260216",), "février"),
        ("DateVersChaîne", ("20260315", "maskDateSystème"), "15/03/2026"),
    ],
)
def test_names_are_in_the_programs_language(
    name: str, arguments: tuple[Any, ...], expected: str, tmp_path: Path
) -> None:
    assert call(run_in(tmp_path, french=True), name, *values(arguments)) == expected


def test_nation_chooses_the_language(tmp_path: Path) -> None:
    run = run_in(tmp_path)
    assert call(run, "Nation") == 3
    call(run, "Nation", 5)
    assert call(run, "DateToDayInAlpha", "20260315") == "dimanche"


@pytest.mark.parametrize("french", [False, True])
def test_the_mail_mask_is_english_with_the_zone(french: bool, tmp_path: Path) -> None:
    run = run_in(tmp_path, french=french)
    assert call(run, "DateToString", MOMENT, *values(("maskDateEmail",))) == "Sun, 15 Mar 2026 12:34:56 +0100"
    assert call(run, "StringToDateTime", "x", *values(("maskDateEmail",))) == ""


def test_today_and_now_join_to_a_time_stamp(tmp_path: Path) -> None:
    run = run_in(tmp_path)
    assert to_text(call(run, "Today")) + to_text(call(run, "Now")) == "2026031512345678"


def test_difference_of_date_times_is_a_duration(tmp_path: Path) -> None:
    run = run_in(tmp_path)
    duration = call(run, "DateTimeDifference", "20260315120000000", "20260316130000500")
    assert duration.number() == (25 * 3600) * 1000 + 500
    assert to_text(duration)[0] == "+"
    assert to_text(call(run, "DateHeureDifférence", "20260316", "20260315"))[0] == "-"


def test_zones(tmp_path: Path) -> None:
    run = run_in(tmp_path)
    assert to_text(call(run, "DateTimeLocalToUTC", MOMENT)) == "20260315113456789"
    assert to_text(call(run, "DateHeureUTCVersLocale", "20260315113456789")) == MOMENT
    assert to_text(call(run, "EpochToDateTime", 0)) == "19700101010000000"


@pytest.mark.parametrize("name", ["DateToInteger", "DateToDay", "WeekNumber"])
@pytest.mark.parametrize("text", ["", "20230229", "abc"])
def test_an_invalid_date_is_an_error_of_the_program(name: str, text: str, tmp_path: Path) -> None:
    with pytest.raises(WLError, match="date"):
        call(run_in(tmp_path), name, text)


def test_chronometers_count_milliseconds(tmp_path: Path) -> None:
    run = run_in(tmp_path)
    call(run, "ChronoStart")
    call(run, "ThreadPause", 150)
    assert call(run, "ChronoValue") == 1500
    assert call(run, "ChronoEnd") == 1500
    assert call(run, "ChronoValue") == 0


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=st.dates(), mask=st.sampled_from(["DD/MM/YYYY", "AAAA-MM-JJ", "JJ MMMM AAAA", "YYYYMMDD", "JJJJ J/M/AAAA"]))
def test_what_a_mask_writes_it_reads(day: Any, mask: str, tmp_path: Path) -> None:
    run = run_in(tmp_path)
    digits = f"{day.year:04}{day.month:02}{day.day:02}"
    assert call(run, "StringToDate", call(run, "DateToString", digits, mask), mask) == digits


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=st.dates())
def test_day_numbers_go_back_and_forth(day: Any, tmp_path: Path) -> None:
    run = run_in(tmp_path)
    digits = f"{day.year:04}{day.month:02}{day.day:02}"
    assert call(run, "IntegerToDate", call(run, "DateToInteger", digits)) == digits
