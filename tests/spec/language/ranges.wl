// Parts of a text: positions from 1, bounds included.
s is string = "abcdef"
Trace(s[[2 TO 3]] + s[[TO 1]] + s[[5 TO]] + s[[2 ON 2]])
Trace(s[[1]] + "|" + s[[7]] + "|" + s[[5 TO 99]] + "|" + s[[TO 0]] + "|")
t is string = "ab."
t[[3]] = ""
Trace(t)
t[[1 TO 1]] = "xyz"
Trace(t)
Trace(Upper("order")[[TO 3]])
i is int = 2
Trace(s[[i+1 TO Length(s)-1]])
