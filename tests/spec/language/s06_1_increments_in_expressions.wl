// x++ inside an expression is the value before, ++x the value after (6.1), whatever x is and wherever it lives.
STPoint is Structure
	a is int
END
cCounter is Class
	m_n is int
END
n is int = 1
Augment(n)
Trace(n++, n, ++n, n--, --n)
i is int = 1
t is array of int = [10, 20, 30]
t[i++] = 5
Trace(t[1], i)
Trace(t[i++]++, t[2], i)
r is real = 1.5
c is currency = 0.25
v is variant = 3
Trace(r++, r, c--, c, v++, v)
p is STPoint
Trace(p.a++, ++p.a)
d is date = "20260131"
Trace(d..Day++, d)
o is cCounter
o.Twice()
FOR EACH e OF t
	Trace(e++)
END
Trace(t[1], t[3])
next is procedure = (x => i++ + x)
Trace(next(100), i)
k is 1-byte int = 127
WHEN EXCEPTION IN
	Trace(k++)
DO
	Trace("too large", k)
END
m is int
WHILE m++ < 3
END
Trace(m)

PROCEDURE Augment(x)
x++

PROCEDURE cCounter::Twice()
Trace(:m_n++, ++m_n, object.m_n)
