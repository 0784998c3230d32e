"""The MIME type of a file by its name. A table of our own: the same on every machine, and nothing to import."""

from __future__ import annotations

import re

UNKNOWN = "application/octet-stream"

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_TYPES = {
    "7z": "application/x-7z-compressed",
    "avi": "video/x-msvideo",
    "bmp": "image/bmp",
    "bz2": "application/x-bzip2",
    "css": "text/css",
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": _OFFICE + "wordprocessingml.document",
    "epub": "application/epub+zip",
    "gif": "image/gif",
    "gz": "application/gzip",
    "htm": "text/html",
    "html": "text/html",
    "ico": "image/vnd.microsoft.icon",
    "ics": "text/calendar",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript",
    "json": "application/json",
    "log": "text/plain",
    "md": "text/markdown",
    "mov": "video/quicktime",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "odp": _OPEN + "presentation",
    "ods": _OPEN + "spreadsheet",
    "odt": _OPEN + "text",
    "ogg": "audio/ogg",
    "pdf": "application/pdf",
    "png": "image/png",
    "pps": "application/vnd.ms-powerpoint",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": _OFFICE + "presentationml.presentation",
    "rar": "application/vnd.rar",
    "rtf": "application/rtf",
    "svg": "image/svg+xml",
    "tar": "application/x-tar",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "txt": "text/plain",
    "vcf": "text/vcard",
    "wav": "audio/wav",
    "webm": "video/webm",
    "webp": "image/webp",
    "xls": "application/vnd.ms-excel",
    "xlsx": _OFFICE + "spreadsheetml.sheet",
    "xml": "application/xml",
    "zip": "application/zip",
}
_PARAMETER = re.compile(r"[A-Za-z0-9!#$&^_.+-]{1,60}\Z")
_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]{1,60}/[A-Za-z0-9!#$&^_.+-]{1,100}\Z")


def of_file(name: str) -> str:
    """The type that the extension of a file name tells, else application/octet-stream (email.md 2.3)."""
    return _TYPES.get(name.rpartition(".")[2].lower(), UNKNOWN) if "." in name else UNKNOWN


def extension(kind: str) -> str:
    """An extension for a file of that type, with its dot; `.bin` when none is known."""
    if kind == "message/rfc822":
        return ".eml"
    return next((f".{name}" for name in ("txt", "jpg", "htm", *_TYPES) if _TYPES[name] == kind), ".bin")


def of_attachment(asked: str, name: str) -> tuple[str, list[tuple[str, str]]]:
    """The type of an attachment: the one that the program gives when it is one, with what stands behind it
    (`text/calendar; method=REQUEST`), else the one of the file name.

    Attachments travel in base64, which RFC 2046 forbids for message/ and multipart/: these become octet-stream.
    """
    found, _, rest = asked.partition(";")
    found = found.strip().lower()  # as it will be read
    if not _TYPE.match(found):
        return of_file(name), []
    if found.startswith(("message/", "multipart/")):
        return UNKNOWN, []
    if not rest.strip():
        return found, []
    from wlmail.mail.parameters import read_parameters

    return found, kept_parameters(read_parameters(asked)[1])


def kept_parameters(parameters: dict[str, str]) -> list[tuple[str, str]]:
    """What a type keeps of its parameters when the part is written anew: not the name, which has its own place, and
    nothing that no parameter can be called."""
    return [(key, value) for key, value in parameters.items() if key != "name" and _PARAMETER.match(key)]
