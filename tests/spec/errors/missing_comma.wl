// A comma is missing.
s is string = Replace("abc" "b", "x")
Trace(s)
