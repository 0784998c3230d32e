// A combination is a set of flags (4.6): by member, by +, by index; automatic values are 1, 2, 4 …
COption is Combination
	optA
	optB
	optC = 8
END
v is COption
Trace(v.optA, v, v = Null, "<" + v..Name + ">")
v.optA = True
Trace(v.optA, v.optB, v..Value)
v = optA + optC
Trace(v.optA, v.optB, v.optC, v[optA], v[optB], v..Name)
v.optA = False
v[optB] = True
Trace("" + v, v = COption.optB + COption::optC)
v += optB
v += optA
v -= optC
Trace(v, v & optA, v | 8)
w is COption = v
w.optA = False
Trace(v.optA, w.optA, v <> w)
Set(v.optC)
Trace(v..Value)
v = 9
Trace(v..Name)
v = Null
IF v = 0 THEN Trace("none")
x = v
x = optA
x.optB = True
Trace(x)
v = 64

PROCEDURE Set(f)
f = True
