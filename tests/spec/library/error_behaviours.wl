// What happens after a failure can be chosen (stdlib.md 3): ErrorChangeParameter, until ErrorRestoreParameter.
nTries is int = 0
ErrorChangeParameter(epDisplayMessage)
fLoadText("missing.txt")
Trace("shown, the program goes on")
ErrorChangeParameter(epExecuteProcedure, TryAgain)
Trace("<" + fLoadText("missing.txt") + ">", nTries, ErrorOccurred, Position(ErrorInfo(), "missing.txt") > 0)
ErrorChangeParameter(epCode)
Trace(Careful())
ErrorRestoreParameter()
Trace(Careful())
Trace(Deep(2))
fLoadText("missing.txt")
Trace(ErrorInfo(errLine) > 0, ErrorInfo(errProcedure), ErrorInfo(errFunction))
FOR n = 4 TO 5
	Trace(ExtractString(ErrorInfo(errFullDetails), n, CR))
END
WHEN EXCEPTION IN
	ErrorChangeParameter(epReturn, -1)
DO
	Trace(ExceptionInfo())
END
WHEN EXCEPTION IN
	ExceptionChangeParameter(epExecuteProcedure, TryAgain)
DO
	Trace(ExceptionInfo())
END
ErrorChangeParameter(epExecuteProcedure, GiveUp)
fLoadText("missing.txt")
Trace("never")

PROCEDURE TryAgain()
nTries++
fSaveText("missing.tmp", "a success of the handler does not hide the failure")
fDelete("missing.tmp")
fDelete("missing.tmp") // and a failure of the handler does not call it again
IF nTries < 3 THEN RETURN opRetry
RETURN opCancel

PROCEDURE Careful()
fLoadText("missing.txt")
RETURN "went on"
CASE ERROR:
	RETURN "went to CASE ERROR"

PROCEDURE Deep(n)
IF n > 0 THEN RETURN Deep(n - 1)
sStack is string
FOR EACH STRING sLine OF dbgInfo(dbgStack)
	sStack += [" < "] + ExtractString(sLine, 1, ", line ")
END
RETURN sStack

PROCEDURE GiveUp()
Trace("giving up")
RETURN opEndProgram
