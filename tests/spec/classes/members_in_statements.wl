// Members in loops, parts of texts, {"name"}, swaps of values, conditions and texts.
cA is a Class
	m_n is int
	m_s is string = "abc"
END
PROCEDURE cA::Set(sName is string, n)
{sName} = n
Trace(m_n, {"m_s"}, m_s[[2]])
FOR m_n = 1 TO 3
	m_s += m_n
END
FOR EACH STRING s, i OF m_s SEPARATED BY "1"
	Trace(s)
END
m_s[[1]] = "Z"
Trace(m_s, m_n)
END
a is cA
a.Set("m_n", 12)
t is array of 2 cA
t[1].m_n = 4
t[2].m_n++
Trace(t[1].m_n + t[2].m_n)
(a.m_n, a.m_s) = (1, 2)
Trace(a.m_n, a.m_s)
IF a.m_n = 1 AND a.m_s = "2" THEN Trace("and")
SWITCH a.m_n
	CASE 1: Trace("one")
END
Trace("[%a.m_n%] [%a.m_s%]")
v is variant = a
Trace(v.m_n)
p is cA dynamic = a
IF p THEN Trace("p")
