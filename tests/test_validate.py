"""`wlmail validate`, `record`, `verify` and `capture` as a user runs them, other senders as targets."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import signal
import smtplib
import ssl
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from commands import wlmail

from wlmail.capture import mailbox
from wlmail.capture.comparison import Comparison
from wlmail.capture.pseudonyms import People
from wlmail.capture.tolerance import Tolerance
from wlmail.library.email import Email
from wlmail.mail.addresses import Mailbox as Box
from wlmail.validation import sides

HERE = Path(__file__).parent / "validation"
LEGACY = HERE / "legacy.wl"
MIGRATED = f'"{sys.executable}" "{HERE / "migrated.py"}"'


@pytest.fixture
def changed(tmp_path: Path):
    """The legacy program with some text of it replaced by another."""

    def change(old: str, new: str, name: str = "changed.wl") -> Path:
        text = LEGACY.read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / name
        path.write_text(text.replace(old, new), encoding="utf-8")
        return path

    return change


def validate(*arguments: str | Path, status: int) -> str:
    done = wlmail("validate", *arguments)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_a_program_sends_what_it_sends() -> None:
    shown = validate(LEGACY, "--against", LEGACY, "--level", "L0,L4", status=0)
    assert shown.startswith("the same: reached L0 and L4")


def test_its_translation_to_python_proves_itself() -> None:
    assert "reached L0 and L4" in validate(LEGACY, "--against", "python", status=0)


def test_another_writer_reaches_the_same_message_and_delivery() -> None:
    assert "reached L2 and L4" in validate(LEGACY, "--against", MIGRATED, status=0)
    assert "header subject (L1)" in validate(LEGACY, "--against", MIGRATED, "--level", "L1,L4", status=1)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('m.Subject = "Order', 'm.Subject = "order', ("header subject (L3), set in line 17", "order # – confirmed")),
        ("thank you." + '" + CR', 'thanks." + CR', ("part 1.1.1 text/plain (L3), set in line 18",)),
        ("<b>Renée</b>", "<i>Renée</i>", ("part 1.1.2 text/html (L3), set in line 19",)),
        ("Tea;1", "Tea;2", ("part 1.2 text/csv (L3), set in line 21", "byte 20 is 31", "byte 20 is 32")),
        ('m.Bcc[1] = "archive@example.com"', "", ("envelope recipients (L4)", "archive@example.com")),
        ("emailProtocolSMTPS", "emailOptionDefault", ("security (L4)", "STARTTLS", "none")),
        ("EmailSendMessage(s, m)", "EmailSendMessage(s, m, emailOptionHeaderBcc)", ("Bcc shows (always an error)",)),
    ],
)
def test_a_difference_is_told_with_its_place(changed, old: str, new: str, told: tuple[str, ...]) -> None:
    shown = validate(LEGACY, "--against", changed(old, new), status=1)
    for text in told:
        assert text in shown


def test_error_paths_are_compared_by_a_server_script(changed, tmp_path: Path) -> None:
    script = tmp_path / "server.toml"
    script.write_text('[[recipient]]\naddress = "sales@*"\nreply = "550 5.1.1 no such user"\n')
    assert "the same" in validate(LEGACY, "--against", MIGRATED, "--server-script", script, status=0)
    fewer = changed('m.Cc[1] = "sales@example.com"', "")
    assert "server answers (L4)" in validate(LEGACY, "--against", fewer, "--server-script", script, status=1)
    script.write_text('[login]\nreply = "535 5.7.8 wrong password"\n')
    assert "the same" in validate(LEGACY, "--against", LEGACY, "--server-script", script, status=0)
    script.write_text("[[message]]\nnumber = 1\ndrop = true\n")
    assert "the same" in validate(LEGACY, "--against", LEGACY, "--server-script", script, status=0)


@pytest.mark.parametrize(
    ("target", "status", "told"),
    [
        ("sleep 60", 3, "it did not end within 1 s"),
        ("true", 3, "it sent nothing"),
        ("false", 3, "it ended with status 1 before any message"),
        ("no-such-command-anywhere", 3, "it cannot be started"),
        ("'", 2, "cannot be read"),
    ],
)
def test_a_target_that_cannot_be_compared(target: str, status: int, told: str) -> None:
    assert told in validate(LEGACY, "--against", target, "--deadline", "1", status=status)


def test_both_sides_messages_are_kept_when_one_cannot_run(tmp_path: Path) -> None:
    shown = validate(LEGACY, "--against", "false", "--keep", tmp_path / "kept", status=3)
    assert str(tmp_path / "kept") in shown
    assert (tmp_path / "kept" / "legacy" / "001.eml").exists()


def test_reports(changed, tmp_path: Path) -> None:
    target = changed("Tea;1", "Tea;<script>")
    page = tmp_path / "report.html"
    arguments = (LEGACY, "--against", target, "--html", page)
    found = json.loads(validate(*arguments, "--format", "json", status=1))
    assert found["schema"] == 1
    assert found["status"] == 1
    assert [d["where"] for d in found["differences"] if d["counts"]] == ["part 1.2 text/csv"]
    suite = ElementTree.fromstring(validate(*arguments, "--format", "junit", status=1))
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    assert "| 1 / 1 | part 1.2 text/csv | L3 |" in validate(*arguments, "--format", "markdown", status=1)
    html = page.read_text(encoding="utf-8")
    assert "part 1.2 text/csv" in html
    assert "<script" not in html
    assert "http" not in html.replace("http-equiv", "")


def test_inputs_are_run_row_by_row_and_shrunk(changed, tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("SAI_Order;SAI_Other\n1;a\n2;b\n3;c\n", encoding="utf-8")
    assert "3 messages" in validate(LEGACY, "--against", MIGRATED, "--inputs", rows, status=0)
    target = changed("EmailCloseSession(s)", 'IF SAI_Order = "2" THEN EmailSendMessage(s, m)\nEmailCloseSession(s)')
    shown = validate(LEGACY, "--against", target, "--inputs", rows, status=1)
    assert "smallest inputs that differ: SAI_Order=2, SAI_Other=b\n" in shown
    rows.write_text("SAI_Order,SAI_Other\n1\n", encoding="utf-8")
    assert "row 1: 1 values for 2 names" in validate(LEGACY, "--against", LEGACY, "--inputs", rows, status=2)


def test_an_input_that_the_program_never_names_is_told(tmp_path: Path) -> None:
    program = tmp_path / "a.wl"
    text = '"Status " + SAI_Référence + {"SAI_Lot"} + CommandLine(1)'
    program.write_text(SIMPLE.replace('"Status"', text), encoding="utf-8")
    rows = tmp_path / "rows.csv"
    rows.write_text("sai_reference;SAI_Lot;arg1;SAI_Reférense\n1;2;3;4\n", encoding="utf-8")
    shown = validate(program, "--against", MIGRATED, "--inputs", rows, status=1)
    assert re.findall("never names the input .*", shown) == ["never names the input SAI_Reférense"]


def test_messages_of_inputs_are_compared_row_by_row(tmp_path: Path) -> None:
    programs = []
    for name, last in (("a", "c"), ("b", "b")):  # the target swaps what rows 1 and 2 say, the messages as a whole agree
        path = tmp_path / f"{name}.wl"
        condition = f'(SAI_Order = "{last}" ? "one" ELSE "other")'
        path.write_text(SIMPLE.replace('"Status"', condition), encoding="utf-8")
        programs.append(path)
    rows = tmp_path / "rows.csv"
    rows.write_text("SAI_Order\nb\nc\n", encoding="utf-8")
    shown = validate(programs[0], "--against", programs[1], "--inputs", rows, status=1)
    assert "row 1, message 1, header subject (L3), set in line 7\n" in shown
    assert "row 2, message 2, header subject (L3), set in line 7\n" in shown
    done = wlmail("validate", programs[0], "--against", programs[1], "--inputs", rows, "--format", "json")
    assert {d["row"] for d in json.loads(done.stdout)["differences"]} == {1, 2}
    broken = tmp_path / "c.wl"
    broken.write_text(SIMPLE.replace("EmailSendMessage(s, m)", 'IF SAI_Order = "b" THEN EmailSendMessage(s, m)'))
    assert "with row 2 of the inputs: it sent nothing" in validate(
        programs[0], "--against", broken, "--inputs", rows, status=3
    )


def test_what_the_server_refused_is_compared_row_by_row(tmp_path: Path) -> None:
    programs = []
    for name, value in (("a", "1"), ("b", "2")):
        path = tmp_path / f"{name}.wl"
        gone = f'IF SAI_Order = "{value}" THEN Add(m.Recipient, "c@gone.test")\nm.Subject ='
        path.write_text(SIMPLE.replace("m.Subject =", gone), encoding="utf-8")
        programs.append(path)
    rows, script = tmp_path / "rows.csv", tmp_path / "server.toml"
    rows.write_text("SAI_Order\n1\n2\n", encoding="utf-8")
    script.write_text('[[recipient]]\naddress = "*@gone.test"\nreply = "550 5.1.1 no such user"\n')
    shown = validate(programs[0], "--against", programs[1], "--inputs", rows, "--server-script", script, status=1)
    assert "server answers (L4)" in shown
    assert "row 1: recipient c@gone.test 550" in shown


def test_a_recording_is_verified_without_the_legacy_side(changed, tmp_path: Path) -> None:
    golden = tmp_path / "golden"
    assert wlmail("record", LEGACY, "-o", golden).stdout == f"1 message recorded in {golden}\n"
    assert wlmail("verify", golden, "--against", MIGRATED).returncode == 0
    done = wlmail("verify", golden, "--against", changed("Tea;1", "Tea;2"))
    assert done.returncode == 1
    assert "part 1.2 text/csv (L3)" in done.stdout
    assert wlmail("verify", LEGACY, "--against", MIGRATED).returncode == 2
    rows = tmp_path / "rows.csv"
    rows.write_text("SAI_Order\n1\n", encoding="utf-8")
    done = wlmail("verify", golden, "--against", MIGRATED, "--inputs", rows)
    assert (done.returncode, "is a recording, which takes no inputs" in done.stderr) == (2, True)


def test_a_recording_under_pseudonyms(changed, tmp_path: Path) -> None:
    golden = tmp_path / "golden"
    assert wlmail("record", LEGACY, "-o", golden, "--pseudonyms").returncode == 0
    stored = b"".join(path.read_bytes() for path in golden.iterdir())
    for name in ("renee", "Renée", "sales@", "archive@", "shop@"):
        assert name.encode() not in stored
    assert wlmail("verify", golden, "--against", MIGRATED).returncode == 0
    other = changed("renee@example.com", "rene@example.com")
    assert wlmail("verify", golden, "--against", other).returncode == 1


def test_only_our_own_pseudonyms_stay_as_they_are() -> None:
    people = People("key")
    for address in ("ann@d-day.example", "p-12@d-34.example", "p-00000000@d-0000000g.example", "ann@D-Bank.fr"):
        assert "ann" not in people.address(address)
        assert people.address(address).partition("@")[2] != address.partition("@")[2]
        assert people.address(people.address(address)) == people.address(address)
    people.meet([Box("Zoé Lefèvre", "zoe@example.com")])
    assert people.text("ZOÉ LEFÈVRE, zoé lefèvre, M. LEFÈVRE") == "{0}, {0}, M. {1}".format(
        people.text("Zoé Lefèvre"), people.text("Lefèvre")
    )
    assert people.text("Lefèvre").startswith("Name")


def test_an_mbox_and_a_folder_of_messages(tmp_path: Path) -> None:
    golden = tmp_path / "golden"
    wlmail("record", LEGACY, "-o", golden)
    message = (golden / "001.eml").read_bytes().replace(b"\r\n", b"\n")
    box = tmp_path / "all.mbox"
    box.write_bytes(b"From shop@example.com Tue Nov 24 20:00:00 2026\n" + message + b"\n")
    assert validate(box, "--against", MIGRATED, status=0).startswith("the same: reached L2")
    (golden / "deliveries.json").unlink()
    assert validate(golden, "--against", MIGRATED, status=0).startswith("the same: reached L2")
    (golden / "001.eml").unlink()
    assert "holds neither deliveries.json nor any .eml file" in validate(golden, "--against", MIGRATED, status=2)


def test_misuse() -> None:
    assert "LEGACY --against TARGET" in validate(LEGACY, status=2)
    assert "is no level" in validate(LEGACY, "--against", LEGACY, "--level", "L5", status=2)
    assert "cannot be read" in validate(LEGACY, "--against", LEGACY, "--rules", "nowhere.toml", status=2)
    assert "nowhere.wl" in validate("nowhere.wl", "--against", LEGACY, status=2)


# --- other senders ---------------------------------------------------------------------------------------------------


def needs(command: str) -> None:
    if shutil.which(command) is None:
        pytest.skip(f"{command} is not installed")


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


@pytest.fixture
def simple(tmp_path: Path) -> Path:
    path = tmp_path / "simple.wl"
    path.write_text(SIMPLE)
    return path


def test_swaks_as_target(simple: Path) -> None:
    needs("swaks")
    command = (
        "swaks --server {host} --port {port} --from a@example.com --to b@example.com"
        " --header 'Subject: Status' --body 'All is well.' --suppress-data"
    )
    # swaks ends a body with empty lines: the same to the reader.
    level = ("--level", "L3,L4")
    assert "reached L3 and L4" in validate(simple, "--against", command, *level, status=0)
    assert "part 1 text/plain (L3), set in line 8" in validate(
        simple, "--against", command.replace("well.", "bad."), *level, status=1
    )


def test_msmtp_as_target(simple: Path, tmp_path: Path) -> None:
    needs("msmtp")
    mail = tmp_path / "mail.eml"
    mail.write_text("From: a@example.com\nTo: b@example.com\nSubject: Status\n\nAll is well.\n")
    script = tmp_path / "send.sh"
    script.write_text(f'msmtp --host="$SMTP_HOST" --port="$SMTP_PORT" -f a@example.com b@example.com < "{mail}"\n')
    assert "the same" in validate(simple, "--against", f'sh "{script}"', status=0)


NODEMAILER = """\
const nodemailer = require("nodemailer");
const port = Number(process.env.SMTP_PORT);
const server = nodemailer.createTransport({host: process.env.SMTP_HOST, port, ignoreTLS: true});
const mail = {from: "a@example.com", to: "b@example.com", subject: "Status", text: "All is well."};
server.sendMail(mail).then(() => server.close());
"""


def test_nodemailer_as_target(simple: Path, tmp_path: Path) -> None:
    needs("node")
    found = subprocess.run(["node", "-e", 'require("nodemailer")'], capture_output=True, check=False, timeout=60)
    if found.returncode:
        pytest.skip("nodemailer is not installed where node finds it (NODE_PATH)")
    program = tmp_path / "send.js"
    program.write_text(NODEMAILER)
    assert "the same" in validate(simple, "--against", f'node "{program}"', status=0)


# --- the server alone ------------------------------------------------------------------------------------------------


def test_capture_tells_what_arrives_and_saves_it(tmp_path: Path) -> None:
    certificate = tmp_path / "certificate.pem"
    saved = tmp_path / "saved"
    command = [sys.executable, "-m", "wlmail", "capture", "--port", "0", "--tls-port", "0", "--most", "3"]
    command += ["--certificate", str(certificate), "--save", str(saved)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            assert process.stdout is not None
            ports = [int(process.stdout.readline().split()[2].rstrip(":")) for _ in range(2)]
            text = "Subject: Gr=?utf-8?q?=C3=BC?=n\r\n\r\nhello\r\n"
            with smtplib.SMTP("127.0.0.1", ports[0]) as clear:
                clear.sendmail("a@example.com", ["b@example.com"], text)
            context = ssl.create_default_context(cafile=str(certificate))
            for mechanism in ("auth_login", "auth_cram_md5"):
                with (
                    smtplib.SMTP("127.0.0.1", ports[0])
                    if mechanism == "auth_login"
                    else smtplib.SMTP_SSL("127.0.0.1", ports[1], context=context) as server
                ):
                    if mechanism == "auth_login":
                        server.starttls(context=context)
                    server.ehlo()
                    server.user, server.password = "someone", "top-secret"
                    server.auth(mechanism[5:].upper().replace("_", "-"), getattr(server, mechanism))
                    server.sendmail("a@example.com", ["b@example.com"], text)
            shown = process.stdout.read()
            assert process.wait(timeout=30) == 0
        finally:
            process.kill()
    assert "no encryption\n" in shown
    assert "STARTTLS, password login of someone\n" in shown
    assert ", TLS, password login of someone\n" in shown
    assert "top-secret" not in shown
    assert "top-secret" not in (saved / "deliveries.json").read_text()
    assert len(list(saved.glob("*.eml"))) == 3


def test_capture_saves_when_it_is_asked_to_end(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "wlmail", "capture", "--port", "0", "--save", str(tmp_path / "saved"), "--verbose"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8") as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline().split()[2].rstrip(":"))
            with smtplib.SMTP("127.0.0.1", port) as server:
                server.sendmail("a@example.com", ["b@example.com"], "Subject: x\r\n\r\nhello\r\n")
            with smtplib.SMTP("127.0.0.1", port) as server:
                assert server.docmd("RCPT TO:<b@example.com>")[0] == 503
            shown = [process.stdout.readline().rstrip("\n")]
            while not shown[-1].startswith("-  "):
                shown.append(process.stdout.readline().rstrip("\n"))
            process.terminate()
            assert process.wait(timeout=30) == 0
        finally:
            process.kill()
    assert shown[0] == "1  <a@example.com> to b@example.com: «x», 21 bytes, no encryption"
    assert "    C: (21 bytes)" in shown
    assert shown[-1] == "-  no message: «RCPT TO:<b@example.com>» was answered «503 5.5.1 send MAIL FROM first»"
    assert (tmp_path / "saved" / "001.eml").exists()


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_captured(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "001.eml").write_text("mine")
    for folder, told in ((tmp_path / "file", "the messages cannot be saved in"), (tmp_path, "001.eml exists")):
        done = wlmail("capture", "--port", "0", "--save", folder)
        assert (done.returncode, told in done.stderr, done.stdout) == (3, True, "")


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="there is no SIGHUP here")
@pytest.mark.parametrize("spoilt", [False, True])
def test_the_messages_are_saved_when_the_terminal_goes_somewhere_else_when_need_be(
    tmp_path: Path, spoilt: bool
) -> None:
    saved, elsewhere = tmp_path / "saved", tmp_path / "elsewhere"
    elsewhere.mkdir()
    command = [sys.executable, "-m", "wlmail", "capture", "--port", "0", "--save", str(saved)]
    environment = {**os.environ, "TMPDIR": str(elsewhere)}
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment,
        # Where the tests themselves run under nohup.
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            port = int(process.stdout.readline().split()[2].rstrip(":"))
            with smtplib.SMTP("127.0.0.1", port) as server:
                server.sendmail("a@example.com", ["b@example.com"], "Subject: x\r\n\r\nhello\r\n")
            if spoilt:
                (saved / "001.eml").write_text("mine")
            process.send_signal(signal.SIGHUP)
            assert process.wait(timeout=30) == (3 if spoilt else 0)
            told = process.stderr.read()
        finally:
            process.kill()
    if spoilt:
        [kept] = elsewhere.glob("wlmail-capture-*")
        assert f"the messages are in {kept}\n" in told
        assert (saved / "001.eml").read_text() == "mine"
        saved = kept
    assert b"hello" in (saved / "001.eml").read_bytes()


def test_a_port_in_use_is_told() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = wlmail("capture", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 3
    assert "cannot be started" in done.stderr


# --- what goes wrong -------------------------------------------------------------------------------------------------

FLOOD = """\
import os, smtplib
server = smtplib.SMTP(os.environ["SMTP_HOST"], int(os.environ["SMTP_PORT"]))
{body}
"""


def test_a_target_that_sends_forever_is_ended(tmp_path: Path) -> None:
    program = tmp_path / "flood.py"
    body = "while True: server.sendmail('a@example.com', ['b@example.com'], 'Subject: x\\r\\n\\r\\nx')"
    program.write_text(FLOOD.format(body=body))
    side = sides.run_command(f'"{sys.executable}" "{program}"', _conditions(), most=50)
    assert side.failure == "it sent more than 50 messages"
    assert len(side.deliveries) == 50


def test_output_that_never_stops_is_cut(tmp_path: Path) -> None:
    program = tmp_path / "loud.py"
    program.write_text("import sys\nfor n in range(200_000): sys.stdout.write(f'line {n}\\n')\n")
    side = sides.run_command(f'"{sys.executable}" "{program}"', _conditions())
    assert side.failure == "it sent nothing"
    assert side.output.endswith("line 199999")
    assert len(side.output.splitlines()) <= sides.OUTPUT_LINES


def test_children_of_a_target_are_ended_with_it(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    command = f"sh -c 'sleep 60 & echo $! > \"{pid}\"; wait'"
    side = sides.run_command(command, _conditions(deadline=1.0))
    assert side.failure == "it did not end within 1 s"
    child = int(pid.read_text())
    for _ in range(100):  # a process that nobody has waited for yet is a zombie
        state = subprocess.run(["ps", "-o", "stat=", "-p", str(child)], capture_output=True, text=True, check=False)
        if not state.stdout.strip() or state.stdout.startswith("Z"):
            return
        time.sleep(0.05)
    pytest.fail("the child still runs")


def test_a_crash_after_a_message_is_a_difference(simple: Path, tmp_path: Path) -> None:
    program = tmp_path / "crash.py"
    body = (
        "server.sendmail('a@example.com', ['b@example.com'], "
        "'From: a@example.com\\r\\nTo: b@example.com\\r\\nSubject: Status\\r\\n\\r\\nAll is well.\\r\\n')\n"
        "raise SystemExit(7)"
    )
    program.write_text(FLOOD.format(body=body))
    shown = validate(simple, "--against", f'"{sys.executable}" "{program}"', status=1)
    assert "end of the program (L4)" in shown
    assert "status 7" in shown


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch, simple: Path) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(mailbox, "LARGE", 10)
    monkeypatch.setattr(mailbox.Delivery, "move_to", full)
    side = sides.run_program(str(simple), _conditions())
    assert side.failure == "the message cannot be kept on disk: No space left on device"


def test_broken_recordings_are_told(tmp_path: Path) -> None:
    (tmp_path / "deliveries.json").write_text("{")
    assert "cannot be read" in validate(tmp_path, "--against", LEGACY, status=2)
    (tmp_path / "deliveries.json").unlink()
    (tmp_path / "1.eml").write_bytes(b"\x00\xff not a message \r\r\n--\nContent-Type: multipart/mixed; boundary=\n")
    assert validate(tmp_path, "--against", tmp_path, status=0).startswith("the same: reached L0")


def test_noise_of_the_legacy_side_is_learnt(tmp_path: Path, simple: Path) -> None:
    legacy = tmp_path / "noisy.wl"
    legacy.write_text(SIMPLE.replace('"Status"', '"Status of " + DateSys()'))
    target = tmp_path / "other.wl"
    target.write_text(SIMPLE.replace('"Status"', '"Status of 20200101"'))
    assert validate(legacy, "--against", target, status=1)
    shown = validate(legacy, "--against", target, "--learn-noise", "--strict", status=4)
    assert "noise learnt: header subject" in shown
    target.write_text(SIMPLE.replace('"Status"', '"State of 20200101"'))
    assert validate(legacy, "--against", target, "--learn-noise", status=1)


def test_a_secret_shows_in_no_report(tmp_path: Path) -> None:
    programs = [tmp_path / "a.wl", tmp_path / "b.wl"]
    for path, value in zip(programs, ("hunter-alpha", "hunter-omega"), strict=True):
        secret = f'sSecret is SecretString = "{value}"\n'
        path.write_text(secret + SIMPLE.replace('"All is well."', '"the word is " + sSecret'))
    page = tmp_path / "report.html"
    shown = validate(programs[0], "--against", programs[1], "--html", page, status=1)
    assert "part 1 text/plain (L3), set in line 9" in shown
    assert "hunter" not in shown + page.read_text(encoding="utf-8")


@pytest.mark.parametrize("secret", ["p\\é'x99", "false", "<script>", 'a&b"c'])
def test_secrets_that_a_report_would_escape_show_in_none(tmp_path: Path, secret: str) -> None:
    programs = [tmp_path / "a.wl", tmp_path / "b.wl"]
    for path, word in zip(programs, ("one", "two"), strict=True):
        kept = 'sSecret is SecretString = "' + secret.replace('"', '""') + '"\n'
        text = SIMPLE.replace('"Status"', f'"{word} " + sSecret').replace('"All is well."', f'"{word} is " + sSecret')
        path.write_text(kept + text, encoding="utf-8")
    page = tmp_path / "report.html"
    told = {
        kind: validate(programs[0], "--against", programs[1], "--html", page, "--format", kind, status=1)
        for kind in ("text", "json", "junit", "markdown")
    }
    found = json.loads(told["json"])
    assert found["pairs"][0]["subject"] == "one ****"
    values = [found["pairs"][0]["subject"], *(d[side] for d in found["differences"] for side in ("legacy", "target"))]
    suite = ElementTree.fromstring(told["junit"])
    values += ["".join(suite.itertext()), *(value for e in suite.iter() for value in e.attrib.values())]
    values += [told["text"], re.sub(r"\\(.)", r"\1", told["markdown"])]
    values.append(html.unescape(re.sub("<style>.*</style>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)))
    for value in values:
        assert secret not in value
    assert "one is ****" in values[-1]


def test_watching_leaves_nothing_behind(simple: Path) -> None:
    side = sides.run_program(str(simple), _conditions())
    assert side.lines[1]["subject"] == "line 7"
    assert side.lines[1]["recipient"] == "line 6"
    assert "__setattr__" not in vars(Email)


def _conditions(deadline: float = 60.0) -> sides.Conditions:
    return sides.Conditions(datetime(2026, 3, 5, 9, 30).astimezone(), deadline=deadline)


SAMPLES = sorted((HERE.parent.parent / "samples").glob("*.wl"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_and_its_translation_send_the_same_bytes(sample: Path, tmp_path: Path) -> None:
    shutil.copytree(sample.parent, tmp_path / "samples")
    path = str(tmp_path / "samples" / sample.name)
    left, right = sides.run_program(path, _conditions()), sides.run_translation(path, _conditions())
    assert (left.failure, right.failure) == ("", "")
    comparison = Comparison(left, right, Tolerance(), (0, True))
    assert comparison.counting == []
    assert comparison.reached == "L0 and L4"
    assert all(lines["send"] for lines in left.lines.values())


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are POSIX's")
@pytest.mark.parametrize(("target", "status"), [(LEGACY, 0), ("changed", 1)])
def test_a_report_whose_reader_goes_away_changes_no_status(changed, tmp_path: Path, target: Path, status: int) -> None:
    if target == "changed":
        target = changed("<b>Renée</b>", "<i>Renée</i>")
    page = tmp_path / "report.html"
    process = subprocess.Popen(
        [sys.executable, "-m", "wlmail", "validate", LEGACY, "--against", target, "--html", page],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == status
    assert page.stat().st_size > 1000
