"""Walking through XML documents: XMLDocument, XMLFirst, XMLFind, XMLData … (stdlib.md 7).

Each document has a name, and a current element that the functions move.
"""

from __future__ import annotations

from wlmail.language.registry import Value, function
from wlmail.library.serialisation import text_of
from wlmail.library.xml_texts import Element, escaped, parsed_xml, value_of
from wlmail.runtime.conversions import to_text
from wlmail.runtime.errors import Failure, WLError
from wlmail.runtime.run import Run
from wlmail.runtime.variants import Members

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

FROM_STRING, FROM_FILE = 1, 2


class Cursor:
    """A document and where it stands; `here` None is above the root, `out` that the last move led nowhere."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.here: Element | None = None
        self.out = False
        self.found: Iterator[Element] | None = None

    def move(self, target: Element | None) -> bool:
        """Goes to an element; True when there is one, else it stays where it is."""
        self.out = target is None
        if target is not None:
            self.here = target
        return target is not None

    def siblings(self) -> list[Element]:
        """The elements of the level of the current one."""
        if self.here is None or self.here.parent is None:
            return [self.root]
        return self.here.parent.inner

    def beside(self, step: int) -> Element | None:
        if self.here is None:
            return None
        level = self.siblings()
        place = next(i for i, one in enumerate(level) if one is self.here) + step
        return level[place] if 0 <= place < len(level) else None


class Documents:
    """The documents of a run, by name in small letters."""

    def __init__(self) -> None:
        self.cursors: dict[str, Cursor] = {}


def _cursor(run: Run, name: str) -> Cursor:
    found = run.state(Documents).cursors.get(name.casefold())
    if found is None:
        raise Failure(f"there is no XML document «{name}»; XMLDocument makes one")
    return found


def _walk(element: Element) -> Iterator[Element]:
    yield element
    for inner in element.inner:
        yield from _walk(inner)


@function("XMLOpen", "XMLOuvre", on_failure=None)
def xml_open(run: Run, text: Value, source: int = FROM_FILE) -> Value:
    """A document as a variant: elements and attributes are members, elements that occur several times an array.

    The document is a file; with fromString the text itself. Failure (no file, no XML): Null.

    Source: stdlib.md 7.
    """
    if source != FROM_STRING:
        from wlmail.library.files import decode, read

        text = decode(read(run, to_text(text)))
    try:
        return Members({parsed_xml(text_of(text)).name: value_of(text_of(text))})
    except WLError as error:
        raise Failure(error.message) from None


@function("XMLDocument", "XMLDocument", on_failure=False)
def xml_document(run: Run, name: str, text: Value) -> bool:
    """Names an XML text, so that XMLFirst, XMLFind … can walk through it. Failure (no XML): False.

    Source: stdlib.md 7.
    """
    try:
        run.state(Documents).cursors[name.casefold()] = Cursor(parsed_xml(text_of(text)))
    except WLError as error:
        raise Failure(error.message) from None
    return True


@function("XMLClose", "XMLFerme", on_failure=False)
def xml_close(run: Run, name: str) -> bool:
    """Forgets a document. Failure: False.

    Source: stdlib.md 7.
    """
    _cursor(run, name)
    del run.state(Documents).cursors[name.casefold()]
    return True


@function("XMLFirst", "XMLPremier", on_failure=False)
def xml_first(run: Run, name: str) -> bool:
    """Goes to the first element of the level: the root at the beginning. False when there is none.

    Source: stdlib.md 7.
    """
    cursor = _cursor(run, name)
    return cursor.move(cursor.siblings()[0])


@function("XMLNext", "XMLSuivant", on_failure=False)
def xml_next(run: Run, name: str) -> bool:
    """Goes to the next element of the level; after XMLFind, to the next one that was looked for. False: there is none.

    Source: stdlib.md 7.
    """
    cursor = _cursor(run, name)
    return cursor.move(next(cursor.found, None) if cursor.found is not None else cursor.beside(1))


@function("XMLPrevious", "XMLPrécédent", on_failure=False)
def xml_previous(run: Run, name: str) -> bool:
    """Goes to the element before, of the same level. False when there is none.

    Source: stdlib.md 7.
    """
    cursor = _cursor(run, name)
    return cursor.move(cursor.beside(-1))


@function("XMLChild", "XMLFils", on_failure=False)
def xml_child(run: Run, name: str) -> bool:
    """Goes to the first element inside the current one. False when there is none.

    Source: stdlib.md 7.
    """
    cursor = _cursor(run, name)
    inner = [cursor.root] if cursor.here is None else cursor.here.inner
    return cursor.move(inner[0] if inner else None)


@function("XMLParent", "XMLPère", on_failure=False)
def xml_parent(run: Run, name: str) -> bool:
    """Goes to the element around the current one. False when there is none.

    Source: stdlib.md 7.
    """
    cursor = _cursor(run, name)
    return cursor.move(cursor.here.parent if cursor.here is not None else None)


@function("XMLRoot", "XMLRacine", on_failure=False)
def xml_root(run: Run, name: str) -> bool:
    """Goes to the root element.

    Source: stdlib.md 7.
    """
    cursor = _cursor(run, name)
    cursor.found = None
    return cursor.move(cursor.root)


@function("XMLFind", "XMLRecherche", on_failure=False)
def xml_find(run: Run, name: str, sought: str, *options: Value) -> bool:
    """Goes to the first element of a name, anywhere below the current one; XMLNext then goes to the next such one.

    Source: stdlib.md 7.
    """
    cursor = _cursor(run, name)
    wanted = sought.casefold()
    cursor.found = (one for one in _walk(cursor.here or cursor.root) if one.name.casefold() == wanted)
    return cursor.move(next(cursor.found, None))


@function("XMLCancelSearch", "XMLAnnuleRecherche", on_failure=False)
def xml_cancel_search(run: Run, name: str) -> bool:
    """Ends what XMLFind began: XMLNext goes along the level again.

    Source: stdlib.md 7.
    """
    _cursor(run, name).found = None
    return True


@function("XMLFound", "XMLTrouve", on_failure=False)
def xml_found(run: Run, name: str) -> bool:
    """True when the last move found an element.

    Source: stdlib.md 7.
    """
    return not _cursor(run, name).out


@function("XMLOut", "XMLEnDehors", on_failure=True)
def xml_out(run: Run, name: str) -> bool:
    """True when the last move found no element.

    Source: stdlib.md 7.
    """
    return _cursor(run, name).out


@function("XMLElementName", "XMLNomElément", on_failure="")
def xml_element_name(run: Run, name: str) -> str:
    """The name of the current element. Failure: "".

    Source: stdlib.md 7.
    """
    cursor = _cursor(run, name)
    return (cursor.here or cursor.root).name


@function("XMLData", "XMLDonnée", on_failure="")
def xml_data(run: Run, name: str, default: str = "") -> str:
    """The text of the current element, or a default when it is empty. Failure: "".

    Source: stdlib.md 7.
    """
    cursor = _cursor(run, name)
    return (cursor.here or cursor.root).text or default


@function("XMLAttribute", "XMLAttribut", on_failure="")
def xml_attribute(run: Run, name: str, attribute: str, default: str = "") -> str:
    """The value of an attribute of the current element, or a default when it has none. Failure: "".

    Source: stdlib.md 7.
    """
    cursor = _cursor(run, name)
    return (cursor.here or cursor.root).attributes.get(attribute, default)


@function("XMLExtractString", "XMLExtraitChaîne", on_failure="")
def xml_extract_string(run: Run, text: Value, element: str, rank: int = 1) -> str:
    """The text of the element number `rank` of a name in an XML text; "" when there is none. Failure (no XML): "".

    Source: stdlib.md 7.
    """
    try:
        found = [one for one in _walk(parsed_xml(text_of(text))) if one.name.casefold() == element.casefold()]
    except WLError as error:
        raise Failure(error.message) from None
    return found[rank - 1].text if 1 <= rank <= len(found) else ""


@function("TextToXML", "TexteVersXML")
def text_to_xml(text: str) -> str:
    """A text as it stands in XML: & < and > are written as entities.

    Source: stdlib.md 7.
    """
    return escaped(text)


@function("XMLToText", "XMLVersTexte")
def xml_to_text(text: str) -> str:
    """A text as XML writes it, with its entities made characters again.

    Source: stdlib.md 7.
    """
    from html import unescape

    return unescape(text)
