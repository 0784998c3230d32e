"""Hashes, identifiers, passwords, and the one case of Crypt that is no encryption (stdlib.md 1.3)."""

from __future__ import annotations

from wlmail.language.registry import Value, function
from wlmail.library.encodings import BASE64, BASE64_NO_BREAKS, NONE, data_of, decode, encode
from wlmail.library.files import read
from wlmail.runtime.conversions import to_int
from wlmail.runtime.errors import WLError
from wlmail.runtime.run import Run

ALGORITHMS = {
    "HA_MD5_128": "md5",
    "HA_SHA_160": "sha1",
    "HA_SHA_256": "sha256",
    "HA_SHA_512": "sha512",
    "HA_SHA_384": "sha384",
    "HA_SHA_224": "sha224",
    "HA_HMAC_MD5_128": "hmac md5",
    "HA_HMAC_SHA_160": "hmac sha1",
    "HA_HMAC_SHA_256": "hmac sha256",
    "HA_HMAC_SHA_512": "hmac sha512",
    "HA_CRC_32": "crc32",
    "HA_RIPEMD_160": "ripemd160",
    "HA_HMAC_RIPEMD_160": "hmac ripemd160",
    "HA_HMAC_TIGER_192": "",
    "HA_TIGER_192": "",
    "HA_MURMUR_32": "",
    "HA_MURMUR_64": "",
    "HA_DJB2_32": "",
    "HA_DJB2_64": "",
}
"""The constants, numbered from 1 in this order, and what Python calls them; "" for those it does not have."""
GUID_ROUGH, GUID_FORMATTED = 1, 2
LONGEST_PASSWORD = 10_000
MOST_ROUNDS, LONGEST_KEY = 10_000_000, 10_000
"""Of PBKDF2: more would take longer than anybody waits."""


def _name(algorithm: int) -> str:
    """What Python calls an algorithm, with `hmac ` before it for one with a key. WLError for one it does not have."""
    import hashlib

    names = list(ALGORITHMS.items())
    if not 1 <= algorithm <= len(names):
        raise WLError(f"{algorithm} is not a hash algorithm; use a constant such as HA_SHA_256")
    constant, name = names[algorithm - 1]
    if name != "crc32" and name.removeprefix("hmac ") not in hashlib.algorithms_available:
        raise WLError(f"{constant} is not offered, Python has no such algorithm here; use HA_SHA_256")
    return name


def _digest(algorithm: int, data: bytes, key: bytes) -> bytes:
    name = _name(algorithm)
    if name == "crc32":
        from binascii import crc32

        return crc32(data).to_bytes(4, "big")
    if name.startswith("hmac "):
        import hmac

        return hmac.new(key, data, name.removeprefix("hmac ")).digest()
    import hashlib

    return hashlib.new(name, data, usedforsecurity=False).digest()


@function("HashString", "HashChaîne")
def hash_string(algorithm: int, text: Value, key: Value = "", rounds: Value = None, length: Value = None) -> bytes:
    """The hash of a text or buffer, as bytes: use BufferToHexa or Encode to show it.

    A text is hashed by its Windows-1252 bytes. `(algorithm, password, salt, rounds [, length])` derives a key by PBKDF2
    with that algorithm: HashString(HA_HMAC_SHA_256, password, salt, 100000).

    Source: stdlib.md 1.3.
    """
    if rounds is None:
        return _digest(algorithm, data_of(text), data_of(key))
    import hashlib

    count, size = to_int(rounds), 0 if length is None else to_int(length)
    if not 1 <= count <= MOST_ROUNDS or not 0 <= size <= LONGEST_KEY:
        raise WLError(f"PBKDF2 takes 1 to {MOST_ROUNDS} rounds and makes at most {LONGEST_KEY} bytes")
    name = _name(algorithm).removeprefix("hmac ")
    if name == "crc32":
        raise WLError("HA_CRC_32 cannot derive a key; use HA_HMAC_SHA_256")
    return hashlib.pbkdf2_hmac(name, data_of(text), data_of(key), count, size or None)


@function("HashCheckString", "HashVérifieChaîne")
def hash_check_string(algorithm: int, text: Value, expected: Value) -> bool:
    """True when the text has the hash.

    Source: stdlib.md 1.3.
    """
    return _digest(algorithm, data_of(text), b"") == data_of(expected)


@function("HashFile", "HashFichier", on_failure=b"")
def hash_file(run: Run, algorithm: int, path: str, gauge: Value = None) -> bytes:
    """The hash of a file, as bytes. Failure: an empty buffer.

    Source: stdlib.md 1.3.
    """
    return _digest(algorithm, read(run, path), b"")


# --- Crypt: BASE64 only ----------------------------------------------------------------------------------------------


@function("Crypt", "Crypte")
def crypt(text: Value, password: Value, kind: Value = 1, encoding: Value = NONE) -> str:
    """BASE64 with an empty password, cryptNone and encodeBASE64. The vendor's encryption is not offered: an error.

    Source: stdlib.md 1.3.
    """
    return encode(text, _plain(password, kind, encoding))


@function("Uncrypt", "Décrypte")
def uncrypt(text: Value, password: Value, kind: Value = 1, encoding: Value = NONE) -> Value:
    """What Crypt made with an empty password, decoded. The vendor's encryption is not offered: an error.

    Source: stdlib.md 1.3.
    """
    return decode(text, _plain(password, kind, encoding))


def _plain(password: Value, kind: Value, encoding: Value) -> int:
    if len(data_of(password)) or to_int(kind) != NONE:
        raise WLError(
            "the vendor's encryption is not offered; keep passwords outside the program, for instance in a file"
            " that only you can read"
        )
    chosen = BASE64 if encoding is True else to_int(encoding)
    if chosen not in (NONE, BASE64, BASE64_NO_BREAKS):
        raise WLError("Crypt without a password can use encodeBASE64 only")
    return chosen


# --- Identifiers and passwords ---------------------------------------------------------------------------------------


@function("GetGUID", "DonneGUID", aliases=("GetUUID", "DonneUUID"))
def get_guid(format: int = GUID_ROUGH) -> str:
    """A new identifier that no other has: 32 hexadecimal digits; guidFormatted adds dashes and braces.

    Source: stdlib.md 1.3.
    """
    from uuid import uuid4

    made = uuid4()
    return f"{{{str(made).upper()}}}" if format == GUID_FORMATTED else made.hex.upper()


@function("GeneratePassword", "GénèreMotDePasse")
def generate_password(length: int, *options: Value) -> str:
    """A password of so many letters, digits and signs, chosen by chance.

    Source: stdlib.md 1.3.
    """
    if not 0 <= length <= LONGEST_PASSWORD:
        raise WLError(f"a password of {length} characters cannot be made")
    from secrets import choice

    signs = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789!#$%*+-=?@"
    return "".join([choice(signs) for _ in range(length)])
