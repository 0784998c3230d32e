// Over an array the variable is the element itself.
t is array of int = [1, 2]
FOR EACH e OF t
	e = e * 10
END
Trace(t[1], t[2])
FOR EACH x, i OF ["a", "b"]
	Trace(i, x)
END
FOR EACH x OF t FROM END
	Trace(x)
END
ta is associative array of int
ta["one"] = 1
ta["two"] = 2
FOR EACH nValue, sKey OF ta
	Trace(sKey, nValue)
END
FOR ALL ELEMENT x OF t
	Trace("all", x)
END
