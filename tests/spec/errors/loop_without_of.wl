// FOR EACH without OF.
t is array of strings = ["a", "b"]
FOR EACH s t
	Trace(s)
END
