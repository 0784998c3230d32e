"""What is told to the user about his program: one class, one renderer, whoever found it (errors are data)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from wlmail.language.source import Source

    Severity = Literal["error", "warning", "info"]
else:
    Severity = str

Span = tuple[int, int]
"""Start and end offset in the text of one source; the end is exclusive."""

WIDEST = 160
"""Characters of a source line that are shown; more, and only what stands around the caret is."""


class Related:
    """Another place that has to do with a diagnostic, and one sentence about it in both languages."""

    __slots__ = ("english", "french", "source", "span")

    def __init__(self, span: Span, english: str, french: str) -> None:
        self.span = span
        self.english = english
        self.french = french
        self.source: Source | None = None
        """None: the source of the diagnostic."""


class Diagnostic:
    """One thing to tell about one place of a program.

    `code` is a stable kebab-case name (`unknown-name`), `message` one sentence in the program's own words without a
    final full stop, `hint` what to do about it. `source` and `span` are None where no place exists (a missing file).
    `french` is message and hint in French; None: `language/french.py` finds them by the English ones.
    """

    __slots__ = ("code", "french", "hint", "message", "related", "severity", "source", "span")

    def __init__(
        self,
        code: str,
        message: str,
        *,
        source: Source | None = None,
        span: Span | None = None,
        severity: Severity = "error",
        hint: str = "",
        french: tuple[str, str] | None = None,
        related: tuple[Related, ...] = (),
    ) -> None:
        self.code = code
        self.french = french
        self.related = related
        self.message = message
        self.source = source
        self.span = span
        self.severity: Severity = severity
        self.hint = hint

    def as_dict(self) -> dict[str, str | int]:
        """The facts as the JSON of `wlmail check --format json` holds them; lines and columns count from 1."""
        line = column = end_line = end_column = 1
        if self.source is not None and self.span is not None:
            line, column = self.source.position(self.span[0])
            end_line, end_column = self.source.position(max(self.span))
        return {
            "file": self.source.name if self.source is not None else "",
            "line": line,
            "column": column,
            "end_line": end_line,
            "end_column": end_column,
            "severity": self.severity,
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
        }

    def __repr__(self) -> str:
        return f"Diagnostic({self.code!r}, {self.message!r}, span={self.span})"


def render(diagnostic: Diagnostic, *, french: bool = False, widest: int = WIDEST) -> str:
    """The diagnostic as lines of text: place, severity, message, the source line with a caret, the hint, other places.

    ```
    mail.wl:3:1: error: unknown name «sSubjct» [unknown-name]
      3 | sSubjct = "x"
        | ^^^^^^^
      hint: did you mean sSubject?
    ```

    `widest` is how many characters of a source line are shown.
    """
    severity: str = diagnostic.severity
    message, hint, help_word = diagnostic.message, diagnostic.hint, "hint:"
    if french:
        from wlmail.language.french import SEVERITIES, texts

        message, hint = texts(diagnostic, french)
        severity, help_word = SEVERITIES[severity], "conseil :"
    head = f"{severity}{' :' if french else ':'} {message} [{diagnostic.code}]"
    source, span = diagnostic.source, diagnostic.span
    if source is None:
        lines = [head]
    elif span is None:
        lines = [f"{source.name}: {head}"]
    else:
        line, column = source.position(span[0])
        lines = [f"{source.name}:{line}:{column}: {head}", *excerpt(source, span, widest)]
    if hint:
        lines.append(f"  {help_word} {hint}")
    for related in diagnostic.related:
        place = related.source or source
        if place is not None:
            line, column = place.position(related.span[0])
            lines.append(f"  {place.name}:{line}:{column}: {related.french if french else related.english}")
            lines += excerpt(place, related.span, widest)
    return "\n".join(lines)


def excerpt(source: Source, span: Span, widest: int = WIDEST) -> list[str]:
    """The source line that `span` starts on, and carets under the part of the span that is on this line.

    Reports are copied into mails and logs: on a line that deals with a password, texts are shown as asterisks.
    """
    line, column = source.position(span[0])
    text = shown_line(source, line)
    number = str(line)
    width = max(1, min(span[1] - span[0], len(text) - column + 1))
    if len(text) > widest:
        start = max(0, min(column - 1 - widest // 2, len(text) - widest))
        cut = text[start : start + widest]
        text = f"{'…' if start else ''}{cut}{'…' if start + widest < len(text) else ''}"
        column += bool(start) - start
        width = min(width, widest - column + 1)
    # A control character would do something to the terminal.
    text = "".join(c if c == "\t" or c.isprintable() or c > "\x9f" else "\ufffd" for c in text)
    # A tab before the caret is repeated under the line, so the caret stands right whatever the width of a tab.
    padding = "".join("\t" if c == "\t" else " " for c in text[: column - 1])
    return [f"  {number} | {text}".rstrip(), f"  {' ' * len(number)} | {padding}{'^' * width}"]


def shown_line(source: Source, line: int) -> str:
    """A line of source as it may be shown: where it deals with a password, its texts are asterisks.

    A line where a check knows the place of each secret keeps its other texts.
    """
    text = source.line(line)
    places = source.hidden.get(line, [])
    if places and _are_all(places, source, line):
        return _without_texts(text, places)
    return _without_texts(text) if line in source.hidden or _deals_with_secrets(source, line) else text


def _are_all(places: list[tuple[int, int]], source: Source, line: int) -> bool:
    """No more words beside secrets stand there than secrets: `Login("u", "…", Token("…"))` has one too many."""
    first, *before = _with_continued(source, line)
    for start, end in places:
        first = first[:start] + " " * (end - start) + first[end:]
    return sum(map(_words_beside_secrets, (first, *before))) <= len(set(places))


def _deals_with_secrets(source: Source, line: int) -> bool:
    """The line, or one of those that it continues, names a secret or starts a session."""
    return any(map(_words_beside_secrets, _with_continued(source, line)))


def _words_beside_secrets(text: str) -> int:
    import re

    from wlmail.language.names import fold

    return len(re.findall(SECRETS, fold(text)))


def _with_continued(source: Source, line: int) -> Iterator[str]:
    """The line and those that it continues, backwards."""
    import re

    yield source.line(line)
    while line > 1 and re.search(r"(\.\.\.|[,(+=\[])\s*(//.*)?$", source.line(line - 1)):
        line -= 1
        yield source.line(line)


SECRETS = r"PASSWORD|MOT_?DE_?PASSE|MDP|PWD|SECRET|TOKEN|JETON|(START|OPEN|OUVRE)\w*SESSION"
"""In folded source: what stands beside passwords."""


def _without_texts(line: str, places: list[tuple[int, int]] | None = None) -> str:
    """The line with an asterisk for each character inside its quotes; without a closing quote, to its end.

    `places`: only there. What INIRead and LoadParameter look up by is no secret, only the default value may be.
    """
    import re

    look_up = re.compile(LOOK_UP, re.IGNORECASE)
    shown, closing = "", ""
    told: set[int] = set()
    for column, character in enumerate(line):
        if closing:
            inside = character not in closing
            hidden = column not in told and (places is None or any(start <= column < end for start, end in places))
            shown += "*" if inside and hidden else character
            closing = closing if inside else ""
        else:
            found = look_up.match(line, column)
            if found is not None:
                for number in range(1, found.re.groups + 1):
                    told.update(range(*found.span(number)))
            shown += character
            closing = QUOTES.get(character, "")
    return shown


LOOK_UP = (
    r"\bINI(?:Read|Lit)\s*\(\s*(\"[^\"]*\")\s*,\s*(\"[^\"]*\")\s*,(?:\s*(?:\"[^\"]*\"|\w+)\s*,\s*(\"[^\"]*\")\s*\))?"
    r"|\b(?:LoadParameter|ChargeParam[eè]tre)\s*\(\s*(\"[^\"]*\")\s*[,)]"
)
"""Section, key and file; the name of a parameter."""
QUOTES = {'"': '"', "`": "`", "“": '“”"'}
"""What opens a text: what closes it (language.md 3.5). A doubled quote ends a text and begins another: as well."""
