// One parenthesis too many.
s is string = Left("abc", 2))
Trace(s)
