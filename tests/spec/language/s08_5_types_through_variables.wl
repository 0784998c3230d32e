// A procedure that is called through a variable converts its arguments as any other does (8.2, 8.5).
STPoint is Structure
	nX is int
	sName is string
END
pTwice is Procedure = Twice
Trace(pTwice("21"), pTwice(2.9), pTwice(True))
pNext is Procedure = Next
k is int = 4
pNext(k)
Trace(k)
// What had to be converted does not change.
r is real = 1.5
s is string = "7"
v = "8"
Trace(pNext(r), r, pNext(s), s, pNext(v), v)
pNext(3)
arrN is array of 2 int
ptLocal is STPoint
pNext(arrN[2])
pNext(ptLocal.nX)
pNext(ptLocal.sName)
Trace(arrN[2], ptLocal.nX, "<" + ptLocal.sName + ">")
// Arrays and structures are the caller's own.
pFill is Procedure = Fill
arr is array of int
aa is associative array of int
pt is STPoint
pFill(arr, aa, pt)
Trace(ArrayCount(arr), aa["b"], pt.nX, pt.sName)
// Anonymous procedures; a parameter that is left out takes its default.
pSum is Procedure = PROCEDURE(a is int, sText is string = "none")
	a++
	RESULT sText + a
END
Trace(pSum("4"), pSum("4", 12.5), pSum(1, *))
pRest is Procedure = WithRest
Trace(pRest("1", "2", 3))
pSmall is Procedure = Small
WHEN EXCEPTION IN
	pSmall(300)
DO
	Trace(ExceptionInfo(errMessage))
END
pFill(5, aa, pt)

PROCEDURE Twice(n is int)
RESULT n * 2

PROCEDURE Next(n is int)
n = n + 1
RESULT n

PROCEDURE Fill(a is array of int, aaOther is associative array of int, p is STPoint)
Add(a, 5)
aaOther["b"] = 6
p.nX = 7
p.sName = "seven"

PROCEDURE WithRest(n is int, *)
RESULT n + 1 + MyParameters[2] + MyParameters..Occurrence

PROCEDURE Small(n is 1-byte int)
RESULT n
