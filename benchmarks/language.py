"""How fast WLanguage runs beside the same written by hand in Python: six programs, typed and untyped, in turn.

    python benchmarks/language.py [ROUNDS]

Untyped: the same texts with Variant for every type, no type for parameters and results. Prints for each program the
median time of both and the ratio, and the geometric mean of the ratios.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from wlmail.interpreter import compile_program
from wlmail.language.source import Source
from wlmail.runtime.run import Run
from wlmail.world import RealWorld

PROGRAMS: dict[str, tuple[str, Callable[[], Any]]] = {}


def program(wlanguage: str) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    def register(python: Callable[[], Any]) -> Callable[[], Any]:
        PROGRAMS[python.__name__] = (wlanguage, python)
        return python

    return register


@program("""
PROCEDURE Fib(n is int) : int
IF n < 2 THEN RESULT n
RESULT Fib(n - 1) + Fib(n - 2)
END
RESULT Fib(24)
""")
def recursion() -> int:
    def fib(n: int) -> int:
        if n < 2:
            return n
        return fib(n - 1) + fib(n - 2)

    return fib(24)


@program("""
nTotal, i, j are int
FOR i = 1 TO 400
    FOR j = 1 TO 400
        nTotal = nTotal + (i * j) % 7
    END
END
RESULT nTotal
""")
def arithmetic() -> int:
    total = 0
    for i in range(1, 401):
        for j in range(1, 401):
            total = total + (i * j) % 7
    return total


@program("""
sList is string
i is int
FOR i = 1 TO 6000
    sList = sList + "line " + i + ";"
END
RESULT Length(sList)
""")
def strings() -> int:
    text = ""
    for i in range(1, 6001):
        text = text + "line " + str(i) + ";"
    return len(text)


@program("""
arrValue is array of int
i, k, nSum are int
FOR i = 1 TO 50000
    Add(arrValue, i)
END
FOR k = 1 TO 4
    FOR i = 1 TO 50000
        nSum = nSum + arrValue[i] % 1000
        arrValue[i] = i % 100
    END
END
RESULT nSum
""")
def arrays() -> int:
    values: list[int] = []
    for i in range(1, 50001):
        values.append(i)
    total = 0
    for _ in range(4):
        for i in range(50000):
            total = total + values[i] % 1000
            values[i] = (i + 1) % 100
    return total


@program("""
stPoint is Structure
    nX is int
    nY is int
END
p is stPoint
i is int
FOR i = 1 TO 200000
    p.nX = i
    p.nY = p.nX + p.nY % 10
END
RESULT p.nY
""")
def properties() -> int:
    class Point:
        __slots__ = ("x", "y")

    p = Point()
    p.x = p.y = 0
    for i in range(1, 200001):
        p.x = i
        p.y = p.x + p.y % 10
    return p.y


@program("""
nMax is int = 100000
arrPrime is array of 100000 boolean
i, j, nCount are int
FOR i = 2 TO nMax
    arrPrime[i] = True
END
FOR i = 2 TO nMax
    IF arrPrime[i] THEN
        nCount++
        j = i + i
        WHILE j <= nMax
            arrPrime[j] = False
            j = j + i
        END
    END
END
RESULT nCount
""")
def sieve() -> int:
    limit = 100000
    prime = [False] * (limit + 1)
    count = 0
    for i in range(2, limit + 1):
        prime[i] = True
    for i in range(2, limit + 1):
        if prime[i]:
            count += 1
            j = i + i
            while j <= limit:
                prime[j] = False
                j = j + i
    return count


def compiled(text: str, name: str) -> Callable[[], Any]:
    done = compile_program(Source(text, f"{name}.wl"))
    if done.code is None:
        raise SystemExit(f"{name}: {done.diagnostics}")
    space: dict[str, Any] = {}
    exec(done.code, space)
    run = Run(RealWorld("."))
    return lambda: space["program"](run)


def untyped(text: str) -> str:
    """The program without its types."""
    text = text.replace("(n is int) : int", "(n)")
    text = re.sub(r"\b(is|are) (int|string)\b", r"\1 Variant", text)
    return re.sub(r"array of (\d* *)(int|boolean)", r"array of \1Variant", text)


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = call()
    return time.perf_counter() - start, result


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    for title, texts in (("typed", lambda text: text), ("untyped", untyped)):
        compare(title, rounds, texts)


def compare(title: str, rounds: int, texts: Callable[[str], str]) -> None:
    ratios = []
    print(f"{title:12} {'wlanguage':>10} {'python':>10} {'ratio':>6}   (median of {rounds})")
    for name, (text, python) in PROGRAMS.items():
        ours = compiled(texts(text), name)
        pairs = []
        for _ in range(rounds + 1):
            mine, result = timed(ours)
            theirs, expected = timed(python)
            if result != expected:
                raise SystemExit(f"{name}: WLanguage gives {result}, Python {expected}")
            pairs.append((mine, theirs))
        pairs = pairs[1:]  # the first round warms both up
        ratio = statistics.median(a / b for a, b in pairs)
        ratios.append(ratio)
        mine, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
        print(f"{name:12} {mine * 1000:8.1f}ms {theirs * 1000:8.1f}ms {ratio:6.2f}")
    print(f"geometric mean of the ratios: {statistics.geometric_mean(ratios):.2f}")


if __name__ == "__main__":
    main()
