"""Numbers in words, in English and French, for invoices and cheques (stdlib.md 1.2)."""

from __future__ import annotations

from wlmail.language.registry import Value, function
from wlmail.library.system import Language
from wlmail.runtime.conversions import to_number, to_text
from wlmail.runtime.errors import WLError
from wlmail.runtime.run import Run

_ENGLISH = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
"""
_FRENCH = """
    zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit
    dix-neuf
"""
_ENGLISH_TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety"
_FRENCH_TENS = "- - vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt"
ENGLISH, ENGLISH_TENS = _ENGLISH.split(), _ENGLISH_TENS.split()
FRENCH, FRENCH_TENS = _FRENCH.split(), _FRENCH_TENS.split()
ENGLISH_SCALES = ("", "thousand", "million", "billion", "trillion")
FRENCH_SCALES = ("", "mille", "million", "milliard", "billion")
LARGEST = 10**15


def english_words(number: int) -> str:
    """A number from 0 to 999,999,999,999,999 in English words."""
    groups = []
    for scale, group in _groups(number):
        hundreds, rest = divmod(group, 100)
        words = [f"{ENGLISH[hundreds]} hundred"] if hundreds else []
        if rest:
            tens, unit = divmod(rest, 10)
            words.append(ENGLISH[rest] if rest < 20 else ENGLISH_TENS[tens] + (f"-{ENGLISH[unit]}" if unit else ""))
        groups.append(" ".join([*words, ENGLISH_SCALES[scale]]).strip())
    return " ".join(groups) or ENGLISH[0]


def french_words(number: int) -> str:
    """A number from 0 to 999,999,999,999,999 in French words."""
    groups = []
    for scale, group in _groups(number):
        if scale == 1:  # « mille » never takes a plural, nor « un » before it
            groups.append("mille" if group == 1 else f"{_french_below_1000(group, plural=False)} mille")
            continue
        name = FRENCH_SCALES[scale] + ("s" if scale and group > 1 else "")
        groups.append(f"{_french_below_1000(group, plural=True)} {name}".strip())
    return " ".join(groups) or FRENCH[0]


def _french_below_1000(number: int, *, plural: bool) -> str:
    """`plural`: « cents » and « quatre-vingts » take their s where nothing follows them."""
    hundreds, rest = divmod(number, 100)
    words = []
    if hundreds:
        end = "s" if hundreds > 1 and not rest and plural else ""
        words.append((f"{FRENCH[hundreds]} " if hundreds > 1 else "") + f"cent{end}")
    if rest >= 20:
        tens, unit = divmod(rest, 10)
        if tens in (7, 9):
            unit += 10
        if not unit:
            words.append(FRENCH_TENS[tens] + ("s" if tens == 8 and plural else ""))
        elif unit in (1, 11) and tens < 8:
            words.append(f"{FRENCH_TENS[tens]} et {FRENCH[unit]}")
        else:
            words.append(f"{FRENCH_TENS[tens]}-{FRENCH[unit]}")
    elif rest:
        words.append(FRENCH[rest])
    return " ".join(words)


def _groups(number: int) -> list[tuple[int, int]]:
    """The groups of three digits that are not 0, highest first, each with its scale: 0 units, 1 thousands …"""
    found = []
    scale = 0
    while number:
        number, group = divmod(number, 1000)
        if group:
            found.append((scale, group))
        scale += 1
    return found[::-1]


def _counted(words: str, number: int, name: str, french: bool) -> str:
    """`two euros`, `un million d'euros`."""
    many = number > 1 if french else number != 1
    name += "s" if many and name[-1:].lower() not in ("s", "x", "z") else ""
    if french and words.rstrip("s").endswith(("million", "milliard", "billion")):
        return words + (" d'" if name[:1].lower() in "aeiouyéèêh" else " de ") + name
    return f"{words} {name}"


@function("NumberInWords", "NombreEnLettres")
def number_in_words(run: Run, number: Value, currency: str = "", cents: str = "") -> str:
    """A number in words, in the language of the program: 21.5 with "euro" is "twenty-one euros and fifty cents".

    With a currency the number is rounded to two decimals; without one its decimals follow digit by digit.

    Source: stdlib.md 1.2.
    """
    from decimal import ROUND_HALF_UP, Decimal

    value = Decimal(to_text(to_number(number)))
    if not abs(value) < LARGEST:
        raise WLError(f"{to_text(number)} is too large to be written in words")
    french = run.state(Language).french(run)
    words = french_words if french else english_words
    minus = ("moins " if french else "minus ") if value < 0 else ""
    value = abs(value)
    if not currency:
        whole, _, decimals = f"{value:f}".partition(".")
        text = words(int(whole))
        if decimals.strip("0"):
            point, digits = ("virgule", FRENCH) if french else ("point", ENGLISH)
            text += f" {point} " + " ".join([digits[int(digit)] for digit in decimals.rstrip("0")])
        return minus + text
    value = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    whole_part, rest = int(value), int(value * 100) % 100
    text = _counted(words(whole_part), whole_part, currency, french)
    if rest:
        small = cents or ("centime" if french else "cent")
        text += (" et " if french else " and ") + _counted(words(rest), rest, small, french)
    return minus + text
