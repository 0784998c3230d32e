// The methods of a class in another file, and procedures that were to be methods.
cLetter is a Class
	m_sTo is string
END

PROCEDURE cRelance::Send()
Trace(m_sClient)

PROCEDURE cRelance::Stop()
Trace("stop")

PROCEDURE Constructor(sTo)
m_sTo = sTo
Trace(:m_sTo, m_sTo)

PROCEDURE Main()
l is cLetter("a@example.com")
