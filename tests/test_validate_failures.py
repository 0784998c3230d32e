"""`wlmail validate` where a side cannot be run or nothing can be written, and French programs with accents."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from commands import wlmail

from wlmail import cli
from wlmail.validation import sides, validator

SIMPLE = """\
s is emailSMTPSession
s.ServerAddress = "smtp.example.com"
s.Port = 25
m is Email
m.Sender = "a@example.com"
Add(m.Recipient, "b@example.com")
m.Subject = "Status"
m.Message = "All is well."
EmailStartSession(s)
EmailSendMessage(s, m)
EmailCloseSession(s)
"""
FOREVER = SIMPLE.replace("EmailSendMessage(s, m)", "LOOP\n\tEmailSendMessage(s, m)\nEND")
SILENT = "LOOP\n\tx is int = 1\nEND\n"


@pytest.fixture
def simple(tmp_path: Path) -> Path:
    path = tmp_path / "simple.wl"
    path.write_text(SIMPLE, encoding="utf-8")
    return path


def conditions(deadline: float = 60.0) -> sides.Conditions:
    return sides.Conditions(datetime(2026, 3, 5, 9, 30).astimezone(), deadline=deadline)


def python(path: Path, text: str) -> str:
    """The command that runs a Python program."""
    path.write_text(text, encoding="utf-8")
    return f'"{sys.executable}" "{path}"'


# --- what was sent is kept -------------------------------------------------------------------------------------------


def test_what_was_sent_is_kept_in_a_folder_that_is_told(simple: Path, tmp_path: Path) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    done = wlmail("validate", simple, "--against", "false", env={**os.environ, "TMPDIR": str(place)})
    assert done.returncode == 3
    [kept] = place.glob("wlmail-validate-*")
    assert f"the messages of both sides are in {kept}\n" in done.stderr
    assert b"All is well." in (kept / "legacy" / "001.eml").read_bytes()
    assert json.loads((kept / "target" / "deliveries.json").read_text())["deliveries"] == []
    assert kept.stat().st_mode & 0o077 == 0


def test_the_newest_folders_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "wlmail-validate-notes.txt").write_text("mine")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "wlmail-validate-link").symlink_to(tmp_path / "elsewhere")
    made = []
    for age in range(14, 0, -1):
        made.append(Path(validator._temporary()))
        os.utime(made[-1], (time.time() - age * 60,) * 2)
    assert [folder for folder in made if folder.exists()] == made[-10:]
    assert (tmp_path / "wlmail-validate-notes.txt").exists()
    assert (tmp_path / "elsewhere").exists()


def test_nothing_is_kept_where_nothing_was_sent(tmp_path: Path) -> None:
    program = tmp_path / "quiet.wl"
    program.write_text("x is int = 1\n")
    done = wlmail("validate", program, "--against", "true", env={**os.environ, "TMPDIR": str(tmp_path)})
    assert (done.returncode, "it sent nothing" in done.stderr) == (3, True)
    assert list(tmp_path.iterdir()) == [program]


def test_messages_that_cannot_be_kept_are_told_beside_the_verdict(simple: Path) -> None:
    done = wlmail("validate", simple, "--against", simple, "--keep", simple / "below a file")
    assert done.returncode == 3
    assert "the messages of both sides are not kept: the messages cannot be saved in" in done.stderr
    assert done.stdout.startswith("the same: reached L0 and L4")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
def test_a_report_that_finds_the_disk_full_is_told(simple: Path) -> None:
    done = wlmail("validate", simple, "--against", simple, "--html", "/dev/full")
    assert (done.returncode, "/dev/full cannot be written: No space left" in done.stderr) == (3, True)
    with open("/dev/full", "w") as full:
        run = [sys.executable, "-m", "wlmail", "validate", str(simple), "--against", str(simple)]
        done = subprocess.run(run, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", timeout=60, check=False)
    assert done.stderr == "wlmail: the report cannot be written: No space left on device\n"
    assert done.returncode == 3


def test_a_recording_that_cannot_be_written_is_told(simple: Path) -> None:
    done = wlmail("record", simple, "-o", simple / "below a file")
    assert (done.returncode, "cannot be saved" in done.stderr) == (3, True)


# --- programs that do not end, send too much, or leave something running ----------------------------------------------


def test_a_program_that_never_ends() -> None:
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "silent.wl"
        program.write_text(SILENT)
        done = wlmail("validate", program, "--against", program, "--deadline", "0.5")
    assert (done.returncode, "it did not end within 0.5 s" in done.stderr) == (3, True)


def test_a_program_that_sends_forever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sides, "MOST_MESSAGES", 20)
    program = tmp_path / "forever.wl"
    program.write_text(FOREVER)
    side = sides.run_program(str(program), conditions(deadline=3.0))
    assert side.failure == "it sent more than 20 messages"
    assert len(side.deliveries) == 20


def test_a_program_that_sends_too_many_bytes(simple: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sides, "MOST_BYTES", 100)
    side = sides.run_program(str(simple), conditions())
    assert side.failure == "it sent more than 100 bytes"
    assert side.deliveries == []


def test_what_a_command_leaves_running_is_ended_with_it(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    side = sides.run_command(f"sh -c 'sleep 60 & echo $! > \"{pid}\"'", conditions())
    assert side.failure == "it sent nothing"
    child = pid.read_text().strip()
    for _ in range(100):  # a process that nobody has waited for yet is a zombie
        state = subprocess.run(["ps", "-o", "stat=", "-p", child], capture_output=True, text=True, check=False)
        if not state.stdout.strip() or state.stdout.startswith("Z"):
            return
        time.sleep(0.05)
    pytest.fail("the child still runs")


# --- why nothing came -----------------------------------------------------------------------------------------------

CONNECTS = """\
import os, smtplib, ssl
server = smtplib.SMTP(os.environ["SMTP_HOST"], int(os.environ["SMTP_PORT"]))
server.ehlo()
{body}
"""


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("server.starttls(context=ssl.create_default_context(cadata=OTHER))", "on its connection no TLS: "),
        ("server.mail('a@example.com')\nos._exit(0)", "the connection was lost, after «mail FROM:<a@example.com>»"),
        ("server.docmd('RCPT TO:<b@example.com>')", "«RCPT TO:<b@example.com>» was answered «503 5.5.1"),
        ("server.docmd('AUTH PLAIN c2VjcmV0')", "«AUTH PLAIN» was answered «501 5.5.2"),
        ("server.docmd('\\x1b[2J')", "«(4 characters that are no command)» was answered «500 5.5.1"),
    ],
)
def test_what_went_wrong_on_the_connection_is_told(tmp_path: Path, body: str, told: str) -> None:
    import trustme

    text = CONNECTS.format(body=body).replace("OTHER", repr(trustme.CA().cert_pem.bytes().decode()))
    side = sides.run_command(python(tmp_path / "target.py", text), conditions())
    assert told in side.failure
    assert "c2VjcmV0" not in side.failure
    assert "\x1b" not in side.failure


def test_the_order_of_refused_recipients_does_not_count(tmp_path: Path) -> None:
    programs = []
    for name, order in (("one", ("b", "c")), ("other", ("c", "b"))):
        path = tmp_path / f"{name}.wl"
        added = "".join(f'Add(m.Recipient, "{r}@gone.test")\n' for r in order)
        path.write_text(SIMPLE.replace("m.Subject", added + "m.Subject", 1))
        programs.append(path)
    script = tmp_path / "server.toml"
    script.write_text('[[recipient]]\naddress = "*@gone.test"\nreply = "550 5.1.1 no such user"\n')
    done = wlmail("validate", programs[0], "--against", programs[1], "--server-script", script)
    assert (done.returncode, done.stdout.startswith("the same")) == (0, True)


# --- misuse ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "validate: it takes LEGACY --against TARGET, or --self-check\n"),
        (["LEGACY"], "or --self-check; --against TARGET is missing\n"),
        (["LEGACY", "--against", "TARGET", "--date", "yesterday"], "«yesterday» is no moment (for example 2026-03-05"),
        (["LEGACY", "--against", "TARGET", "--deadline", "-1"], "«-1» is no number of seconds\n"),
        (["LEGACY", "--against", "TARGET", "--level", "L2,L3"], "«L2,L3» is no level: L0, L1, L2, L3, L4, or two"),
        (["FOLDER", "--against", "python"], "--against python is what `wlmail python` makes of a .wl file"),
        (["LEGACY", "--against", "NOTES"], "is neither a .wl program, a recording, an mbox nor executable"),
        (["LEGACY", "--against", "EMPTY"], "holds neither deliveries.json nor any .eml file"),
        (["LEGACY", "--against", "TARGET", "--inputs", "NOTES"], "the first line holds names"),
    ],
)
def test_misuse_is_told_in_a_sentence(simple: Path, tmp_path: Path, arguments: list[str], told: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("notes\n")
    wlmail("record", simple, "-o", tmp_path / "recorded")
    names = {
        "LEGACY": str(simple),
        "TARGET": str(simple),
        "FOLDER": str(tmp_path / "recorded"),
        "NOTES": str(tmp_path / "notes.txt"),
        "EMPTY": str(tmp_path / "empty"),
    }
    done = wlmail("validate", *(names.get(argument, argument) for argument in arguments))
    assert done.returncode == 2
    assert told in done.stderr
    assert not done.stdout


@pytest.fixture
def recorded(simple: Path, tmp_path: Path) -> Callable[..., Path]:
    """A recording with one fact of one of its files changed."""
    golden = tmp_path / "golden"
    assert wlmail("record", simple, "-o", golden).returncode == 0

    def change(file: str, name: str, value: object) -> Path:
        facts = json.loads((golden / file).read_text())
        (facts if file == "run.json" else facts["deliveries"][0])[name] = value
        (golden / file).write_text(json.dumps(facts))
        return golden

    return change


@pytest.mark.parametrize(
    ("file", "name", "value", "told"),
    [
        ("deliveries.json", "recipients", None, "recipients of 001.eml is no list of texts"),
        ("deliveries.json", "recipients", "b@example.com", "recipients of 001.eml is no list of texts"),
        ("deliveries.json", "recipients", [1], "recipients of 001.eml is no list of texts"),
        ("deliveries.json", "sender", None, "sender of 001.eml is no text"),
        ("deliveries.json", "port", "25", "port of 001.eml is no number"),
        ("deliveries.json", "security", "SSL", "security of 001.eml is none of none, STARTTLS, TLS"),
        ("deliveries.json", "login", [], "login of 001.eml is none of "),
        ("deliveries.json", "received", 5, "cannot be read"),
        ("deliveries.json", "file", 5, "cannot be read"),
        ("run.json", "events", None, "events is no list of texts"),
        ("run.json", "refused", 5, "refused is no list of texts"),
        ("run.json", "refused", [5], "refused is no list of texts"),
        ("run.json", "status", {}, "status is no text"),
        ("run.json", "date", 5, "run.json makes no sense"),
        ("run.json", "date", "0001-01-01T00:00:00+14:00", "run.json makes no sense"),
        ("run.json", "seed", None, "run.json makes no sense"),
    ],
)
def test_a_malformed_recording_is_misuse(
    simple: Path, recorded: Callable[..., Path], file: str, name: str, value: object, told: str
) -> None:
    done = wlmail("verify", recorded(file, name, value), "--against", simple)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert told in done.stderr


@pytest.mark.parametrize(
    ("command", "status"), [("validate", 3), ("verify", 3), ("record", 3), ("capture", 3), ("check", 1)]
)
def test_an_internal_error_is_no_difference(
    command: str, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> int:
        raise RuntimeError("broken")

    monkeypatch.setattr(cli, "_parsed", broken)
    assert cli.main([command]) == status
    assert "broken" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"a=b\n1\n", "a name in the first line holds \xab=\xbb"),
        (b"a\0\n1\n", "a name in the first line holds a NUL"),
        (b"a,b\n1,x\0y\n", "row 1: a value holds a NUL"),
        (b"a,A\n1,2\n", "a name stands twice in the first line"),
        (b'a,b\n1,"2\n3,4\n', "cannot be read: unexpected end of data"),
    ],
)
def test_inputs_that_no_program_can_be_given(tmp_path: Path, simple: Path, text: bytes, told: str) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_bytes(text)
    done = wlmail("validate", simple, "--against", "true", "--inputs", rows)
    assert (done.returncode, told in done.stderr) == (2, True), done.stderr


def test_values_of_inputs_are_taken_as_they_are(tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_bytes('a;b\r\n"one\r\ntwo";x\u2028y\r\n;\r\n\r\n"say ""yes""";z\r\n'.encode())
    assert validator.read_inputs(str(rows)) == [
        {"a": "one\r\ntwo", "b": "x\u2028y"},
        {"a": "", "b": ""},
        {"a": 'say "yes"', "b": "z"},
    ]


def test_noise_of_a_side_that_cannot_run(tmp_path: Path, simple: Path) -> None:
    broken = tmp_path / "broken.wl"
    broken.write_text("m is Email\nm.Subject = (\n")
    done = wlmail("validate", broken, "--against", simple, "--learn-noise")
    assert done.returncode == 3
    assert f"no noise can be learnt from {broken}: it does not compile" in done.stderr


# --- French, with accents and blanks everywhere -----------------------------------------------------------------------

FACTURE = """\
// Ce que le projet envoie aujourd'hui
séance est un emailSessionSMTP
séance.AdresseServeur = "smtp.example.com"
séance.Port = 25
reçu est un Email
SI PAS EmailOuvreSession(séance) ALORS
	Erreur(ErreurInfo())
	FinProgramme()
FIN
reçu.Expéditeur = "Société Générée <société@example.com>"
Ajoute(reçu.Destinataire, "Zoé Lefèvre <zoe@example.com>")
reçu.Sujet = "Été : facture n° " + SAI_Numéro
reçu.Message = "Chère " + SAI_Prénom + "," + RC + "voici la facture à régler." + RC
reçu.Attache[1].Nom = "facture d'été.csv"
reçu.Attache[1].Contenu = "désignation;quantité" + RC + "Thé;1" + RC
SI PAS EmailEnvoieMessage(séance, reçu) ALORS Erreur(ErreurInfo())
EmailFermeSession(séance)
"""


@pytest.fixture
def facture(tmp_path: Path) -> Callable[..., Path]:
    """The French program in a folder with accents and blanks, some text of it replaced by another."""

    def write(name: str, old: str = "", new: str = "", encoding: str = "utf-8") -> Path:
        assert old in FACTURE
        path = tmp_path / "Été à Nîmes" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(FACTURE.replace(old, new) if old else FACTURE, encoding=encoding)
        return path

    return write


def test_a_french_program_is_the_same_as_itself(facture: Callable[..., Path]) -> None:
    legacy = facture("Facture réglée.wl")
    for target in (legacy, "python", facture("ancienne.wl", encoding="cp1252")):
        done = wlmail("validate", legacy, "--against", target, "--level", "L0,L4")
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("old", "new", "where", "line", "left", "right"),
    [
        ("Été :", "Ete :", "header subject", "line 12", "Été : facture n°", "Ete : facture n°"),
        ("Zoé Lefèvre", "Zoe Lefèvre", "header to", "line 11", "Zoé Lefèvre", "Zoe Lefèvre"),
        ("à régler", "a régler", "part 1.1 text/plain", "line 13", "à régler", "a régler"),
        ("Thé;1", "Thé;2", "part 1.2 text/csv", "line 15", "", ""),
        ("d'été.csv", "d'ete.csv", "part 1.2 text/csv name", "line 14", "facture d'été.csv", "facture d'ete.csv"),
        ("Société", "Societe", "header from", "line 10", "Société Générée", "Societe Générée"),
    ],
)
def test_a_difference_of_french_programs_has_its_place(
    facture: Callable[..., Path], tmp_path: Path, old: str, new: str, where: str, line: str, left: str, right: str
) -> None:
    legacy, target = facture("Facture réglée.wl"), facture("nouvelle.wl", old, new)
    page = tmp_path / "rapport.html"
    done = wlmail("validate", legacy, "--against", target, "--format", "json", "--html", page)
    assert done.returncode == 1, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert found["legacy"]["name"] == str(legacy)
    difference = next(d for d in found["differences"] if d["counts"] and d["where"] == where)
    assert difference["line"] == line
    assert left in difference["legacy"]
    assert right in difference["target"]
    html = page.read_text(encoding="utf-8").replace("&#x27;", "'")
    for shown in (where, line, left, right):
        assert shown in html


def test_a_difference_of_french_programs_in_every_report(facture: Callable[..., Path]) -> None:
    legacy, target = facture("Facture réglée.wl"), facture("nouvelle.wl", "à régler", "a régler")

    def report(kind: str) -> str:
        return wlmail("validate", legacy, "--against", target, "--format", kind).stdout

    suite = ElementTree.fromstring(report("junit"))
    failures = "".join(suite.itertext()) + "".join(str(e.attrib) for e in suite.iter())
    text, markdown = report("text"), report("markdown")
    assert f"legacy  {legacy}: 1 message\n" in text
    assert "Facture réglée.wl: 1 message" in markdown
    assert [e.get("value") for e in suite.iter("property")] == [str(legacy), str(target)]
    for shown in (text, markdown, failures):
        for told in ("part 1.1 text/plain", "à régler", "a régler"):
            assert told in shown
    assert "part 1.1 text/plain (L3), set in line 13" in failures


def test_inputs_with_french_names(facture: Callable[..., Path], tmp_path: Path) -> None:
    legacy = facture("Facture réglée.wl")
    target = facture("nouvelle.wl", 'RC + "voici', 'RC + (SAI_Prénom = "Noël" ? "Voici" SINON "voici")+"')
    rows = tmp_path / "entrées.csv"
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows(
        [["SAI_Numéro", "SAI_Prénom"], ["1", "Zoé"], ["2", "Noël"], ["3", "Élodie"]]
    )
    rows.write_text(file.getvalue(), encoding="utf-8-sig")
    done = wlmail("validate", legacy, "--against", target, "--inputs", rows)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "smallest inputs that differ: SAI_Numéro=2, SAI_Prénom=Noël\n" in done.stdout
    environment = "import os; print(os.environ['WLMAIL_INPUT_SAI_PRÉNOM'])"
    seen = wlmail("validate", legacy, "--against", python(tmp_path / "cible.py", environment), "--inputs", rows)
    assert seen.returncode == 3
    assert "  | Zoé\n" in seen.stderr


def test_a_recording_with_french_names(facture: Callable[..., Path], tmp_path: Path) -> None:
    legacy = facture("Facture réglée.wl", "Chère", "Du [%DateSys()%] : chère")
    golden = tmp_path / "modèle doré"
    assert wlmail("record", legacy, "-o", golden, "--date", "2020-02-29T12:00", "--seed", "7").returncode == 0
    # Its clock and its seed are those of the recording.
    done = wlmail("verify", golden, "--against", legacy, "--level", "L0,L4")
    assert done.returncode == 0, done.stdout + done.stderr
    done = wlmail("verify", golden, "--against", legacy, "--date", "2020-03-01T12:00")
    assert done.returncode == 1
    assert "Du 20200301 : chère" in done.stdout
    moved = tmp_path / "copie"
    shutil.copytree(golden, moved)
    assert wlmail("validate", moved, "--against", golden, "--level", "L0,L4").returncode == 0
