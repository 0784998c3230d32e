"""The commands of a migration: validate, record, verify and capture, and what their options take."""

from __future__ import annotations

import argparse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import Any

VALIDATE = """\
Runs a WLanguage program and what is to replace it, and tells whether they send the same mails.

LEGACY is a .wl file, a folder of .eml files (with the deliveries.json of `wlmail record`, `capture` or `try --save`),
or an mbox. TARGET is another .wl file, a recording, the word `python` (what `wlmail python` makes of LEGACY), or a
command in any language, which is told where to send by {host} and {port} in it and by SMTP_HOST and SMTP_PORT (also
WLMAIL_HOST, _PORT, _SECURITY, _USER, _PASSWORD, _CA). Nothing leaves this machine.

  wlmail validate order.wl --against "python order.py"
  wlmail validate order.wl --against python --level L0,L4

Levels: L0 the same bytes, L1 but for line ends, folding, boundaries and encodings, L2 the same message, L3 the same to
its reader, L4 the same delivery (envelope, order, number, security, login).

Exit status: 0 the same, 1 different, 2 misuse, 3 a side could not run, 4 only tolerated differences (--strict)."""

RECORD = """\
Keeps the messages of a program (a .wl file or a command) in a folder, for `wlmail verify` and `wlmail validate`."""

VERIFY = """\
As `wlmail validate`, against a recording: the legacy program is not needed any more."""

CAPTURE = """\
A mail server that any program can be pointed at, on 127.0.0.1: it takes everything, tells what arrives, and delivers
nothing. Every login is accepted, whatever the password; STARTTLS is offered, and --tls-port opens a port for implicit
TLS. Ctrl-C ends it; --save keeps the messages then."""


class ValidationOptions:
    """What the parser fills in."""

    legacy: str
    target: str
    level: tuple[int, bool]
    rules: str
    learn_noise: bool
    inputs: str
    server_script: str
    date: datetime | None
    seed: int | None
    deadline: float
    format: str
    html: str
    strict: bool
    keep: str
    self_check: bool
    pairs: int
    output: str
    pseudonyms: bool
    port: int
    tls_port: int | None
    certificate: str
    save: str | None
    most: int
    verbose: bool
    web_port: int | None


def add_commands(command: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    validate = command("validate", "prove that two programs send the same mails", VALIDATE)
    validate.add_argument("legacy", nargs="?", default="", metavar="LEGACY", help="what the mails are to be like")
    _against(validate, required=False)
    validate.add_argument("--self-check", action="store_true", help="check the comparison itself; nothing else is run")
    validate.add_argument(
        "--pairs", type=_count, default=1000, metavar="N", help="equivalent pairs that --self-check makes; default 1000"
    )
    verify = command("verify", "check a program against a recording", VERIFY)
    verify.add_argument("legacy", metavar="RECORDING", help="the folder that `wlmail record` made, or an mbox")
    _against(verify, required=True)
    verify.set_defaults(self_check=False, pairs=0)
    record = command("record", "keep the mails of a program as a recording", RECORD)
    record.add_argument("legacy", metavar="SOURCE", help="a .wl file or a command")
    record.add_argument("-o", dest="output", required=True, type=_folder, metavar="FOLDER", help="where they are kept")
    record.add_argument(
        "--pseudonyms",
        action="store_true",
        help="put pseudonyms in place of names and addresses, the same in every run; WLMAIL_PSEUDONYM_KEY, when it is"
        " set, keeps others from finding out who is who by trying",
    )
    _conditions(record)
    record.set_defaults(inputs="", target="")
    capture = command("capture", "a mail server that keeps what it is sent", CAPTURE)
    capture.add_argument("--port", type=_port, default=2525, metavar="N", help="default 2525; 0: any that is free")
    capture.add_argument("--tls-port", type=_port, metavar="N", help="one more port, for implicit TLS")
    capture.add_argument("--certificate", default="", metavar="FILE", help="write the certificate to trust there")
    capture.add_argument("--save", type=_folder, metavar="DIR", help="write the messages there at the end")
    capture.add_argument("--server-script", default="", metavar="FILE", help="what it refuses (TOML)")
    capture.add_argument(
        "--verbose", action="store_true", help="tell what client and server said, without passwords and contents"
    )
    capture.add_argument(
        "--most", type=_count, default=0, metavar="N", help="end after so many messages; default: at Ctrl-C"
    )
    add_web(capture)


def add_web(sub: argparse.ArgumentParser) -> None:
    """The options of the mailbox page."""
    sub.add_argument(
        "--web",
        dest="web_port",
        action="store_const",
        const=0,
        help="show the messages in a browser as well, at an address on this machine that is told, until Ctrl-C",
    )
    sub.add_argument("--web-port", type=_port, metavar="N", help="the same, at that port")


def _against(sub: argparse.ArgumentParser, *, required: bool) -> None:
    sub.add_argument(
        "--against", dest="target", default="", required=required, metavar="TARGET", help="what sends them now"
    )
    sub.add_argument(
        "--level",
        type=level,
        default=(2, True),
        metavar="L2,L4",
        help="what is required: a level of the content (L0 to L3), L4 for the delivery, or both; default L2,L4",
    )
    sub.add_argument("--rules", default="", metavar="FILE", help="what may differ (TOML)")
    sub.add_argument("--learn-noise", action="store_true", help="what differs between two runs of LEGACY may differ")
    sub.add_argument("--inputs", default="", metavar="FILE", help="run both sides once for each row of a CSV file")
    sub.add_argument("--format", choices=("text", "json", "junit", "markdown"), default="text", help="of the report")
    sub.add_argument("--html", default="", metavar="FILE", help="write a page with everything side by side")
    sub.add_argument("--strict", action="store_true", help="status 4 when there are tolerated differences")
    sub.add_argument(
        "--keep",
        default="",
        metavar="DIR",
        help="keep the messages of both sides there; when a side cannot be run they are kept in any case",
    )
    _conditions(sub)


def _conditions(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--server-script", default="", metavar="FILE", help="what the server refuses (TOML)")
    sub.add_argument(
        "--date",
        type=_moment,
        default=None,
        metavar="MOMENT",
        help="where the clocks stand; default: where they stood for the recording, or now",
    )
    sub.add_argument("--seed", type=int, default=None, metavar="N", help="of Random; default: the recording's, or 1")
    sub.add_argument(
        "--deadline", type=_seconds, default=60.0, metavar="SECONDS", help="the most each run may take; default 60"
    )


def level(text: str) -> tuple[int, bool]:
    """`L2,L4`: the content level (4: any), and whether the deliveries must agree."""
    names = [name.strip().upper() for name in text.split(",")]
    content = [int(name[1]) for name in names if name in ("L0", "L1", "L2", "L3")]
    if len(content) > 1 or len(content) + names.count("L4") != len(names) or not names:
        raise argparse.ArgumentTypeError(f"«{text}» is no level: L0, L1, L2, L3, L4, or two such as L2,L4")
    return (content[0] if content else 4), "L4" in names


def _moment(text: str) -> Any:
    from datetime import datetime

    return datetime.fromisoformat(text).astimezone()


_moment.__name__ = "moment (for example 2026-03-05T09:30)"


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < 1e6:
        raise ValueError
    return value


_seconds.__name__ = "number of seconds"


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError
    return value


_count.__name__ = "number from 1"


def _port(text: str) -> int:
    value = int(text)
    if not 0 <= value <= 65535:
        raise ValueError
    return value


_port.__name__ = "port"


def _folder(text: str) -> str:
    if not text.strip():
        raise ValueError
    return text


_folder.__name__ = "folder"
