// ErrorPropagate in a handler: the caller sees an error of the call. An error that is tested does not jump.
Trace(Caller())
Tested()
Trace(WithEnd())

PROCEDURE Callee()
fLoadText("missing.txt")
Trace("never")
CASE ERROR:
ErrorPropagate("while loading")
RETURN

PROCEDURE Caller()
Callee()
Trace("never")
CASE ERROR:
RESULT "caller got it: " + (ErrorInfo() [=] "while loading")

PROCEDURE Tested()
s is string = fLoadText("missing.txt")
IF ErrorOccurred THEN Trace("tested after an assignment", "<" + s + ">")
fDelete("missing.txt")
IF ErrorOccurred = False THEN Trace("never")
Trace("goes on")
CASE ERROR:
Trace("never")

PROCEDURE WithEnd()
RESULT 1
END:
RESULT 2
