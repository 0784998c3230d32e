Trace(Sum(1, 2, 3))
Trace(Sum())

PROCEDURE Sum(*)
nSum is int
FOR i = 1 TO MyParameters..Occurrence
	nSum += MyParameters[i]
END
RESULT nSum
