"""`wlmail repl`: WLanguage entry by entry. Mails are captured; `:inbox` shows them."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wlmail.repl.conversation import Conversation
    from wlmail.runtime.options import Options

DONE, FAILED = 0, 1


def start(options: Options) -> int:
    """Starts a session in the current folder, or in that of the file given, which is run first.

    On a terminal entries are typed in an editor, elsewhere they are read from standard input. Returns the exit
    status: 1 with `--strict` if an entry that was not typed failed.
    """
    from wlmail.world import is_terminal

    file = os.path.abspath(options.file) if options.file else ""
    folder = os.path.dirname(file) if file else os.getcwd()

    def make() -> Conversation:
        from wlmail.repl.conversation import Conversation

        return Conversation(folder, options)

    if is_terminal(sys.stdin) and is_terminal(sys.stdout):
        from wlmail.repl.editor import edit
        from wlmail.repl.later import Later

        edit(Later(make), file)
        return DONE
    from wlmail.repl.piped import answer_all

    talk = make()
    try:
        answer_all(talk, file)
    finally:
        talk.close()
    return FAILED if options.strict and talk.failures else DONE
