IF True THEN
	Trace("a")
