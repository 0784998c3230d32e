// Vectors 31 to 35, 40, 42, 43 and 45 of section 18.
sName is string = "Bob"
Trace("Hi [%sName%] [%1+1%]")
Trace(Replace([
one [x] two "three" // four
], "two", "2"))
q is string =
[
line1
line2
]
Trace(Length(q))
IF True THEN
IF False THEN Trace(1)
ELSE
Trace(2)
END
Trace(p())
retour is int = 5
retour = 6
Trace(retour)
Trace(("a" +
"b"))
Trace("a" + ... // c
"b")
Info(“text”)
PROCEDURE p()
RESULT 1
END:
Trace("end")
