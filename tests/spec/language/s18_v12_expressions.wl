// Vectors 12 to 20 of section 18.
n is int = 7
IF 5 < n <= 7 THEN Trace("in")
b is boolean = 1 = 2
Trace(b)
Trace(1 = 1 OR 1 = 1 AND 1 = 2)
IF False AND f() THEN Trace("no")
IF False _AND_ f() THEN Trace("no")
x is int = 1
inc(x)
Trace(x)
x = 1
incLocal(x)
Trace(x)
SWITCH 5
CASE 1,2: Trace("a")
CASE 3<=*<=6 : Trace("b")
OTHER CASE Trace("c")
END
SWITCH True
CASE 1 > 2
Trace("x")
CASE 2 > 1
Trace("y")
END
INTERNAL PROCEDURE f()
Trace("f")
RESULT True
END
PROCEDURE INTERNAL inc(n)
n++
END
INTERNAL PROCEDURE incLocal(LOCAL n)
n++
END
