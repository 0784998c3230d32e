// A one-line IF never takes an ELSE from the next line.
IF True THEN
	IF False THEN Trace(1)
ELSE
	Trace(2)
END
IF 1 = 2 THEN Trace("a"); Trace("b") ELSE Trace("c")
IF 1 = 1 THEN Trace("d"); Trace("e") ELSE Trace("f")
IF 1 = 2
	Trace("block without THEN")
ELSE IF 1 = 1
	Trace("else if")
ELSE
	Trace("never")
END
IF True THEN IF False THEN Trace("x") ELSE Trace("inner else")
