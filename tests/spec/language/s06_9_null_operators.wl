// ??, ??*, ?! and ?. (6.7, 6.9) and types that take Null (4.2); what is not needed is not evaluated.
STAddr is Structure
	sCity is string = "Nice"
	nFloor is int?
END
v is variant
Trace(v ?? "other", "" ?? "other", "" ??* "other", 0 ??* 7, v ??* "both")
v = 5
Trace(v ?? Told("not needed"), v ?! Told("not needed"))
n is int?
Trace(n = Null, n ?? -1, n..Empty)
n = "12"
Trace(n = Null, n ?? -1, n + 1)
n += 1
Trace(n)
n = Null
n ??= 8
n ??= Told("not needed")
Trace(n)
s is string = ""
s ??=* "filled"
Trace(s)
a is STAddr
Trace(a.nFloor = Null)
a.nFloor = "3"
Trace(a.nFloor + 1)
w is variant
Trace(w?.sCity = Null, w?.sCity ?? "nowhere")
w = a
Trace(w?.sCity)
t is variant
Trace(t?.Count = Null)
x is variant = Null
Trace(x ?! "there is no address")

PROCEDURE Told(s)
Trace("told")
RESULT s
