// A part of a text, of a date, an element, a member passed by reference: the procedure changes the whole (8.2).
s is string = "abc"
d is Date = "20260130"
t is array of string = ["x", "y"]
Change(s[[2]])
Trace(s)
Change(s[[1 TO 2]])
Trace(s)
Change(t[2])
Change(t[1][[1]])
Trace(t[1], t[2])
NextMonth(d..Month)
Trace(d)
Change("literal"[[1]])
p is procedure = Change
p(s[[1]])
Trace(s)

PROCEDURE Change(x)
x = "<" + x + ">"

PROCEDURE NextMonth(n is int)
n++
