"""Conversions between values (language.md 5)."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wlmail.runtime import conversions as to
from wlmail.runtime import kinds
from wlmail.runtime.arrays import Array
from wlmail.runtime.durations import Duration
from wlmail.runtime.errors import WLError
from wlmail.runtime.records import structure


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-12, "-12"),
        (2.0, "2"),
        (-0.0, "0"),
        (0.1 + 0.2, "0.3"),
        (1e20, "100000000000000000000"),
        (1.5e-7, "0.00000015"),
        (1 / 3, "0.333333333333333"),
        (True, "1"),
        (False, "0"),
        (None, ""),
        (Decimal("12.500000"), "12.5"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-0.000"), "0"),
        (b"caf\xe9 \x80", "café €"),
        (Duration(210_000), "+0000330000"),
        (Duration(-(25 * 3_600_000 + 5)), "-1010000005"),
    ],
)
def test_values_as_texts(value, text):
    assert to.to_text(value) == text


def test_collections_and_structures_have_no_text():
    for value in (Array(kinds.INT4, [1]), structure("ST", [("A", "a", kinds.INT4, None)])()):
        with pytest.raises(WLError):
            to.to_text(value)


def test_a_number_with_endless_digits_is_a_wlanguage_error():
    with pytest.raises(WLError):
        to.to_text(10**5000)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12abc", 12),
        ("", 0),
        ("  -7", -7),
        ("+5", 5),
        ("3.75 euros", 3.75),
        (".5", 0.5),
        ("5.", 5),
        ("2e3x", 2000),
        ("2e", 2),
        ("-", 0),
        ("abc", 0),
        ("1_000", 1),
        ("\u00b2", 0),
    ],
)
def test_texts_as_numbers(text, number):
    assert to.to_number(text) == number


@pytest.mark.parametrize(("value", "number"), [(2.9, 2), (-2.9, -2), ("3.99", 3), (True, 1), (None, 0)])
def test_whole_numbers_are_cut_toward_zero(value, number):
    assert kinds.INT4.convert(value) == number


@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [
        (kinds.INT1, -128, 127),
        (kinds.UINT1, 0, 255),
        (kinds.INT2, -32768, 32767),
        (kinds.INT4, -(2**31), 2**31 - 1),
        (kinds.UINT4, 0, 2**32 - 1),
        (kinds.INT8, -(2**63), 2**63 - 1),
    ],
)
def test_integers_outside_their_range_are_errors(kind, low, high):
    assert kind.convert(low) == low
    assert kind.convert(high) == high
    for value in (low - 1, high + 1):
        with pytest.raises(WLError, match=str(value)):
            kind.convert(value)


@pytest.mark.parametrize("value", [float("inf"), float("nan"), "1e999", 10**400])
def test_numbers_without_end_are_wlanguage_errors(value):
    for kind in (kinds.INT4, kinds.CURRENCY):
        with pytest.raises(WLError):
            kind.convert(value)


def test_exact_numbers():
    assert kinds.CURRENCY.convert("12.3456789") == Decimal("12.345679")
    assert kinds.CURRENCY.convert(0.1 + 0.2) == Decimal("0.3")
    assert kinds.NUMERIC.convert("10.000000000000033") == Decimal("10.000000000000033")
    with pytest.raises(WLError):
        kinds.CURRENCY.convert("604462909807314588")


@pytest.mark.parametrize(
    ("value", "truth"),
    [
        ("1", True),
        ("0", False),
        ("", False),
        ("Vrai", True),
        ("TRUE", True),
        ("oui", False),
        (0.5, True),
        (None, False),
    ],
)
def test_booleans(value, truth):
    assert kinds.BOOLEAN.convert(value) is truth


def test_a_text_or_buffer_is_not_a_condition():
    assert to.condition(0.0) is False
    assert to.condition(3) is True
    assert to.condition(None) is False
    for value in ("abc", "", b"abc"):
        with pytest.raises(WLError, match="<>"):
            to.condition(value)


@given(st.binary())
def test_every_buffer_survives_as_a_text(data):
    assert to.to_buffer(to.to_text(data)) == data


@given(st.text())
def test_ansi_texts_have_one_byte_a_character(text):
    assert len(to.to_buffer(to.to_ansi(text))) == len(text)


@given(st.integers(-(10**14), 10**14))
def test_whole_numbers_survive_as_texts(number):
    assert to.to_number(to.to_text(number)) == number
    assert to.to_number(to.to_text(float(number))) == number


@given(st.floats(-1e300, 1e300))
def test_reals_survive_as_texts_to_15_digits(number):
    text = to.to_text(number)
    assert "e" not in text
    assert to.to_real(text) == pytest.approx(number, rel=1e-14)


@given(st.text())
def test_no_text_breaks_a_conversion(text):
    for kind in vars(kinds).values():
        if isinstance(kind, kinds.Kind):
            with contextlib.suppress(WLError):
                kind.convert(text)
