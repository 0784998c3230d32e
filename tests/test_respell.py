"""Programs in the other language: same bytes after a round trip, same output, nothing else touched (issue 3, 6.5).

Not every program is in the spelling that the re-speller writes: `Expediteur` comes back as `Expéditeur`, `FOR ALL` as
`FOR EACH`, `est une STFacture` as `est un STFacture`, an old name as the present one. What came back and the first text
must then be the same program byte for byte once both are in the other language.
"""

from __future__ import annotations

import os
import re
import stat
import time
from pathlib import Path

import pytest
from worlds import MemoryWorld

from wlmail import cli
from wlmail.interpreter import compile_program, run_code
from wlmail.language import _tables, registry, vocabulary
from wlmail.language.automaton import SIGNS
from wlmail.language.parser import parse
from wlmail.language.respell import Language, respell
from wlmail.language.source import Source, SourceError

ROOT = Path(__file__).parent
PROGRAMS = sorted([*ROOT.glob("spec/**/*.wl"), *ROOT.parent.glob("samples/*.wl")])
registry.load()


def to(text: str, language: Language) -> str:
    found, errors = respell(Source(text), language)
    assert errors == [], errors[0].message
    return found


def read(path: Path) -> Source | None:
    """A program without syntax errors; None for another one."""
    try:
        source = Source.read(str(path))
    except SourceError:
        return None
    return None if any(d.severity == "error" for d in parse(source)[1]) else source


def other_language(source: Source) -> Language:
    return "en" if compile_program(source).french else "fr"


def around(source: Source) -> tuple[str, str, str]:
    """A program in its own language (some mix them), in the other one, and back from there."""
    other = other_language(source)
    first: Language = "en" if other == "fr" else "fr"
    texts = [source.text]
    for language in (first, other, first):
        text, errors = respell(Source(texts[-1], source.name), language)
        assert errors == [], errors[0].message
        texts.append(text)
    return texts[1], texts[2], texts[3]


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_round_trip(path: Path) -> None:
    source = read(path)
    if source is None:
        pytest.skip("a program with syntax errors, or no text")
    first, there, back = around(source)
    if back != first:
        assert respell(Source(back, source.name), other_language(source))[0] == there
    assert parse(Source(there))[1] == parse(source)[1] == [] or path.parent.name == "errors"
    assert without_words(there) == without_words(source.text)


def without_words(text: str) -> list[str]:
    """What must not change: line ends, indentation, comments."""
    found = re.findall(r'"(?:[^"\r\n]|"")*"|\r\n|\r|\n[ \t]*|//[^\r\n]*', text)
    return [piece for piece in found if not piece.startswith('"')]  # texts may hold `[%…%]`, which changes


def test_most_programs_are_in_canonical_spelling_and_keep_every_byte() -> None:
    sources = [source for path in PROGRAMS if (source := read(path)) is not None]
    same = sum(around(source)[2] == source.text for source in sources)
    assert same >= 0.7 * len(sources), f"{same} of {len(sources)}"


@pytest.mark.parametrize(
    "path", [p for p in PROGRAMS if p.parent.name in ("language", "classes", "library", "data")], ids=lambda p: p.stem
)
def test_the_program_in_the_other_language_does_the_same(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    source = read(path)
    if source is None:
        pytest.skip("a program with syntax errors")
    there = Source(around(source)[1], source.name)
    programs = [compile_program(source), compile_program(there)]
    if programs[0].code is None:
        assert programs[1].code is None
        return
    seen = []
    for number, program in enumerate(programs):
        assert program.code is not None, program.diagnostics[0].message
        folder = tmp_path / str(number) / "place"
        folder.mkdir(parents=True)
        world = MemoryWorld(folder)
        outcome = run_code(program.code, world, french=programs[0].french, name=source.name)
        lines = [*world.recorded.lines, "---", *world.recorded.errors, outcome.status, str(outcome.value)]
        seen.append([line.replace(str(folder.parent), "") for line in lines])
    assert plain(seen[0]) == plain(seen[1])


def plain(lines: list[str]) -> list[str]:
    """Without what names the source: messages quote its words, and random values differ."""
    return [re.sub(r"[0-9a-fA-F]{8}-[0-9a-fA-F-]{27,}|\{[^}]*-[^}]*\}", "…", line) for line in lines]


def test_every_keyword_of_the_grammar_has_a_partner() -> None:
    known = {
        terminal: {vocabulary.key(word) for pair in pairs for word in [*pair.english, *pair.french]}
        for terminal, pairs in vocabulary.KEYWORDS.items()
    }
    for line in _tables.KEYWORDS.split("\n")[1:-1]:
        terminal, words = line.split(" ", 1)
        assert terminal in known or terminal in SIGNS.values(), terminal
        one_word = [word for word in words.split("|") if " " not in word]
        missing = [word for word in one_word if vocabulary.key(word) not in known[terminal]]
        allowed = {"D", "SANSCASSE", "ACCENTS"}
        # What is another spelling of two words stands as these.
        fused = {key for keys in known.values() for key in keys}
        assert [word for word in missing if word not in allowed and vocabulary.key(word) not in fused] == [], terminal


PAIRS = [
    ("x is int", "x est un entier"),
    ("x is unsigned 8-byte int", "x est un entier sans signe sur 8 octets"),
    ("x is 1-byte int", "x est un entier sur 1 octet"),
    ("x is system int", "x est un entier système"),
    ("x is 4-byte real", "x est un réel sur 4 octets"),
    ("a, b are strings", "a, b sont des chaînes"),
    ("a, b are int", "a, b sont des entiers"),
    ("s is ANSI string", "s est une chaîne ANSI"),
    ("s is fixed string on 10", "s est une chaîne fixe sur 10"),
    ("s is Pascal string on 10", "s est une chaîne Pascal sur 10"),
    ("c is UNICODE character", "c est un caractère UNICODE"),
    ("n is numeric(10, 2)", "n est un numérique(10, 2)"),
    ("d is DateTime", "d est une DateHeure"),
    ("t is array of strings", "t est un tableau de chaînes"),
    ("t is array of int", "t est un tableau d'entiers"),
    ("t is array of 5 by 7 int", "t est un tableau de 5 par 7 entiers"),
    ("t is fixed array of 8 int", "t est un tableau fixe de 8 entiers"),
    ("t is array of array of times", "t est un tableau de tableaux d'heures"),
    ("t is array <growth=1> of reals", "t est un tableau <croissance=1> de réels"),
    ("t is associative array of booleans", "t est un tableau associatif de booléens"),
    ("t is associative array (*, *) of Email", "t est un tableau associatif (*, *) d'Email"),
    ("q is queue of unsigned 2-byte int", "q est une file d'entiers sans signe sur 2 octets"),
    ("p is stack of STLine", "p est une pile de STLine"),
    ("p is cMail dynamic", "p est un cMail dynamique"),
    ("n is int?", "n est un entier?"),
    ("n is procedure", "n est une procédure"),
    ("p = new cMail(1)", "p = allouer un cMail(1)"),
    ("cMail is a Class\nEND", "cMail est une Classe\nFIN"),
    ("STLine is Structure\n\tn is int\nEND", "STLine est une Structure\n\tn est un entier\nFIN"),
    ("EKind is Enumeration\n\tA1\nEND", "EKind est une Énumération\n\tA1\nFIN"),
    ("gCfg is composed of\n\tn is int\nEND", "gCfg est composé de\n\tn est un entier\nFIN"),
    ("PRIVATE PROCEDURE cA::Constructor(n is int)", "PRIVÉE PROCÉDURE cA::Constructeur(n est un entier)"),
    ("PROCEDURE f(LOCAL a, b is string) : boolean", "PROCÉDURE f(LOCAL a, b est une chaîne) : booléen"),
    (
        'FOR EACH STRING s OF "a;b" SEPARATED BY ";" FROM END\nEND',
        'POUR TOUTE CHAÎNE s DE "a;b" SÉPARÉE PAR ";" DEPUIS FIN\nFIN',
    ),
    ("FOR EACH x, i OF t\n\tBREAK\nEND", "POUR TOUT x, i DE t\n\tSORTIR\nFIN"),
    ("FOR i = 1 _TO_ 9 STEP 2\nEND", "POUR i = 1 _À_ 9 PAS 2\nFIN"),
    ("LOOP\n\tCONTINUE\nTO DO WHILE x < 3", "BOUCLE\n\tCONTINUER\nÀ FAIRE TANTQUE x < 3"),
    ("IF NOT a _AND_ b THEN RETURN ELSE RESULT 1", "SI PAS a _ET_ b ALORS RETOUR SINON RENVOYER 1"),
    ("IF a IN (1, 2) THEN\nELSE IF b THEN\nELSE\nEND", "SI a DANS (1, 2) ALORS\nSINON SI b ALORS\nSINON\nFIN"),
    ("SWITCH n\n\tCASE 1 : n = 2\n\tOTHER CASE\nEND", "SELON n\n\tCAS 1 : n = 2\n\tAUTRE CAS\nFIN"),
    ("WHEN EXCEPTION IN\nDO\nEND", "QUAND EXCEPTION DANS\nFAIRE\nFIN"),
    ("n = 1\nCASE ERROR:\n\tn = 2\nEND:\n\tn = 3", "n = 1\nCAS ERREUR:\n\tn = 2\nFIN:\n\tn = 3"),
    ("Trace(Left(s, 2), True, CR)", "Trace(Gauche(s, 2), Vrai, RC)"),
    ('Trace("[%Left(CR, 2)%] Left")', 'Trace("[%Gauche(RC, 2)%] Left")'),
    ('Trace("[%Left(""ab"", 1)%][%Right(CR, 1)%]")', 'Trace("[%Gauche(""ab"", 1)%][%Droite(RC, 1)%]")'),
    ("cA is a Class, abstract\nEND", "cA est une Classe, abstraite\nFIN"),
    ("t is array of dynamic cA", "t est un tableau de dynamique cA"),
    ("t is array of int\nt.Add(3)\nTrace(t..Empty)", "t est un tableau d'entiers\nt.Ajoute(3)\nTrace(t..Vide)"),
    (
        "m is Email\nm.Subject = m.Message..Length\nWITH m\n\t.Sender = NoSpace(s)\nEND",
        "m est un Email\nm.Sujet = m.Message..Taille\nAVEC m\n\t.Expéditeur = SansEspace(s)\nFIN",
    ),
    ("d is Date\nd..Year++", "d est une Date\nd..Année++"),
    ("x is boolean = WL.Contains(s, t)", "x est un booléen = WL.Contient(s, t)"),
    ("PROCEDURE f()\nRESULT MyParameters[1]", "PROCÉDURE f()\nRENVOYER MesParamètres[1]"),
    ("x is string <useful> = a", "x est une chaîne <utile> = a"),
]


@pytest.mark.parametrize(("english", "french"), PAIRS, ids=lambda text: text[:30].replace("\n", " "))
def test_both_ways(english: str, french: str) -> None:
    assert to(english, "fr") == french
    assert to(french, "en") == english
    assert to(english, "en") == english
    assert to(french, "fr") == french


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("si a alors\nfin", "en", "if a then\nend"),
        ("Si a Alors\nFin", "en", "If a Then\nEnd"),
        ("X EST UNE CHAÎNE", "en", "X IS STRING"),
        ("pour tout x de t\nfin", "en", "for each x of t\nend"),
        ("SI a THEN\nFIN", "en", "IF a THEN\nEND"),
        ("POURTOUT x DE t\nFIN", "en", "FOR EACH x OF t\nEND"),
        ('FOR TOUTE CHAÎNE x DE t SEPAREE BY ","\nEND', "fr", 'POUR TOUTE CHAÎNE x DE t SÉPARÉE PAR ","\nFIN'),
        ("POUR TOUTES x DE t\nFIN", "fr", "POUR TOUTES x DE t\nFIN"),
        # The program's own names, whatever they mean elsewhere.
        ("Left est un entier = 1\nTrace(Gauche(s, 1) + Left)", "en", "Left is int = 1\nTrace(Gauche(s, 1) + Left)"),
        ("Fin est un entier = 3\nFin = 4", "en", "Fin is int = 3\nFin = 4"),
        ("PROCÉDURE Erreur(s)\nTrace(s)", "en", "PROCEDURE Erreur(s)\nTrace(s)"),
        ("gauche = 1", "en", "gauche = 1"),
        ("Date est une Structure\n\tn est un entier\nFIN", "en", "Date is Structure\n\tn is int\nEND"),
        # Comments, texts, layout.
        ("SI  a\t ALORS // SI ALORS\n\n  FIN", "en", "IF  a\t THEN // SI ALORS\n\n  END"),
        ('Trace("SI Gauche [%")', "en", 'Trace("SI Gauche [%")'),
        ("x = [\n\tSI ALORS\n]", "en", "x = [\n\tSI ALORS\n]"),
        ("a = b /* SI */ ET c", "en", "a = b /* SI */ AND c"),
        ("SI a ALORS\r\nFIN\r\n", "en", "IF a THEN\r\nEND\r\n"),
        ("<COMPILE SI TypeConfiguration=Linux>\nSI a ALORS\nFIN\n<FIN>\n", "en", None),
        ("v est un JSON\nv.Vide = 1", "en", "v is JSON\nv.Vide = 1"),
    ],
)
def test_what_is_kept(text: str, language: Language, wanted: str | None) -> None:
    assert to(text, language) == (text if wanted is None else wanted)


# --- The command ------------------------------------------------------------------------------------------------------


def test_command_writes_to_standard_output(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    program = tmp_path / "a.wl"
    program.write_bytes("SI a ALORS // é\r\nFIN\r\n".encode("cp1252"))
    assert cli.main(["respell", str(program), "--to", "en"]) == 0
    assert capfdbinary.readouterr().out == "IF a THEN // é\r\nEND\r\n".encode("cp1252")
    assert program.read_bytes().startswith(b"SI")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_command_changes_the_file_and_keeps_its_encoding(tmp_path: Path, encoding: str) -> None:
    program, link = tmp_path / "a.wl", tmp_path / "b.wl"
    program.write_bytes("x is string // é\rPROCEDURE f()\r\n".encode(encoding))
    program.chmod(0o640)
    link.symlink_to(program)
    assert cli.main(["respell", str(link), "--to", "fr", "--write"]) == 0
    assert program.read_bytes() == "x est une chaîne // é\rPROCÉDURE f()\r\n".encode(encoding)
    assert link.is_symlink()
    assert stat.S_IMODE(program.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.wl", "b.wl"]


def test_bytes_that_windows_does_not_define_are_kept(tmp_path: Path) -> None:
    program = tmp_path / "a.wl"
    program.write_bytes(b"SI a ALORS // \x81 \xe9 \x80\nFIN")
    assert cli.main(["respell", str(program), "--to", "en", "--write"]) == 0
    assert program.read_bytes() == b"IF a THEN // \x81 \xe9 \x80\nEND"


def test_a_program_with_errors_is_not_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = tmp_path / "a.wl"
    program.write_text("SI a ALORS\n", encoding="utf-8")
    assert cli.main(["respell", str(program), "--to", "en", "--write"]) == 1
    assert program.read_text(encoding="utf-8") == "SI a ALORS\n"
    seen = capsys.readouterr()
    assert seen.out == ""
    assert "ce SI n'a pas de FIN" in seen.err


def test_letters_that_the_encoding_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = tmp_path / "a.wl"
    program.write_bytes(b"x is string")
    assert cli.main(["respell", str(program), "--to", "fr", "--write", "--code-page", "ascii"]) == 1
    assert "ascii text, which has no 'î'" in capsys.readouterr().err
    assert program.read_bytes() == b"x is string"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = tmp_path / "a.wl"
    program.write_bytes(b"IF a THEN\nEND")
    tmp_path.chmod(0o500)
    assert cli.main(["respell", str(program), "--to", "fr", "--write"]) == 1
    tmp_path.chmod(0o700)
    assert "cannot be written" in capsys.readouterr().err


def test_the_language_must_be_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["respell", str(tmp_path / "a.wl")])
    assert stopped.value.code == 2


def test_an_endless_sum_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = tmp_path / "a.wl"
    program.write_text("n is int = 1" + " + 1" * 20000, encoding="utf-8")
    assert cli.main(["respell", str(program), "--to", "fr"]) == 1
    assert "too many terms" in capsys.readouterr().err
