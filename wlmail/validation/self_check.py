"""`wlmail validate --self-check`: no false alarm on equivalent pairs, every mutation caught at its level and place."""

from __future__ import annotations

import random
import sys

from wlmail.capture.comparison import Comparison, Side
from wlmail.capture.mutations import ALWAYS, LEGACY, MUTATIONS, base
from wlmail.capture.samples import Mail, Style, delivered, some_mail
from wlmail.capture.tolerance import Tolerance

BATCH = 20
"""Mails that are compared at once: pairing is part of what is checked."""


def self_check(pairs: int) -> int:
    """The command; returns 0 when all is well, else 1 and tells on standard output what is not."""
    alarms = false_alarms(pairs)
    for alarm in alarms[:20]:
        print(f"false alarm: {alarm}")
    print(f"{pairs} equivalent pairs: {len(alarms)} false alarm{'s' if len(alarms) != 1 else ''}")
    missed = []
    for name, level, place, _ in MUTATIONS:
        wrong = missed_mutation(name)
        told = "always an error" if level == ALWAYS else f"L{level}"
        print(f"{'MISSED' if wrong else 'caught'}  {told:15}  {place:22}  {name}{f': {wrong}' if wrong else ''}")
        if wrong:
            missed.append(name)
    print(f"{len(MUTATIONS)} mutations: {len(MUTATIONS) - len(missed)} caught")
    sys.stdout.flush()
    return 1 if alarms or missed else 0


def false_alarms(pairs: int, seed: int = 1) -> list[str]:
    """Compares mails with themselves, each written in two ways; what is wrongly told to differ, with its seed."""
    found = []
    for start in range(0, pairs, BATCH):
        chance = random.Random(seed * 1_000_003 + start)
        mails = [some_mail(chance, start + k) for k in range(min(BATCH, pairs - start))]
        comparison = Comparison(_side(mails, chance), _side(mails, chance), Tolerance())
        for difference in comparison.counting:
            found.append(f"pair {start + difference.left_number}: {difference!r}")
    return found


def missed_mutation(name: str, seed: int = 1) -> str:
    """ "" when the mutation is caught at its level and place and nowhere else; otherwise what is wrong."""
    _, level, place, change = next(mutation for mutation in MUTATIONS if mutation[0] == name)
    chance = random.Random(seed)
    mails = [some_mail(chance, number) for number in range(3)]
    base(mails[LEGACY])
    changed = [mail.copy() for mail in mails]
    change(changed)
    comparison = Comparison(_side(mails, chance), _side(changed, chance), Tolerance())
    told = ", ".join(f"{d.where} (L{d.level})" for d in comparison.counting)
    caught = [
        d for d in comparison.counting if place in d.where and (d.is_error if level == ALWAYS else d.level == level)
    ]
    if not caught:
        return f"told was {told or 'nothing'}"
    elsewhere = [
        d for d in comparison.counting if d.left_number not in (0, LEGACY + 1) and d.where not in ("order", "message")
    ]
    return f"told elsewhere: {elsewhere}" if elsewhere else ""


def _side(mails: list[Mail], chance: random.Random) -> Side:
    return Side("generated", [delivered(mail, Style(chance), number) for number, mail in enumerate(mails, 1)])
