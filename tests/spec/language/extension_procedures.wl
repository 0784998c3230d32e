t is string = "ab"
Trace(t.Twice())
Trace(Twice("c"))
Trace(t.Upper())

PROCEDURE Twice(s is string) <extension> : string
RESULT s + s
