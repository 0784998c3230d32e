// Operators compute without truncation; the range is checked when the result is assigned (5.3).
Trace(5 / 2, 2000000000 * 3, 7 * 0.5)
n is int = 5 / 2
m is int = -2.7
b is boolean = 3
Trace(n, m, b, True + True)
c is currency = 1.25
u is numeric = 0n0.1
Trace(c + 1, c * u, 1 + 0.5)
g is 8-byte int = 2000000000 * 3
Trace(g)
WHEN EXCEPTION IN
	n = n / (m + 2)
DO
	Trace(ExceptionInfo())
END
x is variant = 2000000000
n = x * 3
