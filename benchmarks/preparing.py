"""How fast a mailing is prepared beside the same in Python: 100,000 lines are read, cut, cleaned and put into a text.

    python benchmarks/preparing.py [ROUNDS]

No address is checked and nothing is sent. A second part cuts one long text piece by piece with ExtractString, at two
sizes: twice the size must take about twice the time.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wlmail.interpreter import compile_program
from wlmail.language.source import Source
from wlmail.runtime.run import Run
from wlmail.world import RealWorld

LINES = 100_000

PREPARING = """
sTous, sLigne, sNom, sAdresse, sTexte sont des chaînes
nCaractères est un entier
sTous = fChargeTexte("clients.txt")
POUR TOUTE CHAÎNE sLigne DE sTous SÉPARÉE PAR RC
	sNom = SansEspace(ExtraitChaîne(sLigne, 1, ";"))
	sAdresse = SansEspace(ExtraitChaîne(sLigne, 2, ";"))
	SI sAdresse <> "" ET sAdresse <> EOT ALORS
		sNom = Remplace(sNom, "_", " ")
		sTexte = ChaîneConstruit("Bonjour %1,%3votre commande %2 est partie.", sNom, ExtraitChaîne(sLigne, 3, ";"), RC)
		nCaractères += Taille(sTexte) + Taille(sAdresse)
	FIN
FIN
RENVOYER nCaractères
"""

CUTTING = """
sAll is string = fLoadText("long.txt")
i, nTotal are int
i = 1
LOOP
	sPiece is string = ExtractString(sAll, i, ";")
	IF sPiece = EOT THEN BREAK
	nTotal += Length(sPiece)
	i++
END
RESULT nTotal
"""


def preparing(folder: Path) -> int:
    """The same, as one would write it in Python."""
    count = 0
    with open(folder / "clients.txt", encoding="utf-8", newline="") as file:
        text = file.read()
    for line in text.split("\r\n"):
        fields = line.split(";")
        name = fields[0].strip()
        address = fields[1].strip() if len(fields) > 1 else ""
        if address:
            order = fields[2] if len(fields) > 2 else ""
            text = f"Bonjour {name.replace('_', ' ')},\r\nvotre commande {order} est partie."
            count += len(text) + len(address)
    return count


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def compiled(text: str, folder: Path) -> Callable[[], Any]:
    """A program, ready to be run in a folder."""
    made = compile_program(Source(text, "program.wl"))
    assert made.code is not None, [d.message for d in made.diagnostics]
    space: dict[str, Any] = {"__name__": "__wlmail__"}
    exec(made.code, space)
    return lambda: space["program"](Run(RealWorld(str(folder)), "program.wl"))


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = [f" Client_{i} ; client.{i}@example.com ;{i:06};Rue de l'Église {i};Lyon" for i in range(LINES)]
        (folder / "clients.txt").write_bytes("\r\n".join(lines).encode())
        ours = compiled(PREPARING, folder)
        pairs = []
        for _ in range(rounds):
            (own, found), (hand, wanted) = timed(ours), timed(lambda: preparing(folder))
            assert found == wanted, (found, wanted)
            pairs.append((own, hand))
        own, hand = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratio = statistics.median(a / b for a, b in pairs)
        print(f"preparing {LINES:,} lines: {own * 1e3:.0f} ms, Python {hand * 1e3:.0f} ms, ratio {ratio:.2f}")

        cut = compiled(CUTTING, folder)
        for count in (50_000, 100_000):
            (folder / "long.txt").write_text(";".join(f"client.{i}@example.com" for i in range(count)))
            times = [timed(cut)[0] for _ in range(rounds)]
            print(f"cutting {count:,} pieces of one text with ExtractString: {statistics.median(times) * 1e3:.0f} ms")


if __name__ == "__main__":
    main()
