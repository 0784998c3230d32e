Trace("never runs")
x is int = (1 + 2
Trace(x)
