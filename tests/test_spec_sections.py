"""Each section of the language reference has a spec program: named after it, citing it in a comment, or named here."""

from __future__ import annotations

import re

import pytest
from test_spec import PROGRAMS, SPEC

CHAPTERS = {2: 4, 3: 8, 4: 7, 5: 5, 6: 9, 7: 9, 8: 9, 9: 5, 10: 6}
"""Chapter → its sections; chapters 1, 11, 12 and 13 have none."""
SECTIONS = ["1", *(f"{c}.{s}" for c, last in CHAPTERS.items() for s in range(1, last + 1)), "11", "12", "13"]

ELSEWHERE = {
    "2.1": "files/utf16_le",
    "2.2": "language/one_line_if",
    "2.3": "language/suite_de_ligne",
    "2.4": "language/unclosed_comment",
    "3.1": "language/accents_facultatifs",
    "3.2": "language/words_as_names",
    "3.4": "language/numbers",
    "3.5": "language/strings_and_quotes",
    "3.6": "language/multi_line_texts",
    "3.7": "language/interpolation",
    "3.8": "language/s05_1_to_string",
    "4.3": "language/arrays",
    "4.4": "language/tableaux_associatifs",
    "6.2": "language/and_or",
    "6.4": "language/separateur_facultatif",
    "6.8": "language/dates",
    "7.1": "language/procedures_anywhere",
    "7.2": "language/one_line_if",
    "7.3": "language/selon",
    "7.4": "language/for_loops",
    "7.5": "language/boucles",
    "7.6": "language/for_each",
    "7.7": "language/goto",
    "7.8": "language/bloc_avec",
    "8.4": "language/swap_and_several_values",
    "8.7": "language/procedures_anywhere",
    "8.8": "language/fin_de_procedure",
    "8.9": "language/extension_procedures",
    "9.1": "language/propagated_errors",
    "9.2": "language/s00_1_faits_surprenants",
    "9.3": "language/fin_de_procedure",
    "9.4": "language/exceptions",
    "10.2": "language/names_of_python",
    "10.3": "language/callbacks",
    "10.4": "errors/variable_non_declaree",
    "10.5": "language/myparameters",
}
"""Programs that are older than the names."""


def _cited() -> set[str]:
    found: set[str] = set()
    for path in PROGRAMS:
        if named := re.match(r"s(\d\d)(?:_(\d+))?_", path.name):
            found.add(str(int(named[1])) + (f".{named[2]}" if named[2] else ""))
        if path.stat().st_size < 20_000:
            comments = re.findall(r"//.*", path.read_bytes().decode("utf-8", "replace"))
            for group in re.findall(r"\(((?:\d+(?:\.\d+)?(?:, | et | and )?)+)\)", "\n".join(comments)):
                found.update(re.split(r", | et | and ", group))
    return found


CITED = _cited()


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_has_a_program(section: str) -> None:
    if section in ELSEWHERE:
        assert SPEC / f"{ELSEWHERE[section]}.wl" in PROGRAMS
    else:
        assert section in CITED
