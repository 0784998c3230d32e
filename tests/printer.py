"""From the tree back to text: a program with English or French keywords, one statement a line, tabs for blocks.

Names, and the words of types, stay as they were written. The parser is checked with it: what it prints parses to the
same tree, in both languages.
"""

from __future__ import annotations

from typing import Any

from expression_printer import COMPARING, LOGIC, POSTFIX, WORDS, ExpressionPrinter, rank

from wlmail.language import syntax

Lines = list[str]

KEYWORDS = WORDS | {
    "IF": ("IF", "SI"), "THEN": ("THEN", "ALORS"), "ELSE IF": ("ELSE IF", "SINON SI"), "CASE": ("CASE", "CAS"),
    "OTHER CASE": ("OTHER CASE", "AUTRE CAS"), "FOR": ("FOR", "POUR"), "_TO_": ("_TO_", "_À_"), "STEP": ("STEP", "PAS"),
    "FOR EACH": ("FOR EACH", "POUR TOUT"), "STRING": ("STRING", "CHAÎNE"), "POSITION": ("POSITION", "POSITION"),
    "LINE": ("LINE", "LIGNE"), "SELECTED": ("SELECTED", "SÉLECTIONNÉE"), "WHERE": ("WHERE", "AVEC"),
    "SEPARATED BY": ("SEPARATED BY", "SÉPARÉE PAR"), "FROM END": ("FROM END", "DEPUIS FIN"),
    "IGNORECASE": ("IgnoreCase", "SansCasse"), "WHOLEWORD": ("WholeWord", "MotComplet"),
    "FROMBEGINNING": ("FromBeginning", "DepuisDébut"), "NOSAVEPOSITION": ("NoSavePosition", "SansSauvePosition"),
    "WHILE": ("WHILE", "TANTQUE"), "LOOP": ("LOOP", "BOUCLE"), "TO DO WHILE": ("TO DO WHILE", "À FAIRE TANTQUE"),
    "BREAK": ("BREAK", "SORTIR"), "BREAK SWITCH": ("BREAK SWITCH", "SORTIR SELON"),
    "CONTINUE": ("CONTINUE", "CONTINUER"),
    "RETURN": ("RETURN", "RETOUR"), "RESULT": ("RESULT", "RENVOYER"), "GOTO": ("GOTO", "GOTO"),
    "DELETE": ("DELETE", "LIBÉRER"), "EXTERN": ("EXTERN", "EXTERNE"), "WITH": ("WITH", "AVEC"),
    "WHEN EXCEPTION": ("WHEN EXCEPTION", "QUAND EXCEPTION"), "DO": ("DO", "FAIRE"), "USING": ("USING", "UTILISER"),
    "CASE ERROR:": ("CASE ERROR:", "CAS ERREUR:"), "CASE EXCEPTION:": ("CASE EXCEPTION:", "CAS EXCEPTION:"),
    "END:": ("END:", "FIN:"), "CONSTRUCTOR": ("Constructor", "Constructeur"), "LET": ("LET", "SOIT"),
    "CONSTANT": ("CONSTANT", "CONSTANTE"), "STRUCTURE": ("is Structure", "est une Structure"),
    "ENUMERATION": ("is Enumeration", "est une Énumération"), "COMBINATION": ("is Combination", "est une Combinaison"),
    "COMPOSED": ("is composed of", "est composé de"), "CLASS": ("is a Class", "est une Classe"),
    "INTERFACE": ("is an Interface", "est une Interface"), "INHERITS": ("inherits", "hérite de"),
    "INTERNAL": ("INTERNAL", "INTERNE"), "GLOBAL": ("GLOBAL", "GLOBAL"), "PUBLIC": ("PUBLIC", "PUBLIC"),
    "PRIVATE": ("PRIVATE", "PRIVÉ"), "PROTECTED": ("PROTECTED", "PROTÉGÉ"), "VIRTUAL": ("VIRTUAL", "VIRTUELLE"),
    "ABSTRACT": ("ABSTRACT", "ABSTRAITE"), "RESTRICTED": ("RESTRICTED", "RESTREINTE"),
}  # fmt: skip
# «each» and «selected» follow the gender of what they count.
_FEMININE = {"STRING", "POSITION", "LINE"}


def print_program(program: syntax.Program, *, french: bool = False) -> str:
    """The text of a program without errors: it parses to the same tree. Raises ValueError for unreadable lines."""
    printer = Printer(french)
    lines = printer.body(program.main, 0)
    for procedure in program.procedures:
        lines += ["", printer.head(procedure), *printer.body(procedure.body, 1)]
    return "\n".join(lines) + "\n"


class Printer(ExpressionPrinter):
    """Writes statements as lines; `indent` counts tabs."""

    def word(self, key: str) -> str:
        return KEYWORDS[key][self.french]

    def body(self, body: syntax.Body, indent: int) -> Lines:
        lines = self.block(body.statements, indent)
        for label, handler in (
            ("CASE ERROR:", body.on_error), ("CASE EXCEPTION:", body.on_exception), ("END:", body.finally_)
        ):  # fmt: skip
            if handler is not None:
                lines += [self.word(label), *self.block(handler, max(indent, 1))]
        return lines

    def block(self, statements: list[Any], indent: int) -> Lines:
        return [line for statement in statements for line in self.statement(statement, indent)]

    def statement(self, node: syntax.Node, indent: int) -> Lines:
        """The lines of a statement; texts of several lines stay in one piece."""
        method = getattr(self, "_" + type(node).__name__.lower(), None)
        if method is None:
            raise ValueError(f"{type(node).__name__} has no text")
        found = method(node)
        lines = [found] if isinstance(found, str) else found
        return ["\t" * indent + line for line in lines]

    def _within(self, *parts: str | list[Any]) -> Lines:
        """Heads, and the blocks below them, indented."""
        lines: Lines = []
        for part in parts:
            lines += [part] if isinstance(part, str) else self.block(part, 1)
        return lines

    # --- Procedures (8) -----------------------------------------------------------------------------------------------

    def head(self, node: syntax.Procedure) -> str:
        words = [self.word(word) for word in node.modifiers if word != "EXTENSION"]
        name = f"{node.owner}::{node.name}" if node.owner else node.name
        text = " ".join([*words, self.word("PROCEDURE"), name]) + self.parameters(node.parameters, node.open_list)
        if "EXTENSION" in node.modifiers:
            text += " <extension>"
        types = ", ".join(map(self.type, node.results))
        return text + (f" : ({types})" if len(node.results) > 1 else f" : {types}" if types else "")

    def parameters(self, items: list[syntax.Parameter], is_open: bool = False) -> str:
        return f"({', '.join([*map(self._parameter, items), *(['*'] if is_open else [])])})"

    def _parameter(self, node: syntax.Parameter) -> str:
        text = (self.word("LOCAL") + " " if node.by_value else "") + node.name
        if node.type is not None:
            text += f" {self.word('IS')} {self.type(node.type)}"
        return text + (f" = {self.expression(node.default)}" if node.default is not None else "")

    def _internalprocedure(self, node: syntax.InternalProcedure) -> Lines:
        procedure = node.procedure
        if "INTERNAL" not in procedure.modifiers:  # the signature of a method, in a class or interface
            return [self.head(procedure)]
        return [self.head(procedure), *self.body(procedure.body, 1), self.word("END")]

    # --- Declarations (4, 10.6, 11) -----------------------------------------------------------------------------------

    def _declared(self, names: list[syntax.Name], type_: syntax.Type) -> str:
        verb = self.word("ARE" if len(names) > 1 else "IS")
        return f"{', '.join(name.text for name in names)} {verb} {self.type(type_)}"

    def _declaration(self, node: syntax.Declaration) -> str:
        text = self._scope(node.scope) + self._declared(node.names, node.type)
        if node.arguments is not None:
            text += self.arguments(node.arguments)
        return text + (f" {node.operator} {self.expression(node.value)}" if node.value is not None else "")

    def _let(self, node: syntax.Let) -> str:
        names = ", ".join(name.text for name in node.names)
        names = f"({names})" if node.unpack else names
        type_ = f" {self.word('IS')} {self.type(node.type)}" if node.type is not None else ""
        return f"{self.word('LET')} {names}{type_} {node.operator} {self.expression(node.value)}"

    def _constant(self, node: syntax.Constant) -> str:
        type_ = f" {self.word('IS')} {self.type(node.type)}" if node.type is not None else ""
        return f"{node.name.text}{type_} = {self.expression(node.value)}"

    def _scope(self, words: str) -> str:
        return "".join(self.word(word) + " " for word in words.split())

    def _constants(self, node: syntax.Constants) -> Lines:
        if node.scope:  # on one line, else the words would be a section
            return [f"{self._scope(node.scope)}{self.word('CONSTANT')} {self._constant(item)}" for item in node.items]
        return self._within(self.word("CONSTANT"), node.items, self.word("END"))

    def _member(self, node: syntax.Member) -> str:
        return node.name.text + (f" = {self.expression(node.value)}" if node.value is not None else "")

    def _structuredeclaration(self, node: syntax.StructureDeclaration) -> Lines:
        return self._within(f"{node.name.text} {self.word(node.form)}", node.members, self.word("END"))

    def _classdeclaration(self, node: syntax.ClassDeclaration) -> Lines:
        head = ", ".join([f"{node.name.text} {self.word(node.form)}", *map(self._class_word, node.words)])
        bases = [f"\t{self.word('INHERITS')} {self.type(base)}" for base in node.bases]
        return self._within(head, *bases, node.members, self.word("END"))

    def _class_word(self, word: str) -> str:
        return self.word(word) if word in KEYWORDS else word

    def _section(self, node: syntax.Section) -> str:
        return " ".join(map(self.word, node.words))

    # --- Simple statements (7) ----------------------------------------------------------------------------------------

    def _assign(self, node: syntax.Assign) -> str:
        return f"{self.expression(node.target, POSTFIX)} {node.operator} {self.expression(node.value)}"

    def _multipleassign(self, node: syntax.MultipleAssign) -> str:
        return f"({self.expressions(node.targets)}) = {self.expression(node.value)}"

    def _expressionstatement(self, node: syntax.ExpressionStatement) -> str:
        return self.expression(node.expression, 90)

    def _break(self, node: syntax.Break) -> str:
        return self.word("BREAK SWITCH" if node.switch else "BREAK")

    def _continue(self, _node: syntax.Continue) -> str:
        return self.word("CONTINUE")

    def _return(self, node: syntax.Return) -> str:
        return self.word("RETURN") if node.value is None else f"{self.word('RESULT')} {self.expression(node.value)}"

    def _goto(self, node: syntax.Goto) -> str:
        return f"{self.word('GOTO')} {node.label}"

    def _label(self, node: syntax.Label) -> str:
        return f"{node.name}:"

    def _delete(self, node: syntax.Delete) -> str:
        return f"{self.word('DELETE')} {self.expression(node.target, POSTFIX)}"

    def _extern(self, node: syntax.Extern) -> str:
        if node.path:
            return f'{self.word("EXTERN")} "{node.path}"'
        if node.type is not None:
            return f"{self.word('EXTERN')} {self._declared(node.names, node.type)}"
        return f"{self.word('EXTERN')} {self.expressions(node.names)}"

    def _baseconstructor(self, node: syntax.BaseConstructor) -> str:
        return f"{self.word('CONSTRUCTOR')} {node.base}{self.arguments(node.arguments)}"

    # --- Blocks (7) ---------------------------------------------------------------------------------------------------

    def _if(self, node: syntax.If) -> Lines:
        parts: list[Any] = []
        for branch in node.branches:
            word = self.word("ELSE IF" if parts else "IF")
            parts += [f"{word} {self.expression(branch.condition)} {self.word('THEN')}", branch.body]
        if node.otherwise is not None:
            parts += [self.word("ELSE"), node.otherwise]
        return self._within(*parts, self.word("END"))

    def _switch(self, node: syntax.Switch) -> Lines:
        lines = [f"{self.word('SWITCH')} {self.expression(node.subject)}"]
        for case in node.cases:
            values = ", ".join(map(self._alternative, case.values))
            lines += [f"\t{self.word('CASE')} {values}", *self.block(case.body, 2)]
        if node.otherwise is not None:
            lines += ["\t" + self.word("OTHER CASE"), *self.block(node.otherwise, 2)]
        return [*lines, self.word("END")]

    def _alternative(self, node: syntax.CaseValue | syntax.CaseRange) -> str:
        if isinstance(node, syntax.CaseValue):
            if node.operator:
                return f"{node.operator} {self._case_value(node.low, COMPARING + 1)}"
            return self._case_value(node.low, LOGIC + 1)
        low, high = (None if side is None else self._case_value(side, COMPARING + 1) for side in (node.low, node.high))
        if high is None:
            return f"{low} {node.low_operator} *"
        if node.low_operator in ("", "<=") and node.high_operator == "<=":
            return " ".join([*([low] if low else []), self.word("TO"), high])
        return f"{f'{low} {node.low_operator} ' if low else ''}* {node.high_operator} {high}"

    def _case_value(self, node: syntax.Expression, least: int) -> str:
        """A colon ends the values of a CASE, and OR separates them: such a value stands in parentheses."""
        text = self.expression(node, least)
        return f"({text})" if rank(node) >= least and _has_colon(node) else text

    def _for(self, node: syntax.For) -> Lines:
        type_ = f" {self.word('IS')} {self.type(node.type)}" if node.type is not None else ""
        head = f"{self.word('FOR')} {self.expression(node.target, POSTFIX)}{type_} = {self.expression(node.first, 1)}"
        head += f" {self.word('_TO_' if node.fixed else 'TO')} {self.expression(node.last, 1)}"
        head += f" {self.word('STEP')} {self.expression(node.step, 1)}" if node.step is not None else ""
        return self._within(head, node.body, self.word("END"))

    def _foreach(self, node: syntax.ForEach) -> Lines:
        options = list(node.options)
        selected = bool(options) and options[-1] == "SELECTED" and node.form == "LINE"
        words = [self.word("FOR EACH") + ("E" if self.french and node.form in _FEMININE else "")]
        words += [self.word("LINE")] if node.form == "LINE" else []
        words += [self.word(options.pop())] if selected else []
        words += [self.word(node.form)] if node.form in ("STRING", "POSITION") else []
        if node.variables:
            words.append(", ".join(self.expression(variable) for variable in node.variables).strip())
        if node.form == "RECORD":
            words.append(self.expression(node.source))
        elif node.source is not None:
            words += [self.word("OF").upper(), self.expression(node.source, COMPARING + 1)]
        words += [self.word("IN"), self.expression(node.within, COMPARING + 1)] if node.within is not None else []
        words += [self.word("SEPARATED BY"), self.expression(node.separator, 1)] if node.separator is not None else []
        words += [self.word("WHERE"), self.expression(node.condition, 1)] if node.condition is not None else []
        return self._within(" ".join([*words, *map(self.word, options)]), node.body, self.word("END"))

    def _while(self, node: syntax.While) -> Lines:
        return self._within(f"{self.word('WHILE')} {self.expression(node.condition)}", node.body, self.word("END"))

    def _loop(self, node: syntax.Loop) -> Lines:
        count = f"({self.expression(node.count)})" if node.count is not None else ""
        return self._within(self.word("LOOP") + count, node.body, self.word("END"))

    def _loopwhile(self, node: syntax.LoopWhile) -> Lines:
        return self._within(
            self.word("LOOP"), node.body, f"{self.word('TO DO WHILE')} {self.expression(node.condition)}"
        )

    def _when(self, node: syntax.When) -> Lines:
        if node.body is None:
            return self._within(self.word("WHEN EXCEPTION"), node.handler, self.word("END"))
        parts: list[Any] = [
            f"{self.word('WHEN EXCEPTION')} {self.word('IN')}",
            node.body,
            self.word("DO"),
            node.handler,
        ]
        parts += [self.word("ELSE"), node.otherwise] if node.otherwise is not None else []
        return self._within(*parts, self.word("END"))

    def _with(self, node: syntax.With) -> Lines:
        return self._within(
            f"{self.word('WITH')} {self.expression(node.subject, POSTFIX)}", node.body, self.word("END")
        )

    def _using(self, node: syntax.Using) -> Lines:
        head = f"{self.word('USING')} {self.expression(node.subject, POSTFIX)} {self.word('IN')}"
        return self._within(head, node.body, self.word("END"))


def _has_colon(node: syntax.Expression) -> bool:
    """A member is reached by a single colon."""
    return any(isinstance(part, syntax.Attribute) and part.operator == ":" for part in syntax.walk(node))
