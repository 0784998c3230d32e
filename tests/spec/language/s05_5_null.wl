// Null beside values (5.5).
n is int
s is string
v is variant
Trace(n = Null, s = Null, v = Null, v = 0)
v = 0
Trace(v = Null, v = 0)
n = 4
s = "x"
Trace(n = Null, s <> Null)
n = Null
s = Null
Trace(n, "<" + s + ">")
p is procedure
Trace(p = Null)
