// AND and OR have one priority, left to right, and evaluate both sides; _AND_ and _OR_ stop early.
Trace(1 = 1 OR 1 = 1 AND 1 = 2)
Trace(1 = 1 OR (1 = 1 AND 1 = 2))
IF False AND Told("right of AND") THEN Trace("never")
IF False _AND_ Told("right of _AND_") THEN Trace("never")
IF True OR Told("right of OR") THEN Trace("or")
IF True _OR_ Told("right of _OR_") THEN Trace("lazy or")
IF NOT 1 = 2 THEN Trace("NOT is weaker than =")

PROCEDURE Told(sWhat is string) : boolean
Trace(sWhat)
RESULT True
