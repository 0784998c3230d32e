// Objects and members as parameters: by reference, or a copy with LOCAL (8.2).
cCounter is a Class
	m_n is int
	m_s is string
GLOBAL
	ms_nTotal is int
END
PROCEDURE cCounter::Step(nBy)
m_n += nBy
nBy = 100
Grow(m_n, :m_s)
Grow(ms_nTotal, m_s)
END
PROCEDURE Grow(n is int, s is string)
n++
s += "+"
END
PROCEDURE Change(o is cCounter)
o.m_n = 50
END
PROCEDURE Copy(LOCAL o is cCounter)
o.m_n = 60
RESULT o.m_n
END
PROCEDURE Replace(p is cCounter dynamic)
p = new cCounter
p.m_n = 70
END
PROCEDURE Any(x)
x.m_n++
x.Step(1)
RESULT x.m_s
END
o is cCounter
n is int = 2
o.Step(n)
o.Step(3)
Trace(o.m_n, n, o.m_s, cCounter.ms_nTotal)
Grow(o.m_n, o.m_s)
Grow(cCounter::ms_nTotal, o.m_s)
Trace(o.m_n, o.m_s, cCounter.ms_nTotal)
Change(o)
Trace(Copy(o), o.m_n)
p is cCounter dynamic = new cCounter
Change(p)
Replace(p)
Trace(p.m_n)
Trace(Any(o), o.m_n, Any(p), p.m_n)
