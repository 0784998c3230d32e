// A word too many in a type; the lines after are right.
n is int green
s is fixedd string on 10
PROCEDURE p(b is boolean False)
Trace(b)
END
a is unsigned 2-byte int
b is string fixed on 10 characters
c is Pascal string on 10
d is 8 bytes int
e is ANSI character
f is secret string
