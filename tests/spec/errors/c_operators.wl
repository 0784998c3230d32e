// Operators of C.
n is int = 1
IF n != 2 THEN Trace("a")
IF n = 1 && n < 3 THEN Trace("b")
IF n = 1 || n = 2 THEN Trace("c")
IF !n THEN Trace("d")
