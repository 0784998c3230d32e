// References: Null at first, shared by =, aliased by <-, copied by <= (4.7, 6.6).
cBox is a Class
	m_n is int
	m_p is cBox dynamic
END
p, q are cBox dynamic
r is dynamic object cBox
IF p = Null AND q = Null AND r = Null THEN Trace("all Null")
p = new cBox
p.m_n = 1
q = p
q.m_n = 2
Trace(p.m_n, p = q, p <> Null, r = q)
r <= p
r.m_n = 3
Trace(p.m_n, r.m_n, p = r)
p <= r
Trace(q.m_n, p = q, p = r)
oBox is cBox
oBox.m_n = 7
p <- oBox
p.m_n++
Trace(oBox.m_n, p = oBox, q.m_n)
p <=> q
Trace(p.m_n, q.m_n)
p.m_p = new cBox
p.m_p.m_p = p
p:m_p:m_n = 9
Trace(p.m_p.m_p.m_p.m_n, p.m_p.m_p = p)
p.m_p.m_p = Null
DELETE p.m_p
Trace(p.m_p = Null, p?.m_n)
v is variant = q
Trace(v.m_n)
LET x = new cBox()
x.m_n = 4
LET y = x
y.m_n = 5
Trace(x.m_n)
