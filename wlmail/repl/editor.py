"""The editor: several lines, colours, completion, the signature below, history. All of prompt_toolkit is here."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.filters import is_searching
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout.processors import HighlightMatchingBracketProcessor
from prompt_toolkit.lexers import Lexer, SimpleLexer
from prompt_toolkit.styles import Style

from wlmail.repl.history import data_folder, history_in
from wlmail.repl.texts import say, system_is_french, wrapped

if TYPE_CHECKING:
    from prompt_toolkit.document import Document

    from wlmail.repl.conversation import Conversation
    from wlmail.repl.later import Later

INDENT = "    "
CONTINUATION = "... "
FEWEST_LINES = 14
"""A terminal with fewer has no room for the menu and the line below."""
PAUSE = 0.1
"""Seconds after the first prompt until the parser and the library are loaded."""
STYLE = Style.from_dict(
    {
        "prompt": "bold",
        "prompt.sends": "bold fg:ansiwhite bg:ansired",
        "bottom-toolbar": "noreverse",
        "toolbar.quiet": "fg:ansibrightblack",
        "toolbar.sends": "bold fg:ansiwhite bg:ansired",
        "toolbar.current": "bold underline",
        "matching-bracket.cursor": "bold underline",
        "matching-bracket.other": "bold underline",
    }
)


def edit(later: Later, file: str = "") -> None:
    """Answers entries that are typed, until the user leaves; a file is run first."""
    print(wrapped(say("welcome", system_is_french())), flush=True)
    if file:
        from wlmail.repl.commands import load

        _answer(later.get(), file, load)
    session = prompt_session(later)
    try:
        while True:
            try:
                entry = session.prompt()
            except KeyboardInterrupt:
                continue
            except EOFError:
                return
            if not _answer(later.get(), entry):
                return
    finally:
        if later.ready is not None:
            later.ready.close()


def _answer(talk: Conversation, entry: str, action: Callable[[Conversation, str], object] | None = None) -> bool:
    """False when the user wants to leave. Ctrl-C ends what runs, not the session."""
    try:
        if action is None:
            return talk.answer(entry)
        action(talk, entry)
    except KeyboardInterrupt as error:
        talk.interrupted(error)
    return True


def prompt_session(later: Later) -> PromptSession[str]:
    """The editor of a conversation, which begins to be made once the prompt stands on the screen."""
    roomy = get_terminal_size().lines >= FEWEST_LINES
    session: PromptSession[str] = PromptSession(
        lambda: prompt(later.ready),
        multiline=True,
        prompt_continuation=CONTINUATION,
        key_bindings=keys(later),
        history=history_in(data_folder()),
        completer=Names(later),
        complete_while_typing=True,
        reserve_space_for_menu=8 if roomy else 0,
        lexer=Colours(later),
        input_processors=[HighlightMatchingBracketProcessor(chars="()[]{}")],
        bottom_toolbar=(lambda: toolbar(later.ready, _typed_so_far())) if roomy else None,
        style=STYLE,
        tempfile_suffix=".wl",
    )
    session.app.pre_run_callables.append(lambda: _begin_soon(later, session))
    return session


def _begin_soon(later: Later, session: PromptSession[str]) -> None:
    """Not before the prompt stands there: the first keys have their echo at once."""
    from asyncio import get_running_loop

    get_running_loop().call_later(PAUSE, lambda: later.begin(session.app.invalidate))


def prompt(talk: Conversation | None) -> StyleAndTextTuples:
    """It tells when mails leave the machine."""
    if talk is None or talk.world.captured:
        return [("class:prompt", "wl> ")]
    return [("class:prompt.sends", "wl SENDS>"), ("", " ")]


class Colours(Lexer):
    """The colours of the Pygments lexer, as soon as the conversation is there."""

    def __init__(self, later: Later) -> None:
        self._later = later
        self._lexer: Lexer = SimpleLexer()

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        if isinstance(self._lexer, SimpleLexer) and self._later.ready is not None:
            from prompt_toolkit.lexers import PygmentsLexer

            from wlmail.highlighting import WLanguageLexer

            self._lexer = PygmentsLexer(WLanguageLexer, sync_from_start=True)
        return self._lexer.lex_document(document)

    def invalidation_hash(self) -> Hashable:
        return self._later.ready is not None


def _typed_so_far() -> str:
    from prompt_toolkit.application import get_app

    return get_app().current_buffer.document.text_before_cursor


def keys(later: Later) -> KeyBindings:
    """What Enter, Alt-Enter and Tab do in an entry."""
    bindings = KeyBindings()

    @bindings.add("enter", filter=~is_searching)
    def enter(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if buffer.complete_state is not None and buffer.complete_state.current_completion is not None:
            buffer.complete_state = None  # what is chosen in the menu stands in the text already
            return
        document = buffer.document
        at_end = not document.text_after_cursor.strip()
        empty_line = at_end and document.line_count > 1 and not document.current_line.strip()
        if empty_line or ((at_end or document.line_count == 1) and later.get().is_whole(buffer.text)):
            _indent(event)
            buffer.validate_and_handle()
        else:
            _new_line(event)

    @bindings.add("escape", "enter", filter=~is_searching)
    def another_line(event: KeyPressEvent) -> None:
        _new_line(event)

    @bindings.add("tab", filter=_at_line_start())
    def tab(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text(INDENT)

    return bindings


def _at_line_start() -> Any:
    from prompt_toolkit.application import get_app
    from prompt_toolkit.filters import Condition

    @Condition
    def at_start() -> bool:
        document = get_app().current_buffer.document
        return document.line_count > 1 and not document.current_line_before_cursor.strip()

    return at_start


def _new_line(event: KeyPressEvent) -> None:
    from wlmail.repl.blocks import depth

    _indent(event)
    buffer = event.current_buffer
    before = buffer.document.text_before_cursor
    buffer.insert_text("\n" + INDENT * depth(before)[0])


def _indent(event: KeyPressEvent) -> None:
    """Puts the line of the cursor where its block is: END below its IF."""
    from wlmail.repl.blocks import indented

    buffer = event.current_buffer
    document = buffer.document
    line = document.current_line
    start = document.cursor_position - document.cursor_position_col
    if not start or not line.strip():
        return
    wanted = indented(line, document.text[: start - 1])
    if wanted != line:
        column = document.cursor_position_col + len(wanted) - len(line)
        text = document.text[:start] + wanted + document.text[start + len(line) :]
        buffer.document = type(document)(text, start + max(column, 0))


class Names(Completer):
    """The candidates of `names.complete`; after a colon those for commands."""

    def __init__(self, later: Later) -> None:
        self._later = later

    def get_completions(self, document: Document, event: CompleteEvent) -> Iterator[Completion]:
        if self._later.ready is None and not event.completion_requested:
            return
        from wlmail.repl.command_names import complete_command
        from wlmail.repl.names import complete

        talk, text = self._later.get(), document.text_before_cursor
        if text.lstrip().startswith(":"):
            found = complete_command(talk, text.lstrip())
        else:
            found = complete(
                talk.interpreter,
                text,
                french=talk.french,
                folder=talk.world.files.current,
                asked=event.completion_requested,
            )
        for candidate in found:
            yield Completion(
                candidate.text,
                start_position=-candidate.length,
                display_meta=lambda candidate=candidate: candidate.about,
            )


def toolbar(talk: Conversation | None, text: str) -> StyleAndTextTuples:
    """The line below: what the call at the cursor takes, else where mails go."""
    if talk is None:
        return []
    from wlmail.repl.signature import signature_at_end

    found = None
    if text and not text.lstrip().startswith(":"):
        found = signature_at_end(talk.interpreter, text, french=talk.french)
    if found is None:
        if not talk.world.captured:
            return [("class:toolbar.sends", say("status sending", talk.french))]
        count = len(talk.world.mailbox.deliveries)
        return [("class:toolbar.quiet", say("status", talk.french, count=count))]
    parts: StyleAndTextTuples = [("", f"{found.head}(")]
    for place, parameter in enumerate(found.parameters):
        parts.append(("", ", " if place else ""))
        parts.append(("class:toolbar.current" if place == found.current else "", parameter))
    parts.append(("", f"){found.tail}"))
    parts.append(("class:toolbar.quiet", f"  {found.about}"))
    return parts
