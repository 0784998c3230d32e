a est une chaîne secrète = "Tr0uKDPX!"
Trace(a)
b is secret string = "hunter22"
Trace(b)
c is string = "x"
Trace(c)
