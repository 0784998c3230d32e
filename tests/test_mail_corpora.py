"""Messages and addresses that others wrote: read without an exception, with the structure they are known to have.

The data of public projects is not part of this repository; the environment variable WLMAIL_CORPORA names its folder.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from wlmail.mail.addresses import AddressError, parse_mailbox
from wlmail.mail.charsets import to_text
from wlmail.mail.parts import Part
from wlmail.mail.reader import ReadMessage, read_message

FOLDER = Path(os.environ.get("WLMAIL_CORPORA", ""))
HERE = bool(os.environ.get("WLMAIL_CORPORA")) and FOLDER.is_dir()
MIME4J = sorted(FOLDER.glob("mime4j/testmsgs/*.msg")) if HERE else []
RFC = sorted(FOLDER.glob("mail-parser/rfc/*.eml")) if HERE else []

if not HERE:
    pytest.skip("WLMAIL_CORPORA names no folder with messages of others", allow_module_level=True)


def test_the_folder_holds_what_is_expected() -> None:
    assert (len(MIME4J), len(RFC)) == (32, 10)


class Node:
    """A part with its children, as the expected structures have them; the message in a message is a child."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.children: list[Node] = []


def tree(read: ReadMessage) -> Node:
    path: list[Node] = []
    for part in read.parts:
        node = Node(part)
        del path[part.depth :]
        if path:
            path[-1].children.append(node)
        path.append(node)
        if part.type == "message/rfc822":
            node.children.append(tree(read_message(part.content)))
    return path[0]


# --- mime4j: trees and decoded bodies --------------------------------------------------------------------------------

# Read there in a mode of its own, in which the first line that is no header begins the body.
OTHER_MODE = ("malformedHeaderStartsBody-nocrlfcrlf",)
# A header whose end is a line of blanks, or which is none: nothing of the text is lost here, there it is.
MORE_TEXT = (
    "basic-plain-with-bad-header-separator",
    "malformedHeader-noheader",
    "malformedHeaderStartsBody-noheader",
)


def expected_tree(element: ElementTree.Element, folder: Path) -> list[Any]:
    """`["multipart", child, …]` or the content of a leaf, as a list of one."""
    inner = next(child for child in element if child.tag != "header")
    if inner.tag == "multipart":
        return ["multipart", *(expected_tree(part, folder) for part in inner.findall("body-part"))]
    if inner.tag == "message":
        return ["message", expected_tree(inner, folder)]
    return [(folder / inner.attrib["name"]).read_bytes()]


def found_tree(node: Node) -> list[Any]:
    if node.part.is_container:
        return ["multipart", *map(found_tree, node.children)]
    if node.children:
        return ["message", *map(found_tree, node.children)]
    return [node.part.content]


def shape(found: list[Any]) -> list[Any]:
    """A tree without the contents of its leaves."""
    return [shape(child) if isinstance(child, list) else child if isinstance(child, str) else b"" for child in found]


def same_text(found: list[Any]) -> list[Any]:
    """The closing line end of a text belongs to the message here; there it belongs to the text."""
    return [same_text(child) if isinstance(child, list) else _stripped(child) for child in found]


def _stripped(content: str | bytes) -> str | bytes:
    return content.rstrip(b"\r\n") if isinstance(content, bytes) else content


@pytest.mark.parametrize("path", MIME4J, ids=lambda path: path.stem)
def test_tree_and_decoded_bodies(path: Path) -> None:
    expected = expected_tree(ElementTree.parse(path.with_name(f"{path.stem}_decoded.xml")).getroot(), path.parent)
    found = found_tree(tree(read_message(path.read_bytes())))
    assert shape(found) == shape(expected)
    if path.stem not in OTHER_MODE + MORE_TEXT:
        assert same_text(found) == same_text(expected)


def test_header_fields() -> None:
    for path in MIME4J:
        if path.stem in OTHER_MODE:
            continue
        root = ElementTree.parse(path.with_suffix(".xml")).getroot()
        expected = [str(field.text).strip().partition(":")[0].strip() for field in root.findall("header/field")]
        assert [name for name, _ in read_message(path.read_bytes()).headers] == expected, path.stem


# --- mail-parser: the messages of the RFCs ---------------------------------------------------------------------------


def check_part(node: Node, number: int, expected: dict[str, Any]) -> None:
    part = expected["parts"][number]
    body = part["body"]
    for header in part["headers"]:
        kind = header["value"].get("ContentType") if isinstance(header["value"], dict) else None
        if header["name"] == "content_type" and kind:
            assert node.part.type == f"{kind['c_type']}/{kind['c_subtype']}".lower()
    if "Multipart" in body:
        assert node.part.is_container
        assert len(node.children) == len(body["Multipart"])
        for child, child_number in zip(node.children, body["Multipart"], strict=True):
            check_part(child, child_number, expected)
    elif "Message" in body:
        assert node.part.type == "message/rfc822"
        check_part(node.children[0], 0, body["Message"])
    elif "Text" in body or "Html" in body:
        # What is not in the encoding that it declares stays as it is, as there.
        text = to_text(node.part.content, "").replace("\r\n", "\n") if node.part.text is None else node.part.text
        assert text.strip() == body.get("Text", body.get("Html")).replace("\r\n", "\n").strip()
    else:
        assert node.part.content.strip() == bytes(body.get("Binary") or body["InlineBinary"]).strip()


@pytest.mark.parametrize("ends", ["LF", "CRLF"])
@pytest.mark.parametrize("path", RFC, ids=lambda path: path.stem)
def test_messages_of_the_rfcs(path: Path, ends: str) -> None:
    data = path.read_bytes()
    if ends == "CRLF":
        data = data.replace(b"\n", b"\r\n")
    expected = json.loads(path.with_suffix(".json" if ends == "LF" else ".crlf.json").read_text(encoding="utf-8"))
    check_part(tree(read_message(data)), 0, expected)


# --- isemail: what may be sent to ------------------------------------------------------------------------------------

SENDABLE = {"ISEMAIL_VALID_CATEGORY", "ISEMAIL_DNSWARN", "ISEMAIL_RFC5321"}
CASES = ElementTree.parse(FOLDER / "isemail" / "tests.xml").getroot().findall("test")


def address_of(case: ElementTree.Element) -> str:
    """Control characters stand in the file as the pictures of them (U+2400 …)."""
    return "".join(chr(ord(c) - 0x2400) if 0x2400 <= ord(c) <= 0x2421 else c for c in case.findtext("address") or "")


def test_addresses_are_judged_as_isemail_says_for_sending() -> None:
    assert len(CASES) == 164
    wrong = []
    for case in CASES:
        address = address_of(case)
        try:
            sendable = parse_mailbox(address).address != ""
        except AddressError:
            sendable = False
        if sendable != (case.findtext("category") in SENDABLE):
            wrong.append((address, case.findtext("diagnosis")))
    assert wrong == []
