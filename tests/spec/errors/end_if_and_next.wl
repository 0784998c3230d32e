// END IF and NEXT.
n is int = 1
IF n = 1 THEN
	Trace("one")
END IF
FOR i = 1 TO 3
	Trace(i)
NEXT
Trace("after")
