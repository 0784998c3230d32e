// A constant found by its name can be read, not assigned.
CONSTANT LIMIT = 5
sName is string = "limit"
WHEN EXCEPTION IN
	{sName} = 6
DO
	Trace(ExceptionInfo())
END
sCity is string = "Paris"
Trace({sName} + 1, LIMIT)
Trace({"sCtiy"})
