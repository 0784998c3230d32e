"""Mailboxes: `Name <address>` read from what a program gives, written as a header wants it (RFC 5322, 5321, 6531).

One text is one mailbox: a comma or a semicolon in it never makes two of it (email.md 2.1).
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from functools import lru_cache

from wlmail.mail.headers import decode_header, encoded_words, is_plain, with_raw_bytes

_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+\Z")
_ATOMS_ONLY = re.compile(r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]{1,59}(?: [A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]{1,59})*\Z")
_LOCAL_BAD = re.compile(r'[\s"(),:;<>@\[\\\]]')
_QUOTED_LOCAL = re.compile(r'"(?:[^"\\\x00-\x1f\x7f]|\\[\x20-\x7e])*"\Z')
_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\Z")
_CONTROL = re.compile("[\0-\x08\x0a-\x1f\x7f]")
_BLANKS = re.compile("[ \t]{2,}|\t")
_QUOTED_NAME = re.compile(r'"((?:[^"\\]|\\.)*)"\Z')
_QUOTED_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"')
# Letters that IDNA 2003, the standard library's, would turn into others: another domain than the one meant.
_DEVIATIONS = frozenset("ßς\u200c\u200d")
_ATOMS = r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+(?:\.[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+)*"
_DOT_ATOM = re.compile(_ATOMS + r"\Z")
_WORDS = r"""[^\s"<>@,;()\\\x00-\x1f\x7f\ud800-\udfff]+(?: [^\s"<>@,;()\\\x00-\x1f\x7f\ud800-\udfff]+)*"""
_COMMON = re.compile(rf"(?:(?:({_WORDS}) )?(<))?({_ATOMS})@([A-Za-z0-9.-]+)(?(2)>)\Z")
"""Most mailboxes: an address, with or without a name of plain words. They need no closer look."""

LONGEST_ADDRESS, LONGEST_LOCAL = 254, 64
"""Bytes of an address and of what stands in front of its @ (RFC 5321 4.5.3.1, with the brackets of a path)."""


class AddressError(Exception):
    """A text that is not one mailbox; the message is a sentence for the user."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Mailbox:
    """A display name ("" for none) and an address; the domain of the address is ASCII. Not to be changed."""

    __slots__ = ("_tokens", "address", "name", "needs_smtputf8")

    def __init__(self, name: str, address: str) -> None:
        self.name = name
        self.address = address
        self.needs_smtputf8 = not address.isascii()
        self._tokens: dict[bool, list[str]] = {}

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    @property
    def key(self) -> str:
        """Equal for two spellings of one address: the domain has no case, the local part may have."""
        local, _, domain = self.address.rpartition("@")
        return f"{local}@{domain.lower()}"

    def render(self, prefer_q: bool = False) -> str:
        """As it stands in a header: the name quoted or in encoded words where it must be."""
        return " ".join(self.tokens(prefer_q))

    def tokens(self, prefer_q: bool = False) -> Sequence[str]:
        """The pieces of `render`; a header may be folded between two of them."""
        found = self._tokens.get(prefer_q)
        if found is None:
            found = [*_phrase(self.name, prefer_q), f"<{self.address}>"] if self.name else [self.address]
            self._tokens[prefer_q] = found
        return found

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mailbox) and (self.name, self.address) == (other.name, other.address)

    def __hash__(self) -> int:
        return hash((self.name, self.address))

    def __str__(self) -> str:
        """As a program reads it: the form `Name <addr>` with the decoded name (RD2)."""
        if not self.name:
            return self.address
        return f"{_quoted(self.name) if _needs_quotes(self.name) else self.name} <{self.address}>"

    def __repr__(self) -> str:
        return f"Mailbox({self.name!r}, {self.address!r})"


@lru_cache(maxsize=256)
def parse_mailbox(text: str) -> Mailbox:
    """One mailbox from `addr`, `<addr>`, `Name <addr>` or `"Name, x" <addr>`.

    An address is what RFC 5321 lets a client send: no comments, no blanks around it, nothing obsolete. The domain
    becomes ASCII (IDNA); a local part outside ASCII is kept. Raises AddressError, with the reason.
    """
    found = _COMMON.match(text)
    if found is not None:
        name, _, local, domain = found.groups()
        if len(local) <= LONGEST_LOCAL and len(local) + 1 + len(domain) <= LONGEST_ADDRESS:
            try:
                return Mailbox(name or "", f"{local}@{_ascii_domain(domain)}")
            except UnicodeError:
                pass
    return _examined(text)


def _examined(text: str) -> Mailbox:
    """As `parse_mailbox`, step by step."""
    if _CONTROL.search(text):
        raise AddressError(f"the address {_shown(text)} holds a line break or another control character")
    stripped = text.strip()
    if not stripped:
        raise AddressError("the address is empty")
    name, address = _split(stripped)
    if address == stripped != text:
        raise AddressError(
            f"{_shown(text)} has a blank in front of the address or after it; NoSpace (SansEspace) takes it off"
        )
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        raise AddressError(f"the name in {_shown(text)} holds half a character (a lone surrogate)") from None
    # Readers make one blank of several in a name, so there is only one from the start.
    return Mailbox(_BLANKS.sub(" ", name), _checked(address, stripped))


def _split(text: str) -> tuple[str, str]:
    """Name and address, unchecked."""
    if not text.endswith(">"):
        if "<" in text and not _QUOTED_LOCAL.match(text.rpartition("@")[0]):
            raise AddressError(f"{_shown(text)}: the address between < and > must come last")
        return "", text
    before, opened, address = text[:-1].rpartition("<")
    if not opened:
        raise AddressError(f"{_shown(text)}: the < in front of the address is missing")
    name = before.strip()
    quoted = _QUOTED_NAME.match(name)
    if quoted:
        return re.sub(r"\\(.)", r"\1", quoted[1]).strip(), address.strip()
    # A second mailbox in front of this one would pass for its name, and get nothing.
    bare = _QUOTED_PIECE.sub("", name)
    if "<" in bare or ">" in bare or ("@" in bare and ("," in bare or ";" in bare)):
        raise AddressError(f"{_shown(text)} is not one address; each address needs an element of its own")
    return name, address.strip()


def _checked(address: str, text: str) -> str:
    local, at, domain = address.rpartition("@")
    if not at:
        raise AddressError(f"{_shown(text)} is not an address: the @ is missing")
    if not local:
        raise AddressError(f"{_shown(text)} is not an address: nothing stands in front of the @")
    if not domain:
        raise AddressError(f"{_shown(text)} is not an address: nothing follows the @")
    if not _QUOTED_LOCAL.match(local):
        bad = _LOCAL_BAD.search(local)
        if bad and ("," in local or ";" in local):
            raise AddressError(f"{_shown(text)} is not one address; each address needs an element of its own")
        if bad:
            what = "a blank" if bad[0].isspace() else f"the character {bad[0]}"
            raise AddressError(f"{_shown(text)} is not one address: it has {what} in front of the last @")
        if local.startswith(".") or local.endswith(".") or ".." in local:
            raise AddressError(f"{_shown(text)} is not an address: a dot is out of place in front of the @")
    try:
        length = len(local.encode("utf-8"))
    except UnicodeEncodeError:
        raise AddressError(f"{_shown(text)} is not an address: it holds half a character") from None
    try:
        domain = _ascii_domain(domain)
    except UnicodeError:
        raise AddressError(f"{_shown(text)} is not an address: {_shown(domain)} is not the name of a domain") from None
    if length > LONGEST_LOCAL or length + 1 + len(domain) > LONGEST_ADDRESS:
        raise AddressError(f"{_shown(text)} is not an address: it is too long")
    return f"{local}@{domain}"


@lru_cache(maxsize=1024)
def _ascii_domain(domain: str) -> str:
    """The domain in ASCII (IDNA); many addresses have the same. Raises UnicodeError for what is no domain's name."""
    if domain.startswith("[") and _is_literal(domain):
        return domain
    labels = domain.split(".") if domain.isascii() else re.split("[.\u3002\uff0e\uff61]", domain)
    labels = [label if label.isascii() else _ascii_label(label) for label in labels]
    if not all(map(_LABEL.match, labels)) or len(domain) > 253:
        raise UnicodeError
    return ".".join(labels)


def _is_literal(domain: str) -> bool:
    """An IPv4 address in brackets, or an IPv6 one marked so (RFC 5321 4.1.3); `::` stands for two groups or more."""
    from ipaddress import AddressValueError, IPv4Address, IPv6Address

    literal = domain[1:].removesuffix("]")
    marked = literal[:5].lower() == "ipv6:"
    try:
        if not marked:
            IPv4Address(literal)
            return domain.endswith("]")
        IPv6Address(literal[5:])
    except AddressValueError:
        return False
    groups = len([group for group in literal[5:].split(":") if group]) + ("." in literal)
    return domain.endswith("]") and "%" not in literal and ("::" not in literal or groups <= 6)


def _ascii_label(label: str) -> str:
    from encodings.idna import ToASCII
    from unicodedata import normalize

    if _DEVIATIONS.isdisjoint(label):
        return ToASCII(label).decode("ascii")
    return "xn--" + normalize("NFC", label.lower()).encode("punycode").decode("ascii")


def _phrase(name: str, prefer_q: bool) -> list[str]:
    """A display name as tokens.

    A name outside ASCII is one encoded word when it fits. A longer one is encoded word by word, where words allow
    it: some readers put a blank between two encoded words that stand side by side, so there should be none.
    """
    words = name.split(" ")
    if _ATOMS_ONLY.match(name) and "=?" not in name:
        return words
    if is_plain(name) and len(max(words, key=len)) < 60:
        return _quoted(name).split(" ")
    whole = encoded_words(name, 0, prefer_q)
    if len(whole) > 1 and prefer_q:
        whole = min(whole, encoded_words(name, 0, False), key=len)
    if len(whole) == 1 or "" in words:
        return whole
    tokens: list[str] = []
    run: list[str] = []
    for word in words:
        if _ATOM.match(word) and "=?" not in word:
            if run:
                tokens += encoded_words(" ".join(run), 0, prefer_q)
                run = []
            tokens.append(word)
        else:
            run.append(word)
    if run:
        tokens += encoded_words(" ".join(run), 0, prefer_q)
    return tokens


def _needs_quotes(name: str) -> bool:
    return re.search(r'[",;:<>()@\[\]\\]', name) is not None


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _shown(text: str) -> str:
    short = text if len(text) <= 60 else text[:57] + "…"
    return short if short.isprintable() and short else repr(short)


# --- Checking before use ---------------------------------------------------------------------------------------------

SPECIAL_USE = frozenset(("example", "invalid", "local", "localhost", "test"))
"""Top-level names that the Internet will never have (RFC 2606, 6761, 6762); programs are tried out with them."""


def check_for_use(text: str, *, known_domain: bool = False) -> Mailbox:
    """The mailbox that a text is; its domain must have a dot (email.md 3.4). `known_domain`: a top level that exists.

    Addresses outside ASCII must also please email-validator, which knows the letters that deceive or do not belong
    into a name. Raises AddressError, with the reason.
    """
    mailbox = parse_mailbox(text)
    domain = mailbox.domain.lower()
    top = domain.rpartition(".")[2]
    if domain.startswith("[") or top == domain:
        raise AddressError(f"the domain of {_shown(mailbox.address)} has no dot")
    if known_domain and top not in _top_level_domains() and not (len(top) == 2 and top.isalpha()):
        raise AddressError(f"the top-level domain of {_shown(mailbox.address)} is unknown")
    if not mailbox.address.isascii() or "xn--" in domain:
        _check_letters(mailbox, "example.com" if top in SPECIAL_USE else mailbox.domain)
    return mailbox


def _check_letters(mailbox: Mailbox, domain: str) -> None:
    from email_validator import EmailNotValidError, validate_email

    local = mailbox.address.rpartition("@")[0]
    try:
        validate_email(
            f"{local}@{domain}", check_deliverability=False, allow_quoted_local=True, globally_deliverable=False
        )
    except EmailNotValidError as error:
        raise AddressError(f"{_shown(mailbox.address)} is not an address: {error}") from None


@lru_cache(maxsize=1)
def _top_level_domains() -> frozenset[str]:
    with open(os.path.join(os.path.dirname(__file__), "top_level_domains.txt"), encoding="ascii") as file:
        return frozenset(line.strip().lower() for line in file if not line.startswith("#"))


def address_key(address: str) -> str:
    """Equal for two spellings of one address: the domain has no case and may be in ASCII, quotes may be needless.

    The local part may have a case. Never raises; what is no address is its own key.
    """
    from contextlib import suppress

    local, at, domain = address.rpartition("@")
    if not at:
        return address
    with suppress(UnicodeError):
        domain = _ascii_domain(domain)
    if _QUOTED_LOCAL.match(local):
        bare = re.sub(r"\\(.)", r"\1", local[1:-1])
        local = bare if _DOT_ATOM.match(bare) else _quoted(bare)
    return f"{local}@{domain.lower()}"


# --- Reading address headers -----------------------------------------------------------------------------------------


def read_mailboxes(header: str) -> list[Mailbox]:
    """The mailboxes in a header of a received message, names decoded. Never raises.

    The header is cut at its commas before anything is decoded: a comma inside an encoded name is no separator.
    """
    if not header.isascii():
        header = with_raw_bytes(header)
    return [mailbox for piece in _pieces(header) if (mailbox := _read_mailbox(piece)) is not None]


def _pieces(header: str) -> list[str]:
    """The texts between the separators; comments are left out, and so are the names of groups."""
    pieces: list[str] = []
    piece: list[str] = []
    quoted = escaped = angle = False
    depth = 0
    for character in header:
        if escaped:
            escaped = False
        elif character == "\\" and (quoted or depth):
            escaped = True
        elif quoted:
            quoted = character != '"'
        elif character == "(":
            depth += 1
        elif depth:
            depth -= character == ")"
            if not depth:
                continue
        elif character == '"':
            quoted = True
        elif character in "<>":
            angle = character == "<"
        elif character in ",;" and not angle:
            pieces.append("".join(piece))
            piece = []
            continue
        elif character == ":" and not angle:
            piece = []
            continue
        if not depth:
            piece.append(character)
    pieces.append("".join(piece))
    return [" ".join(text.split()) for text in pieces if not text.isspace() and text]


def _read_mailbox(piece: str) -> Mailbox | None:
    if piece.endswith(">") and "<" in piece:
        name, _, address = piece[:-1].rpartition("<")
        name = name.strip()
        quoted = _QUOTED_NAME.match(name)
        name = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else re.sub(r'"((?:[^"\\]|\\.)*)"', r"\1", name)
        return Mailbox(decode_header(name), address.strip())
    return Mailbox("", decode_header(piece))
