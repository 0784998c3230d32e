x is int = 1
Trace(x)
/* never closed
x = 2
Trace(x)
