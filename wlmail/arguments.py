"""What can be written after `wlmail`: commands, their options, and what an option takes."""

from __future__ import annotations

import argparse
import os
import re

from wlmail import __version__
from wlmail.language.lenient import CHOICES
from wlmail.runtime.options import Answers
from wlmail.validation.arguments import add_commands, add_web

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import NoReturn

ABOUT = """\
Runs WLanguage (WINDEV, WEBDEV) e-mail programs unchanged, in French or English.

  wlmail try facture.wl     run a program; its mails are captured and shown, nothing leaves this machine
  wlmail run facture.wl     run a program for real
  wlmail check src/         tell everything that is wrong or dubious in the .wl files of a folder
  wlmail explain CODE       tell what a code of check means, with a wrong and a right program
  wlmail fix src/           rename what has a newer name
  wlmail python facture.wl  write the program as Python source
  wlmail respell facture.wl --to en    write the program with the words of the other language
  wlmail validate facture.wl --against "python facture.py"
                            prove that two programs send the same mails
  wlmail repl               try WLanguage line by line
  wlmail functions Email    what is known, in both languages

`wlmail COMMAND --help` tells more of each."""

RUN = """\
Does what the program says, on the real network: mails are sent.

Trace() and Info() write to standard output, Error() and Warning() to standard error. YesNo() and Input() take
what --answers gives, ask on a terminal, or take --answer or their default. What follows -- is the program's command
line (CommandLine()).

Exit status: 0 the program ran to its end, 1 an unhandled error or a program that does not compile, 2 misuse."""

TRY = """\
Runs the program with the network unplugged: whatever server, port, security or login a session names, its messages go
to a server inside wlmail and are shown afterwards as a reader would see them. Nothing leaves this machine."""

CHECK = """\
Tells everything that is wrong with programs, without running them. A folder stands for all .wl files in it.

Exit status: 0 no error, 1 errors, 2 misuse."""

EXPLAIN = """\
Tells what a code of `wlmail check` means, why it matters, and shows a wrong and a right program, in English and French.
Without a code it lists them all."""

FIX = """\
Rewrites what can be rewritten safely: old names of constants. Shows a diff; with --write the files are changed."""

PYTHON = """\
Writes the program as Python source, with the WLanguage lines as comments. It runs where wlmail is installed:
`python facture.py` is `wlmail run facture.wl`, `python facture.py --try` is `wlmail try facture.wl`, with the same
options. The texts of the program are in it as they are: passwords as well."""

RESPELL = """\
Writes the program with the keywords, types, functions, constants and properties of the other language. Comments, texts,
layout and the program's own names stay as they are. Nothing is written while the program has syntax errors."""


def parser_of_commands() -> argparse.ArgumentParser:
    """The parser; what it finds goes into an `Options`."""

    class Parser(argparse.ArgumentParser):
        def error(self, message: str) -> NoReturn:
            # What argparse says of a value that a type refused: «invalid NAME OF THE TYPE value: 'TEXT'».
            message = re.sub(r"invalid (.+) value: '(.*)'\Z", r"«\2» is no \1", message)
            self.exit(2, f"{self.prog}: {message}\ntry: {self.prog} --help\n")

    raw = argparse.RawDescriptionHelpFormatter
    parser = Parser(prog="wlmail", description=ABOUT, formatter_class=raw)
    parser.add_argument("--version", action="version", version=f"wlmail {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)

    def command(name: str, about: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=about, description=text, formatter_class=raw)

    def lenient(sub: argparse.ArgumentParser) -> None:
        sub.add_argument(
            "--lenient",
            type=_lenient,
            action="extend",
            default=[],
            metavar="NAME,…",
            help="understand the program otherwise where there is a choice; the names stand below",
        )
        choices = (f"  {name:17} {means}" for name, (means, _) in CHOICES.items())
        sub.epilog = "names for --lenient:\n" + "\n".join(choices)

    def language(sub: argparse.ArgumentParser, means: str) -> None:
        sub.add_argument("--lang", dest="language", choices=("en", "fr"), default="", help=means)

    def running(sub: argparse.ArgumentParser) -> None:
        sub.add_argument("file", metavar="FILE", help="the program, a .wl file")
        sub.add_argument(
            "--set",
            dest="fields",
            type=_field,
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="preset a form field, SAI_… or EDT_…",
        )
        sub.add_argument(
            "--time-limit", type=_seconds, metavar="SECONDS", help="stop the program after so many seconds"
        )
        sub.add_argument(
            "--deadline",
            type=_seconds,
            metavar="SECONDS",
            help="give a message up whose sending takes longer; without it only a silent server is given up",
        )
        sub.add_argument(
            "--code-page",
            type=_code_page,
            metavar="NAME",
            help="encoding of FILE, for example cp1252; default: found out",
        )
        sub.add_argument(
            "--drive",
            dest="drives",
            type=_drive,
            action="append",
            default=[],
            metavar="C:=DIR",
            help="the folder that a drive or share of the program's paths stands for; default: the program's",
        )
        sub.add_argument("--sandbox", type=_directory, metavar="DIR", help="let the program reach no file outside DIR")
        sub.add_argument(
            "--answers",
            type=_answers,
            metavar="FILE",
            help="answers to the program's questions: one a line in their order, or «question = answer»",
        )
        sub.add_argument(
            "--answer",
            choices=("yes", "no", "ask"),
            default="ask",
            help="the answer to questions that nothing else answers; default: ask, on a terminal",
        )
        sub.add_argument("--test-mode", action="store_true", help="InTestMode() is True")
        lenient(sub)
        sub.add_argument(
            "--date",
            type=_moment,
            metavar="MOMENT",
            help="let the clock stand, as in 2026-03-05T09:30: every run makes the same bytes",
        )
        sub.add_argument("--no-cache", action="store_true", help="compile the program anew and keep nothing")

    run = command("run", "run a program for real", RUN)
    running(run)
    run.add_argument(
        "--allow-clear-login",
        action="store_true",
        help="send user and password without encryption, where a server wants that",
    )
    run.add_argument("--allow-http", action="store_true", help="let the program send HTTP requests")
    run.add_argument(
        "--crl",
        type=_readable_file,
        metavar="FILE",
        help="refuse servers whose certificate has been revoked, by these lists",
    )
    run.add_argument(
        "--allow-address-probe",
        action="store_true",
        help="let EmailCheckAddress ask the recipient's server",
    )
    attempt = command("try", "run a program, capture its mails and show them", TRY)
    running(attempt)
    attempt.add_argument(
        "--save", type=_folder, metavar="DIR", help="write the messages there: 001.eml …, deliveries.json"
    )
    attempt.add_argument(
        "--server-script",
        default="",
        metavar="FILE",
        help="what the server refuses (TOML): a login, a sender, a recipient, a message",
    )
    add_web(attempt)
    check = command("check", "tell what is wrong with programs", CHECK)
    check.add_argument("paths", nargs="+", metavar="PATH", help="a .wl file, or a folder of them")
    check.add_argument("--syntax", action="store_true", help="look at the syntax only")
    check.add_argument("--format", choices=("text", "json", "sarif", "github"), default="text")
    language(check, "the language of the messages; default: that of each program")
    check.add_argument(
        "--select", type=_codes, action="extend", default=[], metavar="CODE,…", help="tell these codes only"
    )
    check.add_argument("--ignore", type=_codes, action="extend", default=[], metavar="CODE,…", help="leave these out")
    check.add_argument(
        "--baseline",
        metavar="FILE",
        help="tell only what is not in FILE; where there is no such file, write it with all that is found today",
    )
    check.add_argument(
        "--summary", action="store_true", help="end with a table: mail calls, providers, security, effort"
    )
    check.add_argument(
        "--fail-on",
        choices=("error", "warning", "info"),
        default="error",
        help="the least severe finding that makes the exit status 1; default: error",
    )
    check.add_argument("--code-page", type=_code_page, metavar="NAME", help="encoding of the files; default: found out")
    lenient(check)
    explain = command("explain", "tell what a code of a diagnostic means", EXPLAIN)
    explain.add_argument("code", nargs="?", default="", metavar="CODE", help="for example session-not-closed")
    language(explain, "tell it in one language; default: both")
    fix = command("fix", "rename what has a newer name", FIX)
    fix.add_argument("paths", nargs="+", metavar="PATH", help="a .wl file, or a folder of them")
    fix.add_argument("--write", action="store_true", help="change the files; default: show what would change")
    fix.add_argument("--code-page", type=_code_page, metavar="NAME", help="encoding of the files; default: found out")
    lenient(fix)
    python = command("python", "write a program as Python source", PYTHON)
    python.add_argument("file", metavar="FILE", help="the program, a .wl file")
    python.add_argument("-o", dest="output", metavar="OUT", help="write it there; default: standard output")
    python.add_argument("--code-page", type=_code_page, metavar="NAME", help="encoding of FILE; default: found out")
    lenient(python)
    respell = command("respell", "write a program in the other language", RESPELL)
    respell.add_argument("file", metavar="FILE", help="the program, a .wl file")
    respell.add_argument("--to", choices=("en", "fr"), required=True, help="the language to write: English or French")
    respell.add_argument("--write", action="store_true", help="change FILE itself; default: standard output")
    respell.add_argument("--code-page", type=_code_page, metavar="NAME", help="encoding of FILE; default: found out")
    lenient(respell)
    add_commands(command)
    repl = command(
        "repl", "try WLanguage line by line", "Reads WLanguage and answers. Mails are captured; :inbox shows them."
    )
    repl.add_argument(
        "file", nargs="?", default="", metavar="FILE", help="a program to run first; what it declares stays"
    )
    repl.add_argument("--strict", action="store_true", help="exit status 1 if an entry of piped input failed")
    repl.add_argument("--code-page", type=_code_page, metavar="NAME", help="encoding of FILE; default: found out")
    lenient(repl)
    functions = command("functions", "what is known, in both languages", "Lists functions, or tells one whole.")
    functions.add_argument(
        "name", nargs="*", default=[], metavar="NAME", help="a function, type or constant, or a part of its name"
    )
    return parser


def _field(text: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found or not name:
        raise ValueError
    return name, value


_field.__name__ = "NAME=VALUE"


def _drive(text: str) -> tuple[str, str]:
    drive, found, folder = text.partition("=")
    drive = drive.strip().replace("/", "\\").rstrip("\\").upper()
    letter = len(drive) == 2 and drive[1] == ":" and "A" <= drive[0] <= "Z"
    share = drive.startswith("\\\\") and len(drive[2:].split("\\")) == 2
    if not found or not (letter or share):
        raise argparse.ArgumentTypeError(f"«{text}» is not of the form C:=DIR or \\\\server\\share=DIR")
    return drive, _directory(folder)


def _directory(text: str) -> str:
    import os

    if not os.path.isdir(text):
        raise argparse.ArgumentTypeError(f"there is no folder «{text}»")
    return os.path.abspath(text)


def _answers(path: str) -> Answers:
    try:
        with open(path, encoding="utf-8-sig") as file:
            return Answers(path, file.read())
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise argparse.ArgumentTypeError(f"{path} cannot be read: {reason}") from None


def _codes(text: str) -> list[str]:
    return [code for code in (part.strip() for part in text.split(",")) if code]


def _lenient(text: str) -> list[str]:
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in CHOICES:
            raise argparse.ArgumentTypeError(f"there is no choice «{name}»; there are {', '.join(CHOICES)}")
    return names


def _code_page(text: str) -> str:
    from wlmail.language.source import is_code_page

    if text and not is_code_page(text):
        raise ValueError
    return text


_code_page.__name__ = "code page (for example cp1252)"


def _readable_file(text: str) -> str:
    try:
        open(text, "rb").close()
    except OSError:
        raise ValueError from None
    return os.path.abspath(text)


_readable_file.__name__ = "file that can be read"


def _folder(text: str) -> str:
    if not text.strip():
        raise ValueError
    return text


_folder.__name__ = "folder"


def _moment(text: str) -> datetime:
    from datetime import datetime

    return datetime.fromisoformat(text).astimezone()


_moment.__name__ = "moment (for example 2026-03-05T09:30)"


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < 1e8:
        raise ValueError
    return value


_seconds.__name__ = "number of seconds"
