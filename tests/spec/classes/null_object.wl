// A member or method of Null is a fatal error, which handlers can catch (13).
cBox is a Class
	m_n is int
	m_pNext is cBox dynamic
END
PROCEDURE cBox::Next() : int
RESULT m_pNext.m_n
END
PROCEDURE cBox::Constructor(n is int)
m_n = n
END
p is cBox dynamic
WHEN EXCEPTION IN
	Trace(p.m_n)
DO
	Trace("1: " + ExceptionInfo())
END
WHEN EXCEPTION IN
	p.m_n = 3
DO
	Trace("2: " + ExceptionInfo())
END
WHEN EXCEPTION IN
	p.Next()
DO
	Trace("3: " + ExceptionInfo())
END
x = p
WHEN EXCEPTION IN
	Trace(x.m_n)
DO
	Trace("4: " + ExceptionInfo())
END
o is cBox(5)
WHEN EXCEPTION IN
	o = p
DO
	Trace("5: " + ExceptionInfo())
END
p = new cBox(6)
Trace(p.Next())
