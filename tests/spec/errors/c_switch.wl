// BREAK and DEFAULT in a SWITCH.
n is int = 1
SWITCH (n)
	CASE 1: Trace("one")
	BREAK
	DEFAULT: Trace("other")
END
