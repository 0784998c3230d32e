a is int = 1 ; b is int = 2
a <=> b
Trace(a + "-" + b)
(a, b) = (8, 9)
Trace(a, b)
x is int ; y is string
(x, y) = Pair()
Trace(x, y)
z is int
(z,) = Pair()
Trace(z)
Trace(1 > 0 ? "yes" SINON "no")
nCount is int = 3
Trace(nCount = 1 ? "one" ELSE nCount + " pieces")
LET sText = "typed by its value"
Trace(sText)

PROCEDURE Pair()
RESULT (7, "z")
