// A class with two bases has the members and methods of both; a member may hide an inherited one.
cNamed is a Class
	m_sName is string = "named"
PRIVATE
	m_nInner is int = 1
END
PROCEDURE cNamed::Constructor()
Trace("cNamed")
END
PROCEDURE cNamed::Inner()
RESULT m_nInner
END
PROCEDURE PRIVATE cNamed::Secret()
RESULT "named"
END
PROCEDURE cNamed::Tell()
RESULT :Secret()
END
cDated is a Class
	m_sDate is string = "2026"
END
PROCEDURE cDated::Constructor()
Trace("cDated")
END
PROCEDURE cDated::Date()
RESULT m_sDate
END
cLetter is a Class
	inherits cNamed
	inherits cDated
	m_nInner is int = 2
END
PROCEDURE cLetter::Constructor()
Trace("cLetter")
END
PROCEDURE cLetter::Own()
RESULT m_nInner + " " + Date() + " " + m_sName
END
PROCEDURE PRIVATE cLetter::Secret()
RESULT "letter"
END
l is cLetter
Trace(l.Own(), l.Inner(), l.Tell())
d is cDated
d = l
Trace(d.Date())
