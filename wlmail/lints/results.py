"""Rules about what a program does with results, and about what it never does."""

from __future__ import annotations

from collections.abc import Iterator

from wlmail.language import registry, syntax
from wlmail.language.changes import tests_error
from wlmail.language.names import fold
from wlmail.lints.examined import Examined
from wlmail.lints.rule import Finding, Texts, rule
from wlmail.runtime.kinds import BOOLEAN, STRING

SENDS = frozenset({"EmailSendMessage", "EmailSend"})
TELL = frozenset(
    {
        *("EmailStartSession", "EmailStartSMTPSession", "EmailStartPOP3Session", "EmailStartIMAPSession"),
        *("EmailLoadAttachedFile", "EmailBuildSource", "EmailImportHTML", "EmailImportSource", "EmailSaveAttachment"),
        *("AuthRefreshToken", "HTTPRequest", "fCopyFile", "fMoveFile", "fRename", "fSaveBuffer", "fSaveText"),
    }
)
"""Functions whose failure goes on as lost data: a file that is not written, an attachment that is missing."""


def _ignored(program: Examined) -> Iterator[tuple[syntax.Call, registry.Function]]:
    """Calls as statements whose failure nobody asks for: not the next statement, not a handler."""
    for _, body in program.bodies:
        if body.on_error is None and body.on_exception is None:
            yield from _ignored_in(program, body.statements)


def _ignored_in(
    program: Examined, statements: list[syntax.Statement]
) -> Iterator[tuple[syntax.Call, registry.Function]]:
    for place, statement in enumerate(statements):
        if isinstance(statement, syntax.ExpressionStatement) and isinstance(statement.expression, syntax.Call):
            function = program.called(statement.expression)[0]
            following = statements[place + 1] if place + 1 < len(statements) else None
            if isinstance(function, registry.Function) and not (following is not None and asks_for_error(following)):
                yield statement.expression, function
        elif isinstance(statement, syntax.When):
            yield from _ignored_in(program, [*statement.handler, *(statement.otherwise or [])])
        else:
            for inner in blocks(statement):
                yield from _ignored_in(program, inner)


def blocks(statement: syntax.Node) -> Iterator[list[syntax.Statement]]:
    """The blocks of a statement: branches, bodies of loops."""
    if isinstance(statement, syntax.InternalProcedure | syntax.ClassDeclaration | syntax.StructureDeclaration):
        return
    for field in statement.FIELDS:
        value = getattr(statement, field)
        if isinstance(value, list) and value:
            if isinstance(value[0], syntax.Statement):
                yield value
            elif isinstance(value[0], syntax.Branch | syntax.Case):
                yield from (item.body for item in value)


def asks_for_error(node: syntax.Statement) -> bool:
    """The statement after a call looks whether it failed."""
    if tests_error(node):
        return True
    text = fold(syntax.dump(node)) if isinstance(node, syntax.Assign | syntax.Declaration | syntax.Return) else ""
    return "ERROROCCURRED" in text or "ERREURDETECTEE" in text


@rule(
    "send-not-tested",
    "warning",
    en=Texts(
        "Nobody asks whether a message was sent",
        why="EmailSendMessage returns False when the server refuses the message, a recipient or the connection: "
        "without a test the mail is lost and nobody knows.",
        message="the result of {function} is not tested: a message that is not sent goes unnoticed",
        hint="IF NOT {function}(…) THEN Error(ErrorInfo())",
        wrong='PROCEDURE Tell(s is emailSMTPSession)\nm is Email\nm.Sender = "a@example.com"\n'
        'm.Recipient = "b@example.com"\nEmailSendMessage(s, m)',
        right='PROCEDURE Tell(s is emailSMTPSession)\nm is Email\nm.Sender = "a@example.com"\n'
        'm.Recipient = "b@example.com"\nEmailSendMessage(s, m)\nIF ErrorOccurred THEN Error(ErrorInfo())',
    ),
    fr=Texts(
        "Personne ne demande si un message est parti",
        why="EmailEnvoieMessage renvoie Faux quand le serveur refuse le message, un destinataire ou la connexion "
        ": sans test, l'e-mail est perdu et personne ne le sait.",
        message="le résultat de {function} n'est pas testé : un message non envoyé passe inaperçu",
        hint="SI PAS {function}(…) ALORS Erreur(ErreurInfo())",
        wrong='PROCEDURE Prévenir(s est un emailSessionSMTP)\nm est un Email\nm.Expéditeur = "a@example.com"\n'
        'm.Destinataire = "b@example.com"\nEmailEnvoieMessage(s, m)',
        right="PROCEDURE Prévenir(s est un emailSessionSMTP) : booléen\nm est un Email\n"
        'm.Expéditeur = "a@example.com"\nm.Destinataire = "b@example.com"\nRENVOYER EmailEnvoieMessage(s, m)',
    ),
)
def send_not_tested(program: Examined) -> Iterator[Finding]:
    for call, function in _ignored(program):
        if function.english in SENDS:
            yield Finding(call.span, function=(function.english, function.french))


@rule(
    "result-ignored",
    "warning",
    en=Texts(
        "The result of a function that can fail is ignored",
        why="The function returns False when it fails, and the program goes on as if nothing had happened: with "
        "a session that is not started, an attachment that is missing, a file that was not written.",
        message="the result of {function} is ignored: the program goes on as if it had worked",
        hint="IF NOT {function}(…) THEN Error(ErrorInfo())",
        wrong='fSaveText("report.txt", "all is well")',
        right='IF NOT fSaveText("report.txt", "all is well") THEN Error(ErrorInfo())',
    ),
    fr=Texts(
        "Le résultat d'une fonction qui peut échouer est ignoré",
        why="La fonction renvoie Faux quand elle échoue, et le programme continue comme si de rien n'était : "
        "avec une session qui n'est pas ouverte, une pièce jointe absente, un fichier non écrit.",
        message="le résultat de {function} est ignoré : le programme continue comme si tout allait bien",
        hint="SI PAS {function}(…) ALORS Erreur(ErreurInfo())",
        wrong='m est un Email\nEmailChargeFichierAttaché(m, "conditions.txt")',
        right='m est un Email\nEmailChargeFichierAttaché(m, "conditions.txt")\n'
        "SI ErreurDétectée ALORS Erreur(ErreurInfo())",
    ),
)
def result_ignored(program: Examined) -> Iterator[Finding]:
    for call, function in _ignored(program):
        if function.english in TELL and not function.fails_because:
            yield Finding(call.span, function=(function.english, function.french))


@rule(
    "exclusive-or",
    "warning",
    en=Texts(
        "|| is an exclusive or",
        why="In other languages || is OR. Here it works on bits, and is false where both sides are true.",
        message="|| is an exclusive or: it is false where both sides are true",
        hint="write OR",
        wrong='bNew is boolean = True\nbUrgent is boolean = True\nIF bNew || bUrgent THEN Trace("now")',
        right='bNew is boolean = True\nbUrgent is boolean = True\nIF bNew OR bUrgent THEN Trace("now")',
    ),
    fr=Texts(
        "|| est un ou exclusif",
        why="Dans d'autres langages, || est OU. Ici il agit sur les bits, et est faux quand les deux côtés sont vrais.",
        message="|| est un ou exclusif : il est faux quand les deux côtés sont vrais",
        hint="écrire OU",
        wrong='sNom est une chaîne = Saisie("Nom")\nTANTQUE (sNom = "") || (sNom = "?")\n\tsNom = Saisie("Nom")\nFIN',
        right="nA est un entier = 6\nnB est un entier = 3\nTrace(nA || nB)",
    ),
)
def exclusive_or(program: Examined) -> Iterator[Finding]:
    for node in program.nodes:
        if isinstance(node, syntax.Binary) and node.operator == "||" and BOOLEAN in (node.left.kind, node.right.kind):
            at = program.source.text.find("||", node.left.span[1], node.right.span[0])
            yield Finding((at, at + 2) if at >= 0 else node.span)


@rule(
    "text-as-bits",
    "warning",
    en=Texts(
        "& joins no texts",
        why="In other languages & joins texts. Here it works on the bits of numbers: each text is taken as the number "
        "that it begins with, and the result is often 0.",
        message="& works on the bits of numbers, it joins no texts",
        hint="texts are joined by +",
        wrong='sName is string = "Ann"\nTrace("Dear " & sName)',
        right='sName is string = "Ann"\nTrace("Dear " + sName)',
    ),
    fr=Texts(
        "& ne joint pas de textes",
        why="Dans d'autres langages & joint des textes. Ici il agit sur les bits des nombres : chaque texte est pris "
        "comme le nombre par lequel il commence, et le résultat est souvent 0.",
        message="& agit sur les bits des nombres, il ne joint pas de textes",
        hint="les textes se joignent par +",
        wrong='m est un Email\nm.Sujet = "Commande " & 12',
        right='m est un Email\nm.Sujet = "Commande " + 12',
    ),
)
def text_as_bits(program: Examined) -> Iterator[Finding]:
    for node in program.nodes:
        if isinstance(node, syntax.Binary) and node.operator == "&" and STRING in (node.left.kind, node.right.kind):
            at = program.source.text.find("&", node.left.span[1], node.right.span[0])
            yield Finding((at, at + 1) if at >= 0 else node.span)


@rule(
    "unreachable-code",
    "warning",
    en=Texts(
        "A statement is never reached",
        why="The statement before it always leaves the block. What stands here never runs; often the lines "
        "changed places.",
        message="this is never reached",
        hint="take it out, or put it before the statement that leaves",
        wrong='RETURN\nTrace("done")',
        right='IF Today() = "20260101" THEN RETURN\nTrace("done")',
    ),
    fr=Texts(
        "Une instruction n'est jamais atteinte",
        why="L'instruction précédente quitte toujours le bloc. Ce qui suit ne s'exécute jamais ; souvent les "
        "lignes ont changé de place.",
        message="ceci n'est jamais atteint",
        hint="l'enlever, ou le mettre avant l'instruction qui sort",
        wrong="POUR i = 1 A 3\n\tSI i = 2 ALORS\n\t\tSORTIR\n\tSINON\n\t\tCONTINUER\n\tFIN\n\tTrace(i)\nFIN",
        right="POUR i = 1 A 3\n\tSI i = 2 ALORS\n\t\tSORTIR\n\tFIN\n\tTrace(i)\nFIN",
    ),
)
def unreachable_code(program: Examined) -> Iterator[Finding]:
    for _, body in program.bodies:
        todo = [block for block in (body.statements, body.on_error, body.on_exception, body.finally_) if block]
        while todo:
            statements = todo.pop()
            for place, statement in enumerate(statements):
                todo += blocks(statement)
                following = statements[place + 1 : place + 2]
                ends = following and isinstance(following[0], syntax.Return) and following[0].value is None
                if following and not ends and _leaves(program, statement) and not isinstance(following[0], _ENTRIES):
                    first = following[0].span
                    end = program.source.text.find("\n", first[0])
                    yield Finding((first[0], min(first[1], end if end >= 0 else first[1])))


_ENTRIES = (
    *(syntax.Label, syntax.InternalProcedure, syntax.When, syntax.ClassDeclaration),
    *(syntax.StructureDeclaration, syntax.Constants),
)
"""Statements that are reached otherwise than from the one before, or declare for the whole program."""


def _leaves(program: Examined, statement: syntax.Statement) -> bool:
    if isinstance(statement, syntax.Return | syntax.Break | syntax.Continue | syntax.Goto):
        return True
    if isinstance(statement, syntax.ExpressionStatement) and isinstance(statement.expression, syntax.Call):
        function = program.called(statement.expression)[0]
        return isinstance(function, registry.Function) and function.english == "EndProgram"
    if isinstance(statement, syntax.If) and statement.otherwise:
        ends = [*(branch.body for branch in statement.branches), statement.otherwise]
        return all(block and _leaves(program, block[-1]) for block in ends)
    return False
