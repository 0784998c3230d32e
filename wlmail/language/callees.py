"""The binder's half for calls: which function, procedure or method is meant; do its arguments fit (8.3, 10.3)?"""

from __future__ import annotations

from typing import Any

from wlmail.language import mail_words, registry, syntax
from wlmail.language.changes import assigned_variable
from wlmail.language.diagnostics import Span
from wlmail.language.meanings import BUILT_IN, NO_NAMES, RECEIVED, Meanings, Method, is_member
from wlmail.language.names import fold
from wlmail.language.symbols import ClassSymbol, ProcedureSymbol, Variable, closest
from wlmail.runtime.kinds import Kind

CALLBACKS = frozenset({"ArraySort", "ArraySeek", "fListFile", "fListDirectory", "ThreadExecute", "Execute"})
"""Functions that call a procedure of the program."""


class Callees(Meanings):
    """Binds calls; `Binder` adds statements and procedures."""

    counted: list[tuple[ProcedureSymbol, list[syntax.Argument], Span]]
    """Calls of procedures whose arguments are counted at the end."""

    # --- Calls -------------------------------------------------------------------------------------------------

    def _call(self, node: syntax.Call) -> Kind | None:
        function = node.function
        symbol = self.lookup(function.text) if isinstance(function, syntax.Name) else None
        before = len(self.diagnostics)
        for argument in node.arguments:
            if argument.value is not None:
                self.expression(argument.value)
        if isinstance(symbol, registry.Function) and symbol.because:
            # HReadFirst(CUSTOMER): what is not offered may name things that do not exist here either.
            del self.diagnostics[before:]
        if isinstance(function, syntax.CurrentMember):
            cls = self.scope.method()[0]
            symbol = cls.find(fold(function.name)) if cls is not None else None
            if symbol is None:
                self.expression(function)  # says so
                return None
            return self.call_of_own(node, symbol, function.name)
        if isinstance(function, syntax.Name):
            if is_member(symbol):
                return self.call_of_own(node, symbol, function.text)
            if isinstance(symbol, Variable):
                function.symbol, function.kind = symbol, symbol.kind
                self.pass_to_any(node.arguments)
                return None  # a variable of type procedure
            # A type's name called as a function is the function, where there is one: Date(…) never is, Time() may be.
            if not isinstance(symbol, ProcedureSymbol | registry.Function):
                symbol = registry.FUNCTIONS.get(fold(function.text)) or self._of_family(function.text, function.span)
            if symbol is None:
                if fold(function.text) in registry.PREDEFINED or fold(function.text) in registry.CONSTANTS:
                    self.report("not-a-procedure", f"«{function.text}» cannot be called", function.span)
                else:
                    self._unknown_function(function.text, function.span)
                return None
            return self._bind_call(node, symbol, function.span)
        if isinstance(function, syntax.Attribute):
            if function.operator == "?.":
                self._method_call(node, function, function.object, function.name, function.name_span)
                return None
            return self._method_call(node, function, function.object, function.name, function.name_span)
        if isinstance(function, syntax.WithMember):
            kind = self.with_kinds[-1] if self.with_kinds else None
            return self._bind_method(node, kind, "the subject of WITH", function.name, function.span)
        self.expression(function)
        return None

    def _of_family(self, text: str, span: Span) -> registry.Function | None:
        found = None if closest(text, [p.name for p in self.procedures.values()]) else registry.of_family(text)
        if found is not None:
            self.not_offered(f"«{text}»", found.fails_because, span)
        return found

    def _unknown_function(self, text: str, span: Span) -> None:
        near = closest(text, [p.name for p in self.procedures.values()])
        near = near or mail_words.function_meant(text, self.french) or self.library_name(text, registry.FUNCTIONS)
        hint = self.file_of(text) or (f"did you mean {near}?" if near else "")
        if fold(text) in NO_NAMES:
            hint = NO_NAMES[fold(text)][self.french]
        self.report("unknown-function", f"unknown function or procedure «{text}»", span, hint)

    def _method_call(
        self, node: syntax.Call, function: syntax.Attribute, target: syntax.Expression, name: str, span: Span
    ) -> Kind | None:
        cls = self.class_named(target)
        if cls is not None:
            return self.class_call(node, function, cls, name, span)
        if isinstance(target, syntax.Name) and fold(target.text) == BUILT_IN and self.lookup(target.text) is None:
            entry = registry.FUNCTIONS.get(fold(name))
            if entry is None:
                self._unknown_function(name, span)
                return None
            return self._bind_call(node, entry, span)
        if self.unknown_owner(function):
            self.expressions(argument.value for argument in node.arguments)
            return None
        if function.operator == ">>":
            self.expression(target)
            self.not_offered(f"«>>{name}»", "OLE automation exists on Windows only", span)
            return None
        kind = self.expression(target)
        what = target.text if isinstance(target, syntax.Name) else "this value"
        return self._bind_method(node, kind, what, name, span)

    def _bind_method(self, node: syntax.Call, kind: Kind | None, what: str, name: str, span: Span) -> Kind | None:
        if kind is not None and kind.family == "foreign":
            return None
        if kind is not None and kind.family != "variant":
            cls = self.classes.get(kind)
            if cls is not None:
                return self.object_call(node, cls, what, name, span)
            found = registry.find_method(kind, name)
            meant = mail_words.call_meant(self.advanced(kind), name, what if what.isidentifier() else "…", self.french)
            if found and not (meant and found.because):
                self.note_language(fold(name), found.english, found.french)
                node.symbol = Method([("", found)])
                self.check_function(found, node.arguments, span, receiver=1)
                return self.result_of(found)
            extension = self._extension(name)
            if extension:
                return self._bind_extension(node, extension, span)
            near = closest(name, list(self._methods_named(kind, True)))
            hint = f"did you mean {near}?" if near else self._function_of_others(kind, name)
            hint = f"write {meant}" if meant else hint
            entry = self.advanced(kind)
            if entry is not None and fold(name) in entry.properties:
                # In the Basic that some come from, elements stand in parentheses.
                array = entry.properties[fold(name)].kind.family in ("array", "growing")
                hint = f"an element is written {what}.{name}[1]" if array else f"write {what}.{name}"
            self.report(
                "unknown-method", f"{what} is of type {self.type_name(kind)}, which has no method «{name}»", span, hint
            )
            return None
        folded = fold(name)
        functions = [
            (prefix, registry.FUNCTIONS[prefix + folded])
            for prefix in (
                "ARRAY",
                "TABLEAU",
                "STRING",
                "CHAINE",
                "EMAIL",
                "DATETIME",
                "DATEHEURE",
                "DATE",
                "BUFFER",
                "",
            )
            if prefix + folded in registry.FUNCTIONS
            and (prefix or registry.is_method(None, registry.FUNCTIONS[folded], ""))
        ]
        if self._some_class_has(folded):
            self.pass_to_any(node.arguments)
            node.symbol = Method(functions, of_classes=True)
            return None
        extension = self._extension(name)
        if extension and not functions:
            return self._bind_extension(node, extension, span)
        if not functions:
            self._unknown_function(name, span)
            return None
        node.symbol = Method(functions)
        return None

    def _some_class_has(self, folded: str) -> bool:
        """A class of the program has a method of that name: an object of unknown type may be meant."""
        found = [m for c in set(self.classes.values()) if is_member(m := c.names.get(folded))]
        for method in found:
            if isinstance(method, ProcedureSymbol):
                method.used_as_value = True
        return bool(found)

    def call_of_own(self, node: syntax.Call, symbol: Any, name: str) -> Kind | None:
        """Binds a call of a method of the class around; `Objects` knows them."""
        raise NotImplementedError

    def object_call(self, node: syntax.Call, cls: ClassSymbol, what: str, name: str, span: Span) -> Kind | None:
        raise NotImplementedError

    def class_call(
        self, node: syntax.Call, function: syntax.Attribute, cls: ClassSymbol, name: str, span: Span
    ) -> Kind | None:
        raise NotImplementedError

    def _bind_extension(self, node: syntax.Call, symbol: ProcedureSymbol, span: Span) -> Kind | None:
        """`value.Procedure(…)`: the value is the first argument (8.9)."""
        receiver = node.function.object if isinstance(node.function, syntax.Attribute) else node.function
        bound = syntax.Call(node.span, node.function, [syntax.Argument(receiver.span, receiver), *node.arguments])
        node.symbol = symbol
        kind = self._bind_call(bound, symbol, span)
        node.arguments[:] = bound.arguments[1:]
        return kind

    def _extension(self, name: str) -> ProcedureSymbol | None:
        found = self.procedures.get(fold(name))
        return found if found and "EXTENSION" in found.node.modifiers else None

    def _function_of_others(self, kind: Kind, name: str) -> str:
        """Where a function of that name takes other values first: the hint that tells it."""
        names = self._methods_named(kind, False)
        found = names.get(closest(name, list(names)))
        return f"{found.french if self.french else found.english} takes another value first" if found else ""

    def _methods_named(self, kind: Kind, own: bool) -> dict[str, registry.Function]:
        """The functions of the kind's families by their names as methods: its `own`, or those of other types."""
        return {
            spelling[len(prefix) :]: function
            for prefix in kind.prefixes
            for function in registry.FUNCTIONS.values()
            for spelling in (function.english, function.french)
            if fold(spelling).startswith(prefix) and registry.is_method(kind, function, prefix) is own
        }

    def _bind_call(self, node: syntax.Call, symbol: ProcedureSymbol | registry.Function, span: Span) -> Kind | None:
        node.symbol = symbol
        if isinstance(symbol, registry.Function):
            for argument in node.arguments:
                if argument.name:
                    hint = "give them in their order; * keeps a default"
                    self.report("named-argument", "arguments of built-in functions have no names", argument.span, hint)
            self.check_function(symbol, node.arguments, span)
            return self.result_of(symbol)
        if any(argument.name for argument in node.arguments):
            node.arguments[:] = self._in_order(symbol, node.arguments)
        self.counted.append((symbol, node.arguments, span))
        self.pass_to(symbol, node.arguments)
        return symbol.result

    def pass_to(self, symbol: ProcedureSymbol, arguments: list[syntax.Argument]) -> None:
        """Notes which variables are given to which parameters: they may be assigned there (8.2)."""
        for i, argument in enumerate(arguments[: len(symbol.node.parameters)]):
            passed = assigned_variable(argument.value)
            if passed is not None:
                self.passed.append((passed, symbol, i))

    def pass_to_any(self, arguments: list[syntax.Argument]) -> None:
        """The same for a procedure that is only known when the program runs."""
        for i, argument in enumerate(arguments):
            passed = assigned_variable(argument.value)
            if passed is not None:
                self.passed.append((passed, None, i))

    def _in_order(self, symbol: ProcedureSymbol, arguments: list[syntax.Argument]) -> list[syntax.Argument]:
        """`f(<b>: 2, <a>: 1)` in the order of the parameters; what is not given keeps its default (8.3)."""
        names = [fold(parameter.name) for parameter in symbol.node.parameters]
        placed: dict[int, syntax.Argument] = {}
        for i, argument in enumerate(arguments):
            if not argument.name:
                place = i
            elif fold(argument.name) in names:
                place = names.index(fold(argument.name))
            else:
                near = closest(argument.name, [parameter.name for parameter in symbol.node.parameters])
                hint = f"did you mean {near}?" if near else ""
                self.report("named-argument", f"{symbol.name} has no parameter «{argument.name}»", argument.span, hint)
                continue
            if place in placed:
                self.report("named-argument", "this parameter has a value already", argument.span)
            placed[place] = argument
        missing = [i for i in range(max(placed, default=-1)) if i not in placed]
        for i in missing:
            if symbol.node.parameters[i].default is None:
                name = symbol.node.parameters[i].name
                self.report("argument-count", f"{symbol.name} needs a value for «{name}»", arguments[0].span)
            placed[i] = syntax.Argument(arguments[0].span, None)
        return [placed[i] for i in sorted(placed)]

    def check_function(
        self, function: registry.Function, arguments: list[syntax.Argument], span: Span, receiver: int = 0
    ) -> None:
        """Checks the arguments of a library function; `receiver` is 1 when the value before the dot is the first."""
        if function.because:
            self.not_offered(f"«{self.source.text[span[0] : span[1]]}»", function.because, span)
            return
        low, high = function.counts
        counts = (max(low - receiver, 0), None if high is None else high - receiver)
        self._check_count(function.english, counts, len(arguments), span)
        if function.english in CALLBACKS:
            for argument in arguments:
                self._name_of_procedure(argument)
        if function.english == "EmailStartSMTPSession" and len(arguments) == 5:
            self._option_in_another_place(arguments[4].value)
        parameters = function.parameters[receiver:]
        for i, argument in enumerate(arguments):
            parameter = parameters[min(i, len(parameters) - 1)] if parameters else None
            passed = assigned_variable(argument.value)
            if parameter and parameter.by_reference and passed is not None:
                passed.boxed = True

    def _option_in_another_place(self, value: syntax.Expression | None) -> None:
        """An option of the session where the asynchronous mode belongs: published programs do so (email.md 9)."""
        constant = registry.CONSTANTS.get(fold(value.text)) if isinstance(value, syntax.Name) else None
        if isinstance(value, syntax.Name) and constant is not None and constant.english == "emailProtocolSMTPS":
            message = f"«{value.text}» stands in the place of the asynchronous mode; it is taken as the option"
            hint = f"write False, {value.text}"
            if self.french:
                hint = f"write Faux, {value.text}"
            self.report("misplaced-option", message, value.span, hint, severity="warning")

    def _name_of_procedure(self, argument: syntax.Argument) -> None:
        """A callback may be given as a text: the name of the procedure (8.5)."""
        if isinstance(argument.value, syntax.Text) and fold(argument.value.value) in self.procedures:
            argument.value = syntax.Name(argument.value.span, argument.value.value)
            self.expression(argument.value)

    def check_counts(self) -> None:
        """Checks the calls of procedures, once every procedure is known whole."""
        for symbol, arguments, span in self.counted:
            received = symbol.received is not None or any(
                isinstance(a.value, syntax.Name) and fold(a.value.text) in RECEIVED for a in arguments
            )
            if not received:
                self._check_count(symbol.name, symbol.counts(), len(arguments), span)

    def _check_count(
        self, name: str, counts: tuple[int, int | None], given: int, span: Span, what: str = "", hint: str = ""
    ) -> None:
        low, high = counts
        if given < low or (high is not None and given > high):
            expected = f"{low}" if low == high else f"at least {low}" if high is None else f"{low} to {high}"
            spelled = what or self.source.text[span[0] : span[1]] or name
            plural = "" if expected.endswith(" 1") or expected == "1" else "s"
            self.report("argument-count", f"{spelled} takes {expected} argument{plural}, {given} given", span, hint)
