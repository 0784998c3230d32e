nTotal = 5
Trace(nTotal)
