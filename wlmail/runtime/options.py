"""What the user allows and gives a program: one object from the command line to the library."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime


class Answers:
    """`--answers FILE`: what is answered to a program's questions.

    A line `question = answer` answers every question whose text holds that part, whatever its case. Other lines are
    answers in the order in which questions come. Empty lines and those that begin with `#` mean nothing.
    """

    __slots__ = ("_in_order", "_named", "path")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self._named: list[tuple[str, str, int]] = []
        self._in_order: list[tuple[str, int]] = []
        for number, line in enumerate(text.splitlines(), 1):
            question, named, answer = line.partition(" = ")
            if line.lstrip().startswith("#") or not line.strip():
                continue
            if named:
                self._named.append((question.strip().casefold(), answer.strip(), number))
            else:
                self._in_order.append((line.strip().removesuffix(" ="), number))
        self._in_order.reverse()

    def take(self, question: str) -> tuple[str, int] | None:
        """The answer to a question and its line in the file; None when there is none (left)."""
        folded = question.casefold()
        for part, answer, number in self._named:
            if part in folded:
                return answer, number
        return self._in_order.pop() if self._in_order else None


class Options:
    """The options of `run` and `try`, each with its default; the command's parser fills one in.

    A program's world carries it (`run.world.options`): a library family reads there what it may do.
    """

    file = ""
    """The program, a .wl file."""
    fields: list[tuple[str, str]]
    """`--set NAME=VALUE`: form fields, in the order given."""
    code_page = ""
    """Encoding of the program; empty: found out."""
    drives: list[tuple[str, str]]
    """`--drive C:=./data`: a drive letter in capitals with its colon, or a share, and the folder it stands for."""
    sandbox: str | None = None
    """The folder that all file access stays below."""
    answers: Answers | None = None
    answer = "ask"
    """`--answer`: yes, no or ask; what answers a question that `answers` does not."""
    allow_http = False
    """HTTP requests may be sent."""
    test_mode = False
    """InTestMode is True."""
    lenient: list[str]
    """`--lenient NAME`: names of `language.lenient`, choices of how the program is understood."""
    strict = False
    """The REPL ends with 1 if an entry of piped input failed."""
    time_limit: float | None = None
    """Seconds."""
    date: datetime | None = None
    """The clock stands there, and identifiers of messages are counted: every run makes the same bytes."""
    deadline: float | None = None
    """`--deadline`: the most seconds that the sending of one message may take."""
    no_cache = False
    save: str | None = None
    """The folder that captured messages are written to."""
    server_script = ""
    """`--server-script FILE`: what the server that captures refuses."""
    web_port: int | None = None
    """`--web`: the port of the mailbox page, 0 for any free one; None: no page."""
    allow_clear_login = False
    crl = ""
    """A file of certificate revocation lists to look servers up in."""
    allow_address_probe = False
    """EmailCheckAddress may ask the recipient's server."""

    def __init__(self, file: str = "", **given: object) -> None:
        self.file = file
        self.fields = []
        self.drives = []
        self.lenient = []
        for name, value in given.items():
            getattr(Options, name)  # a misspelt option is a bug of ours
            setattr(self, name, value)
