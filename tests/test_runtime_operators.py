"""Operators and parts of texts (language.md 5.4, 5.5, 6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wlmail.runtime import kinds, text
from wlmail.runtime import operators as op
from wlmail.runtime.arrays import Array
from wlmail.runtime.conversions import condition, to_number, to_text
from wlmail.runtime.durations import Duration
from wlmail.runtime.errors import WLError
from wlmail.runtime.records import structure


def optional(*parts):
    """`a + [b] + c`, left to right; a separator is given as a list."""
    result = parts[0] if isinstance(parts[0], str) else op.Optional(parts[0][0])
    for part in parts[1:]:
        result = op.add(result, part if isinstance(part, str) else op.Optional(part[0]))
    return result


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("C:\\", ["\\"], "f"), "C:\\f"),
        (("C:", ["\\"], "f"), "C:\\f"),
        (("C:", ["\\"], "\\f"), "C:\\f"),
        (("C:\\", ["\\"], "\\f"), "C:\\f"),
        (("", ["\\"], "f"), "f"),
        ((["Re: "], "Re: hello"), "Re: hello"),
        ((["Re: "], "hello"), "Re: hello"),
        ((["Re: "], ""), "Re: "),
        (("a", [","]), "a,"),
        (("a,", [","]), "a,"),
        (("", [","]), ""),
        (("a", [""], "b"), "ab"),
    ],
)
def test_optional_concatenation(parts, expected):
    assert optional(*parts) == expected


def test_optional_concatenation_where_the_compiler_adds_texts_itself():
    """`dir + [fSep] + file`: the type of the left side is known, so Python's own + continues."""
    assert op.add("C:", op.Optional("\\")) + "\\f" == "C:\\f"
    assert type(to_text(op.add("C:", op.Optional("\\")))) is str


def test_lists_built_with_separators():
    assert op.append_separated("", ",", "y") == "y"
    assert op.append_separated("x", ",", "y") == "x,y"
    assert op.append_separated("x,", ",", "y") == "x,y"


def test_plus_concatenates_when_one_side_is_text():
    assert op.add(3, " pieces") == "3 pieces"
    assert op.add("n=", 2.5) == "n=2.5"
    assert op.add("1", "2") == "12"
    assert op.add(True, 1) == 2
    assert op.add(None, "x") == "x"
    assert list(op.add(Array(kinds.INT4, [1]), Array(kinds.INT4, [2]))) == [1, 2]


def test_other_operators_compute_with_numbers():
    assert op.subtract("10", 3) == 7
    assert op.multiply("2.5", "4") == 10
    assert op.divide(5, 2) == 2.5
    assert op.power(2, 10) == 1024
    assert op.negate("4") == -4
    assert op.increment("9", 1) == 10
    assert op.multiply(Duration(1000), 3) == Duration(3000)


@pytest.mark.parametrize(("a", "b", "rest"), [(7, 3, 1), (-7, 3, -1), (7, -3, 1), (-7.5, 2, -1.5), ("9", 4, 1)])
def test_the_remainder_has_the_sign_of_the_dividend(a, b, rest):
    assert op.modulo(a, b) == rest


@pytest.mark.parametrize("zero", [0, 0.0, "", None, False, kinds.NUMERIC.convert(0)])
def test_division_by_zero(zero):
    for operator in (op.divide, op.modulo):
        with pytest.raises(WLError, match="division by zero"):
            operator(kinds.NUMERIC.convert(5), zero)
        with pytest.raises(WLError, match="division by zero"):
            operator(5, zero)


def test_exact_numbers_keep_38_digits():
    large = kinds.NUMERIC.convert("12345678901234567890123456789012")
    assert op.subtract(op.add(large, 1), large) == 1
    assert op.equal(op.add(kinds.NUMERIC.convert("0.1"), kinds.NUMERIC.convert("0.2")), kinds.NUMERIC.convert("0.3"))


def test_results_too_large_are_wlanguage_errors():
    for operation in (lambda: op.power(10, 10**9), lambda: op.power(-2, 0.5), lambda: op.power(0, -1)):
        with pytest.raises(WLError):
            operation()


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("a", "a", True),
        ("a", "A", False),
        ("été", "ete", False),
        ("1", 1, True),
        ("1 item", 1, True),
        ("", 0, True),
        (0.1 + 0.2, 0.3, True),
        (1.0, 1.0000001, True),
        (1.0, 1.00001, False),
        (True, 1, True),
        (None, 0, True),
        (None, "", True),
        (None, "x", False),
        (None, 3, False),
        (None, None, True),
        (b"ab", "ab", True),
        ("\x04", "", False),
    ],
)
def test_equality(a, b, same):
    assert op.equal(a, b) is same
    assert op.equal(b, a) is same
    assert op.not_equal(a, b) is not same


def test_close_reals_can_be_equal_and_in_order():
    assert op.equal(1.0000001, 1.0)
    assert op.greater(1.0000001, 1.0)


def test_order():
    assert op.less("a", "b")
    assert op.less("B", "a")
    assert op.less("9", 10)
    assert op.less(None, 1)
    assert op.in_range(5, 1, 5)
    assert not op.in_range(6, 1, 5)
    with pytest.raises(WLError):
        op.less(Array(kinds.INT4), Array(kinds.INT4))


def test_arrays_are_compared_element_by_element():
    assert op.equal(Array(kinds.REAL, [0.1 + 0.2]), Array(kinds.REAL, [0.3]))
    assert not op.equal(Array(kinds.INT4, [1]), Array(kinds.INT4, [1, 2]))


def test_flexible_comparisons():
    assert op.soft_equal("été ", "ETE")
    assert op.very_soft_equal("A.B. c", "abC")
    assert op.very_soft_equal("a\r\nb", "ab")
    assert not op.soft_equal("a\r\n", "a")
    assert not op.soft_equal("a b", "ab")
    assert not op.soft_equal("\x04", "")
    assert not op.very_soft_equal("\x04", "")
    assert op.soft_equal(1, "1")


@pytest.mark.parametrize(
    ("function", "a", "b", "level", "found"),
    [
        (op.starts_with, "subject", "sub", 0, True),
        (op.starts_with, "Subject", "sub", 0, False),
        (op.starts_with, "  Subject", "sub", 1, True),
        (op.starts_with, "abc", "ab ", 1, False),
        (op.starts_with, "S.u-bject", "SUB", 2, True),
        (op.ends_with, "a.eml", ".eml", 0, True),
        (op.ends_with, "a.EML ", ".eml", 1, True),
        (op.ends_with, "a.e ml", "eml", 2, True),
        (op.contains_text, "xay", "a", 0, True),
        (op.contains_text, "xAy", "a", 1, True),
        (op.contains_text, "x A,b y", "ab", 2, True),
        (op.contains_text, "xby", "a", 2, False),
    ],
)
def test_starts_ends_contains(function, a, b, level, found):
    assert function(a, b, level) is found


def test_bits():
    assert op.bit_and(6, "3") == 2
    assert op.bit_or(6, 1) == 7
    assert op.bit_xor(6, 3) == 5
    assert op.shift_left(1, 4) == 16
    assert op.shift_right(16, 4) == 1


def test_parts():
    assert text.part("abcdef", 2, 3) + text.part("abcdef", 1, 1) + text.part("abcdef", 5, None) == "bcaef"
    assert text.part_count("abcdef", 2, 2) == "bc"
    assert text.character("abc", 0) == text.character("abc", -1) == text.character("abc", 4) == ""
    assert text.part("abc", 0, 2) == "ab"
    assert text.part("abc", 3, 9) == "c"
    assert text.part("abc", 3, 2) == ""
    assert text.part_count("abc", 0, 2) == "a"
    assert text.part(b"abc", 2, None) == b"bc"
    assert text.replace_character("ab.", 3, "") == "ab"
    assert text.replace_character("abc", 2, "XY") == "aXYc"
    assert text.replace_character("abc", 0, "X") == text.replace_character("abc", -1, "X") == "abc"
    assert text.replace_part("abcdef", 2, 4, "-") == "a-ef"
    assert text.replace_part("abc", 2, None, "") == "a"
    assert text.replace_count("abcdef", 2, 3, "-") == "a-ef"
    assert text.replace_count("abc", 0, 1, "X") == "abc"


def test_pieces():
    assert list(text.pieces("a;b", ";")) == ["a", "b"]
    assert list(text.pieces("", ";")) == []
    assert list(text.pieces("a;;b;", ";")) == ["a", "", "b", ""]
    assert list(text.pieces_with_position("ab;cd", ";")) == [("ab", 1, 1), ("cd", 4, 2)]


def test_positions():
    assert list(text.positions("axbx", "X", True, False)) == [2, 4]
    assert list(text.positions("axbx", "X", False, False)) == []
    assert list(text.positions("Straße x", "X", True, False)) == [8]
    assert list(text.positions("cat concat cat_ cat", "cat", False, True)) == [1, 17]


@given(st.text(), st.integers(-3, 12), st.integers(-3, 12))
def test_parts_agree_with_counting(value, first, last):
    wanted = "".join(c for i, c in enumerate(value, 1) if first <= i <= last)
    assert text.part(value, first, last) == wanted
    assert text.part_count(value, first, last - first + 1) == wanted


@given(st.text("ab;"), st.text(";b", min_size=1, max_size=2))
def test_pieces_stand_where_they_say(value, separator):
    for piece, position, _ in text.pieces_with_position(value, separator):
        assert text.part_count(value, position, len(piece)) == piece
    assert separator.join(text.pieces(value, separator)) == value


def test_members_that_are_called_as_a_method_of_ours():
    names = ("text", "number", "plain", "is_null")
    card = structure("Card", [(name.upper(), name, kinds.STRING, "x") for name in names])
    plain = structure("Plain", [("SIZE", "size", kinds.STRING, "x")])
    operations = (
        to_text,
        to_number,
        lambda value: op.add(value, 1),
        lambda value: op.add("x", value),
        lambda value: op.less(value, 1),
        op.negate,
    )
    for operation in operations:
        for value in (card(), plain()):
            with pytest.raises(WLError):
                operation(value)
    for value in (card(), plain()):
        assert op.equal(value, value.copy())
        assert not op.equal(value, 1)
        assert not op.equal(value, None)
        assert condition(value)
