nCount is int
Trace("average", Average(10, nCount))

PROCEDURE Average(nTotal, nNumber)
RESULT nTotal / nNumber
