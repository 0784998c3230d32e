Trace(F(), G(), "<" + Nothing() + ">")
a, b are int = 3
Trace(a + "-" + b)
Early(1)
Early(0)

FUNCTION F()
RETURN 5
END

PROCEDURE G() : string
RESULT 2.50

PROCEDURE Nothing()
RETURN

PROCEDURE Early(n)
IF n = 0 THEN RETURN
Trace("not early")
