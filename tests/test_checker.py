"""The command `wlmail check` and its neighbours `explain` and `fix`: options, formats, bad input."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from wlmail import cli
from wlmail.commands import check, reports

WRONG = 'sName is string = "a"\nTrace(sNam)\n'
FRENCH = 'sNom est une chaîne = "a"\nTrace(sNm)\nSI sNom = "" ALORS Trace(1)\n'
SECRET = 's is emailSMTPSession\nsKey is string = "hunter2hunter2"\ns.Password = sKey\ns.Option = optionSSL\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error."""
    try:
        status = cli.main(list(arguments))
    except SystemExit as end:
        status = int(end.code or 0)
    seen = capsys.readouterr()
    return status, seen.out, seen.err


def test_messages_are_in_the_language_of_the_program(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.wl").write_text(FRENCH, encoding="utf-8")
    status, out, _ = run(capsys, "check", "a.wl")
    assert status == 1
    assert out == (
        "a.wl:2:7: erreur : nom inconnu «sNm» [unknown-name]\n"
        "  2 | Trace(sNm)\n"
        "    |       ^^^\n"
        "  conseil : vouliez-vous dire sNom ?\n"
        "1 fichier vérifié : 1 erreur\n"
    )
    english = run(capsys, "check", "a.wl", "--lang", "en")[1]
    assert "error: unknown name «sNm»" in english
    assert english.endswith("1 file checked: 1 error\n")


def test_every_command_speaks_the_language_of_the_program(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.wl").write_text(FRENCH, encoding="utf-8")
    told = "a.wl:2:7: erreur : nom inconnu «sNm» [unknown-name]"
    for command in ("run", "try", "check", "python"):
        status, out, err = run(capsys, command, "a.wl")
        assert status == 1
        assert (out if command == "check" else err).startswith(told), command
    assert told in "".join(run(capsys, "validate", "a.wl", "--against", "a.wl")[1:])
    (folder / "b.wl").write_text("SI Vrai ALORS\n\tTrace(1 2)\nFIN\n", encoding="utf-8")
    told = "b.wl:2:10: erreur : il faut une virgule ou ) avant «2»"
    assert told in run(capsys, "check", "b.wl", "--syntax")[1]
    assert told in run(capsys, "respell", "b.wl", "--to", "en")[2]


def test_the_summary_is_in_the_language_of_most_programs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.wl").write_text('s est une chaîne = "a"\nTrace(s)\n', encoding="utf-8")
    (folder / "b.wl").write_text('s is string = "a"\nTrace(s)\n', encoding="utf-8")
    assert run(capsys, "check", ".")[1] == "2 files checked: nothing to report\n"
    (folder / "c.wl").write_text("s est une chaîne\nTrace(t)\n", encoding="utf-8")
    out = run(capsys, "check", ".", "--summary")[1]
    assert "fichier  lignes" in out
    assert out.endswith("3 fichiers vérifiés : 1 erreur\n")


def test_the_summary_counts_included_files_once_and_sees_sessions_of_classes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "main.wl").write_text(
        'EXTERN "inc.wl"\ncM is a Class\n\tm_s is emailSMTPSession\nEND\nPROCEDURE cM::Constructor()\n'
        'm_s.ServerAddress = "smtp.gmail.com"\nm_s.Option = optionTLS\nPROCEDURE cM::Open()\n'
        "RESULT EmailStartSession(m_s)\n",
        encoding="utf-8",
    )
    (folder / "inc.wl").write_text("EmailSetTimeOut(30)\nTrace(zut)", encoding="utf-8")
    run_ = run(capsys, "check", ".", "--summary", "--format", "json")
    rows = {row["file"].removeprefix("./"): row for row in json.loads(run_[1])["summary"]}
    main, included = rows["main.wl"], rows["inc.wl"]
    assert (main["lines"], main["mail_calls"], main["errors"], main["effort"]) == (9, 1, 0, "A")
    assert (included["lines"], included["mail_calls"], included["errors"]) == (2, 1, 1)
    assert (main["security"], main["providers"]) == (["TLS"], ["Gmail"])
    assert (main["language"], included["language"]) == ("en", "en")


def test_select_ignore_and_inline(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.wl").write_text(SECRET, encoding="utf-8")
    assert "1 warning, 1 info" in run(capsys, "check", "a.wl")[1]
    assert "[old-name]" not in run(capsys, "check", "a.wl", "--select", "secret-in-source")[1]
    assert (
        run(capsys, "check", "a.wl", "--ignore", "old-name,secret-in-source")[1]
        == "1 file checked: nothing to report\n"
    )
    status, _, err = run(capsys, "check", "a.wl", "--select", "old-names")
    assert status == 2
    assert err == "wlmail check: there is no code «old-names»; did you mean old-name?\n"
    inline = SECRET.replace("optionSSL", "optionSSL // wlmail: ignore[old-name]").replace(
        "sKey is", "// wlmail: ignore[secret-in-source, other]\nsKey is"
    )
    (folder / "a.wl").write_text(inline, encoding="utf-8")
    assert run(capsys, "check", "a.wl")[1] == "1 file checked: nothing to report\n"


def test_fail_on(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.wl").write_text(SECRET, encoding="utf-8")
    assert run(capsys, "check", "a.wl")[0] == 0
    assert run(capsys, "check", "a.wl", "--fail-on", "warning")[0] == 1
    assert run(capsys, "check", "a.wl", "--fail-on", "warning", "--select", "old-name")[0] == 0


@pytest.mark.parametrize("kind", ["text", "json", "sarif", "github"])
def test_no_format_shows_a_secret(kind: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.wl").write_text(SECRET.replace("s.Password", "Trace(sKey + nothing)\ns.Password"), encoding="utf-8")
    _, out, err = run(capsys, "check", "a.wl", "--format", kind)
    assert "secret-in-source" in out
    assert "hunter2" not in out + err


def test_sarif(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "été 1.wl").write_text(SECRET, encoding="utf-8")
    log = json.loads(run(capsys, "check", ".", "--format", "sarif")[1])
    assert log["version"] == "2.1.0"
    (sarif_run,) = log["runs"]
    rules = sarif_run["tool"]["driver"]["rules"]
    for result in sarif_run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "./%C3%A9t%C3%A9%201.wl"
        region = place["region"]
        assert (region["startLine"], region["startColumn"]) < (region["endLine"], region["endColumn"])
    assert [r["level"] for r in sarif_run["results"]] == ["warning", "note"]


def test_github(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a,b.wl").write_text(WRONG, encoding="utf-8")
    assert run(capsys, "check", "a,b.wl", "--format", "github")[1] == (
        "::error file=a%2Cb.wl,line=2,endLine=2,col=7,endColumn=11,title=unknown-name::"
        "unknown name «sNam»%0Adid you mean sName?\n"
    )


def test_json_has_related_places(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "s is emailSMTPSession\nIF EmailStartSession(s) THEN\nEmailCloseSession(s)\nEmailCloseSession(s)\nEND\n"
    (folder / "a.wl").write_text(text, encoding="utf-8")
    facts = json.loads(run(capsys, "check", "a.wl", "--format", "json", "--select", "session-closed-twice")[1])
    (found,) = facts["diagnostics"]
    assert (found["line"], found["related"]) == (
        4,
        [{"file": "a.wl", "line": 3, "column": 1, "message": "the session is closed here"}],
    )


def test_baseline_tells_only_what_is_new(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = folder / "a.wl"
    program.write_text(SECRET, encoding="utf-8")
    status, _, err = run(capsys, "check", "a.wl", "--baseline", "base.json", "--fail-on", "info")
    assert (status, "base.json written" in err) == (0, True)
    assert "hunter2" not in (folder / "base.json").read_text(encoding="utf-8")
    program.write_text("// one line more\n" + SECRET, encoding="utf-8")
    status, out, _ = run(capsys, "check", "a.wl", "--baseline", "base.json", "--fail-on", "info")
    assert (status, out) == (0, "1 file checked: nothing to report; 2 known from the baseline\n")
    program.write_text(SECRET + "s.Option = optionSSL\n", encoding="utf-8")  # the same line once more
    status, out, _ = run(capsys, "check", "a.wl", "--baseline", "base.json", "--fail-on", "info")
    assert status == 1
    assert "a.wl:5:12: info: optionSSL" in out
    assert "2 known from the baseline" in out


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 1}', '{"version": 1, "known": {"a": 3}}', "[" * 100_000])
def test_broken_baseline(text: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.wl").write_text(WRONG, encoding="utf-8")
    (folder / "base.json").write_text(text, encoding="utf-8")
    status, out, err = run(capsys, "check", "a.wl", "--baseline", "base.json")
    assert (status, out) == (2, "")
    assert err == "wlmail check: base.json is no baseline; name another file, or delete it to begin anew\n"
    assert (folder / "base.json").read_text(encoding="utf-8") == text


def test_summary(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mail = 's is emailSMTPSession\ns.ServerAddress = "smtp.gmail.com"\ns.Option = optionTLS\n'
    (folder / "a.wl").write_text(mail + "IF EmailStartSession(s) THEN EmailCloseSession(s)\n", encoding="utf-8")
    (folder / "b.wl").write_text("HLitPremier(CLIENT)\n", encoding="utf-8")
    (folder / "c.wl").write_text("x = n1 + n2 + n3 + n4\n", encoding="utf-8")
    out = run(capsys, "check", ".", "--summary")[1]
    table = [line.split() for line in out[out.index("\nfile ") :].splitlines() if line]
    assert table[1] == ["./a.wl", "4", "2", "0", "0", "A", "TLS", "Gmail"]
    assert table[2] == ["./b.wl", "1", "0", "1", "0", "B"]
    assert table[3] == ["./c.wl", "1", "0", "0", "4", "C"]
    assert table[4] == ["total", "6", "2", "1", "4", "A:1", "B:1", "C:1", "TLS", "Gmail"]
    facts = json.loads(run(capsys, "check", ".", "--summary", "--format", "json")[1])
    assert [row["effort"] for row in facts["summary"]] == ["A", "B", "C"]


def test_many_files_on_several_processes_are_told_in_order(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "_processors", lambda: 2)
    for i in range(check.WORTH_IT + 2):
        (folder / f"{i:02}.wl").write_text(f"Trace(nUnknown{i})\n", encoding="utf-8")
    status, out, _ = run(capsys, "check", ".")
    places = [line.partition(":")[0] for line in out.splitlines() if "unknown name" in line]
    assert status == 1
    assert places == [f"./{i:02}.wl" for i in range(check.WORTH_IT + 2)]


# --- Bad input --------------------------------------------------------------------------------------------------------


def test_bad_files_are_told_one_by_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "binary.wl").write_bytes(b"\x00\x01\x02" * 100)
    (folder / "good.wl").write_text("Trace(1)\n", encoding="utf-8")
    (folder / "line.wl").write_text("Trace(" + "a" * 2_000_000 + ")\n", encoding="utf-8")
    with open(folder / "large.wl", "wb") as file:
        file.truncate(50_000_000)
    status, out, _ = run(capsys, "check", ".")
    assert status == 1
    assert "./binary.wl is a binary file, not a program text [binary-file]" in out
    assert "./large.wl has 50 MB; a program has at most 8 [file-too-large]" in out
    assert "4 files checked: 3 errors\n" in out
    assert max(map(len, out.splitlines()[2:])) < 2_000_200  # the excerpt is short, the message names the whole name


def test_unreadable_folder_and_file(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    (folder / "in").mkdir()
    (folder / "a.wl").write_text("Trace(1)\n", encoding="utf-8")
    real = os.scandir

    def refuse(path: Any) -> Any:
        if str(path).endswith("in"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    status, out, err = run(capsys, "check", ".")
    assert status == 0
    assert err == "wlmail check: ./in cannot be read: Permission denied\n"
    assert "1 file checked" in out


def test_narrow_terminal(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.wl").write_text(
        "Trace(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, nUnknown, 13, 14, 15)\n", encoding="utf-8"
    )
    monkeypatch.setattr(reports, "widest", lambda: 20)
    out = run(capsys, "check", "a.wl")[1].splitlines()
    assert "nUnknown" in out[1]
    assert all(len(line) <= 30 for line in out[1:3])
    assert out[2].index("^") == out[1].index("nUnknown")


def test_an_encoding_without_accents(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    (folder / "a.wl").write_text(FRENCH, encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", open(folder / "out", "w", encoding="ascii"))  # noqa: SIM115
    assert cli.main(["check", "a.wl"]) == 1
    sys.stdout.close()
    assert "nom inconnu ?sNm?" in (folder / "out").read_text(encoding="ascii")


def test_the_summary_sees_an_option_in_the_fifth_place(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start = 'Trace(EmailOuvreSessionSMTP("bob", "", "localhost", 587, emailProtocoleSMTPS))\n'
    (folder / "a.wl").write_text(start, encoding="utf-8")
    facts = json.loads(run(capsys, "check", ".", "--summary", "--format", "json")[1])
    assert facts["summary"][0]["security"] == ["STARTTLS"]


def test_a_line_with_a_secret_keeps_its_other_texts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the place of every secret is known; else all texts of the line are hidden, as ever."""
    shown = {
        'IF EmailStartSMTPSession("bob", "hunter2", "host") THEN RETURN': '("bob", "*******", "host") THEN',
        's.Password = "hunter2" ; s.Name = "bob"': 's.Password = "*******" ; s.Name = "bob"',
        's.Password = "hunter2" ; sMdp is string = "hunter3"': 'sMdp is string = "*******"',
        's.Password = "hunter2" ; Trace("password=hunter3")': 'Trace("****************")',
        's.Password = "hunter2" + "hunter3" ; Trace("a")': 's.Password = "*******" + "*******" ; Trace("a")',
        'IF EmailStartSMTPSession("bob",\n"hunter2", "host") THEN RETURN': '"*******", "host") THEN RETURN',
        'Login(sToken,\n"hunter3", EmailStartSMTPSession("bob", "hunter2", "host"))': '("***", "*******", "****"))',
        's.Password = INIRead("mail", "key", "hunter2", "m.ini") + x1':
            's.Password = INIRead("mail", "key", "*******", "m.ini")',
        's.Password = Lower(LoadParameter("mail", "hunter2")) + x1': 'LoadParameter("mail", "*******")',
        's.Password = Lower("INIRead(""hunter2"",""hunter3"",""""") + x1':
            's.Password = Lower("********""*******""*""*******""*""""")',
    }  # fmt: skip
    for line, wanted in shown.items():
        (folder / "a.wl").write_text(f"s is emailSMTPSession\n{line}\n", encoding="utf-8")
        out = run(capsys, "check", "a.wl")[1]
        assert wanted in out
        assert "hunter" not in out


# --- explain and fix --------------------------------------------------------------------------------------------------


def test_explain(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "explain", "session-closed-twice", "--lang", "fr")
    assert status == 0
    assert out.startswith("session-closed-twice (avertissement): Une session est fermée deux fois\n\n")
    assert "À éviter :\n    s est un emailSessionSMTP\n" in out
    both = run(capsys, "explain", "session-closed-twice")[1]
    assert both.endswith("\n\n" + out)
    listed = run(capsys, "explain")[1].splitlines()
    assert any(line.split(maxsplit=1) == ["old-name", "A constant has a newer name"] for line in listed)
    status, _, err = run(capsys, "explain", "old-nam")
    assert (status, err) == (2, "wlmail explain: there is no code «old-nam»; did you mean old-name?\n")
    assert run(capsys, "explain", "secret")[2].endswith("; did you mean secret-in-source?\n")
    assert run(capsys, "explain", "time")[2].endswith("; did you mean long-time-out?\n")
    assert run(capsys, "explain", "xyz")[2].endswith("; `wlmail explain` lists them all\n")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_fix_changes_the_old_names_and_nothing_else(
    encoding: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = 's est un emailSessionSMTP\r\ns.Option = emailOptionSécuriséTLS\t// optionSSL ?\r\nTrace("optionSSL é")\r\n'
    program = folder / "a.wl"
    program.write_bytes(text.encode(encoding))
    before = program.read_bytes()
    status, out, _ = run(capsys, "fix", "a.wl")
    assert status == 0
    assert "-s.Option = emailOptionSécuriséTLS\t// optionSSL ?" in out
    assert "+s.Option = emailProtocoleSMTPS\t// optionSSL ?" in out
    assert out.endswith("1 change in 1 file to make with --write\n")
    assert program.read_bytes() == before
    assert run(capsys, "fix", "--write", "a.wl")[1].endswith("1 change in 1 file made\n")
    assert program.read_bytes() == text.replace("emailOptionSécuriséTLS", "emailProtocoleSMTPS").encode(encoding)
    assert run(capsys, "fix", "a.wl")[1] == "nothing to change\n"


def test_fix_shows_no_secret_and_leaves_broken_programs_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.wl").write_text(SECRET, encoding="utf-8")
    (folder / "b.wl").write_text(SECRET + "IF\n", encoding="utf-8")
    out = run(capsys, "fix", ".", "--write")[1]
    assert "hunter2" not in out
    assert out.endswith("1 change in 1 file made\n")
    assert 'sKey is string = "hunter2hunter2"' in (folder / "a.wl").read_text(encoding="utf-8")
    assert (folder / "b.wl").read_text(encoding="utf-8") == SECRET + "IF\n"
