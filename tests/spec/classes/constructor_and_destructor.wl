// A constructor runs when an object is made, its destructor as soon as no variable holds it any more (4.7, 11).
cFile is a Class
	m_sName is string
END

PROCEDURE cFile::Constructor(sName is string, nMode is int = 1)
m_sName = sName
Trace("open " + sName + " " + nMode)

PROCEDURE cFile::Destructor()
Trace("close " + m_sName)

PROCEDURE Work()
o is cFile("local")
Trace("working with " + o.m_sName)
END

PROCEDURE Make(sName is string) : cFile dynamic
RESULT new cFile(sName, 2)
END

Work()
p is cFile dynamic = Make("first")
q is cFile dynamic
q = p
DELETE p
Trace("still held: " + q.m_sName)
q = new cFile("second")
Trace("q holds " + q.m_sName)
DELETE q
IF q = Null THEN Trace("q is Null")
FOR i = 1 TO 2
	oTurn is cFile("turn " + i)
END
t is array of cFile dynamic
Add(t, Make("in an array"))
ArrayDeleteAll(t)
oLast is object cFile("to the end", 3)
WHEN EXCEPTION IN
	oInside is cFile("inside")
	Trace(1 / 0)
DO
	Trace("caught")
END
Trace("end of the main code")
