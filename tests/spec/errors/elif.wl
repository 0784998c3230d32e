// ELSEIF is read, ELIF is not.
n is int = 1
IF n = 1 THEN
	Trace(1)
ELSEIF n = 2 THEN
	Trace(2)
ELIF n = 3 THEN
	Trace(3)
END
