"""Texts as bytes and back: code pages, UTF-8, BASE64, URLs, hexadecimal (stdlib.md 1.2)."""

from __future__ import annotations

from wlmail.language.registry import Value, function
from wlmail.library.files import UTF8_BOM, ansi_bytes, ansi_text
from wlmail.runtime.conversions import to_text
from wlmail.runtime.errors import WLError

NONE, PCS, BASE64, UUENCODE, BASE64_URL, URL, URL_UTF8, BASE64_NO_BREAKS = 0, 1, 2, 3, 4, 5, 6, 7
FROM_ANSI, FROM_UTF8, FROM_UNICODE, PARAMETER = 1, 2, 4, 8
CHARSET_ANSI, CHARSET_UTF8 = 0, 1
URL_DELIMITERS = "!#$%&'()*+,/:;=?@[]~"
"""What URLEncode leaves alone in a whole address."""
WIDEST = 1 << 28


def data_of(value: Value) -> bytes:
    """A buffer as it is, a text by its bytes in the Windows code page."""
    return value if isinstance(value, bytes) else ansi_bytes(to_text(value))


# --- Code pages ------------------------------------------------------------------------------------------------------


@function("AnsiToUnicode", "AnsiVersUnicode")
def ansi_to_unicode(text: Value, charset: Value = None) -> Value:
    """The text itself: texts are Unicode here. A buffer is decoded by the Windows code page.

    Source: stdlib.md 1.2.
    """
    return ansi_text(text) if isinstance(text, bytes) else to_text(text)


@function("UnicodeToAnsi", "UnicodeVersAnsi")
def unicode_to_ansi(text: Value, charset: Value = None) -> Value:
    """The text with a question mark for each character that the Windows code page lacks.

    Source: stdlib.md 1.2.
    """
    if isinstance(text, bytes):
        return ansi_bytes(text.decode("utf-16-le", "replace"))
    return ansi_text(ansi_bytes(to_text(text)))


@function("StringToUTF8", "ChaîneVersUTF8")
def string_to_utf8(text: Value) -> bytes:
    """The text as UTF-8 bytes, a buffer.

    Source: stdlib.md 1.2.
    """
    return text if isinstance(text, bytes) else to_text(text).encode("utf-8", "replace")


@function("UTF8ToString", "UTF8VersChaîne", aliases=("UTF8ToUnicode", "UTF8VersUnicode", "UTF8ToAnsi", "UTF8VersAnsi"))
def utf8_to_string(text: Value, charset: Value = None) -> str:
    """The text that UTF-8 bytes hold, without a byte-order mark. What is not UTF-8 stays as it is.

    Source: stdlib.md 1.2.
    """
    data = text if isinstance(text, bytes) else ansi_bytes(to_text(text))
    try:
        return data.removeprefix(UTF8_BOM).decode("utf-8")
    except UnicodeDecodeError:
        return ansi_text(text) if isinstance(text, bytes) else to_text(text)


@function("OEMToAnsi", "OEMVersAnsi")
def oem_to_ansi(text: Value) -> str:
    """A text of the DOS code page 850 as a text.

    Source: stdlib.md 1.2.
    """
    return data_of(text).decode("cp850")


@function("AnsiToOEM", "AnsiVersOEM")
def ansi_to_oem(text: str) -> bytes:
    """A text as bytes of the DOS code page 850.

    Source: stdlib.md 1.2.
    """
    return text.encode("cp850", "replace")


# --- Encode, Decode --------------------------------------------------------------------------------------------------


@function("Encode", "Encode")
def encode(text: Value, kind: int) -> str:
    """The text or buffer encoded: encodeBASE64, encodeBASE64URL, encodeURL …; no line breaks are inserted.

    A text is taken by its Windows-1252 bytes: use StringToUTF8 first for others.

    Source: stdlib.md 1.2.
    """
    if kind == NONE:
        return to_text(text)
    if kind in (URL, URL_UTF8):
        from urllib.parse import quote

        data = data_of(text) if kind == URL or isinstance(text, bytes) else to_text(text).encode("utf-8", "replace")
        return quote(data, safe="")
    from binascii import b2a_base64, b2a_uu

    data = data_of(text)
    if kind in (BASE64, BASE64_NO_BREAKS):
        return b2a_base64(data, newline=False).decode("ascii")
    if kind == BASE64_URL:
        return b2a_base64(data, newline=False).decode("ascii").translate({43: "-", 47: "_", 61: ""})
    if kind == UUENCODE:
        return "".join(
            [b2a_uu(data[i : i + 45]).decode("ascii").replace("\n", "\r\n") for i in range(0, len(data), 45)]
        )
    raise _unknown(kind)


@function("Decode", "Décode")
def decode(text: Value, kind: int) -> Value:
    """What Encode made, decoded: bytes for the BASE64 kinds, which become a text where one is needed.

    Line breaks and other foreign characters are ignored.

    Source: stdlib.md 1.2.
    """
    if kind == NONE:
        return text
    data = data_of(text)
    if kind in (URL, URL_UTF8):
        from urllib.parse import unquote_to_bytes

        plain = unquote_to_bytes(data)
        return utf8_to_string(plain) if kind == URL_UTF8 else ansi_text(plain)
    if kind in (BASE64, BASE64_URL, BASE64_NO_BREAKS):
        return _from_base64(data)
    if kind == UUENCODE:
        return _from_uuencode(data)
    raise _unknown(kind)


def _from_base64(data: bytes) -> bytes:
    from binascii import a2b_base64

    plain = data.translate(bytes.maketrans(b"-_", b"+/")).partition(b"=")[0]
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    plain = plain.translate(None, bytes(set(range(256)) - set(letters)))
    plain = plain[:-1] if len(plain) % 4 == 1 else plain  # a lone letter holds no whole byte
    return a2b_base64(plain + b"=" * (-len(plain) % 4))


def _from_uuencode(data: bytes) -> bytes:
    import binascii

    made = []
    for line in data.splitlines():
        if line.startswith(b"begin ") or line.strip() in (b"end", b"`", b""):
            continue
        try:
            made.append(binascii.a2b_uu(line))
        except binascii.Error:
            raise WLError("this text is not UUEncoded") from None
    return b"".join(made)


def _unknown(kind: int) -> WLError:
    if kind == PCS:
        return WLError("encodePCS is the vendor's own format, which is not offered; use encodeBASE64")
    return WLError(f"{kind} is not a kind of encoding; use encodeBASE64, encodeBASE64URL or encodeURL")


# --- URLs ------------------------------------------------------------------------------------------------------------


@function("URLEncode", "URLEncode")
def url_encode(url: str, format: int = FROM_UTF8) -> str:
    """The address with %XX for what an address may not hold; delimiters stay, a space is %20.

    encodeURLParameter encodes delimiters too: for a value in an address.

    Source: stdlib.md 1.2.
    """
    from urllib.parse import quote

    data = ansi_bytes(url) if format & FROM_ANSI else url.encode("utf-8", "replace")
    return quote(data, safe="" if format & PARAMETER else URL_DELIMITERS)


@function("URLDecode", "URLDécode")
def url_decode(url: str, format: int = FROM_UTF8) -> str:
    """The address with its %XX decoded.

    Source: stdlib.md 1.2.
    """
    from urllib.parse import unquote_to_bytes

    data = unquote_to_bytes(url.encode("utf-8", "replace"))
    return ansi_text(data) if format & FROM_ANSI else utf8_to_string(data)


# --- Hexadecimal -----------------------------------------------------------------------------------------------------


@function("BufferToHexa", "BufferVersHexa")
def buffer_to_hexa(buffer: Value, group: int = 1, groups: int = 0) -> str:
    """The bytes as pairs of hexadecimal digits: "9F 04"; `group` bytes together (NoGrouping: all), `groups` a line.

    Source: stdlib.md 1.2.
    """
    digits = data_of(buffer).hex().upper()
    if group <= 0:
        return digits
    width = 2 * min(group, WIDEST)
    pieces = [digits[at : at + width] for at in range(0, len(digits), width)]
    if groups <= 0:
        return " ".join(pieces)
    step = min(groups, WIDEST)
    return "\r\n".join([" ".join(pieces[at : at + step]) for at in range(0, len(pieces), step)])


@function("HexaToBuffer", "HexaVersBuffer")
def hexa_to_buffer(text: str) -> bytes:
    """The bytes that pairs of hexadecimal digits write; spaces and line ends between them do not count.

    Source: stdlib.md 1.2.
    """
    try:
        return bytes.fromhex("".join(text.split()))
    except ValueError:
        raise WLError("this text does not consist of pairs of hexadecimal digits") from None
