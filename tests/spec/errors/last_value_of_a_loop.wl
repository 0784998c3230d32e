// The last int: the loop reaches it, what comes after it does not fit.
i is int
FOR i = 2147483646 TO 2147483647
	Trace(i)
END
Trace("never")
