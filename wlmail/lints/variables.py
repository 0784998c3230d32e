"""Rules about values and variables: what is lost, never set, of the wrong type or in the wrong place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wlmail.language import registry, syntax
from wlmail.language.diagnostics import Related
from wlmail.language.symbols import ProcedureSymbol, Variable
from wlmail.lints.examined import NOT_CONSTANT, Examined
from wlmail.lints.functions import type_of
from wlmail.lints.rule import Finding, Texts, rule
from wlmail.runtime.errors import WLError

SCALARS = frozenset({"text", "integer", "real", "exact", "boolean"})
NUMBERS = frozenset({"integer", "real", "exact"})


@rule(
    "value-lost",
    "warning",
    en=Texts(
        "A value does not fit its variable",
        why="Assigning converts: an int keeps no decimals, a text that is no number becomes 0, a text of fixed "
        "size is cut, and a number out of range stops the program.",
        message="{value} does not fit into {kind}: {what}",
        hint="declare another type, or assign another value",
        wrong="nRate is int = 19.6",
        right="rRate is real = 19.6\nnRate is int = 19.0",
    ),
    fr=Texts(
        "Une valeur n'entre pas dans sa variable",
        why="Une affectation convertit : un entier ne garde pas de décimales, un texte qui n'est pas un nombre "
        "devient 0, un texte de taille fixe est coupé, et un nombre trop grand arrête le programme.",
        message="{value} n'entre pas dans {kind} : {what}",
        hint="déclarer un autre type, ou affecter une autre valeur",
        wrong='nPort est un entier\nnPort = "smtp"',
        right='nPort est un entier\nnPort = "587"',
    ),
)
def value_lost(program: Examined) -> Iterator[Finding]:
    for node in program.nodes:
        target, value = None, getattr(node, "value", None)
        if isinstance(node, syntax.Assign) and node.operator == "=":
            target = node.target
        elif isinstance(node, syntax.Declaration | syntax.Let):
            target = node.names[-1]
        kind = target.kind if target is not None else None
        if value is None or kind is None or kind.family not in SCALARS:
            continue
        what = _loss(kind, program.constant(value))
        if what:
            yield Finding(
                value.span, value=_shown(program, value), kind=(kind.name, _FRENCH.get(kind.name, kind.name)), what=what
            )


_FRENCH = {
    "int": "un entier",
    "string": "une chaîne",
    "real": "un réel",
    "currency": "un monétaire",
    "boolean": "un booléen",
}


def _loss(kind: Any, value: Any) -> tuple[str, str] | None:
    """What converting a constant to a kind loses, in both languages; None when nothing."""
    if value is NOT_CONSTANT or isinstance(value, bool) or kind.family == "boolean":
        return None
    try:
        made = kind.convert(value)
    except WLError:
        return ("the program stops there", "le programme s'y arrête")
    except Exception:  # what cannot be converted is for the program to say when it runs
        return None
    if kind.family == "integer" and isinstance(value, float) and made != value:
        return (f"it becomes {made}", f"elle devient {made}")
    if kind.family in NUMBERS and isinstance(value, str) and value.strip() and not _is_number(value):
        return (f"it becomes {made}", f"elle devient {made}")
    if kind.family == "text" and isinstance(value, str) and isinstance(made, str) and len(made) < len(value.rstrip()):
        return (f"{len(made)} characters are kept", f"{len(made)} caractères restent")
    return None


def _is_number(text: str) -> bool:
    try:
        float(text.strip().replace(",", ".").replace(" ", ""))
    except ValueError:
        return False
    return True


def _shown(program: Examined, node: syntax.Node) -> str:
    text = program.source.text[node.span[0] : node.span[1]]
    return text if len(text) <= 40 and "\n" not in text and '"' not in text else "…"


@rule(
    "never-set",
    "warning",
    en=Texts(
        "A variable is read and never set",
        why='It always has the value that its type starts with ("", 0, False). Usually its name was mistyped '
        "where it should have been set.",
        message="«{name}» is never set: it is always {value}",
        hint="set it, or take it out",
        wrong='sName is string\nTrace("Dear " + sName)',
        right='sName is string\nInput("Name?", sName)\nTrace("Dear " + sName)',
    ),
    fr=Texts(
        "Une variable est lue et jamais affectée",
        why='Elle a toujours la valeur de départ de son type ("", 0, Faux). Le plus souvent son nom est mal '
        "écrit là où elle devrait être affectée.",
        message="«{name}» n'est jamais affectée : elle vaut toujours {value}",
        hint="l'affecter, ou l'enlever",
        wrong="nTotal est un entier\nTrace(nTotal)",
        right="nTotal est un entier\nnTotal++\nTrace(nTotal)",
    ),
)
def never_set(program: Examined) -> Iterator[Finding]:
    if any(isinstance(node, syntax.Indirection | syntax.Extern) for node in program.nodes):
        return
    read = {
        node.symbol: node
        for node in reversed(program.nodes)
        if isinstance(node, syntax.Name) and isinstance(node.symbol, Variable)
    }
    declared: dict[Variable, syntax.Name] = {}
    for node in program.nodes:
        if isinstance(node, syntax.Declaration) and node.value is None and not node.arguments:
            declared.update({n.symbol: n for n in node.names if isinstance(n.symbol, Variable)})
    names = {id(name) for name in declared.values()}
    uses: dict[Variable, syntax.Name] = {}
    for node in program.nodes:
        if isinstance(node, syntax.Name) and id(node) not in names and node.symbol in read:
            uses.setdefault(node.symbol, node)
    for variable, name in declared.items():
        kind = variable.kind
        if kind is None or kind.family not in SCALARS or variable in program.assigned or variable not in uses:
            continue
        empty = ('""', '""') if kind.family == "text" else ("False", "Faux") if kind.family == "boolean" else ("0", "0")
        related = Related(uses[variable].span, "it is read here", "elle est lue ici")
        yield Finding(name.span, (related,), name=variable.name, value=empty)


@rule(
    "literal-by-reference",
    "warning",
    en=Texts(
        "A procedure changes a parameter, and is given a constant",
        why="Parameters are passed by reference: what the procedure assigns goes back to the caller's variable. "
        "A constant has none, so the change is lost; often LOCAL was meant.",
        message="{procedure} changes its parameter «{parameter}», and a constant cannot take the change",
        hint="pass a variable, or write PROCEDURE {procedure}(LOCAL {parameter} …)",
        wrong='Clean("  a ")\n\nPROCEDURE Clean(sText is string)\nsText = NoSpace(sText)\nTrace(sText)',
        right='Clean("  a ")\n\nPROCEDURE Clean(LOCAL sText is string)\nsText = NoSpace(sText)\nTrace(sText)',
    ),
    fr=Texts(
        "Une procédure change un paramètre, et reçoit une constante",
        why="Les paramètres passent par référence : ce que la procédure affecte revient dans la variable de "
        "l'appelant. Une constante n'en a pas, le changement est perdu ; souvent LOCAL était voulu.",
        message="{procedure} change son paramètre «{parameter}», et une constante ne peut recevoir le changement",
        hint="passer une variable, ou écrire PROCEDURE {procedure}(LOCAL {parameter} …)",
        wrong="Doubler(4)\n\nPROCEDURE Doubler(n est un entier)\nn = n * 2\nTrace(n)",
        right="nQuatre est un entier = 4\nDoubler(nQuatre)\n\nPROCEDURE Doubler(n est un entier)\nn = n * 2\nTrace(n)",
    ),
)
def literal_by_reference(program: Examined) -> Iterator[Finding]:
    changing = (syntax.Assign, syntax.MultipleAssign, syntax.Increment, syntax.For, syntax.ForEach)
    for node, symbol, _ in program.calls:
        if not isinstance(symbol, ProcedureSymbol) or any(argument.name for argument in node.arguments):
            continue
        for argument, parameter, variable in zip(
            node.arguments, symbol.node.parameters, symbol.parameters, strict=False
        ):
            changes = [n for n in program.assigned.get(variable, ()) if isinstance(n, changing)]
            literal = isinstance(argument.value, syntax.Integer | syntax.Real | syntax.Text | syntax.Boolean)
            if parameter.by_value or not changes or not literal or argument.value is None:
                continue
            related = Related(changes[0].span, "it is changed here", "il est changé ici")
            yield Finding(argument.value.span, (related,), procedure=symbol.name, parameter=parameter.name)


_SECURITY = frozenset({"emailOptionDefault", "optionTLS", "emailProtocolSMTPS"})
_SENDING = frozenset(
    {
        "emailOptionEncodeHeader",
        "emailOptionMessageID",
        "emailOptionReference",
        "emailOptionNoCID",
        "emailOptionHeaderBcc",
    }
)
PLACES: dict[str, frozenset[str]] = {
    "Option": _SECURITY,
    "Priority": frozenset({"emailLowPriority", "emailNormalPriority", "emailHighPriority"}),
    "Confidentiality": frozenset({"emailNormal", "emailPersonal", "emailPrivate", "emailCompanyConfidential"}),
    "Asynchronous": frozenset({"emailSynchronous", "emailAsynchronous"}),
    "IgnoreError": frozenset(
        {
            "emailSessionIgnoreInvalidCertificate",
            "emailSessionIgnoreInvalidCertificateName",
            "emailSessionIgnoreExpiredCertificate",
            "emailSessionIgnoreRevocation",
        }
    ),
}
"""Properties and the constants that they take (email.md 4)."""
ARGUMENTS: dict[str, tuple[int, frozenset[str]]] = {
    "EmailSendMessage": (2, _SENDING),
    "EmailBuildSource": (1, _SENDING),
    "EmailStartSMTPSession": (5, _SECURITY),
    "EmailStartPOP3Session": (4, _SECURITY),
    "EmailStartIMAPSession": (4, _SECURITY),
    "EmailCheckAddress": (1, frozenset({"emailValidateByServer", "emailValidateSyntax", "emailValidateSyntaxStrict"})),
}


@rule(
    "wrong-constant",
    "warning",
    en=Texts(
        "A constant of another family",
        why="Constants are numbers: one of another family is accepted and means something else than its name says.",
        message="{constant} does not belong here",
        hint="here stand {allowed}",
        wrong="s is emailSMTPSession\ns.Option = emailOptionEncodeHeader",
        right="s is emailSMTPSession\ns.Option = emailOptionDefault",
    ),
    fr=Texts(
        "Une constante d'une autre famille",
        why="Les constantes sont des nombres : une constante d'une autre famille est acceptée et veut dire autre "
        "chose que son nom.",
        message="{constant} n'a pas sa place ici",
        hint="ici vont {allowed}",
        wrong="m est un Email\nm.Priorité = emailPrivé",
        right="m est un Email\nm.Priorité = emailPrioritéHaute",
    ),
)
def wrong_constant(program: Examined) -> Iterator[Finding]:
    places: list[tuple[Any, frozenset[str]]] = []
    for node in program.nodes:
        if isinstance(node, syntax.Assign) and isinstance(node.target, syntax.Attribute | syntax.WithMember):
            prop = node.target.symbol
            allowed = PLACES.get(prop.english) if isinstance(prop, registry.Property) else None
            if allowed:
                places.append((node.value, allowed))
    for _, function, arguments in program.calls:
        place = ARGUMENTS.get(function.english) if isinstance(function, registry.Function) else None
        if place and place[0] < len(arguments):
            places.append((arguments[place[0]], place[1]))
    for value, allowed in places:
        for name in _added(value):
            symbol = name.symbol
            of_email = isinstance(symbol, registry.Constant) and symbol.english.lower().startswith(("email", "option"))
            if of_email and symbol.english not in allowed:
                english = sorted(allowed)
                french = [registry.CONSTANTS[word.upper()].french for word in english]
                yield Finding(name.span, constant=name.text, allowed=(", ".join(english), ", ".join(french)))


def _added(node: Any) -> Iterator[syntax.Name]:
    if isinstance(node, syntax.Name):
        yield node
    elif isinstance(node, syntax.Binary) and node.operator in ("+", "|", "||"):
        yield from _added(node.left)
        yield from _added(node.right)


@rule(
    "argument-type",
    "warning",
    en=Texts(
        "An argument is of another type",
        why="The function converts what it is given: a text that is no number becomes 0, and a session, message "
        "or array cannot become a text or a number at all.",
        message="argument {number} of {function} is {expected}, not {given}",
        hint="{remedy}",
        wrong='Trace(Left("abc", "two"))',
        right='Trace(Left("abc", "2"))',
    ),
    fr=Texts(
        "Un argument est d'un autre type",
        why="La fonction convertit ce qu'on lui donne : un texte qui n'est pas un nombre devient 0, et une "
        "session, un message ou un tableau ne peut devenir ni texte ni nombre.",
        message="l'argument {number} de {function} est {expected}, pas {given}",
        hint="{remedy}",
        wrong="m est un Email\nTrace(Majuscule(m))",
        right="m est un Email\nTrace(Majuscule(m.Sujet))",
    ),
)
def argument_type(program: Examined) -> Iterator[Finding]:
    for _, function, arguments in program.calls:
        if not isinstance(function, registry.Function) or function.because:
            continue
        for place, (parameter, argument) in enumerate(zip(function.parameters, arguments, strict=False)):
            if function.english == "EmailStatus" and type_of(argument) == "Email":
                yield _message_for_its_identifier(program, function, argument)
                continue
            kind = parameter.kind
            if kind is None or argument is None or parameter.open or kind.family not in SCALARS:
                continue
            given = argument.kind
            text = program.constant(argument)
            number = kind.family in NUMBERS and isinstance(text, str) and bool(text.strip()) and not _is_number(text)
            if number or (given is not None and given.family in ("record", "array", "growing", "associative")):
                yield Finding(
                    argument.span,
                    number=str(place + 1),
                    function=(function.english, function.french),
                    expected=("a number", "un nombre") if kind.family in NUMBERS else ("a text", "un texte"),
                    given=("this text", "ce texte") if number else (given.name, given.name),
                    remedy=(
                        f"«wlmail functions {function.english}» shows what it takes",
                        f"« wlmail functions {function.french} » montre ce qu'elle prend",
                    ),
                )


def _message_for_its_identifier(program: Examined, function: registry.Function, message: Any) -> Finding:
    name = _shown(program, message)
    of_structure = isinstance(message.symbol, registry.AdvancedType)
    english, french = "AsynchronousEmailIdentifier", "IdentifiantEmailAsynchrone"
    if of_structure:
        english, french = "MailIdentifier", "IdentifiantMail"
    return Finding(
        message.span,
        number="1",
        function=(function.english, function.french),
        expected=("the identifier of a message", "l'identifiant d'un message"),
        given=("the message", "le message"),
        remedy=(f"EmailStatus({name}.{english})", f"EmailEtat({name}.{french})"),
    )
