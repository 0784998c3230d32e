// A head that is not closed, one without a name, SUB.
PROCEDURE Test(s : string, n
	Trace(s)
END

PROCEDURE (x)
Trace(x)
END

SUB Other()
Trace(1)
END SUB
