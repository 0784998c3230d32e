// A variable of any type takes what it is given; DELETE is a statement, Delete(…) a function.
PROCEDURE Five()
	RESULT 5
END
x is variant = Five()
Trace(x)
m is Email
m.Subject = "first"
y is variant = m
y.Subject = "second"
Trace(m.Subject, y.Subject)
a is array of int = [1, 2, 3]
Delete(a, 1)
Trace(ArrayToString(a, ","))
Supprime(a, 2)
Trace(a..Count)
m² is int = 4
Trace(m²)
