// Loops of other languages.
FOR (i = 1; i < 10; i++)
	Trace(i)
END
FOR i FROM 1 TO 3
	Trace(i)
END
FOR i in 1..3
	Trace(i)
END
