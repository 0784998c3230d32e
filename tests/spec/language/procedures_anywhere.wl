// Main code and procedures in any order: END at depth 0 closes a procedure, and main code goes on.
Trace("first")
nTotal is int

PROCEDURE AddUp(n is int)
IF n > 0 THEN
	nTotal += n
END
END

AddUp(2)
AddUp(3)
Trace(nTotal)

PROCEDURE Hides()
nTotal is int = 100
Trace("local", nTotal)
END

Hides()
Trace("main", nTotal)
Later()

PROCEDURE Later()
Trace("called before it is written")
