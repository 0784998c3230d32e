"""What belongs to windows: most of it means nothing here; progress shows on a terminal (stdlib.md 8)."""

from __future__ import annotations

from wlmail.language.failing import tell
from wlmail.language.registry import Value, function
from wlmail.library.dialogs import lines
from wlmail.runtime.conversions import to_number
from wlmail.runtime.errors import ProgramEnd
from wlmail.runtime.run import Run

# --- Progress --------------------------------------------------------------------------------------------------------


@function("Gauge", "Jauge")
def gauge(run: Run, value: Value = None, maximum: Value = 100, *text: Value) -> None:
    """Shows how far the program is, on a terminal; without arguments the line goes away.

    Source: stdlib.md 8.
    """
    if value is None:
        run.world.console.progress(None)
        return
    whole = float(to_number(maximum))
    part = float(to_number(value)) / whole if whole > 0 else 0.0
    run.world.console.progress(lines(text), min(max(part, 0.0), 1.0) if part == part else 0.0)


@function("Message", "Message")
def message(run: Run, *text: Value) -> None:
    """Shows a text in the message bar, here a line that passes on a terminal; without a text it goes away.

    Source: stdlib.md 8.
    """
    run.world.console.progress(lines(text) if text else None)


@function("WaitWindowStart", "FenAttenteDébut", aliases=("FenAttente",))
def wait_window_start(run: Run, *text: Value) -> None:
    """Shows that the user has to wait, on a terminal.

    Source: stdlib.md 8.
    """
    run.world.console.progress(lines(text[:1]))


@function("WaitWindowEnd", "FenAttenteFin")
def wait_window_end(run: Run, *text: Value) -> None:
    """Ends what WaitWindowStart began.

    Source: stdlib.md 8.
    """
    run.world.console.progress(None)


# --- What has no meaning without windows -----------------------------------------------------------------------------


@function("HourGlass", "Sablier")
def hour_glass(shown: Value = True) -> None:
    """Shows the hourglass; nothing here.

    Source: stdlib.md 8.
    """


@function("Beep", "Bip")
def beep(*sound: Value) -> None:
    """Makes a sound; nothing here.

    Source: stdlib.md 8.
    """


@function("SetFocus", "DonneFocus")
def set_focus(control: Value = "") -> None:
    """Gives the focus to a control; nothing here.

    Source: stdlib.md 8.
    """


@function("ReturnToCapture", "RepriseSaisie", aliases=("SetFocusAndReturnToUserInput", "DonneFocusEtRetourUtilisateur"))
def return_to_capture(run: Run, control: Value = "") -> None:
    """Goes back to the input in a window: what follows does not run, so here the program ends.

    Source: stdlib.md 8.
    """
    tell(run, "ReturnToCapture gives the hand back to the user: the program ends here")
    raise ProgramEnd


@function("Close", "Ferme")
def close(run: Run, window: Value = "", value: Value = None) -> None:
    """Closes the window; a program without windows ends here.

    Source: stdlib.md 8.
    """
    tell(run, "Close closes the window: the program ends here")
    raise ProgramEnd


@function("gLink", "gLien")
def g_link(text: str, *link: Value) -> str:
    """A text shown as a link in a table; here the text itself.

    Source: stdlib.md 7.1.
    """
    return text


@function("gStoredValue", "gValeurMémorisée")
def g_stored_value(text: str, *value: Value) -> str:
    """A text with a value behind it in a table; here the text itself.

    Source: stdlib.md 7.1.
    """
    return text


@function("RGB", "RVB")
def rgb(red: int, green: int, blue: int) -> int:
    """The number of a colour: red + 256 × green + 65536 × blue.

    Source: stdlib.md 7.1.
    """
    return (red & 255) + ((green & 255) << 8) + ((blue & 255) << 16)
