// A reference parameter of a wider type stands for the variable; another type is converted, and stays its own (8.2).
n is int = 100000
WHEN EXCEPTION IN
	Narrow(n)
DO
	Trace("does not fit", n)
END
Wide(n)
Trace(n)
WHEN EXCEPTION IN
	TooWide(n)
DO
	Trace("does not fit", n)
END
s is string = "abc"
OneLetter(s)
Trace(s)
r is real = 1.5
Whole(r)
Trace(r)
Texts(n)
Trace(n)

PROCEDURE Narrow(b is 1-byte int)
k is 2-byte int = b + 1
Trace(k)
b = 5

PROCEDURE Wide(b is 8-byte int)
b += 1

PROCEDURE TooWide(b is 8-byte int)
b = 10000000000

PROCEDURE OneLetter(c is character)
c = c + "z"
Trace(c)

PROCEDURE Whole(k is int)
k += 2
Trace(k)

PROCEDURE Texts(x is string)
x += "!"
Trace(x)
