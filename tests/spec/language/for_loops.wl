// TO evaluates its bound before each turn, _TO_ once.
n is int = 2
FOR i = 1 TO n
	IF i = 1 THEN n = 3
	Trace(i)
END
m is int = 2
FOR j = 1 _TO_ m
	IF j = 1 THEN m = 3
	Trace("once", j)
END
FOR k = 3 TO 1 STEP -1
	Trace("down", k)
END
FOR k = 5 TO 4
	Trace("never")
END
x is real
FOR x = 1 TO 2 STEP 0.5
	Trace("half", x)
END
FOR z = 1 TO 3
END
Trace("after the loop", z)
