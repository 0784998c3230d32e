"""Rules about ports, passwords, encryption and certificates (email.md 1.2, 1.3)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from wlmail.language import registry, syntax
from wlmail.language.names import fold
from wlmail.lints.examined import NOT_CONSTANT, Examined
from wlmail.lints.rule import Finding, Texts, rule
from wlmail.lints.things import Event, Thing

CLEAR, IMPLICIT_TLS, STARTTLS = 0, 1, 2
"""Values of the property Option."""
SECRETS = frozenset({"Password", "ClientSecret", "AuthToken"})


def starts(program: Examined) -> Iterator[Event]:
    return (event for event in program.events if event.kind == "start")


def has_password(program: Examined, session: Thing) -> bool:
    """A password is given, or may be."""
    return any(program.constant(given.value) != "" for given in session.given.get("Password", ()))


def place(event: Event, *names: str) -> tuple[int, int]:
    """The assignment to change: that of the first property which has one, else the call."""
    for name in names:
        if event.session.given.get(name):
            return event.session.given[name][-1].span
    return event.call.span


def host_of(program: Examined, session: Thing) -> str:
    host = program.only(session, "ServerAddress", "")
    return host.strip().lower() if isinstance(host, str) else ""


@rule(
    "port-and-option",
    "warning",
    en=Texts(
        "The port and the security of a session do not fit",
        why="Servers speak TLS from the first byte on port 465 (optionTLS) and begin in clear on port 587 "
        "(emailProtocolSMTPS, which is STARTTLS in spite of its name). The wrong pair makes both sides wait "
        "for each other. Port 25 is for servers among themselves; providers block it or take no passwords "
        "there.",
        message="{what}",
        hint="{remedy}",
        wrong='s is emailSMTPSession\ns.ServerAddress = "smtp.example.com"\ns.Port = 465\n'
        "s.Option = emailProtocolSMTPS\nIF EmailStartSession(s) THEN EmailCloseSession(s)",
        right='s is emailSMTPSession\ns.ServerAddress = "smtp.example.com"\ns.Port = 465\ns.Option = optionTLS\n'
        "IF EmailStartSession(s) THEN EmailCloseSession(s)",
    ),
    fr=Texts(
        "Le port et la sécurité d'une session ne vont pas ensemble",
        why="Les serveurs parlent TLS dès le premier octet sur le port 465 (optionTLS) et commencent en clair "
        "sur le port 587 (emailProtocoleSMTPS, qui est STARTTLS malgré son nom). Avec le mauvais couple, "
        "chacun attend l'autre. Le port 25 sert entre serveurs ; les fournisseurs le bloquent ou y refusent "
        "les mots de passe.",
        message="{what}",
        hint="{remedy}",
        wrong='s est un emailSessionSMTP\ns.AdresseServeur = "smtp.example.com"\ns.Port = 587\ns.Option = optionTLS\n'
        "SI EmailOuvreSession(s) ALORS EmailFermeSession(s)",
        right='s est un emailSessionSMTP\ns.AdresseServeur = "smtp.example.com"\ns.Port = 587\n'
        "s.Option = emailProtocoleSMTPS\nSI EmailOuvreSession(s) ALORS EmailFermeSession(s)",
    ),
)
def port_and_option(program: Examined) -> Iterator[Finding]:
    for event in starts(program):
        port = program.only(event.session, "Port", None)
        port = int(port) if isinstance(port, str) and port.strip().isdecimal() else port
        option = program.only(event.session, "Option", CLEAR)
        implicit, begin = "optionTLS", ("emailProtocolSMTPS", "emailProtocoleSMTPS")
        if port == 465 and option in (CLEAR, STARTTLS) and option is not NOT_CONSTANT:
            how = ("in clear", "en clair")
            yield Finding(
                place(event, "Option", "Port"),
                what=(
                    f"port 465 is encrypted from the first byte, and this session begins {how[0]}",
                    f"le port 465 est chiffré dès le premier octet, et cette session commence {how[1]}",
                ),
                remedy=(f"Option = {implicit}, or Port = 587", f"Option = {implicit}, ou Port = 587"),
            )
        elif port == 587 and option == IMPLICIT_TLS and option is not NOT_CONSTANT:
            yield Finding(
                place(event, "Option", "Port"),
                what=(
                    "port 587 begins in clear, and this session speaks TLS from the first byte",
                    "le port 587 commence en clair, et cette session parle TLS dès le premier octet",
                ),
                remedy=(f"Option = {begin[0]}, or Port = 465", f"Option = {begin[1]}, ou Port = 465"),
            )
        elif port == 25 and has_password(program, event.session) and not _is_here(host_of(program, event.session)):
            yield Finding(
                place(event, "Port"),
                what=(
                    "port 25 is for servers among themselves, and this session logs in",
                    "le port 25 sert entre serveurs, et cette session s'identifie",
                ),
                remedy=(f"Port = 587 and Option = {begin[0]}", f"Port = 587 et Option = {begin[1]}"),
            )


@rule(
    "secret-in-source",
    "warning",
    en=Texts(
        "A password or token stands in the program",
        why="Who can read the program can read the mail, and the secret stays in every copy and backup of it. "
        "wlmail shows such lines with asterisks.",
        message="{what} stands in the program's text",
        hint="read it when the program runs: {how}",
        wrong='s is emailSMTPSession\ns.Password = "open sesame"',
        right='s is emailSMTPSession\ns.Password = INIRead("mail", "password", "", "mail.ini")',
    ),
    fr=Texts(
        "Un mot de passe ou un jeton est dans le programme",
        why="Qui peut lire le programme peut lire les e-mails, et le secret reste dans chaque copie et "
        "sauvegarde. wlmail montre ces lignes avec des astérisques.",
        message="{what} est dans le texte du programme",
        hint="le lire à l'exécution : {how}",
        wrong='s est un emailSessionSMTP\ns.MotDePasse = "sésame"',
        right='s est un emailSessionSMTP\ns.MotDePasse = INILit("mail", "motdepasse", "", "mail.ini")',
    ),
)
def secret_in_source(program: Examined) -> Iterator[Finding]:
    how = ("INIRead, LoadParameter, or a question", "INILit, ChargeParamètre, ou une question")
    found: list[tuple[Any, tuple[str, str]]] = []
    for node in program.nodes:
        if isinstance(node, syntax.Assign) and isinstance(node.target, syntax.Attribute | syntax.WithMember):
            prop = node.target.symbol
            if isinstance(prop, registry.Property) and prop.english in SECRETS:
                found.append((node.value, ("a token", "un jeton") if prop.english == "AuthToken" else _PASSWORD))
    for event in starts(program):
        found += [(given.value, _PASSWORD) for given in event.session.given.get("Password", ())]
    found += [(arguments[0], ("a token", "un jeton")) for _, arguments in program.calls_of("AuthImportToken")]
    for value, what in found:
        secret = program.constant(value) if value is not None else ""
        if isinstance(secret, str) and secret.strip():
            yield Finding(program.origin(value).span, what=what, how=how)


_PASSWORD = ("a password", "un mot de passe")


@rule(
    "login-in-clear",
    "warning",
    en=Texts(
        "A session logs in without encryption",
        why="With emailOptionDefault nothing is encrypted: everybody on the way can read the password and the "
        "messages. `wlmail run` refuses such a login unless --allow-clear-login allows it.",
        message="this session sends its password without encryption",
        hint="Option = emailProtocolSMTPS (port 587) or optionTLS (port 465)",
        wrong='s is emailSMTPSession\ns.ServerAddress = "smtp.example.com"\ns.Name = "shop"\n'
        's.Password = INIRead("mail", "password", "", "mail.ini")\n'
        "IF EmailStartSession(s) THEN EmailCloseSession(s)",
        right='s is emailSMTPSession\ns.ServerAddress = "smtp.example.com"\ns.Name = "shop"\ns.Option = optionTLS\n'
        's.Password = INIRead("mail", "password", "", "mail.ini")\n'
        "IF EmailStartSession(s) THEN EmailCloseSession(s)",
    ),
    fr=Texts(
        "Une session s'identifie sans chiffrement",
        why="Avec emailOptionDéfaut rien n'est chiffré : chacun sur le chemin peut lire le mot de passe et les "
        "messages. `wlmail run` refuse cette identification, sauf avec --allow-clear-login.",
        message="cette session envoie son mot de passe sans chiffrement",
        hint="Option = emailProtocoleSMTPS (port 587) ou optionTLS (port 465)",
        wrong='SI EmailOuvreSessionSMTP("boutique", ChargeParamètre("mdp"), "smtp.example.com") ALORS\n'
        '\tEmailFermeSession("boutique")\nFIN',
        right='SI EmailOuvreSessionSMTP("boutique", ChargeParamètre("mdp"), "smtp.example.com", 465, Faux, '
        'optionTLS) ALORS\n\tEmailFermeSession("boutique")\nFIN',
    ),
)
def login_in_clear(program: Examined) -> Iterator[Finding]:
    for event in starts(program):
        option = program.only(event.session, "Option", CLEAR)
        logs_in = has_password(program, event.session) or event.session.given.get("AuthToken")
        if option == CLEAR and option is not NOT_CONSTANT and logs_in and not _is_here(host_of(program, event.session)):
            yield Finding(place(event, "Option", "Password", "AuthToken"))


def _is_here(host: str) -> bool:
    return host in ("localhost", "::1", "[::1]") or host.startswith("127.")


@rule(
    "certificate-unchecked",
    "warning",
    en=Texts(
        "A check of the server's certificate is switched off",
        why="Without the check anybody on the way can pose as the server and receive the password and the messages.",
        message="this session does not check whether the server is the one it says it is",
        hint="leave IgnoreError alone; SSL_CERT_FILE names a certificate authority of your own",
        wrong="EmailConfigure(emailParameterMode, 1)\ns is emailSMTPSession\n"
        "s.IgnoreError = emailSessionIgnoreExpiredCertificate",
        right="s is emailSMTPSession\ns.IgnoreError = 0\ns.Option = optionTLS",
    ),
    fr=Texts(
        "Un contrôle du certificat du serveur est désactivé",
        why="Sans ce contrôle, n'importe qui sur le chemin peut se faire passer pour le serveur et recevoir le "
        "mot de passe et les messages.",
        message="cette session ne vérifie pas que le serveur est bien celui qu'il dit être",
        hint="laisser IgnoreErreur ; SSL_CERT_FILE désigne votre propre autorité de certification",
        wrong="EmailParamètre(emailParamètreMode, 1)\ns est un emailSessionSMTP\n"
        "s.IgnoreErreur = emailSessionIgnoreCertificatInvalide",
        right="s est un emailSessionSMTP\ns.IgnoreErreur = 0\ns.Option = optionTLS",
    ),
)
def certificate_unchecked(program: Examined) -> Iterator[Finding]:
    yield from (Finding(node.span) for node in _ignored_errors(program))


def _ignored_errors(program: Examined) -> Iterator[syntax.Assign]:
    for node in program.nodes:
        if isinstance(node, syntax.Assign) and isinstance(node.target, syntax.Attribute | syntax.WithMember):
            prop = node.target.symbol
            ignores = isinstance(prop, registry.Property) and prop.english == "IgnoreError"
            if ignores and program.constant(node.value) != 0:
                yield node


@rule(
    "ignore-error-without-mode",
    "warning",
    en=Texts(
        "IgnoreError has no effect here",
        why="IgnoreError belongs to the cross-platform implementation of e-mails: without "
        "EmailConfigure(emailParameterMode, 1) it does nothing, and the session fails where the author "
        "expected it to go on.",
        message="IgnoreError has no effect without EmailConfigure(emailParameterMode, 1)",
        hint="call EmailConfigure(emailParameterMode, 1) first, or take this line out",
        wrong="s is emailSMTPSession\ns.IgnoreError = emailSessionIgnoreExpiredCertificate",
        right="EmailConfigure(emailParameterMode, 1)\ns is emailSMTPSession\n"
        "s.IgnoreError = emailSessionIgnoreExpiredCertificate",
    ),
    fr=Texts(
        "IgnoreErreur n'a pas d'effet ici",
        why="IgnoreErreur appartient à l'implémentation multiplateforme des e-mails : sans "
        "EmailParamètre(emailParamètreMode, 1) elle ne fait rien, et la session échoue là où l'auteur "
        "croyait continuer.",
        message="IgnoreErreur n'a pas d'effet sans EmailParamètre(emailParamètreMode, 1)",
        hint="appeler d'abord EmailParamètre(emailParamètreMode, 1), ou enlever cette ligne",
        wrong="s est un emailSessionSMTP\ns.IgnoreErreur = emailSessionIgnoreRévocation",
        right="EmailParamètre(emailParamètreMode, 1)\ns est un emailSessionSMTP\n"
        "s.IgnoreErreur = emailSessionIgnoreRévocation",
    ),
)
def ignore_error_without_mode(program: Examined) -> Iterator[Finding]:
    for _, arguments in program.calls_of("EmailConfigure"):
        if len(arguments) > 1 and program.constant(arguments[1]) in (1, NOT_CONSTANT):
            return
    yield from (Finding(node.span) for node in _ignored_errors(program))


@rule(
    "password-login-ends",
    "warning",
    en=Texts(
        "The provider ends logins by password",
        why="Large providers have replaced passwords by OAuth 2.0, or take only passwords that they make for one "
        "program (app passwords). The dates stand in wlmail's list of providers.",
        message="{provider}: logins by password {when}",
        hint="{how}",
        wrong='s is emailSMTPSession\ns.ServerAddress = "smtp.office365.com"\ns.Option = emailProtocolSMTPS\n'
        's.Name = "shop@example.com"\ns.Password = LoadParameter("password")\n'
        "IF EmailStartSession(s) THEN EmailCloseSession(s)",
        right='p is OAuth2Parameters\np.ClientID = "shop"\ns is emailSMTPSession\n'
        's.ServerAddress = "smtp.office365.com"\ns.Option = emailProtocolSMTPS\ns.Name = "shop@example.com"\n'
        "s.AuthToken = AuthIdentify(p)\nIF EmailStartSession(s) THEN EmailCloseSession(s)",
    ),
    fr=Texts(
        "Le fournisseur met fin aux mots de passe",
        why="Les grands fournisseurs ont remplacé les mots de passe par OAuth 2.0, ou n'acceptent que ceux "
        "qu'ils créent pour une application. Les dates sont dans la liste des fournisseurs de wlmail.",
        message="{provider} : l'identification par mot de passe {when}",
        hint="{how}",
        wrong='s est un emailSessionSMTP\ns.AdresseServeur = "smtp.gmail.com"\ns.Option = optionTLS\n'
        's.Nom = "a@example.com"\ns.MotDePasse = "médor"\nSI EmailOuvreSession(s) ALORS EmailFermeSession(s)',
        right='s est un emailSessionSMTP\ns.AdresseServeur = "smtp.gmail.com"\ns.Option = optionTLS\n'
        's.Nom = "a@example.com"\ns.MotDePasse = ChargeParamètre("mdp")\n'
        "SI EmailOuvreSession(s) ALORS EmailFermeSession(s)",
    ),
)
def password_login_ends(program: Examined) -> Iterator[Finding]:
    providers = providers_by_host()
    for event in starts(program):
        provider = providers.get(host_of(program, event.session))
        tokens = event.session.given.get("AuthToken")
        if provider is None or tokens or not event.session.known or not has_password(program, event.session):
            continue
        how = ("sign in with AuthIdentify and AuthToken (OAuth 2.0)", "s'identifier par AuthIdentifie et AuthToken")
        if provider["app_passwords"]:
            password = program.only(event.session, "Password", "")
            if not isinstance(password, str) or len(password.replace(" ", "")) == 16:
                continue
            how = (f"{how[0]}, or make an app password", f"{how[1]}, ou créer un mot de passe d'application")
        ends: date = provider["ends"]
        ended = ends < date.today()
        day = f"{ends:%d/%m/%Y}"
        yield Finding(
            place(event, "Password"),
            provider=str(provider["name"]),
            when=(
                f"ended on {ends.isoformat()}" if ended else f"end on {ends.isoformat()}",
                f"a pris fin le {day}" if ended else f"prend fin le {day}",
            ),
            how=how,
        )


def providers_by_host() -> dict[str, dict[str, Any]]:
    """The providers of `providers.toml` by the names of their servers."""
    if not _PROVIDERS:
        text = Path(__file__).with_name("providers.toml").read_text(encoding="utf-8")
        for provider in tomllib.loads(text)["provider"]:
            _PROVIDERS.update(dict.fromkeys(provider["hosts"], provider))
    return _PROVIDERS


_PROVIDERS: dict[str, dict[str, Any]] = {}


OLD_NAMES = {
    "OPTIONSSL": ("optionTLS", "optionTLS"),
    "EMAILOPTIONSECUREDTLS": ("emailProtocolSMTPS", "emailProtocolSMTPS"),
    "EMAILOPTIONSECURISETLS": ("emailProtocoleSMTPS", "emailProtocoleSMTPS"),
}
"""Folded old name of a constant → its new name, in English and in French programs (email.md 1.3)."""


@rule(
    "old-name",
    "info",
    en=Texts(
        "A constant has a newer name",
        why="Both names are the same constant, for ever; the new one says better what it does. `wlmail fix` "
        "renames it.",
        message="{old} is the old name of {new}",
        hint="write {new}",
        wrong="s is emailSMTPSession\ns.Option = optionSSL",
        right="s is emailSMTPSession\ns.Option = optionTLS",
    ),
    fr=Texts(
        "Une constante a un nom plus récent",
        why="Les deux noms sont la même constante, pour toujours ; le nouveau dit mieux ce qu'elle fait. `wlmail "
        "fix` la renomme.",
        message="{old} est l'ancien nom de {new}",
        hint="écrire {new}",
        wrong="s est un emailSessionSMTP\ns.Option = emailOptionSécuriséTLS",
        right="s est un emailSessionSMTP\ns.Option = emailProtocoleSMTPS",
    ),
)
def old_name(program: Examined) -> Iterator[Finding]:
    for name, new in old_names(program):
        yield Finding(name.span, old=name.text, new=new)


def old_names(program: Examined) -> Iterator[tuple[syntax.Name, tuple[str, str]]]:
    """Every old name of a constant with its new one: what `wlmail fix` rewrites."""
    for node in program.nodes:
        if isinstance(node, syntax.Name) and isinstance(node.symbol, registry.Constant):
            new = OLD_NAMES.get(fold(node.text))
            if new is not None:
                yield node, new


@rule(
    "long-time-out",
    "info",
    en=Texts(
        "A time-out of more than ten minutes",
        why="EmailSetTimeOut counts seconds (ten minutes unless it is called), not milliseconds: a program that meets "
        "a silent server seems to hang.",
        message="a silent server is waited for {minutes} minutes",
        hint="the argument counts seconds: EmailSetTimeOut({seconds})",
        wrong="EmailSetTimeOut(30000)",
        right="EmailSetTimeOut(30)",
    ),
    fr=Texts(
        "Un délai de plus de dix minutes",
        why="EmailChangeTimeOut compte en secondes (dix minutes s'il n'est pas appelé), pas en millisecondes : devant "
        "un serveur muet, le programme semble bloqué.",
        message="un serveur muet est attendu {minutes} minutes",
        hint="le paramètre compte en secondes : EmailChangeTimeOut({seconds})",
        wrong="EmailChangeTimeOut(15min)",
        right="EmailChangeTimeOut(20s)",
    ),
)
def long_time_out(program: Examined) -> Iterator[Finding]:
    for call, arguments in program.calls_of("EmailSetTimeOut"):
        given = program.origin(arguments[0]) if arguments else None
        if isinstance(given, syntax.DurationLiteral):
            seconds: Any = given.milliseconds // 1000
        else:
            seconds = program.constant(given)
        if isinstance(seconds, int) and not isinstance(seconds, bool) and seconds > 600:
            # 2000 was meant as milliseconds.
            written = not isinstance(given, syntax.DurationLiteral) and seconds >= 1000 and seconds % 500 == 0
            yield Finding(call.span, minutes=str(seconds // 60), seconds=f"{seconds / 1000:g}" if written else "30")
