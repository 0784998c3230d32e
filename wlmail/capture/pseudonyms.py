"""Pseudonyms for the names and addresses in recorded messages: the same person always gets the same one.

They are made from the address by a keyed hash (`WLMAIL_PSEUDONYM_KEY`): two recordings made with one key agree. A
message is written anew, headers and text bodies under the pseudonyms, attachments as they are: a recording of this kind
reaches L2 at most.
"""

from __future__ import annotations

import hmac
import os
import re
from email import message_from_bytes
from email.charset import Charset
from email.header import Header
from email.message import Message
from email.policy import compat32
from typing import TYPE_CHECKING

from wlmail.capture.facts import ADDRESS_HEADERS, Facts
from wlmail.mail.addresses import Mailbox
from wlmail.mail.charsets import to_text
from wlmail.mail.headers import decode_header

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wlmail.capture.comparison import Side

_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_OURS = re.compile(r"p-[0-9a-f]{8}@d-[0-9a-f]{8}\.example")
_UTF8 = Charset("utf-8")


def disguise(side: Side) -> None:
    """Puts pseudonyms into every message, envelope and server answer of a side."""
    people = People(os.environ.get("WLMAIL_PSEUDONYM_KEY", ""))
    found = [Facts(delivery) for delivery in side.deliveries]
    for facts in found:
        people.meet(box for name in ADDRESS_HEADERS for box in facts.mailboxes(name))
    for delivery in side.deliveries:
        delivery.replace_data(people.message(delivery.data))
        delivery.sender = people.address(delivery.sender)
        delivery.recipients = [people.address(recipient) for recipient in delivery.recipients]
        delivery.asked.user = people.text(delivery.asked.user)
    side.events = [people.text(event) for event in side.events]
    side.refused = {people.address(address) for address in side.refused}


class People:
    """Who is who. Names are replaced where they stand as a whole, in capitals and small letters too; so is each of
    their words of four letters or more, but in small letters: it could be any word.
    """

    def __init__(self, key: str) -> None:
        self._key = key.encode("utf-8")
        self._names: dict[str, str] = {}
        self._pattern: re.Pattern[str] | None = None

    def meet(self, boxes: Iterable[Mailbox]) -> None:
        for box in boxes:
            if box.name:
                for name in (box.name, box.name.upper(), box.name.lower(), box.name.title()):
                    self._names.setdefault(name, f"Person {self._hash(name)}")
                for word in re.findall(r"\w{4,}", box.name):
                    if word[0].isupper():
                        for form in (word, word.upper(), word.capitalize()):
                            self._names.setdefault(form, f"Name{self._hash(word)}")
        self._pattern = None

    def _hash(self, text: str) -> str:
        return hmac.new(self._key, text.casefold().encode("utf-8", "replace"), "sha256").hexdigest()[:8]

    def address(self, address: str) -> str:
        local, at, domain = address.rpartition("@")
        if not at or _OURS.fullmatch(address):
            return address
        return f"p-{self._hash(local)}@d-{self._hash(domain)}.example"

    def text(self, text: str) -> str:
        text = _ADDRESS.sub(lambda found: self.address(found[0]), text)
        if not self._names:
            return text
        if self._pattern is None:
            longest_first = sorted(self._names, key=len, reverse=True)
            self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
        return self._pattern.sub(lambda found: self._names[found[0]], text)

    def message(self, data: bytes) -> bytes:
        """The message written anew; one that Python cannot read keeps its bytes' structure as far as it was read."""
        message = message_from_bytes(data, policy=compat32)
        for part in message.walk():
            self._part(part)
        return message.as_bytes(policy=compat32.clone(linesep="\r\n", max_line_length=76))

    def _part(self, part: Message) -> None:
        for i, (name, value) in enumerate(part._headers):  # type: ignore[attr-defined]
            if name.lower() in ("content-type", "content-transfer-encoding", "content-disposition", "mime-version"):
                continue
            raw = str(value)
            if name.lower() in ADDRESS_HEADERS:
                from wlmail.mail.addresses import read_mailboxes

                boxes = [Mailbox(self.text(box.name), self.address(box.address)) for box in read_mailboxes(raw)]
                text = ", ".join(box.render() for box in boxes)
            else:
                decoded = self.text(decode_header(raw))
                text = decoded if decoded.isascii() and "=?" not in decoded else Header(decoded, "utf-8").encode()
            part._headers[i] = (name, text)  # type: ignore[attr-defined]
        if part.get_content_type() not in ("text/plain", "text/html") or part.get_filename():
            return
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            text = self.text(to_text(content, (part.get_content_charset() or "")))
            del part["Content-Transfer-Encoding"]
            part.set_payload(text, _UTF8)
