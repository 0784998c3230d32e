arrTo is array of strings = ["a@example.com"]
Trace("before")
SendAll()
Trace("never")

PROCEDURE SendAll()
FOR i = 1 TO 2
	Trace(arrTo[i])
END
