n is int = 2 000 000 000
Trace(n * 2)
n = n * 2
Trace("never")
