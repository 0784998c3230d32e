// Calls through a variable may be nested a thousand deep; more is an error of the program, not of Python.
p is procedure
p = Down
PROCEDURE Down(n)
IF n = 0 THEN RESULT 0
RESULT 1 + p(n - 1)
END
Trace(p(500))
WHEN EXCEPTION IN
Trace(p(5000))
DO
Trace("too deep:", ExceptionInfo())
END
Trace(p(500))
