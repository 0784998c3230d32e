n is int = (1 + 2
Trace(nUnknown)
