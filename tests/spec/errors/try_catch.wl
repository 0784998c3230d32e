// TRY and CATCH.
TRY
	Trace(1)
CATCH e
	Trace(2)
END TRY
