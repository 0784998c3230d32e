"""The functions around messages: sources, attachments, raw files, checks of addresses; the network is a fake."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_portal import FakeWorld
from fake_portal import run as run
from fake_portal import world as world
from mailing import call, mail_error, message, read, started, structure

from wlmail.library.email import Attach, EmailStructure
from wlmail.mail.failures import failed
from wlmail.runtime.errors import WLError
from wlmail.runtime.run import Run


def test_build_source(run: Run) -> None:
    mail = message(subject="Été")
    mail.bcc.assign("hidden@example.com")
    assert call(run, "EmailConstruitSource", mail) is True
    assert "hidden@example.com" not in mail.source
    assert read(mail.source.encode())["Subject"] == "Été"
    assert call(run, "EmailBuildSource", mail, 16) is True
    assert read(mail.source.encode())["Bcc"] == "hidden@example.com"
    assert call(run, "EmailBuildSource", message(sender="")) is False
    draft = message()
    draft.recipient.assign([])
    assert call(run, "EmailBuildSource", draft, 16) is True
    assert (read(draft.source.encode())["To"], read(draft.source.encode())["Bcc"]) == (None, None)
    built = structure(run)
    assert call(run, "EmailBuildSource") is True
    assert "Subject: Hello" in built.source


def test_load_attached_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.gif").write_bytes(b"GIF89a")
    mail = message()
    assert call(run, "EmailChargeFichierAttaché", mail, "a.gif") is True
    assert [(a.name, a.content) for a in mail.attach] == [("a.gif", b"GIF89a")]
    assert call(run, "EmailLoadAttachedFile", mail, "missing.gif") is False
    assert len(mail.attach) == 1
    assert call(run, "EmailLoadAttachedFile", "a.gif") is True
    assert (run.state(EmailStructure).attach.get(1), run.state(EmailStructure).nb_attach) == ("a.gif", 1)


def test_import_html_attaches_local_images(run: Run, world: FakeWorld, tmp_path: Path) -> None:
    (tmp_path / "pics").mkdir()
    (tmp_path / "pics" / "logo one.png").write_bytes(b"PNG")
    html = (
        '<p><IMG alt="x" src="logo%20one.png"><img src=\'logo%20one.png\'><img src="https://example.com/x.png">'
        '<img src="data:image/png;base64,AA=="></p>'
    )
    mail = message()
    assert call(run, "EmailImporteHTML", mail, html, "pics") is True
    [attached] = mail.attach
    assert (attached.name, attached.content) == ("logo one.png", b"PNG")
    assert mail.html.count(f"cid:{attached.identifier}") == 2
    assert "https://example.com/x.png" in mail.html
    assert "data:image/png;base64,AA==" in mail.html
    before = mail.html
    assert call(run, "EmailImportHTML", mail, '<img src="none.png">', "pics") is False
    assert (mail.html, len(mail.attach)) == (before, 1)


def test_save_attachment_stays_in_the_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert call(run, "EmailSauveFichierAttaché", Attach("..\\..\\evil.txt", b"x"), "out") is True
    assert (tmp_path / "out" / "evil.txt").read_bytes() == b"x"
    assert call(run, "EmailSaveAttachment", Attach("..", b"x"), "out") is False
    assert call(run, "EmailSaveAttachment", Attach("n", b"y"), "out/named.bin") is True
    assert (tmp_path / "out" / "named.bin").read_bytes() == b"y"


SOURCE = (
    b"From: =?utf-8?Q?Zo=C3=A9=2C_M?= <zoe@example.com>\nTo: a@example.com,\n b@example.com\nbcc: hidden@example.com,\n"
    b"\tother@example.com\nSubject: x\nMessage-ID: <1@example.com>\n\n.dot\nBcc: in the body\n"
)


def test_raw_file_is_sent_as_it_stands(run: Run, world: FakeWorld, tmp_path: Path) -> None:
    (tmp_path / "m.eml").write_bytes(SOURCE)
    call(run, "EmailStartSMTPSession", "u", "srv")
    assert call(run, "EmailEnvoie", "u", "m.eml") is True
    envelope = world.portal.sent[0]
    assert envelope.sender == "zoe@example.com"
    assert envelope.recipients == ["a@example.com", "b@example.com", "hidden@example.com", "other@example.com"]
    expected = SOURCE.replace(b"bcc: hidden@example.com,\n\tother@example.com\n", b"").replace(b"\n", b"\r\n")
    assert envelope.data == expected


def test_hidden_recipients_of_a_message_that_was_sent_before_stay_hidden(
    run: Run, world: FakeWorld, tmp_path: Path
) -> None:
    (tmp_path / "m.eml").write_bytes(b"Resent-To: b@x.y\nResent-Bcc: hidden@x.y,\n c@x.y\n" + SOURCE)
    assert call(run, "EmailSend", started(run), "m.eml") is True
    assert b"hidden@x.y" not in world.portal.sent[0].data
    assert b"c@x.y" not in world.portal.sent[0].data
    assert world.portal.sent[0].data.startswith(b"Resent-To: b@x.y\r\n")


def test_raw_file_with_the_envelope_of_the_structure(run: Run, world: FakeWorld, tmp_path: Path) -> None:
    (tmp_path / "m.eml").write_bytes(SOURCE)
    structure(run)
    assert call(run, "EmailSend", started(run), "m.eml") is True
    assert world.portal.sent[0].recipients == ["you@example.com"]
    assert world.portal.sent[0].sender == "me@example.com"


@pytest.mark.parametrize(
    "data", [b"", b"To: a@example.com\n\nx", b"From: a@example.com\n\nx", b"\xff\xfe\0\0", b"no header"]
)
def test_raw_file_that_is_no_message(run: Run, world: FakeWorld, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "m.eml").write_bytes(data)
    assert call(run, "EmailSend", started(run), "m.eml") is False
    assert call(run, "EmailSend", started(run), "missing.eml") is False
    assert world.portal.sent == []


@pytest.mark.parametrize(
    ("address", "level", "expected"),
    [
        ("a@example.com", 2, 0),
        ("Name <a@example.com>", 2, 0),
        ("a@b", 2, 1),
        ("a.example.com", 2, 1),
        ("", 2, 1),
        ("a@example.com, b@example.com", 2, 1),
        ("a@exa mple.com", 2, 1),
        ("a@example.com\r\n", 2, 1),
        ("x@y.notatld", 2, 0),
        ("x@y.notatld", 3, 1),
        ("x@y.fr", 3, 0),
        ("x@y.museum", 3, 0),
        ("x@y.c1", 3, 1),
        ("a@example.com", 9, 3),
    ],
)
def test_check_address(run: Run, address: str, level: int, expected: int) -> None:
    assert call(run, "EmailVérifieAdresse", address, level) == expected
    assert run.error.occurred is (expected == 3)


def test_check_address_by_server(run: Run, world: FakeWorld) -> None:
    assert call(run, "EmailCheckAddress", "a@example.com") == 0
    assert call(run, "EmailCheckAddress", "b@example.com", 1) == 0
    assert call(run, "EmailCheckAddress", "nonsense") == 1
    assert len(world.console.errors) == 1
    assert world.portal.probed == []
    world.captured = True
    assert call(run, "EmailCheckAddress", "a@example.com") == 3
    assert run.error.occurred


def test_check_address_asks_the_server_where_that_is_allowed(run: Run, world: FakeWorld) -> None:
    world.options.allow_address_probe = True
    assert call(run, "EmailCheckAddress", "Zoé <zoe@example.com>") == 0
    assert world.portal.probed == [("zoe@example.com", 30.0)]
    call(run, "EmailSetTimeOut", 5)
    world.portal.probe_answer = failed(
        "address-refused", phase="rcpt", code=550, reply="no such user", facts={"host": "mx", "address": "zoe"}
    )
    assert call(run, "EmailVérifieAdresse", "zoe@example.com", 1) == 2
    assert world.portal.probed[-1] == ("zoe@example.com", 5.0)
    assert "550 no such user" in run.error.message
    assert not run.error.occurred
    world.portal.probe_answer = [failed("domain-unknown", phase="connect", facts={"domain": "example.com"})]
    assert call(run, "EmailCheckAddress", "zoe@example.com") == 3
    assert run.error.occurred
    assert "does not exist" in run.error.message
    assert world.console.errors == []
    for level in (2, 3):
        assert call(run, "EmailCheckAddress", "zoe@example.com", level) == 0
    assert call(run, "EmailCheckAddress", "nonsense", 1) == 1
    world.captured = True
    assert call(run, "EmailCheckAddress", "zoe@example.com") == 3
    assert len(world.portal.probed) == 3


# --- Progress --------------------------------------------------------------------------------------------------------


def test_a_procedure_learns_of_progress_and_of_the_end(run: Run, world: FakeWorld) -> None:
    told: list[tuple[int, int]] = []
    smtp, mail = started(run), message()
    call(run, "EmailProgressBar", smtp, lambda done, whole: told.append((done, whole)))
    world.portal.pieces = [10, 20]
    assert call(run, "EmailSendMessage", smtp, mail) is True
    whole = len(world.portal.sent[0].data)
    assert told == [(10, whole), (30, whole), (whole, whole)]
    # A refusal never comes to the end; what goes out again for further recipients is not more than all.
    told.clear()
    world.portal.pieces = [10, whole, whole]
    world.portal.send_error = mail_error("rcpt", "The server refused every recipient.", 550)
    assert call(run, "EmailSendMessage", smtp, mail) is False
    assert told == [(10, whole)]


def test_a_named_gauge_is_a_line_that_goes_away(run: Run, world: FakeWorld) -> None:
    call(run, "EmailJauge", "JAUGE_Envoi")
    world.portal.pieces = [10]
    smtp = started(run)
    assert call(run, "EmailSendMessage", smtp, message()) is True
    whole = len(world.portal.sent[0].data)
    assert world.recorded.shown == [("you@example.com", 10 / whole), (None, None)]
    call(run, "EmailJauge", "")
    assert call(run, "EmailSendMessage", smtp, message()) is True
    assert len(world.recorded.shown) == 2


def test_the_gauge_of_another_session_is_not_told(run: Run, world: FakeWorld) -> None:
    told: list[int] = []
    call(run, "EmailProgressBar", "somebody", lambda done, whole: told.append(done))
    assert call(run, "EmailSendMessage", started(run), message()) is True
    assert call(run, "EmailSendMessage", started(run, Name="somebody"), message()) is True
    assert len(told) == 1


@pytest.mark.parametrize("arguments", [(12,), ("user", 12), (12, "JAUGE")])
def test_what_cannot_show_progress(run: Run, arguments: tuple[object, ...]) -> None:
    with pytest.raises(WLError):
        call(run, "EmailProgressBar", *arguments)
