"""JSON and XML texts as values and back: JSONToVariant, Serialize … (stdlib.md 7)."""

from __future__ import annotations

from wlmail.language.registry import Value, function
from wlmail.library.encodings import utf8_to_string
from wlmail.runtime.conversions import to_text
from wlmail.runtime.errors import WLError
from wlmail.runtime.run import Ref
from wlmail.runtime.variants import Members, json_text, parsed_json

PSD_FORMATTED, PSD_BINARY, PSD_XML, PSD_JSON = 1, 256, 512, 1024


def text_of(value: Value) -> str:
    """A text as it is; the bytes of a file or an answer as UTF-8, else by the Windows code page."""
    return utf8_to_string(value) if isinstance(value, bytes) else to_text(value)


@function("JSONToVariant", "JSONVersVariant")
def json_to_variant(text: Value) -> Value:
    """The value that a JSON text writes: objects have members, arrays count from 1, null is Null.

    An error of the program (WHEN EXCEPTION) tells line and column of a text that is no JSON.

    Source: stdlib.md 7.
    """
    return parsed_json(text_of(text))


@function("VariantToJSON", "VariantVersJSON")
def variant_to_json(value: Value, options: int = 0) -> str:
    """A variant, structure or array as JSON text; psdFormatting writes it on several lines.

    Letters outside ASCII are written \\uXXXX, dates by ISO 8601.

    Source: stdlib.md 7.
    """
    return json_text(value, formatted=bool(options & PSD_FORMATTED))


@function("Serialize", "Sérialise")
def serialize(value: Value, destination: Ref, format: int, root: Value = None) -> None:
    """Puts a structure, array or other value into a text: psdJSON, or psdXML with the name of the root element.

    Source: stdlib.md 7.
    """
    if format & PSD_JSON:
        destination.value = json_text(value, formatted=bool(format & PSD_FORMATTED))
    elif format & PSD_XML:
        from wlmail.library.xml_texts import xml_of

        destination.value = xml_of(value, to_text(root) if isinstance(root, str) and root else "")
    else:
        raise _other_format(format)


@function("Deserialize", "Désérialise")
def deserialize(variable: Ref, text: Value, format: int, *options: Value) -> None:
    """Fills a structure, array or variant from a text that Serialize, or another program, made.

    Members are found by name, whatever their case; what the text does not hold keeps its value, what the variable does
    not have is left out. A value that does not fit is an error of the program that names the member.

    Source: stdlib.md 7.
    """
    if format & PSD_JSON:
        value = parsed_json(text_of(text))
    elif format & PSD_XML:
        from wlmail.library.xml_texts import value_of

        value = value_of(text_of(text))
    else:
        raise _other_format(format)
    variable.value = filled(variable.value, value, "")


def _other_format(format: int) -> WLError:
    if format & PSD_BINARY:
        return WLError("psdBinary is the vendor's own format, which is not offered; use psdJSON or psdXML")
    return WLError(f"{format} is not a format of a serialised value; use psdJSON or psdXML")


def filled(target: Value, value: Value, place: str) -> Value:
    """The target with what a value holds: the same structure or collection, filled; else the value itself."""
    from wlmail.runtime.arrays import Array, AssociativeArray
    from wlmail.runtime.variants import has_members, members_of

    if isinstance(target, AssociativeArray) and isinstance(value, Members):
        target.clear()
        for name, held in value.items():
            target.put(name, _element(target.element, held, f"{place}[«{name}»]"))
        return target
    if isinstance(target, Array):
        if value is not None and not isinstance(value, Array):
            value = Array(None, [value])  # one element where several could be: XML does not tell
        made = [_element(target.element, held, f"{place}[{i}]") for i, held in enumerate(value or (), 1)]
        target.clear()
        target.extend(made)
        return target
    if not has_members(target):
        return value
    if value is None:
        return target
    if not isinstance(value, Members):
        raise WLError(f"{place.lstrip('.') or 'the text'} holds no members, and {type(target).TYPE_NAME} has some")
    for spelled, attribute, kind in members_of(target):
        key: str | None = value.key(spelled)
        if key is not None:
            held, inner = value[key], f"{place}.{spelled}"
            current = getattr(target, attribute)
            setattr(target, attribute, _converted(kind, filled(current, held, inner), inner))
    return target


def _element(kind: Value, held: Value, place: str) -> Value:
    if kind is None:
        return held
    return _converted(kind, filled(kind.default(), held, place), place)


def _converted(kind: Value, value: Value, place: str) -> Value:
    if isinstance(value, str) and kind.family in ("date", "time", "datetime"):
        value = _digits(value, kind.family)
    if kind.family == "buffer" and isinstance(value, str):
        from binascii import Error, a2b_base64

        try:
            return a2b_base64(value)
        except Error:
            raise WLError(f"{place.lstrip('.')}: this is not BASE64") from None
    try:
        return kind.convert(value)
    except WLError as error:
        raise WLError(f"{place.lstrip('.')}: {error.message}", error.code) from None


def _digits(text: str, family: str) -> str:
    """A date or time as ISO 8601 writes it, as digits; a zone at its end does not count."""
    text = text.strip()
    date, _, time = text.partition("T") if "T" in text else text.partition(" ")
    if family == "time" and not time:
        date, time = "", date
    for zone in ("Z", "+", "-"):
        time = time.partition(zone)[0]
    clock = "".join([c for c in time if c.isdigit()])
    digits = date.replace("-", "")
    return digits if family == "date" else digits + clock[:9]
