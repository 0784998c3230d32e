Trace("a")
FIN
Trace("b")
