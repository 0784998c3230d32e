// Texts joined by other signs.
s is string = "a" & "b"
s = "a" . "b"
s = "a" "b"
Trace(s)
