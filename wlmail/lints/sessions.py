"""Rules about the life of a session: started, used, closed (email.md 1.6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wlmail.language import syntax
from wlmail.language.diagnostics import Related
from wlmail.language.symbols import ProcedureSymbol, Variable
from wlmail.lints.examined import NOT_CONSTANT, Examined
from wlmail.lints.functions import LOOPS, SESSIONS, type_of
from wlmail.lints.rule import Finding, Texts, rule
from wlmail.lints.things import CLOSED, NEW, Event


@rule(
    "session-not-closed",
    "warning",
    en=Texts(
        "A session is started and never closed",
        why="An open session holds a connection of the server, and what was deleted in a mailbox (POP3) stays "
        "there. wlmail closes sessions at the end of the program; WINDEV may leave them open.",
        message="this session is never closed",
        hint="EmailCloseSession({name}) when it is no longer needed",
        wrong='s is emailSMTPSession\ns.ServerAddress = "smtp.example.com"\n'
        "IF NOT EmailStartSession(s) THEN Error(ErrorInfo())",
        right='s is emailSMTPSession\ns.ServerAddress = "smtp.example.com"\n'
        "IF EmailStartSession(s) THEN EmailCloseSession(s)",
    ),
    fr=Texts(
        "Une session est ouverte et jamais fermée",
        why="Une session ouverte occupe une connexion du serveur, et ce qui est supprimé dans une boîte (POP3) y "
        "reste. wlmail ferme les sessions à la fin du programme ; WINDEV peut les laisser ouvertes.",
        message="cette session n'est jamais fermée",
        hint="EmailFermeSession({name}) quand elle ne sert plus",
        wrong='SI PAS EmailOuvreSessionSMTP("boutique", "", "smtp.example.com") ALORS Erreur(ErreurInfo())',
        right='SI EmailOuvreSessionSMTP("boutique", "", "smtp.example.com") ALORS EmailFermeSession("boutique")',
    ),
)
def session_not_closed(program: Examined) -> Iterator[Finding]:
    closed = {_name_of(event) for event in program.events if event.kind == "close"}
    for _, arguments in program.calls_of("EmailCloseSession"):
        key = _variable(arguments[0]) if arguments else None
        closed.add(key)
    if None in closed:
        return  # somewhere a session is closed that the rules cannot tell from others
    given_away = _given_away(program)
    for event in program.events:
        key = _name_of(event)
        if event.kind != "start" or key is None or key in closed or key in given_away:
            continue
        if not (isinstance(key, Variable) and key.is_parameter):
            name = key.name if isinstance(key, Variable) else f'"{key[1]}"'
            yield Finding(event.call.span, name=name)


@rule(
    "ignored-argument",
    "warning",
    en=Texts(
        "What follows a session variable is ignored",
        why="EmailStartSession takes a session variable alone: server, password, asynchronous mode are properties "
        "of the variable. The long form with servers and ports begins with a user name.",
        message="EmailStartSession takes a session variable alone: this has no effect",
        hint="{remedy}",
        wrong='s is emailSMTPSession\ns.ServerAddress = "localhost"\n'
        "IF EmailStartSession(s, emailAsynchronous) THEN EmailCloseSession(s)",
        right='s is emailSMTPSession\ns.ServerAddress = "localhost"\ns.Asynchronous = True\n'
        "IF EmailStartSession(s) THEN EmailCloseSession(s)",
    ),
    fr=Texts(
        "Ce qui suit une variable session est ignoré",
        why="EmailOuvreSession prend une variable session seule : serveur, mot de passe, mode asynchrone sont des "
        "propriétés de la variable. La forme longue, avec serveurs et ports, commence par un nom d'utilisateur.",
        message="EmailOuvreSession prend une variable session seule : ceci n'a pas d'effet",
        hint="{remedy}",
        wrong='s est un emailSessionSMTP\ns.AdresseServeur = "localhost"\n'
        "SI EmailOuvreSession(s, emailAsynchrone) ALORS EmailFermeSession(s)",
        right='s est un emailSessionSMTP\ns.AdresseServeur = "localhost"\ns.Asynchrone = Vrai\n'
        "SI EmailOuvreSession(s) ALORS EmailFermeSession(s)",
    ),
)
def ignored_argument(program: Examined) -> Iterator[Finding]:
    for _, arguments in program.calls_of("EmailStartSession"):
        given = [argument for argument in arguments[1:] if argument is not None]
        if not given or type_of(arguments[0]) not in SESSIONS:
            continue
        name = arguments[0].text if isinstance(arguments[0], syntax.Name) else "…"
        remedy = (f"set the properties of {name} before", f"affecter avant les propriétés de {name}")
        asynchronous = [value for value in map(program.constant, given) if value is not NOT_CONSTANT and value == 1]
        if asynchronous and type_of(arguments[0]) == "emailSMTPSession":
            remedy = (f"before it: {name}.Asynchronous = True", f"avant : {name}.Asynchrone = Vrai")
        yield Finding((given[0].span[0], given[-1].span[1]), remedy=remedy)


def _name_of(event: Event) -> Any:
    key = event.key
    return key[1] if isinstance(key, tuple) and isinstance(key[1], Variable) else key


def _variable(node: Any) -> Any:
    """The variable, or what one is a property of: `EmailCloseSession(s.Name)`."""
    while isinstance(node, syntax.Attribute):
        node = node.object
    if isinstance(node, syntax.Name) and isinstance(node.symbol, Variable):
        return node.symbol
    return ("user", node.value) if isinstance(node, syntax.Text) else None


def _given_away(program: Examined) -> set[Variable]:
    """Variables that something else than the functions of e-mail gets: another procedure may close the session."""
    found = set()
    for node in program.nodes:
        values: list[Any] = []
        if isinstance(node, syntax.Call) and isinstance(program.called(node)[0], ProcedureSymbol | None):
            values = [argument.value for argument in node.arguments]
        elif isinstance(node, syntax.Assign | syntax.Return | syntax.Declaration | syntax.Delete):
            values = [getattr(node, "value", None), getattr(node, "target", None)]
        for value in values:
            if isinstance(value, syntax.Name) and isinstance(value.symbol, Variable):
                found.add(value.symbol)
    return found


@rule(
    "session-closed-twice",
    "warning",
    en=Texts(
        "A session is closed twice",
        why="The second call does nothing. Often another session was meant, and that one stays open.",
        message="this session is closed already",
        hint="take this call out, or name the session that was meant",
        wrong='s is emailSMTPSession\ns.ServerAddress = "smtp.example.com"\nIF EmailStartSession(s) THEN\n'
        "\tEmailCloseSession(s)\n\tEmailCloseSession(s)\nEND",
        right='s, t are emailSMTPSession\ns.ServerAddress = "smtp.example.com"\n'
        't.ServerAddress = "mail.example.com"\nIF EmailStartSession(s) AND EmailStartSession(t) THEN\n'
        "\tEmailCloseSession(s)\n\tEmailCloseSession(t)\nEND",
    ),
    fr=Texts(
        "Une session est fermée deux fois",
        why="Le second appel ne fait rien. Souvent une autre session était visée, et celle-là reste ouverte.",
        message="cette session est déjà fermée",
        hint="enlever cet appel, ou nommer la session voulue",
        wrong='s est un emailSessionSMTP\ns.AdresseServeur = "smtp.example.com"\nSI EmailOuvreSession(s) ALORS\n'
        "\tEmailFermeSession(s)\n\tEmailFermeSession(s)\nFIN",
        right='s est un emailSessionSMTP\ns.AdresseServeur = "smtp.example.com"\n'
        "SI EmailOuvreSession(s) ALORS EmailFermeSession(s)\nSI EmailOuvreSession(s) ALORS EmailFermeSession(s)",
    ),
)
def session_closed_twice(program: Examined) -> Iterator[Finding]:
    for event in program.events:
        if event.kind == "close" and event.session.status == {CLOSED}:
            yield Finding(event.call.span, _closed_here(event))


def _closed_here(event: Event) -> tuple[Related, ...]:
    place = event.session.place
    return (Related(place, "the session is closed here", "la session est fermée ici"),) if place else ()


@rule(
    "session-used-closed",
    "warning",
    en=Texts(
        "A session is used after it was closed",
        why="A closed session sends and reads nothing: the call fails with «the session is not started».",
        message="this session is closed at this point",
        hint="close it after its last use, or start it again",
        wrong='m is Email\nm.Sender = "a@example.com"\nm.Recipient = "b@example.com"\ns is emailSMTPSession\n'
        's.ServerAddress = "smtp.example.com"\nIF EmailStartSession(s) THEN\n\tEmailCloseSession(s)\n'
        "\tIF NOT EmailSendMessage(s, m) THEN Error(ErrorInfo())\nEND",
        right='m is Email\nm.Sender = "a@example.com"\nm.Recipient = "b@example.com"\ns is emailSMTPSession\n'
        's.ServerAddress = "smtp.example.com"\nIF EmailStartSession(s) THEN\n'
        "\tIF NOT EmailSendMessage(s, m) THEN Error(ErrorInfo())\n\tEmailCloseSession(s)\nEND",
    ),
    fr=Texts(
        "Une session sert après sa fermeture",
        why="Une session fermée n'envoie et ne lit rien : l'appel échoue, la session n'est pas ouverte.",
        message="cette session est fermée à cet endroit",
        hint="la fermer après son dernier usage, ou la rouvrir",
        wrong='m est un Email\nm.Expéditeur = "a@example.com"\nm.Destinataire = "b@example.com"\n'
        's est un emailSessionSMTP\ns.AdresseServeur = "smtp.example.com"\nSI EmailOuvreSession(s) ALORS\n'
        "\tEmailFermeSession(s)\n\tSI PAS EmailEnvoieMessage(s, m) ALORS Erreur(ErreurInfo())\nFIN",
        right='m est un Email\nm.Expéditeur = "a@example.com"\nm.Destinataire = "b@example.com"\n'
        's est un emailSessionSMTP\ns.AdresseServeur = "smtp.example.com"\nSI EmailOuvreSession(s) ALORS\n'
        "\tSI PAS EmailEnvoieMessage(s, m) ALORS Erreur(ErreurInfo())\n\tEmailFermeSession(s)\nFIN",
    ),
)
def session_used_closed(program: Examined) -> Iterator[Finding]:
    for event in program.events:
        if event.kind in ("send", "use") and event.session.status == {CLOSED}:
            yield Finding(event.call.span, _closed_here(event))


@rule(
    "session-not-started",
    "warning",
    en=Texts(
        "A session is used and was never started",
        why="A session variable is only a description; EmailStartSession makes the connection. The call fails "
        "without it.",
        message="this session is not started at this point",
        hint="IF EmailStartSession(…) THEN … before it",
        wrong='m is Email\nm.Sender = "a@example.com"\nm.Recipient = "b@example.com"\ns is emailSMTPSession\n'
        's.ServerAddress = "smtp.example.com"\nIF NOT EmailSendMessage(s, m) THEN Error(ErrorInfo())',
        right='m is Email\nm.Sender = "a@example.com"\nm.Recipient = "b@example.com"\ns is emailSMTPSession\n'
        's.ServerAddress = "smtp.example.com"\nIF NOT EmailStartSession(s) THEN RETURN\n'
        "IF NOT EmailSendMessage(s, m) THEN Error(ErrorInfo())\nEmailCloseSession(s)",
    ),
    fr=Texts(
        "Une session sert sans avoir été ouverte",
        why="Une variable de session n'est qu'une description ; EmailOuvreSession établit la connexion. Sans "
        "elle, l'appel échoue.",
        message="cette session n'est pas ouverte à cet endroit",
        hint="SI EmailOuvreSession(…) ALORS … avant",
        wrong='m est un Email\nm.Expéditeur = "a@example.com"\nm.Destinataire = "b@example.com"\n'
        's est un emailSessionSMTP\ns.AdresseServeur = "smtp.example.com"\n'
        "SI PAS EmailEnvoieMessage(s, m) ALORS Erreur(ErreurInfo())",
        right='m est un Email\nm.Expéditeur = "a@example.com"\nm.Destinataire = "b@example.com"\n'
        's est un emailSessionSMTP\ns.AdresseServeur = "smtp.example.com"\nSI EmailOuvreSession(s) ALORS\n'
        "\tSI PAS EmailEnvoieMessage(s, m) ALORS Erreur(ErreurInfo())\n\tEmailFermeSession(s)\nFIN",
    ),
)
def session_not_started(program: Examined) -> Iterator[Finding]:
    for event in program.events:
        # A user name may have been started by another program element; a variable of its own cannot.
        if event.kind in ("send", "use") and event.session.status == {NEW} and isinstance(event.key, Variable):
            yield Finding(event.call.span)


@rule(
    "session-per-message",
    "warning",
    en=Texts(
        "A loop starts a session for every message",
        why="Connecting, encrypting and logging in take longer than sending, and servers hang up on clients that "
        "come back too often. One session sends any number of messages.",
        message="this session is started again for every message",
        hint="start the session before the loop and close it after",
        wrong='s is emailSMTPSession\ns.ServerAddress = "smtp.example.com"\nm is Email\nm.Sender = "a@example.com"\n'
        'FOR EACH STRING sTo OF "b@example.com;c@example.com" SEPARATED BY ";"\n\tm.Recipient[1] = sTo\n'
        "\tIF EmailStartSession(s) THEN\n\t\tIF NOT EmailSendMessage(s, m) THEN Error(ErrorInfo())\n"
        "\t\tEmailCloseSession(s)\n\tEND\nEND",
        right='s is emailSMTPSession\ns.ServerAddress = "smtp.example.com"\nm is Email\nm.Sender = "a@example.com"\n'
        "IF NOT EmailStartSession(s) THEN RETURN\n"
        'FOR EACH STRING sTo OF "b@example.com;c@example.com" SEPARATED BY ";"\n\tm.Recipient[1] = sTo\n'
        "\tIF NOT EmailSendMessage(s, m) THEN Error(ErrorInfo())\nEND\nEmailCloseSession(s)",
    ),
    fr=Texts(
        "Une boucle ouvre une session par message",
        why="Se connecter, chiffrer et s'identifier prend plus de temps qu'envoyer, et les serveurs raccrochent "
        "au nez de qui revient trop souvent. Une session envoie autant de messages qu'on veut.",
        message="cette session est rouverte pour chaque message",
        hint="ouvrir la session avant la boucle, la fermer après",
        wrong='POUR i = 1 A 3\n\tEnvoyer(i + "@example.com")\nFIN\n\nPROCEDURE Envoyer(sA est une chaîne)\n'
        's est un emailSessionSMTP\ns.AdresseServeur = "smtp.example.com"\nm est un Email\n'
        'm.Expéditeur = "a@example.com"\nm.Destinataire = sA\nSI EmailOuvreSession(s) ALORS\n'
        "\tSI PAS EmailEnvoieMessage(s, m) ALORS Erreur(ErreurInfo())\n\tEmailFermeSession(s)\nFIN",
        right='POUR TOUTE CHAINE sServeur DE "smtp.example.com;mail.example.com" SEPAREE PAR ";"\n'
        "\ts est un emailSessionSMTP\n\ts.AdresseServeur = sServeur\n\tm est un Email\n"
        '\tm.Expéditeur = "a@example.com"\n\tm.Destinataire = "b@example.com"\n'
        "\tSI EmailOuvreSession(s) ALORS\n\t\tSI PAS EmailEnvoieMessage(s, m) ALORS Erreur(ErreurInfo())\n"
        "\t\tEmailFermeSession(s)\n\tFIN\nFIN",
    ),
)
def session_per_message(program: Examined) -> Iterator[Finding]:
    begun = [event for event in program.events if event.kind == "start" and event.key is not None]
    sent = [event for event in program.events if event.kind == "send"]
    loops = [node for node in program.nodes if isinstance(node, LOOPS)]
    for start in begun:
        if not any(s.key == start.key and s.body is start.body and s.loops == start.loops for s in sent):
            continue
        if start.loops:
            if _repeats(program, start, start.loops[-1]):
                yield Finding(start.call.span)
            continue
        procedure = next((p for p, body in program.bodies if body is start.body), None)
        if procedure is None or _depends_on_parameters(program, start):
            continue
        for loop in loops:
            for call in syntax.walk(loop.body):
                symbol = call.symbol if isinstance(call, syntax.Call) else None
                if isinstance(symbol, ProcedureSymbol) and symbol.node is procedure and not _leaves(loop):
                    related = Related(call.span, "it is called in this loop", "elle est appelée dans cette boucle")
                    yield Finding(start.call.span, (related,))


def _leaves(loop: Any) -> bool:
    """A loop that is left in its middle rather tries again than goes through messages."""
    return any(isinstance(node, syntax.Break | syntax.Return) for node in syntax.walk(loop.body))


def _repeats(program: Examined, start: Event, loop: Any) -> bool:
    """Every turn starts the same session: nothing that it is made of changes in the loop."""
    if _leaves(loop):
        return False
    values = [given.value for given_values in start.session.given.values() for given in given_values]
    for name in program.names_within([value for value in values if value is not None]):
        for node in program.assigned.get(name.symbol, ()) if isinstance(name.symbol, Variable) else ():
            if loop.span[0] <= node.span[0] < loop.span[1]:
                return False
    return True


def _depends_on_parameters(program: Examined, start: Event) -> bool:
    values = [given.value for given_values in start.session.given.values() for given in given_values]
    names = program.names_within([value for value in values if value is not None])
    return any(isinstance(name.symbol, Variable) and name.symbol.is_parameter for name in names)
