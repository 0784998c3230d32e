"""How the parser's reductions become declarations and types (language.md 4, 10.6 and 11).

Each method is named in the grammar; its arguments are the span and the kept children of the rule. The inside of type
phrases is read in `phrases.py`.
"""

from __future__ import annotations

from typing import Any

from wlmail.language import syntax
from wlmail.language.diagnostics import Span
from wlmail.language.expressions import Expressions, Problem
from wlmail.language.names import fold
from wlmail.language.phrases import Part, Phrase, folded

ENGLISH = {
    "INTERNE": "INTERNAL","LOCALE": "LOCAL", "GLOBALE": "GLOBAL", "PUBLIQUE": "PUBLIC", "PRIVE": "PRIVATE",
    "PRIVEE": "PRIVATE", "PROTEGE": "PROTECTED", "PROTEGEE": "PROTECTED", "VIRTUELLE": "VIRTUAL", "VIRTUEL": "VIRTUAL",
    "ABSTRAITE": "ABSTRACT", "ABSTRAIT": "ABSTRACT", "RESTREINT": "RESTRICTED", "RESTREINTE": "RESTRICTED",
    "CHAINE": "STRING", "LIGNE": "LINE", "ROW": "LINE", "SELECTIONNE": "SELECTED", "SELECTIONNEE": "SELECTED",
    "MOTCOMPLET": "WHOLEWORD", "SANSSAUVEPOSITION": "NOSAVEPOSITION",
    "STRUCT": "STRUCTURE", "ENUM": "ENUMERATION", "COMBINAISON": "COMBINATION", "CLASSE": "CLASS",
}  # fmt: skip
for _first, _second, _meaning in (
    (("FROM", "DEPUIS"), ("END", "FIN"), "FROM END"),
    (("FROM", "DEPUIS"), ("BEGINNING", "DEBUT"), "FROMBEGINNING"),
    (("IGNORE", "SANS"), ("CASE", "CASSE"), "IGNORECASE"),
):
    ENGLISH |= {f + blank + s: _meaning for f in _first for s in _second for blank in ("", " ")}


def english(word: str) -> str:
    """A keyword of either language as its folded English word."""
    folded = " ".join(fold(word).split())
    return ENGLISH.get(folded, folded)


class Declarations(Expressions):
    """The builder of declarations, constants, structures, classes and type phrases."""

    # --- Declarations (4) -------------------------------------------------------------------------------------------

    def first_name(self, span: Span, name: str) -> list[syntax.Name]:
        return [syntax.Name(span, name)]

    def append_name(self, span: Span, names: list[Any], name: str) -> list[syntax.Name]:
        names.append(syntax.Name((span[1] - len(name), span[1]), name))
        return names

    def declare(self, span: Span, names: list[Any], type_: syntax.Type) -> syntax.Declaration:
        return self.declare_value(span, names, type_, "", None)

    def declare_value(
        self, span: Span, names: list[Any], type_: syntax.Type, operator: str, value: Any, _more: str = ""
    ) -> syntax.Declaration:
        arguments = None
        if isinstance(type_, syntax.TypeName) and type_.arguments and self._is_class(type_):
            arguments = [syntax.Argument(a.span if a else type_.span, a) for a in type_.arguments]
            type_.arguments = []
        return syntax.Declaration(span, names, type_, operator, value, arguments)

    def _is_class(self, type_: syntax.TypeName) -> bool:
        """`x is cMail(1, 2)`: the arguments are those of the constructor, not a size of the type."""
        return (
            len(type_.words) == 1
            and not fold(type_.words[0]).startswith("NUMERI")
            and self.text[type_.span[1] - 1] == ")"
        )

    def declare_attribute(self, span: Span, names: list[Any], type_: syntax.Type, *_rest: Any) -> syntax.Declaration:
        return self.declare(span, names, type_)

    def scoped(self, span: Span, words: list[str], declaration: syntax.Declaration) -> syntax.Declaration:
        declaration.scope = " ".join(english(word) for word in words)
        declaration.span = span
        return declaration

    def unscoped(self, span: Span, _words: list[str], node: Any) -> Any:
        return node

    def let(self, span: Span, names: list[Any], operator: str, value: Any) -> syntax.Let:
        return syntax.Let(span, names, None, operator, value)

    def let_typed(self, span: Span, names: list[Any], type_: Any, operator: str, value: Any) -> syntax.Let:
        return syntax.Let(span, names, type_, operator, value)

    def let_unpack(self, span: Span, names: list[Any], operator: str, value: Any) -> syntax.Let:
        return syntax.Let(span, names, None, operator, value, True)

    def constants(self, span: Span, items: list[Any]) -> syntax.Constants:
        return syntax.Constants(span, items)

    def constant_line(self, span: Span, item: Any) -> syntax.Constants:
        return syntax.Constants(span, [item])

    def constant_scoped(self, span: Span, words: list[str], item: Any) -> syntax.Constants:
        return syntax.Constants(span, [item], " ".join(english(word) for word in words))

    def constant(self, span: Span, name: str, _equal: str, value: Any) -> syntax.Constant:
        return syntax.Constant(span, syntax.Name((span[0], span[0] + len(name)), name), None, value)

    def constant_typed(
        self, span: Span, name: str, type_: Any, _equal: str, value: Any, _more: str = ""
    ) -> syntax.Constant:
        return syntax.Constant(span, syntax.Name((span[0], span[0] + len(name)), name), type_, value)

    def section(self, span: Span, words: list[str]) -> syntax.Section:
        return syntax.Section(span, tuple(english(word) for word in words))

    def section_constant(self, span: Span, words: list[str]) -> syntax.Section:
        return syntax.Section(span, (*(english(word) for word in words), "CONSTANT"))

    def structure(
        self, span: Span, names: list[Any], form: str, _attributes: Any, members: list[Any]
    ) -> syntax.StructureDeclaration:
        word = english(form)
        return syntax.StructureDeclaration(span, names[0], "COMPOSED" if word.startswith("COMPOS") else word, members)

    def member(self, span: Span, name: str, _attributes: str = "") -> syntax.Member:
        return syntax.Member(span, syntax.Name((span[0], span[0] + len(name)), name), None)

    def member_value(self, span: Span, name: str, _equal: str, value: Any, _attributes: str = "") -> syntax.Member:
        return syntax.Member(span, syntax.Name((span[0], span[0] + len(name)), name), value)

    def member_mapped(self, span: Span, name: str, _attributes: str, _equal: str, value: Any) -> syntax.Member:
        return self.member_value(span, name, _equal, value)

    def class_declaration(
        self, span: Span, names: list[Any], form: str, extras: list[Any], lines: list[Any]
    ) -> syntax.ClassDeclaration:
        bases = [item for item in (*extras, *lines) if isinstance(item, syntax.TypeName)]
        members = [line for line in lines if isinstance(line, syntax.Statement)]
        words = tuple(english(extra) for extra in extras if isinstance(extra, str) and not extra.startswith("<"))
        return syntax.ClassDeclaration(span, names[0], english(form), bases, members, words)

    def base(self, span: Span, type_: Any) -> Any:
        return type_

    def skip_line(self, span: Span, _what: Any) -> None:
        return None

    # --- Type phrases (4.2 to 4.7) ----------------------------------------------------------------------------------

    def type_word(self, span: Span, text: str) -> Part:
        return Part("word", text, span)

    def type_number(self, span: Span, text: str) -> Part:
        return Part("number", text, span)

    def type_sign(self, span: Span, text: str) -> Part:
        return Part("sign", text, span)

    def type_self(self, span: Span, member: Any) -> Part:
        return Part("self", member, span)

    def type_attributes(self, span: Span, text: str) -> Part:
        return Part("attributes", text, span)

    def type_string(self, span: Span, text: str) -> Part:
        return Part("string", text, span)

    def type_of(self, span: Span, text: str) -> Part:
        return Part("of", text, span)

    def type_on(self, span: Span, text: str) -> Part:
        return Part("on", text, span)

    def type_by(self, span: Span, text: str) -> Part:
        return Part("by", text, span)

    def type_member(self, span: Span, member: Any) -> Part:
        return Part("member", member, span)

    def type_arguments(self, span: Span, arguments: list[Any]) -> Part:
        return Part("arguments", arguments, span)

    def type_sizes(self, span: Span, sizes: list[Any]) -> Part:
        return Part("sizes", sizes, span)

    def type(self, span: Span, parts: list[Part]) -> syntax.Type:
        for part in parts[1:]:
            if part.kind == "string" and not any(folded(p) == "AUTOMATION" for p in parts):
                raise Problem(
                    "unexpected", f"expected = before «{part.value}»", part.span, "an initial value follows ="
                )
        made = Phrase(parts, self.expression).read()
        if made is None:
            raise Problem("type-expected", "these words name no type", span)
        return made
