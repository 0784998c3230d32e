// EndProgram is no error: no handler sees it, and the status is 0.
WHEN EXCEPTION IN
	Finish(2)
DO
	Trace("never")
END
Trace("never")

PROCEDURE Finish(nSent is int)
EndProgram(StringBuild("%1 mails sent", nSent))
RETURN
CASE EXCEPTION:
Trace("never")
END
