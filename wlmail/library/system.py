"""Waiting, ending, and what a program may know of where it runs (stdlib.md 7.1)."""

from __future__ import annotations

import os

from wlmail.language.failing import tell
from wlmail.language.registry import Value, function
from wlmail.runtime.conversions import to_number, to_text
from wlmail.runtime.durations import Duration
from wlmail.runtime.errors import Failure, ProgramEnd, WLError
from wlmail.runtime.run import Run

ENGLISH, FRENCH = 3, 5
PROJECT_NAME, EXE_NAME, REGISTRY, CONFIGURATION, DEPLOYED_SITE = 1, 2, 3, 4, 5
EXE_VERSION, EXE_NAME_TEXT = "VERSION", "Nom"

# --- Waiting ---------------------------------------------------------------------------------------------------------


def seconds(delay: Value) -> float:
    """A delay in hundredths of a second, or a Duration, as seconds. WLError when it is no number that can be waited."""
    if isinstance(delay, Duration):
        return delay.ms / 1000
    number = float(to_number(delay)) / 100
    if not abs(number) < 1e9:
        raise WLError("the delay is too long")
    return number


@function("Multitask", "Multitâche")
def multitask(run: Run, delay: Value = 0) -> None:
    """Lets other work be done: waits some hundredths of a second, or a Duration; 0, 1 and -1 do not wait.

    A negative delay waits as long as a positive one.

    Source: stdlib.md 7.1.
    """
    wanted = abs(seconds(delay))
    if isinstance(delay, Duration) or wanted > 0.01:
        run.world.clock.sleep(wanted)


@function("Wait", "Temporisation")
def wait(run: Run, delay: Value, events: Value = 0) -> None:
    """Waits some hundredths of a second, or a Duration; a negative delay does nothing.

    Source: stdlib.md 7.1.
    """
    wanted = seconds(delay)
    if wanted > 0:
        run.world.clock.sleep(wanted)


@function("ThreadPause", "ThreadPause")
def thread_pause(run: Run, delay: Value) -> None:
    """Waits some hundredths of a second, or a Duration: ThreadPause(2 s).

    Source: stdlib.md 7.1.
    """
    wait(run, delay)


# --- Threads: one at a time ------------------------------------------------------------------------------------------


@function("ThreadExecute", "ThreadExécute")
def thread_execute(run: Run, name: Value, mode: Value, procedure: Value, *arguments: Value) -> None:
    """Runs a procedure; here at once, and the program goes on when it has ended.

    Source: stdlib.md 7.1.
    """
    from wlmail.runtime.calls import call_value

    call_value(procedure, *arguments)


@function("ThreadState", "ThreadEtat")
def thread_state(name: Value = "") -> int:
    """The state of a thread: here it has always ended.

    Source: stdlib.md 7.1.
    """
    return 2  # threadUnknown


for english, french in (
    ("ThreadEnd", "ThreadFin"),
    ("ThreadMode", "ThreadMode"),
    ("CriticalSectionStart", "SectionCritiqueDébut"),
    ("CriticalSectionEnd", "SectionCritiqueFin"),
    ("MutexCreate", "MutexCrée"),
    ("MutexStart", "MutexDébut"),
    ("MutexEnd", "MutexFin"),
    ("SemaphoreCreate", "SémaphoreCrée"),
    ("SemaphoreStart", "SémaphoreDébut"),
    ("SemaphoreEnd", "SémaphoreFin"),
):

    @function(english, french)
    def no_other_thread(*arguments: Value) -> bool:
        """Nothing to do: a program has one thread here.

        Source: stdlib.md 7.1.
        """
        return True


# --- The program -----------------------------------------------------------------------------------------------------


@function("EndProgram", "FinProgramme")
def end_program(run: Run, message: Value = "", *title: Value) -> None:
    """Ends the program, with exit status 0; a message is shown first.

    Source: stdlib.md 7.1.
    """
    raise ProgramEnd(to_text(message))


@function("CommandLine", "LigneCommande")
def command_line(run: Run, which: Value = None) -> str:
    """The program's command line, what follows `--`; an argument by its rank, or the value of /NAME=value by name.

    Source: stdlib.md 7.1.
    """
    arguments = run.world.arguments
    if which is None:
        return " ".join(arguments)
    if isinstance(which, str):
        wanted = which.lstrip("/-").casefold()
        for argument in arguments:
            name, _, value = argument.lstrip("/-").partition("=")
            if name.casefold() == wanted and argument[:1] in ("/", "-"):
                return value
        return ""
    rank = to_number(which)
    return arguments[int(rank) - 1] if 1 <= rank <= len(arguments) else ""


def stem(run: Run) -> str:
    """The program's name without directory and extension."""
    return os.path.splitext(os.path.basename(run.program))[0].strip("<>") or "program"


@function("ProjectInfo", "ProjetInfo")
def project_info(run: Run, kind: Value) -> str:
    """Tells about the project: here a program's name stands for its project's.

    Source: stdlib.md 7.1.
    """
    if kind == REGISTRY:
        return f"Software\\wlmail\\{stem(run)}"
    return stem(run) if kind in (PROJECT_NAME, EXE_NAME, CONFIGURATION, DEPLOYED_SITE) else ""


@function("ExeInfo", "ExeInfo")
def exe_info(run: Run, kind: Value, path: Value = "") -> str:
    """Tells about the program: its name, or its version, which is not known here.

    Source: stdlib.md 7.1.
    """
    return stem(run) if isinstance(kind, str) and kind.casefold() in ("nom", "name") else ""


for english, french in (
    ("InAutomaticTestMode", "EnModeTestAutomatique"),
    ("InAWPMode", "EnModeAWP"),
    ("InSimulatorMode", "EnModeSimulateur"),
    ("InAndroidEmulatorMode", "EnModeEmulateurAndroid"),
):

    @function(english, french)
    def not_in_such_a_mode(*arguments: Value) -> bool:
        """False: the program runs for good, not in a mode of the development environment.

        Source: stdlib.md 7.1.
        """
        return False


@function("InTestMode", "EnModeTest")
def in_test_mode(run: Run) -> bool:
    """True with `--test-mode`: programs then send their mails to a test address.

    Source: stdlib.md 7.1.
    """
    return run.world.options.test_mode


# --- The machine -----------------------------------------------------------------------------------------------------


class Language:
    """The language of day and month names: that of the program until Nation chooses another."""

    def __init__(self) -> None:
        self.nation = 0

    def french(self, run: Run) -> bool:
        return self.nation == FRENCH if self.nation else run.french


@function("Nation", "Nation")
def nation(run: Run, language: int = 0) -> int:
    """The language of day and month names, nationFrench or nationEnglish; with an argument, chooses it.

    Source: stdlib.md 7.1.
    """
    state = run.state(Language)
    if language:
        state.nation = language
    return state.nation or (FRENCH if run.french else ENGLISH)


@function("NetworkUser", "RéseauUtilisateur")
def network_user() -> str:
    """The name of the user who runs the program.

    Source: stdlib.md 7.1.
    """
    return os.environ.get("USERNAME") or os.environ.get("USER") or os.environ.get("LOGNAME") or ""


@function("NetMachineName", "NetNomMachine")
def net_machine_name() -> str:
    """The name of this machine.

    Source: stdlib.md 7.1.
    """
    import platform

    return platform.node()


@function("NetIPAddress", "NetAdresseIP")
def net_ip_address(run: Run, *options: Value) -> str:
    """The address of this machine in its network; 127.0.0.1 without one.

    Source: stdlib.md 7.1.
    """
    if run.world.captured:
        return "127.0.0.1"
    import socket

    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))  # chooses a network card; nothing is sent
            return str(probe.getsockname()[0])
    except OSError:
        return "127.0.0.1"


@function("InternetConnected", "InternetConnecté")
def internet_connected(run: Run) -> bool:
    """True when this machine has a way out to a network; always while mails are captured.

    Source: stdlib.md 7.1.
    """
    return run.world.captured or net_ip_address(run) != "127.0.0.1"


@function("SysEnvironment", "SysEnvironnement")
def sys_environment(name: str) -> str:
    """The value of a variable of the environment; "" when there is none.

    Source: stdlib.md 7.1.
    """
    try:
        return os.environ.get(name, "")
    except UnicodeEncodeError:  # a name that no variable can have
        return ""


@function("ShellExecute", "LanceAppliAssociée", on_failure=False)
def shell_execute(run: Run, path: str, *options: Value) -> bool:
    """Opens a document with its application; here it is only told what would be opened.

    Source: stdlib.md 7.1.
    """
    return _not_launched(run, path)


@function("ExeRun", "LanceAppli", on_failure=False)
def exe_run(run: Run, command: str, *options: Value) -> bool:
    """Launches a program; here it is only told what would be launched.

    Source: stdlib.md 7.1.
    """
    return _not_launched(run, command)


def _not_launched(run: Run, what: str) -> bool:
    if run.world.captured:
        raise Failure(f"«{what}» is not launched: nothing may leave the machine while mails are captured")
    tell(run, f"wlmail launches no programs; «{what}» would have been launched")
    return True
