"""Rules about what a message has when it is sent (email.md 2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wlmail.language import registry, syntax
from wlmail.language.diagnostics import Related
from wlmail.language.symbols import FormField, Variable
from wlmail.lints.examined import NOT_CONSTANT, Examined
from wlmail.lints.rule import Finding, Texts, rule
from wlmail.lints.things import Event, Thing

ENCODE_HEADER = 1
"""The value of emailOptionEncodeHeader."""
HEADERS = frozenset({"Subject", "Sender", "SenderAddress", "Recipient", "Cc", "Bcc", "Header.Value", "Header.Name"})


def sends(program: Examined) -> Iterator[tuple[Event, Thing]]:
    """Every sending of a message that the rules have seen being made."""
    for event in program.events:
        if event.kind == "send" and event.message is not None and event.message.known:
            yield event, event.message


@rule(
    "no-sender",
    "warning",
    en=Texts(
        "A message is sent without a sender",
        why="A message needs an address it comes from: without one EmailSendMessage returns False.",
        message="this message has no sender on any path that leads here",
        hint="set its property Sender",
        wrong='PROCEDURE Tell(s is emailSMTPSession) : boolean\nm is Email\nm.Recipient = "b@example.com"\n'
        "RESULT EmailSendMessage(s, m)",
        right='PROCEDURE Tell(s is emailSMTPSession) : boolean\nm is Email\nWITH m\n\t.Sender = "a@example.com"\n'
        '\t.Recipient = "b@example.com"\nEND\nRESULT EmailSendMessage(s, m)',
    ),
    fr=Texts(
        "Un message est envoyé sans expéditeur",
        why="Un message a besoin d'une adresse d'où il vient : sans elle EmailEnvoieMessage renvoie Faux.",
        message="ce message n'a d'expéditeur sur aucun des chemins qui mènent ici",
        hint="renseigner sa propriété Expéditeur",
        wrong="PROCEDURE Prévenir(s est un emailSessionSMTP) : booléen\nm est un Email\n"
        'm.Destinataire = "b@example.com"\nRENVOYER EmailEnvoieMessage(s, m)',
        right="PROCEDURE Prévenir(s est un emailSessionSMTP, m est un Email) : booléen\n"
        'm.Destinataire = "b@example.com"\nRENVOYER EmailEnvoieMessage(s, m)',
    ),
)
def no_sender(program: Examined) -> Iterator[Finding]:
    for event, message in sends(program):
        if not message.given.keys() & {"Sender", "SenderAddress"}:
            yield Finding(event.call.span)


@rule(
    "no-recipient",
    "warning",
    en=Texts(
        "A message is sent without a recipient",
        why="Without an element in Recipient, Cc or Bcc there is nobody to send to, and EmailSendMessage returns "
        "False.",
        message="this message has no recipient on any path that leads here",
        hint="Add(….Recipient, address)",
        wrong='PROCEDURE Tell(s is emailSMTPSession) : boolean\nm is Email\nm.Sender = "a@example.com"\n'
        "RESULT EmailSendMessage(s, m)",
        right='PROCEDURE Tell(s is emailSMTPSession) : boolean\nm is Email\nm.Sender = "a@example.com"\n'
        'm.Bcc.Add("b@example.com")\nRESULT EmailSendMessage(s, m)',
    ),
    fr=Texts(
        "Un message est envoyé sans destinataire",
        why="Sans élément dans Destinataire, Cc ou Cci il n'y a personne à qui envoyer, et EmailEnvoieMessage "
        "renvoie Faux.",
        message="ce message n'a de destinataire sur aucun des chemins qui mènent ici",
        hint="Ajoute(….Destinataire, adresse)",
        wrong='PROCEDURE Prévenir() : booléen\nEmailRAZ()\nEmail.Expéditeur = "a@example.com"\n'
        'RENVOYER EmailEnvoieMessage("boutique")',
        right='PROCEDURE Prévenir() : booléen\nEmailRAZ()\nEmail.Expéditeur = "a@example.com"\n'
        'Email.Destinataire[1] = "b@example.com"\nEmail.NbDestinataire = 1\n'
        'RENVOYER EmailEnvoieMessage("boutique")',
    ),
)
def no_recipient(program: Examined) -> Iterator[Finding]:
    for event, message in sends(program):
        if not message.given.keys() & {"Recipient", "Cc", "Bcc", "NbRecipient", "NbCc", "NbBcc"}:
            yield Finding(event.call.span)


_COUNTERS = (
    ("NbRecipient", "NbDestinataire", "Recipient", "Destinataire"),
    ("NbCc", "NbCc", "Cc", "Cc"),
    ("NbBcc", "NbCci", "Bcc", "Cci"),
    ("NbAttach", "NbAttache", "Attach", "Attache"),
)


@rule(
    "recipient-count",
    "warning",
    en=Texts(
        "A counter of the structure Email does not fit its elements",
        why="In the structure Email only as many elements count as NbRecipient, NbCc, NbBcc and NbAttach say: "
        "what stands above the counter is ignored in silence, what is missing below it is nobody.",
        message="{counter} is {told}, and {assigned} of {elements} assigned",
        hint="Email.{counter} = {assigned}",
        wrong='PROCEDURE Tell() : boolean\nEmailReset()\nEmail.Sender = "a@example.com"\n'
        'Email.Recipient[1] = "b@example.com"\nEmail.Recipient[2] = "c@example.com"\nEmail.NbRecipient = 1\n'
        'RESULT EmailSendMessage("shop")',
        right='PROCEDURE Tell() : boolean\nEmailReset()\nEmail.Sender = "a@example.com"\n'
        'Email.Recipient[1] = "b@example.com"\nEmail.Recipient[2] = "c@example.com"\nEmail.NbRecipient = 2\n'
        'RESULT EmailSendMessage("shop")',
    ),
    fr=Texts(
        "Un compteur de la structure Email ne va pas avec ses éléments",
        why="Dans la structure Email seuls comptent autant d'éléments que disent NbDestinataire, NbCc, NbCci et "
        "NbAttache : au-delà du compteur ils sont ignorés en silence, en deçà il manque quelqu'un.",
        message="{counter} vaut {told}, et {assigned} élément(s) de {elements} sont affectés",
        hint="Email.{counter} = {assigned}",
        wrong='PROCEDURE Prévenir() : booléen\nEmailRAZ()\nEmail.Expéditeur = "a@example.com"\n'
        'Email.Destinataire = "b@example.com"\nRENVOYER EmailEnvoieMessage("boutique")',
        right='PROCEDURE Prévenir() : booléen\nEmailRAZ()\nEmail.Expéditeur = "a@example.com"\n'
        'Email.Destinataire = "b@example.com"\nEmail.NbDestinataire = 1\n'
        'RENVOYER EmailEnvoieMessage("boutique")',
    ),
)
def recipient_count(program: Examined) -> Iterator[Finding]:
    for event, message in sends(program):
        if len(event.arguments) > 1 and not isinstance(event.key, tuple):
            continue
        for english, french, elements, elements_french in _COUNTERS:
            given = message.given.get(elements, ())
            if not given or not _is_structure(event) or any(g.index is None for g in given):
                continue
            assigned = max(g.index or 1 for g in given)
            told = program.only(message, english, 0)
            if type(told) is int and told != assigned:
                counters = message.given.get(english)
                yield Finding(
                    (counters or given)[-1].span,
                    counter=(english, french),
                    elements=(elements, elements_french),
                    told=str(told),
                    assigned=str(assigned),
                )


def _is_structure(event: Event) -> bool:
    return len(event.arguments) < 2 or (
        isinstance(event.arguments[1], syntax.Name) and isinstance(event.arguments[1].symbol, registry.AdvancedType)
    )


@rule(
    "attachment-without-name",
    "warning",
    en=Texts(
        "An attachment has no name",
        why="WINDEV does not send an attachment whose Name is empty, and says nothing: the message arrives without it.",
        message="this attachment has no Name, so it is not sent",
        hint="set its property Name, or use EmailLoadAttachedFile",
        wrong='PROCEDURE Tell(s is emailSMTPSession) : boolean\nm is Email\nm.Sender = "a@example.com"\n'
        'm.Recipient = "b@example.com"\nm.Attach[1].Content = fLoadBuffer("invoice.pdf")\n'
        "RESULT EmailSendMessage(s, m)",
        right='PROCEDURE Tell(s is emailSMTPSession) : boolean\nm is Email\nm.Sender = "a@example.com"\n'
        'm.Recipient = "b@example.com"\nm.Attach[1].Content = fLoadBuffer("invoice.pdf")\n'
        'm.Attach[1].Name = "invoice.pdf"\nRESULT EmailSendMessage(s, m)',
    ),
    fr=Texts(
        "Une pièce jointe n'a pas de nom",
        why="WINDEV n'envoie pas une pièce jointe dont le Nom est vide, et ne dit rien : le message arrive sans elle.",
        message="cette pièce jointe n'a pas de Nom, elle n'est donc pas envoyée",
        hint="renseigner sa propriété Nom, ou utiliser EmailChargeFichierAttaché",
        wrong='m est un Email\npj est un emailAttache\npj.Contenu = fChargeBuffer("facture.pdf")\n'
        "Ajoute(m.Attache, pj)",
        right='m est un Email\npj est un emailAttache\npj.Nom = "facture.pdf"\n'
        'pj.Contenu = fChargeBuffer("facture.pdf")\nAjoute(m.Attache, pj)',
    ),
)
def attachment_without_name(program: Examined) -> Iterator[Finding]:
    for event in program.events:
        thing = event.session
        if event.kind == "attach" and thing.known and "Content" in thing.given and "Name" not in thing.given:
            yield Finding(thing.given["Content"][-1].span)
    for _, message in sends(program):
        named = {given.index for given in message.given.get("Attach.Name", ())}
        for given in message.given.get("Attach.Content", ()):
            if None not in named and given.index not in named and given.index is not None:
                yield Finding(given.span)


@rule(
    "header-injection",
    "warning",
    en=Texts(
        "Text from outside goes into a header as it is",
        why="A line end inside a subject or an address begins a new header: who can type it can add recipients. "
        "wlmail and WINDEV refuse to send such a message, so the mail of everybody whose text has a line end "
        "is lost.",
        message="text from outside goes into {property} as it is",
        hint="{how}",
        wrong='m is Email\nm.Subject = "Report " + fLoadText("title.txt")',
        right='m is Email\nm.Subject = "Report " + NoCharacter(fLoadText("title.txt"), CR)',
    ),
    fr=Texts(
        "Un texte extérieur entre tel quel dans un en-tête",
        why="Une fin de ligne dans un sujet ou une adresse commence un nouvel en-tête : qui peut la taper peut "
        "ajouter des destinataires. wlmail et WINDEV refusent un tel message : l'e-mail est perdu.",
        message="un texte extérieur entre tel quel dans {property}",
        hint="{how}",
        wrong='m est un Email\nsSujet est une chaîne\nSaisie("Sujet ?", sSujet)\nm.Sujet = sSujet',
        right='m est un Email\nsA est une chaîne\nSaisie("Pour qui ?", sA)\n'
        "SI EmailVérifieAdresse(sA, emailValideSyntaxe) = emailAdresseValide ALORS m.Destinataire = sA",
    ),
)
def header_injection(program: Examined) -> Iterator[Finding]:
    guarded = set(_guarded(program))
    for target, value, span in _written_headers(program):
        origin = _outside(program, value, guarded, 0)
        if origin is not None:
            prop = target.symbol
            related = Related(origin.span, "the text comes from here", "le texte vient d'ici")
            how = (
                "NoCharacter(…, CR) takes line ends out, EmailCheckAddress tests an address",
                "SansCaractère(…, RC) enlève les fins de ligne, EmailVérifieAdresse teste une adresse",
            )
            apart = () if span[0] <= origin.span[0] <= span[1] else (related,)
            yield Finding(span, apart, property=(prop.english, prop.french), how=how)


def _written_headers(program: Examined) -> Iterator[tuple[Any, Any, tuple[int, int]]]:
    for node in program.nodes:
        if isinstance(node, syntax.Assign):
            target = node.target.object if isinstance(node.target, syntax.Index) else node.target
            if _is_header(target):
                yield target, node.value, node.span
    for call, arguments in program.calls_of("Add", "ArrayAdd", "ArrayInsert"):
        if len(arguments) > 1 and _is_header(arguments[0]):
            yield arguments[0], arguments[1], call.span


def _is_header(node: Any) -> bool:
    symbol = node.symbol if isinstance(node, syntax.Attribute | syntax.WithMember) else None
    return isinstance(symbol, registry.Property) and symbol.english in HEADERS


SOURCES = frozenset({"Input", "fLoadText", "fLoadBuffer", "fRead", "CommandLine", "HTTPGetResult"})
CLEANERS = frozenset(
    {
        *("NoCharacter", "Replace", "ExtractString", "NumToString", "DateToString", "TimeToString"),
        *("fExtractPath", "EncodeBASE64", "Encode", "StringFormat", "ExtractNumber"),
    }
)


def _outside(program: Examined, node: Any, guarded: set[Any], depth: int) -> syntax.Expression | None:
    """The place where a text comes into the program, if it is not cleaned on its way; None when all is well."""
    if not isinstance(node, syntax.Expression) or depth > 20:
        return None
    if node.kind is not None and node.kind.family not in ("text", "buffer", "variant"):
        return None
    if isinstance(node, syntax.Name):
        symbol = node.symbol
        if isinstance(symbol, FormField):
            return None if symbol.folded in guarded else node
        if not isinstance(symbol, Variable) or symbol in guarded or symbol.is_parameter:
            return None
        return _outside_variable(program, symbol, guarded, depth)
    if isinstance(node, syntax.Call):
        function, arguments = program.called(node)
        name = function.english if isinstance(function, registry.Function) else ""
        if name in SOURCES:
            return node
        return None if not name or name in CLEANERS else _first(program, arguments, guarded, depth)
    if isinstance(node, syntax.Binary):
        return _first(program, [node.left, node.right], guarded, depth)
    if isinstance(node, syntax.Interpolated):
        return _first(program, node.parts, guarded, depth)
    return None


def _first(program: Examined, nodes: list[Any], guarded: set[Any], depth: int) -> syntax.Expression | None:
    found = (_outside(program, node, guarded, depth + 1) for node in nodes)
    return next((origin for origin in found if origin is not None), None)


def _outside_variable(program: Examined, variable: Variable, guarded: set[Any], depth: int) -> syntax.Expression | None:
    origin: syntax.Expression | None = None
    for node in program.assigned.get(variable, ()):
        value = getattr(node, "value", None)
        function = program.called(node)[0] if isinstance(node, syntax.Call) else None
        if isinstance(value, syntax.Call):
            cleaner = program.called(value)[0]
            if isinstance(cleaner, registry.Function) and cleaner.english in CLEANERS:
                return None
        if isinstance(function, registry.Function) and function.english in SOURCES and isinstance(node, syntax.Call):
            origin = origin or node
        elif isinstance(node, syntax.Assign | syntax.Declaration | syntax.Let):
            origin = origin or _outside(program, value, guarded, depth + 1)
    return origin


def _guarded(program: Examined) -> Iterator[Any]:
    """Variables and fields whose text the program tests."""
    for _, arguments in program.calls_of("EmailCheckAddress", "MatchRegularExpression"):
        yield from _named(arguments[:1])
    for _, arguments in program.calls_of("Position", "Contains", "StringCount"):
        if any(program.constant(a) in ("\r\n", "\n", "\r") or isinstance(a, syntax.Call) for a in arguments[1:]):
            yield from _named(arguments[:1])


def _named(nodes: list[Any]) -> Iterator[Any]:
    for node in nodes:
        if isinstance(node, syntax.Name):
            yield node.symbol.folded if isinstance(node.symbol, FormField) else node.symbol


@rule(
    "header-not-encoded",
    "info",
    en=Texts(
        "A subject with accents goes out otherwise than from WINDEV",
        why="Without emailOptionEncodeHeader WINDEV writes the letters as they are, which many readers show "
        "wrongly. wlmail always encodes them, so the message differs from the one that WINDEV sends.",
        message="this subject has accents, and emailOptionEncodeHeader is not given",
        hint="{function}(…, …, emailOptionEncodeHeader)",
        wrong='PROCEDURE Tell(s is emailSMTPSession) : boolean\nm is Email\nm.Sender = "a@example.com"\n'
        'm.Recipient = "b@example.com"\nm.Subject = "Café"\nRESULT EmailSendMessage(s, m)',
        right='PROCEDURE Tell(s is emailSMTPSession) : boolean\nm is Email\nm.Sender = "a@example.com"\n'
        'm.Recipient = "b@example.com"\nm.Subject = "Café"\n'
        "RESULT EmailSendMessage(s, m, emailOptionEncodeHeader)",
    ),
    fr=Texts(
        "Un sujet accentué part autrement que de WINDEV",
        why="Sans emailOptionEncodeEntête WINDEV écrit les lettres telles quelles, ce que bien des lecteurs "
        "montrent mal. wlmail les encode toujours : le message diffère donc de celui de WINDEV.",
        message="ce sujet a des accents, et emailOptionEncodeEntête n'est pas donnée",
        hint="{function}(…, …, emailOptionEncodeEntête)",
        wrong="PROCEDURE Prévenir(s est un emailSessionSMTP) : booléen\nm est un Email\n"
        'm.Expéditeur = "a@example.com"\nm.Destinataire = "b@example.com"\nm.Sujet = "Été"\n'
        "RENVOYER EmailEnvoieMessage(s, m)",
        right="PROCEDURE Prévenir(s est un emailSessionSMTP) : booléen\nm est un Email\n"
        'm.Expéditeur = "a@example.com"\nm.Destinataire = "b@example.com"\nm.Sujet = "Hiver"\n'
        "RENVOYER EmailEnvoieMessage(s, m)",
    ),
)
def header_not_encoded(program: Examined) -> Iterator[Finding]:
    for event in program.events:
        if event.kind != "send" or event.message is None or event.function != "EmailSendMessage":
            continue
        accented = [g for g in event.message.given.get("Subject", ()) if _has_accents(program, g.value)]
        if accented and not _may_encode(program, event.arguments):
            entry = registry.FUNCTIONS["EMAILSENDMESSAGE"]
            related = Related(accented[-1].span, "the subject is set here", "le sujet est donné ici")
            yield Finding(event.call.span, (related,), function=(entry.english, entry.french))


def _has_accents(program: Examined, value: Any) -> bool:
    parts = [value, *(program.origin(name) for name in program.names_within(value))] if value is not None else []
    for part in syntax.walk(parts):
        texts = [part.value] if isinstance(part, syntax.Text) else []
        if isinstance(part, syntax.Interpolated):
            texts = [text for text in part.parts if isinstance(text, str)]
        if any(not text.isascii() for text in texts):
            return True
    return False


def _may_encode(program: Examined, arguments: list[Any]) -> bool:
    options = [a for a in arguments[1:] if isinstance(a, syntax.Expression)]
    for option in options:
        if option.kind is not None and option.kind.family == "record":
            continue
        value = program.constant(option)
        if value is NOT_CONSTANT and not any(_is_option(name) for name in program.names_within(option)):
            return True
        if any(name.symbol.value == ENCODE_HEADER for name in program.names_within(option) if _is_option(name)):
            return True
        if isinstance(value, int) and value & ENCODE_HEADER:
            return True
    return False


def _is_option(name: syntax.Name) -> bool:
    return isinstance(name.symbol, registry.Constant) and type(name.symbol.value) is int
