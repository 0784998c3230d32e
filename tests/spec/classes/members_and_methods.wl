// Members with sections, values and the three spellings of an own member (11).
cMail is a Class <mapping=MAIL>
	m_sTo is string
	m_arrCc is array of strings
	m_nTry, m_nMax are int = 3		// only the last name gets the value
	<MAPPING>
	m_sCity is string <mapping=CITY, unique key>
	<END>
PRIVATE
	m_sNote is string = "draft"
	LOCAL m_dtDay is Date = "20260130"
END

PROCEDURE cMail::Address(sTo is string, sCc is string = "")
m_sTo = sTo
:m_nTry++
object.m_nTry += 1
IF sCc <> "" THEN Add(m_arrCc, sCc)

PROCEDURE cMail::Describe() : string
m_sTo is string = "a local variable hides the member"
RESULT :m_sTo + " / " + object:m_sTo + " / " + m_nTry + " / " + m_sNote + " / " + m_dtDay.Year + " / " + m_sTo[[1 TO 7]]
END

o is a cMail
Trace(o.m_sTo = "", o.m_nTry, o.m_nMax, o.m_arrCc.Count)
o.Address("ann@example.com", "bob@example.com")
o:Address("eve@example.com")
Trace(o:m_sTo, o..m_nTry, o.m_arrCc.Count, o.m_arrCc[1])
o.m_sTo += ".test"
o.m_arrCc[1] = "z"
o.m_nMax--
Trace(o.Describe(), o.m_arrCc[1], o.m_nMax)
a, b are cMail
a.m_sTo = "a"
Trace(a.m_sTo + "|" + b.m_sTo + "|")
WITH b
	.m_sTo = "with"
	.Address(.m_sTo + "@example.com")
	Trace(.m_sTo, .m_nTry)
END
