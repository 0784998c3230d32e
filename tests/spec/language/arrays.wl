// = between arrays makes one array of two names, <= copies.
t is array of int = [1]
u is array of int = t
Add(u, 2)
Trace(t..Occurrence)
v is array of int
v <= t
Add(v, 3)
Trace(t.Occurrence, v..Count)
Trace(t[2], v[3])
w is array of 2 by 3 int
w[2, 3] = 6
Trace(w[2][3], w[1, 1])
s is array of 3 strings
Trace(ArrayCount(s), "<" + s[3] + ">")
nested is array of array of strings = [["a", "b"], ["c"]]
Trace(nested[1][2], nested[2, 1], nested..Occurrence)
sub is array of int = v[2 TO 3]
Trace(sub[1], sub..Occurrence)
