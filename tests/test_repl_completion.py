"""What the REPL offers at the cursor: candidates, signatures, and how it sees the place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from wlmail.language import registry
from wlmail.language.source import Source
from wlmail.repl import fitting
from wlmail.repl.names import complete
from wlmail.repl.place import place_at_end
from wlmail.repl.signature import signature_at_end
from wlmail.session import Interpreter
from wlmail.world import CapturedWorld

ENTRIES = """\
m is Email
arrMail is array of Email
s is emailSMTPSession
d is Date
b is boolean
stLine is Structure
    sText is string
END
line1 is stLine
eColour is Enumeration
    Red
    Green
END
colour is eColour
cNode is a Class
    m_nCount is int
PRIVATE
    m_sHidden is string
END
PROCEDURE cNode::Constructor(nStart is int)
END
PROCEDURE cNode::Grow(nBy is int, sWhy is string = "") : int
RESULT nBy
END
node is cNode(1)
PROCEDURE Largest(nA is int, nB is int)
RESULT Max(nA, nB)
END"""


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Interpreter]:
    world = CapturedWorld(str(tmp_path_factory.mktemp("completion")))
    made = Interpreter(world)
    outcome = made.run(Source(ENTRIES))
    assert (outcome.diagnostics, outcome.report) == ([], "")
    yield made
    made.close()
    world.close()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Larg", "Largest"),
        ("arr", "arrMail"),  # what is declared comes before the library
        ("EmailSendM", "EmailSendMessage"),
        ("m.Sub", "Subject"),
        ("m..suj", "Sujet"),
        ("arrMail[1].Rec", "ReceptionDate"),
        ("arrMail[Largest(1, 2)].Attach[1].Con", "Content"),
        ("line1.", "sText"),
        ("node.", "Grow"),
        ("node.m_", "m_nCount"),
        ("eColour.", "Green"),
        ("d..", "Day"),
        ("colour = ", "Green"),
        ("b = ", "False"),
        ("s.Option = emailP", "emailProtocolSMTPS"),
        ("s.Option = ", "emailOptionDefault"),
        ("m.Priority = ", "emailHighPriority"),
        ("EmailSendMessage(s, m, ", "emailOptionEncodeHeader"),
        ("s.SendMessage(m, ", "emailOptionEncodeHeader"),
        ('ExtractString("a;b", ', "firstRank"),
        ("x is ema", "Email"),
        ("x est un ent", "entier"),
        ("x is a cN", "cNode"),
        ("x is array of st", "stack of"),
        ("t est un tableau d'em", "Email"),
        ("PROCEDURE F(x is stL", "stLine"),
        ("PROCEDURE F(): in", "int"),
        ("p is cNode dynamic = new cN", "cNode"),
        ("PROCEDURE F(mail is Email)\nIF mail.Sub", "Subject"),
        ("IF b THEN\nmOther is Email\nmOther.Sub", "Subject"),
        ("FOR EACH mEach OF arrMail\nmEach.Sub", "Subject"),
        ("wrong line here\nmNext is Email\nmNext.Sub", "Subject"),
        ("SWIT", "SWITCH"),
        ("POUR", "POUR TOUT"),
    ],
)
def test_the_first_candidate(session: Interpreter, text: str, first: str) -> None:
    assert complete(session, text)[0].text == first


@pytest.mark.parametrize(
    "text",
    ["// m.Sub", "/* m.Sub", '"done"', "1", "m.NoSuchThing", "eColour.Blue", "node.m_sHid", 'Trace("a")', "Zzzzzz"],
)
def test_nothing_is_offered(session: Interpreter, text: str) -> None:
    assert complete(session, text) == []


def test_the_language_in_use_comes_first(session: Interpreter) -> None:
    assert [c.text for c in complete(session, "m.S", french=False)][:3] == ["SendDate", "Sender", "SenderAddress"]
    assert [c.text for c in complete(session, "m.S", french=True)][:2] == ["Source", "Sujet"]
    english = [c.text for c in complete(session, "EmailO")]
    french = [c.text for c in complete(session, "EmailO", french=True)]
    assert set(english) == set(french)
    assert english != french


def test_what_is_not_offered_comes_last_and_says_why(session: Interpreter) -> None:
    found = complete(session, "Email")
    refused = [i for i, c in enumerate(found) if c.about.startswith(("not offered", "Always returns"))]
    assert refused
    starting = [c for c in found if c.folded.startswith("EMAIL")]
    assert refused[0] > sum(not c.about.startswith(("not offered", "Always returns")) for c in starting) - 1


def test_letters_in_the_middle_are_found_when_asked(session: Interpreter) -> None:
    assert "EmailSendMessage" in [c.text for c in complete(session, "SendMess")]
    assert "EmailSendMessage" not in [c.text for c in complete(session, "SendMess", asked=False)]


def test_while_typing_one_letter_is_too_short(session: Interpreter) -> None:
    assert complete(session, "m", asked=False) == []
    assert complete(session, "m.", asked=False)


def test_each_candidate_is_explained(session: Interpreter) -> None:
    about = {c.text: c.about for c in complete(session, "")}
    assert about["Largest"] == "Largest(nA is int, nB is int)"
    assert about["m"] == "Email"
    assert {c.text: c.about for c in complete(session, "EmailSendMessage"[:-1])}["EmailSendMessage"].startswith(
        "Hands one"
    )
    assert {c.text: c.about for c in complete(session, "optionT")}["optionTLS"] == "= 1"


def test_completing_declares_nothing(session: Interpreter) -> None:
    for text in ("newOne is Email\nnewOne.", "PROCEDURE Added(x is int)\nx", "another = 1\nano", "cNew is a Class\nm_"):
        complete(session, text)
        signature_at_end(session, text + "(")
    for name in ("newOne", "Added", "another"):
        assert [d.code for d in session.run(Source(f"Trace({name})", "<later>")).diagnostics] == ["unknown-name"], name
    assert session.run(Source("z is cNew", "<later>")).diagnostics[0].code == "unknown-type"


def test_a_typed_method_does_not_become_one_of_its_class(session: Interpreter) -> None:
    complete(session, "PROCEDURE cNode::Half()\nRESULT 1\nEND\nnode.")
    assert "Half" not in [c.text for c in complete(session, "node.")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("EmailSendMessage(", "EmailSendMessage(**[<session>]**, [<email>], [<options>]) -> boolean"),
        ("EmailSendMessage(s, m", "EmailSendMessage([<session>], **[<email>]**, [<options>]) -> boolean"),
        ("s.SendMessage(m, ", "EmailSendMessage([<email>], **[<options>]**) -> boolean"),
        ("Largest(1, ", "Largest(nA is int, **nB is int**)"),
        ("Largest(Max(1, 2), ", "Largest(nA is int, **nB is int**)"),
        ("Trace(1, 2, 3, ", "Trace(**[<values>…]**)"),
        ("node.Grow(1, ", "Grow(nBy is int, **[sWhy is string]**) -> int"),
        ("node is cNode(", "cNode(**nStart is int**)"),
        ('Largest("a,b(", ', "Largest(nA is int, **nB is int**)"),
        ("Largest(1,\n  [1, 2][", "Largest(nA is int, **nB is int**)"),
        ("Largest(// the first (\n1,", "Largest(nA is int, **nB is int**)"),
        ("PROCEDURE Mine(x is int)\nRESULT x\nEND\nMine(", "Mine(**x is int**)"),
    ],
)
def test_the_signature_and_its_current_parameter(session: Interpreter, text: str, shown: str) -> None:
    assert str(signature_at_end(session, text)) == shown


def test_the_innermost_call_is_shown(session: Interpreter) -> None:
    inner = signature_at_end(session, "Largest(Max(1, ")
    assert inner is not None
    assert inner.head == "Max"


@pytest.mark.parametrize("text", ["", "Largest", "Largest(1, 2)", "NoSuchFunction(", "(1 + ", "// Largest("])
def test_no_signature(session: Interpreter, text: str) -> None:
    assert signature_at_end(session, text) is None


def test_the_signature_is_in_the_language_in_use(session: Interpreter) -> None:
    assert str(signature_at_end(session, "EmailSendMessage(", french=True)).startswith("EmailEnvoieMessage(")


def test_file_names_in_texts(session: Interpreter, tmp_path: Path) -> None:
    (tmp_path / "Mails").mkdir()
    (tmp_path / "Mails" / "été.eml").write_text("")
    (tmp_path / "mail.txt").write_text("")
    (tmp_path / ".hidden").write_text("")

    def offered(text: str, *, asked: bool = True) -> list[str]:
        return [c.text for c in complete(session, text, folder=str(tmp_path), asked=asked)]

    assert offered('fLoadText("') == ["Mails/", "mail.txt"]
    assert offered('fLoadText("ma') == ["Mails/", "mail.txt"]
    assert offered('fLoadText("mails') == ["Mails/"]
    assert offered('fLoadText("Mails/e') == ["été.eml"]
    assert offered('fLoadText("Mails\\') == ["été.eml"]
    assert offered('fLoadText("M\\..\\M') == []
    assert offered('fLoadText(".h') == [".hidden"]
    assert offered('fLoadText("nowhere/') == []
    assert offered('fLoadText("\0') == []
    assert offered('Trace("ma', asked=False) == []


@pytest.mark.parametrize("cut", range(60))
def test_no_text_is_too_strange(session: Interpreter, cut: int) -> None:
    text = 'x[1].y..z("a""b", `c`, [1, {"]")}) =? 0x1F / * "é\n..( . :: ]] [["\n]'[:cut]
    complete(session, text)
    signature_at_end(session, text)
    assert place_at_end(text).statement <= len(text)


def test_every_fitting_constant_and_parameter_exists() -> None:
    registry.load()
    for place in fitting.PARAMETERS:
        name, parameter = place.split()
        function = registry.FUNCTIONS[name.upper()]
        assert function.english == name
        assert parameter in [p.name for p in function.parameters], place
        assert fitting.for_parameter(function, parameter), place
    known = {p.english: p for t in registry.TYPES.values() for p in t.properties.values()}
    for name in fitting.PROPERTIES:
        assert fitting.for_property(known[name]), name
