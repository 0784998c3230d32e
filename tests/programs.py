"""Programs for the tests of the parser: trees by hypothesis, forms of the language reference, a corpus if there is one."""

# ruff: noqa: E501 - one kind of node a line

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from wlmail.language import syntax as s

FORMS = (Path(__file__).parent / "forms.wlt").read_text(encoding="utf-8").rstrip("\n").split("\n--\n")
"""One form of a statement each, from the sections 2 to 16 of the language reference in their order."""

CORPUS = "WLMAIL_CORPUS"
"""Names a folder of WINDEV elements in text format (`.wdg`, `.wdw` …) and `.wl` files."""


def corpus() -> Iterator[tuple[str, str]]:
    """Place and text of every code block below the folder that WLMAIL_CORPUS names (14.2), each text once."""
    seen = set()
    for path in sorted(Path(os.environ[CORPUS]).rglob("*")):
        if path.suffix.lower() == ".wl":
            yield str(path), path.read_bytes().decode("utf-8", "replace")
        elif re.fullmatch(r"\.w[dwp][a-z]", path.suffix.lower()):
            text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
            for found in re.finditer(r"^( *)code : \|1[-+]?\n((?:\1 .*\n|[ ]*\n)*)((?:\1(?! ).*\n){0,9})", text, re.M):
                code = re.sub(rf"^{found[1]} ", "", found[2], flags=re.M).rstrip()
                foreign = re.search(r"^ *language :", found[3], re.M)
                if code and not foreign and code not in seen and "\0" not in code:
                    seen.add(code)
                    yield f"{path}:{text.count(chr(10), 0, found.start()) + 1}", code


# --- Trees -------------------------------------------------------------------------------------------------------------

AT = (0, 0)
NAMES = "x nCount sTexte été N_2 Email m_sX gbOk retourné Fin_2 à_1 n@".split()  # noqa: SIM905
MEMBERS = [*NAMES, "End", "To", "Si", "Type", "Date", "http-equiv"]
TEXTS = ["", "a", 'say "hi"', "C:\\new", "[%", "%1 [x]", "l1\r\nl2", "a\r\n\tb\r\n\r\n] c", "été // no", "d'eau; x"]
COMPARISONS = "= <> < <= > >= ~= ~~ [= [~ [~~ =] ~] ~~] [=] [~] [~~]".split()  # noqa: SIM905
ORDER = ["<", "<=", ">", ">="]
ARITHMETIC = "+ - * / ^ % << >> & | || AND OR _AND_ _OR_ ?? ?! ??*".split()  # noqa: SIM905
TYPES = ["int", "entier sans signe sur 4 octets", "8 byte int", "chaînes", "STAddr", "cFile::EKind", "date", "Email"]

name = st.sampled_from(NAMES)
names = st.builds(s.Name, st.just(AT), name)


def node(cls: Any, *fields: Any) -> Any:
    return st.builds(cls, st.just(AT), *fields)


def few(items: Any, least: int = 0, most: int = 3) -> Any:
    return st.lists(items, min_size=least, max_size=most)


def maybe(item: Any) -> Any:
    return st.none() | item


def just(value: Any) -> Any:
    return st.just(value)


leaves = st.one_of(
    names, names, node(s.Integer, st.integers(0, 10**12)), node(s.Real, st.floats(0, 1e20)), node(s.Boolean, st.booleans()),
    node(s.DurationLiteral, st.integers(0, 10**8)), node(s.Text, st.sampled_from(TEXTS)), node(s.Null), node(s.ThisObject),
    node(s.CurrentMember, name, st.booleans()), node(s.ResourceText, just("<§$000a§>"), just("<§$000a§>")),
    just(s.Interpolated(AT, ["Dear ", s.Name(AT, "x"), '"'], ["Dear ", "[%x%]", '"'])),
)  # fmt: skip


def postfix(value: Any) -> Any:
    """What can be assigned to, and calls."""
    member = st.sampled_from(MEMBERS)
    argument = node(s.Argument, value) | node(s.Argument, just(None)) | node(s.Argument, value, name)
    target = names | value
    return st.one_of(
        node(s.Attribute, target, member, st.sampled_from([".", "..", ":", "::", "?.", ">>"]), just(AT)),
        node(s.Call, target, few(argument)),
        node(s.Index, target, few(value, 1)),
        node(s.SubArray, target, value, maybe(value)) | node(s.SubArray, target, just(None), maybe(value)),
        node(s.TextPart, target, value, just(None), just(None), just(True)),
        node(s.TextPart, target, value, maybe(value), just(None), just(False)),
        node(s.TextPart, target, value, just(None), value, just(False)),
        node(s.Indirection, value, maybe(value)),
    )


def simple_type(value: Any) -> Any:
    made = node(s.TypeName, st.sampled_from(TYPES).map(str.split), just([]), st.booleans(), st.booleans())
    return made | node(s.TypeName, just(["fixed", "string", "on"]), few(names | value, 1, 1))


def types(value: Any) -> Any:
    return st.recursive(
        simple_type(value),
        lambda inner: st.one_of(
            node(s.ArrayType, maybe(inner), few(value, 0, 2), st.booleans(), just(None)),
            node(s.ArrayType, inner, few(just(None), 1, 2), just(False), node(s.Integer, just(1))),
            node(s.AssociativeType, inner, few(maybe(names))),
            node(s.CollectionType, st.sampled_from(["QUEUE", "STACK", "LIST"]), inner),
        ),
        max_leaves=2,
    )


def composed(value: Any) -> Any:
    interval = st.lists(st.sampled_from(ORDER), min_size=2, max_size=3).flatmap(
        lambda found: node(s.Comparison, few(value, len(found) + 1, len(found) + 1), just(found))
    )
    ranges = node(s.Range, value, value)
    typed = node(s.Parameter, name, types(names), st.booleans(), maybe(value), just(AT))
    parameter = node(s.Parameter, name, just(None), just(False), just(None), just(AT))
    lambdas = node(s.Lambda, few(parameter), value | node(s.Body, few(node(s.Return, maybe(value)))))
    made = node(s.TypeName, name.map(lambda word: [word]), just([]), just(False), st.booleans())
    return st.one_of(
        node(s.Binary, value, st.sampled_from(ARITHMETIC), value),
        node(s.Binary, value, st.sampled_from(ARITHMETIC), value),
        node(s.Unary, st.sampled_from(["-", "+", "NOT", "&"]), value),
        st.builds(lambda a, op, b: s.Comparison(AT, [a, b], [op]), value, st.sampled_from(COMPARISONS), value),
        interval,
        node(s.Membership, value, few(value | ranges, 2), st.booleans(), st.booleans()),
        node(s.Conditional, value, value, value),
        node(s.Increment, postfix(names), st.sampled_from(["++", "--"]), st.booleans()),
        node(s.ArrayLiteral, few(value)),
        node(s.Tuple, few(value, 2)),
        lambdas,
        node(
            s.Lambda, few(typed, 1), node(s.Body, few(node(s.Return, maybe(value))), just(None), just(None), just([]))
        ),
        node(s.New, made, few(node(s.Argument, value))),
        node(s.SwitchFunction, value, few(value, 1), maybe(value)),
        postfix(value),
    )


expressions = st.recursive(leaves, composed, max_leaves=6)
# Shallow ones inside statements: what matters there is what stands around them.
values = st.recursive(leaves, composed, max_leaves=3)
targets = names | postfix(names)


def simple_statements() -> Any:
    operators = st.sampled_from("= += -= *= /= <= <- <=> ??= ??=*".split())  # noqa: SIM905
    kinds = types(names)
    initial = st.sampled_from(["=", "<-", "<="])
    return st.one_of(
        node(s.Assign, targets, operators, values),
        node(s.Assign, targets, just("="), expressions),
        node(s.MultipleAssign, few(maybe(targets), 2), values),
        node(s.ExpressionStatement, node(s.Call, targets, few(node(s.Argument, values)))),
        node(s.ExpressionStatement, node(s.Increment, targets, just("++"), just(False))),
        node(s.Declaration, few(names, 1), kinds, just(""), just(None), just(None), st.sampled_from(["", "GLOBAL", "PRIVATE"])),
        node(s.Declaration, few(names, 1), kinds, initial, values),
        node(s.Let, few(names, 1), maybe(kinds), st.sampled_from(["=", "<-"]), values),
        node(s.Constants, few(node(s.Constant, names, maybe(kinds), values))),
        node(s.StructureDeclaration, names, st.sampled_from(["ENUMERATION", "COMBINATION"]), few(node(s.Member, names, maybe(values)))),
        node(s.StructureDeclaration, names, st.sampled_from(["STRUCTURE", "COMPOSED"]), few(node(s.Declaration, few(names, 1), kinds, just(""), just(None)))),
        node(s.Break, st.booleans()), node(s.Continue), node(s.Return, maybe(values)), node(s.Goto, name),
        node(s.Label, name), node(s.Delete, targets), node(s.Extern, just(""), few(names, 1), maybe(kinds)), node(s.Section, just(("PUBLIC", "CONSTANT"))),
        node(s.BaseConstructor, name, few(node(s.Argument, values))),
    )  # fmt: skip


def blocks(inner: Any) -> Any:
    """Statements that hold statements."""
    body = few(inner)
    branch = node(s.Branch, values, body)
    relation = node(s.CaseValue, st.sampled_from(["", "", *COMPARISONS]), values)
    below = st.sampled_from(["<", "<="])
    ranges = st.one_of(
        node(s.CaseRange, values, below, values, below),
        node(s.CaseRange, values, below, just(None), just("")),
        node(s.CaseRange, just(None), just(""), values, below),
    )
    case = node(s.Case, few(relation | ranges, 1), body)
    options = few(st.sampled_from(["FROM END", "IGNORECASE", "WHOLEWORD"]), 0, 2).map(tuple)
    each = few(names, 1)
    absent = just(None)
    parameter = node(s.Parameter, name, maybe(types(names)), st.booleans(), maybe(values), just(AT))
    internal = st.builds(
        lambda n, p, o, r, b: s.InternalProcedure(AT, s.Procedure(AT, n, "", p, o, r, b, ("INTERNAL",), AT)),
        name, few(parameter), st.booleans(), few(types(names), 0, 2), node(s.Body, body, maybe(body), maybe(body), maybe(body)),
    )  # fmt: skip
    return st.one_of(
        node(s.If, few(branch, 1, 3), maybe(body)), node(s.If, few(branch, 1, 3), maybe(body)),
        node(s.Switch, values, few(case), maybe(body)),
        node(s.For, targets, values, values, maybe(values), st.booleans(), body, absent),
        node(s.For, names, values, values, maybe(values), st.booleans(), body, types(names)),
        node(s.ForEach, st.sampled_from(["", "STRING", "LINE"]), each, values, absent, absent, maybe(values), options, body),
        node(s.ForEach, just("STRING"), each, values, values, absent, absent, options, body),
        node(s.ForEach, just("POSITION"), each, targets, absent, targets, absent, options, body),
        node(s.ForEach, just("RECORD"), just([]), names, absent, absent, maybe(values), options, body),
        node(s.While, values, body), node(s.Loop, maybe(values), body), node(s.LoopWhile, body, values),
        node(s.When, body, body, maybe(body)), node(s.When, absent, body, absent),
        node(s.With, targets, body), node(s.Using, names, body), internal,
    )  # fmt: skip


statements = st.recursive(simple_statements(), blocks, max_leaves=5)


def programs() -> Any:
    parameter = node(s.Parameter, name, maybe(types(names)), st.booleans(), maybe(values), just(AT))
    body = node(s.Body, few(statements), maybe(few(statements, 0, 1)), just(None), maybe(few(statements, 0, 1)))
    modifiers = st.lists(st.sampled_from(["PUBLIC", "GLOBAL", "VIRTUAL"]), unique=True, max_size=2).map(tuple)
    procedure = node(
        s.Procedure, name, st.sampled_from(["", "cMail"]), few(parameter), st.booleans(), few(types(names), 0, 2), body,
        modifiers, just(AT),
    )  # fmt: skip
    return node(s.Program, node(s.Body, few(statements)), few(procedure, 0, 2))
