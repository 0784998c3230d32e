"""The compiled program as Python source to read and to keep: `wlmail python FILE` (issue 3, the start of a migration).

Each statement stands below the WLanguage lines that it comes from, with their numbers; long lines are broken at their
brackets. The source runs with the wlmail package: `python program.py` is `wlmail run`, `--try` is `wlmail try`.
"""

from __future__ import annotations

import ast
import tokenize
from collections.abc import Callable, Iterator
from copy import deepcopy
from io import StringIO
from itertools import pairwise

from wlmail.language.diagnostics import shown_line
from wlmail.language.emitter import KIND_NAMES
from wlmail.language.ranges import LIMITS
from wlmail.language.source import Source

WIDTH = 110
"""Columns of a line, where it can be broken."""
Block = list[ast.stmt]


def listing(module: ast.Module, source: Source, *, french: bool) -> str:
    """Python source with the meaning of a compiled program."""
    return _Listing(source).text(module, french)


def session_listing(module: ast.Module, source: Source) -> str:
    """The same for an entry of a session, to be read: without what makes it a program of its own."""
    return _Listing(source).entry(module)


class _Listing:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.lines: list[str] = []
        self.told: set[int] = set()
        """The lines of the WLanguage source that stand in a comment."""

    def text(self, module: ast.Module, french: bool) -> str:
        name = _file_name(self.source.name)
        module = _Plainer().visit(deepcopy(module))
        about = f"{name} as Python. The comments show its lines; it runs with the package wlmail."
        self.lines += [broken(repr(about), 0)[0].replace('"', '"""'), ""]
        rest = [s for s in module.body if not (isinstance(s, ast.ImportFrom) or _is_table_of_files(s))]
        for line in _imports(module):
            self.lines += broken(line, 0)
        self.lines.append("")
        self.block(rest, 0, None)
        call = f"start(program, {name!r}, french={french})"
        self.lines += ["", "", 'if __name__ == "__main__":', *broken(call, 1)]
        return "\n".join(self.lines) + "\n"

    def entry(self, module: ast.Module) -> str:
        module = _Plainer().visit(deepcopy(module))
        rest = [s for s in module.body if not (isinstance(s, ast.ImportFrom) or _is_table_of_files(s))]
        self.lines = [line for line in _imports(module) if not line.startswith("from wlmail.standalone ")] + [""]
        self.block(rest, 0, None)
        return "\n".join(self.lines).strip("\n")

    # --- Statements ----------------------------------------------------------------------------------------------

    def block(self, statements: Block, depth: int, around: ast.stmt | None) -> None:
        for i, statement in enumerate(statements):
            if i > 0 and isinstance(statement, ast.Return) and isinstance(statements[i - 1], ast.Return):
                break  # the default result, after the program's own
            function = isinstance(statement, ast.FunctionDef | ast.ClassDef)
            after = i > 0 and isinstance(statements[i - 1], ast.FunctionDef | ast.ClassDef)
            if (function or after) and not self.lines[-1].endswith(":"):
                blanks = 1 if depth else 2
                while self.lines[-blanks:] != [""] * blanks:
                    self.lines.append("")
            if depth:
                self.comment(statement, around, depth)
            self.statement(statement, depth)

    def statement(self, statement: ast.stmt, depth: int) -> None:
        parts = _parts(statement)
        if not parts:
            self.simple(statement, depth)
            return
        for head, body in parts:
            opening = ast.unparse(ast.fix_missing_locations(head)).splitlines()[0]
            self.lines += broken(opening, depth)
            self.block(body, depth + 1, statement)
        for keyword, body in _tails(statement):
            if keyword == "else" and isinstance(statement, ast.If) and len(body) == 1 and isinstance(body[0], ast.If):
                at = len(self.lines)
                self.comment(body[0], statement, depth)
                kept = self.lines[at:]
                del self.lines[at:]
                self.statement(body[0], depth)
                self.lines[at] = self.lines[at].replace("if ", "elif ", 1)
                self.lines[at:at] = kept
                continue
            self.lines.append(f"{'    ' * depth}{keyword}:")
            self.block(body, depth + 1, statement)

    def simple(self, statement: ast.stmt, depth: int) -> None:
        self.lines += broken(ast.unparse(statement), depth)

    def comment(self, statement: ast.stmt, around: ast.stmt | None, depth: int) -> None:
        """The WLanguage lines of a statement, and the comments that stand before them."""
        if around is not None and _place(statement) == _place(around):
            return  # made for the procedure as a whole
        first, last = statement.lineno, statement.end_lineno or statement.lineno
        inner = [inside.lineno for _, body in _parts(statement) for inside in body if inside.lineno > first]
        if inner or isinstance(statement, ast.FunctionDef):
            last = first  # the head alone: what is inside follows
        if last in self.told:
            return
        start = first
        while start > 1 and start - 1 not in self.told and self._stands_before(start - 1):
            start -= 1
        if start > 1 and not self.source.line(start).strip():
            start += 1
            if self.lines[-1] and not self.lines[-1].endswith(":"):
                self.lines.append("")
        for line in range(start, last + 1):
            text = shown_line(self.source, line).strip()
            if text:
                name, number = self.source.origin(line)
                file = "" if name == self.source.name else f"{_file_name(name)} "
                self.lines.append(f"{'    ' * depth}# {file}{number}: {_printable(text)}")
        self.told.update(range(start, last + 1))

    def _stands_before(self, line: int) -> bool:
        """A comment, or nothing: what stands before a statement and belongs to it."""
        text = self.source.line(line).strip()
        return not text or text.startswith("//")


def _is_table_of_files(node: ast.stmt) -> bool:
    """`INCLUDED = …`: lines of the WLanguage source, of no use here."""
    return isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "INCLUDED"


def _place(node: ast.stmt) -> tuple[int, int | None]:
    return node.lineno, node.end_lineno


def _file_name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]


def _printable(text: str) -> str:
    return "".join(c if c == "\t" or c.isprintable() else "\ufffd" for c in text)


def _parts(statement: ast.stmt) -> list[tuple[ast.stmt, Block]]:
    """Each head of a compound statement, as a statement of its own whose first line is the head, with its block."""
    nothing: Block = [ast.Pass()]
    if isinstance(statement, ast.FunctionDef):
        head: ast.stmt = ast.FunctionDef(statement.name, statement.args, nothing, [], None, None)
        return [(head, statement.body)]
    if isinstance(statement, ast.ClassDef):
        return [(ast.ClassDef(statement.name, statement.bases, [], nothing, []), statement.body)]
    if isinstance(statement, ast.If | ast.While):
        return [(type(statement)(statement.test, nothing, []), statement.body)]
    if isinstance(statement, ast.For):
        return [(ast.For(statement.target, statement.iter, nothing, []), statement.body)]
    if isinstance(statement, ast.With):
        return [(ast.With(statement.items, nothing), statement.body)]
    if isinstance(statement, ast.Try):
        return [(ast.Try(nothing, [], [], nothing), statement.body)]
    return []


def _tails(statement: ast.stmt) -> Iterator[tuple[str, Block]]:
    """What follows the first block: `except …`, `else`, `finally` with their blocks."""
    if isinstance(statement, ast.Try):
        for handler in statement.handlers:
            caught = f" {ast.unparse(handler.type)}" if handler.type is not None else ""
            named = f" as {handler.name}" if handler.name else ""
            yield f"except{caught}{named}", handler.body
    if isinstance(statement, ast.If | ast.While | ast.For | ast.Try) and statement.orelse:
        yield "else", statement.orelse
    if isinstance(statement, ast.Try) and statement.finalbody:
        yield "finally", statement.finalbody


# --- Plainer expressions ----------------------------------------------------------------------------------------------

RANGES = {limits: name for kind, limits in LIMITS.items() for name in [KIND_NAMES[kind]]}
"""Lowest and highest value of each integer type → the name of its kind."""


class _Plainer(ast.NodeTransformer):
    """What is compiled to be fast, written to be read: range checks, elements of arrays, texts joined."""

    def visit_IfExp(self, node: ast.IfExp) -> ast.expr:
        """`t if low <= (t := value) <= high else to_integer(t, low, high)` is `INT4.convert(value)`."""
        failing = node.orelse
        if isinstance(failing, ast.Call) and isinstance(failing.func, ast.Name) and failing.func.id == "to_integer":
            checked = [n.value for n in ast.walk(node.test) if isinstance(n, ast.NamedExpr)]
            if len(checked) == 1:
                failing.args[:1] = checked
                return self.visit_Call(failing)
        self.generic_visit(node)
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """`to_integer(value, low, high)` is `INT4.convert(value)`."""
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "to_integer":
            low, high = (ast.unparse(argument) for argument in node.args[1:])
            name = RANGES.get((int(low), int(high)))
            if name is not None:
                return _method(ast.Name(name, ast.Load()), "convert", node.args[:1], node)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        index = _index(node)
        self.generic_visit(node)
        if index is None or not isinstance(node.ctx, ast.Load):
            return node
        return _method(_array(node), "get", [self.visit(index)], node)

    def visit_Assign(self, node: ast.Assign) -> ast.stmt:
        target = node.targets[0]
        index = _index(target) if isinstance(target, ast.Subscript) else None
        self.generic_visit(node)
        if index is None or not isinstance(target, ast.Subscript):
            return node
        put = _method(_array(target), "put", [self.visit(index), node.value], node)
        return ast.copy_location(ast.Expr(put), node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.expr:
        """With more than names in its braces it becomes a sum: no quotes inside quotes, on every Python."""
        self.generic_visit(node)
        values = [v.value if isinstance(v, ast.FormattedValue) else v for v in node.values]
        if any(map(_is_plain, values)) and all(isinstance(v, ast.Constant) or _is_plain(v) for v in values):
            return node
        terms: list[ast.expr] = []
        for value, part in zip(values, node.values, strict=True):
            if isinstance(part, ast.FormattedValue):
                value = ast.Call(ast.Name("str", ast.Load()), [value], [])
            last = terms[-1] if terms else None
            if isinstance(last, ast.Constant) and isinstance(value, ast.Constant):
                terms[-1] = ast.Constant(str(last.value) + str(value.value))
            else:
                terms.append(value)
        made = terms[0]
        for term in terms[1:]:
            made = ast.BinOp(made, ast.Add(), term)
        return ast.fix_missing_locations(ast.copy_location(made, node))


def _index(node: ast.Subscript) -> ast.expr | None:
    """The WLanguage index in `array.items[i - 1 if i > 0 else index_error(i, array)]`, else None."""
    found = node.slice
    if isinstance(found, ast.IfExp) and isinstance(found.orelse, ast.Call) and isinstance(found.test, ast.Compare):
        failing, first = found.orelse.func, found.test.left
        if isinstance(failing, ast.Name) and failing.id == "index_error":
            return first.value if isinstance(first, ast.NamedExpr) else first
    return None


def _array(element: ast.Subscript) -> ast.expr:
    """The array in `array.items[…]` and in `(t := array).items[…]`."""
    owner = element.value
    if isinstance(owner, ast.Attribute) and owner.attr == "items":
        owner = owner.value
    return owner.value if isinstance(owner, ast.NamedExpr) else owner


def _method(owner: ast.expr, name: str, arguments: list[ast.expr], at: ast.AST) -> ast.expr:
    made = ast.Call(ast.Attribute(owner, name, ast.Load()), arguments, [])
    return ast.fix_missing_locations(ast.copy_location(made, at))


def _is_plain(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) or (isinstance(node, ast.Attribute) and _is_plain(node.value))


def _imports(module: ast.Module) -> list[str]:
    """The imports of what the module uses, one line for each module, sorted as formatters do."""
    used = {node.id for node in ast.walk(module) if isinstance(node, ast.Name)}
    wanted: dict[str, list[ast.alias]] = {"wlmail.standalone": [ast.alias("start")]}
    for statement in module.body:
        if isinstance(statement, ast.ImportFrom):
            names = [alias for alias in statement.names if (alias.asname or alias.name) in used]
            wanted.setdefault(statement.module or "", []).extend(names)
    kinds = wanted.setdefault("wlmail.runtime.kinds", [])
    kinds += [ast.alias(name) for name in RANGES.values() if name in used - {alias.name for alias in kinds}]

    def order(alias: ast.alias) -> tuple[bool, bool, str]:
        return not alias.name.isupper(), not alias.name[0].isupper(), alias.name

    return [
        f"from {room} import {', '.join(ast.unparse(alias) for alias in sorted(names, key=order))}"
        for room, names in sorted(wanted.items())
        if names
    ]


# --- Lines -----------------------------------------------------------------------------------------------------------


def broken(text: str, depth: int) -> list[str]:
    """One line of Python as lines that fit, broken as a formatter would: at the last outer bracket, then at commas."""
    return _broken(_double_quoted(text), "    " * depth)


def _broken(text: str, indent: str, inside: bool = False) -> list[str]:
    """`inside`: the text stands in brackets, which let it go on over several lines."""
    if len(indent) + len(text) <= WIDTH:
        return _text_lines(text, indent)
    start = 0 if inside else max(text.find(" = ") + 3, len("return ") if text.startswith("return ") else 0)
    terms = _terms(text, start)
    if len(terms) > 1 and (inside or start > 2):
        within = indent if inside else indent + "    "
        whole = text[start:]
        if len(within) + len(whole) <= WIDTH and r"\r\n" not in whole:
            made = [within + whole]
        else:
            made = [line for term in terms for line in _broken(term, within, True)]
        return made if inside else [f"{indent}{text[:start]}(", *made, f"{indent})"]
    bracket = _last_bracket(text)
    if bracket is None:
        return _text_lines(text, indent)
    opening, closing, commas = bracket
    made = [indent + text[: opening + 1]]
    edges = [opening, *commas, closing]
    for before, after in pairwise(edges):
        item = text[before + 1 : after].strip()
        if item:
            made += _continued(item, indent + "    ", "," if commas else "")
    return [*made, indent + text[closing:]]


def _terms(text: str, start: int) -> list[str]:
    """The terms of the sum that the text is from `start` on, each but the first with its sign before it."""
    places, depth = [start], 0
    for token in _tokens(text):
        if token.type == tokenize.OP and token.string in "([{":
            depth += 1
        elif token.type == tokenize.OP and token.string in ")]}":
            depth -= 1
        elif depth == 0 and token.start[1] > start:
            if token.string == "+":
                places.append(token.start[1])
            elif token.string in ("if", "else", "and", "or", "not", "lambda", ":=", "="):
                return []
    return [text[a:b].strip() for a, b in pairwise([*places, len(text)])]


def _continued(item: str, indent: str, end: str) -> list[str]:
    lines = _broken(item, indent, True)
    lines[-1] += end
    return lines


def _text_lines(text: str, indent: str) -> list[str]:
    """A text of several lines after `=` or `return`, or alone inside brackets: one literal a line."""
    for token in _tokens(text):
        plain = token.type == tokenize.STRING and token.string[0] == '"'
        before = text[: token.start[1]]
        if not plain or token.end[1] != len(text) or not (before == "" or before.endswith(("= ", "return "))):
            continue
        pieces = [piece for piece in token.string[1:-1].replace(r"\r\n", "\\r\\n\n").split("\n") if piece]
        if len(pieces) < 2 or any(piece.rstrip("rn\\").endswith("\\") for piece in pieces) or r"\\r\n" in token.string:
            continue
        if not before:
            return [f'{indent}"{piece}"' for piece in pieces]
        return [f"{indent}{before}(", *(f'{indent}    "{piece}"' for piece in pieces), f"{indent})"]
    return [indent + text]


def _last_bracket(text: str) -> tuple[int, int, list[int]] | None:
    """The last bracket pair that stands in no other and is not empty, with the commas directly inside; None if there
    is none that may be broken."""
    found, open_, commas, depth = None, 0, list[int](), 0
    for token in _tokens(text):
        if token.type != tokenize.OP:
            if token.string == "lambda" and depth == 1:
                return found  # its commas separate parameters
            continue
        if token.string in "([{":
            depth += 1
            if depth == 1:
                open_, commas = token.start[1], []
        elif token.string in ")]}":
            depth -= 1
            if depth == 0 and token.start[1] > open_ + 1 and (token.string != "]" or commas):
                found = (open_, token.start[1], commas)
        elif token.string == "," and depth == 1:
            commas.append(token.start[1])
    return found


def _double_quoted(text: str) -> str:
    """Single quotes become double ones where that needs no escape."""
    made, at = "", 0
    for token in _tokens(text):
        string = token.string
        quoted = "\\'" in string.replace("\\\\", "")
        if token.type == tokenize.STRING and string[-1] == "'" and '"' not in string and not quoted:
            start, end = token.start[1], token.end[1]
            made += text[at:start] + string.replace("'", '"')
            at = end
    return made + text[at:]


def _tokens(text: str) -> list[tokenize.TokenInfo]:
    """The tokens of a piece of Python; those before the place where it is cut (`if x:`)."""
    reader: Callable[[], str] = StringIO(text).readline
    found = []
    try:
        for token in tokenize.generate_tokens(reader):
            found.append(token)
    except (tokenize.TokenError, IndentationError):
        pass
    return found
