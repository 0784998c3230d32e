"""What the REPL says, in English and French."""

from __future__ import annotations

import os
import shutil
import sys

from wlmail.world import is_terminal

TEXTS = {
    "welcome": (
        "WLanguage, French or English. Mails are captured, nothing leaves this machine."
        " :help tells more, Ctrl-D leaves.",
        "WLangage, français ou anglais. Les mails sont capturés, rien ne quitte cette machine."
        " :help en dit plus, Ctrl-D termine.",
    ),
    "help": (
        """\
Type a statement, or an expression to see its value. An entry that is not complete (IF without END, an open
parenthesis, ...) goes on at the next line; an empty line ends it in any case.

{commands}

Tab completes names, properties, types, constants and, in quotes, file names. Ctrl-R searches earlier entries,
Alt-Enter begins a new line, Ctrl-C clears the entry or interrupts what runs, Ctrl-D leaves. Entries that name a
password or a token are not kept in the history.""",
        """\
Tapez une instruction, ou une expression pour voir sa valeur. Une saisie incomplète (SI sans FIN, parenthèse
ouverte, ...) continue à la ligne suivante ; une ligne vide la termine dans tous les cas.

{commands}

Tab complète les noms, les propriétés, les types, les constantes et, entre guillemets, les fichiers. Ctrl-R cherche
dans les saisies précédentes, Alt-Entrée commence une ligne, Ctrl-C efface la saisie ou interrompt ce qui tourne,
Ctrl-D termine. Les saisies qui nomment un mot de passe ou un jeton ne sont pas gardées dans l'historique.""",
    ),
    "captured": (
        "captured {count} message{s}; :inbox shows what there is",
        "{count} message{s} capturé{s} ; :inbox les montre",
    ),
    "interrupted": ("interrupted", "interrompu"),
    "no command": (
        "there is no :{name}; :help tells what there is",
        "il n'y a pas de :{name} ; :help dit ce qu'il y a",
    ),
    "unknown": ("nothing known is called {name}", "rien de connu ne s'appelle {name}"),
    "no messages": ("No message was captured.", "Aucun message n'a été capturé."),
    "no message": (
        "there is no message {number}; {count} captured so far",
        "il n'y a pas de message {number} ; {count} capturé(s) jusqu'ici",
    ),
    "no variables": ("no variable yet", "aucune variable pour l'instant"),
    "not before it runs": ("known only when it runs", "connu seulement à l'exécution"),
    "needs a file": ("name a file: :{name} FILE", "donnez un fichier : :{name} FICHIER"),
    "needs an expression": ("name an expression: :type EXPRESSION", "donnez une expression : :type EXPRESSION"),
    "saved": ("{count} entr{y} in {file}", "{count} saisie{s} dans {file}"),
    "holds secrets": (
        "{file} holds passwords or tokens as you typed them; only you can read it",
        "{file} contient des mots de passe ou des jetons tels que saisis ; vous seul pouvez le lire",
    ),
    "is there": (
        "{file} exists already and was not saved here; name another one",
        "{file} existe déjà et ne vient pas d'ici ; donnez un autre nom",
    ),
    "not written": ("{file} cannot be written: {reason}", "{file} ne peut pas être écrit : {reason}"),
    "nothing to save": ("no entry has worked yet", "aucune saisie n'a encore réussi"),
    "no time": ("nothing has run yet", "rien n'a encore tourné"),
    "time": ("{seconds}", "{seconds}"),
    "no python": ("nothing has run yet", "rien n'a encore tourné"),
    "sends": (
        "mails are SENT from now on, over the real network; :send off captures them again",
        "les mails PARTENT désormais, par le vrai réseau ; :send off les capture de nouveau",
    ),
    "captures": ("mails are captured", "les mails sont capturés"),
    "sends now": ("mails are SENT over the real network", "les mails PARTENT par le vrai réseau"),
    "sessions closed": (
        "{count} open session{s} closed: start {it} again to send",
        "{count} session{s} ouverte{s} fermée{s} : ouvrez-{it} de nouveau pour envoyer",
    ),
    "on or off": (":send on or :send off", ":send on ou :send off"),
    "en or fr": (":lang en or :lang fr", ":lang en ou :lang fr"),
    "language": ("English", "français"),
    "reset": ("everything is as at the start", "tout est comme au début"),
    "status": ("mails are captured · {count} so far · :help", "mails capturés · {count} jusqu'ici · :help"),
    "status sending": (" mails are SENT · :send off captures them ", " les mails PARTENT · :send off les capture "),
}  # fmt: skip


ABOUT = {
    "help": (("[NAME]", "this, or what a name is"), ("[NOM]", "ceci, ou ce qu'est un nom")),
    "type": (("EXPRESSION", "its type; it is not run"), ("EXPRESSION", "son type ; rien n'est exécuté")),
    "vars": (("", "the variables and their values"), ("", "les variables et leurs valeurs")),
    "load": (("FILE", "run a file; what it declares stays"), ("FICHIER", "exécuter un fichier ; ses noms restent")),
    "save": (("FILE", "write the entries that worked"), ("FICHIER", "écrire les saisies qui ont réussi")),
    "time": (("[ENTRY]", "how long it takes, or the last took"), ("[SAISIE]", "sa durée, ou celle de la dernière")),
    "python": (("", "the last entry as Python"), ("", "la dernière saisie en Python")),
    "inbox": (("[NUMBER]", "the captured messages, or one"), ("[NUMÉRO]", "les messages capturés, ou l'un d'eux")),
    "send": (("on|off", "send for real, or capture again"), ("on|off", "envoyer vraiment, ou capturer de nouveau")),
    "lang": (("en|fr", "the language of what is told"), ("en|fr", "la langue de ce qui est dit")),
    "reset": (("", "forget everything, capture again"), ("", "tout oublier, capturer de nouveau")),
    "quit": (("", "leave"), ("", "terminer")),
}  # fmt: skip
"""The commands: argument and description, in English and French."""


def system_is_french() -> bool:
    """What the environment says."""
    system = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return system.lower().startswith("fr")


def say(key: str, french: bool, **facts: object) -> str:
    """One text, with `facts` in their places."""
    return TEXTS[key][french].format(**facts) if facts else TEXTS[key][french]


NARROWEST, WIDEST = 30, 124
"""Columns of a text, however wide the terminal is."""


def wrapped(text: str) -> str:
    """A text at the width of the terminal; an indented line is one of a list, what does not fit goes below its end."""
    import textwrap

    if not is_terminal(sys.stdout):
        return text
    width = max(min(shutil.get_terminal_size().columns, WIDEST), NARROWEST)
    lines: list[str] = []
    for paragraph in text.split("\n\n"):
        if paragraph.startswith(" "):
            listed = paragraph.splitlines()
            lines += [textwrap.fill(line, width, subsequent_indent=" " * 19) for line in listed]
        else:
            lines.append(textwrap.fill(paragraph, width))
        lines.append("")
    return "\n".join(lines[:-1])
