"""How long a 60-line program takes from the command to the end of the process, first and later starts.

    python benchmarks/start.py [ROUNDS]

Each round runs, in turn and as processes of their own:

    python -c pass           Python alone
    python -c "import lark"  what importing the parser generator alone would cost
    stock Lark               Lark builds its tables from grammar/wlanguage.lark, as it does without a cache of its own
    first start              wlmail run, with an empty cache of compiled programs: parse, bind, compile, run
    second start             wlmail run, the compiled program taken from the cache

Prints the median of each in milliseconds, and the ratio to Python alone. Python's own bytecode cache is warm.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM = """\
// Reminders for invoices: which customers would get one.
// 60 lines as in any small program; no mail is sent.
CONSTANT
	FIRST_REMINDER = 10
	SECOND_REMINDER = 30
END
STInvoice is Structure
	sNumber is string
	sCustomer is string
	sAddress is string
	cAmount is currency
	nDays is int
END
arrInvoice is array of STInvoice
nFirst, nSecond, nSkipped are int
sSummary is string
Invoice("F-1041", "Garage Müller", "office@muller.test", 480.50, 26)
Invoice("F-1057", "Noël & Fils", "contact@noel.test", 96.40, 41)
Invoice("F-1066", "Town hall", "", 1250, 12)
Invoice("F-1071", "Ann Lee", "ann@example.com", 31, 3)
FOR EACH inv OF arrInvoice
	IF inv.sAddress ~= "" THEN
		nSkipped++
		CONTINUE
	END
	SWITCH inv.nDays
		CASE < FIRST_REMINDER : nSkipped++
		CASE FIRST_REMINDER TO SECOND_REMINDER
			nFirst++
			sSummary += [CR] + Line(inv, "reminder")
		OTHER CASE
			nSecond++
			sSummary += [CR] + Line(inv, "SECOND REMINDER")
	END
END
sBody is string = StringBuild([
	Dear colleagues,

	%1 first and %2 second reminders:
	%3
], nFirst, nSecond, sSummary)
FOR EACH STRING sLine OF sBody SEPARATED BY CR
	IF NoSpace(sLine) <> "" THEN Trace(sLine)
END

PROCEDURE Invoice(LOCAL sNumber, LOCAL sCustomer, LOCAL sAddress, LOCAL cAmount, LOCAL nDays)
inv is STInvoice
inv.sNumber = sNumber
inv.sCustomer = sCustomer
inv.sAddress = sAddress
inv.cAmount = cAmount
inv.nDays = nDays
Add(arrInvoice, inv)
END

PROCEDURE Line(inv is STInvoice, LOCAL sKind is string) : string
sText is string = sKind + ": " + inv.sNumber + ", " + Upper(inv.sCustomer)
sText += ", " + NumToString(inv.cAmount, ".2f") + ", " + inv.nDays + " days"
RESULT sText
END
"""


STOCK = """\
import sys
from wlmail.language.tables import load_grammar
with open(sys.argv[1], encoding="utf-8") as file:
    load_grammar(file.read())
"""


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder, "reminders.wl")
        program.write_text(PROGRAM, encoding="utf-8")
        cache = Path(folder, "cache")
        environment = {**os.environ, "WLMAIL_CACHE": str(cache)}
        # Otherwise Python's compiler is what would be measured.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        wlmail = [sys.executable, "-m", "wlmail", "run", str(program)]
        grammar = Path(__file__).parent.parent / "grammar" / "wlanguage.lark"
        runs = {
            "python -c pass": [sys.executable, "-c", "pass"],
            'python -c "import lark"': [sys.executable, "-c", "import lark"],
            "stock Lark": [sys.executable, "-c", STOCK, str(grammar)],
            "first start": wlmail,
            "second start": wlmail,
        }
        times: dict[str, list[float]] = {name: [] for name in runs}
        for turn in range(rounds + 2):
            for name, command in runs.items():
                if name == "first start":
                    shutil.rmtree(cache, ignore_errors=True)
                started = time.perf_counter()
                subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
                if turn >= 2:  # the first two fill Python's bytecode cache
                    times[name].append((time.perf_counter() - started) * 1000)
    base = statistics.median(times["python -c pass"])
    print(f"{len(PROGRAM.splitlines())} lines, {rounds} rounds, Python {sys.version.split()[0]}")
    for name, values in times.items():
        median = statistics.median(values)
        print(f"{name:24} {median:7.1f} ms   {median / base:5.2f} x")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
