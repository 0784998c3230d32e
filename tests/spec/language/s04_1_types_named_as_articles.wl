// A type may have the name of an article (3.3, 4.1); the type of a result may touch the name of its procedure (8.1).
A is Structure
	n is int = 3
END
Un is Structure
	s is string = "un"
END
x is A
y is an A
z, w are A
t is array of A
u est un Un
v est Un
Add(t, x)
Trace(x.n, y.n, w.n, t[1].n, u.s, v.s)
a is int = 5
Trace(a, Twice("b"))

PROCEDURE Twice(s):string
RESULT s + s + Three()

PROCEDURE Three:int
RESULT 3
