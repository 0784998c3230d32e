// A variant takes values of any type; only one that was never assigned is Null.
v is variant
Trace(v = Null, v = 0)
v = 0
Trace(v = Null, v <> Null, v + 1)
v = "a"
Trace(v + 1)
v = [1, 2]
v[1] = 9
Trace(v[1], v..Count)
v = Null
Trace(v = Null)
v ??= 3
Trace(v)
arrMixed is array of variant = [1, "b", 2.5]
FOR EACH x OF arrMixed
	Trace(x)
END
