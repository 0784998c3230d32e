// A structure can be referred to as well (4.5).
STNode is Structure
	sName is string
	pNext is STNode dynamic
END
p is STNode dynamic
IF p = Null THEN Trace("Null")
p = new STNode
p.sName = "one"
q is STNode dynamic = p
q.sName = "shared"
p.pNext = new STNode
p.pNext.sName = "two"
Trace(p.sName, q.pNext.sName, p.pNext.pNext = Null, p = q)
st is STNode
st = p
st.sName = "copy"
p = st
p.sName = "alias"
Trace(q.sName, st.sName)
DELETE p
WHEN EXCEPTION IN
	Trace(p.sName)
DO
	Trace(ExceptionInfo())
END
