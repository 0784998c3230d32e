// The report names the method; CASE ERROR, CASE EXCEPTION and END work in methods.
cJob is a Class
	m_t is array of 2 int
END
PROCEDURE cJob::Safe(n is int) : int
RESULT :Risky(n)
CASE EXCEPTION:
	Trace("caught: " + ExceptionInfo())
	RESULT -1
END:
	Trace("always")
END
PROCEDURE cJob::Risky(n is int) : int
RESULT m_t[2] / (n - 3)
END
PROCEDURE GLOBAL cJob::Start(n is int)
o is cJob
Trace(o.Safe(n))
o.Risky(n)
END
cJob::Start(3)
