"""How fast objects of WLanguage classes are beside hand-written Python classes: members, methods, new objects.

    python benchmarks/objects.py [ROUNDS]

Prints what `language.py` prints for its six programs. In `calls` the objects are all there is to do; the others also
pay for the range check of each int.
"""

from __future__ import annotations

import language

language.PROGRAMS.clear()
program = language.program


@program("""
cCounter is a Class
    m_s is string
    m_r is real
END
PROCEDURE cCounter::Note(s is string)
m_s = s
END
PROCEDURE cCounter::Last() : string
RESULT m_s
END
c is cCounter
s is string
i is int
FOR i = 1 TO 100000
    c.Note("a")
    s = c.Last()
    c.m_s = s
END
RESULT c.m_s
""")
def calls() -> str:
    class Counter:
        __slots__ = ("r", "s")

        def __init__(self) -> None:
            self.s = ""
            self.r = 0.0

        def note(self, s: str) -> None:
            self.s = s

        def last(self) -> str:
            return self.s

    counter = Counter()
    for _ in range(1, 100001):
        counter.note("a")
        s = counter.last()
        counter.s = s
    return counter.s


@program("""
cPoint is a Class
    m_nX, m_nY are int
END
PROCEDURE cPoint::Move(n is int)
m_nX = n
m_nY = m_nX + m_nY % 10
END
PROCEDURE cPoint::Sum() : int
RESULT m_nX + :m_nY
END
p is cPoint
i, nTotal are int
FOR i = 1 TO 100000
    p.Move(i)
    nTotal = (nTotal + p.Sum()) % 1000
END
RESULT nTotal
""")
def methods() -> int:
    class Point:
        __slots__ = ("x", "y")

        def __init__(self) -> None:
            self.x = 0
            self.y = 0

        def move(self, n: int) -> None:
            self.x = n
            self.y = self.x + self.y % 10

        def sum(self) -> int:
            return self.x + self.y

    p = Point()
    total = 0
    for i in range(1, 100001):
        p.move(i)
        total = (total + p.sum()) % 1000
    return total


@program("""
cShape is a Class
    m_sName is string
END
PROCEDURE cShape::Constructor(s is string)
m_sName = s
END
PROCEDURE VIRTUAL cShape::Area() : real
RESULT 0
END
cSquare is a Class
    inherits cShape
    m_rSide is real
END
PROCEDURE cSquare::Constructor(r is real)
Constructor cShape("square")
m_rSide = r
END
PROCEDURE cSquare::Area() : real
RESULT m_rSide * m_rSide
END
rTotal is real
i is int
FOR i = 1 TO 50000
    p is cShape dynamic = new cSquare(2)
    rTotal += p.Area()
END
RESULT rTotal
""")
def new_objects() -> float:
    class Shape:
        __slots__ = ("name",)

        def __init__(self, name: str) -> None:
            self.name = name

        def area(self) -> float:
            return 0.0

    class Square(Shape):
        __slots__ = ("side",)

        def __init__(self, side: float) -> None:
            super().__init__("square")
            self.side = side

        def area(self) -> float:
            return self.side * self.side

    total = 0.0
    for _ in range(1, 50001):
        p: Shape = Square(2.0)
        total += p.area()
    return total


if __name__ == "__main__":
    language.main()
